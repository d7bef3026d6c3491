"""A request that is delivered again has no second effect: its id is kept with what it caused (docs/decisions/0024)."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.ports import AlreadyHandled, Deps, UnitOfWork

Result = TypeVar("Result")

KEPT_FOR = timedelta(days=2)
"""How long an id is kept. Slack takes a signature of up to five minutes ago, and tries an event for about six.

The rest is for clocks: one that is set forward by a day forgets nothing that may still be delivered again.
"""


async def claim(uow: UnitOfWork, asker: Asker, at: datetime, *, has_effect: bool = True) -> None:
    """Keep the id of the asker's request with what this transaction changes, if it does.

    `AlreadyHandled` is raised, at the latest by the commit, when an earlier delivery had the effect: also when that is
    why this one has none.
    """
    if not asker.request:
        return
    request = asker.workspace.id, _digest(asker.request)
    if has_effect:
        await uow.requests.claim(*request, at)
    elif await uow.requests.was_handled(*request):
        raise AlreadyHandled


async def claim_alone(deps: Deps, asker: Asker, what: str) -> None:
    """Keep that a request was handled whose effect is none in the database; raises `AlreadyHandled`.

    It is raised for every request with the same effect, `what`, within a minute or two, too: a double click.
    """
    at = deps.clock()
    minute = int(at.timestamp()) // 60
    async with deps.storage.write(asker.organisation) as uow:
        await claim(uow, asker, at)
        for one in (minute, minute + 1):
            await uow.requests.claim(asker.workspace.id, _digest(f"{what} {one}"), at)
        await uow.commit()


async def was_handled(deps: Deps, asker: Asker) -> bool:
    """Whether an earlier delivery of the asker's request had an effect."""
    return bool(asker.request) and await deps.storage.was_handled(asker.workspace.id, _digest(asker.request))


async def and_then(work: Awaitable[Result], then: Callable[[], Awaitable[None]]) -> Result:
    """The result of `work`, and `then` what follows from it in other transactions, which is safe to repeat.

    It follows for a request that is delivered again, too: the process may have died in between.
    """
    try:
        result = await work
    except AlreadyHandled:
        await then()
        raise
    await then()
    return result


async def forget_handled(deps: Deps) -> int:
    """Forget ids that are old enough; returns how many."""
    return await deps.storage.forget_requests(deps.clock() - KEPT_FOR)


def _digest(request: str) -> str:
    """Of one length, whatever a platform calls its requests."""
    return hashlib.sha256(request.encode("utf-8", "surrogatepass")).hexdigest()
