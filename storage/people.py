"""People, parties and calendar: row ↔ value."""

from datetime import date, time

import orjson
from msgspec.json import Decoder

from readiness.domain.calendar import WorkingCalendar
from readiness.domain.identity import PersonId
from readiness.domain.organisation import Organisation, Party
from readiness.domain.person import Absence, Person, ReminderChoice, Role, Standing
from readiness.domain.policy import Policy
from storage.database import Row
from storage.types import json_text

_ABSENCE = Decoder(Absence)
_POLICY = Decoder(Policy)


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


def person_from(row: Row) -> Person:
    """The person of a row of `people`."""
    starts, ends = time.fromisoformat(row.day_starts), time.fromisoformat(row.day_ends)
    return Person(
        id=PersonId(row.id),
        name=row.name,
        timezone=row.timezone,
        role=Role(row.role),
        standing=Standing(row.standing),
        reminders=ReminderChoice(row.reminders_off, row.snoozed_until, starts, ends),
        absence=None if row.absence is None else _ABSENCE.decode(row.absence),
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
        "holidays": json_text(organisation.calendar.holidays),
        "default_template": organisation.default_template,
        "head_sequence": organisation.head.sequence,
        "head_hash": organisation.head.hash,
        "head_at": organisation.head.at,
        "absorbed_by": organisation.absorbed_by,
        "policy": json_text(organisation.policy),
    }


def calendar_from(row: Row) -> WorkingCalendar:
    """The calendar of a row of `organisations`."""
    holidays = frozenset(map(date.fromisoformat, orjson.loads(row.holidays)))
    return WorkingCalendar(row.timezone, frozenset(orjson.loads(row.weekend)), holidays)


def policy_from(row: Row) -> Policy:
    """The policy of a row of `organisations`."""
    return _POLICY.decode(row.policy)
