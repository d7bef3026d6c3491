"""Adding the app to a person, a team or a group chat, and taking it away again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.teams.standin.answer import Answer
from tests.teams.standin.directory import Conversation, Person, Team
from tests.teams.standin.errors import StandinError
from tests.teams.standin.scene import Scene


async def install(scene: Scene, by: Person, chat: Conversation) -> Answer:
    """Add the app to a personal or group chat: first the installation, then the bot as a member."""
    _put(scene, chat, has_bot=True)
    event = scene.activity("installationUpdate", by, chat, action="add")
    installed = await scene.act(by, event, "installing the app")
    added = scene.activity("conversationUpdate", by, chat, membersAdded=[scene.bot])
    return _both(installed, await scene.act(by, added, "adding the bot"))


async def install_in_team(scene: Scene, by: Person, team: Team, channel: Conversation) -> Answer:
    """Add the app to a team, in the channel that was chosen for it."""
    scene.directory.teams[team.id] = replace(scene.directory.teams[team.id], has_bot=True)
    data = _team_data(scene, by, team, channel)
    event = scene.activity("installationUpdate", by, channel, action="add", channelData=data)
    installed = await scene.act(by, event, "installing the app in a team")
    data = {**data, "eventType": "teamMemberAdded"}
    added = scene.activity("conversationUpdate", by, channel, membersAdded=[scene.bot], channelData=data)
    return _both(installed, await scene.act(by, added, "adding the bot to a team"))


async def uninstall(scene: Scene, by: Person, chat: Conversation) -> Answer:
    """Take the app away from a personal or group chat."""
    if not scene.directory.has_bot(scene.directory.conversations[chat.id]):
        raise StandinError("the app is not installed there")
    _put(scene, chat, has_bot=False)
    event = scene.activity("installationUpdate", by, chat, action="remove")
    return await scene.act(by, event, "uninstalling the app")


async def uninstall_from_team(scene: Scene, by: Person, team: Team, general: Conversation) -> Answer:
    """Take the app away from a team: the bot as a member, then the installation."""
    scene.directory.teams[team.id] = replace(scene.directory.teams[team.id], has_bot=False)
    data = _team_data(scene, by, team, general)
    gone = {**data, "eventType": "teamMemberRemoved"}
    removed = scene.activity("conversationUpdate", by, general, membersRemoved=[scene.bot], channelData=gone)
    first = await scene.act(by, removed, "removing the bot from a team")
    event = scene.activity("installationUpdate", by, general, action="remove", channelData=data)
    return _both(first, await scene.act(by, event, "uninstalling the app from a team"))


def _put(scene: Scene, chat: Conversation, *, has_bot: bool) -> None:
    now = scene.directory.conversations[chat.id]
    scene.directory.conversations[chat.id] = replace(now, has_bot=has_bot)


def _team_data(scene: Scene, by: Person, team: Team, channel: Conversation) -> dict[str, Any]:
    return {
        "team": {"id": team.id, "name": team.name, "aadGroupId": team.group_id},
        "tenant": {"id": by.tenant_id},
        "settings": {"selectedChannel": {"id": channel.id}},
        "source": {"name": "message"},
    }


def _both(first: Answer, second: Answer) -> Answer:
    """The second answer with the messages of both."""
    return replace(second, messages=(*first.messages, *second.messages))
