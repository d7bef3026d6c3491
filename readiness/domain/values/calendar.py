"""Local dates, working days and the end of a due day, for one organisation."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from readiness.domain.values.value import value

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SATURDAY, SUNDAY = 5, 6
_DAY = timedelta(days=1)
_EARLIEST, _LATEST = date(100, 1, 1), date(9900, 1, 1)
"""What is stored beyond them counts as one of them, so that no sum of days leaves the calendar there is."""


@value(frozen=True, slots=True)
class WorkingCalendar:
    """An organisation's timezone, weekend days (Monday is 0) and holidays."""

    timezone: str = "UTC"
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    holidays: frozenset[date] = frozenset()

    def local_date(self, instant: datetime) -> date:
        """The organisation's date at `instant` (an aware datetime)."""
        try:
            return _countable(instant.astimezone(ZoneInfo(self.timezone)).date())
        except OverflowError:
            return _countable(instant.date())

    def is_working(self, day: date) -> bool:
        """Whether `day` counts as a day late (rules.md, "Time")."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def end_of(self, day: date) -> datetime:
        """The instant (UTC) at which the local `day` is over: a due date is due until then."""
        return _midnight(_countable(day) + _DAY, self.timezone)

    def last_day_before(self, instant: datetime) -> date:
        """The local date that is over at `instant`, or goes on until then: `end_of` the other way round."""
        try:
            return self.local_date(instant - timedelta(microseconds=1))
        except OverflowError:
            return _EARLIEST

    def start_of(self, day: date) -> datetime:
        """The instant (UTC) at which the local `day` begins."""
        return _midnight(_countable(day), self.timezone)

    def working_days_between(self, earlier: date, later: date) -> int:
        """Working days after `earlier` up to and including `later`; 0 when `later` is not after `earlier`."""
        if later <= earlier:
            return 0
        # 1 January of year 1, day 1, was a Monday: whole weeks since then, and what of a week begun is left over.
        begun, first, last = _of_a_week(self.weekend), earlier.toordinal(), later.toordinal()
        ordinary = (last // 7 - first // 7) * begun[7] + begun[last % 7] - begun[first % 7]
        if not self.holidays:
            return ordinary
        return ordinary - sum(earlier < day <= later and day.weekday() not in self.weekend for day in self.holidays)

    def add_working_days(self, start: date, count: int) -> date:
        """The date `count` working days after `start`, or before it when `count` is negative.

        Raises `ValueError` when the organisation has no working days at all.
        """
        if len(self.weekend) >= 7:
            raise ValueError("the organisation has no working days")
        step = timedelta(days=1 if count > 0 else -1)
        day = _countable(start)
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def lasts_longer(self, since: datetime, working_days: int, today: date) -> bool:
        """Whether more than that many working days have passed from `since` up to and including `today`."""
        return since < _latest_start(self, working_days, today)

    def days_late(self, due: date | None, today: date) -> int:
        """Working days by which `today` is past the due date; 0 while it is not, and without one."""
        return 0 if due is None else self.working_days_between(due, today)


def _countable(day: date) -> date:
    """`day`, or the earliest or latest that is counted with: a year may have been mistyped before that was refused."""
    if _EARLIEST <= day <= _LATEST:
        return day
    return _EARLIEST if day < _EARLIEST else _LATEST


@lru_cache(maxsize=256)
def _latest_start(calendar: WorkingCalendar, working_days: int, today: date) -> datetime:
    """The instant (UTC) before which that must have begun which lasts longer: the same for everything on one day."""
    if len(calendar.weekend) >= 7:
        return datetime.min.replace(tzinfo=UTC)
    return calendar.start_of(calendar.add_working_days(today + _DAY, -(working_days + 1)))


@lru_cache(maxsize=4096)
def _midnight(day: date, timezone: str) -> datetime:
    """The instant (UTC) at which `day` begins there. Many gates share a few days, and a look at the zone is dear."""
    return datetime.combine(day, time(), ZoneInfo(timezone)).astimezone(UTC)


@lru_cache(maxsize=64)
def _of_a_week(weekend: frozenset[int]) -> tuple[int, ...]:
    """How many of the first 0, 1, … 7 days of a week are working days."""
    return tuple(sum(day not in weekend for day in range(count)) for count in range(8))
