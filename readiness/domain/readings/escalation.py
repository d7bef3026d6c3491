"""Who is told of what waits: a chain of people, each after a wait, that ends at somebody or says that nobody is left.

The chain is owner, backup, party owner, handoff owner, sponsor (docs/decisions/0016). For a request it begins with
those who are asked and whoever asked them; for a gate that nobody owns with those who can name an owner.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from readiness.domain.rights.permissions import administrators, can_see
from readiness.domain.values.gate import Gate
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.policy import EscalationPolicy, Place
from readiness.domain.values.step import NextStep, StallCause, Step
from readiness.domain.values.telling import Telling
from readiness.domain.values.value import value


@value(frozen=True, slots=True)
class Rung:
    """One of a chain: `person` is to be told once `wait` working days have passed.

    `told_at` is when a message that tells them was delivered, None while none was: only that makes them told. With
    `stands_in` they are told in the place of whoever is away.
    """

    place: Place
    person: PersonId
    wait: int
    told_at: datetime | None = None
    stands_in: bool = False


@value(frozen=True, slots=True)
class Escalation:
    """Who is told of one thing that waits, in the order in which they are.

    It has waited for `cause` since the instant `begun`. The waits of the chain count from the local date `since`;
    `passed` of its working days are over.
    """

    gate: str | None
    cause: StallCause
    begun: datetime
    since: date
    passed: int
    rungs: tuple[Rung, ...]

    @property
    def due(self) -> tuple[Rung, ...]:
        """Those whose wait is over: their messages speak of it."""
        return tuple(rung for rung in self.rungs if rung.wait <= self.passed)

    @property
    def told(self) -> tuple[Rung, ...]:
        """Those to whom a message that speaks of it was delivered."""
        return tuple(rung for rung in self.rungs if rung.told_at is not None)

    @property
    def untold(self) -> tuple[Rung, ...]:
        """Those whose wait is over and who were not told yet."""
        return tuple(rung for rung in self.due if rung.told_at is None)

    @property
    def next(self) -> Rung | None:
        """The first of those whose wait goes on."""
        return next((rung for rung in self.rungs if rung.wait > self.passed and rung.told_at is None), None)

    def to_tell(self, person: PersonId, at: datetime) -> Telling | None:
        """What a message of that instant tells that person for the first time; None where it tells them nothing new."""
        for rung in self.untold:
            if rung.person == person:
                return Telling(self.gate, self.cause, rung.place, person, self.begun, at)
        return None

    def has_told(self, person: PersonId) -> bool:
        """Whether a message that speaks of it was delivered to that person."""
        return any(rung.person == person for rung in self.told)

    @property
    def is_nobodys(self) -> bool:
        """Whether nobody of the chain is left to tell, so that at most administrators are."""
        return all(rung.place is Place.ADMINISTRATOR for rung in self.rungs)


def escalation(step: Step, initiative: Initiative, organisation: Organisation, today: date) -> Escalation | None:
    """Who is told of a next step that is not taken, on the local date `today`; None for one that may still wait.

    What somebody was asked for goes up from the day they were asked, a missing owner from the day it went missing, an
    owner who is asked again from that day, and all else from its due date. The first who can be told is told at once,
    each other after the wait that the organisation chose, and nobody twice.
    """
    case = _Case(step, initiative, organisation)
    calendar, is_late = organisation.calendar, step.due is not None and today > step.due
    begun, since, first = step.since, calendar.local_date(step.since), 0
    if case.needs_a_name:
        cause, places = StallCause.NO_OWNER, case.who_name_owners()
        if step.cause is StallCause.OWNER_LEFT:
            # Nobody wrote down when an owner left: that goes up from the due date only.
            cause, begun = StallCause.OWNER_LEFT, case.ownership.since
            since = step.due if is_late and step.due else since
    elif case.is_with_others:
        cause, places, first = _WITH_OTHERS[step.step], case.who_wait(), 1
    elif step.step is NextStep.CONFIRM and step.on == step.gate:
        cause, places = StallCause.NOT_CONFIRMED, case.who_answer_for_it()
    elif is_late and step.due is not None and step.step is not NextStep.GO_LIVE:
        cause, places, first = StallCause.OVERDUE, case.who_answer_for_it(), 1
        begun, since = calendar.end_of(step.due), step.due
    else:
        return None
    rungs = case.rungs(places, first, case.told_at(cause, begun))
    return Escalation(step.gate, cause, begun, since, calendar.working_days_between(since, today), rungs)


def told_for(person: PersonId | None, organisation: Organisation) -> PersonId | None:
    """Who is told in that person's place: they themselves, their delegate while they are away, None where nobody is.

    Told are members who can act and did not switch reminders off.
    """
    if person is None:
        return None
    present = organisation.stand_in(person) if person in organisation.away else person
    known = organisation.people.get(present) if present is not None else None
    if known is None or known.reminders.off or not organisation.can_act(known.id):
        return None
    return known.id


_WITH_OTHERS: Mapping[NextStep, StallCause] = {
    NextStep.ANSWER: StallCause.WAITING_FOR_REVIEW,
    NextStep.ACCEPT_OR_DECLINE: StallCause.NOT_ACCEPTED,
    NextStep.ADD_MEMBERS: StallCause.NOBODY_CAN_APPROVE,
    NextStep.CHANGE_RULE: StallCause.NOBODY_CAN_APPROVE,
    NextStep.CLOSE_FINDING: StallCause.FINDING_OVERDUE,
    NextStep.UNBLOCK: StallCause.BLOCKED,
}
"""Steps that somebody was asked for, by the owner or by whoever offers; and what waits then."""

_Places = Iterator[tuple[int, tuple[tuple[Place, PersonId | None], ...]]]
"""Each place with its wait: whose it is, then who stands in."""

_ToldAt = Mapping[tuple[Place, PersonId], datetime]
"""When whoever was told was told, by the place that was theirs then."""


@value(frozen=True, slots=True)
class _Case:
    """One step that is not taken."""

    step: Step
    initiative: Initiative
    organisation: Organisation

    @property
    def gate(self) -> Gate | None:
        """The gate; None for the handoff as a whole."""
        return None if self.step.gate is None else self.initiative.gates[self.step.gate]

    @property
    def ownership(self) -> Ownership:
        """Who holds it."""
        gate = self.gate
        return self.initiative.handoff if gate is None else gate.ownership

    @property
    def after(self) -> EscalationPolicy:
        """How long each place waits."""
        return self.organisation.policy.escalation

    @property
    def needs_a_name(self) -> bool:
        """Whether an owner has to be named for it, not for one that it waits for."""
        return self.step.step is NextStep.NAME_OWNER and self.step.on == self.step.gate

    @property
    def is_with_others(self) -> bool:
        """Whether somebody else was asked for something here."""
        step = self.step
        is_own_block = step.step is NextStep.UNBLOCK and not step.waits_for_another(self.ownership.owner)
        return step.step in _WITH_OTHERS and not is_own_block and step.on == step.gate

    def who_answer_for_it(self) -> _Places:
        """The owner, the backup, and everybody above."""
        gate = self.gate
        yield 0, ((Place.OWNER, self.ownership.owner),)
        backup = (Place.HANDOFF_BACKUP, self.initiative.backup) if gate is None else (Place.BACKUP, gate.backup)
        yield self.after.backup, (backup,)
        yield from self.above()

    def who_wait(self) -> _Places:
        """Those who are asked; whoever asked them, with the owner of the party; and everybody above.

        Where a delegate may do it, they are asked already; what is left of who is away waits for themselves.
        """
        for person in self.step.people:
            if person not in self.organisation.away:
                yield 0, ((Place.ASKED, person),)
        is_offer = self.step.step is NextStep.ACCEPT_OR_DECLINE
        yield self.after.party_owner, ((Place.ASKER, self.ownership.giver if is_offer else self.ownership.owner),)
        yield from self.above()

    def above(self) -> _Places:
        """The party, the handoff and the sponsor."""
        gate, initiative = self.gate, self.initiative
        party = self.organisation.parties.get(gate.party) if gate is not None else None
        if party is not None:
            yield self.after.party_owner, ((Place.PARTY_OWNER, party.owner), (Place.PARTY_BACKUP, party.backup))
        handoff = (Place.HANDOFF_OWNER, initiative.handoff.owner), (Place.HANDOFF_BACKUP, initiative.backup)
        yield self.after.handoff_owner, (*handoff, (Place.LEAD, initiative.lead))
        yield self.after.sponsor, ((Place.SPONSOR, initiative.sponsor),)

    def who_name_owners(self) -> _Places:
        """The handoff owner, then the backup, then the lead (product.md, "DM reminders"); then the sponsor.

        Before them the backup of a gate whose owner left, and who made an offer that cannot be answered any more.
        """
        gate, initiative = self.gate, self.initiative
        if self.step.cause is StallCause.OWNER_LEFT and gate is not None:
            yield 0, ((Place.BACKUP, gate.backup),)
        elif self.step.cause is StallCause.NOT_ACCEPTED:
            yield 0, ((Place.OWNER, self.ownership.owner), (Place.ASKER, self.ownership.giver))
        yield self.after.backup, ((Place.HANDOFF_OWNER, initiative.handoff.owner),)
        yield self.after.backup, ((Place.HANDOFF_BACKUP, initiative.backup),)
        yield self.after.party_owner, ((Place.LEAD, initiative.lead),)
        yield self.after.sponsor, ((Place.SPONSOR, initiative.sponsor),)

    def told_at(self, cause: StallCause, begun: datetime) -> _ToldAt:
        """Who was told of this wait, and when; of a wait before it somebody was told before it began."""
        return {
            (one.place, one.person): one.at
            for one in self.initiative.tellings
            if one.gate == self.step.gate and one.cause is cause and one.at >= begun
        }

    def rungs(self, places: _Places, first: int, told_at: _ToldAt) -> tuple[Rung, ...]:
        """One for each place that somebody can be told in; administrators where there is none."""
        found: dict[PersonId, Rung] = {}
        for wait, candidates in places:
            for place, candidate in candidates:
                person = self.hears(candidate)
                if candidate is not None and person is not None:
                    days, at = max(wait, first) if found else first, told_at.get((place, person))
                    stands_in = person != self.organisation.person(candidate).id
                    found.setdefault(person, Rung(place, person, days, at, stands_in))
                    break
        if not found:
            # Of two administrators one may stand in for the other.
            place, heard = Place.ADMINISTRATOR, (self.hears(one) for one in sorted(administrators(self.organisation)))
            who = dict.fromkeys(person for person in heard if person is not None)
            return tuple(Rung(place, person, first, told_at.get((place, person))) for person in who)
        return tuple(found.values())

    def hears(self, candidate: PersonId | None) -> PersonId | None:
        """Who is told in that person's place, if the initiative exists for them (rules.md: a private home)."""
        person = told_for(candidate, self.organisation)
        if person is None or not self.initiative.home.private:
            return person
        known = self.organisation.people[person]
        sees = can_see(known, self.initiative, in_home_channel=False, organisation=self.organisation)
        return person if sees else None
