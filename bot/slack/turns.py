"""One turn in Slack: a command, a press, a form or an event is answered within the three seconds that Slack waits."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import orjson
import structlog
from slack_sdk.errors import SlackApiError

from bot.cards import View
from bot.conversation.assent import sounds_like_yes
from bot.conversation.pressed import answer_form, answer_press, start_page
from bot.conversation.refusal_log import log_refusal
from bot.conversation.replying import answer_reply
from bot.conversation.turn import Ask, Draw, Mend, Refused, Reply, Snapshot, Turn
from bot.conversation.typed import answer_typed
from bot.slack.answering import Desk, in_answer, in_form, publish_home, tell, unconfirmed, whisper
from bot.slack.client import UNREACHABLE, error_code
from bot.slack.payload import (
    Body,
    Origin,
    command_origin,
    form_origin,
    form_values,
    press_of,
    press_origin,
    thread_reply,
)
from bot.slack.room import SlackRoom
from bot.slack.text import segments
from bot.views.problems import failure_card, refusal_card
from readiness.domain.refusal import Refusal
from readiness.usecases.arrivals import anew_if_moved, refresh_person
from readiness.usecases.ports import DatabaseUnavailable, Unconfirmed
from readiness.usecases.replying import answers_first, known_asker

log = structlog.get_logger(__name__)

SECONDS_TO_DECIDE = 2.0
"""How long a turn may take until the asker is told that it is not confirmed (rules.md, "Clicks and delivery")."""

SECONDS_TO_TELL = 0.7
"""How long telling may hold up the acknowledgement. With the former it stays below the three seconds of Slack."""


@dataclass(frozen=True, slots=True)
class Told:
    """What to tell, and by which means; `home` is the start page to draw under it, `body` the finished answer."""

    desk: Desk
    reply: Reply
    home: View | None = None
    body: str | None = None


async def command(room: SlackRoom, body: Body) -> str:
    """A typed line; the JSON that answers it, empty when the answer is a form."""
    origin = command_origin(body)

    async def work() -> Told:
        turn = await room.turn(origin)
        reply = await answer_typed(turn, segments(str(body.get("text", ""))))
        if not isinstance(reply, Snapshot):
            return Told(await room.desk(turn), reply)
        desk = await room.desk(turn, reply.organisation)
        return Told(desk, reply, body=await room.drawn.body(reply, desk.addresses))

    told = await _decided(room, origin, work)
    if told.body is not None:
        return told.body
    content = in_answer(told.desk, told.reply)
    if content is None:
        await _tell_soon(room, origin, told)
        return ""
    return orjson.dumps(content).decode()


async def press(room: SlackRoom, body: Body) -> None:
    """A pressed button, a line of a menu, or a picked person."""
    origin = press_origin(body)

    async def work() -> Told:
        turn = await room.turn(origin)
        reply = await answer_press(turn, *press_of(body["actions"][0]))
        home = await start_page(turn) if origin.is_home and not isinstance(reply, Draw) else None
        return Told(await room.desk(turn), reply, home)

    await _tell_soon(room, origin, await _decided(room, origin, work))


async def form(room: SlackRoom, body: Body) -> str:
    """A submitted form; empty closes it, else JSON says what is wrong, at its fields or on a page over it."""
    origin, press_text = form_origin(body)
    values = form_values(body)

    async def work() -> Told:
        turn = await room.turn(origin)
        reply = await answer_form(turn, press_text, values)
        done = not isinstance(reply, Refused | Mend)
        home = await start_page(turn) if origin.is_home and done else None
        return Told(await room.desk(turn), reply, home)

    told = await _decided(room, origin, work)
    content = in_form(told.desk, told.reply, values)
    if content is None:
        await _tell_soon(room, origin, told)
        return ""
    return orjson.dumps(content).decode()


async def event(room: SlackRoom, body: Body) -> None:
    """What happened in the workspace, perhaps told twice, in any order; raises only what Slack shall send again."""
    try:
        await anew_if_moved(lambda: _heard(room, body))
    except DatabaseUnavailable:
        raise
    except Refusal as refusal:
        log.warning("event refused", code=refusal.code, why=refusal.operator_sentence())
    except SlackApiError as error:
        log.warning("event not answered", why=error_code(error))
    except UNREACHABLE as error:
        log.warning("event not answered", why=type(error).__name__)


async def _heard(room: SlackRoom, body: Body) -> None:
    happened = body.get("event") or {}
    if happened.get("type") == "message":
        await _read_along(room, body)
        return
    workspace = await room.workspace()
    user = happened.get("user")
    account = str(user.get("id", "")) if isinstance(user, dict) else str(user or "")
    match happened.get("type"):
        case "app_home_opened" if happened.get("tab") == "home":
            origin = Origin(workspace.external, account, is_home=True)
            turn = await room.turn(origin)
            await publish_home(await room.desk(turn), origin, await start_page(turn))
        case "user_change":
            await refresh_person(room.deps, workspace, account)
        case "member_joined_channel" | "member_left_channel":
            room.people.forget_members(workspace, str(happened.get("channel", "")))
        case _:
            pass


async def _read_along(room: SlackRoom, body: Body) -> None:
    """Answer a yes in the thread of a checklist to whom it is, once; everything else is neither kept nor logged."""
    reply = thread_reply(body)
    said = tuple(segments(reply.text)) if reply is not None else ()
    if reply is None or not sounds_like_yes(said):
        return
    workspace = await room.workspace()
    asker = await known_asker(room.deps, workspace, reply.account, reply.channel)
    if asker is None:
        return
    turn = Turn(room.deps, asker, room.built_in)
    answer = await answer_reply(turn, reply.thread, said)
    if answer is not None and await answers_first(room.deps, asker, reply.event):
        await whisper(await room.desk(turn), reply, answer.card)


async def _decided(room: SlackRoom, origin: Origin, work: Callable[[], Awaitable[Told]]) -> Told:
    """What came of `work`; that it is not confirmed when it takes too long, and then what came of it in the end."""
    task = asyncio.create_task(_guarded(room, origin, work))
    if await room.background.within(SECONDS_TO_DECIDE, task):
        return task.result()

    async def tell_in_the_end() -> None:
        told = await task
        if not isinstance(told.reply, Ask):
            await tell(told.desk, origin, told.reply, told.home)

    await room.background.within(0, asyncio.create_task(tell_in_the_end()))
    return Told(room.bare_desk(), unconfirmed())


async def _guarded(room: SlackRoom, origin: Origin, work: Callable[[], Awaitable[Told]]) -> Told:
    """The one edge: what nobody foresaw is logged with the reference that the asker is told."""
    try:
        return await anew_if_moved(work)
    except Refusal as refusal:
        log_refusal(refusal, team=origin.team)
        return Told(room.bare_desk(), Refused(refusal_card(refusal, None, None), refusal))
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("turn failed", reference=reference, team=origin.team)
        return Told(room.bare_desk(), Refused(failure_card(reference), Unconfirmed()))


async def _tell_soon(room: SlackRoom, origin: Origin, told: Told) -> None:
    telling = asyncio.create_task(tell(told.desk, origin, told.reply, told.home))
    await room.background.within(SECONDS_TO_TELL, telling)
