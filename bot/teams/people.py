"""Looks people and channels up in Teams: whoever speaks is met, everybody else is asked for in a roster."""

import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.jobs.answer_codes import Scope
from bot.jobs.messenger import NeedsPerson, NotSent, UnknownOutcome
from bot.settings import LOCAL_TENANT
from bot.teams.activity import Origin
from bot.teams.connector import Connector, Member
from readiness.domain.values.identity import PersonId
from readiness.domain.values.person import Person, Standing
from readiness.usecases.frame.ports import (
    Channel,
    Conversation,
    ConversationKind,
    Conversations,
    Workspace,
)

MEMBERS_REMEMBERED_SECONDS = 60.0
MOST_REMEMBERED = 20_000
GENERAL = "General"
"""What Teams calls the channel that it gives no name."""


@dataclass(frozen=True, slots=True)
class _Roster:
    team: str
    members: tuple[Member, ...]
    until: float


class TeamsPeople:
    """Who and what is in the tenant. A roster is remembered for a minute; where somebody speaks from tells their time.

    Its methods raise what the connector raises where Teams does not answer.
    """

    def __init__(
        self, connector: Connector, conversations: Conversations, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        """Keep how to ask, where, and a clock that never goes back."""
        self._connector = connector
        self._conversations = conversations
        self._seconds = seconds
        self._rosters: dict[str, _Roster] = {}
        self._accounts: OrderedDict[str, str] = OrderedDict()
        self._addresses: OrderedDict[str, str] = OrderedDict()
        self._timezones: OrderedDict[str, str] = OrderedDict()

    def meet(self, origin: Origin) -> bool:
        """Learn from somebody who speaks; whether they live by another timezone than was known here."""
        if origin.account:
            self._learn(origin.address, origin.account)
        if not origin.timezone or self._timezones.get(origin.account) == origin.timezone:
            return False
        _remember(self._timezones, origin.account, origin.timezone)
        return True

    async def account_of(self, conversation: Conversation, address: str) -> str:
        """The directory id of somebody there, by the address Teams gives them; empty where nobody has it."""
        if address not in self._accounts:
            member = await self._connector.member(conversation.service_url, conversation.id, address)
            self._learn(address, member.account if member else "")
        return self._accounts[address]

    async def person(self, workspace: Workspace, account: str) -> Person | None:
        """Name, timezone and standing of that account; None where no conversation that the bot is in has it."""
        member = await self.member(workspace, account)
        if member is None:
            return None
        timezone = self._timezones.get(account, "")
        return Person(PersonId(""), member.name or account, timezone, standing=_standing(member, workspace))

    async def member(self, workspace: Workspace, account: str) -> Member | None:
        """That account as the rosters have it: their own chat's, else the first channel's.

        Teams knows people by both ids, Microsoft's local client only by the address.
        """
        chat = await self._conversations.with_person(workspace.id, account)
        teams = {one.team or one.id: one for one in await self._conversations.channels(workspace.id)}
        known_as = self._addresses.get(account) or (chat.address if chat else "") or account
        for place in (*([chat] if chat else []), *teams.values()):
            found = await self._member_of(place, known_as)
            if found is not None:
                return found
        return None

    async def _member_of(self, place: Conversation, known_as: str) -> Member | None:
        """That member of the conversation; a team that the bot was taken out of keeps nobody from the others."""
        try:
            return await self._connector.member(place.service_url, place.id, known_as)
        except NeedsPerson as refused:
            if refused.scope is not Scope.CHANNEL:
                raise
            return None

    async def is_admin(self, workspace: Workspace, account: str) -> bool:
        """Teams tells nobody: the first administrator types a code (rules.md, "Who is who")."""
        return False

    async def channel(self, workspace: Workspace, channel: str) -> Channel | None:
        """What that channel is; None when the bot is not in it."""
        known = await self._conversations.get(workspace.id, channel)
        if known is None:
            return None
        direct = known.kind is not ConversationKind.CHANNEL
        return Channel(known.id, known.name, known.private, direct, archived=False, bot_is_member=True)

    def reaches(self, workspace: Workspace) -> bool:
        """There is one tenant to a deployment."""
        return True

    async def look_at(self, workspace: Workspace, channel: str) -> Channel | None:
        """What its team says of that channel now, which is kept; None where it is none of those that the bot is in.

        Who is in it is asked anew, too, once that matters.
        """
        self.forget_members(channel)
        known = await self._conversations.get(workspace.id, channel)
        if known is None or not known.team:
            raise NotSent("the team of that channel is not known")
        there = await self._listed(workspace, known)
        return await self.channel(workspace, channel) if channel in there else None

    async def members(self, workspace: Workspace, channel: str) -> frozenset[str]:
        """The accounts in that channel; empty when the bot is not in it."""
        return frozenset(one.account for one in await self._roster(workspace, channel) if one.account)

    def forget_members(self, place: str) -> None:
        """Ask anew next time: somebody joined or left that channel or, as General has its id, that team."""
        self._rosters = {key: one for key, one in self._rosters.items() if place not in (key, one.team)}

    async def explore(self, workspace: Workspace, seen: Conversation) -> None:
        """Keep every channel of the team that was seen, so that each can be chosen as a home."""
        with suppress(NotSent, UnknownOutcome):
            await self._listed(workspace, seen)

    async def _listed(self, workspace: Workspace, seen: Conversation) -> frozenset[str]:
        """The ids of the channels of that team in which the bot is, each kept as the team's list has it."""
        channels = await self._connector.channels(seen.service_url, seen.team)
        for one in channels:
            name, private = one.name or GENERAL, one.kind != "standard"
            await self._conversations.keep(workspace.id, replace(seen, id=one.id, name=name, private=private))
        return frozenset(one.id for one in channels)

    def _learn(self, address: str, account: str) -> None:
        """Keep who has that address, also when it is nobody."""
        _remember(self._accounts, address, account)
        if account:
            _remember(self._addresses, account, address)

    async def _roster(self, workspace: Workspace, channel: str) -> tuple[Member, ...]:
        known = self._rosters.get(channel)
        if known is not None and known.until > self._seconds():
            return known.members
        place = await self._conversations.get(workspace.id, channel)
        if place is None:
            return ()
        members = await self._connector.members(place.service_url, place.id)
        self._rosters[channel] = _Roster(place.team, members, self._seconds() + MEMBERS_REMEMBERED_SECONDS)
        return members


def _standing(member: Member, workspace: Workspace) -> Standing:
    """Guests are told by their role, people of another tenant by its id (shared channels)."""
    if member.tenant and workspace.external.lower() not in {member.tenant.lower(), LOCAL_TENANT}:
        return Standing.STRANGER
    return Standing.GUEST if member.role in {"guest", "anonymous"} else Standing.MEMBER


def _remember(known: OrderedDict[str, str], key: str, value: str) -> None:
    known[key] = value
    if len(known) > MOST_REMEMBERED:
        known.popitem(last=False)
