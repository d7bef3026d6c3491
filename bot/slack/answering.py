"""A reply, told where the asker is: in the answer to the request, at the response URL, in a modal or on Home."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import orjson
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Accessory, Actions, Bullets, Button, Card, Divider, Form, Part, Section, View
from bot.conversation.turn import Again, Ask, Draw, Mend, Refused, Reply, Say, Snapshot, Tell, is_told_already
from bot.render import blocks
from bot.render.modal import modal
from bot.slack.client import UNREACHABLE, error_code
from bot.slack.payload import Origin, Written, kept_in_form
from bot.views.refusals.problems import BACK, DONE, NOT_DONE, failure_card, problems_card, refusal_card
from bot.views.shown.forms import offered_form
from bot.views.shown.home import home_card
from readiness.usecases.frame.ports import Unconfirmed

log = structlog.get_logger(__name__)

TOO_LATE = frozenset({"expired_trigger_id", "invalid_trigger_id", "trigger_expired"})
OPEN_ALREADY = frozenset({"exchanged_trigger_id", "trigger_exchanged"})
"""A form can be opened within three seconds of the press, once (docs.slack.dev/surfaces/modals)."""

NOT_BESIDE = frozenset(
    {"user_not_in_channel", "channel_not_found", "not_in_channel", "is_archived", "thread_not_found"}
)
"""Why a message is not answered where it was written, but in a DM (docs.slack.dev, chat.postEphemeral)."""

Addresses = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Desk:
    """What it takes to answer: the workspace's client, a session for response URLs, people's accounts there."""

    client: AsyncWebClient
    session: aiohttp.ClientSession
    addresses: Addresses


def in_answer(desk: Desk, reply: Reply) -> dict[str, Any] | None:
    """The reply as the body that answers a command; None when it has to be told in another way."""
    match reply:
        case Say(card) | Refused(card) | Again(Say(card)):
            return {"response_type": "ephemeral", **blocks.message(card, desk.addresses)}
        case Tell(card):
            return {"response_type": "in_channel", **blocks.message(card, desk.addresses)}
        case Mend(problems):
            return {"response_type": "ephemeral", **blocks.message(problems_card(problems), desk.addresses)}
        case Draw(view):
            return {"response_type": "ephemeral", **blocks.message(home_card(view), desk.addresses)}
        case _:
            return None


async def tell(desk: Desk, origin: Origin, reply: Reply, home: View | None = None) -> None:
    """Tell the reply where it was asked for; `home` is the start page to draw under it when that was Home.

    What an earlier delivery was told is not told again. Never raises: where Slack does not take it, that is told, and
    logged with the reference the asker gets.
    """
    if is_told_already(reply):
        return
    try:
        await _tell(desk, origin, reply, home)
    except SlackApiError as error:
        await _tell_otherwise(desk, origin, error_code(error) or f"HTTP {error.response.status_code}")
    except UNREACHABLE as error:
        await _tell_otherwise(desk, origin, type(error).__name__)


def unconfirmed() -> Refused:
    """The answer when ours does not come in time: what was asked for may have happened or not."""
    refusal = Unconfirmed()
    return Refused(refusal_card(refusal, None, None), refusal)


def in_form(desk: Desk, reply: Reply, values: Mapping[str, str]) -> dict[str, Any] | None:
    """What is wrong with a submitted form that holds `values`; None when nothing is: then it closes.

    At its fields where it is about those, else on a page over it, whose closing leads back to everything typed in.
    """
    match reply:
        case Refused(card):
            return _page_over_form(desk, card)
        case Mend(problems) if problems.keys() <= values.keys():
            return {"response_action": "errors", "errors": dict(problems)}
        case Mend(problems):
            return _page_over_form(desk, problems_card(problems))
        case _:
            return None


async def _tell(desk: Desk, origin: Origin, reply: Reply, home: View | None) -> None:
    match reply:
        case Ask(form) if origin.written:
            # Nothing was pressed that could open it; the button carries what was said.
            await _say(desk, origin, offered_form(form), DONE, home)
        case Ask(form):
            await _open_form(desk, origin, form)
        case Draw(view) if origin.written:
            await _say(desk, origin, home_card(view), DONE, home)
        case Draw(view):
            await publish_home(desk, origin, view)
        case Tell(card):
            await _share(desk, origin, card)
        case Say(card):
            await _say(desk, origin, card, DONE, home)
        case Snapshot() as snapshot:
            await _say(desk, origin, await snapshot.draw(), DONE, home)
        case Refused(card):
            await _say(desk, origin, card, NOT_DONE, home)
        case Mend(problems):
            await _say(desk, origin, problems_card(problems), NOT_DONE, home)


async def _say(desk: Desk, origin: Origin, card: Card, title: str, home: View | None) -> None:
    if origin.written:
        await _reply(desk, origin.written, card)
    elif origin.is_home:
        below = (Divider(), *home.parts) if home else ()
        await publish_home(desk, origin, View((*card.parts, *below)))
    elif origin.view:
        await desk.client.views_update(view_id=origin.view, view=_page(desk, card, title))
    else:
        content = {"response_type": "ephemeral", "replace_original": origin.ephemeral}
        await _respond(desk, origin, {**content, **blocks.message(card, desk.addresses)})


async def _share(desk: Desk, origin: Origin, card: Card) -> None:
    """For everybody; what only the asker saw gives way to it, as the one cannot be turned into the other."""
    if origin.written:
        await _post_beside(desk, origin.written, card)
        return
    content = {"response_type": "in_channel", "replace_original": False}
    shared = await _respond(desk, origin, {**content, **blocks.message(card, desk.addresses)})
    if shared and origin.ephemeral:
        await _respond(desk, origin, {"delete_original": True})


async def _open_form(desk: Desk, origin: Origin, form: Form) -> None:
    """Open the modal, over another if it was asked for there; where it came from travels in its private metadata."""
    view = modal(form, desk.addresses)
    view["private_metadata"] = kept_in_form(origin, form.press)
    open_it = desk.client.views_push if origin.view else desk.client.views_open
    await open_it(trigger_id=origin.trigger, view=view)


async def publish_home(desk: Desk, origin: Origin, view: View) -> None:
    """Draw the Home tab."""
    await desk.client.views_publish(user_id=origin.account, view=blocks.home(view, desk.addresses))


async def whisper(desk: Desk, message: Written, card: Card) -> None:
    """Tell whoever wrote that message, beside it, where nobody else sees it."""
    await desk.client.chat_postEphemeral(
        channel=message.channel,
        user=message.account,
        thread_ts=message.thread or None,
        **blocks.message(card, desk.addresses),
    )


async def _reply(desk: Desk, message: Written, card: Card) -> None:
    """Answer a message: in the DM it was written in, else to its writer alone, who may have left the channel since."""
    if message.is_direct:
        await _post_beside(desk, message, card)
        return
    try:
        await whisper(desk, message, card)
    except SlackApiError as error:
        if error_code(error) not in NOT_BESIDE:
            raise
        await _post_beside(desk, Written(message.account, message.account, "", ""), card)


async def _post_beside(desk: Desk, message: Written, card: Card) -> None:
    await desk.client.chat_postMessage(
        channel=message.channel,
        thread_ts=message.thread or None,
        unfurl_links=False,
        unfurl_media=False,
        **blocks.message(card, desk.addresses),
    )


async def _tell_otherwise(desk: Desk, origin: Origin, why: str) -> None:
    """Say that Slack did not take the answer, in the one way that is left."""
    if why in OPEN_ALREADY:
        return  # By an earlier delivery of the same press.
    if why in TOO_LATE:
        reply = unconfirmed()
    else:
        reference = secrets.token_hex(4)
        log.warning("answer not shown", reference=reference, why=why, team=origin.team)
        reply = Refused(failure_card(reference), Unconfirmed())
    if origin.is_home or not origin.answer_at:
        return
    message = blocks.message(reply.card, desk.addresses)
    await _respond(desk, origin, {"response_type": "ephemeral", "replace_original": False, **message})


async def _respond(desk: Desk, origin: Origin, content: Mapping[str, Any]) -> bool:
    """Post to the response URL, which works where the bot is no member; when it is over, to the person alone."""
    status = await _post(desk, origin, content)
    if status is None or status < 400:
        return True
    log.warning("response url refused", status=status, team=origin.team)
    if "text" in content and content["response_type"] == "ephemeral":
        message = {"text": content["text"], "blocks": content["blocks"]}
        await desk.client.chat_postMessage(channel=origin.account, unfurl_links=False, unfurl_media=False, **message)
    return False


async def _post(desk: Desk, origin: Origin, content: Mapping[str, Any]) -> int | None:
    """The status of the answer; None when none came: then it may stand, and is not sent twice."""
    body, headers = orjson.dumps(content), {"Content-Type": "application/json"}
    try:
        async with desk.session.post(origin.answer_at, data=body, headers=headers) as response:
            return response.status
    except UNREACHABLE as error:
        log.warning("answer not confirmed", why=type(error).__name__, team=origin.team)
        return None


# --- pages ------------------------------------------------------------------------------------------------------------


def _page_over_form(desk: Desk, card: Card) -> dict[str, Any]:
    return {"response_action": "push", "view": _page(desk, card, NOT_DONE)}


def _page(desk: Desk, card: Card, title: str) -> dict[str, Any]:
    """A card as a modal without a form."""
    view = modal(Form(title, "", "", (), tuple(_without_forms(card.parts))), desk.addresses)
    view["close"] = {"type": "plain_text", "text": BACK}
    return view


def _without_forms(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts without what opens a form.

    Of the three modals that Slack stacks, the page over a form is the second: the next form would have no room for its
    own page.
    """
    for part in parts:
        match part:
            case Actions(items):
                kept = tuple(item for item in items if not _opens_form(item))
                if kept:
                    yield Actions(kept)
            case Section(accessory=item) | Bullets(accessory=item) if item is not None and _opens_form(item):
                yield replace(part, accessory=None)
            case _:
                yield part


def _opens_form(item: Accessory) -> bool:
    return item.opens_form if isinstance(item, Button) else True
