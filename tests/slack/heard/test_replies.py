"""A yes typed in the thread of a checklist is answered to whom it is with the button it wants, and never counted."""

import pytest

from bot.demo.cast import ANA, BEN, DEE, ELI, FAY, IDA
from bot.demo.house import House
from bot.demo.stage import Actor
from bot.playground import Message
from bot.slack.manifest import SCOPES
from tests.slack.home import HOME, in_review, press, settled, standing

NOT_COUNTED = "This is not counted as a sign-off."


async def reply(home: House, actor: Actor, text: str, thread: Message | None = None) -> list[Message]:
    """Write in the checklist's thread; what only the writer sees because of it."""
    parent = thread or standing(home, "of 18 ready")
    before = len(whispered(home, actor))
    await home.slack.say(actor.account, HOME, text, thread=parent.thread_ts or parent.ts)
    await home.bot.settle()
    return whispered(home, actor)[before:]


def whispered(home: House, actor: Actor) -> list[Message]:
    """What this actor alone was told about a yes of theirs."""
    found = [one for one in home.slack.workspace.timeline.of(HOME) if one.ephemeral_to == actor.account]
    return [one for one in found if NOT_COUNTED in one.plain()]


async def record(home: House) -> str:
    """The fingerprint of the initiative's record, which any change would move."""
    return (await settled(home, ANA, "status")).partition("record ")[2].strip()


async def test_a_yes_is_answered_to_the_writer_alone_in_the_thread_with_the_button(started: House) -> None:
    await in_review(started)
    before = await record(started)
    (answer,) = await reply(started, DEE, "Looks good to me :+1:")
    assert NOT_COUNTED in answer.plain()
    assert answer.labels() == ["Approve", "Show gate"]
    assert answer.thread_ts == standing(started, "of 18 ready").ts
    assert await record(started) == before
    assert "Signed off" in await press(started, DEE, answer, "Approve")
    assert await record(started) != before


async def test_a_button_whose_evidence_has_changed_meanwhile_signs_nothing(started: House) -> None:
    await in_review(started)
    (answer,) = await reply(started, DEE, "ok")
    await settled(started, BEN, "evidence approved-datasets https://wiki.example/other")
    assert "The evidence changed" in await press(started, DEE, answer, "Approve")


async def test_of_several_gates_each_has_its_own_button(started: House) -> None:
    await in_review(started)
    await in_review(started, "documentation", FAY)
    (answer,) = await reply(started, DEE, "approved")
    assert answer.labels() == ["Approve", "Approve"]
    assert all(gate in answer.plain() for gate in ("approved-datasets", "documentation"))


@pytest.mark.parametrize(
    "text", ["looks good?", "not ok", "I will look at it tomorrow", "ok but where is the lineage", ""]
)
async def test_everything_else_in_a_thread_is_passed_over(started: House, text: str) -> None:
    await in_review(started)
    asked = len(started.slack.calls)
    assert await reply(started, DEE, text or "…") == []
    assert len(started.slack.calls) == asked


async def test_nobody_is_answered_whose_answer_nothing_waits_for(started: House) -> None:
    request = await in_review(started)
    assert await reply(started, IDA, "lgtm") == []
    assert await reply(started, ANA, "lgtm") == []
    await press(started, DEE, request, "Approve")
    assert await reply(started, ELI, "lgtm") == []


async def test_a_yes_outside_of_the_thread_or_in_another_one_is_passed_over(started: House) -> None:
    await in_review(started)
    before = whispered(started, DEE)
    await started.slack.say(DEE.account, HOME, "looks good")
    other = await started.slack.say(ANA.account, HOME, "Lunch?")
    assert await reply(started, DEE, "ok", other) == []
    assert whispered(started, DEE) == before


def told(home: House, **more: object) -> dict[str, object]:
    thread = standing(home, "of 18 ready").ts
    plain = {"user": DEE.account, "channel": HOME, "text": "ok", "ts": "1790000000.000100", "thread_ts": thread}
    return {"type": "message", "channel_type": "channel", **plain, **more}


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "bot_message"}, {"bot_id": "B0OTHER"}, {"app_id": "A0OTHER"}, {"subtype": "message_changed"},
        {"edited": {"user": DEE.account, "ts": "1790000000.000200"}}, {"user": None},
        {"text": None}, {"channel": ["C1"]}, {"thread_ts": None}, {"hidden": True}, {"user": "U0NOBODY"},
    ],
    ids=str,
)  # fmt: skip
async def test_bots_edits_and_what_is_no_reply_are_passed_over(started: House, more: dict[str, object]) -> None:
    await in_review(started)
    asked = len(started.slack.calls)
    answer = await started.slack.event(told(started, **more))
    assert (answer.status, len(started.slack.calls)) == (200, asked)


async def test_what_slack_tells_again_is_answered_once(started: House) -> None:
    await in_review(started)
    for event in ("Ev0SAME", "Ev0SAME", "Ev0OTHER"):
        answer = await started.slack.event(told(started), event_id=event)
        assert answer.status == 200
    assert len(whispered(started, DEE)) == 1


async def test_without_the_history_scopes_nothing_is_told_and_everything_else_works(started: House) -> None:
    started.slack.installation.scopes = frozenset(SCOPES)
    request = await in_review(started)
    assert await reply(started, DEE, "looks good") == []
    assert "Signed off" in await press(started, DEE, request, "Approve")


async def test_in_a_private_channel_it_is_answered_as_well(home: House) -> None:
    home.slack.add_channel(
        "C0BOARD", "board", members=[BEN.account, DEE.account, ANA.account], private=True, bot_in=True
    )
    await settled(home, ANA, "party compliance owner @Dee", "C0BOARD")
    await settled(home, ANA, 'new "Quiet model"', "C0BOARD")
    await settled(home, ANA, "assign approved-datasets @Ben", "C0BOARD")
    for line in ("accept approved-datasets", "evidence approved-datasets a page", "request approved-datasets"):
        await settled(home, BEN, line, "C0BOARD")
    checklist = standing(home, "Quiet model", "of 18 ready", channel="C0BOARD")
    await home.slack.say(DEE.account, "C0BOARD", "lgtm", thread=checklist.ts)
    answers = [one.plain() for one in home.slack.workspace.timeline.of("C0BOARD") if one.ephemeral_to == DEE.account]
    assert [NOT_COUNTED in one for one in answers] == [True]


async def test_where_slack_does_not_take_the_answer_the_event_is_still_taken(started: House) -> None:
    await in_review(started)
    started.slack.fail("chat.postEphemeral", error="user_not_in_channel")
    answer = await started.slack.event(told(started))
    assert answer.status == 200
    assert whispered(started, DEE) == []
