"""A party changed or somebody left: reviews that were waiting only for them are settled by the votes that stand."""

from readiness.domain.change import Act
from readiness.domain.gate import Progress
from readiness.domain.identity import InitiativeId, OrganisationId, PersonId
from readiness.domain.reviewing import recount
from readiness.usecases.changing import keep_initiative, retrying
from readiness.usecases.elapsing import elapse
from readiness.usecases.ports import Deps


async def recount_reviews(deps: Deps, organisation: OrganisationId, actor: PersonId, parties: frozenset[str]) -> None:
    """Count anew in every initiative in which a gate is in review by one of `parties`; `actor` caused it."""
    async with deps.storage.read(organisation) as uow:
        concerned = await uow.initiatives.concerning(actor, parties)
    for initiative in concerned:
        await _recount(deps, organisation, actor, initiative)


async def _recount(deps: Deps, organisation: OrganisationId, actor: PersonId, initiative: InitiativeId) -> None:
    async def once() -> None:
        async with deps.storage.write(organisation) as uow:
            known = await uow.organisations.get()
            before = await uow.initiatives.get(initiative)
            if before is None:
                return
            act = Act(known.person(actor), deps.clock(), known)
            change = elapse(before, act)
            for key, gate in before.gates.items():
                if gate.progress is Progress.IN_REVIEW:
                    change = change.then(recount(change.initiative, key, act))
            if change.facts:
                await keep_initiative(deps, uow, before, change, act)
                await uow.commit()

    await retrying(once)
