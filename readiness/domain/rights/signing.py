"""Who may sign a gate now, whom it still waits for, and whether it is signed."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from types import MappingProxyType

from readiness.domain.values.approval import Group, GroupTally, members_of, still_asked, tally, unreachable
from readiness.domain.values.gate import Decision, Gate
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.value import value


@value(frozen=True, slots=True)
class Review:
    """How the votes on a gate stand. `waiting_for` are those whose signature is asked for now.

    `in_place_of` gives, for each delegate who is among those who may sign, whose place they take.
    """

    groups: tuple[GroupTally, ...]
    waiting_for: frozenset[PersonId]
    in_place_of: Mapping[PersonId, PersonId] = field(default_factory=dict)

    @property
    def is_met(self) -> bool:
        """Whether every group has what it needs."""
        return bool(self.groups) and all(group.is_met for group in self.groups)


def party_members(initiative: Initiative, organisation: Organisation) -> Mapping[str, frozenset[PersonId]]:
    """Each party's people at this moment, an initiative's own members standing in for the organisation's."""
    members = {key: party.everybody for key, party in organisation.parties.items()}
    return {**members, **initiative.member_overrides}


def reviewing_party(gate: Gate, person: PersonId, initiative: Initiative, organisation: Organisation) -> str:
    """For which party that person reviews `gate`: the first of its rule that they are in, else the gate's own."""
    members = party_members(initiative, organisation)
    named = (key for group in gate.rule.groups for key in group.parties)
    return next((key for key in named if person in members.get(key, ())), gate.party)


def can_act(person: PersonId, organisation: Organisation) -> bool:
    """Whether that person changes anything at all: an active member who is not an auditor."""
    return organisation.can_act(person)


def may_sign(gate: Gate, initiative: Initiative, organisation: Organisation) -> frozenset[PersonId]:
    """The active members of the rule's groups whom separation of duties leaves (rules.md, "Who may do what").

    Taken out are the gate's owner, everybody who gave evidence for the present revision, and their delegates. Added are
    the delegates of those who are away, who may sign themselves all the same.
    """
    signers = _signers(gate, initiative, organisation)
    return frozenset[PersonId]().union(*signers.groups, signers.places.values())


def place_of(person: PersonId, gate: Gate, initiative: Initiative, organisation: Organisation) -> PersonId | None:
    """Whose place `person` takes in signing this gate; None for who signs it for themselves, or not at all."""
    places = _signers(gate, initiative, organisation).places
    return next((away for away, delegate in places.items() if delegate == person), None)


def signs_for(person: PersonId, gate: Gate, initiative: Initiative, organisation: Organisation) -> PersonId:
    """Who is asked instead of `person`: the delegate who takes their place in signing this gate, else they themselves.

    A delegate takes one place at most, and none where they sign in their own right, are barred, or have voted already:
    one person votes once. A delegate's vote keeps the place after the person is back, until they vote themselves.
    """
    return _signers(gate, initiative, organisation).places.get(person, person)


def review(
    gate: Gate, initiative: Initiative, organisation: Organisation, decision: Decision = Decision.APPROVE
) -> Review:
    """How far `gate` is towards `decision`, counting only votes of people who may still sign.

    Where everybody who is asked has voted, but not alike, all of them are asked again: one has to change their mind.
    """
    signers = _signers(gate, initiative, organisation)
    eligible, in_place_of = signers.present, signers.in_place_of
    if not gate.votes:
        groups = tally(gate.rule, eligible, frozenset())
        return Review(groups, still_asked(groups, ordered=gate.rule.ordered), in_place_of)
    groups = tally(gate.rule, eligible, _approving(gate, decision, eligible))
    asked = still_asked(groups, ordered=gate.rule.ordered)
    return Review(groups, asked.difference([vote.person for vote in gate.votes]) or asked, in_place_of)


def missing_groups(gate: Gate, initiative: Initiative, organisation: Organisation) -> tuple[GroupTally, ...]:
    """The groups that cannot reach their number, whoever signs; empty when the gate can be signed off."""
    return unreachable(gate.rule, _signers(gate, initiative, organisation).present)


_NOBODY_AWAY: Mapping[PersonId, PersonId] = MappingProxyType({})


@value(frozen=True, slots=True)
class _Signers:
    """Who may sign for each group of a rule in their own right, and which delegate takes whose place among them."""

    groups: list[frozenset[PersonId]]
    places: Mapping[PersonId, PersonId]

    @property
    def present(self) -> list[frozenset[PersonId]]:
        """The groups with each delegate in the place they take, so that their numbers stay."""
        if not self.places:
            return self.groups
        return [frozenset([self.places.get(one, one) for one in group]) for group in self.groups]

    @property
    def in_place_of(self) -> Mapping[PersonId, PersonId]:
        """Whose place each of those delegates takes."""
        return {delegate: away for away, delegate in self.places.items()} if self.places else _NOBODY_AWAY


def _signers(gate: Gate, initiative: Initiative, organisation: Organisation) -> _Signers:
    """Who can act, but the gate's owner, whoever gave its evidence, and the delegates of those."""
    owner = gate.ownership.owner
    barred = gate.contributors if owner is None else gate.contributors | {owner}
    away = organisation.away
    if away:
        barred = barred.union([delegate for one in barred if (delegate := away.get(one)) is not None])
    groups = [_acting(group, initiative, organisation) - barred for group in gate.rule.groups]
    if not away and all(vote.on_behalf_of is None for vote in gate.votes):
        return _Signers(groups, _NOBODY_AWAY)
    return _Signers(groups, _places(gate, frozenset().union(*groups), barred, organisation))


def _places(
    gate: Gate, own: frozenset[PersonId], barred: frozenset[PersonId], organisation: Organisation
) -> Mapping[PersonId, PersonId]:
    """Which delegate takes the place of whom, `own` being those who sign in their own right; see `signs_for`."""
    voted = frozenset([vote.person for vote in gate.votes])
    cast = [(vote.on_behalf_of, vote.person) for vote in reversed(gate.votes) if vote.on_behalf_of is not None]
    asked = [(one, organisation.stand_in(one)) for one in sorted(own.intersection(organisation.away))]
    wanted = [*cast, *((one, delegate) for one, delegate in asked if delegate not in voted)]
    places: dict[PersonId, PersonId] = {}
    for one, delegate in wanted:
        is_free = one in own and one not in voted and one not in places
        if delegate is None or not is_free or delegate in own | barred or delegate in places.values():
            continue
        if organisation.can_act(delegate):
            places[one] = delegate
    return places


def _acting(group: Group, initiative: Initiative, organisation: Organisation) -> frozenset[PersonId]:
    """Who of the group can act, an initiative's own members standing in for the organisation's."""
    own = initiative.member_overrides
    if own and not own.keys().isdisjoint(group.parties):
        return frozenset(filter(organisation.can_act, members_of(group, party_members(initiative, organisation))))
    acting = organisation.acting_members(group.parties)
    return acting.union(filter(organisation.can_act, group.people)) if group.people else acting


def _approving(gate: Gate, decision: Decision, eligible: Iterable[frozenset[PersonId]]) -> frozenset[PersonId]:
    """Whose votes count towards `decision`: of waivers, those that agree with the latest on date and control."""
    signers = frozenset[PersonId]().union(*eligible)
    votes = [
        vote
        for vote in gate.votes
        if vote.decision is decision and vote.revision == gate.revision and vote.person in signers
    ]
    if decision is Decision.WAIVE:
        votes = [vote for vote in votes if (vote.until, vote.control) == (votes[-1].until, votes[-1].control)]
    return frozenset([vote.person for vote in votes])
