"""What every turn in Teams shares."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from bot.admission import Admission
from bot.cards import Choice
from bot.conversation.answered import Answered
from bot.conversation.background import Background
from bot.conversation.heard import Heard
from bot.conversation.turn import Reply, Turn
from bot.teams.activity import Origin
from bot.teams.connector import Connector
from bot.teams.people import TeamsPeople
from readiness.usecases.arrivals import identify, organisation_now, refresh_person, welcome_workspace
from readiness.usecases.frame.ports import (
    Conversation,
    ConversationKind,
    Conversations,
    DatabaseUnavailable,
    Deps,
    StoredTemplate,
    Workspace,
)


@dataclass(slots=True)
class TeamsRoom:
    """What the turns share: the one tenant, and how to reach people there."""

    deps: Deps
    built_in: Mapping[str, StoredTemplate]
    people: TeamsPeople
    connector: Connector
    conversations: Conversations
    tenant: str
    admission: Admission
    background: Background = field(default_factory=Background)
    answered: Answered[Reply] = field(default_factory=Answered)
    heard: Heard = field(default_factory=Heard)

    async def workspace(self) -> Workspace:
        """The tenant; a new one becomes an organisation of its own."""
        return await welcome_workspace(self.deps, "teams", self.tenant, "Microsoft Teams")

    async def turn(self, origin: Origin, *, is_automatic: bool = False) -> Turn:
        """Who asks, ready to be answered; where they ask from is kept, to be written to later. Raises `TooFast`.

        What a client asks for by itself, once for each card it shows, counts for nobody.
        """
        if not is_automatic:
            self.admission.admit("teams", origin.account)
        workspace = await self.workspace()
        await self.keep(workspace, origin.conversation)
        has_moved = self.people.meet(origin)
        known = await identify(self.deps, workspace, origin.account, origin.channel)
        asker = replace(known, is_overheard=origin.is_overheard, request=origin.request)
        if has_moved:
            await refresh_person(self.deps, workspace, origin.account)
        return Turn(self.deps, asker, self.built_in, self.answered)

    async def keep(self, workspace: Workspace, seen: Conversation) -> None:
        """Keep the conversation. What an activity does not tell of a channel is asked once.

        Until that is known it counts as private: so nothing of it is told elsewhere.
        """
        if seen.kind is ConversationKind.CHANNEL:
            seen = await self._with_its_team(workspace, seen)
        await self.conversations.keep(workspace.id, seen)

    async def look_at(self, workspace: Workspace, channel: Conversation) -> None:
        """Keep what its team now says of a channel that was told of; its name as told, which is the newer."""
        await self.people.explore(workspace, channel)
        known = await self.conversations.get(workspace.id, channel.id)
        found = replace(channel, private=True) if known is None else replace(known, name=channel.name or known.name)
        await self.conversations.keep(workspace.id, found)

    async def leave(self, workspace: Workspace, gone: Conversation) -> None:
        """The bot is not there any more: in a chat, or in all channels of a team."""
        for one in await self.conversations.channels(workspace.id):
            if gone.team and one.team == gone.team:
                await self.conversations.forget(workspace.id, one.id)
        await self.conversations.forget(workspace.id, gone.id)

    async def _with_its_team(self, workspace: Workspace, seen: Conversation) -> Conversation:
        known = await self.conversations.get(workspace.id, seen.id)
        if (known is None or not known.name) and seen.team:
            await self.people.explore(workspace, seen)
            known = await self.conversations.get(workspace.id, seen.id)
        if known is None:
            return replace(seen, private=True)
        return replace(seen, name=seen.name or known.name, team=seen.team or known.team, private=known.private)

    async def accounts(self, turn: Turn) -> Mapping[str, str]:
        """Everybody's account here. What was done stays done: without the database people are only named."""
        try:
            organisation = await organisation_now(self.deps, turn.asker.organisation)
        except DatabaseUnavailable:
            return {}
        return cast("Mapping[str, str]", organisation.addresses.get(turn.asker.workspace.id, {}))

    async def channels(self) -> tuple[Choice, ...]:
        """The channels that an initiative can live in."""
        workspace = await self.workspace()
        return tuple(Choice(one.id, one.name) for one in await self.conversations.channels(workspace.id))
