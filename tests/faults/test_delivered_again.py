"""Delivered again, a hundred times or after the database failed: one effect and a true answer (P4, P17)."""

import asyncio
from urllib.parse import urlencode

import pytest

from bot.demo.cast import ANA, BEN, DEE
from bot.demo.house import SIGNING_SECRET, House
from bot.playground.wire.signature import signed
from bot.views.answers.repeated import DELIVERED_AGAIN
from tests.faults.state import stored
from tests.faults.test_database import break_, is_unsure
from tests.slack.home import HOME, everything, in_review, settled, type_

TIMES = 100


async def revisions(home: House, gate: str) -> int:
    """How many evidence revisions the gate has."""
    ((organisation, _),) = await home.bot.storage.organisations()
    async with home.bot.storage.read(organisation) as uow:
        initiative = await uow.initiatives.by_slug("churn-model")
        assert initiative is not None
        return initiative.gates[gate].revision


@pytest.mark.parametrize("kept", [False, True], ids=["given up", "kept, its answer lost"])
async def test_whichever_database_call_fails_the_same_request_delivered_again_is_done_once(
    started: House, kept: bool
) -> None:
    broken, number, is_over = break_(started), 0, False
    while not is_over:
        number += 1
        broken.fuse.reset(number, kept=kept)
        line = f"evidence data-lineage https://wiki.example/lineage-{number}"
        answer = await started.slack.command(BEN.account, HOME, line)
        is_over = not broken.fuse.blown
        broken.fuse.reset(0, kept=False)
        done, said = await revisions(started, "data-lineage"), answer.plain()
        assert done in (number - 1, number)
        assert ("revision" in said) <= (done == number), (number, said)
        assert "revision" in said or is_unsure(said), (number, said)
        again = (await started.slack.deliver_again()).body["text"]
        was_lost = done == number and is_unsure(said)
        assert (again == DELIVERED_AGAIN) is was_lost, (number, said, again)
        assert was_lost or (f"revision {number}" in again and "Nothing changed" not in again), (number, said, again)
        assert await revisions(started, "data-lineage") == number
    assert number > 3


@pytest.mark.promise("P17", "a typed line 100 times, in Slack")
async def test_a_line_that_is_delivered_a_hundred_times_starts_one_initiative(started: House) -> None:
    fields = {
        "command": "/readiness",
        "text": "new Ghost",
        "team_id": "T0LOCAL01",
        "channel_id": "C0DEMAND",
        "user_id": ANA.account,
        "response_url": "http://127.0.0.1:1/",
        "trigger_id": "1.2.3",
    }
    body = urlencode(fields).encode()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    headers = {**form, **signed(body, SIGNING_SECRET, started.clock())}
    answers = await asyncio.gather(*(started.slack.raw(body, headers) for _ in range(TIMES)))
    assert len(set(answers)) == 1
    assert b"is started" in answers[0][1]
    await started.bot.settle()
    assert len(everything(started, "C0DEMAND")) > 0
    assert "ghost" in await settled(started, ANA, "list all")
    assert "ghost-2" not in await settled(started, ANA, "list all")


@pytest.mark.promise("P17", "a press 100 times, in Slack")
async def test_a_press_that_is_delivered_a_hundred_times_is_one_vote_and_told_once(started: House) -> None:
    request = await in_review(started)
    first = await started.slack.press(DEE.account, request, "Approve")
    assert "Signed off" in first.plain()
    await started.bot.settle()
    before = everything(started)
    again = [await started.slack.deliver_again() for _ in range(TIMES)]
    await started.bot.settle()
    assert {answer.status for answer in again} == {200}
    assert [message for answer in again for message in answer.messages] == []
    assert everything(started) == before
    assert (await stored(started.bot.storage, "approved-datasets")).signed


async def test_a_form_that_is_delivered_again_closes_again_and_is_taken_once(started: House) -> None:
    await type_(started, BEN, "evidence data-lineage")
    await started.slack.submit(BEN.account, {"content": "https://wiki.example/lineage"})
    again = [await started.slack.deliver_again() for _ in range(TIMES // 10)]
    assert {(answer.status, answer.body) for answer in again} == {(200, "")}
    assert [message for answer in again for message in answer.messages] == []
    assert await revisions(started, "data-lineage") == 1


async def test_a_line_that_opens_a_form_says_nothing_more_when_it_is_delivered_again(started: House) -> None:
    await type_(started, BEN, "evidence data-lineage")
    again = await started.slack.deliver_again()
    await started.bot.settle()
    assert (again.status, again.body, again.messages) == (200, "", [])


async def test_a_line_that_mentions_the_bot_is_done_and_answered_once(started: House) -> None:
    await started.slack.say(BEN.account, HOME, "@Readiness evidence data-lineage https://wiki.example/lineage")
    await started.bot.settle()
    before = started.slack.messages(HOME)
    assert await revisions(started, "data-lineage") == 1
    for attempt in range(1, 4):
        assert (await started.slack.deliver_again(attempt=attempt)).messages == []
    await started.bot.settle()
    assert await revisions(started, "data-lineage") == 1
    assert started.slack.messages(HOME) == before
