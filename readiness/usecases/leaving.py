"""Somebody left: their gates are offered to the backups, and reviews that waited for them are counted anew."""

from readiness.domain.identity import InitiativeId, OrganisationId, PersonId
from readiness.domain.leaving import offer_to_backups
from readiness.usecases.changing import acting, keep_initiative, retrying
from readiness.usecases.digests import CLOCK
from readiness.usecases.ports import Deps
from readiness.usecases.recounting import recount_reviews


async def go_on_without(deps: Deps, organisation: OrganisationId, person: PersonId) -> None:
    """See to what somebody held who is no member any more; nothing for a member. Safe to repeat."""
    async with deps.storage.read(organisation) as uow:
        known = await uow.organisations.get()
        left = known.person(person).id
        if known.is_member(left):
            return
        parties = frozenset(key for key, party in known.parties.items() if left in party.everybody)
        held = await uow.initiatives.concerning(left, frozenset())
    for initiative in held:
        await _offer(deps, organisation, left, initiative)
    await recount_reviews(deps, organisation, left, parties)


async def _offer(deps: Deps, organisation: OrganisationId, left: PersonId, initiative: InitiativeId) -> None:
    async def once() -> None:
        async with deps.storage.write(organisation) as uow:
            before = await uow.initiatives.get(initiative)
            act = acting(deps, CLOCK.id, await uow.organisations.get())
            if before is None or act.organisation.is_member(left):
                return
            change = offer_to_backups(before, left, act)
            if change.facts:
                await keep_initiative(deps, uow, before, change, act)
                await uow.commit()

    await retrying(once)
