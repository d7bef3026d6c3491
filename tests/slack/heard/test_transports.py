"""What works over HTTP works in Socket Mode."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.demo.cast import ANA, BEN, DEE, GUS, KIM
from bot.demo.house import House
from tests.slack.home import HOME, everything, in_review, later, press, private, settled, standing, type_

BERLIN = ZoneInfo("Europe/Berlin")


async def test_status_is_a_private_snapshot_of_the_channels_initiative(either: House) -> None:
    answer = await type_(either, ANA, "status")
    assert "Churn model" in private(answer)
    assert "As of" in private(answer)
    assert [message.ephemeral_to for message in answer.messages] == [ANA.account]


async def test_a_gate_is_approved_from_the_button_on_its_message(either: House) -> None:
    request = await in_review(either)
    said = await press(either, DEE, request, "Approve")
    assert "Signed off" in said
    edited = standing(either, "Signed off", "Dee")
    assert (edited.ts, edited.edited is not None) == (request.ts, True)
    assert "Approve" not in edited.labels()


async def test_the_weekly_digest_comes_once_on_monday_morning(either: House) -> None:
    await either.stage.move_clock(datetime(2026, 10, 19, 9, 1, tzinfo=BERLIN))
    await either.stage.move_clock(datetime(2026, 10, 19, 9, 30, tzinfo=BERLIN))
    digests = [message for message in everything(either) if "Monday digest" in message.plain()]
    assert len(digests) == 1
    assert "Churn model" in digests[0].plain()


async def test_the_reminder_for_a_gate_without_owner_names_one_from_its_picker(either: House) -> None:
    await type_(either, GUS, "decline compute no GPU quota until January")
    await later(either, days=35)
    reminder = next(m for m in reversed(either.slack.dm(ANA.account)) if "compute" in m.plain())
    picker = next(e for b in reminder.blocks for e in _elements(b) if '"compute"' in e["action_id"])
    answer = await either.slack.press(ANA.account, reminder, picker["action_id"], choose=KIM.account)
    await either.bot.settle()
    assert "Kim" in private(answer)
    assert "Accepted" in await settled(either, KIM, "accept compute")
    assert "Accept or decline" not in standing(either, "Kim", "compute").plain()


async def test_the_start_page_is_drawn_when_it_is_opened(either: House) -> None:
    await either.slack.open_home(BEN.account)
    view = either.slack.home(BEN.account)
    assert view is not None
    assert "Churn model" in view.plain()


async def test_a_form_opens_and_its_answer_comes_back_to_where_it_was_opened(either: House) -> None:
    opened = await type_(either, BEN, "evidence approved-datasets")
    assert opened.view is not None
    done = await either.slack.submit(BEN.account, {"content": "https://wiki.example/datasets"})
    await either.bot.settle()
    assert "revision 1" in private(done)
    assert [message.channel for message in done.messages] == [HOME]


def _elements(block: dict) -> list[dict]:
    found = [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
    return [element for element in found if "action_id" in element]
