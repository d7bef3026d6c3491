"""Everything a person can ask for, typed or pressed, on any platform.

Initiatives are named by slug, gates by key ("handoff" is ownership of the handoff itself, "all" every gate of mine
where that makes sense), people by the account id of the platform they were named on. `seen` is the evidence revision on
the button that was pressed, None when it was typed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from readiness.domain.values.approval import Quorum
from readiness.domain.values.gate import ChangesReason, Condition, Decision
from readiness.domain.values.person import Role
from readiness.domain.values.policy import SettablePlace
from readiness.domain.values.schedule import WeeklySlot

Which = Literal["mine", "all", "stalled"]
Course = Literal["pause", "resume", "cancel"]
Office = Literal["lead", "sponsor"]
PartyAct = Literal["owner", "backup", "member", "remove"]
FormName = Literal[
    "new",
    "evidence",
    "changes",
    "waive",
    "not-applicable",
    "finding",
    "rework",
    "assign",
    "decline",
    "handoff",
    "blocked",
    "incident",
    "withdraw",
    "away",
    "calendar",
    "refuse-contract",
]
"""A field that takes one of a few words says which: so the codec refuses any other before a handler sees it."""


@dataclass(frozen=True, slots=True)
class GateRef:
    """One gate of one initiative."""

    initiative: str
    gate: str


# --- looking ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Help:
    """What can be said here, or how one command is used."""

    command: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The checklist of one initiative; None means the channel's own, elsewhere all that concern the asker."""

    initiative: str | None = None


@dataclass(frozen=True, slots=True)
class AllGates:
    """Every gate of an initiative, a page at a time (pages count from 0)."""

    initiative: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class ListInitiatives:
    """Initiatives: "mine", "all" or "stalled"."""

    which: Which = "mine"


@dataclass(frozen=True, slots=True)
class Show:
    """One gate with its guidance, evidence, votes and buttons."""

    ref: GateRef


@dataclass(frozen=True, slots=True)
class Waits:
    """Who waits for whom in an initiative, and where they wait for each other."""

    initiative: str


@dataclass(frozen=True, slots=True)
class Questions:
    """The five questions about one initiative, each with its answer."""

    initiative: str


@dataclass(frozen=True, slots=True)
class ShowLateness:
    """How late an initiative was against its stages: the whole on page 0, then its gates, a page at a time."""

    initiative: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class ListTemplates:
    """The checklists there are."""


@dataclass(frozen=True, slots=True)
class ShowTemplate:
    """One checklist."""

    name: str


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """The organisation's settings and who administers them."""


@dataclass(frozen=True, slots=True)
class Share:
    """Post the private answer to `status` into the channel for everybody."""

    initiative: str


# --- starting ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class New:
    """Start an initiative. `planned` holds (milestone key or "live", date); `party_owners` (party key, account).

    Until it `is_sure`, one of the name that the asker started minutes ago is shown first.
    """

    name: str
    template: str | None = None
    owner: str | None = None
    planned: tuple[tuple[str, date], ...] = ()
    value: Decimal | None = None
    currency: str = ""
    channel: str | None = None
    party_owners: tuple[tuple[str, str], ...] = ()
    is_sure: bool = False


# --- owning -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assign:
    """Offer a gate or the handoff to somebody."""

    ref: GateRef
    person: str
    backup: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Take a gate nobody owns."""

    ref: GateRef


@dataclass(frozen=True, slots=True)
class Accept:
    """Accept what is offered; `reason` is whatever was said along with it."""

    ref: GateRef
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decline:
    """Decline an offer, or hand back what one owns.

    Until it `is_sure`, a backup who hands back for the owner is asked where the gate changed hands minutes ago.
    """

    ref: GateRef
    reason: str = ""
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class HandOff:
    """Offer what one owns to somebody else."""

    ref: GateRef
    person: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Confirm:
    """Say that what one owns is still one's own."""

    ref: GateRef


# --- reviewing --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GiveEvidence:
    """Add an evidence revision."""

    ref: GateRef
    content: str


@dataclass(frozen=True, slots=True)
class Request:
    """Ask for the sign-off."""

    ref: GateRef


@dataclass(frozen=True, slots=True)
class SignOff:
    """A vote: approve, changes, n/a or waive. `under` is the mark of the approval rule on the button."""

    ref: GateRef
    decision: Decision
    seen: int | None = None
    comment: str = ""
    reason: ChangesReason | None = None
    until: date | None = None
    control: str = ""
    under: str | None = None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take back one's own vote."""

    ref: GateRef
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Blocked:
    """Say that a gate cannot go on, and perhaps for which person, or else which party, it waits."""

    ref: GateRef
    reason: str
    waits_for: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Unblock:
    """Say that it can."""

    ref: GateRef


# --- agreeing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShowContract:
    """The deployment contract; with `changes` only what is different from what was signed."""

    initiative: str
    changes: bool = False


@dataclass(frozen=True, slots=True)
class AskParties:
    """Ask every party to sign the contract."""

    initiative: str


@dataclass(frozen=True, slots=True)
class SignContract:
    """Sign the contract for one's parties; `seen` is the mark of the terms on the button."""

    initiative: str
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class RefuseContract:
    """Say why one's parties will not sign it."""

    initiative: str
    reason: str = ""
    seen: str | None = None


# --- rework -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShowRework:
    """The ledger of rework of one initiative."""

    initiative: str


@dataclass(frozen=True, slots=True)
class ApproveWithFinding:
    """Approve on the condition that somebody does something by a day; `seen` and `under` as of a vote.

    Until it `is_sure`, the same that the asker raised minutes ago is shown first.
    """

    ref: GateRef
    person: str
    due: date
    text: str
    seen: int | None = None
    under: str | None = None
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class EndRework:
    """Say that the finding of that number is done."""

    initiative: str
    number: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class AssignRework:
    """Give the item of that number to somebody, and perhaps another due date."""

    initiative: str
    number: int
    person: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ReportIncident:
    """An incident at a gate, or at "unlisted" where no gate covered it; the day None is today.

    Until it `is_sure`, the same that the asker recorded minutes ago is shown first.
    """

    ref: GateRef
    what: str
    day: date | None = None
    is_sure: bool = False


# --- steering ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SetMilestone:
    """A milestone ("live" for both live facts) is planned for, or was reached on, a day; None is today."""

    initiative: str
    milestone: str
    done: bool
    day: date | None = None


@dataclass(frozen=True, slots=True)
class SetValue:
    """What a week of delay costs."""

    initiative: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Appoint:
    """Who leads or sponsors it."""

    initiative: str
    what: Office
    person: str


@dataclass(frozen=True, slots=True)
class SetDue:
    """A gate's own due date; None to go by its milestone again."""

    ref: GateRef
    day: date | None


@dataclass(frozen=True, slots=True)
class SetDepends:
    """A gate waits for another of the same initiative, or no longer does."""

    ref: GateRef
    on: str
    off: bool = False


@dataclass(frozen=True, slots=True)
class AddGate:
    """A gate the template did not have."""

    initiative: str
    key: str
    title: str
    party: str
    condition: Condition | None = None
    needed_by: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveGate:
    """Take a gate off the checklist."""

    ref: GateRef
    reason: str


@dataclass(frozen=True, slots=True)
class Steer:
    """Pause, resume or cancel. Until it `is_sure`, a cancellation is asked first."""

    initiative: str
    what: Course
    reason: str = ""
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class GroupSpec:
    """One group of an approval rule; `people` are accounts, `parties` keys."""

    need: Quorum | int
    people: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetApprovers:
    """Who must sign a gate."""

    ref: GateRef
    groups: tuple[GroupSpec, ...]


@dataclass(frozen=True, slots=True)
class SetValidity:
    """For how many days a sign-off of a gate holds; None is for good."""

    ref: GateRef
    days: int | None


@dataclass(frozen=True, slots=True)
class ChangeParty:
    """Who owns a party or stands in, who belongs to it; with an initiative, members change only there."""

    party: str
    what: PartyAct
    people: tuple[str, ...]
    initiative: str | None = None


@dataclass(frozen=True, slots=True)
class SetRole:
    """A person's role in the organisation."""

    person: str
    role: Role


@dataclass(frozen=True, slots=True)
class ShowEscalation:
    """Who is told when something is late, and after how long."""


@dataclass(frozen=True, slots=True)
class SetEscalation:
    """After how many working days that place of the chain is told."""

    place: SettablePlace
    days: int


@dataclass(frozen=True, slots=True)
class ShowCalendar:
    """The organisation's timezone, weekend and holidays."""


@dataclass(frozen=True, slots=True)
class ChangeCalendar:
    """Set timezone and weekend (weekdays, Monday is 0), add holidays with their names, remove some.

    What is None, or nothing, stays as it is.
    """

    timezone: str | None = None
    weekend: tuple[int, ...] | None = None
    added: tuple[tuple[date, str], ...] = ()
    removed: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class SetReconfirmation:
    """How often owners are asked again, in weeks; 0 is never."""

    weeks: int


@dataclass(frozen=True, slots=True)
class SayLeft:
    """Somebody has left the company, or is back."""

    person: str
    is_back: bool = False


# --- belonging --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BecomeAdministrator:
    """Makes whoever types it an administrator."""

    code: str


@dataclass(frozen=True, slots=True)
class JoinOrganisation:
    """Join the organisation in which the code was made; without one, make it."""

    code: str | None = None


@dataclass(frozen=True, slots=True)
class LinkAccounts:
    """Be one person with whoever made the code; without one, make it. Until it `is_sure`, it is asked first."""

    code: str | None = None
    is_sure: bool = False


# --- time -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DigestNow:
    """Show this channel's digest now, to the asker."""


@dataclass(frozen=True, slots=True)
class DigestWeekly:
    """Send this channel's digest at that weekly time; an empty timezone means the organisation's."""

    slot: WeeklySlot


@dataclass(frozen=True, slots=True)
class DigestOff:
    """Send no digest to this channel."""


@dataclass(frozen=True, slots=True)
class DigestLeadership:
    """Send the digest across all initiatives to that channel."""

    channel: str


@dataclass(frozen=True, slots=True)
class Remind:
    """Reminders on or off."""

    on: bool


@dataclass(frozen=True, slots=True)
class Snooze:
    """No reminders for a while; None is until Monday."""

    duration: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ShowAway:
    """The asker's own days away."""


@dataclass(frozen=True, slots=True)
class GoAway:
    """The asker is away from the first to the last day, the delegate acting for them."""

    first: date
    last: date
    delegate: str | None = None


@dataclass(frozen=True, slots=True)
class ComeBack:
    """The asker is here again, or will not be away after all."""


# --- pressing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenForm:
    """Open a form about a gate or an initiative.

    `number` is that of an item of rework, for the forms about one.
    """

    form: FormName
    ref: GateRef | None = None
    seen: int | None = None
    under: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class OpenHome:
    """Draw the personal start page."""


Intent = (
    Help
    | Status
    | AllGates
    | ListInitiatives
    | Show
    | Waits
    | Questions
    | ShowLateness
    | ListTemplates
    | ShowTemplate
    | ShowSettings
    | Share
    | New
    | Assign
    | Claim
    | Accept
    | Decline
    | HandOff
    | Confirm
    | GiveEvidence
    | Request
    | SignOff
    | Withdraw
    | Blocked
    | Unblock
    | ShowRework
    | ApproveWithFinding
    | EndRework
    | AssignRework
    | ReportIncident
    | ShowContract
    | AskParties
    | SignContract
    | RefuseContract
    | SetMilestone
    | SetDue
    | SetDepends
    | AddGate
    | RemoveGate
    | SetValue
    | Appoint
    | Steer
    | SetApprovers
    | SetValidity
    | ChangeParty
    | SetRole
    | SayLeft
    | ShowEscalation
    | SetEscalation
    | SetReconfirmation
    | ShowCalendar
    | ChangeCalendar
    | BecomeAdministrator
    | JoinOrganisation
    | LinkAccounts
    | DigestNow
    | DigestWeekly
    | DigestOff
    | DigestLeadership
    | Remind
    | Snooze
    | ShowAway
    | GoAway
    | ComeBack
    | OpenForm
    | OpenHome
)
