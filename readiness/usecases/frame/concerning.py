"""Which initiatives concern somebody: their own, and for the time being those of the people they stand in for."""

from readiness.domain.values.identity import InitiativeId, PersonId
from readiness.domain.values.organisation import Organisation
from readiness.usecases.frame.ports import UnitOfWork


async def concerning(uow: UnitOfWork, organisation: Organisation, person: PersonId) -> tuple[InitiativeId, ...]:
    """Active or paused ones that name them or have a gate in review by a party of theirs, each once, own ones first."""
    me = organisation.person(person).id
    found: dict[InitiativeId, None] = {}
    for one in (me, *organisation.represented_by(me)):
        parties = frozenset(key for key, party in organisation.parties.items() if one in party.everybody)
        found |= dict.fromkeys(await uow.initiatives.concerning(one, parties))
    return tuple(found)
