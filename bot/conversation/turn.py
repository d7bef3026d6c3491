"""One turn of a conversation: what a handler is given, and what it answers."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field

from bot.cards import Card, Form, View, When
from bot.conversation.answered import Answered, Key
from readiness.domain.values.identity import PersonId
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.refusal import Refusal
from readiness.usecases.arrivals import people_named
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.ports import Deps, StoredTemplate, TooFast


@dataclass(frozen=True, slots=True)
class Turn:
    """Who asks, and what it takes to answer them.

    `built_in` are the checklists that came with the bot, by key; `answered` is what its room answered lately.
    """

    deps: Deps
    asker: Asker
    built_in: Mapping[str, StoredTemplate]
    answered: "Answered[Reply]" = field(default_factory=Answered)

    @property
    def request(self) -> Key | None:
        """What tells the request from every other, alike for each delivery of it; None for what comes only once."""
        return (self.asker.workspace.id, self.asker.request) if self.asker.request else None

    def answered_before(self) -> "Again | None":
        """What this process answered to an earlier delivery of the request."""
        kept = self.answered.kept(self.request) if self.request else None
        return Again(kept) if isinstance(kept, Say | Tell) else None

    async def person(self, account: str) -> PersonId:
        """The person of that account in the asker's workspace; raises `UnknownAccount`."""
        return (await self.people((account,)))[0]

    async def people(self, accounts: Iterable[str]) -> tuple[PersonId, ...]:
        """The people of those accounts, in order."""
        wanted = tuple(accounts)
        found = await people_named(self.deps, self.asker.workspace, wanted)
        return tuple(found[account] for account in wanted)


@dataclass(frozen=True, slots=True)
class Say:
    """A private answer."""

    card: Card


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A private answer that looks the same whenever `key` is the same, but for the instant in it.

    So a room may keep what it made of `await draw()`. `stamp` is that instant as the card shows it; `organisation` is
    the one whose people are named.
    """

    key: tuple[object, ...]
    draw: Callable[[], Awaitable[Card]]
    stamp: When
    organisation: Organisation


@dataclass(frozen=True, slots=True)
class Refused:
    """A private answer that says what was not done, and why."""

    card: Card
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Tell:
    """A message for everybody in the channel."""

    card: Card


@dataclass(frozen=True, slots=True)
class Ask:
    """A form to fill."""

    form: Form


@dataclass(frozen=True, slots=True)
class Draw:
    """The personal start page."""

    view: View


@dataclass(frozen=True, slots=True)
class Mend:
    """What is wrong in a submitted form, by field; nothing was changed and nothing typed is lost."""

    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Again:
    """What an earlier delivery of the same request was answered. Where that is a message, it stands already."""

    reply: Say | Tell


def is_told_already(reply: "Reply") -> bool:
    """Whether the person was told the same a moment ago, so that another message with it would only add to it."""
    if isinstance(reply, Refused) and isinstance(reply.refusal, TooFast):
        return bool(reply.refusal.details.get("again"))
    return isinstance(reply, Again)


Reply = Say | Snapshot | Refused | Tell | Ask | Draw | Mend | Again
