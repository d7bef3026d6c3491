"""A reply, told where the asker is: in the answer to the request, at the response URL, in a modal or on Home."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Card, Divider, Form, View
from bot.conversation.turn import Ask, Draw, Mend, Refused, Reply, Say, Tell
from bot.render import blocks
from bot.render.modal import modal
from bot.slack.payload import Origin, kept_in_form

log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 1.5
"""How long the answer to a press may hold up the acknowledgement; afterwards it goes on in the background."""

Addresses = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Desk:
    """What it takes to answer: the workspace's client, a session for response URLs, people's accounts there."""

    client: AsyncWebClient
    session: aiohttp.ClientSession
    addresses: Addresses


async def answer_command(desk: Desk, origin: Origin, reply: Reply) -> dict[str, Any]:
    """The body that answers a command: private, or for everybody when it was asked for."""
    match reply:
        case Say(card) | Refused(card):
            return {"response_type": "ephemeral", **blocks.message(card, desk.addresses)}
        case Tell(card):
            return {"response_type": "in_channel", **blocks.message(card, desk.addresses)}
        case Ask(form):
            await open_form(desk, origin, form)
        case Draw(view):
            await publish_home(desk, origin, view)
        case Mend(problems):
            return {"response_type": "ephemeral", "text": " ".join(problems.values())}
    return {}


async def answer_press(desk: Desk, origin: Origin, reply: Reply, home: View | None) -> None:
    """Answer a press where it was made; `home` is the start page to draw under the answer when it was pressed there."""
    match reply:
        case Ask(form):
            await open_form(desk, origin, form)
        case Draw(view):
            await publish_home(desk, origin, view)
        case Tell(card):
            await _respond(desk, origin, {"response_type": "in_channel", "replace_original": False}, card)
            if origin.ephemeral:
                await _post(desk, origin, {"delete_original": True})
        case Say(card) | Refused(card) if home is not None:
            await publish_home(desk, origin, View((*card.parts, Divider(), *home.parts)))
        case Say(card) | Refused(card):
            await _respond(desk, origin, {"response_type": "ephemeral", "replace_original": origin.ephemeral}, card)
        case Mend(problems):
            await _post(desk, origin, {"response_type": "ephemeral", "text": " ".join(problems.values())})


def refuse_form(desk: Desk, card: Card, title: str) -> dict[str, Any]:
    """A page over the form that says why; closing it leads back to the form with everything still typed in."""
    view = {**modal(Form(title, "", "", (), card.parts), desk.addresses), "private_metadata": ""}
    view.pop("submit", None)
    view["close"] = {"type": "plain_text", "text": "Back"}
    return {"response_action": "push", "view": view}


async def open_form(desk: Desk, origin: Origin, form: Form) -> None:
    """Open the modal; where it came from travels in its private metadata."""
    view = modal(form, desk.addresses)
    view["private_metadata"] = kept_in_form(origin, form.press)
    await desk.client.views_open(trigger_id=origin.trigger, view=view)


async def publish_home(desk: Desk, origin: Origin, view: View) -> None:
    """Draw the Home tab."""
    await desk.client.views_publish(user_id=origin.account, view=blocks.home(view, desk.addresses))


async def patiently(work: "asyncio.Task[None]", background: set["asyncio.Task[None]"]) -> None:
    """Wait for `work` a moment; what takes longer goes on, kept from being collected until it is done."""
    background.add(work)
    work.add_done_callback(background.discard)
    await asyncio.wait({work}, timeout=PATIENCE_SECONDS)


async def _respond(desk: Desk, origin: Origin, how: Mapping[str, Any], card: Card) -> None:
    await _post(desk, origin, {**how, **blocks.message(card, desk.addresses)})


async def _post(desk: Desk, origin: Origin, content: Mapping[str, Any]) -> None:
    """Post to the response URL. It works where the bot is no member; what it cannot do is only lost to one reader."""
    if not origin.answer_at:
        return
    try:
        async with desk.session.post(
            origin.answer_at, data=orjson.dumps(content), headers={"Content-Type": "application/json"}
        ) as response:
            if response.status >= 400:
                log.warning("answer not shown", status=response.status, why=(await response.text())[:200])
    except (TimeoutError, aiohttp.ClientError) as error:
        log.warning("answer not shown", why=type(error).__name__)
