"""Who may sign a gate now, whom it still waits for, and whether it is signed."""

from collections.abc import Mapping

from readiness.domain.approval import GroupTally, still_asked, tally, unreachable
from readiness.domain.gate import Decision, Gate, SignOff
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


def can_act(person: PersonId, organisation: Organisation) -> bool:
    """Whether that person changes anything at all: an active member who is not an auditor."""
    return organisation.can_act(person)


def may_sign(gate: Gate, initiative: Initiative, organisation: Organisation) -> frozenset[PersonId]:
    """The active members of the rule's groups whom separation of duties leaves (rules.md, "Who may do what").

    Taken out are the gate's owner and everybody who gave evidence for the present revision.
    """
    return _signers(gate, _acting_parties(gate, initiative, organisation), organisation)


def review(
    gate: Gate, initiative: Initiative, organisation: Organisation, decision: Decision = Decision.APPROVE
) -> Review:
    """How far `gate` is towards `decision`, counting only votes of people who may still sign.

    Where everybody who is asked has voted, but not alike, all of them are asked again: one has to change their mind.
    """
    parties = _acting_parties(gate, initiative, organisation)
    signers = _signers(gate, parties, organisation)
    approved = frozenset(vote.person for vote in _counting(gate, decision, signers)) if gate.votes else frozenset()
    groups = tally(gate.rule, parties, signers, approved)
    asked = still_asked(groups, ordered=gate.rule.ordered)
    return Review(groups, asked.difference(vote.person for vote in gate.votes) or asked)


def missing_groups(gate: Gate, initiative: Initiative, organisation: Organisation) -> tuple[GroupTally, ...]:
    """The groups that cannot reach their number, whoever signs; empty when the gate can be signed off."""
    parties = _acting_parties(gate, initiative, organisation)
    return unreachable(gate.rule, parties, _signers(gate, parties, organisation))


def _acting_parties(
    gate: Gate, initiative: Initiative, organisation: Organisation
) -> Mapping[str, frozenset[PersonId]]:
    """Who can act, of just the parties this gate's rule names; cheaper than all parties of a large organisation."""
    own = initiative.member_overrides
    return {
        key: frozenset(filter(organisation.can_act, own[key])) if key in own else organisation.acting_members(key)
        for group in gate.rule.groups
        for key in group.parties
    }


def _signers(gate: Gate, parties: Mapping[str, frozenset[PersonId]], organisation: Organisation) -> frozenset[PersonId]:
    named = [person for group in gate.rule.groups for person in group.people if organisation.can_act(person)]
    everybody = frozenset(named).union(*parties.values())
    owner = gate.ownership.owner
    return everybody.difference(gate.contributors, (owner,) if owner else ())


def _counting(gate: Gate, decision: Decision, signers: frozenset[PersonId]) -> tuple[SignOff, ...]:
    """The votes that count towards `decision`: of waivers, those that agree with the latest on date and control."""
    votes = tuple(
        vote
        for vote in gate.votes
        if vote.decision is decision and vote.revision == gate.revision and vote.person in signers
    )
    if decision is not Decision.WAIVE:
        return votes
    return tuple(vote for vote in votes if (vote.until, vote.control) == (votes[-1].until, votes[-1].control))
