import asyncio
from dataclasses import replace
from datetime import timedelta

from readiness.domain.values.identity import OrganisationId
from readiness.domain.values.notice import Notice
from storage import SqlStorage, open_storage
from tests.storage.samples import NOW, ORGANISATION, notice, organisation, workspace

SECOND = timedelta(seconds=1)


async def enqueue(storage: SqlStorage, *notices: Notice, after: timedelta = timedelta()) -> None:
    async with storage.write(ORGANISATION) as unit:
        for each in notices:
            await unit.outbox.enqueue(each, NOW + after)
        await unit.commit()


def keys(deliveries: tuple[object, ...]) -> list[str]:
    return [delivery.notice.key for delivery in deliveries]  # type: ignore[attr-defined]


async def test_a_notice_is_claimed_as_it_was_written(storage: SqlStorage) -> None:
    await enqueue(storage, notice())
    (delivery,) = await storage.deliveries.claim(NOW, 10)
    assert delivery.notice == notice()
    assert (delivery.organisation, delivery.attempts, delivery.enqueued_at) == (ORGANISATION, 0, NOW)
    assert await storage.deliveries.waiting() == 1
    await storage.deliveries.done(delivery, NOW)
    assert await storage.deliveries.waiting() == 0


async def test_nothing_is_queued_for_work_that_rolled_back(storage: SqlStorage) -> None:
    async with storage.write(ORGANISATION) as unit:
        await unit.outbox.enqueue(notice(), NOW)
    assert await storage.deliveries.claim(NOW, 10) == ()


async def test_two_that_wait_under_one_key_are_one_with_the_newest_content(storage: SqlStorage) -> None:
    await enqueue(storage, notice(), replace(notice(), data={"page": 2}))
    (delivery,) = await storage.deliveries.claim(NOW, 10)
    assert delivery.notice.data == {"page": 2}


async def test_one_that_is_being_sent_does_not_stand_for_a_later_one(storage: SqlStorage) -> None:
    await enqueue(storage, notice())
    (first,) = await storage.deliveries.claim(NOW, 10)
    await enqueue(storage, notice())
    assert await storage.deliveries.claim(NOW, 10) == ()
    await storage.deliveries.done(first, NOW)
    assert keys(await storage.deliveries.claim(NOW, 10)) == ["checklist"]


async def test_a_retry_merges_with_the_one_that_came_in_meanwhile(storage: SqlStorage) -> None:
    await enqueue(storage, notice())
    (first,) = await storage.deliveries.claim(NOW, 10)
    await enqueue(storage, replace(notice(), data={"page": 2}))
    await storage.deliveries.retry(first, NOW + SECOND, "429")
    assert await storage.deliveries.waiting() == 1
    assert await storage.deliveries.claim(NOW, 10) == ()
    (again,) = await storage.deliveries.claim(NOW + SECOND, 10)
    assert (again.id, again.attempts, again.notice.data) == (first.id, 1, {"page": 2})


async def test_what_is_due_later_is_not_claimed_and_holds_nobody_up(storage: SqlStorage) -> None:
    await enqueue(storage, notice("later"), after=timedelta(hours=1))
    await enqueue(storage, notice("now"))
    assert keys(await storage.deliveries.claim(NOW, 10)) == ["now"]


async def test_a_merged_notice_goes_out_at_the_earlier_time(storage: SqlStorage) -> None:
    await enqueue(storage, notice(), after=timedelta(hours=1))
    await enqueue(storage, notice())
    assert keys(await storage.deliveries.claim(NOW, 10)) == ["checklist"]


async def test_what_the_platform_told_to_wait_is_not_hurried(storage: SqlStorage) -> None:
    await enqueue(storage, notice())
    (first,) = await storage.deliveries.claim(NOW, 10)
    await storage.deliveries.retry(first, NOW + timedelta(minutes=1), "429")
    await enqueue(storage, notice())
    assert await storage.deliveries.claim(NOW + SECOND, 10) == ()


async def test_notices_about_one_initiative_keep_their_order(storage: SqlStorage) -> None:
    await enqueue(storage, notice("a"), notice("b"), notice("c", "initiative-2"), notice("d", None, "C9"))
    first = await storage.deliveries.claim(NOW, 10)
    assert keys(first) == ["a", "c", "d"]
    await storage.deliveries.retry(first[0], NOW + SECOND, "timeout")
    assert await storage.deliveries.claim(NOW, 10) == ()
    (again,) = await storage.deliveries.claim(NOW + SECOND, 10)
    await storage.deliveries.done(again, NOW)
    assert keys(await storage.deliveries.claim(NOW, 10)) == ["b"]


async def test_one_that_was_given_up_is_kept_and_holds_nobody_up(storage: SqlStorage) -> None:
    await enqueue(storage, notice("a"), notice("b"))
    (first,) = await storage.deliveries.claim(NOW, 10)
    await storage.deliveries.give_up(first, NOW, "channel_not_found")
    assert await storage.deliveries.waiting() == 1
    assert keys(await storage.deliveries.claim(NOW, 10)) == ["b"]
    (dead,) = await storage.deliveries.dead(10)
    assert (dead.key, dead.why, dead.organisation) == ("a", "channel_not_found", ORGANISATION)


async def test_a_crashed_claimers_rows_are_free_when_the_lease_ends(url: str, storage: SqlStorage) -> None:
    await enqueue(storage, notice("a"), notice("b"))
    async with open_storage(url, lease=timedelta()) as crashed:
        (lost,) = await crashed.deliveries.claim(NOW, 10)
        (again,) = await storage.deliveries.claim(NOW, 10)
        assert (again.id, again.attempts) == (lost.id, 1)
        assert await storage.deliveries.claim(NOW, 10) == ()
        await crashed.deliveries.retry(lost, NOW, "too late")
        await crashed.deliveries.give_up(lost, NOW, "too late")
        assert await storage.deliveries.claim(NOW, 10) == ()
        await storage.deliveries.done(again, NOW)
    assert keys(await storage.deliveries.claim(NOW, 10)) == ["b"]


async def test_several_claimers_never_get_the_same_row(url: str, storage: SqlStorage) -> None:
    await enqueue(storage, *(notice(f"key-{number:02}", f"initiative-{number}") for number in range(40)))
    others = [open_storage(url) for _ in range(3)]

    async def claim_all(where: SqlStorage) -> list[str]:
        found: list[str] = []
        while claimed := await where.deliveries.claim(NOW, 3):
            found += keys(claimed)
        return found

    found = await asyncio.gather(*map(claim_all, [storage, *others]))
    for each in others:
        await each.close()
    everything = [key for keys_of_one in found for key in keys_of_one]
    assert len(everything) == len(set(everything))
    # A claimer may leave with nothing while another holds the rows; whoever comes next finds the rest.
    everything += await claim_all(storage)
    assert sorted(everything) == [f"key-{number:02}" for number in range(40)]


async def test_equal_keys_of_two_organisations_are_two_messages(storage: SqlStorage) -> None:
    second = OrganisationId("organisation-2")
    await storage.add_workspace(workspace(second, "T2", "workspace-9"), organisation(second))
    await enqueue(storage, notice())
    async with storage.write(second) as unit:
        await unit.outbox.enqueue(notice(), NOW)
        await unit.commit()
    claimed = await storage.deliveries.claim(NOW, 10)
    assert [delivery.organisation for delivery in claimed] == [ORGANISATION, second]


async def test_it_is_remembered_that_the_outcome_of_a_try_is_unknown(storage: SqlStorage) -> None:
    await enqueue(storage, notice())
    (first,) = await storage.deliveries.claim(NOW, 10)
    assert first.unknown_since is None
    await storage.deliveries.retry(first, NOW, "cut", unknown=True)
    (second,) = await storage.deliveries.claim(NOW, 10)
    assert second.unknown_since == NOW
    await storage.deliveries.retry(second, NOW, "429")
    (third,) = await storage.deliveries.claim(NOW, 10)
    assert third.unknown_since is None


async def test_the_outcome_is_unknown_since_the_first_claim_of_which_nobody_heard(storage: SqlStorage) -> None:
    await enqueue(storage, notice())
    first_claim, later = NOW + timedelta(hours=3), NOW + timedelta(hours=4)
    for at in (first_claim, later, later + timedelta(hours=1)):
        (delivery,) = await storage.deliveries.claim(at, 10)
        await storage.deliveries.retry(delivery, at, "cut", unknown=True)
    assert delivery.unknown_since == first_claim


async def test_the_outcome_of_an_abandoned_try_is_unknown(url: str, storage: SqlStorage) -> None:
    await enqueue(storage, notice())
    async with open_storage(url, lease=timedelta()) as crashed:
        await crashed.deliveries.claim(NOW, 10)
    (again,) = await storage.deliveries.claim(NOW, 10)
    assert again.unknown_since == NOW


async def test_who_wants_to_know_hears_of_what_is_left_to_be_sent_and_of_nothing_else(storage: SqlStorage) -> None:
    heard: list[str] = []
    storage.when_enqueued(lambda: heard.append("enqueued"))
    async with storage.read(ORGANISATION) as unit:
        await unit.organisations.get()
    async with storage.write(ORGANISATION) as unit:
        await unit.outbox.enqueue(notice(), NOW)
    assert heard == []
    await enqueue(storage, notice())
    assert heard == ["enqueued"]


async def test_what_was_put_off_by_a_clock_that_ran_ahead_is_brought_back(storage: SqlStorage) -> None:
    await enqueue(storage, notice("soon", "initiative-1"), after=timedelta(minutes=10))
    await enqueue(storage, notice("far", "initiative-2"), after=timedelta(days=2))
    await storage.deliveries.bring_back(NOW, NOW + timedelta(hours=1))
    assert keys(await storage.deliveries.claim(NOW, 10)) == ["far"]
    await storage.deliveries.bring_back(NOW, NOW)
    assert keys(await storage.deliveries.claim(NOW, 10)) == ["soon"]


async def test_what_may_stand_is_looked_for_from_when_it_was_sent_by_the_clock_that_was_set(
    storage: SqlStorage,
) -> None:
    """Its claim was written down by a clock that ran ahead; the platform has the message from two hours earlier."""
    await enqueue(storage, notice("doubtful", "initiative-1"), notice("plain", "initiative-2"))
    for delivery in await storage.deliveries.claim(NOW, 10):
        unknown = delivery.notice.key == "doubtful"
        await storage.deliveries.retry(delivery, NOW + SECOND, "no answer", unknown=unknown)
    earlier = NOW - timedelta(hours=2)
    await storage.deliveries.bring_back(earlier, earlier, timedelta(hours=2))
    found = {one.notice.key: one.unknown_since for one in await storage.deliveries.claim(earlier, 10)}
    assert found == {"doubtful": earlier, "plain": None}


async def test_on_sqlite_a_lease_from_a_clock_that_was_set_back_does_not_last_until_it_shows_that_again(
    sqlite_url: str,
) -> None:
    async with open_storage(sqlite_url, lease=timedelta(hours=2)) as ahead, open_storage(sqlite_url) as now:
        await ahead.add_workspace(workspace(), organisation())
        await enqueue(ahead, notice())
        assert keys(await ahead.deliveries.claim(NOW, 10)) == ["checklist"]
        (again,) = await now.deliveries.claim(NOW, 10)
        assert again.unknown_since == NOW
