"""Where a press is answered: below a message, in the place of a private one, on Home, in a DM."""

import pytest

from bot.demo.cast import ANA, BEN, DEE, GUS, KIM
from bot.demo.house import House
from bot.playground import Message
from bot.slack.client import web_client
from tests.slack.home import HOME, calls, everything, in_review, later, press, private, settled, standing, type_


async def test_a_press_on_a_private_message_replaces_it(started: House) -> None:
    (status,) = (await type_(started, ANA, "status")).messages
    answer = await started.slack.press(ANA.account, status, "All gates")
    (shown,) = answer.messages
    assert (shown.ts, shown.ephemeral_to) == (status.ts, ANA.account)
    assert "approved-datasets" in shown.plain()


async def test_a_press_on_a_posted_message_is_answered_privately_below_it(started: House) -> None:
    request = await in_review(started)
    before = request.plain()
    answer = await started.slack.press(BEN.account, request, "Approve")
    assert [message.ephemeral_to for message in answer.messages] == [BEN.account]
    assert next(m for m in everything(started) if m.ts == request.ts).plain() == before


async def test_share_here_shows_everybody_and_removes_the_private_copy(started: House) -> None:
    (status,) = (await type_(started, ANA, "status")).messages
    await started.slack.press(ANA.account, status, "Share here")
    await started.bot.settle()
    shared = everything(started)[-1]
    assert "As of" in shared.plain()
    assert "Share here" not in shared.labels()
    assert started.slack.workspace.timeline.find(HOME, status.ts) is None


async def test_sharing_that_slack_refuses_keeps_the_private_copy(started: House) -> None:
    (status,) = (await type_(started, ANA, "status")).messages
    started.slack.fail("response_url", status=500, error="fatal_error")
    await started.slack.press(ANA.account, status, "Share here")
    assert started.slack.workspace.timeline.find(HOME, status.ts) is not None


async def test_home_presses_are_answered_in_the_view(started: House) -> None:
    await started.slack.open_home(BEN.account)
    view = started.slack.home(BEN.account)
    assert view is not None
    label = next(one for one in view.labels() if one.startswith(("Show", "Open", "Status", "All", "Churn")))
    before = calls(started, "chat.postMessage", "chat.postEphemeral")
    block = next(b for b in view.blocks for e in _elements(b) if (e.get("text") or {}).get("text") == label)
    answer = await started.slack.press(BEN.account, view, label, block=block["block_id"])
    assert answer.view is not None
    assert answer.view.plain() != view.plain()
    assert calls(started, "chat.postMessage", "chat.postEphemeral") == before


async def test_a_refusal_on_home_is_told_on_home(started: House) -> None:
    await settled(started, ANA, "assign load-tested @Kim")
    await started.slack.open_home(KIM.account)
    view = started.slack.home(KIM.account)
    assert view is not None
    shown = (await started.slack.press(KIM.account, view, "Look and answer")).view
    assert shown is not None
    await settled(started, KIM, "accept load-tested")
    answer = await started.slack.press(KIM.account, shown, "Accept", stale=True)
    assert answer.view is not None
    assert "Nothing more to do" in answer.view.plain() or "nothing to accept" in answer.view.plain()


async def test_a_direct_message_is_answered_there(started: House) -> None:
    await type_(started, GUS, "decline compute no quota")
    await later(started, days=35)
    reminder = next(m for m in reversed(started.slack.dm(ANA.account)) if "compute" in m.plain())
    answer = await started.slack.press(ANA.account, reminder, _first_button(reminder))
    assert {message.channel for message in answer.messages} <= {f"D{ANA.account}"}
    assert answer.messages or answer.view


async def test_one_press_uses_at_most_two_posts_of_its_response_url(started: House) -> None:
    (status,) = (await type_(started, ANA, "status")).messages
    await started.slack.press(ANA.account, status, "Share here")
    ways = started.slack._stage.response_urls._open.values()
    assert max(way.posts for way in ways) <= 2


async def test_a_private_answer_that_is_pressed_after_half_an_hour_still_answers(started: House) -> None:
    """Slack gives every press a response URL of its own."""
    (status,) = (await type_(started, ANA, "status")).messages
    await later(started, minutes=40)
    assert "approved-datasets" in await press(started, ANA, status, "All gates")


async def test_the_newest_answer_to_a_second_press_says_it_was_done(started: House) -> None:
    request = await in_review(started)
    assert "Signed off" in await press(started, DEE, request, "Approve", stale=True)
    said = await press(started, DEE, request, "Approve", stale=True)
    assert "Nothing more to do" in said


@pytest.mark.promise("P18", "a button on evidence that is out of date")
async def test_a_stale_button_is_refused_and_says_what_is_new(started: House) -> None:
    request = await in_review(started)
    await settled(started, BEN, "evidence approved-datasets https://wiki.example/second")
    said = await press(started, DEE, request, "Approve", stale=True)
    assert "changed since" in said
    assert "not counted" in said
    assert "newer request" in next(m for m in everything(started) if m.ts == request.ts).plain()
    assert "revision 2" in standing(started, "Please sign off").plain()


async def test_the_client_never_sends_twice_by_itself(started: House) -> None:
    client = web_client("xoxb-x", started.slack.api_url, started.bot.platforms["slack"].session)
    assert client.retry_handlers == []


async def test_an_answer_from_a_channel_where_the_bot_is_no_member_arrives(home: House) -> None:
    home.slack.add_channel("C0BOARD", "board", members=[ANA.account], private=True)
    (shown,) = (await type_(home, ANA, "status", "C0BOARD")).messages
    answer = await home.slack.press(ANA.account, shown, "All initiatives")
    assert private(answer)


def _elements(block: dict) -> list[dict]:
    return [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]


def _first_button(message: Message) -> str:
    return next(e["text"]["text"] for b in message.blocks for e in _elements(b) if e.get("type") == "button")


@pytest.mark.promise("P18", "a button under another rule")
async def test_a_button_under_another_rule_is_refused(started: House) -> None:
    request = await in_review(started)
    await settled(started, ANA, "approvers approved-datasets 2 of compliance")
    said = await press(started, DEE, request, "Approve", stale=True)
    assert "not counted" in said
    assert "Signed off" not in standing(started, "Datasets approved").plain()


@pytest.mark.promise("P18", "a form opened under another rule")
async def test_a_form_opened_under_another_rule_is_refused_on_a_page(started: House) -> None:
    request = await in_review(started)
    await started.slack.press(DEE.account, request, "Request changes")
    await settled(started, ANA, "approvers approved-datasets 2 of compliance")
    answer = await started.slack.submit(DEE.account, {"reason": "other", "comment": "Not yet."})
    assert answer.view is not None
    assert "not counted" in answer.view.plain()
