"""One AI or data initiative on its way to production."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date, datetime
from decimal import Decimal

from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.contract import Contract, Violation
from readiness.domain.values.deadlock import Deadlock
from readiness.domain.values.gate import Gate
from readiness.domain.values.identity import (
    InitiativeId,
    OrganisationId,
    PersonId,
    WorkspaceId,
)
from readiness.domain.values.incident import Incident
from readiness.domain.values.milestone import (
    LIVE_INPUTS,
    MILESTONES,
    MODEL_COMPLETE,
    OUTPUTS_IN_USE,
    Milestone,
)
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.record import Head
from readiness.domain.values.rework import Rework
from readiness.domain.values.telling import Telling
from readiness.domain.values.value import Term, value


class Life(Term):
    """Where an initiative is in its life (rules.md, "Initiatives")."""

    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    LIVE = "live"


IN_PLAY = frozenset({Life.ACTIVE, Life.PAUSED})
"""The lives in which there is still something to do before it is live."""


@value(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217 code); amounts of different currencies are never summed."""

    amount: Decimal
    currency: str


@value(frozen=True, slots=True)
class Home:
    """The channel an initiative lives in. `private` restricts who sees that it exists."""

    workspace: WorkspaceId
    channel: str
    private: bool = False


@value(frozen=True, slots=True)
class TemplateRef:
    """The published template version an initiative pins."""

    key: str
    version: int


@value(frozen=True, slots=True, kw_only=True)
class Initiative:
    """One initiative with its gates, in checklist order. `version` is the optimistic lock, `head` the record's end.

    `standing` is active, paused or cancelled; `life` also knows live, which two milestones decide. `member_overrides`
    gives, per party key, the members who stand in for the organisation's in this initiative. `violations` are kept for
    good. `deadlocks` are those that were ever found, in that order; `rework` is the ledger, by number; `incidents` are
    numbered from 1, as recorded. `tellings` are who was told of what waits, the last of each for what is open.
    """

    id: InitiativeId
    organisation: OrganisationId
    slug: str
    name: str
    lead: PersonId
    home: Home
    template: TemplateRef
    handoff: Ownership
    created_at: datetime
    backup: PersonId | None = None
    sponsor: PersonId | None = None
    standing: Life = Life.ACTIVE
    standing_since: datetime | None = None
    value_per_week: Money | None = None
    milestones: Mapping[str, Milestone] = field(default_factory=dict)
    gates: Mapping[str, Gate] = field(default_factory=dict)
    member_overrides: Mapping[str, frozenset[PersonId]] = field(default_factory=dict)
    deadlocks: tuple[Deadlock, ...] = ()
    contract: Contract = field(default_factory=Contract)
    violations: tuple[Violation, ...] = ()
    version: int = 0
    head: Head = field(default_factory=Head)
    rework: tuple[Rework, ...] = ()
    incidents: tuple[Incident, ...] = ()
    tellings: tuple[Telling, ...] = ()

    @property
    def life(self) -> Life:
        """Cancelled and paused as set; else live once both facts hold: live inputs and outputs in use."""
        if self.standing is Life.ACTIVE and self.live_date is not None:
            return Life.LIVE
        return self.standing

    @property
    def live_date(self) -> date | None:
        """The local date on which the later of the two live facts came true; None while one is missing."""
        inputs, outputs = self.milestones.get(LIVE_INPUTS), self.milestones.get(OUTPUTS_IN_USE)
        if inputs is None or outputs is None or inputs.actual is None or outputs.actual is None:
            return None
        return max(inputs.actual, outputs.actual)

    @property
    def model_complete(self) -> date | None:
        """The actual date of model complete."""
        return self.milestone(MODEL_COMPLETE).actual

    @property
    def stage(self) -> str | None:
        """The key of the last milestone that was reached, in the order of milestones; None before the first."""
        return next((key for key in reversed(MILESTONES) if self.milestone(key).actual is not None), None)

    @property
    def next_rework(self) -> int:
        """The number of the next item in the ledger, from which nothing is ever taken away."""
        return len(self.rework) + 1

    @property
    def handoff_owner(self) -> PersonId | None:
        """Who accepted the handoff as a whole."""
        return self.handoff.owner

    def milestone(self, key: str) -> Milestone:
        """That milestone, without dates where none were given."""
        return self.milestones.get(key) or Milestone(key)

    def due_date(self, gate: Gate, calendar: WorkingCalendar) -> date | None:
        """The local date the gate is due on: its own, else its milestone's planned date less the working days before.

        The planned date counts even when the milestone came early or late: it is what was promised. An actual date
        counts where nothing was planned. None is a gate that no date depends on.
        """
        if gate.due_override is not None:
            return gate.due_override
        if gate.needed_by is None:
            return None
        milestone = self.milestones.get(gate.needed_by)
        day = None if milestone is None else milestone.planned or milestone.actual
        if day is None or gate.working_days_before == 0:
            return day
        return calendar.add_working_days(day, -gate.working_days_before)

    def with_gate(self, gate: Gate) -> "Initiative":
        """The initiative with that gate added at the end or replaced in its place."""
        return replace(self, gates={**self.gates, gate.key: gate})

    def with_rework(self, item: Rework) -> "Initiative":
        """The initiative with the item of that number replaced."""
        return replace(self, rework=tuple(item if one.number == item.number else one for one in self.rework))

    def rework_owner(self, item: Rework) -> PersonId | None:
        """Who has to do it: whoever was named, else the owner of its gate; None where nobody owns that."""
        gate = self.gates.get(item.gate)
        return item.owner or (gate.owner if gate is not None else None)

    def with_milestone(self, milestone: Milestone) -> "Initiative":
        """The initiative with that milestone set."""
        return replace(self, milestones={**self.milestones, milestone.key: milestone})

    def people(self) -> frozenset[PersonId]:
        """Everybody the initiative names: lead, sponsor, owners, backups, approvers, whoever is asked or waited for."""
        named: set[PersonId | None] = {
            self.lead,
            self.sponsor,
            self.backup,
            self.handoff.owner,
            self.handoff.offered_to,
        }
        for gate in self.gates.values():
            named |= {gate.backup, gate.ownership.owner, gate.ownership.offered_to}
            named = named.union(*(group.people for group in gate.rule.groups))
            if gate.block is not None:
                named.add(gate.block.waits_for)
        named.update(item.owner for item in self.rework if item.is_open)
        if self.contract.version is not None:
            named |= {one.person for one in self.contract.version.signatures}
            named |= {one.person for one in self.contract.version.refusals}
        return frozenset(person for person in named if person is not None)
