from dataclasses import replace
from datetime import timedelta

import pytest

from readiness.domain.values.record import Head, SaltedText, verify
from readiness.usecases.frame.ports import VersionConflict
from storage import SqlStorage
from tests.storage.samples import ORGANISATION, appended, initiative, organisation


async def test_a_chain_that_was_stored_still_verifies(storage: SqlStorage) -> None:
    first = appended("initiative-1", words="“ß” 🙂\n")
    second = appended("initiative-1", first.head)
    async with storage.write(ORGANISATION) as unit:
        await unit.record.append("initiative-1", first)
        await unit.record.append("initiative-1", second)
        await unit.record.append("other", appended("other"))
        await unit.commit()
    async with storage.read(ORGANISATION) as unit:
        entries, texts = await unit.record.entries("initiative-1"), await unit.record.texts("initiative-1")
    assert entries == first.entries + second.entries
    assert texts == {**first.texts, **second.texts}
    assert verify("initiative-1", entries, texts, second.head) is None


async def test_a_sequence_number_is_taken_once(storage: SqlStorage) -> None:
    for conflict in (False, True):
        async with storage.write(ORGANISATION) as unit:
            await unit.record.append("chain", appended("chain", words=str(conflict)))
            if conflict:
                with pytest.raises(VersionConflict):
                    await unit.commit()
            else:
                await unit.commit()


async def test_entries_can_be_read_from_an_instant_on(storage: SqlStorage) -> None:
    kept = appended("chain")
    early = replace(
        kept, entries=(replace(kept.entries[0], at=kept.entries[0].at - timedelta(days=1)), kept.entries[1])
    )
    async with storage.write(ORGANISATION) as unit:
        await unit.record.append("chain", early)
        assert await unit.record.entries("chain", since=kept.entries[1].at) == (kept.entries[1],)


async def test_an_erased_text_comes_back_as_an_empty_row(storage: SqlStorage) -> None:
    kept = appended("chain", count=1)
    erased = replace(kept, texts={(1, "reason"): SaltedText(None, None)})
    async with storage.write(ORGANISATION) as unit:
        await unit.record.append("chain", erased)
        texts = await unit.record.texts("chain")
        assert verify("chain", await unit.record.entries("chain"), texts, kept.head) is None


async def test_the_head_is_that_of_the_initiative_or_the_organisation(storage: SqlStorage) -> None:
    async with storage.write(ORGANISATION) as unit:
        await unit.initiatives.add(replace(initiative(), head=Head(7, "a" * 64)))
        await unit.organisations.save(organisation(), replace(organisation(), head=Head(9, "b" * 64)))
        assert await unit.record.head("initiative-1") == Head(7, "a" * 64)
        assert await unit.record.head(ORGANISATION) == Head(9, "b" * 64)
        assert await unit.record.head("unknown") == Head()
