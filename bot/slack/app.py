"""The Slack app: one listener per kind of payload, each decoding to an intent and telling the reply."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import aiohttp
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import View
from bot.conversation.forms import complete, mend
from bot.conversation.route import answer, explained
from bot.conversation.turn import Draw, Mend, Refused, Reply, Turn
from bot.conversation.typed import answer_typed
from bot.intents import OpenForm, OpenHome
from bot.intents.codec import BadPress, decode, with_person
from bot.slack.answering import Desk, answer_command, answer_press, patiently, publish_home, refuse_form
from bot.slack.payload import Body, Origin, command_origin, form_origin, form_values, press_of, press_origin
from bot.slack.people import SlackPeople
from bot.slack.text import segments
from bot.views.problems import failure_card, refusal_card
from readiness.domain.refusal import Refusal
from readiness.usecases.arrivals import identify, refresh_person, welcome_workspace
from readiness.usecases.ports import Deps, StoredTemplate, Workspace

log = structlog.get_logger(__name__)

COMMAND = "/readiness"
EVENTS = ("app_home_opened", "member_joined_channel", "member_left_channel", "user_change")
"""Every event the manifest subscribes to; each has an answer, or Slack would send it again."""

_ANY = re.compile(".*", re.DOTALL)


@dataclass(slots=True)
class SlackRoom:
    """What the listeners share. `token` is the bot's; `bot_user` its account; `changed` is called after each turn."""

    deps: Deps
    built_in: Mapping[str, StoredTemplate]
    people: SlackPeople
    client: AsyncWebClient
    session: aiohttp.ClientSession
    token: str
    changed: Callable[[], None] = lambda: None
    background: set["asyncio.Task[None]"] = field(default_factory=set)

    async def workspace(self, team: str) -> Workspace:
        """The workspace of that team; a new one becomes an organisation of its own."""
        return await welcome_workspace(self.deps, "slack", team, "")

    async def turn(self, origin: Origin) -> Turn:
        """Who asks, ready to be answered."""
        workspace = await self.workspace(origin.team)
        asker = await identify(self.deps, workspace, origin.account, origin.channel)
        return Turn(self.deps, asker, self.built_in)

    async def desk(self, turn: Turn) -> Desk:
        """The means to answer that turn."""
        async with self.deps.storage.read(turn.asker.organisation) as uow:
            organisation = await uow.organisations.get()
        addresses = cast("Mapping[str, str]", organisation.addresses.get(turn.asker.workspace.id, {}))
        return Desk(self.client, self.session, addresses)

    async def settle(self) -> None:
        """Wait for the answers that still go on in the background."""
        while self.background:
            await asyncio.wait(self.background)


def slack_app(room: SlackRoom, bot_user: str) -> AsyncApp:
    """The bolt app; requests reach it verified and read (bot/slack/endpoint.py), or through Socket Mode."""

    async def authorize(**_: object) -> AuthorizeResult:
        # Our own authorisation: bolt's would ask Slack (auth.test) on every request.
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=room.token, bot_user_id=bot_user)

    app = AsyncApp(
        client=room.client,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
    )

    async def on_command(ack: AsyncAck, body: Body) -> None:
        await ack(await _command(room, body))

    async def on_press(ack: AsyncAck, body: Body) -> None:
        await _press(room, body)
        await ack()

    async def on_form(ack: AsyncAck, body: Body) -> None:
        ack.response = BoltResponse(status=200, body=await _form(room, body))

    async def on_event(ack: AsyncAck, body: Body) -> None:
        await _event(room, body)
        await ack()

    async def on_nothing(ack: AsyncAck) -> None:
        await ack()

    app.command(_ANY)(on_command)
    app.action(_ANY)(on_press)
    app.view(_ANY)(on_form)
    app.view_closed(_ANY)(on_nothing)
    app.event(_ANY)(on_event)
    return app


async def _command(room: SlackRoom, body: Body) -> dict[str, Any]:
    origin = command_origin(body)

    async def work() -> dict[str, Any]:
        turn = await room.turn(origin)
        reply = await answer_typed(turn, segments(str(body.get("text", ""))))
        return await answer_command(await room.desk(turn), origin, reply)

    told = await _told(room, origin, work)
    room.changed()
    return told if isinstance(told, dict) else await answer_command(told.desk, origin, told.reply)


async def _press(room: SlackRoom, body: Body) -> None:
    origin = press_origin(body)

    async def work() -> None:
        turn = await room.turn(origin)
        reply = await answer_press_intent(turn, body)
        home = await _home(turn) if origin.is_home and not isinstance(reply, Draw) else None
        room.changed()
        await _answer_soon(room, await room.desk(turn), origin, reply, home)

    told = await _told(room, origin, work)
    if told is not None:
        await _answer_soon(room, told.desk, origin, told.reply, None)


async def answer_press_intent(turn: Turn, body: Body) -> Reply:
    """The reply to the first pressed element of a block_actions payload."""
    press, picked = press_of(body["actions"][0])
    try:
        intent = decode(press)
        intent = with_person(intent, picked) if picked else intent
    except BadPress as bad:
        return Refused(await explained(turn, bad), bad)
    return await answer(turn, intent)


async def _form(room: SlackRoom, body: Body) -> dict[str, Any] | str:
    origin, press = form_origin(body)

    async def work() -> dict[str, Any] | str:
        turn = await room.turn(origin)
        opened = decode(press)
        if not isinstance(opened, OpenForm):
            raise BadPress
        completed = complete(opened, form_values(body))
        reply = completed if isinstance(completed, Mend) else await answer(turn, completed)
        room.changed()
        return await _form_answer(room, turn, origin, opened, reply)

    told = await _told(room, origin, work)
    if isinstance(told, dict | str):
        return told
    return refuse_form(told.desk, told.card, "Not done")


async def _form_answer(
    room: SlackRoom, turn: Turn, origin: Origin, opened: OpenForm, reply: Reply
) -> dict[str, Any] | str:
    desk = await room.desk(turn)
    if isinstance(reply, Refused):
        mended = mend(opened, reply.refusal)
        if mended is None:
            return refuse_form(desk, reply.card, "Not done")
        reply = mended
    if isinstance(reply, Mend):
        return {"response_action": "errors", "errors": dict(reply.problems)}
    home = await _home(turn) if origin.is_home else None
    await _answer_soon(room, desk, origin, reply, home)
    return ""


async def _event(room: SlackRoom, body: Body) -> None:
    event = body.get("event") or {}
    workspace = await room.workspace(str(body.get("team_id", "")))
    user = event.get("user")
    account = str(user.get("id", "")) if isinstance(user, dict) else str(user or "")
    match event.get("type"):
        case "app_home_opened" if event.get("tab") == "home":
            origin = Origin(workspace.external, account, is_home=True)
            turn = await room.turn(origin)
            await publish_home(await room.desk(turn), origin, await _home(turn))
        case "user_change":
            await refresh_person(room.deps, workspace, account)
        case "member_joined_channel" | "member_left_channel":
            room.people.forget_members(workspace, str(event.get("channel", "")))
        case _:
            pass


async def _home(turn: Turn) -> View:
    reply = await answer(turn, OpenHome())
    if isinstance(reply, Draw):
        return reply.view
    return View(reply.card.parts if isinstance(reply, Refused) else ())


async def _answer_soon(room: SlackRoom, desk: Desk, origin: Origin, reply: Reply, home: View | None) -> None:
    await patiently(asyncio.create_task(answer_press(desk, origin, reply, home)), room.background)


@dataclass(frozen=True, slots=True)
class _Told:
    """An answer that needs nobody's organisation: a refusal before the asker was known, or a failure."""

    desk: Desk
    reply: Refused

    @property
    def card(self) -> Any:
        return self.reply.card


async def _told(room: SlackRoom, origin: Origin, work: Callable[[], Awaitable[Any]]) -> Any:
    """The result of `work`. The one edge: what nobody foresaw is logged with the reference that the asker is told."""
    try:
        return await work()
    except Refusal as refusal:
        reply = Refused(refusal_card(refusal, None, None), refusal)
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("turn failed", reference=reference, team=origin.team)
        reply = Refused(failure_card(reference), Refusal())
    return _Told(Desk(room.client, room.session, {}), reply)
