"""conversations.*: channels, their members and what was said in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.playground.api.call import Call
from bot.playground.api.page_of import page_of, page_of_messages
from bot.playground.errors import ApiRefusal
from bot.playground.workspace.channel import Channel
from bot.playground.workspace.message import Message

MOST_IN_GROUP = 8  # docs: conversations.open, too_many_users


def open_dm(call: Call) -> dict[str, Any]:
    """conversations.open, for one person."""
    users = [user for user in (call.args.text("users") or "").replace(" ", "").split(",") if user]
    if not users:
        return _reopened(call)
    if len(users) > MOST_IN_GROUP:
        raise ApiRefusal("too_many_users")
    for user in users:
        _reachable(call, user)
    if len(users) > 1:
        call.installation.need("mpim:write")
        raise ApiRefusal("method_not_supported_for_channel_type")  # group messages are not kept here
    known = f"D{users[0]}" in call.workspace.channels
    channel = call.workspace.im(users[0])
    record = channel.record(call.workspace.bot.id) if call.args.flag("return_im") else {"id": channel.id}
    return {"channel": record, **({"no_op": True, "already_open": True} if known else {})}


def _reopened(call: Call) -> dict[str, Any]:
    if call.args.text("channel") is None:
        raise ApiRefusal("users_list_not_supplied")
    return {"channel": {"id": call.channel().id}, "no_op": True, "already_open": True}


def _reachable(call: Call, user: str) -> None:
    person = call.workspace.people.get(user)
    if person is None or person.id == call.workspace.bot.id:
        raise ApiRefusal("user_not_found")
    if person.deleted:
        raise ApiRefusal("user_disabled")


def info(call: Call) -> dict[str, Any]:
    """conversations.info."""
    channel = call.channel()
    call.installation.need(f"{channel.scope_kind}:read")
    return {"channel": channel.record(call.workspace.bot.id)}


def members(call: Call) -> dict[str, Any]:
    """conversations.members."""
    channel = call.channel()
    call.installation.need(f"{channel.scope_kind}:read")
    page, cursor = page_of(sorted(channel.members), call)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def join(call: Call) -> dict[str, Any]:
    """conversations.join."""
    channel = call.channel()
    if channel.private or channel.is_im:
        raise ApiRefusal("method_not_supported_for_channel_type")
    if channel.archived:
        raise ApiRefusal("is_archived")
    known = {"warning": "already_in_channel"} if call.is_member(channel) else {}
    return {"channel": call.joined(channel).record(call.workspace.bot.id), **known}


def list_all(call: Call) -> dict[str, Any]:
    """conversations.list."""
    return _listed(call, call.workspace.channels.values())


def list_of_user(call: Call) -> dict[str, Any]:
    """users.conversations: of the bot, or of the `user` given."""
    user = call.args.text("user") or call.workspace.bot.id
    if user not in call.workspace.people:
        raise ApiRefusal("user_not_found")
    return _listed(call, (each for each in call.workspace.channels.values() if user in each.members))


def _listed(call: Call, channels: Iterable[Channel]) -> dict[str, Any]:
    kinds = frozenset((call.args.text("types") or "public_channel").replace(" ", "").split(","))
    if kinds - {"public_channel", "private_channel", "im", "mpim"}:
        raise ApiRefusal("invalid_types")
    shown = [
        channel.record(call.workspace.bot.id)
        for channel in channels
        if _kind(channel) in kinds
        and (call.is_member(channel) or not channel.private)
        and not (channel.archived and call.args.flag("exclude_archived"))
    ]
    page, cursor = page_of(shown, call)
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


def _kind(channel: Channel) -> str:
    if channel.is_im:
        return "im"
    return "private_channel" if channel.private else "public_channel"


def history(call: Call) -> dict[str, Any]:
    """conversations.history: newest first, replies only when they were sent to the channel too."""
    channel = _read(call)
    found = [
        message
        for message in _kept(call, channel)
        if (not message.is_reply or message.broadcast) and _between(call, message)
    ]
    page, cursor = page_of_messages(found, call, newest_first=True, default=100, most=999)
    return {"messages": _records(call, page), "pin_count": 0, **_more(cursor)}


def replies(call: Call) -> dict[str, Any]:
    """conversations.replies: the parent first, then its replies, oldest first."""
    channel = _read(call)
    ts = call.args.needed("ts", "thread_not_found")
    kept = _kept(call, channel)
    if not any(message.ts == ts for message in kept):
        raise ApiRefusal("thread_not_found")
    parent = [message for message in kept if message.ts == ts]
    below = [message for message in kept if message.thread_ts == ts and message.ts != ts and _between(call, message)]
    page, cursor = page_of_messages([*parent, *below], call, newest_first=False, default=1000, most=1000)
    return {"messages": _records(call, page), **_more(cursor)}


def _more(cursor: str) -> dict[str, Any]:
    """At the end Slack leaves the cursor out, and what it stands in."""
    return {"has_more": bool(cursor), **({"response_metadata": {"next_cursor": cursor}} if cursor else {})}


def _read(call: Call) -> Channel:
    channel = call.channel()
    call.installation.need(f"{channel.scope_kind}:history")
    if not call.is_member(channel):
        raise ApiRefusal("not_in_channel")
    return channel


def _kept(call: Call, channel: Channel) -> list[Message]:
    return [message for message in call.workspace.timeline.of(channel.id) if message.ephemeral_to is None]


def _between(call: Call, message: Message) -> bool:
    oldest, latest = call.args.text("oldest"), call.args.text("latest")
    moment = message.micros
    edge = call.args.flag("inclusive")
    after = oldest is None or moment > _stamp(oldest) or (edge and moment == _stamp(oldest))
    before = latest is None or moment < _stamp(latest) or (edge and moment == _stamp(latest))
    return after and before


def _stamp(ts: str) -> int:
    seconds, _, micros = ts.partition(".")
    if not seconds.isdigit() or not (micros.isdigit() or not micros):
        raise ApiRefusal("invalid_arguments", messages=["must be a timestamp [json-pointer:/oldest]"])
    return int(seconds) * 1_000_000 + int(micros[:6].ljust(6, "0"))


def _records(call: Call, messages: list[Message]) -> list[dict[str, Any]]:
    full = call.args.flag("include_all_metadata")
    return [message.record(with_metadata=full) for message in messages]
