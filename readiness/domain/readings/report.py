"""How an initiative stands at one moment: everything a status shows, computed once."""

from datetime import date, datetime

from readiness.domain.readings.burndown import Burndown, burndown
from readiness.domain.readings.condition import ConditionState, conditions
from readiness.domain.readings.cost import cost_so_far
from readiness.domain.readings.stall import Survey, survey
from readiness.domain.values.gate import Gate
from readiness.domain.values.initiative import Initiative, Life, Money
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.value import value


@value(frozen=True, slots=True)
class Standing:
    """One initiative at `now` (UTC), `today` being the organisation's local date."""

    initiative: Initiative
    organisation: Organisation
    now: datetime
    today: date
    life: Life
    conditions: tuple[ConditionState, ...]
    burndown: Burndown
    cost: Money | None
    survey: Survey

    def due(self, gate: Gate) -> date | None:
        """The local date the gate is due on."""
        return self.initiative.due_date(gate, self.organisation.calendar)

    def days_late(self, gate: Gate) -> int:
        """Working days by which an open gate is late; 0 for one that is settled or has no date."""
        return 0 if gate.is_settled_at(self.now) else self.organisation.calendar.days_late(self.due(gate), self.today)


def standing(initiative: Initiative, organisation: Organisation, now: datetime) -> Standing:
    """Everything a status shows of `initiative`."""
    today = organisation.calendar.local_date(now)
    return Standing(
        initiative=initiative,
        organisation=organisation,
        now=now,
        today=today,
        life=initiative.life,
        conditions=conditions(initiative, now, organisation),
        burndown=burndown(initiative, organisation.calendar, now, today),
        cost=cost_so_far(initiative, organisation.calendar, now, today),
        survey=survey(initiative, organisation, now),
    )
