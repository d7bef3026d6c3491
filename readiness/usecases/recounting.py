"""A party changed or somebody left: reviews that were waiting only for them are settled by the votes that stand."""

from readiness.domain.gate import Progress
from readiness.domain.identity import InitiativeId, OrganisationId, PersonId
from readiness.domain.reviewing import recount
from readiness.usecases.changing import acting, keep_initiative, retrying
from readiness.usecases.elapsing import elapse
from readiness.usecases.ports import Deps


async def recount_reviews(
    deps: Deps, organisation: OrganisationId, person: PersonId, parties: frozenset[str], *, by: PersonId | None = None
) -> None:
    """Count anew in every initiative that names `person`, or in which a gate is in review by one of `parties`.

    The person caused it, or somebody else where `by` says so.
    """
    async with deps.storage.read(organisation) as uow:
        concerned = await uow.initiatives.concerning(person, parties)
    for initiative in concerned:
        await _recount(deps, organisation, person if by is None else by, initiative)


async def _recount(deps: Deps, organisation: OrganisationId, actor: PersonId, initiative: InitiativeId) -> None:
    async def once() -> None:
        async with deps.storage.write(organisation) as uow:
            known = await uow.organisations.get()
            before = await uow.initiatives.get(initiative)
            if before is None:
                return
            act = acting(deps, actor, known)
            change = elapse(before, act)
            for key, gate in before.gates.items():
                if gate.progress is Progress.IN_REVIEW:
                    change = change.then(recount(change.initiative, key, act))
            if change.facts:
                await keep_initiative(deps, uow, before, change, act)
                await uow.commit()

    await retrying(once)
