"""Everything the page shows to one person, as JSON."""

from __future__ import annotations

from typing import Any

from bot.playground.acts.press import entry_place
from bot.playground.blocks.emoji import SHORTCODES
from bot.playground.person import Person
from bot.playground.workspace.channel import Channel
from bot.playground.workspace.message import SLACKBOT, Message
from bot.playground.workspace.view import ViewState
from bot.playground.workspace.workspace import Workspace


def page_state(workspace: Workspace, user: str | None, *, clock_moves: bool) -> dict[str, Any]:
    """Return what `user` (or the first human, when None or unknown) sees; shapes are those page.js reads."""
    humans = [person for person in workspace.people.values() if not person.is_bot]
    me = next((person for person in humans if person.id == user), humans[0] if humans else None)
    return {
        "version": workspace.changes.count,
        "now": workspace.clock().timestamp(),
        "clock_moves": clock_moves,
        "team": workspace.team_name,
        "bot": {"id": workspace.bot.id, "name": workspace.bot.real_name},
        "emoji": SHORTCODES,
        "names": {SLACKBOT: "Slackbot", **{person.id: person.real_name for person in workspace.people.values()}},
        "channel_names": {channel.id: channel.name for channel in workspace.channels.values() if not channel.is_im},
        "people": [_person(person) for person in humans],
        "me": me.id if me is not None else None,
        "violations": len(workspace.violations),
        **(_mine(workspace, me) if me is not None else {"channels": [], "home": None, "modal": None, "depth": 0}),
    }


def _mine(workspace: Workspace, me: Person) -> dict[str, Any]:
    dm = workspace.im(me.id)
    seen = [each for each in workspace.channels.values() if not each.is_im and workspace.can_see(me, each)]
    home, modal = workspace.views.home(me.id), workspace.views.top(me.id)
    return {
        "channels": [_channel(workspace, me, channel) for channel in [*seen, dm]],
        "home": _view(workspace, home) if home is not None else None,
        "modal": _view(workspace, modal) if modal is not None else None,
        "depth": len(workspace.views.stack(me.id)),
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "tz": person.tz,
        "deleted": person.deleted,
        "guest": person.is_guest,
    }


def _channel(workspace: Workspace, me: Person, channel: Channel) -> dict[str, Any]:
    messages = [each for each in workspace.timeline.of(channel.id) if workspace.visible(me, each)]
    return {
        "id": channel.id,
        "name": channel.name,
        "im": channel.is_im,
        "private": channel.private,
        "archived": channel.archived,
        "member": me.id in channel.members,
        "bot_in": workspace.bot.id in channel.members,
        "messages": [_message(workspace, me, message) for message in messages],
    }


def _message(workspace: Workspace, me: Person, message: Message) -> dict[str, Any]:
    return {
        "ts": message.ts,
        "user": message.user,
        "text": message.text,
        "blocks": message.blocks,
        "thread_ts": message.thread_ts,
        "edited": message.edited is not None,
        "ephemeral": message.ephemeral_to is not None,
        "values": workspace.entries.values(entry_place(me, message), message.blocks),
    }


def _view(workspace: Workspace, view: ViewState) -> dict[str, Any]:
    return {
        "id": view.id,
        "hash": view.hash,
        "title": view.title,
        "submit": view.submit,
        "close": view.close,
        "blocks": view.blocks,
        "errors": view.errors,
        "values": workspace.entries.values(view.id, view.blocks),
    }
