"""What the use cases ask of the world. Storage and the chat rooms implement it; the tests have fakes."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from readiness.domain.rules.linking import Link
from readiness.domain.values.code import Code
from readiness.domain.values.hold import Hold
from readiness.domain.values.identity import (
    InitiativeId,
    OrganisationId,
    PersonId,
    WorkspaceId,
)
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.notice import Notice, Post
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Person
from readiness.domain.values.record import Appended, Entry, Head, SaltedText
from readiness.domain.values.refusal import OperatorRefusal, Refusal
from readiness.domain.values.schedule import WeeklySlot
from readiness.domain.values.template import Template


class VersionConflict(Exception):
    """Somebody else saved the same thing first: load it again and retry. Never shown to a person."""


class OrganisationMoved(Exception):
    """This organisation was joined to another, `into`: find out anew who asks. Never shown to a person."""

    def __init__(self, into: OrganisationId) -> None:
        """Say where everybody is now."""
        super().__init__(f"the organisation was joined to {into}")
        self.into = into


class AlreadyHandled(Exception):
    """This request was delivered before, and what it caused is kept. Never shown to a person."""


class Unconfirmed(Refusal):
    """We could not confirm this. Press again; it counts once."""

    code = "unconfirmed"


class DatabaseUnavailable(Refusal):
    """The database does not answer right now. Nothing was changed; please try again in a minute."""

    code = "database-unavailable"


class Unreadable(OperatorRefusal):
    """What is stored of {what} cannot be read ({why}); everything else works. Restore it from a backup."""

    code = "unreadable"


class PlatformUnavailable(Refusal):
    """The chat platform does not answer me right now. Please try again in a minute."""

    code = "platform-unavailable"

    def __init__(self, why: str = "", seconds: float = 0.0) -> None:
        """Keep the platform's reason, and for how many seconds nothing is to be asked of it; 0 if only this failed."""
        super().__init__(why=why)
        self.why, self.seconds = why, seconds


class TooFast(Refusal):
    """That is more at once than I can take from one person, so this was not done. Wait a moment, then send it again."""

    code = "too-fast"


@dataclass(frozen=True, slots=True)
class Workspace:
    """One Slack workspace (or Enterprise Grid org) or Teams tenant; `external` is the platform's id of it."""

    id: WorkspaceId
    organisation: OrganisationId
    platform: str
    external: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """What tells one initiative from another without loading it."""

    id: InitiativeId
    slug: str
    name: str
    life: Life
    version: int
    private: bool
    workspace: WorkspaceId
    channel: str


@dataclass(frozen=True, slots=True)
class InChannel:
    """The initiatives homed in a channel, by name, and their organisation, all of one moment."""

    organisation: Organisation
    lines: tuple[InitiativeLine, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The initiative of a slug, None when there is none, and its organisation, both of one moment."""

    organisation: Organisation
    initiative: Initiative | None


class ScheduleKind(StrEnum):
    """Whom a weekly digest is for: a channel's own initiatives, or leadership across all."""

    CHANNEL = "channel"
    LEADERSHIP = "leadership"


@dataclass(frozen=True, slots=True)
class DigestSchedule:
    """When a channel gets its digest. `next_due` is an instant (UTC); None while it is off.

    Where it `follows`, nobody chose its timezone: it is the organisation's, and changes with that.
    """

    workspace: WorkspaceId
    channel: str
    kind: ScheduleKind
    slot: WeeklySlot
    next_due: datetime | None
    follows: bool = False


@dataclass(frozen=True, slots=True)
class StoredTemplate:
    """A published checklist version with the text it was published as."""

    template: Template
    text: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """A claimed outbox row: ours until the lease ends. `attempts` counts those before this one.

    `unknown_since` is the first claim that ended without an answer, or with the end of its lease: a message may stand
    since then.
    """

    id: int
    organisation: OrganisationId
    notice: Notice
    attempts: int
    enqueued_at: datetime
    unknown_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """A hold, and whose it is."""

    organisation: OrganisationId
    hold: Hold


@dataclass(frozen=True, slots=True)
class HeldMessages:
    """A hold, where it is, and how many messages wait for it."""

    organisation: OrganisationId
    workspace: Workspace
    hold: Hold
    waiting: int


class ConversationKind(StrEnum):
    """Who takes part in a conversation: one person, some people, or a channel's members."""

    PERSONAL = "personal"
    GROUP = "group"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A place on a platform that can be written to only with what it told of itself.

    `service_url` is where its messages are sent to. A channel has a `name`, its `team`, and is `private` when not all
    of the team are in it. A personal conversation has the `account` and its `address`, the platform's own id of that
    person for this bot.
    """

    id: str
    kind: ConversationKind
    service_url: str
    name: str = ""
    team: str = ""
    private: bool = False
    account: str = ""
    address: str = ""


class Organisations(Protocol):
    """The unit of work's own organisation."""

    async def get(self) -> Organisation:
        """The organisation with its parties, people and addresses.

        Raises `OrganisationMoved` when it was joined to another and `LookupError` when there is none.
        """

    async def add(self, organisation: Organisation) -> None:
        """Store a new organisation."""

    async def save(self, before: Organisation, after: Organisation) -> None:
        """Store what differs; raises `VersionConflict` when somebody saved after `before` was loaded."""


class Initiatives(Protocol):
    """The initiatives of the unit of work's organisation."""

    async def get(self, initiative: InitiativeId) -> Initiative | None:
        """That initiative with all its gates; None when it is not in this organisation. Raises `Unreadable`."""

    async def by_slug(self, slug: str) -> Initiative | None:
        """The initiative of that slug; raises `Unreadable`."""

    async def named(self, lives: frozenset[Life]) -> frozenset[PersonId]:
        """Everybody whom an initiative in one of `lives` names."""

    async def slugs(self) -> frozenset[str]:
        """Every slug taken."""

    async def lines(
        self, *, channel: tuple[WorkspaceId, str] | None = None, lives: frozenset[Life] | None = None
    ) -> tuple[InitiativeLine, ...]:
        """All, or those homed in `channel`, or those in one of `lives`; ordered by name.

        Those whose document cannot be read are among them: a line does not need it.
        """

    async def load(self, ids: Sequence[InitiativeId]) -> tuple[Initiative, ...]:
        """Those initiatives, in that order, in a constant number of queries.

        Unknown ids are left out, and so is what cannot be read, which is reported.
        """

    async def concerning(self, person: PersonId, parties: frozenset[str]) -> tuple[InitiativeId, ...]:
        """Active or paused ones that name `person`, or in which one of `parties` is asked.

        A party is asked where it has a gate in review or one waits for it, and while it has not signed the contract.
        """

    async def naming(self, person: PersonId) -> tuple[InitiativeId, ...]:
        """At least those that name `person` anywhere, as owner, voter or giver of evidence, whatever their life."""

    async def rename(self, link: Link) -> None:
        """What is kept beside the initiatives of the other id (evidence, votes, concerns) is the person's from now on.

        The initiatives themselves are saved one by one.
        """

    def stream(self, lives: frozenset[Life]) -> AsyncIterator[Initiative]:
        """All in one of `lives`, a page at a time, so that memory does not grow with their number.

        What cannot be read is left out and reported.
        """

    async def add(self, initiative: Initiative) -> None:
        """Store a new initiative.

        Raises `VersionConflict` when the slug was taken meanwhile, `OrganisationMoved` when this one was joined.
        """

    async def save(self, before: Initiative, after: Initiative) -> None:
        """Store what differs under version `before.version + 1`; raises `VersionConflict` when it has changed."""


class Record(Protocol):
    """The append-only record. `chain` is an initiative's id or the organisation's."""

    async def append(self, chain: str, appended: Appended) -> None:
        """Keep entries and texts; raises `VersionConflict` when a sequence number is taken."""

    async def entries(self, chain: str, *, since: datetime | None = None) -> tuple[Entry, ...]:
        """Entries in order, all or those from `since` on."""

    async def texts(self, chain: str) -> Mapping[tuple[int, str], SaltedText]:
        """Every salted text of the chain."""

    async def head(self, chain: str) -> Head:
        """The stored head of an initiative's or the organisation's chain."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A message that will not be sent, and why."""

    notice: Notice
    why: str


class Outbox(Protocol):
    """Messages to be sent once this transaction is committed."""

    async def enqueue(self, notice: Notice, at: datetime) -> None:
        """Add the notice, not to be sent before `at`; one already waiting under the same key stands for both."""

    async def given_up(self, since: datetime) -> tuple[GivenUp, ...]:
        """What was given up from then on and neither sent again nor dropped by somebody, the oldest first."""


class Posts(Protocol):
    """What stands where."""

    async def get(self, key: str) -> Post | None:
        """The message posted under that key."""

    async def of_initiative(self, initiative: InitiativeId) -> tuple[Post, ...]:
        """Everything posted about it."""

    async def save(self, post: Post) -> None:
        """Remember or replace what stands under the post's key."""

    async def forget(self, key: str) -> None:
        """The message is gone; the next notice of that key is posted anew."""


class ChannelLooks(Protocol):
    """When somebody looked at each channel that an initiative lives in."""

    async def due(
        self, workspaces: Sequence[WorkspaceId], now: datetime, most: int
    ) -> tuple[tuple[WorkspaceId, str], ...]:
        """Home channels of those workspaces that are to be looked at, those never looked at first, `most` at once."""

    async def claim(self, workspace: WorkspaceId, channel: str, now: datetime, again_at: datetime) -> bool:
        """True for the one caller who looks at it now; nobody else does before `again_at`."""

    async def seen_at(self, workspace: WorkspaceId, channel: str) -> datetime | None:
        """When somebody last saw it; None where nobody did."""

    async def seen(self, workspace: WorkspaceId, channel: str, at: datetime, again_at: datetime) -> None:
        """Somebody saw it; it is to be looked at again at `again_at`."""

    async def bring_back(self, now: datetime) -> None:
        """Let every channel be looked at from `now` on."""


class Schedules(Protocol):
    """Digest schedules and the once-guard of everything that runs by the clock."""

    async def get(self, workspace: WorkspaceId, channel: str) -> DigestSchedule | None:
        """That channel's schedule."""

    async def list(self) -> tuple[DigestSchedule, ...]:
        """All of them, those that are off as well."""

    async def save(self, schedule: DigestSchedule) -> None:
        """Add or replace it."""

    async def due(self, now: datetime) -> tuple[DigestSchedule, ...]:
        """Those whose `next_due` is not after `now`, or further away than a weekly slot can be (`is_beyond`)."""

    async def claim(self, what: str, for_whom: str, period: str, at: datetime) -> bool:
        """True for the one caller who may do it in that period; kept by a UNIQUE row."""

    async def claimed(self, what: str, for_whom: str, period: str) -> datetime | None:
        """When it was claimed for that period; None while nobody did."""

    async def unclaim(self, what: str, for_whom: str, period: str) -> None:
        """Let it be done in that period all the same: what was claimed was not done."""

    async def last_runs(self, what: str, until: datetime) -> Mapping[str, datetime]:
        """Per "for whom", when `what` was last claimed; what a clock that ran ahead of `until` claimed left aside."""

    async def take(self, what: str, for_whom: str, now: datetime, until: datetime, longest: datetime) -> bool:
        """True for the one caller who may do it now; it is put off until `until` for everybody else.

        What is put off for longer than until `longest` is free: a clock that was set back since did that.
        """

    async def put_off(self, what: str, for_whom: Collection[str], until: datetime) -> None:
        """Let `what` not be done for any of those before `until`."""

    async def bring_back(self, now: datetime) -> None:
        """Let everything that is put off be due at `now`."""

    async def put_off_until(self, what: str) -> Mapping[str, datetime]:
        """Per "for whom", until when `what` is put off."""


class Holds(Protocol):
    """What waits until somebody does something."""

    async def get(self, workspace: WorkspaceId, place: str) -> Hold | None:
        """The hold on that place."""

    async def save(self, hold: Hold) -> None:
        """Add or replace it."""

    async def take_turn(self, hold: Hold, after: Hold) -> bool:
        """True for the one caller who may probe it now, which makes it `after`; False where it changed since."""

    async def lift(self, workspace: WorkspaceId, place: str) -> bool:
        """Let what is held there be sent, in its old order; False where nothing was held."""

    async def bring_back(self, now: datetime) -> None:
        """Let everything that is held be tried at `now`."""


class Templates(Protocol):
    """Published checklists of the organisation."""

    async def get(self, key: str, version: int | None = None) -> StoredTemplate | None:
        """That version, or the newest; raises `Unreadable`."""

    async def list(self) -> tuple[StoredTemplate, ...]:
        """The newest version of each, by name. What cannot be read is left out and reported."""

    async def publish(self, template: StoredTemplate) -> None:
        """Keep it for good; raises `VersionConflict` when that version exists."""


class Codes(Protocol):
    """One-time codes. They stand outside of organisations: what is made in one is typed in another."""

    async def add(self, code: Code, at: datetime) -> None:
        """Keep a new code, and forget those that expired before `at`."""

    async def find(self, digest: str) -> Code | None:
        """The code of that hash that nobody used yet, perhaps an expired one."""

    async def use(self, digest: str, at: datetime) -> bool:
        """True for the one caller whose transaction uses it up."""


class Requests(Protocol):
    """What was delivered and had an effect. A request belongs to its workspace, whichever organisation that is in."""

    async def claim(self, workspace: WorkspaceId, request: str, at: datetime) -> None:
        """Keep, with all else that this transaction changes, that the request was handled at that instant.

        `AlreadyHandled` is raised here or by `commit`, of two at the same time for whoever commits last.
        """

    async def was_handled(self, workspace: WorkspaceId, request: str) -> bool:
        """Whether what that request caused is kept."""


class UnitOfWork(Protocol):
    """One transaction on one organisation. Leaving the block without `commit` rolls back."""

    @property
    def organisations(self) -> Organisations:
        """The organisation itself."""

    @property
    def initiatives(self) -> Initiatives:
        """Its initiatives."""

    @property
    def record(self) -> Record:
        """Its records."""

    @property
    def outbox(self) -> Outbox:
        """Its messages to be sent."""

    @property
    def posts(self) -> Posts:
        """Its messages that stand."""

    @property
    def schedules(self) -> Schedules:
        """Its digests and the once-guard."""

    @property
    def holds(self) -> Holds:
        """What of them waits for somebody."""

    @property
    def templates(self) -> Templates:
        """Its published checklists."""

    @property
    def codes(self) -> Codes:
        """Codes that somebody typed."""

    @property
    def requests(self) -> Requests:
        """What was delivered and had an effect."""

    @property
    def looks(self) -> ChannelLooks:
        """When somebody looked at its home channels."""

    async def commit(self) -> None:
        """Make it durable or raise `VersionConflict`, `AlreadyHandled`, `Unconfirmed` or `DatabaseUnavailable`."""


class Both(Protocol):
    """One transaction on two organisations. Nobody else changes them, or starts an initiative in one, until it ends."""

    @property
    def units(self) -> tuple[UnitOfWork, UnitOfWork]:
        """Each by itself, in the order in which they were named; neither is committed alone."""

    async def move(self, absorbed: OrganisationId, into: OrganisationId) -> None:
        """Workspaces, schedules, posts, waiting messages and codes of `absorbed` belong to the other one."""

    async def commit(self) -> None:
        """Make all of it durable, or raise what a unit of work raises."""


class HeldPlaces(Protocol):
    """What is held, remembered: asked for every message and every turn, and nearly always nothing."""

    def at(self, workspace: WorkspaceId, *places: str) -> HeldPlace | None:
        """The first of those places of a workspace that is held."""

    def due(self, now: datetime) -> tuple[HeldPlace, ...]:
        """Those to be probed at `now` (`Hold.is_due`)."""

    async def look(self) -> None:
        """Read what is held now, by whichever process."""


class Storage(Protocol):
    """Opens units of work and answers the few questions that come before the organisation is known."""

    def write(self, organisation: OrganisationId) -> AbstractAsyncContextManager[UnitOfWork]:
        """A unit of work that can save. On SQLite it holds the write lock from the start."""

    def read(self, organisation: OrganisationId) -> AbstractAsyncContextManager[UnitOfWork]:
        """A consistent view that cannot save."""

    def write_both(self, one: OrganisationId, other: OrganisationId) -> AbstractAsyncContextManager[Both]:
        """A unit of work on two organisations, for the one act that concerns two."""

    async def organisation(self, organisation: OrganisationId) -> Organisation:
        """That organisation, for answers that need nothing else; raises what `Organisations.get` does."""

    async def in_channel(self, organisation: OrganisationId, workspace: WorkspaceId, channel: str) -> InChannel:
        """The initiatives homed in that channel, likewise."""

    async def named(self, organisation: OrganisationId, slug: str) -> Named:
        """The initiative of that slug, likewise; raises `Unreadable`."""

    async def workspace(self, platform: str, external: str) -> Workspace | None:
        """The workspace the platform knows by that id."""

    async def workspace_by_id(self, workspace: WorkspaceId) -> Workspace | None:
        """That workspace."""

    async def add_workspace(self, workspace: Workspace, organisation: Organisation) -> Workspace:
        """Store both in one transaction; another process that was first wins, and its workspace is returned."""

    async def person_at(self, workspace: Workspace, account: str) -> PersonId | None:
        """Who is known in that workspace by that account. Asked on every request, so implementations remember it."""

    async def organisations(self) -> tuple[tuple[OrganisationId, str], ...]:
        """Every organisation's id and name, without those that were joined to another."""

    async def absorbed(self, organisation: OrganisationId) -> tuple[tuple[OrganisationId, str], ...]:
        """Those that were joined to it, directly or through another."""

    async def workspaces_of(self, organisation: OrganisationId) -> tuple[Workspace, ...]:
        """The organisation's workspaces, by platform and name."""

    async def add_code(self, code: Code, at: datetime) -> None:
        """Keep a new code that nobody in an organisation made, and forget those that expired before `at`."""

    async def was_handled(self, workspace: WorkspaceId, request: str) -> bool:
        """Whether what that request caused is kept."""

    async def forget_requests(self, before: datetime) -> int:
        """Forget requests that were handled before that instant, so many at a time; returns how many."""

    @property
    def held(self) -> HeldPlaces:
        """What this process knows of what is held, of every organisation."""


class Conversations(Protocol):
    """The places of a workspace that can be written to."""

    async def keep(self, workspace: WorkspaceId, conversation: Conversation) -> None:
        """Keep it as it is now. Called for every activity, so implementations remember what they kept."""

    async def get(self, workspace: WorkspaceId, conversation: str) -> Conversation | None:
        """The conversation of that id."""

    async def with_person(self, workspace: WorkspaceId, account: str) -> Conversation | None:
        """The personal conversation with that account."""

    async def channels(self, workspace: WorkspaceId) -> tuple[Conversation, ...]:
        """Every channel, by name."""

    async def forget(self, workspace: WorkspaceId, conversation: str) -> None:
        """It cannot be written to any more."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many messages and digests are late, and since when the oldest of each waits; None where there is none."""

    messages: int
    oldest_message: datetime | None
    digests: int
    oldest_digest: datetime | None


class Sweep(StrEnum):
    """What goes through many items, of which one may fail without the others: the label of its failures."""

    ORGANISATIONS = "organisations"
    WORKSPACES = "workspaces"
    DIGESTS = "digests"
    ABSENCES = "absences"
    FINDING = "finding"
    CATCHING_UP = "catching-up"
    REMINDERS = "reminders"
    PEOPLE = "people"
    LEAVING = "leaving"
    RECOUNTING = "recounting"
    NOTICING = "noticing"
    PAGES = "pages"
    EXPORT = "export"
    METRICS = "metrics"
    DOCUMENTS = "documents"
    CHANNELS = "channels"


class Faults(Protocol):
    """Hears of one item that failed while the others go on: logged once with a reference, and counted."""

    def failed(self, sweep: Sweep, item: str, error: Exception) -> None:
        """That item of the sweep was left out."""

    def replaced(self, what: str, whose: str, value: str) -> None:
        """`value` means nothing to this machine, as `what` of that person or place: something else stands in for it."""


class Deliveries(Protocol):
    """The sending side of the outbox. Rows are claimed under a lease, so a crash frees them."""

    async def claim(self, now: datetime, limit: int) -> tuple[Delivery, ...]:
        """Up to `limit` rows that are due, oldest first, ours until the lease ends.

        What cannot be read is reported and given up.
        """

    async def done(self, delivery: Delivery, now: datetime) -> None:
        """It was sent."""

    async def retry(self, delivery: Delivery, at: datetime, why: str, *, unknown: bool = False) -> None:
        """It was not sent, or with `unknown` perhaps it was; try again at `at`."""

    async def bring_back(self, now: datetime, beyond: datetime, by: timedelta = timedelta()) -> None:
        """Let what waits for a moment after `beyond` be due at `now`, after the clock was set back `by` so much."""

    async def give_up(self, delivery: Delivery, now: datetime, why: str) -> None:
        """It cannot be sent: kept, with the reason, for `doctor` and the metrics."""

    async def hold(self, delivery: Delivery, hold: Hold, why: str, *, unknown: bool = False) -> None:
        """It waits until that hold is lifted, or it is the one that probes it."""

    async def claim_held(self, hold: Hold, now: datetime) -> Delivery | None:
        """The row that has waited longest for that hold, ours until the lease ends; None where none waits."""

    async def waiting(self) -> int:
        """How many rows are not sent yet."""


class Clock(Protocol):
    """Tells the time that schedules and dates go by. Somebody may set it, back or forward: see `Seconds`."""

    def __call__(self) -> datetime:
        """Now, as an aware datetime in UTC."""


class Seconds(Protocol):
    """Measures how long something lasts: it never jumps, goes back or stops, and its zero means nothing."""

    def __call__(self) -> float:
        """Seconds since some moment in the past."""


class Ids(Protocol):
    """Makes opaque ids and salts."""

    def __call__(self) -> str:
        """32 random hex digits."""


class People(Protocol):
    """Looks people and channels up on a chat platform, outside of any transaction.

    What looks up raises `PlatformUnavailable`, and nothing else, where the platform does not answer.
    """

    def reaches(self, workspace: Workspace) -> bool:
        """Whether this process can ask there at all: another one may hold the token."""

    async def person(self, workspace: Workspace, account: str) -> Person | None:
        """Who that account is, with an empty id; None when the platform does not know it.

        The timezone is what the platform calls it, which may be a name that nobody knows here; empty where it does not
        tell.
        """

    async def is_admin(self, workspace: Workspace, account: str) -> bool:
        """Whether the platform itself calls that account an administrator of the workspace."""

    async def channel(self, workspace: Workspace, channel: str) -> "Channel | None":
        """What that channel is; None when the bot cannot see it."""

    async def look_at(self, workspace: Workspace, channel: str) -> "Channel | None":
        """What the platform says of that channel now, its members forgotten; None where the bot cannot see it."""

    async def members(self, workspace: Workspace, channel: str) -> frozenset[str]:
        """The accounts in that channel."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as the platform tells it. `is_direct` is a DM or group DM, which cannot be a home."""

    id: str
    name: str
    private: bool
    direct: bool
    archived: bool
    bot_is_member: bool


@dataclass(frozen=True, slots=True)
class Deps:
    """What every use case is given."""

    storage: Storage
    clock: Clock
    ids: Ids
    people: People
    seconds: Seconds
    faults: Faults
