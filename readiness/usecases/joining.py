"""Two organisations become one; an administrator of each typed the same code (docs/decisions/0014)."""

from dataclasses import dataclass

from readiness.domain.rights.permissions import Action, require
from readiness.domain.rules.change import Act
from readiness.domain.rules.joining import join as join_rule
from readiness.domain.values.code import Code, CodeKind
from readiness.domain.values.identity import OrganisationId, PersonId
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.refusals import CodeRefused, OtherSide
from readiness.usecases.codes import code_of, typed_code, use
from readiness.usecases.contract_lapse import notice_parties
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.changing import keep_organisation, retrying
from readiness.usecases.frame.handling import claim
from readiness.usecases.frame.ports import Deps, UnitOfWork, Workspace


@dataclass(frozen=True, slots=True)
class JoinedPage:
    """The organisation that stays, as it is now, with its workspaces; and the other, as it was."""

    organisation: Organisation
    absorbed: Organisation
    workspaces: tuple[Workspace, ...]


async def invite(deps: Deps, asker: Asker) -> str:
    """A code for an administrator on the other side; raises `Overheard` and `NotAllowed`."""
    return await code_of(deps, asker, CodeKind.JOIN, _may_join)


async def join(deps: Deps, asker: Asker, typed: str) -> JoinedPage:
    """Join the asker's organisation and the one in which the code was made.

    Raises `Overheard`, `NotAllowed`, `CodeRefused`, `OtherSide` and `BothHaveInitiatives`; nothing is changed then.
    """
    code = await typed_code(deps, asker, typed, CodeKind.JOIN, _may_join)
    inviting, inviter = code.organisation, code.person
    if inviting is None or inviter is None:
        raise CodeRefused
    if inviting == asker.organisation:
        raise OtherSide
    after, absorbed = await retrying(lambda: _join_once(deps, asker, code, inviting, inviter))
    await notice_parties(deps, after.id, asker.person, frozenset(absorbed.parties))
    return JoinedPage(after, absorbed, await deps.storage.workspaces_of(after.id))


async def _join_once(
    deps: Deps, asker: Asker, code: Code, inviting: OrganisationId, inviter: PersonId
) -> tuple[Organisation, Organisation]:
    async with deps.storage.write_both(inviting, asker.organisation) as both:
        units = dict(zip((inviting, asker.organisation), both.units, strict=True))
        before = {id_: await unit.organisations.get() for id_, unit in units.items()}
        own, theirs = before[asker.organisation], before[inviting]
        have = [id_ for id_, unit in units.items() if await unit.initiatives.slugs()]
        act = Act(own.person(asker.person), deps.clock(), own)
        joined = join_rule(theirs, theirs.person(inviter).id, have, act)
        await use(units[own.id], code, act)
        into, absorbed = joined.staying.organisation.id, joined.absorbed.organisation.id
        await _take_templates(units[absorbed], units[into])
        after = await keep_organisation(deps, units[into], before[into], joined.staying, act)
        await keep_organisation(deps, units[absorbed], before[absorbed], joined.absorbed, act)
        await claim(units[into], asker, act.at)
        await both.move(absorbed, into)
        await both.commit()
        return after, before[absorbed]


async def _take_templates(absorbed: UnitOfWork, staying: UnitOfWork) -> None:
    """Checklists that the staying organisation lacks, in their newest version: no initiative pins an older one."""
    known = {stored.template.key for stored in await staying.templates.list()}
    for stored in await absorbed.templates.list():
        if stored.template.key not in known:
            await staying.templates.publish(stored)


def _may_join(act: Act) -> None:
    require(Action.ADMINISTER, act.actor, act.organisation)
