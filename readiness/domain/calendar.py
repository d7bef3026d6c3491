"""Local dates, working days and the end of a due day, for one organisation."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from readiness.domain.value import value

SATURDAY, SUNDAY = 5, 6


@value(frozen=True, slots=True)
class WorkingCalendar:
    """An organisation's timezone, weekend days (Monday is 0) and holidays."""

    timezone: str = "UTC"
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    holidays: frozenset[date] = frozenset()

    def local_date(self, instant: datetime) -> date:
        """The organisation's date at `instant` (an aware datetime)."""
        return instant.astimezone(ZoneInfo(self.timezone)).date()

    def is_working(self, day: date) -> bool:
        """Whether `day` counts as a day late (rules.md, "Time")."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def end_of(self, day: date) -> datetime:
        """The instant (UTC) at which the local `day` is over: a due date is due until then."""
        return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(self.timezone)).astimezone(UTC)

    def start_of(self, day: date) -> datetime:
        """The instant (UTC) at which the local `day` begins."""
        return datetime.combine(day, time(), ZoneInfo(self.timezone)).astimezone(UTC)

    def working_days_between(self, earlier: date, later: date) -> int:
        """Working days after `earlier` up to and including `later`; 0 when `later` is not after `earlier`."""
        if later <= earlier:
            return 0
        lost = sum(1 for day in self.holidays if earlier < day <= later and day.weekday() not in self.weekend)
        return self._ordinary_until(later) - self._ordinary_until(earlier) - lost

    def _ordinary_until(self, day: date) -> int:
        """Working days from 1 January of year 1, a Monday, up to and including `day`, no holidays considered."""
        weeks, rest = divmod(day.toordinal(), 7)
        begun = _of_a_week(self.weekend)
        return weeks * begun[7] + begun[rest]

    def add_working_days(self, start: date, count: int) -> date:
        """The date `count` working days after `start`, or before it when `count` is negative.

        Raises `ValueError` when the organisation has no working days at all.
        """
        if len(self.weekend) >= 7:
            raise ValueError("the organisation has no working days")
        step = timedelta(days=1 if count > 0 else -1)
        day = start
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def days_late(self, due: date, now: datetime) -> int:
        """Working days by which `now` is past the end of `due`; 0 while it is not."""
        return self.working_days_between(due, self.local_date(now))


@lru_cache(maxsize=64)
def _of_a_week(weekend: frozenset[int]) -> tuple[int, ...]:
    """How many of the first 0, 1, … 7 days of a week are working days."""
    return tuple(sum(day not in weekend for day in range(count)) for count in range(8))
