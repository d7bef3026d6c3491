"""What is held, on both databases: kept, claimed one at a time to try it, let go in its old order, and never lost."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from readiness.domain.values.hold import EVERYWHERE, Hold, Remedy, begun, probed
from readiness.domain.values.identity import WorkspaceId
from readiness.domain.values.notice import Notice
from readiness.usecases.frame.ports import Delivery
from storage import SqlStorage
from tests.storage.samples import NOW, ORGANISATION, WORKSPACE, notice

MINUTE = timedelta(minutes=1)
HOLD = begun(WORKSPACE, EVERYWHERE, NOW, code="token_revoked", remedy=Remedy.REINSTALL)


async def enqueue(storage: SqlStorage, *notices: Notice) -> None:
    async with storage.write(ORGANISATION) as unit:
        for each in notices:
            await unit.outbox.enqueue(each, NOW)
        await unit.commit()


async def keep(storage: SqlStorage, hold: Hold = HOLD) -> None:
    async with storage.write(ORGANISATION) as unit:
        await unit.holds.save(hold)
        await unit.commit()


async def lift(storage: SqlStorage, hold: Hold = HOLD) -> bool:
    async with storage.write(ORGANISATION) as unit:
        was_held = await unit.holds.lift(*hold.key)
        await unit.commit()
        return was_held


async def hold_all(storage: SqlStorage, *, unknown: bool = False) -> tuple[Delivery, ...]:
    claimed = await storage.deliveries.claim(NOW, 10)
    for each in claimed:
        await storage.deliveries.hold(each, HOLD, "token_revoked", unknown=unknown)
    return claimed


def apart(*keys: str) -> list[Notice]:
    """Notices in lanes of their own."""
    return [replace(notice(key), initiative=None, channel=f"C-{key}") for key in keys]


async def test_a_hold_is_kept_as_it_is_and_known_to_every_process(
    storage: SqlStorage, other_storage: SqlStorage
) -> None:
    told = replace(probed(HOLD, NOW + MINUTE), detail="chat:write", told_at=NOW, is_closed=True)
    await keep(storage, told)
    async with storage.read(ORGANISATION) as unit:
        assert await unit.holds.get(WORKSPACE, EVERYWHERE) == told
        assert await unit.holds.get(WORKSPACE, "C1") is None
    assert other_storage.held.at(WORKSPACE, EVERYWHERE) is None
    await other_storage.held.look()
    found = other_storage.held.at(WORKSPACE, "C1", EVERYWHERE)
    assert found is not None
    assert (found.organisation, found.hold) == (ORGANISATION, told)
    assert other_storage.held.at(WorkspaceId("elsewhere"), EVERYWHERE) is None
    assert other_storage.held.due(NOW + timedelta(hours=7)) == (found,)
    assert other_storage.held.due(NOW) == ()
    await other_storage.close()


async def test_after_a_clock_was_set_back_what_is_held_is_tried_and_otherwise_when_it_would_be(
    storage: SqlStorage,
) -> None:
    later = replace(HOLD, next_probe=NOW + 15 * MINUTE)
    await keep(storage, later)
    await storage.held.look()
    assert storage.held.due(NOW - 49 * MINUTE) == ()
    assert len(storage.held.due(NOW - 51 * MINUTE)) == 1
    async with storage.write(ORGANISATION) as unit:
        await unit.holds.bring_back(NOW)
        await unit.commit()
    await storage.held.look()
    (found,) = storage.held.due(NOW)
    assert found.hold == replace(later, next_probe=NOW)


async def test_what_is_held_and_may_stand_is_looked_for_by_the_clock_that_was_set(storage: SqlStorage) -> None:
    await enqueue(storage, *apart("a"))
    await keep(storage)
    await hold_all(storage, unknown=True)
    await storage.deliveries.bring_back(NOW, NOW, timedelta(hours=2))
    claimed = await storage.deliveries.claim_held(HOLD, NOW)
    assert claimed is not None
    assert claimed.unknown_since == NOW - timedelta(hours=2)


async def test_what_is_held_is_claimed_by_nobody_and_still_counts_as_waiting(storage: SqlStorage) -> None:
    await enqueue(storage, *apart("a", "b"))
    await keep(storage)
    await hold_all(storage)
    assert await storage.deliveries.claim(NOW + timedelta(days=9), 10) == ()
    assert await storage.deliveries.waiting() == 2
    assert await storage.deliveries.dead(10) == ()


async def test_one_at_a_time_tries_and_one_that_is_refused_goes_behind_the_others(storage: SqlStorage) -> None:
    await enqueue(storage, *apart("a", "b"))
    await keep(storage)
    await hold_all(storage)
    tried = []
    for turn in range(1, 5):
        hold = probed(HOLD, NOW + turn * MINUTE)
        delivery = await storage.deliveries.claim_held(hold, NOW + turn * MINUTE)
        assert delivery is not None
        tried.append(delivery.notice.key)
        await storage.deliveries.hold(delivery, hold, "token_revoked")
    assert tried == ["a", "b", "a", "b"]


async def test_lifted_it_is_sent_in_its_old_order(storage: SqlStorage) -> None:
    await enqueue(storage, notice("first"), notice("second"), *apart("other"))
    await keep(storage)
    await hold_all(storage)
    assert [one.notice.key for one in await hold_all(storage)] == ["second"]
    assert await lift(storage)
    claimed = await storage.deliveries.claim(NOW, 10)
    assert [one.notice.key for one in claimed] == ["first", "other"]
    assert not await lift(storage)
    await storage.deliveries.done(claimed[0], NOW)
    assert [one.notice.key for one in await storage.deliveries.claim(NOW, 10)] == ["second"]


async def test_of_one_key_that_is_held_and_one_that_came_in_since_the_older_is_sent_with_the_newest(
    storage: SqlStorage,
) -> None:
    await enqueue(storage, notice())
    await keep(storage)
    (first,) = await hold_all(storage, unknown=True)
    await enqueue(storage, replace(notice(), data={"page": 2}))
    await lift(storage)
    (again,) = await storage.deliveries.claim(NOW, 10)
    assert (again.id, again.notice.data, again.unknown_since) == (first.id, {"page": 2}, NOW)
    assert await storage.deliveries.waiting() == 1


async def test_a_second_one_of_the_same_key_is_held_with_the_first(storage: SqlStorage) -> None:
    await enqueue(storage, *apart("refresh"))
    await keep(storage)
    await hold_all(storage)
    await enqueue(storage, *[replace(one, data={"page": 2}) for one in apart("refresh")])
    await hold_all(storage)
    assert await storage.deliveries.waiting() == 1
    delivery = await storage.deliveries.claim_held(HOLD, NOW)
    assert delivery is not None
    assert delivery.notice.data == {"page": 2}


async def test_what_may_stand_and_is_held_lets_nothing_of_its_lane_go_before_it(storage: SqlStorage) -> None:
    await enqueue(storage, notice("first"), notice("second"))
    await keep(storage)
    await hold_all(storage, unknown=True)
    assert await storage.deliveries.claim(NOW, 10) == ()


async def test_what_comes_to_a_hold_that_was_lifted_meanwhile_is_tried_again(storage: SqlStorage) -> None:
    await enqueue(storage, *apart("a"))
    await hold_all(storage)
    assert [one.notice.key for one in await storage.deliveries.claim(NOW, 10)] == ["a"]


async def test_however_holding_and_lifting_meet_nothing_stays_held(
    storage: SqlStorage, other_storage: SqlStorage
) -> None:
    for turn in range(8):
        await enqueue(storage, *apart(f"a{turn}", f"b{turn}"))
        await keep(storage)
        await asyncio.gather(hold_all(storage), lift(other_storage), hold_all(other_storage))
        await lift(storage)
    assert len(await storage.deliveries.claim(NOW + MINUTE, 100)) == 16
    await other_storage.close()


async def test_of_two_processes_one_may_try(storage: SqlStorage, other_storage: SqlStorage) -> None:
    await keep(storage)
    after = probed(HOLD, NOW + MINUTE)

    async def turn(opened: SqlStorage) -> bool:
        async with opened.write(ORGANISATION) as unit:
            taken = await unit.holds.take_turn(HOLD, after)
            await unit.commit()
            return taken

    assert sorted([await turn(storage), await turn(other_storage)]) == [False, True]
    await other_storage.close()


async def test_a_hold_that_changes_wakes_whoever_delivers(storage: SqlStorage) -> None:
    woken: list[bool] = []
    storage.when_enqueued(lambda: woken.append(True))
    await keep(storage)
    await lift(storage)
    assert woken == [True, True]
