"""Posts, schedules and templates."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from readiness.domain.values.approval import Group, Meaning, Quorum
from readiness.domain.values.gate import Condition
from readiness.domain.values.identity import InitiativeId, OrganisationId
from readiness.domain.values.notice import Post
from readiness.domain.values.schedule import WeeklySlot
from readiness.domain.values.template import Template, TemplateGate, TemplateParty, TemplateSource
from readiness.usecases.frame.ports import (
    Conversation,
    ConversationKind,
    DigestSchedule,
    ScheduleKind,
    StoredTemplate,
    VersionConflict,
)
from storage import SqlStorage, open_storage
from tests.storage.samples import ANN, NOW, ORGANISATION, WORKSPACE, organisation, workspace

POST = Post("key", WORKSPACE, "C1", "1.2", "1.1", InitiativeId("initiative-1"), "monitoring", "hash")
SCHEDULE = DigestSchedule(WORKSPACE, "C1", ScheduleKind.LEADERSHIP, WeeklySlot(0, 9, 30, "Europe/Berlin"), NOW)


def template(version: int = 1, key: str = "ai") -> StoredTemplate:
    gate = TemplateGate(
        key="monitoring",
        title="Monitoring",
        condition=Condition.COMPLIANCE,
        party="sre",
        needed_by="model-complete",
        guidance="g",
        why="w",
        evidence_hint="e",
        groups=(Group(2, frozenset({ANN}), ("sre",)), Group(Quorum.ALL, parties=("a", "b"))),
        ordered=True,
        meaning=Meaning.REVIEW,
        working_days_before=2,
        depends_on=("x",),
        allows_not_applicable=False,
        allows_waiver=False,
        sources=("nist",),
    )
    whole = Template(
        key=key,
        version=version,
        name=f"Name {key}",
        description="d",
        parties=(TemplateParty("sre", "SRE"),),
        gates=(gate, replace(gate, key="other", condition=None)),
        sources=(TemplateSource("nist", "NIST", "https://example.org"),),
    )
    return StoredTemplate(whole, f"yaml {version}", NOW)


async def test_a_post_is_remembered_replaced_and_forgotten(storage: SqlStorage) -> None:
    async with storage.write(ORGANISATION) as unit:
        await unit.posts.save(POST)
        await unit.posts.save(replace(POST, key="bare", thread=None, initiative=None, gate=None, drawn=""))
        assert await unit.posts.get("key") == POST
        moved = replace(POST, message="9.9", drawn="other")
        await unit.posts.save(moved)
        assert await unit.posts.of_initiative(InitiativeId("initiative-1")) == (moved,)
        await unit.posts.forget("key")
        assert await unit.posts.get("key") is None
        assert (await unit.posts.get("bare")) is not None
        await unit.commit()


async def test_posts_of_two_organisations_stay_apart(storage: SqlStorage) -> None:
    second = OrganisationId("organisation-2")
    await storage.add_workspace(workspace(second, "T2", "workspace-9"), organisation(second))
    async with storage.write(ORGANISATION) as unit:
        await unit.posts.save(POST)
        await unit.commit()
    async with storage.write(second) as unit:
        assert await unit.posts.get("key") is None
        await unit.posts.save(replace(POST, message="theirs"))
        await unit.posts.forget("key")
        await unit.commit()
    async with storage.read(ORGANISATION) as unit:
        assert await unit.posts.get("key") == POST


async def test_a_schedule_that_follows_is_read_in_the_zone_that_the_organisation_has_then(storage: SqlStorage) -> None:
    follows = replace(SCHEDULE, channel="C2", follows=True)
    async with storage.write(ORGANISATION) as unit:
        await unit.schedules.save(SCHEDULE)
        await unit.schedules.save(follows)
        await unit.commit()
    async with storage.write(ORGANISATION) as unit:
        before = await unit.organisations.get()
        assert await unit.schedules.list() == (SCHEDULE, follows)
        calendar = replace(before.calendar, timezone="Asia/Tokyo")
        await unit.organisations.save(before, replace(before, calendar=calendar))
        await unit.commit()
    async with storage.read(ORGANISATION) as unit:
        zones = [one.slot.timezone for one in await unit.schedules.list()]
    assert zones == ["Europe/Berlin", "Asia/Tokyo"]


async def test_a_schedule_is_kept_replaced_and_found_when_due(storage: SqlStorage) -> None:
    other = replace(SCHEDULE, channel="C2", kind=ScheduleKind.CHANNEL, next_due=NOW + timedelta(seconds=1))
    async with storage.write(ORGANISATION) as unit:
        await unit.schedules.save(replace(SCHEDULE, next_due=None))
        await unit.schedules.save(SCHEDULE)
        await unit.schedules.save(other)
        await unit.schedules.save(replace(SCHEDULE, channel="off", next_due=None))
        assert await unit.schedules.get(WORKSPACE, "C1") == SCHEDULE
        assert await unit.schedules.get(WORKSPACE, "C9") is None
        assert await unit.schedules.due(NOW) == (SCHEDULE,)
        assert await unit.schedules.due(NOW + timedelta(days=1)) == (SCHEDULE, other)
        await unit.commit()


async def test_a_period_is_claimed_by_one_caller_only(storage: SqlStorage, other_storage: SqlStorage) -> None:
    async def claim(where: SqlStorage) -> bool:
        async with where.write(ORGANISATION) as unit:
            won = await unit.schedules.claim("digest", "C1", "2026-W45", NOW)
            await unit.commit()
            return won

    won = await asyncio.gather(*(claim((storage, other_storage)[number % 2]) for number in range(10)))
    assert sum(won) == 1
    async with storage.write(ORGANISATION) as unit:
        assert await unit.schedules.claim("digest", "C2", "2026-W45", NOW)
        assert await unit.schedules.claim("digest", "C1", "2026-W46", NOW + timedelta(days=7))
        assert await unit.schedules.claimed("digest", "C1", "2026-W45") == NOW
        assert await unit.schedules.claimed("digest", "C1", "2026-W47") is None
        last = await unit.schedules.last_runs("digest", NOW + timedelta(days=7))
        assert last == {"C1": NOW + timedelta(days=7), "C2": NOW}
        assert await unit.schedules.last_runs("digest", NOW) == {"C1": NOW, "C2": NOW}
        assert await unit.schedules.last_runs("reminders", NOW) == {}
        await unit.schedules.unclaim("digest", "C1", "2026-W46")
        assert await unit.schedules.last_runs("digest", NOW + timedelta(days=7)) == {"C1": NOW, "C2": NOW}
        assert await unit.schedules.claim("digest", "C1", "2026-W46", NOW)
    await other_storage.close()


async def test_what_is_put_off_is_taken_by_one_caller_only_once_it_is_due(
    storage: SqlStorage, other_storage: SqlStorage
) -> None:
    minute, longest = timedelta(minutes=1), NOW + timedelta(hours=1)

    async def take(where: SqlStorage, now: datetime) -> bool:
        async with where.write(ORGANISATION) as unit:
            won = await unit.schedules.take("look", "W1", now, now + minute, longest)
            await unit.commit()
            return won

    async def taken(now: datetime) -> int:
        return sum(await asyncio.gather(*(take((storage, other_storage)[number % 2], now) for number in range(6))))

    assert await taken(NOW) == 1
    assert await taken(NOW + timedelta(seconds=59)) == 0
    assert await taken(NOW + minute) == 1


async def test_what_a_clock_that_ran_ahead_put_off_is_free(storage: SqlStorage) -> None:
    async with storage.write(ORGANISATION) as unit:
        await unit.schedules.put_off("look", ("W1", "W2"), NOW + timedelta(hours=2))
        assert not await unit.schedules.take("look", "W1", NOW, NOW, NOW + timedelta(hours=2))
        assert await unit.schedules.take("look", "W1", NOW, NOW + timedelta(minutes=1), NOW + timedelta(hours=1))
        await unit.schedules.claim("look", "W1", "2026-W45", NOW + timedelta(days=1))
        await unit.schedules.bring_back(NOW)
        assert await unit.schedules.put_off_until("look") == {"W1": NOW, "W2": NOW}


async def test_a_claim_that_rolls_back_is_free_again(storage: SqlStorage) -> None:
    for _ in range(2):
        async with storage.write(ORGANISATION) as unit:
            assert await unit.schedules.claim("digest", "C1", "2026-W45", NOW)


async def test_a_published_template_comes_back_whole_and_never_changes(storage: SqlStorage) -> None:
    async with storage.write(ORGANISATION) as unit:
        for each in (template(1), template(2), template(1, "zz")):
            await unit.templates.publish(each)
        await unit.commit()
    async with storage.read(ORGANISATION) as unit:
        assert await unit.templates.get("ai") == template(2)
        assert await unit.templates.get("ai", 1) == template(1)
        assert await unit.templates.get("ai", 3) is None
        assert await unit.templates.get("unknown") is None
        assert await unit.templates.list() == (template(2), template(1, "zz"))
    async with storage.write(ORGANISATION) as unit:
        await unit.templates.publish(template(1))
        with pytest.raises(VersionConflict):
            await unit.commit()


CHANNEL = Conversation("19:general@thread.tacv2", ConversationKind.CHANNEL, "https://smba/", "Churn", "19:team", True)
CHAT = Conversation("a:1", ConversationKind.PERSONAL, "https://smba/", account="aad-ann", address="29:ann")


async def test_conversations_are_found_by_id_by_person_and_as_channels(storage: SqlStorage, url: str) -> None:
    kept = storage.conversations
    await kept.keep(WORKSPACE, CHANNEL)
    await kept.keep(WORKSPACE, CHAT)
    async with open_storage(url) as other:
        assert await other.conversations.get(WORKSPACE, CHANNEL.id) == CHANNEL
        assert await other.conversations.with_person(WORKSPACE, "aad-ann") == CHAT
        assert await other.conversations.with_person(WORKSPACE, "") is None
        assert await other.conversations.channels(WORKSPACE) == (CHANNEL,)
        assert await other.conversations.counts(WORKSPACE) == {
            ConversationKind.CHANNEL: 1,
            ConversationKind.PERSONAL: 1,
        }


async def test_a_conversation_that_moved_is_kept_anew_and_one_that_ended_is_forgotten(storage: SqlStorage) -> None:
    moved = replace(CHAT, service_url="https://smba/emea/")
    await storage.conversations.keep(WORKSPACE, CHAT)
    await storage.conversations.keep(WORKSPACE, moved)
    assert await storage.conversations.with_person(WORKSPACE, "aad-ann") == moved
    await storage.conversations.forget(WORKSPACE, CHAT.id)
    assert await storage.conversations.get(WORKSPACE, CHAT.id) is None
    await storage.conversations.keep(WORKSPACE, moved)
    assert await storage.conversations.get(WORKSPACE, CHAT.id) == moved
