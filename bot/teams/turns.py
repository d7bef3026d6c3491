"""One turn in Teams: a message, a press, a dialog or what happens to the bot, each answered where it was asked."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from botbuilder.schema import Activity

from bot.conversation.pressed import answer_form, answer_press, answer_renewal, form_again
from bot.conversation.refusal_log import log_refusal
from bot.conversation.replying import answer_reply
from bot.conversation.route import is_unknown
from bot.conversation.turn import Again, Ask, Mend, Refused, Say, Tell, is_told_already
from bot.conversation.typed import answer_typed
from bot.conversation.welcoming import welcome
from bot.jobs.messenger import NotSent, UnknownOutcome
from bot.teams.activity import Origin, channel_of, event_of, form_values, line_of, origin_of, press_of
from bot.teams.answering import Told, as_dialog, as_message, as_press_answer, drawn
from bot.teams.mentions import TypedLine, mentioned, segments
from bot.teams.messages import text_answer
from bot.teams.room import TeamsRoom
from bot.views.posted.welcome import SHARED
from bot.views.refusals.problems import failure_card, refusal_card
from bot.views.shown.forms import lacks_channel, no_channel_card
from readiness.domain.values.refusal import Refusal
from readiness.usecases.arrivals import anew_if_moved
from readiness.usecases.channels import look_at_channel
from readiness.usecases.frame.guarding import guarded
from readiness.usecases.frame.ports import PlatformUnavailable, Sweep, Unconfirmed
from readiness.usecases.holding import channel_reopened

log = structlog.get_logger(__name__)

SECONDS_TO_DECIDE = 2.0
"""How long a press may take until the asker is told that it is not confirmed (rules.md, "Clicks and delivery")."""

SECONDS_TO_REPLY = 8.0
"""How long a typed line may hold up the acknowledgement: its answer is a message of its own, which can come later."""

Answer = dict[str, Any] | None


async def hear(room: TeamsRoom, activity: Activity) -> Answer:
    """The body that answers an invoke; None for everything else, and what nobody listens to."""
    origin = origin_of(activity)
    if activity.type in _HAPPENED:
        await _note(room, activity, origin)
        return None
    handler = _ASKED.get(f"invoke {activity.name}" if activity.type == "invoke" else activity.type)
    return None if handler is None else await handler(room, activity, origin)


async def _message(room: TeamsRoom, activity: Activity, origin: Origin) -> Answer:
    """A typed line, or a press from a client that knows no better way to send one; Teams tells of some twice."""
    if origin.request and not room.heard.is_first(origin.request):
        return None
    press, picked = press_of(activity.value)

    async def work() -> Told:
        turn = await room.turn(origin)
        if press:
            return Told(await drawn(await answer_press(turn, press, picked)), await room.accounts(turn))
        line = line_of(activity)
        said = tuple(segments(line, origin.bot, await _accounts_of(room, line, origin)))
        reply = await answer_reply(turn, origin.thread, said) or await answer_typed(turn, said)
        return Told(await drawn(reply), await room.accounts(turn))

    async def reply() -> None:
        told = await _guarded(work)
        if is_unknown(told.reply):
            room.heard.forget(origin.request)
        if not is_told_already(told.reply):
            await _post(room, origin, told)

    await room.background.within(SECONDS_TO_REPLY, asyncio.create_task(reply()))
    return None


async def _press(room: TeamsRoom, activity: Activity, origin: Origin) -> Answer:
    action = activity.value.get("action")
    press, picked = press_of(action.get("data") if isinstance(action, Mapping) else None)
    is_automatic = activity.value.get("trigger") == "automatic"

    async def work() -> Told:
        turn = await room.turn(origin, is_automatic=is_automatic)
        reply = await (answer_renewal(turn, press) if is_automatic else answer_press(turn, press, picked))
        return Told(await drawn(reply), await room.accounts(turn))

    told = await _decided(room, origin, work)
    match told.reply:
        case Tell():
            await _post(room, origin, told)
            return text_answer(SHARED)
        case Again(Tell()):
            return text_answer(SHARED)
    return as_press_answer(told)


async def _open_dialog(room: TeamsRoom, activity: Activity, origin: Origin) -> Answer:
    press, picked = press_of(activity.value.get("data"))

    async def work() -> Told:
        turn = await room.turn(origin)
        reply, channels = await drawn(await answer_press(turn, press, picked)), await room.channels()
        if isinstance(reply, Ask) and lacks_channel(reply.form, channels):
            reply = Say(no_channel_card())
        return Told(reply, await room.accounts(turn), channels=channels)

    return as_dialog(await _decided(room, origin, work))


async def _submit_dialog(room: TeamsRoom, activity: Activity, origin: Origin) -> Answer:
    data = activity.value.get("data")
    press, picked = press_of(data)
    values = form_values(data)

    async def work() -> Told:
        turn = await room.turn(origin)
        reply = await drawn(await answer_form(turn, press, values, picked))
        accounts, channels = await room.accounts(turn), await room.channels()
        if not isinstance(reply, Mend | Refused):
            return Told(reply, accounts)
        return Told(reply, accounts, await form_again(turn, press), values, channels)

    return as_dialog(await _decided(room, origin, work))


async def _note(room: TeamsRoom, activity: Activity, origin: Origin) -> None:
    """Take in what happened; nobody waits for an answer, and Teams does not tell it twice."""
    try:
        await _HAPPENED[activity.type](room, activity, origin)
    except Refusal as refusal:
        log.warning("event refused", code=refusal.code, what=activity.type, why=refusal.operator_sentence())
    except (NotSent, UnknownOutcome) as error:
        log.warning("event not taken in", why=str(error), what=activity.type)


async def _installation(room: TeamsRoom, activity: Activity, origin: Origin) -> None:
    """Installed: where it is said so is kept, and a welcome says what to do next. Removed: nothing is sent any more."""
    workspace = await room.workspace()
    if activity.action.startswith("remove"):
        await room.leave(workspace, origin.conversation)
        return
    await room.keep(workspace, origin.conversation)
    for one in await room.conversations.channels(workspace.id):
        with guarded(room.deps.faults, Sweep.CHANNELS, one.id):
            await channel_reopened(room.deps, workspace, one.id)
    if activity.action == "add":
        await _post(room, origin, await _welcome(room, origin))


async def _conversation_changed(room: TeamsRoom, activity: Activity, origin: Origin) -> None:
    """People joined or left, or a channel or its team came, went or changed."""
    here, channel, event = origin.conversation, channel_of(activity), event_of(activity)
    room.people.forget_members(here.id if channel is None else channel.id)
    workspace = await room.workspace()
    if origin.bot in {one.id for one in activity.members_removed} or event in {"teamDeleted", "teamHardDeleted"}:
        await room.leave(workspace, here)
    elif channel is None:
        await room.keep(workspace, here)
    elif event == "channelDeleted":
        await room.conversations.forget(workspace.id, channel.id)
    else:
        await room.look_at(workspace, channel)
        await look_at_channel(room.deps, workspace, channel.id)


_ASKED: Mapping[str, Callable[[TeamsRoom, Activity, Origin], Awaitable[Answer]]] = {
    "message": _message,
    "invoke adaptiveCard/action": _press,
    "invoke task/fetch": _open_dialog,
    "invoke task/submit": _submit_dialog,
}

_HAPPENED: Mapping[str, Callable[[TeamsRoom, Activity, Origin], Awaitable[None]]] = {
    "installationUpdate": _installation,
    "conversationUpdate": _conversation_changed,
}


async def _welcome(room: TeamsRoom, origin: Origin) -> Told:
    async def work() -> Told:
        return Told(await drawn(await welcome(room.deps, await room.workspace(), in_channel=origin.is_overheard)), {})

    return await _guarded(work)


async def _accounts_of(room: TeamsRoom, line: TypedLine, origin: Origin) -> dict[str, str]:
    """The directory ids behind the addresses that were mentioned."""
    return {
        address: await room.people.account_of(origin.conversation, address)
        for address in sorted(mentioned(line, origin.bot))
    }


async def _post(room: TeamsRoom, origin: Origin, told: Told) -> None:
    """Answer in the conversation, in its thread; where Teams does not take it, that is logged."""
    try:
        content = as_message(told, is_overheard=origin.is_overheard)
        await room.connector.post(origin.conversation.service_url, origin.place, content)
    except (NotSent, UnknownOutcome) as error:
        log.warning("answer not shown", why=str(error), place=origin.place)


async def _decided(room: TeamsRoom, origin: Origin, work: Callable[[], Awaitable[Told]]) -> Told:
    """What came of `work`; that it is not confirmed when it takes too long. The message itself then tells the rest."""
    task = asyncio.create_task(_guarded(work))
    if await room.background.within(SECONDS_TO_DECIDE, task):
        return task.result()
    return _refused(Unconfirmed())


def _refused(refusal: Refusal) -> Told:
    """Told to somebody of whom nothing is known."""
    return Told(Refused(refusal_card(refusal, None, None), refusal), {})


async def _guarded(work: Callable[[], Awaitable[Told]]) -> Told:
    """The one edge: what nobody foresaw is logged with the reference that the asker is told."""
    try:
        return await anew_if_moved(work)
    except Refusal as refusal:
        log_refusal(refusal)
        return _refused(refusal)
    except (NotSent, UnknownOutcome) as error:
        log.warning("not looked up", why=str(error))
        return _refused(PlatformUnavailable())
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("turn failed", reference=reference)
        return Told(Refused(failure_card(reference), Unconfirmed()), {})
