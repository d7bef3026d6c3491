"""What an organisation decides about its chase: how long each of a chain has, and how often owners are asked again."""

from dataclasses import replace
from datetime import date, timedelta

from readiness.domain.values.value import Term, value

MOST_DAYS = 60
"""Working days after which even the last of a chain is told."""

MOST_WEEKS = 52
"""Weeks within which every owner is asked again, where they are asked at all."""


class Place(Term):
    """Where somebody stands in a chain of people who are told one after the other.

    `ASKED` are those a next step is with, `ASKER` is who asked them. The backups and the lead stand in for the owner of
    the party and of the handoff; an administrator for a chain in which nobody is left.
    """

    OWNER = "owner"
    ASKED = "asked"
    ASKER = "asker"
    BACKUP = "backup"
    PARTY_OWNER = "party-owner"
    PARTY_BACKUP = "party-backup"
    HANDOFF_OWNER = "handoff-owner"
    HANDOFF_BACKUP = "handoff-backup"
    LEAD = "lead"
    SPONSOR = "sponsor"
    ADMINISTRATOR = "administrator"


SETTABLE: tuple[Place, ...] = (Place.BACKUP, Place.PARTY_OWNER, Place.HANDOFF_OWNER, Place.SPONSOR)
"""The places whose wait an organisation chooses, in the order in which they are told."""


@value(frozen=True, slots=True)
class EscalationPolicy:
    """How many working days after it became overdue each next one of the chain is told too.

    The chain is owner, backup, party owner, handoff owner, sponsor.
    """

    backup: int = 2
    party_owner: int = 4
    handoff_owner: int = 6
    sponsor: int = 10

    def wait(self, place: Place) -> int:
        """The working days of a place that can be set."""
        return self.waits()[SETTABLE.index(place)]

    def waits(self) -> tuple[int, ...]:
        """The working days of all such places, in their order."""
        return self.backup, self.party_owner, self.handoff_owner, self.sponsor

    def with_wait(self, place: Place, days: int) -> "EscalationPolicy":
        """The policy with that place told after `days`; whether the order holds is for the rule to say."""
        return replace(self, **{place.replace("-", "_"): days})


@value(frozen=True, slots=True)
class Policy:
    """The organisation's own choices. `reconfirm_weeks` is how often an owner is asked again; 0 is never."""

    escalation: EscalationPolicy = EscalationPolicy()
    reconfirm_weeks: int = 6

    def asks_again(self, confirmed: date) -> date | None:
        """The local date from which an owner is asked who said on the day `confirmed` that it is theirs; None never."""
        return confirmed + timedelta(weeks=self.reconfirm_weeks) if self.reconfirm_weeks else None
