"""One look at one initiative: what the rules of the next step all ask for, and the people they choose from."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.gate import Gate
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Role
from readiness.domain.values.step import NextStep, StallCause, Step
from readiness.domain.values.value import value


@value(frozen=True, slots=True)
class StallPolicy:
    """How many working days may pass before it counts as a stall: the day after that many is the first stalled one.

    No owner, an owner who left, a block, and a group that cannot reach its number stall at once, a date as soon as it
    has passed, a finding's too; whatever is past its due date needs no patience.
    """

    not_accepted: int = 1
    waiting_for_review: int = 2
    changes_requested: int = 3
    contract: int = 2


@value(frozen=True, slots=True)
class Ruling:
    """What one rule says: the step, who holds it, since when, and the cause it is a stall for, if it is one."""

    step: NextStep
    people: tuple[PersonId, ...]
    since: datetime
    cause: StallCause | None
    on: str | None = None
    needed: int = 1
    in_place_of: tuple[tuple[PersonId, PersonId], ...] = ()

    def step_of(
        self, gate: str | None, *, due: date | None = None, days_late: int = 0, blocked_by: tuple[str, ...] = ()
    ) -> Step:
        """It as the next step of `gate`, to be taken there unless it says where; None is the initiative as a whole."""
        return Step(
            gate=gate,
            on=self.on or gate,
            step=self.step,
            people=self.people,
            since=self.since,
            cause=self.cause,
            due=due,
            days_late=days_late,
            blocked_by=blocked_by,
            needed=self.needed,
            in_place_of=self.in_place_of,
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """One initiative at `now` (UTC), on the local date `today`, with the gates that are `open` then.

    An owner who last confirmed before `silent` was asked again, and the wait for the answer is over.
    """

    initiative: Initiative
    organisation: Organisation
    now: datetime
    today: date
    policy: StallPolicy
    calendar: WorkingCalendar
    silent: datetime
    open: dict[str, Gate]

    def lasts_longer(self, since: datetime, working_days: int) -> bool:
        """Whether more than that many working days have passed since."""
        return self.calendar.lasts_longer(since, working_days, self.today)

    def first_active(self, *candidates: PersonId | None) -> tuple[PersonId, ...]:
        """The first candidate who is still a member, else the administrators, who may do everything a lead may."""
        for person in candidates:
            if person is not None and self.organisation.is_member(person):
                return (person,)
        people = self.organisation.people.values()
        return tuple(sorted(one.id for one in people if one.is_member and one.role is Role.ADMINISTRATOR))

    def who_names_owners(self, *before: PersonId | None) -> tuple[PersonId, ...]:
        """Who has to name an owner: the handoff owner, else the backup, else the lead."""
        initiative = self.initiative
        return self.first_active(*before, initiative.handoff.owner, initiative.backup, initiative.lead)

    def present(self, found: Ruling) -> Ruling:
        """The ruling with delegates in the places of those who are away.

        Nobody accepts an offer for another; and who signs for whom, the review says already.
        """
        organisation = self.organisation
        if not organisation.away or found.step in (NextStep.ACCEPT_OR_DECLINE, NextStep.ANSWER):
            return found
        stand_ins = {one: delegate for one in found.people if (delegate := organisation.stand_in(one)) is not None}
        people = tuple(dict.fromkeys(stand_ins.get(one, one) for one in found.people))
        fresh = tuple((delegate, one) for one, delegate in stand_ins.items() if delegate not in found.people)
        return replace(found, people=people, in_place_of=(*found.in_place_of, *fresh))


def look(initiative: Initiative, organisation: Organisation, now: datetime, policy: StallPolicy) -> Scene:
    """The initiative as it is at `now`."""
    calendar, chosen = organisation.calendar, organisation.policy
    today = calendar.local_date(now)
    return Scene(
        initiative=initiative,
        organisation=organisation,
        now=now,
        today=today,
        policy=policy,
        calendar=calendar,
        silent=_confirmed_before(calendar, chosen.reconfirm_weeks, chosen.escalation.backup, today),
        open={key: gate for key, gate in initiative.gates.items() if not gate.settled or not gate.is_settled_at(now)},
    )


@lru_cache(maxsize=256)
def _confirmed_before(calendar: WorkingCalendar, weeks: int, patience: int, today: date) -> datetime:
    """The instant (UTC) before which an owner confirmed last who was asked `patience` working days ago or earlier."""
    if not weeks or len(calendar.weekend) >= 7:
        return datetime.min.replace(tzinfo=UTC)
    first_silent = calendar.add_working_days(today + timedelta(days=1), -patience)
    return calendar.start_of(first_silent - timedelta(weeks=weeks))
