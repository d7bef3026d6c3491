"""How many gates are ready, how that changed in a week, and where that pace leads."""

from datetime import date, datetime, timedelta

from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.milestone import MODEL_COMPLETE
from readiness.domain.values.value import value

WEEK = timedelta(days=7)


@value(frozen=True, slots=True)
class Burndown:
    """The burndown of rules.md, "Initiatives", in numbers of gates.

    `gained` is negative when more were reopened than settled. `open_at_model_complete` is None when there is no pace to
    go by or no model complete ahead.
    """

    done: int
    total: int
    done_a_week_ago: int
    gained: int
    open_at_model_complete: int | None


def burndown(initiative: Initiative, calendar: WorkingCalendar, now: datetime, today: date | None = None) -> Burndown:
    """The burndown at `now`; `today` saves deriving the organisation's date again.

    Done are the gates settled at `now`; a week ago, those of today's gates that were settled seven times 24 hours
    earlier. At that pace, `total - done - floor(max(gained, 0) * days / 7)` gates, 0 at least, stay open at model
    complete, `days` being the calendar days until its planned date. No forecast is made (None) once model complete is
    reached, its planned date has passed or is missing, or while the initiative is younger than a week.
    """
    before = now - WEEK
    done = done_before = 0
    for gate in initiative.gates.values():
        if gate.settled:
            done += gate.is_settled_at(now)
            done_before += gate.is_settled_at(before)
    total, gained = len(initiative.gates), done - done_before
    days = None if initiative.created_at > before else _days_ahead(initiative, today or calendar.local_date(now))
    forecast = None if days is None else max(total - done - max(gained, 0) * days // 7, 0)
    return Burndown(done, total, done_before, gained, forecast)


def _days_ahead(initiative: Initiative, today: date) -> int | None:
    milestone = initiative.milestone(MODEL_COMPLETE)
    if milestone.actual is not None or milestone.planned is None or milestone.planned < today:
        return None
    return (milestone.planned - today).days
