"""Weekly wall-clock slots, and the instants they fall on in zones whose clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from readiness.domain.values.value import value

LATE_AFTER = timedelta(hours=1)
"""A run that starts later than this says so (promises.md, P6)."""


LONGEST_WEEK = timedelta(days=8)
"""No weekly slot is further away, whatever a change of clocks adds."""


@value(frozen=True, slots=True)
class WeeklySlot:
    """A weekday (Monday is 0) and a wall-clock time in an IANA timezone."""

    weekday: int
    hour: int
    minute: int
    timezone: str

    @property
    def is_possible(self) -> bool:
        """Whether there is such a weekday and such a time of day."""
        return 0 <= self.weekday < 7 and 0 <= self.hour < 24 and 0 <= self.minute < 60


@value(frozen=True, slots=True)
class Occurrence:
    """One week's turn of a slot: the local day it belongs to and the instant (UTC) at which it is due."""

    day: date
    instant: datetime

    @property
    def period(self) -> str:
        """The local day, like "2026-11-23": one run is claimed per period (docs/decisions/0019)."""
        return self.day.isoformat()

    @property
    def week(self) -> str:
        """The ISO week of the local day, like "2026-W48", for which runs were claimed before they were for a day."""
        year, week, _ = self.day.isocalendar()
        return f"{year}-W{week:02}"


def latest_due(slot: WeeklySlot, now: datetime) -> Occurrence:
    """The latest occurrence at or before `now`; after an outage, the only one that is still run (promises.md, P6)."""
    local = now.astimezone(ZoneInfo(slot.timezone)).date()
    # One day ahead: where clocks go back over midnight, the slot of a day can come before that day is the local date.
    ahead = local + timedelta(days=1)
    day = ahead - timedelta(days=(ahead.weekday() - slot.weekday) % 7)
    found = _occurrence(slot, day)
    return found if found.instant <= now else _occurrence(slot, day - timedelta(days=7))


def next_after(slot: WeeklySlot, instant: datetime) -> Occurrence:
    """The first occurrence after `instant`."""
    return _occurrence(slot, latest_due(slot, instant).day + timedelta(days=7))


def is_late(occurrence: Occurrence, now: datetime) -> bool:
    """Whether a run at `now` has to be marked late: more than an hour after it was due."""
    return now - occurrence.instant > LATE_AFTER


def instant_of(day: date, at: time, timezone: str) -> datetime:
    """The instant (UTC) at which clocks in `timezone` show `at` on `day`.

    Of a time that comes twice the first one counts; for one that is skipped, the first instant after the gap.
    """
    zone = ZoneInfo(timezone)
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    return _end_of_gap(wall, zone)


def _occurrence(slot: WeeklySlot, day: date) -> Occurrence:
    return Occurrence(day, instant_of(day, time(slot.hour, slot.minute), slot.timezone))


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks jump over `wall`, found by halving to the second.

    In a gap, fold 0 reads `wall` with the offset from before the jump, which is an instant after it, and fold 1 with
    the one from after the jump, which is an instant before it (PEP 495).
    """
    late = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = (early + (late - early) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late


def is_beyond(next_due: datetime, now: datetime) -> bool:
    """Whether a weekly schedule is due later than a week can make it: it was set by a clock that was far ahead."""
    return next_due - now > LONGEST_WEEK
