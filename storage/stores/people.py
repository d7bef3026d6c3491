"""People, parties and calendar: row ↔ value."""

from collections.abc import Callable, Mapping
from datetime import date, time
from functools import partial
from typing import Any, TypeVar

from msgspec.json import Decoder

from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.identity import PersonId
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.person import Absence, Person, ReminderChoice, Role, Standing
from readiness.domain.values.policy import Policy
from readiness.usecases.frame.ports import Faults
from storage.engine.database import Row
from storage.engine.reading import read_or, zone_or
from storage.engine.types import json_text, unspoilt

T = TypeVar("T")

_ABSENCE = Decoder(Absence)
_POLICY = Decoder(Policy)
_WEEKEND = Decoder(frozenset[int])
_HOLIDAYS = Decoder(list[date | tuple[date, str]])


def person_row(person: Person) -> dict[str, object]:
    """The columns of `people`, without the organisation."""
    return {
        "id": person.id,
        "name": person.name,
        "timezone": person.timezone,
        "role": person.role.value,
        "standing": person.standing.value,
        "reminders_off": person.reminders.off,
        "snoozed_until": person.reminders.snoozed_until,
        "day_starts": person.reminders.day_starts.isoformat(),
        "day_ends": person.reminders.day_ends.isoformat(),
        "absence": None if person.absence is None else json_text(person.absence),
    }


def person_from(row: Row, home: str, faults: Faults) -> Person:
    """The person of a row of `people`, in the zone `home` where their own is one that nobody knows here.

    Nobody is missing because a part of their row cannot be read. Who nobody knows how to take is taken for a guest, who
    changes nothing.
    """

    def read(column: str, read_it: Callable[[Any], T], instead: T) -> T:
        return read_or(instead, partial(read_it, row._mapping[column]), f"{column} of person {row.id}", faults)

    usual = ReminderChoice()
    starts = read("day_starts", time.fromisoformat, usual.day_starts)
    ends = read("day_ends", time.fromisoformat, usual.day_ends)
    return Person(
        id=PersonId(row.id),
        name=row.name,
        timezone=zone_or(home, row.timezone, "timezone", row.id, faults),
        role=read("role", Role, Role.MEMBER),
        standing=read("standing", Standing, Standing.GUEST),
        reminders=ReminderChoice(row.reminders_off, read("snoozed_until", unspoilt, None), starts, ends),
        absence=None if row.absence is None else read("absence", _ABSENCE.decode, None),
    )


def party_row(party: Party, position: int) -> dict[str, object]:
    """The columns of `parties`, without the organisation; members have rows of their own."""
    return {
        "key": party.key,
        "name": party.name,
        "owner": party.owner,
        "backup": party.backup,
        "position": position,
    }


def party_from(row: Row, members: set[PersonId]) -> Party:
    """The party of a row of `parties`."""
    return Party(row.key, row.name, row.owner, row.backup, frozenset(members))


def organisation_row(organisation: Organisation) -> dict[str, object]:
    """The columns of `organisations` but id and version."""
    return {
        "name": organisation.name,
        "timezone": organisation.calendar.timezone,
        "weekend": json_text(organisation.calendar.weekend),
        "holidays": json_text(_holidays_row(organisation)),
        "default_template": organisation.default_template,
        "head_sequence": organisation.head.sequence,
        "head_hash": organisation.head.hash,
        "head_at": organisation.head.at,
        "absorbed_by": organisation.absorbed_by,
        "policy": json_text(organisation.policy),
    }


def calendar_from(row: Row, faults: Faults) -> tuple[WorkingCalendar, Mapping[date, str]]:
    """The calendar of a row of `organisations` and the names of its holidays.

    The usual one's part stands in for what cannot be read.
    """
    usual, whose = WorkingCalendar(), f"of organisation {row.id}"
    nothing: dict[date, str] = {}
    holidays = read_or(nothing, lambda: _holidays(row.holidays), f"holidays {whose}", faults)
    calendar = WorkingCalendar(
        zone_or(usual.timezone, row.timezone, "timezone", row.id, faults),
        read_or(usual.weekend, lambda: _WEEKEND.decode(row.weekend), f"weekend {whose}", faults),
        frozenset(holidays),
    )
    return calendar, {day: name for day, name in holidays.items() if name}


def _holidays_row(organisation: Organisation) -> list[date | tuple[date, str]]:
    """Each holiday as its date, or as a pair with its name."""
    names, days = organisation.holiday_names, sorted(organisation.calendar.holidays)
    return [(day, names[day]) if day in names else day for day in days]


def _holidays(text: str) -> dict[date, str]:
    return dict((one, "") if isinstance(one, date) else one for one in _HOLIDAYS.decode(text))


def policy_from(row: Row, faults: Faults) -> Policy:
    """The policy of a row of `organisations`; the usual one stands in for one that cannot be read."""
    return read_or(Policy(), lambda: _POLICY.decode(row.policy), f"policy of organisation {row.id}", faults)
