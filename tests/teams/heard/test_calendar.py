"""The calendar in Teams: the same words and the same form."""

from bot.demo.cast import ANA, BEN
from tests.teams.home import TeamsHouse, said


async def test_an_administrator_changes_it_by_typing(started: TeamsHouse) -> None:
    assert "instead of" in await said(started, ANA, "weekend friday saturday")
    assert "Added: 25 Dec 2026, Friday · Christmas." in await said(started, ANA, "holidays add 2026-12-25 Christmas")
    assert "25 Dec 2026, Friday · Christmas" in await said(started, BEN, "holidays")
    assert "Ana" in await said(started, BEN, "timezone UTC")


async def test_and_in_a_dialog(started: TeamsHouse) -> None:
    ana = started.stage.person_of(ANA)
    await started.stage.type(ANA, None, "holidays")
    await started.stage.press(ANA, None, "Change…", about="Calendar of")
    filled = {"field:timezone": "Asia/Tokyo", "field:weekend": "45", "field:holidays": "2026-12-25 Christmas"}
    await started.teams.submit(ana, filled)
    shown = await said(started, ANA, "timezone", None)
    assert "Asia/Tokyo" in shown
    assert "Friday and Saturday" in shown
    assert "Christmas" in shown


async def test_whose_time_is_asked(started: TeamsHouse) -> None:
    assert "Several places call their time EST" in await said(started, ANA, "timezone EST")
