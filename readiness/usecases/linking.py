"""Two accounts become one person, who typed the same code with both (docs/decisions/0014)."""

from dataclasses import dataclass

from readiness.domain.rights.permissions import Action, require_insider
from readiness.domain.rules.change import Act
from readiness.domain.rules.linking import Link, unite
from readiness.domain.rules.linking import link as link_rule
from readiness.domain.values.code import Code, CodeKind
from readiness.domain.values.fact import FactKind
from readiness.domain.values.identity import InitiativeId, PersonId
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Person
from readiness.domain.values.refusals import CodeRefused, TwoOrganisations
from readiness.usecases.codes import code_of, typed_code, use
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.changing import acting, keep_initiative, keep_organisation, retrying
from readiness.usecases.frame.handling import claim
from readiness.usecases.frame.ports import Deps, UnitOfWork, Workspace

Accounts = tuple[tuple[Workspace, str], ...]
"""Each account's workspace and the name it goes by there."""


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """Whose accounts are linked now.

    `initiatives` counts those that named the other account, `voided` the sign-offs that count no more.
    """

    person: Person
    accounts: Accounts
    initiatives: int
    voided: int


async def begin_link(deps: Deps, asker: Asker) -> str:
    """A code for the asker to type with their other account; raises `Overheard` and `NotAllowed`."""
    return await code_of(deps, asker, CodeKind.LINK, _may_link)


async def accounts_to_link(deps: Deps, asker: Asker, typed: str) -> Accounts:
    """The accounts that `link` would make one person, for the asker to look at first; raises the same."""
    _, maker = await _typed(deps, asker, typed)
    organisation = await deps.storage.organisation(asker.organisation)
    act = Act(organisation.person(asker.person), deps.clock(), organisation)
    both = Link(organisation.person(maker).id, act.actor.id)
    link_rule(both.person, act)
    return await _accounts(deps, organisation, both)


async def link(deps: Deps, asker: Asker, typed: str) -> LinkedPage:
    """Make the asker and whoever made the code one person, in every initiative of their organisation.

    Raises `Overheard`, `NotAllowed`, `CodeRefused`, `TwoOrganisations`, `OtherSide` and `AccountThere`; nothing is
    changed then.
    """
    code, maker = await _typed(deps, asker, typed)
    return await retrying(lambda: _link_once(deps, asker, code, maker))


async def _typed(deps: Deps, asker: Asker, typed: str) -> tuple[Code, PersonId]:
    """The code that was typed and who made it."""
    code = await typed_code(deps, asker, typed, CodeKind.LINK, _may_link)
    if code.person is None:
        raise CodeRefused
    if code.organisation != asker.organisation:
        raise TwoOrganisations
    return code, code.person


async def _link_once(deps: Deps, asker: Asker, code: Code, maker: PersonId) -> LinkedPage:
    async with deps.storage.write(asker.organisation) as uow:
        before = await uow.organisations.get()
        act = acting(deps, asker.person, before)
        both = Link(before.person(maker).id, act.actor.id)
        governed = link_rule(both.person, act)
        await use(uow, code, act)
        concerned = await _concerned(uow, both.other, before)
        after = await keep_organisation(deps, uow, before, governed, act)
        await uow.initiatives.rename(both)
        person = after.person(both.person)
        counts = await _unite_all(deps, uow, concerned, both, Act(person, act.at, after))
        await claim(uow, asker, act.at)
        await uow.commit()
    return LinkedPage(person, await _accounts(deps, before, both), *counts)


async def _concerned(uow: UnitOfWork, other: PersonId, organisation: Organisation) -> list[InitiativeId]:
    """Those that name the other account, and those that a party of theirs reviews, always in the same order."""
    parties = frozenset(key for key, party in organisation.parties.items() if other in party.everybody)
    named, reviewed = await uow.initiatives.naming(other), await uow.initiatives.concerning(other, parties)
    return sorted({*named, *reviewed})


async def _unite_all(
    deps: Deps, uow: UnitOfWork, concerned: list[InitiativeId], both: Link, act: Act
) -> tuple[int, int]:
    initiatives, voided = 0, 0
    for id_ in concerned:
        initiative = await uow.initiatives.get(id_)
        if initiative is None:
            continue
        united = unite(initiative, both, act)
        # Compared with the renamed one: a new name is no new offer, no new vote and no new evidence.
        await keep_initiative(deps, uow, united.renamed, united.change, act)
        initiatives += united.renamed != initiative
        voided += sum(fact.kind is FactKind.SIGN_OFF_VOIDED for fact in united.change.facts)
    return initiatives, voided


async def _accounts(deps: Deps, before: Organisation, both: Link) -> Accounts:
    return tuple(
        (workspace, before.person(one).name)
        for workspace in await deps.storage.workspaces_of(before.id)
        for one in (both.person, both.other)
        if one in before.addresses.get(workspace.id, {})
    )


def _may_link(act: Act) -> None:
    require_insider(Action.LINK, act.actor, act.organisation)
