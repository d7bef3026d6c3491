"""The deployment contract is composed, asked for, signed, refused, and overtaken by what changes (decision 0016)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from readiness.domain.rights.permissions import TABLE, Action, people_who_may, require_insider
from readiness.domain.rights.speaking import named_for, parties_of, speakers, spoken_for
from readiness.domain.rules.change import Act, Change, allow, reason, texts
from readiness.domain.rules.gate import describe
from readiness.domain.values.contract import (
    AnswerTerms,
    Contract,
    Difference,
    GateTerms,
    PartyTerms,
    PlannedDate,
    Refused,
    Signature,
    Terms,
    Version,
    Violation,
    difference,
)
from readiness.domain.values.fact import ON_BEHALF_OF, Fact, FactKind, Scalar
from readiness.domain.values.gate import Gate, Span, Subject
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.milestone import DEVELOPMENT_STARTED, MILESTONES
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.refusals import AlreadyDone, NobodyNamed, NothingToAgree, StaleContract
from readiness.domain.values.value import value

GIVEN = (Subject.SUCCESS_CRITERIA, Subject.INCIDENT_TEAM, Subject.FALLBACK)
"""What the contract holds as it was given for the gate that answers it."""

HANDOFF = "handoff"


@value(frozen=True, slots=True)
class PartyStand:
    """Where one party stands: who may speak for it now, and what it said to the version that holds."""

    key: str
    people: frozenset[PersonId]
    signature: Signature | None = None
    refused: Refused | None = None


@value(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How the contract stands: `terms` as they are now and, while nothing in it has changed, the `version` of them.

    `unassigned` are the gates, and None for the handoff, that keep it from being signed. `since` is what is different
    from version `base`: from what every party signed last, or was asked to; None without any.
    """

    terms: Terms
    version: Version | None
    parties: tuple[PartyStand, ...]
    unassigned: tuple[str | None, ...]
    base: int = 0
    since: Difference | None = None

    @property
    def waiting_for(self) -> tuple[PartyStand, ...]:
        """The parties that have not signed."""
        return tuple(party for party in self.parties if party.signature is None)


def agreement(initiative: Initiative, organisation: Organisation) -> Agreement:
    """How the contract of `initiative` stands."""
    terms, contract = terms_of(initiative, organisation), initiative.contract
    version = _current(contract, terms)
    stands = (
        PartyStand(
            party.key,
            speakers(party.key, initiative, organisation),
            version.signature_of(party.key) if version else None,
            version.refusal_of(party.key) if version else None,
        )
        for party in terms.parties
    )
    base, number = _base(contract)
    return Agreement(
        terms=terms,
        version=version,
        parties=tuple(stands),
        unassigned=unassigned(initiative),
        base=number,
        since=difference(base, terms) if base else None,
    )


def terms_of(initiative: Initiative, organisation: Organisation) -> Terms:
    """What would be agreed now. Who is named is the owner, else who it is offered to: accepting changes nothing."""
    gates = initiative.gates.values()
    answering = {gate.answers: gate for gate in gates if gate.answers is not None}
    live_data = answering.get(Subject.LIVE_DATA)
    handoff = initiative.handoff
    return Terms(
        handoff=handoff.owner or handoff.offered_to,
        gates=tuple([_gate_terms(gate) for gate in gates]),
        parties=tuple([PartyTerms(key, named_for(organisation.parties.get(key))) for key in parties_of(initiative)]),
        answers=tuple([_answer(subject, answering[subject]) for subject in GIVEN if subject in answering]),
        live_data=live_data.rule if live_data else None,
        dates=tuple(
            [
                PlannedDate(key, milestone.planned)
                for key in MILESTONES
                if (milestone := initiative.milestones.get(key)) is not None and milestone.planned is not None
            ]
        ),
    )


def unassigned(initiative: Initiative) -> tuple[str | None, ...]:
    """What nobody is named for: the handoff as None, then gates in checklist order."""
    handoff: tuple[str | None, ...] = (None,) if initiative.handoff.holder is None else ()
    return (*handoff, *(key for key, gate in initiative.gates.items() if gate.ownership.holder is None))


def ask(initiative: Initiative, act: Act) -> Change:
    """Open the next version, so that every party is asked to sign it.

    Raises `NotAllowed`, `AlreadyDone` while what holds has been asked for, `NobodyNamed` and `NothingToAgree`.
    """
    allow(Action.ASK_PARTIES, act, initiative, None)
    noticed = notice(initiative, act)
    version = noticed.initiative.contract.open_version
    if version is not None:
        raise _asked_already(noticed.initiative.contract, version)
    return noticed.then(_opened(noticed.initiative, act))


def sign(initiative: Initiative, act: Act, *, seen: str | None = None) -> Change:
    """Sign for every party that the actor speaks for and that has not signed; `seen` is the mark of the terms shown.

    The first signature opens the next version, the last one concludes it. Refused, in this order: outsiders; what is
    already so; who may not; what cannot be signed; a stale button.
    """
    change = _to_answer(initiative, act, seen)
    version = _open_version(change.initiative)
    given = [
        Signature(act.actor.id, parties, act.at, on_behalf_of=person)
        for person, parties in _unsigned(version, initiative, act).items()
    ]
    parties = {party for one in given for party in one.parties}
    after = replace(
        version,
        signatures=(*version.signatures, *given),
        refusals=tuple(one for one in version.refusals if not set(one.parties) <= parties),
    )
    facts = [
        _answered(FactKind.CONTRACT_SIGNED, version, one.parties, one.on_behalf_of, {"meaning": str(one.meaning)})
        for one in given
    ]
    signed = change.then(_with(change.initiative, after, *facts))
    return signed.then(_concluded(signed.initiative, after, act)) if after.is_complete else signed


def refuse(initiative: Initiative, act: Act, *, why: str, seen: str | None = None) -> Change:
    """Say why the parties that the actor speaks for, and that have not signed, will not; they can still sign later.

    Raises what `sign` raises, and `ReasonMissing`; no facts for what they said already.
    """
    change = _to_answer(initiative, act, seen)
    said = reason(why)
    version = _open_version(change.initiative)
    given = [
        Refused(act.actor.id, parties, act.at, said, on_behalf_of=person)
        for person, parties in _unsigned(version, initiative, act).items()
    ]
    parties = {party for one in given for party in one.parties}
    if {replace(one, at=act.at) for one in version.refusals} >= set(given):
        return change
    others = tuple(one for one in version.refusals if not set(one.parties) & parties)
    facts = [_answered(FactKind.CONTRACT_REFUSED, version, one.parties, one.on_behalf_of, {}, said) for one in given]
    return change.then(_with(change.initiative, replace(version, refusals=(*others, *given)), *facts))


def notice(initiative: Initiative, act: Act) -> Change:
    """End what was signed, or asked for, when scope, owners or criteria are no longer those of its version.

    What had been left open and is given now becomes part of the version: to change it later ends it.
    """
    contract = initiative.contract
    version = contract.open_version
    if version is None:
        return Change(initiative)
    terms = terms_of(initiative, act.organisation)
    found = difference(version.terms, terms)
    if not found.breaks:
        return Change(_filled_in(initiative, version, terms) if found.answered else initiative)
    signed = contract.signed
    if contract.is_signed:
        signed = (*signed[:-1], Span(signed[-1].start, act.at))
    data: dict[str, Scalar] = {"version": version.number, "was_signed": contract.is_signed, **_told(found)}
    after = replace(contract, version=replace(version, changed_at=act.at), signed=signed)
    return Change(replace(initiative, contract=after), (Fact(FactKind.CONTRACT_CHANGED, None, data),))


def _filled_in(initiative: Initiative, version: Version, terms: Terms) -> Initiative:
    after = replace(version, terms=replace(version.terms, answers=terms.answers))
    return replace(initiative, contract=replace(initiative.contract, version=after))


def noticed(before: Initiative | None, change: Change, act: Act) -> Change:
    """The change with what it means for the contract."""
    return change.then(notice(change.initiative, act))


def development_started(initiative: Initiative, day: date, act: Act) -> Change:
    """Record that development started on `day` without a signed contract, if so; once, whatever day is said later.

    What counts is the end of that day, or now while it lasts.
    """
    moment = min(act.organisation.calendar.end_of(day), act.at)
    if initiative.violations or initiative.contract.is_signed_at(moment):
        return Change(initiative)
    found = _violation(initiative.contract, day, moment, act.at)
    data: dict[str, Scalar] = {
        "milestone": DEVELOPMENT_STARTED,
        "day": day.isoformat(),
        "version": found.version,
        "unsigned": list(found.unsigned),
    }
    after = replace(initiative, violations=(*initiative.violations, found))
    return Change(after, (Fact(FactKind.CONTRACT_VIOLATED, None, data),))


# --- the terms --------------------------------------------------------------------------------------------------------


def _gate_terms(gate: Gate) -> GateTerms:
    ownership = gate.ownership
    return GateTerms(gate.key, gate.title, gate.party, ownership.owner or ownership.offered_to, gate.needed_by)


def _answer(subject: Subject, gate: Gate) -> AnswerTerms:
    return AnswerTerms(subject, gate.key, gate.revision, gate.evidence.content if gate.evidence else "")


def _base(contract: Contract) -> tuple[Terms | None, int]:
    """What a difference is told from: what every party signed last; while they never did, what they were asked last."""
    version = contract.version
    if version is None:
        return None, 0
    was_asked_last = version.changed_at is not None and not contract.signed
    if contract.base is None or version.is_complete or was_asked_last:
        return version.terms, version.number
    return contract.base, contract.base_number


def _current(contract: Contract, terms: Terms) -> Version | None:
    """The version of these very terms, also where nobody has noticed yet that they changed."""
    version = contract.open_version
    return None if version is None or difference(version.terms, terms).breaks else version


def _asked_already(contract: Contract, version: Version) -> AlreadyDone:
    if contract.is_signed:
        return AlreadyDone(contract="signed", at=contract.signed[-1].start)
    return AlreadyDone(contract="asked", at=version.opened_at)


# --- answering --------------------------------------------------------------------------------------------------------


def _to_answer(initiative: Initiative, act: Act, seen: str | None) -> Change:
    """The initiative with the version that the actor answers, opened if need be."""
    require_insider(Action.SIGN_CONTRACT, act.actor, act.organisation, initiative)
    found = notice(initiative, act)
    _refuse_signed(found.initiative, act)
    allow(Action.SIGN_CONTRACT, act, initiative, None)
    _refuse_unassigned(initiative, act)
    if seen is not None and seen != terms_of(initiative, act.organisation).mark:
        raise StaleContract(initiative=initiative.slug)
    if found.initiative.contract.open_version is not None:
        return found
    return found.then(_opened(found.initiative, act))


def _refuse_signed(initiative: Initiative, act: Act) -> None:
    """Raises `AlreadyDone` to whom every party that they speak for has signed."""
    version = initiative.contract.open_version
    mine = _voices(initiative, act)
    if version is None or not mine or set(mine) & set(version.missing):
        return
    latest = max(filter(None, map(version.signature_of, mine)), key=lambda one: one.at)
    raise AlreadyDone(contract="signed-by", by=latest.person, at=latest.at)


def _refuse_unassigned(initiative: Initiative, act: Act) -> None:
    if not initiative.gates:
        raise NothingToAgree
    missing = unassigned(initiative)
    if missing:
        people = people_who_may(Action.ASSIGN, act.organisation, initiative)
        keys = tuple(key for key in missing if key is not None)
        raise NobodyNamed(
            initiative=initiative.slug, gates=keys, handoff=None in missing, who=TABLE[Action.ASSIGN], people=people
        )


def _unsigned(version: Version, initiative: Initiative, act: Act) -> dict[PersonId | None, tuple[str, ...]]:
    """The parties that the actor can sign for and that have not signed, by whose voice it is (see `_voices`)."""
    voices: dict[PersonId | None, tuple[str, ...]] = {}
    for party, person in _voices(initiative, act).items():
        if party in version.missing:
            voices[person] = (*voices.get(person, ()), party)
    return voices


def _voices(initiative: Initiative, act: Act) -> dict[str, PersonId | None]:
    """The parties that the actor speaks for: None for themselves, else the person who is away and speaks for it."""
    voices: dict[str, PersonId | None] = {}
    for person in (act.actor.id, *act.organisation.represented_by(act.actor.id)):
        for party in spoken_for(person, initiative, act.organisation):
            voices.setdefault(party, None if person == act.actor.id else person)
    return voices


def _open_version(initiative: Initiative) -> Version:
    version = initiative.contract.open_version
    if version is None:
        raise ValueError("a version was to be open here")
    return version


def _opened(initiative: Initiative, act: Act) -> Change:
    _refuse_unassigned(initiative, act)
    contract, terms = initiative.contract, terms_of(initiative, act.organisation)
    last = contract.version
    version = Version(number=last.number + 1 if last else 1, terms=terms, opened_at=act.at, opened_by=act.actor.id)
    if last is not None and (last.is_complete or not contract.signed):
        contract = replace(contract, base=last.terms, base_number=last.number)
    after = replace(initiative, contract=replace(contract, version=version))
    return Change(after, (Fact(FactKind.CONTRACT_OPENED, None, {"version": version.number, **_recorded(terms)}),))


def _concluded(initiative: Initiative, version: Version, act: Act) -> Change:
    contract = replace(initiative.contract, signed=(*initiative.contract.signed, Span(act.at)))
    data: dict[str, Scalar] = {"version": version.number, "parties": [party.key for party in version.terms.parties]}
    return Change(replace(initiative, contract=contract), (Fact(FactKind.CONTRACT_CONCLUDED, None, data),))


def _with(initiative: Initiative, version: Version, *facts: Fact) -> Change:
    return Change(replace(initiative, contract=replace(initiative.contract, version=version)), facts)


# --- what the record keeps --------------------------------------------------------------------------------------------


def _answered(
    kind: FactKind,
    version: Version,
    parties: tuple[str, ...],
    person: PersonId | None,
    more: Mapping[str, Scalar],
    reason: str = "",
) -> Fact:
    behalf: dict[str, Scalar] = {} if person is None else {ON_BEHALF_OF: person}
    data: dict[str, Scalar] = {"version": version.number, "parties": list(parties), **more, **behalf}
    return Fact(kind, None, data, texts(reason=reason))


def _recorded(terms: Terms) -> dict[str, Scalar]:
    """The terms by ids, keys and evidence revisions: what was written of them stands in the record already."""
    return {
        "handoff": terms.handoff,
        "gates": [" ".join((gate.key, gate.party, gate.owner or "-", gate.needed_by or "-")) for gate in terms.gates],
        "parties": [" ".join((party.key, *sorted(party.people))) for party in terms.parties],
        "answers": [f"{one.subject} {one.gate} {one.revision}" for one in terms.answers],
        "live_data": describe(terms.live_data) if terms.live_data else [],
    }


def _told(found: Difference) -> dict[str, Scalar]:
    """What changed, by keys; what did not change is left out."""
    changed: dict[str, Iterable[str]] = {
        "gates_added": found.added,
        "gates_removed": found.removed,
        "gates_moved": (one.gate for one in found.moved),
        "owners": (one.gate or HANDOFF for one in found.owners),
        "parties_joined": found.joined,
        "parties_left": found.left,
        "parties": (one.party for one in found.speakers),
        "criteria": map(str, found.criteria),
    }
    return {name: keys for name, those in changed.items() if (keys := list(those))}


def _violation(contract: Contract, day: date, moment: datetime, at: datetime) -> Violation:
    """What stood at `moment`; of a version before the newest it is only known that not everybody had signed it."""
    version = contract.version
    if version is None or version.opened_at > moment:
        return Violation(day, at, version.number - 1 if version else 0)
    signed = {key for one in version.signatures if one.at <= moment for key in one.parties}
    unsigned = tuple(party.key for party in version.terms.parties if party.key not in signed)
    return Violation(day, at, version.number, unsigned, had_changed=not unsigned)
