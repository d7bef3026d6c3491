"""Somebody left: their gates are offered to the backups, and reviews that waited for them are counted anew."""

from readiness.domain.rules import organisation as organisation_rules
from readiness.domain.rules.absence import without_leaver
from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.leaving import offer_to_backups
from readiness.domain.rules.organisation import Governed
from readiness.domain.values.identity import OrganisationId, PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.refusals import PlatformTells
from readiness.usecases.digest import CLOCK
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.changing import change_organisation, follow_up
from readiness.usecases.frame.guarding import guarded
from readiness.usecases.frame.handling import and_then
from readiness.usecases.frame.ports import Deps, Sweep
from readiness.usecases.recounting import recount_reviews

TELLS = "slack"
"""The platform that says itself who has left."""


async def say_left(deps: Deps, asker: Asker, person: PersonId, *, is_back: bool = False) -> Organisation:
    """Take an administrator's word for it that somebody has left, or is back; raises `PlatformTells` where Slack would.

    Teams tells nobody who left the tenant: rosters just lack them, as they lack whoever left a team.
    """
    where = {one.id: one.platform for one in await deps.storage.workspaces_of(asker.organisation)}

    def rule(act: Act) -> Governed:
        said = organisation_rules.say_left(person, act, is_back=is_back)
        if any(where.get(one) == TELLS for one in act.organisation.workspaces_of(person)):
            raise PlatformTells
        if is_back:
            return said
        without = without_leaver(said.organisation, person)
        return Governed(without.organisation, said.facts + without.facts)

    return await and_then(
        change_organisation(deps, asker, rule), lambda: go_on_without(deps, asker.organisation, person)
    )


async def go_on_without(deps: Deps, organisation: OrganisationId, person: PersonId) -> None:
    """See to what somebody held who is no member any more; nothing for a member. Safe to repeat."""
    async with deps.storage.read(organisation) as uow:
        known = await uow.organisations.get()
        left = known.person(person).id
        if known.is_member(left):
            return
        parties = frozenset(key for key, party in known.parties.items() if left in party.everybody)
        held = await uow.initiatives.concerning(left, frozenset())

    def offered(initiative: Initiative, act: Act) -> Change:
        back_meanwhile = act.organisation.is_member(left)
        return Change(initiative) if back_meanwhile else offer_to_backups(initiative, left, act)

    for initiative in held:
        with guarded(deps.faults, Sweep.LEAVING, initiative):
            await follow_up(deps, organisation, CLOCK.id, initiative, offered)
    await recount_reviews(deps, organisation, left, parties)
