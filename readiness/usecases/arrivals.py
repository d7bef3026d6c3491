"""Workspaces and people as they first appear: an installation makes an organisation, a first word makes a person."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from readiness.domain.rights.permissions import administrators
from readiness.domain.rules.absence import without_leaver
from readiness.domain.rules.change import Act
from readiness.domain.rules.organisation import Governed, make_administrator
from readiness.domain.values.identity import OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Person, Standing
from readiness.domain.values.refusal import Refusal
from readiness.usecases.digest import CLOCK
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.changing import keep_organisation, retrying
from readiness.usecases.frame.ports import Deps, OrganisationMoved, PlatformUnavailable, Workspace
from readiness.usecases.holding import spoken_to
from readiness.usecases.leaving import TELLS, go_on_without
from readiness.zones import known_zone

Result = TypeVar("Result")


class UnknownAccount(Refusal):
    """I cannot find that person in this workspace. Pick them from the list that opens when you type @."""

    code = "unknown-account"


async def welcome_workspace(deps: Deps, platform: str, external: str, name: str) -> Workspace:
    """The workspace, stored with an organisation of its own when it is new."""
    known = await deps.storage.workspace(platform, external)
    if known is not None:
        return known
    organisation = Organisation(id=OrganisationId(deps.ids()), name=name or external)
    workspace = Workspace(WorkspaceId(deps.ids()), organisation.id, platform, external, name)
    return await deps.storage.add_workspace(workspace, organisation)


async def only_workspace(deps: Deps, platform: str) -> Workspace:
    """The one workspace of that platform that is known; raises `PlatformUnavailable` unless there is just one."""
    known = [
        workspace
        for organisation, _ in await deps.storage.organisations()
        for workspace in await deps.storage.workspaces_of(organisation)
        if workspace.platform == platform
    ]
    if len(known) != 1:
        raise PlatformUnavailable
    return known[0]


async def identify(deps: Deps, workspace: Workspace, account: str, channel: str | None, request: str = "") -> Asker:
    """Who that account is, asking by that request; somebody new is looked up on the platform and remembered."""
    await spoken_to(deps, workspace, channel)
    person = await deps.storage.person_at(workspace, account)
    if person is None:
        person = await _introduce(deps, workspace, account)
    return Asker(workspace.organisation, person, workspace, account, channel, request=request)


async def anew_if_moved(turn: Callable[[], Awaitable[Result]]) -> Result:
    """The result of `turn`, which begins with finding out who asks; once more if their organisation was joined."""
    try:
        return await turn()
    except OrganisationMoved:
        return await turn()


async def organisation_now(deps: Deps, organisation: OrganisationId) -> Organisation:
    """The organisation, or the one that it was joined to."""
    while True:
        try:
            return await deps.storage.organisation(organisation)
        except OrganisationMoved as moved:
            organisation = moved.into


async def people_named(deps: Deps, workspace: Workspace, accounts: Iterable[str]) -> Mapping[str, PersonId]:
    """The person behind each account, new ones being introduced; raises `UnknownAccount`."""
    return {account: (await identify(deps, workspace, account, None)).person for account in accounts}


async def refresh_person(deps: Deps, workspace: Workspace, account: str) -> None:
    """Take over what the platform now says of somebody: name, timezone, whether they still belong.

    A person with several accounts has the name and timezone of the first, and belongs as long as one of them does:
    an account that does not belong any more is not theirs any more.
    """
    person = await deps.storage.person_at(workspace, account)
    found = await _looked_up(deps, workspace, account)
    if person is None or found is None:
        return

    async def once() -> None:
        async with deps.storage.write(workspace.organisation) as uow:
            before = await uow.organisations.get()
            known = before.person(person)
            after = Governed(_refreshed(before, known, workspace, found))
            if not after.organisation.is_member(known.id):
                after = without_leaver(after.organisation, known.id)
            if after.organisation != before:
                await keep_organisation(deps, uow, before, after, Act(CLOCK, deps.clock(), before))
                await uow.commit()

    await retrying(once)
    await go_on_without(deps, workspace.organisation, person)


def _refreshed(organisation: Organisation, known: Person, workspace: Workspace, found: Person) -> Organisation:
    theirs = organisation.workspaces_of(known.id)
    if len(theirs) > 1 and workspace.id in theirs and not found.is_member:
        accounts = {one: account for one, account in organisation.addresses[workspace.id].items() if one != known.id}
        return replace(organisation, addresses={**organisation.addresses, workspace.id: accounts})
    if workspace.id not in theirs[:1]:
        return organisation
    # Where the platform does not tell who left, an administrator said so: only they take it back.
    is_said = workspace.platform != TELLS and known.standing is Standing.DEACTIVATED
    standing = known.standing if is_said else found.standing
    return organisation.with_person(
        replace(known, name=found.name, timezone=found.timezone or known.timezone, standing=standing)
    )


async def _looked_up(deps: Deps, workspace: Workspace, account: str) -> Person | None:
    """What the platform says of that account, its timezone empty where nobody knows here what that is."""
    found = await deps.people.person(workspace, account)
    if found is None:
        return None
    zone = known_zone(found.timezone)
    if found.timezone and not zone:
        deps.faults.replaced("timezone", f"{workspace.id}:{account}", found.timezone)
    return replace(found, timezone=zone)


async def _introduce(deps: Deps, workspace: Workspace, account: str) -> PersonId:
    found = await _looked_up(deps, workspace, account)
    if found is None:
        raise UnknownAccount(account=account)
    is_admin = found.standing is Standing.MEMBER and await deps.people.is_admin(workspace, account)
    new = replace(found, id=PersonId(deps.ids()))
    return await retrying(lambda: _remember(deps, workspace, account, new, is_admin))


async def _remember(deps: Deps, workspace: Workspace, account: str, new: Person, is_admin: bool) -> PersonId:
    async with deps.storage.write(workspace.organisation) as uow:
        before = await uow.organisations.get()
        for person, known in before.addresses.get(workspace.id, {}).items():
            if known == account:
                return person
        new = replace(new, timezone=new.timezone or before.calendar.timezone)
        governed = Governed(_with_account(before, workspace.id, account, new))
        if is_admin and not administrators(before):
            governed = make_administrator(new, governed.organisation)
        await keep_organisation(deps, uow, before, governed, Act(new, deps.clock(), before))
        await uow.commit()
        return new.id


def _with_account(organisation: Organisation, workspace: WorkspaceId, account: str, person: Person) -> Organisation:
    addresses = {**organisation.addresses.get(workspace, {}), person.id: account}
    return replace(organisation.with_person(person), addresses={**organisation.addresses, workspace: addresses})
