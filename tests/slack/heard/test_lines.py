"""A line that mentions the bot in a channel, or is written to it in a DM, is answered as the slash command is."""

from collections.abc import Sequence

import pytest

from bot.conversation.forms import FORMS
from bot.demo.cast import ANA, BEN, DEE, KIM
from bot.demo.house import House
from bot.demo.stage import Actor
from bot.playground import Message
from tests.slack.heard.test_commands import SCRIPT
from tests.slack.home import HOME, all_words, calls, everything, in_review, press, settled, standing, type_
from tests.slack.members.test_outsiders import record

FORM_LINES: dict[str, tuple[Actor, str]] = {
    "new": (BEN, "new"),
    "assign": (ANA, "assign compute"),
    "evidence": (BEN, "evidence approved-datasets"),
    "changes": (DEE, "changes approved-datasets"),
    "finding": (DEE, "finding approved-datasets"),
    "waive": (DEE, "waive approved-datasets"),
    "not-applicable": (DEE, "n/a approved-datasets"),
    "decline": (BEN, "decline approved-datasets"),
    "handoff": (BEN, "handoff approved-datasets"),
    "blocked": (BEN, "blocked approved-datasets"),
    "refuse-contract": (DEE, "contract refuse"),
    "incident": (BEN, "incident approved-datasets"),
}
"""The lines that open a form, by its name."""

NOT_TYPED = {"calendar", "rework", "withdraw", "away"}
"""The forms that only a button opens."""


async def mention(home: House, actor: Actor, text: str, *, thread: Message | None = None) -> Sequence[Message]:
    """Write `@Readiness text` in the home channel; what answers it."""
    return await wrote(home, actor, f"@readiness {text}", HOME, thread)


async def wrote(home: House, actor: Actor, text: str, where: str, thread: Message | None = None) -> Sequence[Message]:
    moment = home.slack.workspace.timeline.moment
    await home.slack.say(actor.account, where, text, thread=thread.ts if thread else None)
    await home.bot.settle()
    return answers(home, actor, moment)


def answers(home: House, actor: Actor, since: int) -> list[Message]:
    """What the bot said to that actor alone, in a channel or in their DM."""
    direct = home.slack.workspace.im(actor.account).id
    seen = [one for one in home.slack.workspace.timeline.since(since) if one.bot_id is not None]
    return [one for one in seen if one.ephemeral_to == actor.account or one.channel == direct]


async def test_every_line_is_answered_as_its_command_is_and_to_the_writer_alone(started: House) -> None:
    for actor, line, expected in SCRIPT:
        moment = started.slack.workspace.timeline.moment
        await started.slack.say(actor.account, HOME, f"@readiness {line}")
        private = [one for one in answers(started, actor, moment) if one.ephemeral_to]
        await started.bot.settle()
        assert [one.channel for one in private] == [HOME], line
        assert expected in private[0].plain(), (line, private[0].plain())
    assert "Something went wrong" not in all_words(started)


@pytest.mark.parametrize(
    "line", ["status", "help", "list all", "show approved-datasets", "settings", "home", "halp", ""]
)
async def test_the_words_are_those_of_the_command(started: House, line: str) -> None:
    command = (await type_(started, ANA, line)).plain()
    (spoken,) = await mention(started, ANA, line)
    assert spoken.plain() == command


async def test_in_a_dm_the_answer_is_a_message_like_any_other(started: House) -> None:
    (answer,) = await wrote(started, BEN, "status churn-model", "dm")
    assert (answer.ephemeral_to, "Churn model" in answer.plain()) == (None, True)
    (answer,) = await wrote(started, BEN, "<@U0READY> list", "dm")
    assert "Churn model" in answer.plain()
    (answer,) = await wrote(started, BEN, "what do I owe?", "dm")
    assert "/readiness" in answer.plain()


async def test_in_a_thread_the_answer_is_in_that_thread(started: House) -> None:
    lunch = await started.slack.say(ANA.account, HOME, "Lunch?")
    (answer,) = await mention(started, BEN, "status", thread=lunch)
    assert (answer.thread_ts, answer.ephemeral_to) == (lunch.ts, BEN.account)
    root = await started.slack.say(ANA.account, "dm", "help")
    (answer,) = await wrote(started, ANA, "status churn-model", "dm", root)
    assert answer.thread_ts == root.ts


@pytest.mark.parametrize("where", [HOME, "dm"], ids=["channel", "dm"])
async def test_a_line_that_opens_a_form_is_answered_by_a_button_that_opens_the_same(started: House, where: str) -> None:
    await in_review(started)
    for actor, line in FORM_LINES.values():
        typed = line if where == HOME else in_full(line)
        command = await type_(started, actor, typed, where)
        assert command.view is not None, typed
        await started.slack.close_modal(actor.account, all=True)
        (answer,) = await wrote(started, actor, f"@readiness {typed}", where)
        assert answer.labels() == ["Fill in the form"]
        opened = (await started.slack.press(actor.account, answer, "Fill in the form")).view
        assert opened is not None, typed
        assert (opened.title, opened.plain()) == (command.view.title, command.view.plain())
        await started.slack.close_modal(actor.account, all=True)


def in_full(line: str) -> str:
    """The line with its initiative named, as a DM needs it."""
    first, _, rest = line.partition(" ")
    if first == "new":
        return line
    return f"{first} churn-model {rest}" if first == "contract" else f"{first} churn-model/{rest}"


def test_every_form_that_can_be_typed_for_is_opened_so() -> None:
    assert FORM_LINES.keys() | NOT_TYPED == FORMS.keys()


async def test_the_form_of_such_a_line_is_taken_and_answered_where_it_was_typed(started: House) -> None:
    (answer,) = await mention(started, BEN, "evidence approved-datasets")
    await started.slack.press(BEN.account, answer, "Fill in the form")
    done = await started.slack.submit(BEN.account, {"content": "https://wiki.example/datasets"})
    await started.bot.settle()
    (said,) = done.messages
    assert "revision 1" in said.plain()
    assert (said.ts, said.ephemeral_to) == (answer.ts, BEN.account)


async def test_the_buttons_of_an_answer_work(started: House) -> None:
    (answer,) = await mention(started, ANA, "status")
    await started.slack.press(ANA.account, answer, "Share here")
    assert "Churn model" in everything(started)[-1].plain()
    assert answer.ts not in {one.ts for one in started.slack.messages(HOME, as_user=ANA.account)}
    request = await in_review(started)
    (gate,) = await mention(started, DEE, "show approved-datasets", thread=request)
    assert "Signed off" in await press(started, DEE, gate, "Approve")


async def test_people_who_are_mentioned_are_called_by_name_in_what_is_kept(started: House) -> None:
    newcomer = started.slack.add_user("U0NOOR", "noor")
    await mention(started, BEN, f"blocked approved-datasets waits for @gus and <@{newcomer.id}>")
    said = await settled(started, ANA, "show approved-datasets")
    assert "waits for @Gus and @noor" in said


async def test_whoever_is_no_member_of_the_channel_any_more_is_answered_in_person(started: House) -> None:
    started.slack.fail("chat.postEphemeral", error="user_not_in_channel")
    (answer,) = await mention(started, KIM, "status")
    assert answer.channel == started.slack.workspace.im(KIM.account).id


async def test_where_slack_takes_no_answer_the_event_is_still_taken(started: House) -> None:
    started.slack.fail("chat.postEphemeral", error="fatal_error")
    assert await mention(started, KIM, "status") == []


# once


def told(home: House, **more: object) -> dict[str, object]:
    plain = {"user": DEE.account, "channel": HOME, "text": "<@U0READY> status", "ts": "1790000000.000100"}
    return {"type": "app_mention", **plain, **more}


async def test_what_slack_tells_again_is_answered_once(started: House) -> None:
    moment = started.slack.workspace.timeline.moment
    for event in ("Ev0SAME", "Ev0SAME", "Ev0OTHER"):
        assert (await started.slack.event(told(started), event_id=event)).status == 200
    assert len(answers(started, DEE, moment)) == 1


async def test_a_yes_that_calls_the_bot_in_the_checklists_thread_is_answered_once(started: House) -> None:
    await in_review(started)
    checklist = standing(started, "of 18 ready")
    for _ in range(2):  # Slack tells of it in two events, in the one order and in the other.
        (answer,) = await mention(started, DEE, "lgtm", thread=checklist)
        assert "not counted as a sign-off" in answer.plain()


async def test_the_same_words_in_a_channel_without_calling_the_bot_are_passed_over(started: House) -> None:
    asked = len(started.slack.calls)
    assert await wrote(started, ANA, "status", HOME) == []
    assert len(started.slack.calls) == asked


NOT_A_LINE = (
    {"subtype": "bot_message"}, {"bot_id": "B0OTHER"}, {"app_id": "A0OTHER"}, {"subtype": "message_changed"},
    {"subtype": "message_deleted"}, {"subtype": "channel_join"}, {"subtype": "group_topic"}, {"hidden": True},
    {"edited": {"user": DEE.account, "ts": "1790000000.000200"}}, {"user": None}, {"user": "U0READY"}, {"text": None},
    {"text": ""}, {"channel": ["C1"]}, {"ts": None},
)  # fmt: skip


@pytest.mark.parametrize("direct", [False, True], ids=["channel", "dm"])
async def test_bots_edits_deletions_and_joins_are_no_lines(started: House, direct: bool) -> None:
    where = {"type": "message", "channel_type": "im", "channel": f"D{DEE.account}"} if direct else {}
    asked = len(started.slack.calls)
    for more in NOT_A_LINE:
        answer = await started.slack.event(told(started, **where | more))
        assert (answer.status, len(started.slack.calls)) == (200, asked), more
    await started.bot.settle()


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
async def test_a_line_with_a_file_or_shown_in_the_channel_too_is_a_line(started: House, subtype: str) -> None:
    moment = started.slack.workspace.timeline.moment
    await started.slack.event(told(started, subtype=subtype))
    assert len(answers(started, DEE, moment)) == 1


async def test_in_a_conversation_of_several_people_no_initiative_can_live(started: House) -> None:
    moment = started.slack.workspace.timeline.moment
    await started.slack.event(told(started, channel_type="mpim", text='<@U0READY> new "Churn model 2"'))
    assert "direct message" in answers(started, DEE, moment)[0].plain()


async def test_an_outsider_writes_in_vain(started: House) -> None:
    started.slack.add_user("U0OUT", "outsider", is_stranger=True)
    started.slack.invite(HOME, "U0OUT")
    await in_review(started)
    before = await record(started)
    for line in (
        "approve churn-model/approved-datasets",
        'new "Mine"',
        "claim churn-model/compute",
        "status",
        "list all",
    ):
        (answer,) = await mention(started, Actor("U0OUT", "outsider", "stranger"), line)
        assert answer.ephemeral_to == "U0OUT", line
        assert "Datasets" not in answer.plain(), line
    assert await record(started) == before


async def test_without_the_scopes_nothing_is_heard_and_everything_else_works(started: House) -> None:
    started.slack.installation.scopes -= {"app_mentions:read", "im:history"}
    assert await mention(started, ANA, "status") == []
    assert await wrote(started, ANA, "status", "dm") == []
    assert "Churn model" in (await type_(started, ANA, "status")).plain()
    assert calls(started, "chat.postEphemeral") == 0
