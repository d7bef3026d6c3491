"""Who may sign a gate now, whom it still waits for, and whether it is signed."""

from collections.abc import Iterable, Mapping

from readiness.domain.approval import Group, GroupTally, members_of, still_asked, tally, unreachable
from readiness.domain.gate import Decision, Gate
from readiness.domain.identity import PersonId
from readiness.domain.initiative import Initiative
from readiness.domain.organisation import Organisation
from readiness.domain.value import value


@value(frozen=True, slots=True)
class Review:
    """How the votes on a gate stand. `waiting_for` are those whose signature is asked for now."""

    groups: tuple[GroupTally, ...]
    waiting_for: frozenset[PersonId]

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

    Taken out are the gate's owner and everybody who gave evidence for the present revision.
    """
    return frozenset[PersonId]().union(*_eligible(gate, initiative, organisation))


def review(
    gate: Gate, initiative: Initiative, organisation: Organisation, decision: Decision = Decision.APPROVE
) -> Review:
    """How far `gate` is towards `decision`, counting only votes of people who may still sign.

    Where everybody who is asked has voted, but not alike, all of them are asked again: one has to change their mind.
    """
    eligible = _eligible(gate, initiative, organisation)
    if not gate.votes:
        groups = tally(gate.rule, eligible, frozenset())
        return Review(groups, still_asked(groups, ordered=gate.rule.ordered))
    groups = tally(gate.rule, eligible, _approving(gate, decision, eligible))
    asked = still_asked(groups, ordered=gate.rule.ordered)
    return Review(groups, asked.difference([vote.person for vote in gate.votes]) or asked)


def missing_groups(gate: Gate, initiative: Initiative, organisation: Organisation) -> tuple[GroupTally, ...]:
    """The groups that cannot reach their number, whoever signs; empty when the gate can be signed off."""
    return unreachable(gate.rule, _eligible(gate, initiative, organisation))


def _eligible(gate: Gate, initiative: Initiative, organisation: Organisation) -> list[frozenset[PersonId]]:
    """Who may sign for each group of the rule: who can act, but the gate's owner and whoever gave its evidence."""
    owner = gate.ownership.owner
    barred = gate.contributors if owner is None else gate.contributors | {owner}
    return [_acting(group, initiative, organisation) - barred for group in gate.rule.groups]


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
