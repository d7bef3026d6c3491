"""The one way in which an initiative or the organisation changes: load, rule, save, record, announce, commit."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from readiness.domain.rules.absence import on_the_day
from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.delegation import on_behalf
from readiness.domain.rules.organisation import Governed
from readiness.domain.values import record
from readiness.domain.values.fact import Fact
from readiness.domain.values.identity import InitiativeId, OrganisationId, PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation
from readiness.usecases.frame.asking import Asker, knowing_rooms, seen
from readiness.usecases.frame.effects import with_consequences
from readiness.usecases.frame.expiry import elapse
from readiness.usecases.frame.handling import claim
from readiness.usecases.frame.notices import notices, prompts_of_blocks, stand_in_notices
from readiness.usecases.frame.ports import Deps, Unconfirmed, UnitOfWork, VersionConflict

ATTEMPTS = 8
"""How often a change that met another one is tried again before the person is asked to press again."""

Result = TypeVar("Result")
Rule = Callable[[Initiative, Act], Change]
Learn = Callable[[UnitOfWork, Initiative], Awaitable[Rule]]
OrganisationRule = Callable[[Act], Governed]
Turned: TypeAlias = tuple[Organisation, Organisation]
"""The organisation before and after."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change left behind: the values before and after, the facts, and the act that caused them."""

    before: Initiative
    initiative: Initiative
    organisation: Organisation
    facts: tuple[Fact, ...]
    act: Act


async def change_initiative(deps: Deps, asker: Asker, slug: str, rule: Rule) -> Outcome:
    """Apply `rule` to the initiative of that slug, once, whoever else changes it at the same time.

    Raises what the rule raises, `NotFound`, `Unconfirmed` and `DatabaseUnavailable`; nothing is kept then.
    """

    async def known_before(uow: UnitOfWork, initiative: Initiative) -> Rule:
        return rule

    return await change_knowing(deps, asker, slug, known_before)


async def change_knowing(deps: Deps, asker: Asker, slug: str, learn: Learn) -> Outcome:
    """Likewise, by the rule that `learn` makes of what it reads in the same transaction."""

    async def ask(known: Asker) -> Outcome:
        return await retrying(lambda: _change_once(deps, known, slug, learn))

    return await knowing_rooms(deps, asker, ask)


async def follow_up(
    deps: Deps, organisation: OrganisationId, actor: PersonId, initiative: InitiativeId, rule: Rule
) -> None:
    """Apply `rule` to the initiative of that id, for what follows there from something else that `actor` did.

    Nobody is asked whether they may see it; nothing is kept where it is gone or the rule changes nothing.
    """

    async def once() -> None:
        async with deps.storage.write(organisation) as uow:
            before = await uow.initiatives.get(initiative)
            act = acting(deps, actor, await uow.organisations.get())
            change = rule(before, act) if before is not None else None
            if change is not None and change.facts:
                await keep_initiative(deps, uow, before, change, act)
                await uow.commit()

    await retrying(once)


async def change_organisation(deps: Deps, asker: Asker, rule: OrganisationRule) -> Organisation:
    """Apply `rule` to the asker's organisation and keep its facts in the organisation's own record."""
    _, after = await turn_organisation(deps, asker.organisation, asker.person, rule, asker)
    return after


async def turn_organisation(
    deps: Deps, organisation: OrganisationId, person: PersonId, rule: OrganisationRule, asker: Asker | None = None
) -> Turned:
    """Likewise, for whoever has to know what it was as well as what it became; by nobody's request without an asker."""

    async def once() -> Turned:
        async with deps.storage.write(organisation) as uow:
            before = await uow.organisations.get()
            act = acting(deps, person, before)
            after = await keep_organisation(deps, uow, before, rule(act), act)
            if asker is not None:
                await claim(uow, asker, act.at, has_effect=after is not before)
            await uow.commit()
            return before, after

    return await retrying(once)


def acting(deps: Deps, person: PersonId, organisation: Organisation) -> Act:
    """That person acts now. Who is away by the date counts as away, whether or not the sweep has been there."""
    now = deps.clock()
    present = on_the_day(organisation, now)
    return Act(present.person(person), now, present)


async def keep_initiative(
    deps: Deps, uow: UnitOfWork, before: Initiative | None, change: Change, act: Act, *, quiet: bool = False
) -> Initiative:
    """Save the change under the next version, append its facts, and enqueue its messages unless `quiet`."""
    if before is not None and not change.facts:
        return before
    change = with_consequences(before, change, act)
    head = before.head if before else record.Head()
    appended = record.append(
        change.initiative.id, head, change.facts, actor=_actor(act), at=act.at, salts=_salts(deps, change.facts)
    )
    version = (before.version if before else 0) + 1
    after = replace(change.initiative, head=appended.head, version=version)
    if before is None:
        await uow.initiatives.add(after)
    else:
        await uow.initiatives.save(before, after)
    await uow.record.append(after.id, appended)
    messages = (*notices(before, after, act.organisation.stand_in), *prompts_of_blocks(before, after, act))
    for notice in () if quiet else messages:
        await uow.outbox.enqueue(notice, act.at)
    return after


async def keep_organisation(
    deps: Deps, uow: UnitOfWork, before: Organisation, governed: Governed, act: Act
) -> Organisation:
    """Save the organisation under its next version, append the facts to its own record, and enqueue its messages."""
    if governed.organisation == before and not governed.facts:
        return before
    salts = _salts(deps, governed.facts)
    appended = record.append(before.id, before.head, governed.facts, actor=_actor(act), at=act.at, salts=salts)
    after = replace(governed.organisation, version=before.version + 1, head=appended.head)
    await uow.organisations.save(before, after)
    if appended.entries:
        await uow.record.append(before.id, appended)
    for notice in stand_in_notices(before, after, governed.facts):
        await uow.outbox.enqueue(notice, act.at)
    return after


async def _change_once(deps: Deps, asker: Asker, slug: str, learn: Learn) -> Outcome:
    async with deps.storage.write(asker.organisation) as uow:
        organisation = await uow.organisations.get()
        initiative = await seen(uow, slug, asker, organisation)
        rule = await learn(uow, initiative)
        act = acting(deps, asker.person, organisation)
        elapsed = elapse(initiative, act)
        change = elapsed.then(on_behalf(elapsed.initiative, rule(elapsed.initiative, act), act))
        after = await keep_initiative(deps, uow, initiative, change, act)
        await claim(uow, asker, act.at, has_effect=after is not initiative)
        await uow.commit()
        return Outcome(initiative, after, act.organisation, change.facts, act)


async def retrying(once: Callable[[], Awaitable[Result]]) -> Result:
    """The result of `once`, tried again while somebody else saves first; raises `Unconfirmed` in the end."""
    for _ in range(ATTEMPTS):
        try:
            return await once()
        except VersionConflict:
            continue
    raise Unconfirmed


def _actor(act: Act) -> str | None:
    return act.actor.id or None


def _salts(deps: Deps, facts: Iterable[Fact]) -> list[str]:
    return [deps.ids() for fact in facts for _ in fact.texts]
