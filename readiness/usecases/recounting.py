"""A party changed or somebody left: reviews that were waiting only for them are settled by the votes that stand."""

from readiness.domain.change import Act, Change
from readiness.domain.gate import Progress
from readiness.domain.identity import OrganisationId, PersonId
from readiness.domain.initiative import Initiative
from readiness.domain.reviewing import recount
from readiness.usecases.changing import follow_up
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
        await follow_up(deps, organisation, person if by is None else by, initiative, _recounted)


def count_anew(initiative: Initiative, act: Act) -> Change:
    """Every gate in review that needs no more votes than stand is settled by them."""
    change = Change(initiative)
    for key, gate in initiative.gates.items():
        if gate.progress is Progress.IN_REVIEW and gate.votes:
            change = change.then(recount(change.initiative, key, act))
    return change


def _recounted(initiative: Initiative, act: Act) -> Change:
    elapsed = elapse(initiative, act)
    return elapsed.then(count_anew(elapsed.initiative, act))
