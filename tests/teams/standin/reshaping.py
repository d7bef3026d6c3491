"""Channels of a team come, go and change; the bot is told in the team's own conversation, which is General.

Source: MicrosoftDocs/msteams-docs, subscribe-to-conversation-events.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.teams.standin.answer import Answer
from tests.teams.standin.directory import Conversation, Person, Team
from tests.teams.standin.scene import Scene


async def tell_of_channel(scene: Scene, by: Person, event: str, channel: Conversation) -> Answer:
    """Tell of what somebody did to a channel: channelCreated, channelRenamed, channelDeleted, channelRestored …"""
    about = {"channel": {"id": channel.id, "name": channel.name}}
    return await _tell(scene, by, event, scene.directory.teams[channel.team_id], about)


async def tell_of_team(scene: Scene, by: Person, event: str, team: Team) -> Answer:
    """Tell of what somebody did to a whole team: teamRenamed, teamArchived, teamDeleted …"""
    return await _tell(scene, by, event, team, {})


async def tell_of_members(scene: Scene, by: Person, team: Team, **changed: list[Person]) -> Answer:
    """Tell of people who were added to a team (`membersAdded`), or taken out of it (`membersRemoved`)."""
    event = "teamMemberAdded" if "membersAdded" in changed else "teamMemberRemoved"
    accounts = {name: [{"id": one.id, "aadObjectId": one.object_id} for one in who] for name, who in changed.items()}
    return await _tell(scene, by, event, team, {}, **accounts)


def rename(scene: Scene, channel: Conversation, name: str) -> Conversation:
    """Give a channel another name."""
    renamed = replace(scene.directory.conversations[channel.id], name=name)
    scene.directory.conversations[channel.id] = renamed
    return renamed


def delete(scene: Scene, channel: Conversation) -> Conversation:
    """Take a channel away; it can be restored."""
    return scene.directory.conversations.pop(channel.id)


async def _tell(scene: Scene, by: Person, event: str, team: Team, about: dict[str, Any], **more: Any) -> Answer:
    general = scene.directory.conversations[team.id]
    data = {
        "eventType": event,
        "team": {"id": team.id, "name": team.name, "aadGroupId": team.group_id},
        "tenant": {"id": by.tenant_id},
        **about,
    }
    activity = scene.activity("conversationUpdate", by, general, channelData=data, **more)
    return await scene.act(by, activity, f"{by.name}: {event}")
