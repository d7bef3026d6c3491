"""Somebody else speaks for a party: contracts that named who did no longer hold."""

from readiness.domain.rules.contract import notice
from readiness.domain.values.identity import OrganisationId, PersonId
from readiness.domain.values.initiative import IN_PLAY, Initiative
from readiness.usecases.frame.changing import follow_up
from readiness.usecases.frame.guarding import guarded
from readiness.usecases.frame.ports import Deps, Sweep


async def notice_parties(deps: Deps, organisation: OrganisationId, actor: PersonId, parties: frozenset[str]) -> None:
    """End the contracts in which one of `parties` is spoken for by others than it was; `actor` caused it."""
    async with deps.storage.read(organisation) as uow:
        concerned = [one.id async for one in uow.initiatives.stream(IN_PLAY) if _names(one, parties)]
    for initiative in concerned:
        with guarded(deps.faults, Sweep.NOTICING, initiative):
            await follow_up(deps, organisation, actor, initiative, notice)


def _names(initiative: Initiative, parties: frozenset[str]) -> bool:
    version = initiative.contract.open_version
    return version is not None and any(party.key in parties for party in version.terms.parties)
