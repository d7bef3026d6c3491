"""Who and what there is in a tenant: people, teams, conversations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import NAMESPACE_DNS, uuid5

Kind = Literal["personal", "groupChat", "channel"]
THREAD = ";messageid="
"""Between a channel's id and the first message of one of its threads."""


@dataclass(frozen=True)
class Person:
    """Somebody. `id` is their address for this bot, `object_id` who they are in the directory; `role` user or guest."""

    id: str
    object_id: str
    name: str
    email: str
    tenant_id: str
    timezone: str
    locale: str
    role: str = "user"


@dataclass(frozen=True)
class Team:
    """A team; `members` are object ids."""

    id: str
    name: str
    group_id: str
    members: frozenset[str]
    has_bot: bool = False


@dataclass(frozen=True)
class Conversation:
    """A channel, a group chat, or the chat of one person with the bot; `members` are object ids.

    A standard channel has the members and the bot of its team.
    """

    id: str
    kind: Kind
    name: str = ""
    members: frozenset[str] = frozenset()
    team_id: str = ""
    is_private: bool = False
    has_bot: bool = False


class Directory:
    """Finds people by every id that Teams has for them, and the members of a conversation."""

    def __init__(self, tenant_id: str, bot_id: str, bot_name: str) -> None:
        self.tenant_id = tenant_id
        self.bot_id = bot_id
        self.bot_name = bot_name
        self.people: dict[str, Person] = {}
        self.teams: dict[str, Team] = {}
        self.conversations: dict[str, Conversation] = {}

    def person(self, reference: str) -> Person | None:
        """The person with this `29:` id, object id, or name; None when there is none."""
        return self._first(lambda one: reference in (one.id, one.object_id, one.name))

    def mentionable(self, reference: str) -> bool:
        """Whether a mention in a card may carry this id: a `29:` id, an object id, or an address."""
        ids = {self.bot_id}.union(*((one.id, one.object_id, one.email) for one in self.people.values()))
        return reference in ids

    def addressed(self, reference: str) -> bool:
        """Whether this is somebody's `29:` id, or the bot's."""
        return reference == self.bot_id or self._first(lambda one: one.id == reference) is not None

    def members(self, conversation: Conversation) -> list[Person]:
        """Everybody in a conversation, in the order in which they were added to the tenant."""
        inside = conversation.members
        if conversation.kind == "channel" and not conversation.is_private:
            inside = self.teams[conversation.team_id].members
        return [person for person in self.people.values() if person.object_id in inside]

    def has_bot(self, conversation: Conversation) -> bool:
        """Whether the app is installed there; a private channel needs it in the team too."""
        if conversation.kind != "channel":
            return conversation.has_bot
        team_has_it = self.teams[conversation.team_id].has_bot
        return team_has_it and (conversation.has_bot or not conversation.is_private)

    def pickable(self, dataset: str, conversation: Conversation) -> frozenset[str]:
        """The object ids that a people picker offers: everybody of the tenant, or who is in the conversation."""
        here = self.members(conversation) if dataset.endswith("?scope=currentContext") else self.people.values()
        return frozenset(person.object_id for person in here if person.tenant_id == self.tenant_id)

    def _first(self, fits: Callable[[Person], bool]) -> Person | None:
        return next((person for person in self.people.values() if fits(person)), None)


def guid(*parts: str) -> str:
    """A GUID that is the same for the same parts."""
    return str(uuid5(NAMESPACE_DNS, "/".join(parts)))


def thread_of(conversation_id: str) -> tuple[str, str]:
    """The conversation's own id, and the first message of the thread that is meant, or ""."""
    base, _, root = conversation_id.partition(THREAD)
    return base, root


def object_ids(people: Iterable[Person]) -> frozenset[str]:
    """Their object ids."""
    return frozenset(person.object_id for person in people)
