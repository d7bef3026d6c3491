"""Somebody leaves in Teams, which tells nobody: an administrator types it."""

from bot.demo.cast import ANA, BEN, DEE, IDA
from tests.teams.home import TeamsHouse, said


async def test_what_somebody_who_left_held_goes_to_the_backup_once_it_is_typed(started: TeamsHouse) -> None:
    await said(started, ANA, "assign data-lineage @Ben backup @Ida")
    answer = await said(started, ANA, "person @Ben left")
    assert "Ben has left." in answer
    assert "Their gates are offered to the backups" in answer
    await started.stage.settle()
    assert "Offered to Ida today" in await said(started, ANA, "show data-lineage")
    assert "is yours" in await said(started, IDA, "accept data-lineage")


async def test_who_has_left_changes_nothing_until_they_are_said_to_be_back(started: TeamsHouse) -> None:
    await said(started, ANA, "person @Ben left")
    assert "Nothing was changed" in await said(started, BEN, "evidence approved-datasets https://wiki.example/datasets")
    assert "Ben is back." in await said(started, ANA, "person @Ben back")
    answer = await said(started, BEN, "evidence approved-datasets https://wiki.example/datasets")
    assert "Evidence" in answer


async def test_what_is_refused_is_told_in_a_sentence(started: TeamsHouse) -> None:
    assert "You are here." in await said(started, ANA, "person @Ana left")
    assert "an administrator" in await said(started, DEE, "person @Ben left")
    assert "This is done already" in await said(started, ANA, "person @Ben back")
