"""A party changed or somebody left: reviews that were waiting only for them are settled by the votes that stand."""

from readiness.domain.rules.change import Act, Change
from readiness.domain.values.identity import OrganisationId, PersonId
from readiness.domain.values.initiative import Initiative
from readiness.usecases.frame.changing import follow_up
from readiness.usecases.frame.guarding import guarded
from readiness.usecases.frame.ports import Deps, Sweep
from readiness.usecases.reconciling import catch_up


async def recount_reviews(
    deps: Deps, organisation: OrganisationId, person: PersonId, parties: frozenset[str], *, by: PersonId | None = None
) -> None:
    """Count anew in every initiative that names `person`, or in which a gate is in review by one of `parties`.

    The person caused it, or somebody else where `by` says so.
    """
    async with deps.storage.read(organisation) as uow:
        concerned = await uow.initiatives.concerning(person, parties)
    for initiative in concerned:
        with guarded(deps.faults, Sweep.RECOUNTING, initiative):
            await follow_up(deps, organisation, person if by is None else by, initiative, _caught_up)


def _caught_up(initiative: Initiative, act: Act) -> Change:
    return catch_up(initiative, act).all
