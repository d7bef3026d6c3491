"""A request that had an effect is kept with it: the second that claims it keeps nothing."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from readiness.domain.values.identity import WorkspaceId
from readiness.usecases.frame.ports import AlreadyHandled
from storage import SqlStorage
from tests.storage.samples import NOW, ORGANISATION
from tests.storage.test_small_stores import POST

HERE, THERE = WorkspaceId("w1"), WorkspaceId("w2")


async def test_the_second_of_two_that_claim_a_request_keeps_nothing(storage: SqlStorage) -> None:
    assert await claimed(storage, "first")
    assert await storage.was_handled(HERE, "once")
    assert not await claimed(storage, "second")
    assert await posts(storage) == ["first"]


async def test_of_many_at_once_one_keeps_its_change(storage: SqlStorage, other_storage: SqlStorage) -> None:
    processes = (storage, other_storage)
    won = await asyncio.gather(*(claimed(processes[number % 2], f"post-{number}") for number in range(8)))
    await other_storage.close()
    assert won.count(True) == 1
    assert await posts(storage) == [f"post-{won.index(True)}"]


async def test_who_keeps_nothing_leaves_the_request_to_the_next(storage: SqlStorage) -> None:
    async with storage.write(ORGANISATION) as uow:
        await uow.requests.claim(HERE, "once", NOW)
        assert await uow.requests.was_handled(HERE, "once")
    assert not await storage.was_handled(HERE, "once")
    assert await claimed(storage, "second")


async def test_a_request_belongs_to_its_workspace(storage: SqlStorage) -> None:
    assert await claimed(storage, "first")
    assert await claimed(storage, "second", where=THERE)
    assert not await storage.was_handled(THERE, "another")


async def test_what_is_old_is_forgotten_a_few_at_a_time(storage: SqlStorage) -> None:
    async with storage.write(ORGANISATION) as uow:
        for number in range(5):
            await uow.requests.claim(HERE, f"old-{number}", NOW)
        await uow.requests.claim(HERE, "new", NOW + timedelta(seconds=1))
        await uow.commit()
    assert await storage.forget_requests(NOW) == 0
    assert [await storage.forget_requests(NOW + timedelta(seconds=1), most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert await storage.was_handled(HERE, "new")


async def claimed(storage: SqlStorage, name: str, where: WorkspaceId = HERE) -> bool:
    """Keep a post of that name with the request; whether it was the first."""
    try:
        async with storage.write(ORGANISATION) as uow:
            await uow.posts.save(replace(POST, key=name))
            await uow.requests.claim(where, "once", NOW)
            await uow.commit()
    except AlreadyHandled:
        return False
    return True


async def posts(storage: SqlStorage) -> list[str]:
    async with storage.read(ORGANISATION) as uow:
        found = [await uow.posts.get(f"post-{number}") for number in range(8)]
        found += [await uow.posts.get(name) for name in ("first", "second")]
    return [one.key for one in found if one is not None]
