"""The deployment contract: what every party agrees on before development, who signed it, and what became of it.

The rules by which it is asked for, signed and overtaken are in `agreeing.py`.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime

from readiness.domain.values.approval import ApprovalRule, Meaning
from readiness.domain.values.gate import Span, Subject
from readiness.domain.values.identity import PersonId
from readiness.domain.values.value import value


@value(frozen=True, slots=True)
class GateTerms:
    """One gate as it is agreed: who is named for it, and the milestone it is needed by."""

    key: str
    title: str
    party: str
    owner: PersonId | None
    needed_by: str | None


@value(frozen=True, slots=True)
class PartyTerms:
    """Who speaks for a party that holds or signs a gate; nobody named stands for any member of it."""

    key: str
    people: frozenset[PersonId]


@value(frozen=True, slots=True)
class AnswerTerms:
    """What was given for a gate that answers a question; revision 0 is nothing yet."""

    subject: Subject
    gate: str
    revision: int = 0
    content: str = ""


@value(frozen=True, slots=True)
class PlannedDate:
    """The local date a milestone is planned for."""

    milestone: str
    day: date


@value(frozen=True, slots=True)
class Terms:
    """What is agreed. `live_data` is who signs before live data, None where the checklist has no such gate.

    Gates, parties and answers stand in checklist order. `dates` are shown with it and agreed by nobody: they move
    every week.
    """

    handoff: PersonId | None
    gates: tuple[GateTerms, ...]
    parties: tuple[PartyTerms, ...]
    answers: tuple[AnswerTerms, ...] = ()
    live_data: ApprovalRule | None = None
    dates: tuple[PlannedDate, ...] = ()

    @property
    def mark(self) -> str:
        """Twelve hex digits that change with all of it but the dates: what a button that carries them has shown."""
        content = [
            self.handoff,
            sorted([gate.key, gate.title, gate.party, gate.owner or "", gate.needed_by or ""] for gate in self.gates),
            sorted([party.key, *sorted(party.people)] for party in self.parties),
            sorted([str(one.subject), one.gate, str(one.revision), one.content] for one in self.answers),
            self.live_data and self.live_data.mark,
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]


@value(frozen=True, slots=True)
class GateMoved:
    """A gate that belongs to another party or is needed by another milestone, each as it was and as it is."""

    gate: str
    parties: tuple[str, str]
    milestones: tuple[str | None, str | None]


@value(frozen=True, slots=True)
class OwnerChanged:
    """Somebody else is named for a gate, or for the handoff where `gate` is None."""

    gate: str | None
    before: PersonId | None
    after: PersonId | None


@value(frozen=True, slots=True)
class SpeakersChanged:
    """Other people speak for a party; nobody stands for any member of it."""

    party: str
    before: frozenset[PersonId]
    after: frozenset[PersonId]


@value(frozen=True, slots=True)
class DateMoved:
    """A milestone is planned for another local date."""

    milestone: str
    before: date | None
    after: date | None


@value(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is different between two terms. A gate that was taken off and added with another title is both.

    `joined` and `left` are parties that hold or sign a gate now, and did before. `answered` is what had been left open
    and is given now.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[GateMoved, ...] = ()
    owners: tuple[OwnerChanged, ...] = ()
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    speakers: tuple[SpeakersChanged, ...] = ()
    criteria: tuple[Subject, ...] = ()
    answered: tuple[Subject, ...] = ()
    dates: tuple[DateMoved, ...] = ()

    @property
    def breaks(self) -> bool:
        """Whether everybody has to sign again: scope, owners or criteria are not what they were."""
        scope = self.added or self.removed or self.moved or self.joined or self.left
        return bool(scope or self.owners or self.speakers or self.criteria)


def difference(before: Terms, after: Terms) -> Difference:
    """What is different in `after`."""
    old = {(gate.key, gate.title): gate for gate in before.gates}
    new = {(gate.key, gate.title): gate for gate in after.gates}
    both = [(old[name], gate) for name, gate in new.items() if name in old]
    handoff = [OwnerChanged(None, before.handoff, after.handoff)] if before.handoff != after.handoff else []
    return Difference(
        added=tuple(gate.key for name, gate in new.items() if name not in old),
        removed=tuple(gate.key for name, gate in old.items() if name not in new),
        moved=tuple(
            GateMoved(gate.key, (was.party, gate.party), (was.needed_by, gate.needed_by))
            for was, gate in both
            if (was.party, was.needed_by) != (gate.party, gate.needed_by)
        ),
        owners=(
            *handoff,
            *(OwnerChanged(gate.key, was.owner, gate.owner) for was, gate in both if was.owner != gate.owner),
        ),
        joined=_only_first(after.parties, before.parties),
        left=_only_first(before.parties, after.parties),
        speakers=_speakers_changed(before.parties, after.parties),
        criteria=_criteria_changed(before, after),
        answered=_filled_in(before, after),
        dates=_dates_moved(before.dates, after.dates),
    )


@value(frozen=True, slots=True)
class Signature:
    """By which somebody signed for the parties they speak for, or for those of `on_behalf_of`, who was away."""

    person: PersonId
    parties: tuple[str, ...]
    at: datetime
    meaning: Meaning = Meaning.RESPONSIBILITY
    on_behalf_of: PersonId | None = None


@value(frozen=True, slots=True)
class Refused:
    """Somebody would not sign for the parties they speak for, or for those of `on_behalf_of`, and why."""

    person: PersonId
    parties: tuple[str, ...]
    at: datetime
    reason: str
    on_behalf_of: PersonId | None = None


@value(frozen=True, slots=True, kw_only=True)
class Version:
    """One snapshot of the terms with what the parties said to it; they count until `changed_at`.

    `refusals` are those of parties that have not signed since.
    """

    number: int
    terms: Terms
    opened_at: datetime
    opened_by: PersonId
    signatures: tuple[Signature, ...] = ()
    refusals: tuple[Refused, ...] = ()
    changed_at: datetime | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The parties that have not signed it, in checklist order."""
        signed = {party for signature in self.signatures for party in signature.parties}
        return tuple([party.key for party in self.terms.parties if party.key not in signed])

    @property
    def is_complete(self) -> bool:
        """Whether every party has signed it."""
        return bool(self.terms.parties) and not self.missing

    def signature_of(self, party: str) -> Signature | None:
        """The signature given for that party."""
        return next((one for one in self.signatures if party in one.parties), None)

    def refusal_of(self, party: str) -> Refused | None:
        """The refusal of that party."""
        return next((one for one in self.refusals if party in one.parties), None)


@value(frozen=True, slots=True)
class Contract:
    """The newest version, and when one was in force that every party had signed.

    `base` are the terms that `version` is compared with, of number `base_number`: what every party signed last before
    it; while they never did, those of the version before.
    """

    version: Version | None = None
    base: Terms | None = None
    base_number: int = 0
    signed: tuple[Span, ...] = ()

    @property
    def is_signed(self) -> bool:
        """Whether every party has signed what holds now."""
        return bool(self.signed) and self.signed[-1].end is None

    @property
    def open_version(self) -> Version | None:
        """The newest version while nothing in it has changed."""
        return self.version if self.version is not None and self.version.changed_at is None else None

    def is_signed_at(self, instant: datetime) -> bool:
        """Whether it was so at `instant`."""
        return any(span.start <= instant and (span.end is None or instant < span.end) for span in self.signed)


@value(frozen=True, slots=True)
class Violation:
    """Development started on the local date `day` without a signed contract, recorded for good.

    `version` is the one that stood then, 0 where nobody had been asked; `unsigned` are the parties that had not signed
    it; `had_changed` when every party had, and it was changed before that day.
    """

    day: date
    at: datetime
    version: int = 0
    unsigned: tuple[str, ...] = ()
    had_changed: bool = False


def _only_first(ones: Iterable[PartyTerms], others: Iterable[PartyTerms]) -> tuple[str, ...]:
    known = {party.key for party in others}
    return tuple(party.key for party in ones if party.key not in known)


def _speakers_changed(before: Iterable[PartyTerms], after: Iterable[PartyTerms]) -> tuple[SpeakersChanged, ...]:
    """Of the parties that are in both."""
    old = {party.key: party.people for party in before}
    return tuple(
        SpeakersChanged(party.key, old[party.key], party.people)
        for party in after
        if party.key in old and old[party.key] != party.people
    )


def _criteria_changed(before: Terms, after: Terms) -> tuple[Subject, ...]:
    filled_in = _filled_in(before, after)
    changed = [subject for subject in _answers_changed(before, after) if subject not in filled_in]
    marks = [rule and rule.mark for rule in (before.live_data, after.live_data)]
    return (*changed, *((Subject.LIVE_DATA,) if marks[0] != marks[1] else ()))


def _filled_in(before: Terms, after: Terms) -> tuple[Subject, ...]:
    """What is given for the first time, where the checklist asks for it only after development started.

    Success criteria are needed by then, so everybody has to see them before they sign.
    """
    old = {one.subject: one for one in before.answers}
    kept = {one.subject for one in after.answers}
    return tuple(
        subject
        for subject in _answers_changed(before, after)
        if subject is not Subject.SUCCESS_CRITERIA and subject in kept and subject in old and old[subject].revision == 0
    )


def _answers_changed(before: Terms, after: Terms) -> list[Subject]:
    old = {one.subject: one for one in before.answers}
    new = {one.subject: one for one in after.answers}
    return [subject for subject in dict.fromkeys((*old, *new)) if old.get(subject) != new.get(subject)]


def _dates_moved(before: Iterable[PlannedDate], after: Iterable[PlannedDate]) -> tuple[DateMoved, ...]:
    old, new = ({one.milestone: one.day for one in dates} for dates in (before, after))
    return tuple(
        DateMoved(key, old.get(key), new.get(key))
        for key in dict.fromkeys((*old, *new))
        if old.get(key) != new.get(key)
    )
