"""A blocked gate names whom it waits for; who waits for each other is told once, in the thread, and when it is over."""

from bot.demo.cast import ANA, BEN, CHI, GUS, HANA, KIM
from bot.demo.house import House
from tests.slack.home import everything, in_review, later, press, settled, standing

CIRCLE = "Gus waits for Ben waits for Gus"
TOLD = "@Gus waits for @Ben waits for Gus"


async def tangle(home: House) -> None:
    """Ben waits for Gus, and Gus for Ben."""
    await settled(home, BEN, "blocked data-lineage by @Gus no space for the feeds")
    await settled(home, GUS, "blocked compute by data-engineering: no sizes yet")


async def test_the_one_waited_for_is_told_once_in_the_thread_and_can_let_it_go_on(started: House) -> None:
    answer = await settled(started, BEN, "blocked approved-datasets by @Gus no space for the feeds")
    assert "Gus will be told" in answer
    prompt = standing(started, "@Gus", "of Ben waits for you: no space for the feeds")
    assert "Waits for Gus since today" in await settled(started, ANA, "show approved-datasets")
    assert "can go on. Ben will be told." in await press(started, GUS, prompt, "It can go on")
    assert "`approved-datasets` needs evidence" in standing(started, "@Ben", "for you in Churn model").plain()
    assert "waits for you" not in standing(started, "@Gus").plain()


async def test_a_party_waits_by_its_owner_and_anybody_of_it_can_let_the_gate_go_on(started: House) -> None:
    await settled(started, BEN, "blocked approved-datasets by platform no space for the feeds")
    standing(started, "@Gus", "waits for you")
    assert "can go on" in await settled(started, KIM, "unblock approved-datasets")


async def test_by_without_a_person_or_a_party_is_part_of_the_reason(started: House) -> None:
    await settled(started, BEN, "blocked approved-datasets by the weather")
    assert "Blocked since today: by the weather" in await settled(started, ANA, "show approved-datasets")


async def test_nobody_waits_for_themselves(started: House) -> None:
    answer = await settled(started, BEN, "blocked approved-datasets by @Ben busy")
    assert "cannot be the one it waits for" in answer


async def test_a_form_takes_a_person_or_a_party_and_not_both(started: House) -> None:
    await settled(started, BEN, "blocked approved-datasets")
    values = {"reason": "no space", "person": GUS.account, "party": "platform"}
    await started.slack.submit(BEN.account, values)
    modal = started.slack.modal(BEN.account)
    assert modal is not None
    await started.slack.submit(BEN.account, {"reason": "no space", "person": BEN.account, "party": ""})
    assert started.slack.modal(BEN.account) is not None
    await started.slack.submit(BEN.account, {"reason": "no space", "person": GUS.account, "party": ""})
    await started.bot.settle()
    assert started.slack.modal(BEN.account) is None
    standing(started, "@Gus", "waits for you: no space")


async def test_a_deadlock_is_posted_once_mentions_those_in_it_and_says_when_it_is_solved(started: House) -> None:
    await tangle(started)
    told = standing(started, TOLD)
    assert told.is_reply
    assert f"<@{BEN.account}>" in str(told.blocks)
    assert f"<@{GUS.account}>" in str(told.blocks)
    assert "Waiting in a circle: " + CIRCLE in standing(started, "of 18 ready").plain()
    await settled(started, CHI, "evidence incident-team https://wiki.example/rota")
    await later(started, days=3)
    posted = [message for message in everything(started) if TOLD in message.plain()]
    assert [message.ts for message in posted] == [told.ts]
    await settled(started, BEN, "unblock compute")
    solved = next(message for message in everything(started) if message.ts == told.ts)
    assert "Solved: `compute` and `data-lineage` no longer wait for each other." in solved.plain()
    assert "circle" not in standing(started, "of 18 ready").plain()


async def test_one_that_comes_back_is_told_again(started: House) -> None:
    await tangle(started)
    await settled(started, GUS, "unblock compute")
    await settled(started, GUS, "blocked compute by @Ben no sizes again")
    told = [message.plain() for message in everything(started) if message.is_reply and "wait" in message.plain()]
    assert sum("Solved: " in one for one in told) == 1
    assert sum(TOLD in one for one in told) == 1


async def test_who_waits_for_whom_is_asked_for_and_the_digest_tells_of_a_circle(started: House) -> None:
    await in_review(started)
    await tangle(started)
    answer = await settled(started, HANA, "waits")
    assert CIRCLE in answer
    assert "Dee or Eli: `approved-datasets` (Ben, since today, sign-off)" in answer
    assert f"Waiting in a circle: {CIRCLE}" in await settled(started, ANA, "digest")


async def test_a_dependency_can_be_taken_off_again(started: House) -> None:
    answer = await settled(started, ANA, "depends data-lineage off approved-datasets")
    assert "no longer waits for `approved-datasets`" in answer
    assert "It is already so" in await settled(started, ANA, "depends data-lineage off approved-datasets")
