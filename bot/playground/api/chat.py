"""chat.*: posting, editing and deleting messages."""

from __future__ import annotations

from typing import Any

from bot.playground.api.call import Call
from bot.playground.blocks.check import check_length, check_message, stamped
from bot.playground.errors import ApiRefusal
from bot.playground.workspace.channel import Channel
from bot.playground.workspace.draft import Draft, read_draft, read_metadata
from bot.playground.workspace.message import Message

LONGEST_UPDATE = 4_000  # chat.update refuses more (docs: chat.update, msg_too_long)


def post_message(call: Call) -> dict[str, Any]:
    """chat.postMessage."""
    channel = _writable(call)
    draft = _draft(call)
    thread = _thread(call, channel)
    _flag_post(call)
    person = call.workspace.people.get(channel.im_user or "")
    if person is not None and person.deleted:
        return _lost(call, channel, draft)
    message = call.workspace.bot_says(
        channel.id,
        draft.text,
        draft.blocks,
        thread_ts=thread,
        metadata=draft.metadata,
        broadcast=call.args.flag("reply_broadcast"),
    )
    warning = {"warning": "message_truncated"} if draft.truncated else {}
    return {"channel": channel.id, "ts": message.ts, "message": message.record(), **warning}


def post_ephemeral(call: Call) -> dict[str, Any]:
    """chat.postEphemeral."""
    channel = _writable(call)
    user = call.args.needed("user", "user_not_in_channel")
    if user not in channel.members:
        raise ApiRefusal("user_not_in_channel")
    draft = _draft(call)
    message = call.workspace.whisper(channel.id, user, draft.text, draft.blocks, thread_ts=_thread(call, channel))
    return {"message_ts": message.ts}


def update(call: Call) -> dict[str, Any]:
    """chat.update."""
    message = _own(call, "cant_update_message")
    text = call.args.text("text")
    if text is not None and len(text) > LONGEST_UPDATE:
        raise ApiRefusal("msg_too_long")
    given = call.args.json("blocks", "invalid_blocks_format")
    if text is None and given is None and "metadata" not in call.args.values:
        raise ApiRefusal("no_text")
    blocks = message.blocks if given is None else stamped(check_message(given), call.workspace.serial)
    check_length(blocks)
    _same_kind(message.blocks, blocks)
    metadata = read_metadata({"metadata": call.args.json("metadata", "invalid_metadata_format")})
    _flag_without_text(call, text, given)
    shown = text if text is not None else message.text
    call.workspace.lint(f"an edit in {message.channel}", shown, blocks)
    edited = call.workspace.timeline.edit(message, text=shown, blocks=blocks, metadata=metadata or message.metadata)
    return {"channel": edited.channel, "ts": edited.ts, "text": edited.text, "message": edited.record()}


def delete(call: Call) -> dict[str, Any]:
    """chat.delete."""
    message = _own(call, "cant_delete_message")
    call.workspace.timeline.remove(message)
    return {"channel": message.channel, "ts": message.ts}


def _writable(call: Call) -> Channel:
    target = call.args.needed("channel", "channel_not_found")
    named = call.workspace.channel_named(target.removeprefix("#"))
    if named is not None:
        call.args.values["channel"] = named.id
    elif target != call.workspace.bot.id and target in call.workspace.people:
        call.args.values["channel"] = call.workspace.im(target).id
    channel = call.channel()
    if channel.archived:
        raise ApiRefusal("is_archived")
    if not call.is_member(channel) and "chat:write.public" not in call.installation.scopes:
        raise ApiRefusal("not_in_channel")
    if channel.is_im and not call.installation.messages_tab_enabled:
        raise ApiRefusal("messages_tab_disabled")
    return channel


def _draft(call: Call) -> Draft:
    if call.args.text("markdown_text") is not None:
        if call.args.text("text") is not None or call.args.values.get("blocks"):
            raise ApiRefusal("markdown_text_conflict")
        call.args.values["blocks"] = [{"type": "markdown", "text": call.args.values["markdown_text"]}]
    body = {
        **call.args.values,
        "blocks": call.args.json("blocks", "invalid_blocks_format"),
        "attachments": call.args.json("attachments"),
        "metadata": call.args.json("metadata", "invalid_metadata_format"),
    }
    draft = read_draft(body, call.workspace.serial)
    check_length(draft.blocks)
    return draft


def _thread(call: Call, channel: Channel) -> str | None:
    thread = call.args.text("thread_ts")
    if thread is None:
        return None
    parent = call.workspace.timeline.find(channel.id, thread)
    if parent is None or parent.ephemeral_to is not None:
        raise ApiRefusal("cannot_reply_to_message")
    return parent.thread_ts or parent.ts


def _flag_post(call: Call) -> None:
    if not (call.args.off("unfurl_links") and call.args.off("unfurl_media")):
        call.workspace.flag("chat.postMessage without unfurl_links=false and unfurl_media=false")
    _flag_without_text(call, call.args.text("text"), call.args.values.get("blocks"))


def _flag_without_text(call: Call, text: str | None, blocks: object) -> None:
    if blocks and text is None and call.args.text("markdown_text") is None:
        call.workspace.flag(f"{call.method} with blocks but no text: nothing to notify or read aloud")


def _lost(call: Call, channel: Channel, draft: Draft) -> dict[str, Any]:
    # Slack takes a message to somebody who was deactivated, and nobody ever sees it.
    ts = call.workspace.timeline.next_ts()
    message = Message(channel.id, ts, call.workspace.bot.id, draft.text, draft.blocks)
    return {"channel": channel.id, "ts": ts, "message": message.record()}


def _own(call: Call, error: str) -> Message:
    channel = call.channel()
    message = call.workspace.timeline.find(channel.id, call.args.needed("ts", "message_not_found"))
    if message is None or message.ephemeral_to is not None or message.is_tombstone:
        raise ApiRefusal("message_not_found")
    if message.user != call.workspace.bot.id:
        raise ApiRefusal(error)
    if channel.archived:
        raise ApiRefusal("is_archived")
    return message


def _same_kind(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    if before and after and _only_rich(before) != _only_rich(after):
        raise ApiRefusal("block_mismatch")


def _only_rich(blocks: list[dict[str, Any]]) -> bool:
    return all(block["type"] == "rich_text" for block in blocks)
