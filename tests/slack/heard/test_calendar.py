"""The calendar in Slack: an administrator changes it by a form, a menu and typed lines; others see it."""

from bot.demo.cast import ANA, BEN
from bot.demo.house import House
from bot.playground.workspace.answer import Answer
from tests.slack.home import everything, later, private, settled, type_


async def card(home: House, line: str = "holidays") -> Answer:
    return await type_(home, ANA, line)


async def test_it_is_reached_from_the_settings_and_changed_in_a_form(started: House) -> None:
    settings = await type_(started, ANA, "settings")
    shown = await started.slack.press(ANA.account, settings.messages[-1], "Calendar")
    await started.slack.press(ANA.account, shown.messages[-1], "Change…")
    modal = started.slack.modal(ANA.account)
    assert modal is not None
    wrong = {"timezone": "EST", "weekend": "Friday and Saturday", "holidays": "2026-12-25 Christmas"}
    await started.slack.submit(ANA.account, wrong)
    again = started.slack.modal(ANA.account)
    assert again is not None
    answer = await started.slack.submit(ANA.account, wrong | {"timezone": "America/New_York"})
    await started.bot.settle()
    assert started.slack.modal(ANA.account) is None
    said = private(answer)
    assert "Timezone: America/New_York instead of Europe/Berlin." in said
    assert "Weekend: Friday and Saturday instead of Saturday and Sunday." in said
    assert "Added: 25 Dec 2026, Friday · Christmas." in said
    assert "1 digest comes on Mondays at 09:00 America/New_York from now on." in said
    assert "Friday and Saturday" in await settled(started, BEN, "settings")


async def test_a_holiday_is_removed_from_the_menu(started: House) -> None:
    await settled(started, ANA, "holidays add 2026-12-25 Christmas")
    shown = await card(started)
    assert "25 Dec 2026, Friday · Christmas" in private(shown)
    menu = next(one for one in shown.messages[-1].labels() if one == "…")
    answer = await started.slack.press(ANA.account, shown.messages[-1], menu, choose="Remove 25 Dec 2026")
    await started.bot.settle()
    assert "Removed: 25 Dec 2026, Friday · Christmas." in private(answer)
    assert "is not among the holidays" in await settled(started, ANA, "holidays remove 2026-12-25")


async def test_others_look_and_are_told_who_may(started: House) -> None:
    looked = await type_(started, BEN, "weekend")
    assert "Saturday and Sunday" in private(looked)
    assert "Change…" not in looked.messages[-1].labels()
    assert "Ana" in await settled(started, BEN, "timezone UTC")
    assert "Ana" in await settled(started, BEN, "holidays add 2026-12-25")
    assert "UTC" not in await settled(started, BEN, "settings")


async def test_the_digest_comes_at_nine_where_the_organisation_is_now(started: House) -> None:
    """It is 08:00 UTC on a Monday: nine in New York is five hours ahead."""
    await settled(started, ANA, "timezone America/New_York")
    await later(started, hours=4, minutes=55)
    assert digests(started) == 0
    await later(started, minutes=10)
    assert digests(started) == 1


def digests(home: House) -> int:
    return sum("digest ·" in message.plain() for message in everything(home))


async def test_whose_time_is_asked_with_a_button_each(started: House) -> None:
    asked = await type_(started, ANA, "timezone IST")
    assert asked.messages[-1].labels() == ["Kolkata", "Dublin", "Jerusalem"]
    done = await started.slack.press(ANA.account, asked.messages[-1], "Kolkata")
    await started.bot.settle()
    assert "Asia/Kolkata instead of Europe/Berlin" in private(done)
