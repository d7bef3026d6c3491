"""Who can say that a blocked gate can go on, because it waits for them."""

from readiness.domain.rights.signing import party_members
from readiness.domain.values.gate import Gate
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation


def answerers(gate: Gate, initiative: Initiative, organisation: Organisation) -> frozenset[PersonId]:
    """Whoever its block names: the person, or everybody of the party.

    Only who can act; and not the gate's own owner, who can say it anyway and does not wait for themselves.
    """
    block = gate.block
    if block is None:
        return frozenset()
    named = party_members(initiative, organisation).get(block.party, frozenset()) if block.party else frozenset()
    named = named if block.waits_for is None else frozenset({block.waits_for})
    return frozenset(one for one in named if one != gate.owner and organisation.can_act(one))


def awaited(gate: Gate, initiative: Initiative, organisation: Organisation) -> tuple[PersonId, ...]:
    """Who of them is asked: of a party its owner, else its backup, else all its members; nobody where none is named."""
    able = answerers(gate, initiative, organisation)
    party = organisation.parties.get(gate.block.party) if gate.block is not None and gate.block.party else None
    for one in (party.owner, party.backup) if party is not None else ():
        if one in able:
            return (one,)
    return tuple(sorted(able))
