"""Events: what Slack tells the bot that it did not ask for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.playground.acts.command_text import sent_text
from bot.playground.acts.stage import Stage
from bot.playground.api.views import view_record
from bot.playground.errors import PlaygroundError
from bot.playground.wire.delivery import Delivery, Reply
from bot.playground.workspace.answer import Answer
from bot.playground.workspace.channel import Channel
from bot.playground.workspace.message import Message
from bot.playground.workspace.workspace import APP_ID

MENTION = "app_mention"
MOST_RETRIES = 3  # docs.slack.dev/apis/events-api: at once, after a minute, after five


async def send_event(stage: Stage, event: dict[str, Any], envelope: dict[str, Any], *, retries: bool) -> Reply:
    """Send one event and return the last reply; with `retries`, repeat it as Slack does, without the waiting."""
    payload = _envelope(stage, event) | envelope
    reply = await stage.courier.carry(Delivery("events_api", payload))
    for attempt in range(1, MOST_RETRIES + 1 if retries else 1):
        if reply.ok or reply.headers.get("x-slack-no-retry") == "1":
            break
        reason = reply.trouble or "http_error"
        reply = await stage.courier.carry(Delivery("events_api", payload, attempt, reason))
    if reply.ok and reply.text:
        stage.workspace.flag(f"the event {event['type']}: answered {reply.text[:80]!r}, where nothing is to be said")
    return reply


async def happen(stage: Stage, event: dict[str, Any], envelope: dict[str, Any], *, retries: bool) -> Answer:
    """Send an event and return the answer, with every message that appeared meanwhile."""
    moment = stage.workspace.timeline.moment
    reply = await send_event(stage, event, envelope, retries=retries)
    return Answer(reply.status, reply.seconds, reply.body, list(stage.workspace.timeline.since(moment)))


async def open_home(stage: Stage, user: str) -> Answer:
    """Open the home tab: the bot hears app_home_opened."""
    person = stage.workspace.acting(user)
    moment = stage.workspace.timeline.moment
    view = stage.workspace.views.home(user)
    event = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": stage.workspace.im(user).id,
        "tab": "home",
        "event_ts": stage.workspace.timeline.next_ts(),
        **({"view": view_record(stage.workspace, view)} if view is not None else {}),
    }
    reply = await send_event(stage, event, {}, retries=False)
    return stage.outcome(user, moment, reply, home=True)


async def convert(stage: Stage, user: str, channel: str, *, private: bool, heard: frozenset[str]) -> None:
    """Make a channel private or public, as a person; the bot hears the message that tells everybody there."""
    person, place = stage.workspace.acting(user), stage.workspace.channel(channel)
    stage.workspace.put_channel(replace(place, private=private))
    side = "private" if private else "public"
    message = stage.workspace.timeline.post(place.id, person.id, f"made this channel *{side}*.", [])
    kind = "message.groups" if private else "message.channels"
    if stage.workspace.bot.id in place.members and kind in heard and _scope(kind) in stage.installation.scopes:
        told = {"subtype": f"channel_convert_to_{side}", "channel": place.id, "event_ts": message.ts}
        await send_event(stage, {**message.record(), **told, "channel_type": _channel_type(kind)}, {}, retries=False)


async def say(
    stage: Stage, user: str, channel: str, text: str, *, thread: str | None, heard: frozenset[str]
) -> Message:
    """Post a message as a person; the bot hears it where it listens, a mention in a channel in two events."""
    person = stage.workspace.acting(user)
    place = stage.place(person, channel)
    if place.is_im and stage.installation.messages_tab_read_only:
        raise PlaygroundError("sending messages to this app has been turned off")
    sent = re.sub(r"<@(\w+)\|[^<>]*>", r"<@\1>", sent_text(text, stage.workspace))
    message = stage.workspace.timeline.post(place.id, person.id, sent, [], thread_ts=thread)
    for kind in _kinds(stage, place, sent):
        if kind in heard and _scope(kind) in stage.installation.scopes:
            event = {
                **message.record(),
                "type": kind.partition(".")[0],
                "channel": place.id,
                "event_ts": message.ts,
                **({} if kind == MENTION else {"channel_type": _channel_type(kind)}),
            }
            await send_event(stage, event, {}, retries=False)
    return message


def _kinds(stage: Stage, place: Channel, sent: str) -> list[str]:
    """The events that tell of a message; Slack promises no order, so they come now in this one and now in the other."""
    bot = stage.workspace.bot.id
    if bot not in place.members:
        return []
    kinds = [f"message.{place.scope_kind}"]
    if f"<@{bot}>" in sent and not place.is_im:
        kinds.append(MENTION)
    return kinds if next(stage.workspace.serial) % 2 else kinds[::-1]


def _channel_type(kind: str) -> str:
    return kind.partition(".")[2].removesuffix("s")


def _scope(kind: str) -> str:
    return "app_mentions:read" if kind == MENTION else f"{kind.partition('.')[2]}:history"


def _envelope(stage: Stage, event: dict[str, Any]) -> dict[str, Any]:
    workspace = stage.workspace
    authorization = {
        "enterprise_id": None,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": "local-verification-token",
        "team_id": workspace.team_id,
        "api_app_id": APP_ID,
        "event": {"event_ts": workspace.timeline.next_ts(), **event},
        "type": "event_callback",
        "event_id": f"Ev{next(workspace.serial):08d}",
        "event_time": int(workspace.clock().timestamp()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"local-{next(workspace.serial)}",
    }
