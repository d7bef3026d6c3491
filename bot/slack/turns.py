"""One turn in Slack: a command, a press or a form is answered within the three seconds that Slack waits."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import orjson
import structlog

from bot.cards import View
from bot.conversation.pressed import answer_form, answer_press, start_page
from bot.conversation.refusal_log import log_refusal
from bot.conversation.turn import Again, Ask, Draw, Mend, Refused, Reply, Snapshot
from bot.conversation.typed import answer_typed
from bot.slack.answering import Desk, in_answer, in_form, tell, unconfirmed
from bot.slack.client import is_away
from bot.slack.payload import (
    Body,
    Origin,
    command_origin,
    form_origin,
    form_values,
    press_of,
    press_origin,
)
from bot.slack.room import SlackRoom
from bot.slack.text import segments
from bot.views.refusals.problems import failure_card, refusal_card
from readiness.domain.values.refusal import Refusal
from readiness.usecases.arrivals import anew_if_moved
from readiness.usecases.frame.ports import PlatformUnavailable, Unconfirmed

log = structlog.get_logger(__name__)

SECONDS_TO_DECIDE = 2.0
"""How long a turn may take until the asker is told that it is not confirmed (rules.md, "Clicks and delivery")."""

SECONDS_TO_TELL = 0.7
"""How long telling may hold up the acknowledgement. With the former it stays below the three seconds of Slack."""


Decided = TypeVar("Decided", "Told", "Told | None")


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
        home = await start_page(turn) if origin.is_home and not isinstance(reply, Draw | Again) else None
        return Told(await room.desk(turn), reply, home)

    await _tell_soon(room, origin, await _decided(room, origin, work))


async def form(room: SlackRoom, body: Body) -> str:
    """A submitted form; empty closes it, else JSON says what is wrong, at its fields or on a page over it."""
    origin, press_text = form_origin(body)
    values = form_values(body)

    async def work() -> Told:
        turn = await room.turn(origin)
        reply = await answer_form(turn, press_text, values)
        done = not isinstance(reply, Refused | Mend | Again)
        home = await start_page(turn) if origin.is_home and done else None
        return Told(await room.desk(turn), reply, home)

    told = await _decided(room, origin, work)
    content = in_form(told.desk, told.reply, values)
    if content is None:
        await _tell_soon(room, origin, told)
        return ""
    return orjson.dumps(content).decode()


async def _decided(room: SlackRoom, origin: Origin, work: Callable[[], Awaitable[Told]]) -> Told:
    """What came of `work`; that it is not confirmed when it takes too long, and then what came of it in the end."""
    task = asyncio.create_task(guarded(room, origin, work))
    if await room.background.within(SECONDS_TO_DECIDE, task):
        return task.result()

    async def tell_in_the_end() -> None:
        told = await task
        if not isinstance(told.reply, Ask):
            await tell(told.desk, origin, told.reply, told.home)

    await room.background.within(0, asyncio.create_task(tell_in_the_end()))
    return Told(room.bare_desk(), unconfirmed())


async def guarded(room: SlackRoom, origin: Origin, work: Callable[[], Awaitable[Decided]]) -> Decided:
    """The one edge: what nobody foresaw is logged with the reference that the asker is told."""
    try:
        return await anew_if_moved(work)
    except Refusal as refusal:
        log_refusal(refusal, team=origin.team)
        return _refused(room, refusal)
    except Exception as error:
        if is_away(error):
            log.warning("not looked up", why=str(error) or type(error).__name__, team=origin.team)
            return _refused(room, PlatformUnavailable())
        reference = secrets.token_hex(4)
        log.exception("turn failed", reference=reference, team=origin.team)
        return Told(room.bare_desk(), Refused(failure_card(reference), Unconfirmed()))


def _refused(room: SlackRoom, refusal: Refusal) -> Told:
    """Told to somebody of whom nothing is known."""
    return Told(room.bare_desk(), Refused(refusal_card(refusal, None, None), refusal))


async def _tell_soon(room: SlackRoom, origin: Origin, told: Told) -> None:
    telling = asyncio.create_task(tell(told.desk, origin, told.reply, told.home))
    await room.background.within(SECONDS_TO_TELL, telling)
