from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from readiness.domain.values.gate import Block, Progress
from readiness.domain.values.identity import InitiativeId, OrganisationId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.milestone import LIVE_INPUTS, OUTPUTS_IN_USE, Milestone
from readiness.usecases.frame.ports import Named, VersionConflict
from storage import SqlStorage
from storage.stores import hot_reads
from tests.storage.samples import (
    ANN,
    BO,
    CHANNEL,
    CY,
    NOW,
    ORGANISATION,
    bare_gate,
    gate,
    initiative,
    organisation,
    plain_initiative,
    workspace,
)


async def add(storage: SqlStorage, *initiatives: Initiative) -> None:
    async with storage.write(initiatives[0].organisation) as unit:
        for each in initiatives:
            await unit.initiatives.add(each)
        await unit.commit()


async def save(storage: SqlStorage, before: Initiative, after: Initiative) -> Initiative:
    async with storage.write(before.organisation) as unit:
        await unit.initiatives.save(before, after)
        await unit.commit()
    return replace(after, version=before.version + 1)


async def stored(storage: SqlStorage, wanted: Initiative) -> Initiative | None:
    async with storage.read(wanted.organisation) as unit:
        return await unit.initiatives.get(wanted.id)


async def test_an_initiative_comes_back_as_it_was_stored(storage: SqlStorage, other_storage: SqlStorage) -> None:
    whole = initiative()
    await add(storage, whole)
    for each in (storage, other_storage):
        found = await stored(each, whole)
        assert found == whole
        assert found is not None
        assert list(found.gates) == list(whole.gates)
        assert list(found.milestones) == list(whole.milestones)
        assert found.created_at.tzinfo is not None
    await other_storage.close()


async def test_every_change_comes_back_and_the_version_grows(storage: SqlStorage, other_storage: SqlStorage) -> None:
    before = initiative()
    await add(storage, before)
    after = replace(
        before,
        name="Renamed",
        standing=Life.ACTIVE,
        value_per_week=None,
        gates={
            "new": gate("new"),
            "owners": replace(bare_gate("owners"), asks=7),
            "monitoring": before.gates["monitoring"],
        },
        milestones={LIVE_INPUTS: Milestone(LIVE_INPUTS, None, date(2026, 12, 24))},
        member_overrides={},
    )
    saved = await save(storage, before, after)
    assert saved.version == 2
    for each in (storage, other_storage):
        found = await stored(each, before)
        assert found == saved
        assert found is not None
        assert list(found.gates) == ["new", "owners", "monitoring"]
    await other_storage.close()


async def test_who_saves_second_is_told_so_and_changes_nothing(storage: SqlStorage) -> None:
    before = initiative()
    await add(storage, before)
    first = await save(storage, before, replace(before, name="first"))
    with pytest.raises(VersionConflict):
        await save(storage, before, replace(before, name="second"))
    assert await stored(storage, before) == first


async def test_a_save_that_comes_too_late_is_told_at_the_next_query_or_at_commit(storage: SqlStorage) -> None:
    before = initiative()
    await add(storage, before)
    await save(storage, before, before)
    async with storage.write(ORGANISATION) as unit:
        await unit.initiatives.save(before, before)
        with pytest.raises(VersionConflict):
            await unit.initiatives.lines()


async def test_a_slug_is_taken_once(storage: SqlStorage) -> None:
    await add(storage, initiative())
    with pytest.raises(VersionConflict):
        await add(storage, initiative("initiative-2"))


async def test_what_one_process_saves_another_sees_at_once(storage: SqlStorage, other_storage: SqlStorage) -> None:
    before = initiative()
    await add(storage, before)
    assert await stored(other_storage, before) == before
    saved = await save(storage, before, replace(before, name="changed"))
    assert await stored(other_storage, before) == saved
    await other_storage.close()


async def test_what_was_rolled_back_is_not_remembered(storage: SqlStorage, other_storage: SqlStorage) -> None:
    before = initiative()
    await add(storage, before)
    async with storage.write(ORGANISATION) as unit:
        await unit.initiatives.save(before, replace(before, name="never"))
        assert (await unit.initiatives.get(before.id)) == replace(before, name="never", version=2)
    saved = await save(other_storage, before, replace(before, name="kept"))
    assert await stored(storage, before) == saved
    await other_storage.close()


async def test_lines_are_ordered_by_name_and_chosen_by_channel_or_life(storage: SqlStorage) -> None:
    away = replace(plain_initiative(3), home=replace(initiative().home, channel="C2"))
    live = replace(
        plain_initiative(2),
        milestones={key: Milestone(key, None, date(2026, 1, 1)) for key in (LIVE_INPUTS, OUTPUTS_IN_USE)},
    )
    await add(storage, away, live, plain_initiative(1), initiative())
    async with storage.read(ORGANISATION) as unit:
        assert [line.name for line in await unit.initiatives.lines()] == [
            "Churn plain",
            "Name 000001",
            "Name 000002",
            "Name 000003",
        ]
        here = await unit.initiatives.lines(channel=CHANNEL)
        assert [line.slug for line in here] == ["churn", "slug-1", "slug-2"]
        assert here[0].private
        assert here[0].life is Life.PAUSED
        of_life = await unit.initiatives.lines(lives=frozenset({Life.LIVE, Life.PAUSED}))
        assert [line.slug for line in of_life] == ["churn", "slug-2"]
        both = await unit.initiatives.lines(channel=CHANNEL, lives=frozenset({Life.ACTIVE}))
        assert [line.slug for line in both] == ["slug-1"]
        assert await unit.initiatives.slugs() == {"churn", "slug-1", "slug-2", "slug-3"}
        assert await unit.initiatives.by_slug("slug-2") == live
        assert await unit.initiatives.by_slug("unknown") is None


async def test_load_keeps_the_order_and_leaves_unknown_ones_out(storage: SqlStorage) -> None:
    many = [plain_initiative(number) for number in range(5)]
    await add(storage, *many)
    async with storage.read(ORGANISATION) as unit:
        loaded = await unit.initiatives.load([many[3].id, InitiativeId("unknown"), many[0].id])
        assert loaded == (many[3], many[0])
        assert await unit.initiatives.load([]) == ()


async def test_stream_gives_everyone_of_those_lives_once(storage: SqlStorage) -> None:
    many = [plain_initiative(number) for number in range(230)]
    await add(storage, *many, initiative())
    async with storage.read(ORGANISATION) as unit:
        found = [each async for each in unit.initiatives.stream(frozenset({Life.ACTIVE}))]
        assert found == many
        everybody = [each.slug async for each in unit.initiatives.stream(frozenset(Life))]
        assert len(everybody) == len(set(everybody)) == 231


async def test_an_initiative_concerns_those_it_names_and_the_parties_asked_to_review(storage: SqlStorage) -> None:
    active = replace(initiative(), standing=Life.ACTIVE)
    await add(storage, active, plain_initiative(1))
    async with storage.read(ORGANISATION) as unit:
        assert await unit.initiatives.concerning(CY, frozenset()) == (active.id, plain_initiative(1).id)
        assert await unit.initiatives.concerning("nobody", frozenset({"compliance"})) == (active.id,)
        assert await unit.initiatives.concerning("nobody", frozenset({"unknown"})) == ()
    waiting = replace(active, gates={"monitoring": replace(gate(), block=Block("late", ANN, NOW, party="platform"))})
    active = await save(storage, active, waiting)
    async with storage.read(ORGANISATION) as unit:
        assert await unit.initiatives.concerning("nobody", frozenset({"platform"})) == (active.id,)
    done = replace(active, gates={"monitoring": replace(gate(), progress=Progress.SIGNED_OFF)})
    done = await save(storage, active, done)
    async with storage.read(ORGANISATION) as unit:
        assert await unit.initiatives.concerning("nobody", frozenset({"compliance"})) == ()
    await save(storage, done, replace(done, standing=Life.CANCELLED))
    async with storage.read(ORGANISATION) as unit:
        assert await unit.initiatives.concerning(CY, frozenset()) == (plain_initiative(1).id,)


async def test_evidence_and_votes_are_kept_also_of_a_removed_gate(storage: SqlStorage) -> None:
    before = initiative()
    await add(storage, before)
    second = replace(gate(), revision=3, evidence=replace(gate().evidence, revision=3, content="new"), votes=())
    after = await save(storage, before, before.with_gate(second))
    await save(storage, after, replace(after, gates={}))
    async with storage.read(ORGANISATION) as unit:
        history = await unit.initiatives.history(before.id)
    assert [(each.gate, each.evidence.revision) for each in history.evidence] == [("monitoring", 2), ("monitoring", 3)]
    assert [(each.gate, each.vote, each.stands) for each in history.sign_offs] == [
        ("monitoring", vote, False) for vote in gate().votes
    ]


async def test_a_glance_gives_a_channel_or_one_initiative_with_the_organisation(
    storage: SqlStorage, other_storage: SqlStorage
) -> None:
    await add(storage, initiative(), plain_initiative(1))
    for each in (storage, other_storage, storage):
        here = await each.in_channel(ORGANISATION, *CHANNEL)
        assert here.organisation == organisation()
        assert [line.slug for line in here.lines] == ["churn", "slug-1"]
        assert (await each.in_channel(ORGANISATION, CHANNEL[0], "C9")).lines == ()
        assert await each.named(ORGANISATION, "slug-1") == Named(organisation(), plain_initiative(1))
        assert await each.named(ORGANISATION, "unknown") == Named(organisation(), None)
        with pytest.raises(LookupError, match="no organisation"):
            await each.named(OrganisationId("another"), "churn")
    await other_storage.close()


async def test_a_glance_shows_what_another_process_changed(storage: SqlStorage, other_storage: SqlStorage) -> None:
    before = initiative()
    await add(storage, before)
    assert (await other_storage.named(ORGANISATION, before.slug)).initiative == before
    saved = await save(storage, before, replace(before, name="changed"))
    async with storage.write(ORGANISATION) as unit:
        await unit.organisations.save(organisation(), replace(organisation(), name="Renamed"))
        await unit.commit()
    found = await other_storage.named(ORGANISATION, before.slug)
    assert (found.initiative, found.organisation.name) == (saved, "Renamed")
    await other_storage.close()


async def test_a_glance_between_whose_questions_the_organisation_changed_is_taken_anew(
    storage: SqlStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add(storage, initiative())
    asked, query = [], hot_reads._NAMED

    class Overtaken:
        """The first time, what stood there one version of the organisation earlier."""

        def rows(self, *args: Any) -> list[list[Any]]:
            asked.append(args)
            *rest, version = query.rows(*args)[0]
            return [[*rest, version - 1 if len(asked) == 1 else version]]

    monkeypatch.setattr(hot_reads, "_NAMED", Overtaken())
    assert await storage.named(ORGANISATION, initiative().slug) == Named(organisation(), initiative())
    assert len(asked) == 2


async def test_a_naive_instant_is_refused(storage: SqlStorage) -> None:
    with pytest.raises(Exception, match="timezone"):
        await add(storage, replace(initiative(), created_at=NOW.replace(tzinfo=None)))


async def test_a_value_of_another_organisation_is_refused(storage: SqlStorage) -> None:
    async with storage.write(OrganisationId("another")) as unit:
        with pytest.raises(ValueError, match="another organisation"):
            await unit.initiatives.add(initiative())


async def test_two_organisations_with_equal_ids_never_meet(storage: SqlStorage) -> None:
    second = OrganisationId("organisation-2")
    await storage.add_workspace(workspace(second, "T2", "workspace-9"), organisation(second, "CANARY"))
    ours, theirs = initiative(), initiative(owner=second, word="CANARY")
    await add(storage, ours)
    await add(storage, theirs)
    saved = await save(storage, ours, replace(ours, name="Ours", gates={}))
    assert await stored(storage, theirs) == theirs
    async with storage.read(ORGANISATION) as unit:
        everything = [
            await unit.organisations.get(),
            await unit.initiatives.by_slug("churn"),
            await unit.initiatives.lines(),
            await unit.initiatives.load([ours.id]),
            [each async for each in unit.initiatives.stream(frozenset(Life))],
            await storage.in_channel(ORGANISATION, *CHANNEL),
            await storage.named(ORGANISATION, ours.slug),
            await unit.initiatives.history(ours.id),
        ]
    assert "CANARY" not in repr(everything)
    assert everything[1] == saved
    async with storage.read(second) as unit:
        assert "Ours" not in repr(await unit.initiatives.lines())
        assert await unit.initiatives.concerning(ANN, frozenset()) == (theirs.id,)
        assert await unit.initiatives.concerning(BO, frozenset()) == (theirs.id,)
