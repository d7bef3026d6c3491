import asyncio
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection, text

from readiness.domain.values.identity import OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.organisation import Party
from readiness.domain.values.person import Person
from readiness.domain.values.record import Head
from readiness.usecases.frame.ports import VersionConflict
from storage import SqlStorage
from storage.engine.database import written
from tests.storage.samples import ANN, BO, CY, ORGANISATION, WORKSPACE, organisation, workspace


async def test_an_organisation_comes_back_as_it_was_stored(storage: SqlStorage, other_storage: SqlStorage) -> None:
    for each in (storage, storage, other_storage):
        async with each.read(ORGANISATION) as unit:
            assert await unit.organisations.get() == organisation()
    await other_storage.close()


async def test_holidays_written_before_they_had_names_are_read(storage: SqlStorage) -> None:
    days = '["2026-12-25",["2027-01-01","New Year"]]'

    def older(connection: Connection) -> None:
        change = text("UPDATE organisations SET holidays = :days, version = version + 1 WHERE id = :organisation")
        connection.execute(change, {"days": days, "organisation": ORGANISATION})

    await written(storage._database, older)
    found = await storage.organisation(ORGANISATION)
    assert found.calendar.holidays == {date(2026, 12, 25), date(2027, 1, 1)}
    assert found.holiday_names == {date(2027, 1, 1): "New Year"}


async def test_what_differs_is_saved_and_seen_by_others(storage: SqlStorage, other_storage: SqlStorage) -> None:
    before = organisation()
    async with other_storage.read(ORGANISATION) as unit:
        assert await unit.organisations.get() == before
    after = replace(
        before,
        name="Acme 2",
        parties={
            "compliance": Party("compliance", "Legal", CY),
            "sre": replace(before.parties["sre"], members=frozenset({CY})),
            "new": Party("new", "New", members=frozenset({ANN})),
        },
        people={ANN: replace(before.people[ANN], name="Anna"), CY: Person(CY, "Cy")},
        addresses={WORKSPACE: {ANN: "U9", CY: "U2"}},
        head=Head(3, "f" * 64),
    )
    async with storage.write(ORGANISATION) as unit:
        await unit.organisations.save(before, after)
        assert await unit.organisations.get() == replace(after, version=1)
        await unit.commit()
    for each in (storage, other_storage):
        async with each.read(ORGANISATION) as unit:
            found = await unit.organisations.get()
            assert found == replace(after, version=1)
            assert list(found.parties) == ["compliance", "sre", "new"]
    await other_storage.close()


async def test_who_saves_second_is_told_so(storage: SqlStorage) -> None:
    before = organisation()
    for name, conflict in (("first", False), ("second", True)):
        async with storage.write(ORGANISATION) as unit:
            await unit.organisations.save(before, replace(before, name=name))
            if conflict:
                with pytest.raises(VersionConflict):
                    await unit.commit()
            else:
                await unit.commit()


async def test_a_rolled_back_change_is_forgotten(storage: SqlStorage) -> None:
    before = organisation()
    async with storage.write(ORGANISATION) as unit:
        await unit.organisations.save(before, before.with_person(Person(PersonId("x"), "X")))
    async with storage.read(ORGANISATION) as unit:
        assert await unit.organisations.get() == before


async def test_an_unknown_organisation_is_a_lookup_error(storage: SqlStorage) -> None:
    async with storage.read(OrganisationId("unknown")) as unit:
        with pytest.raises(LookupError):
            await unit.organisations.get()


async def test_a_workspace_is_found_by_both_of_its_names(storage: SqlStorage) -> None:
    assert await storage.workspace("slack", "T1") == workspace()
    assert await storage.workspace_by_id(WORKSPACE) == workspace()
    assert await storage.workspace("teams", "T1") is None
    assert await storage.workspace_by_id(WorkspaceId("unknown")) is None
    assert await storage.organisations() == ((ORGANISATION, "Acme plain"),)


async def test_of_several_that_add_a_workspace_at_once_one_wins(storage: SqlStorage, other_storage: SqlStorage) -> None:
    async def add(where: SqlStorage, number: int) -> str:
        own = OrganisationId(f"new-{number}")
        won = await where.add_workspace(workspace(own, "T7", f"w-{number}"), organisation(own))
        return won.id

    ids = await asyncio.gather(*(add((storage, other_storage)[number % 2], number) for number in range(8)))
    assert len(set(ids)) == 1
    assert len(await storage.organisations()) == 2
    assert (await storage.workspace("slack", "T7")) is not None
    await other_storage.close()


async def test_a_second_workspace_may_join_an_organisation(storage: SqlStorage) -> None:
    joined = await storage.add_workspace(workspace(ORGANISATION, "T2", "workspace-2"), organisation())
    assert joined.organisation == ORGANISATION
    assert len(await storage.organisations()) == 1
    async with storage.read(ORGANISATION) as unit:
        assert (await unit.organisations.get()).people[BO].name == "Bo"
