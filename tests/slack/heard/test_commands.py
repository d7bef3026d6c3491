"""Every command typed over HTTP as a person would: the private answer, and what became of the posted messages."""

import pytest

from bot.conversation.commands import COMMANDS
from bot.conversation.grammar import find
from bot.conversation.reading.words import tokenise
from bot.demo.cast import ANA, BEN, CHI, DEE, ELI, FAY, GUS, IDA, KIM
from bot.demo.house import House
from bot.demo.stage import Actor
from tests.slack.home import HOME, all_words, calls, everything, press, settled, standing, type_

SCRIPT: tuple[tuple[Actor, str, str], ...] = (
    (ANA, "help", "new"),
    (ANA, "help waive", "waive [INITIATIVE] GATE until DATE"),
    (ANA, "status", "Churn model"),
    (ANA, "status churn-model", "Churn model"),
    (BEN, "list", "Churn model"),
    (BEN, "list all", "Churn model"),
    (BEN, "list stalled", "Nothing stands still"),
    (DEE, "show approved-datasets", "Datasets approved for this purpose"),
    (DEE, "show churn-model/approved-datasets", "Datasets approved for this purpose"),
    (ANA, "template list", "AI model to production"),
    (ANA, "template show ai-model-to-production", "Data lineage traced"),
    (ANA, "settings", "Ana"),
    (ANA, "questions", "1 of 5 questions answered"),
    (ANA, "lateness", "against its stages"),
    (ANA, "home", "Nobody waits for your answer"),
    (GUS, "decline compute no quota until January", "compute"),
    (KIM, "claim compute", "compute"),
    (ANA, "assign load-tested @Kim backup @Gus", "load-tested"),
    (KIM, "accept load-tested", "Accepted"),
    (KIM, "handoff load-tested @Gus on holiday until June", "Gus"),
    (GUS, "accept load-tested", "Accepted"),
    (GUS, "confirm load-tested", "already"),
    (BEN, "evidence approved-datasets https://wiki.example/a?b=1&c=2", "revision 1"),
    (BEN, "request approved-datasets", "approved-datasets"),
    (DEE, "approve approved-datasets as discussed on Monday", "Signed off"),
    (DEE, "finding approved-datasets @Ben +2w link the licence", "Approved with 1 finding"),
    (ANA, "rework", "1 of 1 open"),
    (DEE, "rework assign 1 @Ida by +3w", "Ida does it by"),
    (IDA, "rework done 1 it is linked", "Done: finding 1"),
    (ANA, "expires approved-datasets 26w", "holds for 182 days"),
    (DEE, "withdraw approved-datasets", "approved-datasets"),
    (DEE, "changes approved-datasets documentation the licence of the second table", "approved-datasets"),
    (FAY, "evidence documentation a page", "revision 1"),
    (FAY, "request documentation", "documentation"),
    (ELI, "waive documentation until +4w the writer is ill / reviewed by hand", "Waived"),
    (FAY, "evidence api-definition none needed", "revision 1"),
    (FAY, "request api-definition", "api-definition"),
    (KIM, "n/a api-definition one batch a week", "api-definition"),
    (CHI, "blocked incident-team no rota yet", "incident-team"),
    (CHI, "blocked incident-team by @Gus no rota yet", "Gus will be told"),
    (ANA, "waits", "Gus"),
    (GUS, "unblock incident-team", "Chi will be told"),
    (CHI, "incident incident-team today nobody was on call", "Its gap was open"),
    (CHI, "incident unlisted scores were an hour old", "Nothing on the checklist covered it."),
    (ANA, "milestone design-closed plan 2026-10-23", "design closed"),
    (ANA, "milestone design-closed done 2026-10-12", "esign closed"),
    (ANA, "due compute friday", "compute"),
    (ANA, "due compute off", "no due date of its own any more"),
    (ANA, "depends drift-thresholds on documentation", "documentation"),
    (ANA, "depends drift-thresholds off documentation", "no longer"),
    (ANA, 'gate add pen-test "Penetration test passed" party platform condition infrastructure', "pen-test"),
    (ANA, "gate remove pen-test covered elsewhere", "pen-test"),
    (ANA, "approvers data-lineage 1 of compliance and any of @Hana", "data-lineage"),
    (ANA, "party sre member @Gus", "Gus"),
    (ANA, "party churn-model sre remove @Gus", "Chi"),
    (ANA, "value 30k EUR", "A week of Churn model is worth 30,000 EUR"),
    (ANA, "sponsor @Ida", "Ida is the sponsor of Churn model"),
    (ANA, "lead @Kim", "Kim leads Churn model now"),
    (KIM, "lead churn-model @Ana", "Ana leads Churn model now"),
    (ANA, "contract ask", "Asked every party to sign"),
    (DEE, "contract sign", "Signed for compliance"),
    (BEN, "contract refuse the second table has no licence", "Refused for data engineering"),
    (ANA, "contract", "Data engineering: refused by Ben"),
    (ANA, "contract changes", "Nothing changed"),
    (ANA, "pause waiting for the new budget", "paused"),
    (ANA, "resume", "Churn model"),
    (ANA, "escalation", "Who is told when something is late"),
    (ANA, "escalation sponsor 15", "after 15 working days"),
    (ANA, "reconfirm 8", "every 8 weeks"),
    (ANA, "timezone", "Calendar of"),
    (ANA, "timezone America/New_York", "Timezone: America/New_York instead of Europe/Berlin."),
    (ANA, "timezone Europe/Berlin", "is changed"),
    (ANA, "weekend friday, saturday", "Weekend: Friday and Saturday instead of Saturday and Sunday."),
    (ANA, "weekend saturday and sunday", "is changed"),
    (ANA, "holidays add 2026-12-25 Christmas, 2026-12-24..2026-12-26", "Christmas"),
    (ANA, "holidays remove 2026-12-24", "Removed: 24 Dec 2026, Thursday."),
    (ANA, "role @Hana auditor", "Hana"),
    (ANA, "role @Hana member", "Hana"),
    (ANA, "join", "on the other side within 24 hours"),
    (DEE, "link", "with your other account within 15 minutes"),
    (ANA, "digest", "Churn model"),
    (ANA, "digest weekly friday 16:00 Europe/Berlin", "Friday"),
    (ANA, "digest leadership #general", "Leadership"),
    (ANA, "digest off", "digest"),
    (BEN, "remind off", "eminders"),
    (BEN, "remind on", "eminders"),
    (BEN, "remind snooze 3d", "eminders"),
    (BEN, "away", "You have not said that you are away"),
    (BEN, "away 2026-10-12..2026-10-16 delegate @Kim", "Kim acts for you"),
    (KIM, "evidence data-lineage a page", "Recorded as done by you for Ben"),
    (ANA, "settings", "Ben until 16 Oct 2026 (Kim acts)"),
    (BEN, "away off", "You are here"),
    (ANA, "cancel bought instead", "for good?"),
    (IDA, 'new "Second model" owner @Ana model-complete +8w live +12w value 25,000 EUR', "is started"),
)


async def test_every_command_is_answered_privately(started: House) -> None:
    for actor, line, expected in SCRIPT:
        said = await settled(started, actor, line)
        assert expected in said, (line, said)
        assert ":no_entry:" not in said, (line, said)
    assert "Something went wrong" not in all_words(started)


def test_the_script_types_every_command() -> None:
    typed = {found[0].name for _, line, _ in SCRIPT if (found := find(tokenise((line,)))) is not None}
    elsewhere = {
        "admin",
        "person",
    }  # needs a code: test_belonging.py; only for Teams: tests/teams/members/test_leaving.py
    assert typed == {command.name for command in COMMANDS} - elsewhere


async def test_who_has_left_is_taken_from_slack_and_not_from_anybody_s_word(started: House) -> None:
    assert "Slack tells me itself who has left" in await settled(started, ANA, "person @Ida left")


async def test_posted_messages_are_edited_where_they_stand(started: House) -> None:
    checklist = everything(started)[0]
    before = calls(started, "chat.postMessage")
    assert "0 of 18" in checklist.plain()
    await settled(started, BEN, "evidence approved-datasets https://wiki.example/a")
    await settled(started, BEN, "request approved-datasets")
    request = standing(started, "Please sign off")
    await settled(started, DEE, "approve approved-datasets")
    assert calls(started, "chat.postMessage") == before + 1
    assert "1 of 18" in everything(started)[0].plain()
    assert everything(started)[0].ts == checklist.ts
    assert "Signed off" in next(m for m in everything(started) if m.ts == request.ts).plain()


@pytest.mark.parametrize("line", ["", "help", "halp", "approve", "show nothing-like-it", "status nowhere", 'new "x'])
async def test_whatever_is_typed_is_answered_and_never_guessed(started: House, line: str) -> None:
    before = calls(started, "chat.postMessage", "chat.update")
    said = await settled(started, ANA, line)
    assert "/readiness" in said
    assert calls(started, "chat.postMessage", "chat.update") == before


async def test_two_initiatives_in_a_channel_ask_with_buttons(started: House) -> None:
    await settled(started, ANA, 'new "Fraud scoring"')
    answer = await type_(started, ANA, "due compute friday")
    (question,) = answer.messages
    assert question.labels()[:2] == ["compute of churn-model", "compute of fraud-scoring"]
    done = await started.slack.press(ANA.account, question, "compute of fraud-scoring")
    await started.bot.settle()
    (shown,) = done.messages
    assert (shown.ts, "compute" in shown.plain()) == (question.ts, True)
    assert "Which" in (await type_(started, ANA, "status")).plain()


async def test_in_a_direct_message_the_initiative_is_named(started: House) -> None:
    assert "Churn model" in await settled(started, BEN, "status", "dm")
    assert "Datasets approved" in await settled(started, BEN, "show churn-model approved-datasets", "dm")
    said = await settled(started, BEN, "show approved-datasets", "dm")
    assert "churn-model" in said or "INITIATIVE" in said


async def test_a_direct_message_cannot_be_a_home(home: House) -> None:
    assert "direct message" in await settled(home, ANA, 'new "Churn model"', "dm")


async def test_the_bot_joins_a_public_channel_by_itself(home: House) -> None:
    assert "U0READY" not in home.slack.workspace.channel(HOME).members
    await settled(home, ANA, 'new "Churn model"')
    assert "U0READY" in home.slack.workspace.channel(HOME).members
    assert "Churn model" in everything(home)[0].plain()


async def test_in_a_private_channel_it_asks_to_be_invited(home: House) -> None:
    home.slack.add_channel("C0BOARD", "board", members=[ANA.account], private=True)
    assert "Invite me first" in await settled(home, ANA, 'new "Churn model"', "C0BOARD")
    home.slack.invite("C0BOARD", "U0READY")
    assert "is started" in await settled(home, ANA, 'new "Churn model"', "C0BOARD")


async def test_an_initiative_is_cancelled_only_once_it_was_asked_whether_for_good(started: House) -> None:
    asked = await type_(started, ANA, 'cancel "my reminders"')
    assert "Cancel Churn model for good?" in asked.plain()
    assert "my reminders" in asked.plain()
    assert "0 of 18 ready" in await settled(started, BEN, "status")
    (question,) = asked.messages
    assert "is cancelled. That is for good" in await press(started, ANA, question, "Cancel it for good")
    assert "cancelled" in standing(started, "Churn model").plain()
    assert "done already" in await settled(started, ANA, "cancel churn-model")


async def test_whoever_was_about_to_cancel_can_pause_instead(started: House) -> None:
    (question,) = (await type_(started, ANA, "cancel")).messages
    assert "Churn model is paused" in await press(started, ANA, question, "Pause it instead")
    (again,) = (await type_(started, ANA, "cancel")).messages
    assert "Pause it instead" not in again.plain()


@pytest.mark.parametrize("sign", ["\\", "😀"])
async def test_the_longest_reason_fits_into_the_button_whatever_it_is_made_of(started: House, sign: str) -> None:
    (question,) = (await type_(started, ANA, f"cancel {sign * 900}")).messages
    assert "is cancelled" in await press(started, ANA, question, "Cancel it for good")


async def test_who_may_not_cancel_is_not_asked_and_a_reason_that_no_button_carries_is_refused(started: House) -> None:
    assert "Ana can" in await settled(started, BEN, "cancel")
    refused = await settled(started, ANA, f'cancel "{"too long " * 200}"')
    assert "at most 900 fit" in refused
    assert "for good?" not in refused
