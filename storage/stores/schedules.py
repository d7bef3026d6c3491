"""Digest schedules, and the once-guard of everything that runs by the clock (`ports.Schedules`)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update

from readiness.domain.values.identity import WorkspaceId
from readiness.domain.values.schedule import LONGEST_WEEK, WeeklySlot
from readiness.usecases.frame.ports import DigestSchedule, Faults, ScheduleKind
from readiness.zones import known_zone
from storage.engine.database import Row
from storage.engine.reading import readable, zone_or
from storage.engine.scope import OWN, scoped
from storage.engine.session import Unit
from storage.engine.tables import digest_schedules, organisations, runs
from storage.engine.types import Instant, number, whole, whole_or_none
from storage.engine.upsert import ignoring, insert_into, replacing

_SCHEDULES = (
    select(
        *(column for column in digest_schedules.c if column.name != "organisation_id"),
        organisations.c.timezone.label("home"),
    )
    .join(organisations, organisations.c.id == digest_schedules.c.organisation_id)
    .where(digest_schedules.c.organisation_id == OWN)
)
_OF_CHANNEL = scoped(
    _SCHEDULES.where(
        digest_schedules.c.workspace_id == bindparam("workspace"), digest_schedules.c.channel == bindparam("of_channel")
    )
)
_EVERY = scoped(_SCHEDULES.order_by(digest_schedules.c.workspace_id, digest_schedules.c.channel))
_DUE = scoped(
    _SCHEDULES.where(
        or_(digest_schedules.c.next_due <= bindparam("now"), digest_schedules.c.next_due > bindparam("beyond"))
    ).order_by(digest_schedules.c.next_due, digest_schedules.c.workspace_id, digest_schedules.c.channel)
)
_LAST_RUNS = scoped(
    select(runs.c.for_whom, func.max(runs.c.at))
    .where(runs.c.organisation_id == OWN, runs.c.what == bindparam("of_what"), runs.c.at <= bindparam("until"))
    .group_by(runs.c.for_whom)
)
_BRING_BACK = scoped(
    update(runs)
    .where(runs.c.organisation_id == OWN, runs.c.period == "", runs.c.at > bindparam("now", type_=Instant))
    .values(at=bindparam("now", type_=Instant))
)
_PUT_OFF = scoped(
    select(runs.c.for_whom, runs.c.at).where(
        runs.c.organisation_id == OWN, runs.c.what == bindparam("of_what"), runs.c.period == ""
    )
)

_RUN = (
    runs.c.organisation_id == OWN,
    runs.c.what == bindparam("of_what"),
    runs.c.for_whom == bindparam("whom"),
    runs.c.period == bindparam("of_period"),
)
_CLAIMED = scoped(select(runs.c.at).where(*_RUN))
_UNCLAIM = scoped(delete(runs).where(*_RUN))


class SqlSchedules:
    """The schedules of the unit of work's organisation."""

    def __init__(self, unit: Unit) -> None:
        """In the transaction of `unit`."""
        self._unit = unit

    async def get(self, workspace: WorkspaceId, channel: str) -> DigestSchedule | None:
        """That channel's schedule."""
        return await self._unit.run(_get, self._unit, workspace, channel)

    async def list(self) -> tuple[DigestSchedule, ...]:
        """All of them, those that are off as well."""
        return await self._unit.run(_all, self._unit)

    async def save(self, schedule: DigestSchedule) -> None:
        """Add or replace it."""
        self._unit.later(_save, self._unit.organisation, schedule)

    async def due(self, now: datetime) -> tuple[DigestSchedule, ...]:
        """Those whose `next_due` is not after `now`, the longest due first."""
        return await self._unit.run(_due, self._unit, now)

    async def claim(self, what: str, for_whom: str, period: str, at: datetime) -> bool:
        """True for the one caller who may do it in that period; kept by a UNIQUE row."""
        run = {"what": what, "for_whom": for_whom, "period": period, "at": at}
        return await self._unit.run(_claim, {"organisation_id": self._unit.organisation, **run})

    async def claimed(self, what: str, for_whom: str, period: str) -> datetime | None:
        """When it was claimed for that period."""
        return await self._unit.run(_claimed, self._unit.organisation, (what, for_whom, period))

    async def unclaim(self, what: str, for_whom: str, period: str) -> None:
        """Let it be done in that period all the same: what was claimed was not done."""
        self._unit.later(_unclaim, self._unit.organisation, (what, for_whom, period))

    async def last_runs(self, what: str, until: datetime) -> Mapping[str, datetime]:
        """Per "for whom", when `what` was last claimed; what a clock that ran ahead of `until` claimed left aside."""
        return await self._unit.run(_last_runs, self._unit.organisation, what, until)

    async def take(self, what: str, for_whom: str, now: datetime, until: datetime, longest: datetime) -> bool:
        """True for the one caller who may do it now; it is put off until `until` for everybody else."""
        row = _put_off_row(self._unit.organisation, what, for_whom, until)
        return await self._unit.run(_take, row, now, longest)

    async def put_off(self, what: str, for_whom: Collection[str], until: datetime) -> None:
        """Let `what` not be done for any of those before `until`."""
        if for_whom:
            rows = [_put_off_row(self._unit.organisation, what, one, until) for one in for_whom]
            self._unit.later(_put_off, rows)

    async def bring_back(self, now: datetime) -> None:
        """Let everything that is put off be due at `now`."""
        self._unit.later(_bring_back, self._unit.organisation, now)

    async def put_off_until(self, what: str) -> Mapping[str, datetime]:
        """Per "for whom", until when `what` is put off."""
        return await self._unit.run(_put_off_until, self._unit.organisation, what)


def _get(connection: Connection, unit: Unit, workspace: WorkspaceId, channel: str) -> DigestSchedule | None:
    where = {"organisation": unit.organisation, "workspace": workspace, "of_channel": channel}
    row = connection.execute(_OF_CHANNEL, where).one_or_none()
    return None if row is None else _schedule(row, unit.faults)


def _save(connection: Connection, organisation: str, schedule: DigestSchedule) -> None:
    row = {
        "organisation_id": organisation,
        "workspace_id": schedule.workspace,
        "channel": schedule.channel,
        "kind": schedule.kind.value,
        "weekday": schedule.slot.weekday,
        "hour": schedule.slot.hour,
        "minute": schedule.slot.minute,
        "timezone": "" if schedule.follows else schedule.slot.timezone,
        "next_due": schedule.next_due,
    }
    connection.execute(replacing(connection, digest_schedules), row)


def _all(connection: Connection, unit: Unit) -> tuple[DigestSchedule, ...]:
    return _read(connection.execute(_EVERY, {"organisation": unit.organisation}), unit)


def _due(connection: Connection, unit: Unit, now: datetime) -> tuple[DigestSchedule, ...]:
    times = {"now": now, "beyond": now + LONGEST_WEEK}
    return _read(connection.execute(_DUE, {"organisation": unit.organisation, **times}), unit)


def _read(rows: Iterable[Row], unit: Unit) -> tuple[DigestSchedule, ...]:
    return tuple(readable(rows, lambda row: _schedule(row, unit.faults), _named, unit.faults))


def _named(row: Row) -> str:
    return f"digest schedule of {row.workspace_id}:{row.channel}"


def _claim(connection: Connection, run: dict[str, object]) -> bool:
    return bool(connection.execute(ignoring(connection, runs), run).rowcount == 1)


def _claimed(connection: Connection, organisation: str, run: tuple[str, str, str]) -> datetime | None:
    what, for_whom, period = run
    where = {"organisation": organisation, "of_what": what, "whom": for_whom, "of_period": period}
    return whole_or_none(connection.execute(_CLAIMED, where).scalar_one_or_none())


def _unclaim(connection: Connection, organisation: str, run: tuple[str, str, str]) -> None:
    what, for_whom, period = run
    connection.execute(_UNCLAIM, {"organisation": organisation, "of_what": what, "whom": for_whom, "of_period": period})


def _last_runs(connection: Connection, organisation: str, what: str, until: datetime) -> dict[str, datetime]:
    rows = connection.execute(_LAST_RUNS, {"organisation": organisation, "of_what": what, "until": until})
    return {row[0]: row[1] for row in rows if whole_or_none(row[1])}


def _put_off_row(organisation: str, what: str, for_whom: str, until: datetime) -> dict[str, object]:
    """What is done again and again has one row, without a period, which says from when on it may be done."""
    return {"organisation_id": organisation, "what": what, "for_whom": for_whom, "period": "", "at": until}


def _take(connection: Connection, row: dict[str, object], now: datetime, longest: datetime) -> bool:
    taken = connection.execute(_taking(connection.dialect.name), row | {"now": now, "longest": longest})
    return bool(taken.rowcount == 1)


@lru_cache
def _taking(dialect: str) -> Any:
    insert = insert_into(dialect, runs)
    is_free = or_(runs.c.at <= bindparam("now", type_=Instant), runs.c.at > bindparam("longest", type_=Instant))
    key = [column.name for column in runs.primary_key]
    return insert.on_conflict_do_update(index_elements=key, set_={"at": insert.excluded.at}, where=is_free)


def _put_off(connection: Connection, rows: list[dict[str, object]]) -> None:
    connection.execute(replacing(connection, runs), rows)


def _bring_back(connection: Connection, organisation: str, now: datetime) -> None:
    connection.execute(_BRING_BACK, {"organisation": organisation, "now": now})


def _put_off_until(connection: Connection, organisation: str, what: str) -> dict[str, datetime]:
    rows = connection.execute(_PUT_OFF, {"organisation": organisation, "of_what": what})
    return {row[0]: row[1] for row in rows if whole_or_none(row[1])}


def _schedule(row: Row, faults: Faults) -> DigestSchedule:
    """The schedule of a row, in the organisation's zone where it has none or one that nobody knows here."""
    workspace, channel, kind, weekday, hour, minute, timezone, next_due, home = whole(row)
    zone = known_zone(home) or "UTC"
    if timezone:
        zone = zone_or(zone, timezone, "timezone of the digest", f"{workspace}:{channel}", faults)
    slot = WeeklySlot(number(weekday), number(hour), number(minute), zone)
    return DigestSchedule(workspace, channel, ScheduleKind(kind), slot, next_due, follows=not timezone)
