"""Somebody else speaks for a party: contracts that named who did no longer hold."""

from readiness.domain.agreeing import notice
from readiness.domain.change import Act
from readiness.domain.identity import InitiativeId, OrganisationId, PersonId
from readiness.domain.initiative import Initiative, Life
from readiness.usecases.changing import keep_initiative, retrying
from readiness.usecases.ports import Deps

_IN_PLAY = frozenset({Life.ACTIVE, Life.PAUSED})


async def notice_parties(deps: Deps, organisation: OrganisationId, actor: PersonId, parties: frozenset[str]) -> None:
    """End the contracts in which one of `parties` is spoken for by others than it was; `actor` caused it."""
    async with deps.storage.read(organisation) as uow:
        concerned = [one.id async for one in uow.initiatives.stream(_IN_PLAY) if _names(one, parties)]
    for initiative in concerned:
        await _notice(deps, organisation, actor, initiative)


def _names(initiative: Initiative, parties: frozenset[str]) -> bool:
    version = initiative.contract.open_version
    return version is not None and any(party.key in parties for party in version.terms.parties)


async def _notice(deps: Deps, organisation: OrganisationId, actor: PersonId, initiative: InitiativeId) -> None:
    async def once() -> None:
        async with deps.storage.write(organisation) as uow:
            known = await uow.organisations.get()
            before = await uow.initiatives.get(initiative)
            if before is None:
                return
            act = Act(known.person(actor), deps.clock(), known)
            change = notice(before, act)
            if change.facts:
                await keep_initiative(deps, uow, before, change, act)
                await uow.commit()

    await retrying(once)
