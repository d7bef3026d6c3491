"""One-time codes: made for one person's eyes, typed where they are meant, used up with what they do."""

from collections.abc import Callable
from datetime import datetime

from readiness.domain.rules.change import Act
from readiness.domain.rules.organisation import administer_by_code
from readiness.domain.values.code import LIFETIMES, Code, CodeKind, code_from, digest_of
from readiness.domain.values.identity import OrganisationId, PersonId
from readiness.domain.values.refusals import CodeRefused
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.changing import Turned, keep_organisation, retrying
from readiness.usecases.frame.handling import claim, was_handled
from readiness.usecases.frame.ports import AlreadyHandled, Clock, Deps, Ids, Storage, UnitOfWork

WRONG = "wrong-code"
MOST_WRONG = 5
"""Wrong codes of one person that are looked up in an hour."""


async def administrator_code(storage: Storage, clock: Clock, ids: Ids) -> str:
    """A code that makes whoever types it to the bot an administrator, for whoever runs the bot."""
    written, at = code_from(ids()), clock()
    await storage.add_code(_code(written, CodeKind.ADMINISTRATOR, at), at)
    return written


async def code_of(deps: Deps, asker: Asker, kind: CodeKind, may: Callable[[Act], object]) -> str:
    """A code that the asker made; raises `Overheard` and what `may` raises."""
    asker.must_be_alone()
    written = code_from(deps.ids())
    async with deps.storage.write(asker.organisation) as uow:
        organisation = await uow.organisations.get()
        act = Act(organisation.person(asker.person), deps.clock(), organisation)
        may(act)
        await uow.codes.add(_code(written, kind, act.at, asker.organisation, act.actor.id), act.at)
        await claim(uow, asker, act.at)
        await uow.commit()
    return written


async def become_administrator(deps: Deps, asker: Asker, typed: str) -> Turned:
    """Make the asker an administrator, and give the organisation before and after.

    Raises `Overheard`, `OutsiderRefused`, `AlreadyDone` and `CodeRefused`.
    """
    code = await typed_code(deps, asker, typed, CodeKind.ADMINISTRATOR, administer_by_code)

    async def once() -> Turned:
        async with deps.storage.write(asker.organisation) as uow:
            before = await uow.organisations.get()
            act = Act(before.person(asker.person), deps.clock(), before)
            await use(uow, code, act)
            after = await keep_organisation(deps, uow, before, administer_by_code(act), act)
            await claim(uow, asker, act.at)
            await uow.commit()
            return before, after

    return await retrying(once)


async def typed_code(deps: Deps, asker: Asker, typed: str, kind: CodeKind, may: Callable[[Act], object]) -> Code:
    """The code that the asker typed, not used up yet.

    Raises `Overheard`, what `may` raises, and then `CodeRefused` alike for a code that is wrong, used or expired and,
    without a look at it, after five such within the hour.
    """
    asker.must_be_alone()
    if await was_handled(deps, asker):
        raise AlreadyHandled  # Its code is used up by now, and is not to count as a wrong one.

    async def once() -> Code:
        async with deps.storage.write(asker.organisation) as uow:
            organisation = await uow.organisations.get()
            act = Act(organisation.person(asker.person), deps.clock(), organisation)
            may(act)
            if not await _counts_as_wrong(uow, act):
                raise CodeRefused
            code = await uow.codes.find(digest_of(typed))
            if code is not None and code.does(kind, act.at):
                return code  # Leaving without a commit takes the count back.
            await uow.commit()
            raise CodeRefused

    return await retrying(once)


async def use(uow: UnitOfWork, code: Code, act: Act) -> None:
    """Use the code up together with what it does; raises `CodeRefused` when somebody else was first."""
    if not await uow.codes.use(code.digest, act.at):
        raise CodeRefused


def _code(
    written: str,
    kind: CodeKind,
    at: datetime,
    organisation: OrganisationId | None = None,
    person: PersonId | None = None,
) -> Code:
    return Code(digest_of(written), kind, at + LIFETIMES[kind], organisation, person)


async def _counts_as_wrong(uow: UnitOfWork, act: Act) -> bool:
    """Whether one more wrong code fits into this hour; each is a claimed run, so all replicas count together."""
    for number in range(MOST_WRONG):
        if await uow.schedules.claim(WRONG, act.actor.id, f"{act.at:%Y-%m-%dT%H}/{number}", act.at):
            return True
    return False
