"""The tenant boundary: its calendar, its parties and the people in it."""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date

from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.identity import OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.person import Absence, Person, Role, Standing
from readiness.domain.values.policy import Policy
from readiness.domain.values.record import Head
from readiness.domain.values.value import value


@value(frozen=True, slots=True)
class Party:
    """A group with a stake. A vote counts by the membership at that moment."""

    key: str
    name: str
    owner: PersonId | None = None
    backup: PersonId | None = None
    members: frozenset[PersonId] = frozenset()

    @property
    def everybody(self) -> frozenset[PersonId]:
        """Members with owner and backup, who belong to the party whether or not they were listed again."""
        return self.members | {person for person in (self.owner, self.backup) if person is not None}


@value(frozen=True, slots=True)
class Organisation:
    """One tenant: nothing in it refers to another. `people` holds everybody ever seen, outsiders included.

    `addresses` gives, per workspace, the chat account by which a person is known there; `merged` leads from an id that
    an account had before it was linked to the person it belongs to; `version` grows with every change to anything in
    here; `head` is the end of the organisation's own record. One that was joined to another is left as a tombstone:
    `absorbed_by` says to which. `holiday_names` are those of the calendar's holidays that were given one.
    """

    id: OrganisationId
    name: str
    calendar: WorkingCalendar = WorkingCalendar()
    parties: Mapping[str, Party] = field(default_factory=dict)
    people: Mapping[PersonId, Person] = field(default_factory=dict)
    addresses: Mapping[WorkspaceId, Mapping[PersonId, str]] = field(default_factory=dict)
    default_template: str = "ai-model-to-production"
    version: int = 0
    head: Head = field(default_factory=Head)
    merged: Mapping[PersonId, PersonId] = field(default_factory=dict)
    absorbed_by: OrganisationId | None = None
    policy: Policy = Policy()
    holiday_names: Mapping[date, str] = field(default_factory=dict)
    _acting: dict[tuple[str, ...], frozenset[PersonId]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _sorted_by: dict[PersonId, tuple[str, PersonId]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _namesakes: list[Mapping[PersonId, str]] = field(default_factory=list, init=False, repr=False, compare=False)
    _absences: list[Mapping[PersonId, Absence]] = field(default_factory=list, init=False, repr=False, compare=False)
    _away: list[Mapping[PersonId, PersonId | None]] = field(default_factory=list, init=False, repr=False, compare=False)

    def person(self, person_id: PersonId) -> Person:
        """The person with that id, now or before they linked their accounts.

        One who was erased is shown as "Somebody" rather than failing a message.
        """
        return self.people.get(person_id) or self._linked(person_id) or Person(id=person_id, name="Somebody")

    def workspaces_of(self, person_id: PersonId) -> tuple[WorkspaceId, ...]:
        """The workspaces in which that person has an account, always in the same order."""
        return tuple(one for one, people in sorted(self.addresses.items()) if person_id in people)

    def is_member(self, person_id: PersonId) -> bool:
        """Whether that person is known and an active member."""
        person = self.people.get(person_id) or self._linked(person_id)
        return person is not None and person.is_member

    def can_act(self, person_id: PersonId) -> bool:
        """Whether that person changes anything at all: an active member who is not an auditor."""
        person = self.people.get(person_id)
        return person is not None and person.is_member and person.role is not Role.AUDITOR

    @property
    def absences(self) -> Mapping[PersonId, Absence]:
        """Everybody's days away, those to come as well; derived once."""
        if not self._absences:
            people = self.people.values()
            self._absences.append({one.id: one.absence for one in people if one.absence is not None})
        return self._absences[0]

    @property
    def away(self) -> Mapping[PersonId, PersonId | None]:
        """Who could act and is away now, each with the delegate they named; derived once."""
        if not self._away:
            begun = {one: absence.delegate for one, absence in self.absences.items() if absence.has_begun}
            self._away.append({one: delegate for one, delegate in begun.items() if self.can_act(one)})
        return self._away[0]

    def stand_in(self, person_id: PersonId) -> PersonId | None:
        """Who acts for that person now: the delegate of somebody away, if that one can act and is not away as well."""
        delegate = self.away.get(person_id)
        return delegate if delegate is not None and delegate not in self.away and self.can_act(delegate) else None

    def represented_by(self, person_id: PersonId) -> tuple[PersonId, ...]:
        """For whom that person acts now, always in the same order."""
        return tuple(sorted(one for one in self.away if self.stand_in(one) == person_id))

    def acting_members(self, parties: tuple[str, ...]) -> frozenset[PersonId]:
        """Those of some parties who can act, derived once: every status asks for them several times."""
        acting = self._acting.get(parties)
        if acting is None:
            known = [self.parties[key].everybody for key in parties if key in self.parties]
            acting = self._acting[parties] = frozenset(filter(self.can_act, frozenset[PersonId]().union(*known)))
        return acting

    def told_apart(self, person_id: PersonId) -> str:
        """What tells that person from others of the same name; empty where nobody else is called so. Derived once.

        The party that only they are in among them, else the end of their account.
        """
        if not self._namesakes:
            called: dict[str, list[PersonId]] = {}
            for one in self.people.values():
                if one.standing in (Standing.MEMBER, Standing.DEACTIVATED):
                    called.setdefault(one.name.casefold(), []).append(one.id)
            several = (same for same in called.values() if len(same) > 1)
            self._namesakes.append({one: self._apart(one, same) for same in several for one in same})
        return self._namesakes[0].get(person_id, "")

    def _apart(self, person_id: PersonId, same: list[PersonId]) -> str:
        for party in self.parties.values():
            if party.everybody.intersection(same) == {person_id}:
                return party.name
        accounts = [known[person_id] for _, known in sorted(self.addresses.items()) if person_id in known]
        return f"…{(accounts or [person_id])[0][-4:]}"

    def by_name(self, persons: Iterable[PersonId]) -> list[PersonId]:
        """Those people by alphabet, namesakes by id; what each is sorted by is derived once."""
        wanted, keys = list(persons), self._sorted_by
        for person in wanted:
            if person not in keys:
                keys[person] = (self.person(person).name.casefold(), person)
        wanted.sort(key=keys.__getitem__)
        return wanted

    def _linked(self, old: PersonId) -> Person | None:
        now = self.merged.get(old)
        return None if now is None else self.people.get(now)

    def with_party(self, party: Party) -> "Organisation":
        """The organisation with `party` added or replaced."""
        return replace(self, parties={**self.parties, party.key: party})

    def with_person(self, person: Person) -> "Organisation":
        """The organisation with `person` added or replaced."""
        return replace(self, people={**self.people, person.id: person})
