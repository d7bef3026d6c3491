"""In Teams, too, a blocked gate names whom it waits for, and people who wait for each other are told so."""

from bot.demo.cast import ANA, BEN, GUS
from tests.teams.home import HOME, TeamsHouse, pressed, said, words


async def test_who_is_waited_for_is_asked_in_the_thread_and_lets_it_go_on(started: TeamsHouse) -> None:
    assert "Gus will be told" in await said(started, BEN, "blocked approved-datasets by @Gus no space")
    assert "can go on. Ben will be told." in await pressed(started, GUS, "It can go on", "waits for you")


async def test_a_dialog_takes_whom_it_waits_for(started: TeamsHouse) -> None:
    await said(started, BEN, "blocked approved-datasets")
    await started.stage.fill(BEN, {"reason": "no space", "party": "compliance"})
    assert "Waits for compliance since today: no space" in await said(started, ANA, "show approved-datasets")


async def test_a_deadlock_is_told_in_the_thread_until_it_is_solved(started: TeamsHouse) -> None:
    await said(started, ANA, "assign compute @Gus")
    await said(started, GUS, "accept compute")
    await said(started, GUS, "blocked compute by @Ben no sizes yet")
    assert "Waiting in a circle" in await said(started, BEN, "blocked approved-datasets by @Gus no space")
    assert "Ben waits for Gus waits for Ben" in await said(started, ANA, "waits")
    await pressed(started, GUS, "It can go on", "ends it by saying that a gate can go on")
    assert "no longer wait for each other" in words(started.stage.sees(ANA, HOME))
