"""Somebody in an organisation, known by one or more chat accounts."""

from datetime import date, datetime, time
from enum import StrEnum

from readiness.domain.values.identity import PersonId
from readiness.domain.values.value import value


class Role(StrEnum):
    """What a person may do in the whole organisation; leads and owners get their rights from the initiative."""

    MEMBER = "member"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Standing(StrEnum):
    """How a person belongs. Only a member changes anything (rules.md, "Who may do what": outsiders)."""

    MEMBER = "member"
    GUEST = "guest"
    STRANGER = "stranger"
    BOT = "bot"
    DEACTIVATED = "deactivated"


@value(frozen=True, slots=True)
class ReminderChoice:
    """Whether and when a person is reminded; hours are wall-clock times in the person's timezone."""

    off: bool = False
    snoozed_until: datetime | None = None
    day_starts: time = time(9)
    day_ends: time = time(17)

    def silent_until(self, now: datetime) -> datetime | None:
        """Until when a snooze that has not ended lasts; None where there is none."""
        return self.snoozed_until if self.snoozed_until is not None and now < self.snoozed_until else None


@value(frozen=True, slots=True)
class Absence:
    """Local dates of the organisation, both included, on which somebody is away; `delegate` acts for them meanwhile.

    `has_begun` is set once the first day is there, so that rules need not ask for the date.
    """

    first: date
    last: date
    delegate: PersonId | None = None
    has_begun: bool = False


@value(frozen=True, slots=True)
class Person:
    """A person of one organisation. `timezone` is an IANA name."""

    id: PersonId
    name: str
    timezone: str = "UTC"
    role: Role = Role.MEMBER
    standing: Standing = Standing.MEMBER
    reminders: ReminderChoice = ReminderChoice()
    absence: Absence | None = None

    @property
    def is_member(self) -> bool:
        """Whether this person can be asked for anything and can sign."""
        return self.standing is Standing.MEMBER
