"""What happens in a Slack workspace: each event is taken once, however often and in whatever order it is told."""

import asyncio
from collections.abc import Iterable, Iterator

import structlog
from slack_sdk.errors import SlackApiError

from bot.conversation.pressed import start_page
from bot.conversation.reading.assent import sounds_like_yes
from bot.conversation.reading.words import Person, Segment
from bot.conversation.replying import answer_reply
from bot.conversation.route import is_unknown
from bot.conversation.turn import Reply, Turn
from bot.conversation.typed import answer_typed
from bot.slack.answering import publish_home, tell, whisper
from bot.slack.client import UNREACHABLE, NotMet, answer_code, error_code, is_dead
from bot.slack.payload import Body, Origin, Written, written, written_origin
from bot.slack.room import SlackRoom
from bot.slack.text import segments
from bot.slack.turns import SECONDS_TO_DECIDE, Told, guarded
from readiness.domain.values.refusal import Refusal
from readiness.usecases.arrivals import anew_if_moved, refresh_person
from readiness.usecases.channels import look_at_channel
from readiness.usecases.frame.ports import DatabaseUnavailable, TooFast, Workspace
from readiness.usecases.holding import workspace_refused, workspace_restored
from readiness.usecases.replying import answers_first, known_asker

log = structlog.get_logger(__name__)

OF_CHANNELS = frozenset(
    {
        "message", "channel_archive", "channel_deleted", "channel_unarchive", "group_archive", "group_deleted",
        "group_unarchive",
    }
)  # fmt: skip
"""What tells that something happened to a channel itself."""

CONVERSIONS = {"channel_convert_to_private": True, "channel_convert_to_public": False}
"""What Slack says in a channel that was converted (docs.slack.dev/reference/events/message): whether it is private."""


async def event(room: SlackRoom, body: Body) -> None:
    """Take what happened in the workspace; raises only what Slack shall send again."""
    try:
        await anew_if_moved(lambda: _heard(room, body))
    except DatabaseUnavailable:
        raise
    except TooFast:
        pass  # Counted and logged where it was refused; the start page stays as it was.
    except Refusal as refusal:
        log.warning("event refused", code=refusal.code, why=refusal.operator_sentence())
    except SlackApiError as error:
        log.warning("event not answered", why=error_code(error))
    except (NotMet, *UNREACHABLE) as error:
        log.warning("event not answered", why=type(error).__name__)


async def _heard(room: SlackRoom, body: Body) -> None:
    happened = body.get("event") or {}
    kind, told = str(happened.get("type")), CONVERSIONS.get(str(happened.get("subtype")))
    if kind in {"message", "app_mention"} and told is None:
        await _read(room, body, is_mention=kind == "app_mention")
        return
    workspace, channel = await room.workspace(), str(happened.get("channel", ""))
    user = happened.get("user")
    account = str(user.get("id", "")) if isinstance(user, dict) else str(user or "")
    match kind:
        case "app_home_opened" if happened.get("tab") == "home":
            origin = Origin(workspace.external, account, is_home=True)
            turn = await room.turn(origin)
            await publish_home(await room.desk(turn), origin, await start_page(turn))
        case "user_change":
            await refresh_person(room.deps, workspace, account)
        case "member_joined_channel" | "member_left_channel":
            room.people.forget_members(workspace, channel)
            if account == room.bot_user:
                await look_at_channel(room.deps, workspace, channel)
        case "app_uninstalled" | "tokens_revoked":
            # They come in any order, late, and for tokens of people too: what counts is what Slack says when asked.
            log.warning("app said to be removed", what=kind)
            await _ask_whether_removed(room, workspace)
        case _ if kind in OF_CHANNELS:
            await look_at_channel(room.deps, workspace, channel, told=told)
        case _:
            pass


async def _ask_whether_removed(room: SlackRoom, workspace: Workspace) -> None:
    """Hold what is to be sent there while Slack takes the token no more, and try it again once Slack does."""
    connection = room.installation.connection
    await connection.attempt()
    if connection.problem is None:
        await workspace_restored(room.deps, workspace)
    elif is_dead(connection.problem.code):
        code = connection.problem.code
        await workspace_refused(room.deps, workspace, code, answer_code(code).remedy)


async def _read(room: SlackRoom, body: Body, *, is_mention: bool) -> None:
    """A message that calls the bot is a typed line, and so is any in a DM; others are overheard in threads alone."""
    message = written(body)
    if message is None or message.account == room.bot_user:
        return
    if is_mention or message.is_direct:
        await _answer_line(room, message)
    elif message.thread:
        await _read_along(room, message)


async def _answer_line(room: SlackRoom, message: Written) -> None:
    """Answer what was typed. Slack tells again what is not acknowledged in time, so what takes longer goes on."""
    workspace = await room.workspace()
    if not room.heard.is_first(message.key):
        return
    origin = written_origin(workspace.external, message)

    async def work() -> Told | None:
        turn = await room.turn(origin)
        said = await room.by_name(turn, _without(room.bot_user, segments(message.text)))
        reply = await _reply_to(turn, message, said)
        return None if reply is None else Told(await room.desk(turn), reply)

    async def answer() -> None:
        told = await guarded(room, origin, work)
        if told is not None and is_unknown(told.reply):
            room.heard.forget(message.key)
        if told is not None:
            await tell(told.desk, origin, told.reply)

    await room.background.within(SECONDS_TO_DECIDE, asyncio.create_task(answer()))


async def _reply_to(turn: Turn, message: Written, said: tuple[Segment, ...]) -> Reply | None:
    """The answer to a line; None for a yes that was overheard before it was heard."""
    overheard = await answer_reply(turn, message.thread, said)
    if overheard is None:
        return await answer_typed(turn, said)
    return overheard if await answers_first(turn.deps, turn.asker, message.key) else None


def _without(bot: str, typed: Iterable[Segment]) -> Iterator[Segment]:
    """What was typed, without the mentions that call the bot."""
    return (one for one in typed if not (isinstance(one, Person) and one.account == bot))


async def _read_along(room: SlackRoom, message: Written) -> None:
    """Answer a yes in the thread of a checklist to whom it is, once; everything else is neither kept nor logged."""
    said = tuple(segments(message.text))
    if not sounds_like_yes(said):
        return
    workspace = await room.workspace()
    asker = await known_asker(room.deps, workspace, message.account, message.channel)
    if asker is None:
        return
    turn = Turn(room.deps, asker, room.built_in)
    answer = await answer_reply(turn, message.thread, said)
    if answer is not None and await answers_first(room.deps, asker, message.key):
        await whisper(await room.desk(turn), message, answer.card)
