"""The organisation that is measured: its people, and initiatives in every state that a checklist goes through."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bench import pressed
from bench.signed import TEAM
from readiness.domain.rules.change import Act
from readiness.domain.rules.initiative import Proposal, start
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.gate import (
    Block,
    ChangesReason,
    Decision,
    Evidence,
    Gate,
    Progress,
    SignOff,
    Span,
    Waiver,
)
from readiness.domain.values.identity import InitiativeId, OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.initiative import Home, Initiative, Money
from readiness.domain.values.milestone import MODEL_COMPLETE
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import Person, Role
from readiness.domain.values.template import Template
from readiness.usecases.frame.ports import Workspace

ORGANISATION = OrganisationId("0" * 32)
WORKSPACE = WorkspaceId("1" * 32)
HOME = Workspace(WORKSPACE, ORGANISATION, "slack", TEAM, "Bench")
TENANT = Workspace(WorkspaceId("2" * 32), ORGANISATION, "teams", pressed.TENANT, "Bench")
"""The same people in Teams."""

HEADCOUNT = 60
ASKER = 0
"""Who types: a member, the lead of every initiative."""

PROTOTYPES = 48
"""Initiatives that differ from each other; all others are copies of them under names of their own."""


def account(number: int) -> str:
    """The Slack id of that person."""
    return f"U{number:08d}"


def organisation(template: Template) -> Organisation:
    """Sixty people; every party of the checklist has an owner, a backup and six members."""
    people = [_person(number) for number in range(HEADCOUNT)]
    parties = {
        party.key: Party(party.key, party.name, *_heads(index), members=_members(index))
        for index, party in enumerate(template.parties)
    }
    return Organisation(
        id=ORGANISATION,
        name="Bench",
        calendar=WorkingCalendar("Europe/Berlin"),
        parties=parties,
        people={person.id: person for person in people},
        addresses={
            WORKSPACE: {person.id: account(number) for number, person in enumerate(people)},
            TENANT.id: {person.id: pressed.account(number) for number, person in enumerate(people)},
        },
    )


def prototype(number: int, template: Template, home: Organisation, now: datetime) -> Initiative:
    """An initiative begun weeks ago and somewhere on its way, its 18 gates in mixed states."""
    began = now - timedelta(days=20 + 2 * number)
    act = Act(home.person(_id(ASKER)), began, home)
    planned = {
        milestone: began.date() + timedelta(days=21 * (place + 1)) for place, milestone in enumerate(_dated(template))
    }
    proposal = Proposal(
        name=f"Prototype {number}",
        home=Home(WORKSPACE, f"P{number}"),
        handoff_owner=_id(number % HEADCOUNT),
        planned=planned,
        value_per_week=Money(Decimal(5000 + 100 * number), "EUR") if number % 3 else None,
        sponsor=_id(59),
    )
    known = InitiativeId(f"prototype-{number:02}")
    fresh = start(proposal, template, act, id=known, slug=known).initiative
    states = [(number + 5 * place) % len(STATES) for place in range(len(fresh.gates))]
    gates = [_advanced(*one, began) for one in zip(fresh.gates.values(), states, strict=True)]
    milestones = dict(fresh.milestones)
    for milestone in list(milestones)[: number % 5]:
        milestones[milestone] = replace(milestones[milestone], actual=planned[milestone])
    handoff = replace(fresh.handoff, owner=_id(number % HEADCOUNT), offered_to=None) if number % 4 else fresh.handoff
    return replace(fresh, gates={gate.key: gate for gate in gates}, milestones=milestones, handoff=handoff, version=1)


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


def _id(number: int) -> PersonId:
    return PersonId(f"{number:032x}")


def _person(number: int) -> Person:
    role = Role.ADMINISTRATOR if number == ASKER else Role.MEMBER
    return Person(_id(number), f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {number}", "Europe/Berlin", role)


def _heads(party: int) -> tuple[PersonId, PersonId]:
    return _id(1 + 8 * party), _id(2 + 8 * party)


def _members(party: int) -> frozenset[PersonId]:
    return frozenset(_id(3 + 8 * party + member) for member in range(6))


def _dated(template: Template) -> list[str]:
    """The milestones its gates are needed by, and when the model is complete."""
    named = dict.fromkeys(gate.needed_by for gate in template.gates if gate.needed_by)
    return list(dict.fromkeys([*named, MODEL_COMPLETE]))


def _advanced(gate: Gate, state: int, began: datetime) -> Gate:
    """The gate as it is after somebody did what `state` stands for."""
    return STATES[state](gate, began + timedelta(days=3 + state))


def _unassigned(gate: Gate, at: datetime) -> Gate:
    return replace(gate, ownership=Ownership(since=at))


def _offered(gate: Gate, at: datetime) -> Gate:
    return replace(gate, ownership=replace(gate.ownership, since=at))


def _accepted(gate: Gate, at: datetime) -> Gate:
    holder = gate.ownership.offered_to or gate.ownership.owner
    return replace(gate, ownership=Ownership(since=at, owner=holder, giver=gate.ownership.giver))


def _given(gate: Gate, at: datetime) -> Gate:
    held = _accepted(gate, at)
    giver = held.ownership.owner or _id(ASKER)
    evidence = Evidence(1, f"https://wiki.bench.test/evidence/{gate.key}", giver, at)
    return replace(held, revision=1, evidence=evidence, contributors=frozenset({giver}))


def _in_review(gate: Gate, at: datetime) -> Gate:
    return replace(_given(gate, at), progress=Progress.IN_REVIEW, progress_since=at, asks=1)


def _half_signed(gate: Gate, at: datetime) -> Gate:
    return replace(_in_review(gate, at), votes=(_vote(gate, Decision.APPROVE, at),))


def _returned(gate: Gate, at: datetime) -> Gate:
    vote = replace(_vote(gate, Decision.CHANGES, at), comment="Name the sources", reason=ChangesReason.LINEAGE)
    return replace(_given(gate, at), progress=Progress.CHANGES_REQUESTED, progress_since=at, votes=(vote,))


def _signed_off(gate: Gate, at: datetime) -> Gate:
    votes = (_vote(gate, Decision.APPROVE, at),)
    settled = (Span(at),)
    return replace(_given(gate, at), progress=Progress.SIGNED_OFF, progress_since=at, votes=votes, settled=settled)


def _not_applicable(gate: Gate, at: datetime) -> Gate:
    return replace(_accepted(gate, at), progress=Progress.NOT_APPLICABLE, progress_since=at, settled=(Span(at),))


def _waived(gate: Gate, at: datetime) -> Gate:
    until = at + timedelta(days=200)
    waiver = Waiver("Accepted for the pilot", "Manual review every week", until.date())
    settled = (Span(at, until),)
    return replace(_given(gate, at), progress=Progress.WAIVED, progress_since=at, waiver=waiver, settled=settled)


def _blocked(gate: Gate, at: datetime) -> Gate:
    return replace(_accepted(gate, at), block=Block("Access to the cluster is missing", _id(ASKER), at))


def _vote(gate: Gate, decision: Decision, at: datetime) -> SignOff:
    return SignOff(_id(4), decision, gate.rule.meaning, 1, at)


STATES: tuple[Callable[[Gate, datetime], Gate], ...] = (
    _unassigned,
    _offered,
    _accepted,
    _given,
    _in_review,
    _half_signed,
    _returned,
    _signed_off,
    _signed_off,
    _signed_off,
    _not_applicable,
    _waived,
    _blocked,
)
"""What may have happened to a gate; signing off most often."""

FIRST_NAMES = ("Ana", "Ben", "Chi", "Dee", "Eli", "Gus", "Hana", "Ida", "Jon", "Kim")
