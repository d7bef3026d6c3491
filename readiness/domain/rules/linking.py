"""Two accounts become one person (docs/decisions/0014): whoever made the code stays, the other id leads there."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from readiness.domain.rights.permissions import Action, require_insider
from readiness.domain.rules.change import Act, Change, changed_gate
from readiness.domain.rules.organisation import Governed
from readiness.domain.rules.review import recount, without_vote
from readiness.domain.values.approval import ApprovalRule
from readiness.domain.values.contract import Contract, Refused, Signature, Terms, Version
from readiness.domain.values.fact import Fact, FactKind, Scalar
from readiness.domain.values.gate import Block, Decision, Gate, Progress, SignOff
from readiness.domain.values.identity import PersonId
from readiness.domain.values.incident import Incident
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import Absence, Role
from readiness.domain.values.refusals import AccountThere, CodeRefused, OtherSide
from readiness.domain.values.rework import Rework
from readiness.domain.values.value import value

Given = TypeVar("Given", SignOff, Signature, Refused)


@value(frozen=True, slots=True)
class Link:
    """`other` is `person` from now on."""

    person: PersonId
    other: PersonId

    def of(self, one: PersonId) -> PersonId:
        """Who that is now."""
        return self.person if one == self.other else one

    def maybe(self, one: PersonId | None) -> PersonId | None:
        """Likewise, where it can be nobody."""
        return None if one is None else self.of(one)

    def all(self, people: Iterable[PersonId]) -> frozenset[PersonId]:
        """Likewise, of several."""
        return frozenset(map(self.of, people))

    def fact(self) -> Fact:
        """What every record that it concerns says of it."""
        return Fact(FactKind.ACCOUNTS_LINKED, None, {"person": self.person, "other": self.other})


@value(frozen=True, slots=True)
class United:
    """An initiative in which one person went by two ids: with the ids exchanged, and what follows from that."""

    renamed: Initiative
    change: Change


def link(maker: PersonId, act: Act) -> Governed:
    """Make the actor and `maker`, who made the code that the actor typed, one person with the accounts of both.

    An administrator stays one. Raises `NotAllowed`, `OtherSide`, `CodeRefused` and `AccountThere`.
    """
    organisation = act.organisation
    require_insider(Action.LINK, act.actor, organisation)
    both = Link(maker, act.actor.id)
    if both.person == both.other:
        raise OtherSide
    if not organisation.can_act(maker):
        raise CodeRefused
    if any({maker, both.other} <= accounts.keys() for accounts in organisation.addresses.values()):
        raise AccountThere
    return Governed(_linked(organisation, both), (both.fact(),))


def unite(initiative: Initiative, both: Link, act: Act) -> United:
    """The initiative after that; `act` holds the organisation as it is from now on. No facts where nothing changes.

    Of two votes under one gate the later stands. A vote that separation of duties bars only now is void, but for a
    request for changes. What was settled by it is asked again, and what is in review is counted anew; a cancelled
    initiative is only renamed.
    """
    renamed = _renamed(initiative, both)
    change = Change(renamed, () if renamed == initiative else (both.fact(),))
    if initiative.standing is Life.CANCELLED:
        return United(renamed, change)
    for key, before in initiative.gates.items():
        for vote in _void(before, renamed.gates[key], both):
            change = change.then(_without(change.initiative, key, vote, act))
    for key, gate in change.initiative.gates.items():
        if gate.progress is Progress.IN_REVIEW:
            change = change.then(recount(change.initiative, key, act))
    return United(renamed, change)


# --- the organisation -------------------------------------------------------------------------------------------------


def _linked(organisation: Organisation, both: Link) -> Organisation:
    person, other = organisation.people[both.person], organisation.people[both.other]
    role = Role.ADMINISTRATOR if Role.ADMINISTRATOR in (person.role, other.role) else person.role
    away = person.absence or other.absence
    people = {id_: one for id_, one in organisation.people.items() if id_ != both.other}
    return replace(
        organisation,
        parties={key: _party(party, both) for key, party in organisation.parties.items()},
        people={
            id_: replace(one, absence=_absence(one.absence, id_, both))
            for id_, one in {**people, both.person: replace(person, role=role, absence=away)}.items()
        },
        addresses={
            workspace: {both.of(one): account for one, account in accounts.items()}
            for workspace, accounts in organisation.addresses.items()
        },
        merged={**{old: both.of(new) for old, new in organisation.merged.items()}, both.other: both.person},
    )


def _absence(absence: Absence | None, person: PersonId, both: Link) -> Absence | None:
    """Nobody stands in for themselves."""
    delegate = both.maybe(absence.delegate) if absence else None
    return absence and replace(absence, delegate=None if delegate == person else delegate)


def _party(party: Party, both: Link) -> Party:
    return replace(
        party, owner=both.maybe(party.owner), backup=both.maybe(party.backup), members=both.all(party.members)
    )


# --- an initiative: the ids -------------------------------------------------------------------------------------------


def _renamed(initiative: Initiative, both: Link) -> Initiative:
    return replace(
        initiative,
        lead=both.of(initiative.lead),
        sponsor=both.maybe(initiative.sponsor),
        backup=both.maybe(initiative.backup),
        handoff=_ownership(initiative.handoff, both),
        gates={key: _gate(gate, both) for key, gate in initiative.gates.items()},
        member_overrides={key: both.all(members) for key, members in initiative.member_overrides.items()},
        rework=tuple(_rework(item, both) for item in initiative.rework),
        incidents=tuple(_incident(incident, both) for incident in initiative.incidents),
        contract=_contract(initiative.contract, both),
        tellings=tuple(replace(one, person=both.of(one.person)) for one in initiative.tellings),
    )


def _incident(incident: Incident, both: Link) -> Incident:
    people = dict.fromkeys(map(both.of, incident.waived_by))
    return replace(incident, by=both.of(incident.by), waived_by=tuple(people))


def _ownership(ownership: Ownership, both: Link) -> Ownership:
    """Nobody has an open offer of what they own, or gets back what they hold."""
    owner, offered, previous = map(both.maybe, (ownership.owner, ownership.offered_to, ownership.previous))
    return replace(
        ownership,
        owner=owner,
        offered_to=None if offered == owner else offered,
        giver=both.maybe(ownership.giver),
        previous=None if previous == owner else previous,
        remark=ownership.remark and replace(ownership.remark, by=both.of(ownership.remark.by)),
    )


def _gate(gate: Gate, both: Link) -> Gate:
    evidence, ownership = gate.evidence, _ownership(gate.ownership, both)
    return replace(
        gate,
        ownership=ownership,
        backup=both.maybe(gate.backup),
        rule=_rule(gate.rule, both),
        evidence=evidence and replace(evidence, given_by=both.of(evidence.given_by)),
        contributors=both.all(gate.contributors),
        votes=tuple(_given(vote, both) for vote in gate.votes),
        block=gate.block and _block(gate.block, ownership.owner, both),
    )


def _block(block: Block, owner: PersonId | None, both: Link) -> Block:
    """Nobody waits for themselves."""
    waits_for = both.maybe(block.waits_for)
    return replace(block, by=both.of(block.by), waits_for=None if waits_for == owner else waits_for)


def _rework(item: Rework, both: Link) -> Rework:
    owner, ended_by = both.maybe(item.owner), both.maybe(item.ended_by)
    return replace(item, raised_by=both.of(item.raised_by), owner=owner, ended_by=ended_by)


def _contract(contract: Contract, both: Link) -> Contract:
    version, base = contract.version, contract.base
    return replace(contract, version=version and _version(version, both), base=base and _terms(base, both))


def _version(version: Version, both: Link) -> Version:
    return replace(
        version,
        terms=_terms(version.terms, both),
        opened_by=both.of(version.opened_by),
        signatures=tuple(_given(one, both) for one in version.signatures),
        refusals=tuple(_given(one, both) for one in version.refusals),
    )


def _given(one: Given, both: Link) -> Given:
    """Who answered in the place of their other account answered for themselves."""
    person, behalf = both.of(one.person), both.maybe(one.on_behalf_of)
    return replace(one, person=person, on_behalf_of=None if behalf == person else behalf)


def _terms(terms: Terms, both: Link) -> Terms:
    return replace(
        terms,
        handoff=both.maybe(terms.handoff),
        gates=tuple(replace(gate, owner=both.maybe(gate.owner)) for gate in terms.gates),
        parties=tuple(replace(party, people=both.all(party.people)) for party in terms.parties),
        live_data=terms.live_data and _rule(terms.live_data, both),
    )


def _rule(rule: ApprovalRule, both: Link) -> ApprovalRule:
    return replace(rule, groups=tuple(replace(group, people=both.all(group.people)) for group in rule.groups))


# --- an initiative: what follows --------------------------------------------------------------------------------------


def _void(before: Gate, renamed: Gate, both: Link) -> list[SignOff]:
    """The renamed votes that do not count any more, in the order of the votes."""
    cast = [(index, vote.person) for index, vote in enumerate(before.votes) if vote.person in (both.person, both.other)]
    latest = max((index for index, _ in cast), key=lambda index: (before.votes[index].at, index), default=None)
    was, now = _barred(before), _barred(renamed)
    return [
        renamed.votes[index]
        for index, voter in cast
        if index != latest
        or (before.votes[index].decision is not Decision.CHANGES and both.person in now and voter not in was)
    ]


def _barred(gate: Gate) -> frozenset[PersonId]:
    """Whom separation of duties keeps from signing."""
    return gate.contributors | ({gate.owner} if gate.owner else set())


def _without(initiative: Initiative, key: str, vote: SignOff, act: Act) -> Change:
    gate = initiative.gates[key]
    after = without_vote(initiative, gate, vote, act)
    data: dict[str, Scalar] = {"person": vote.person, "decision": str(vote.decision), "revision": vote.revision}
    return changed_gate(initiative, after, Fact(FactKind.SIGN_OFF_VOIDED, key, {**data, "because": "linked"}))
