"""The database fails: nobody is told that something happened which did not, and pressing again counts once (P3–P5)."""

import sqlite3
from pathlib import Path

import pytest

from bot.demo.cast import ANA, BEN, DEE
from bot.demo.house import House
from tests.faults.broken import BrokenDatabase
from tests.faults.state import stored
from tests.slack.home import in_review, press, private, settled, standing, type_

UNSURE = ("We could not confirm this", "does not answer")


def break_(home: House) -> BrokenDatabase:
    """Put a fuse before the database; what is remembered of people and workspaces stays remembered."""
    broken = BrokenDatabase(home.bot.storage._database)
    home.bot.storage._database = broken
    return broken


def is_unsure(said: str) -> bool:
    return any(words in said for words in UNSURE)


@pytest.mark.promise("P5", "every database call of a sign-off fails once, and once after it was kept")
@pytest.mark.parametrize("kept", [False, True], ids=["given up", "kept, its answer lost"])
async def test_whichever_database_call_of_a_sign_off_fails_it_stays_whole(started: House, kept: bool) -> None:
    broken, number, is_over = break_(started), 0, False
    while not is_over:
        number += 1
        gate = f"fault-{number}"
        await settled(started, ANA, f'gate add {gate} "Fault {number}" party data-engineering')
        await settled(started, ANA, f"approvers {gate} any of compliance")
        await settled(started, BEN, f"claim {gate}")
        request = await in_review(started, gate)
        broken.fuse.reset(number, kept=kept)
        answer = await started.slack.press(DEE.account, request, "Approve")
        is_over = not broken.fuse.blown
        broken.fuse.reset(0, kept=False)
        said, found = private(answer), await stored(started.bot.storage, gate)
        assert answer.status == 200
        assert ("Signed off" in said) <= found.signed, (number, said)
        assert "Signed off" in said or is_unsure(said), (number, said)
        again = await press(started, DEE, request, "Approve", stale=True)
        assert "Signed off" in again or "Nothing more to do" in again, (number, again)
        assert (await stored(started.bot.storage, gate)).signed
        assert "Signed off" in standing(started, f"Fault {number}").plain()
    assert number > 3


async def test_while_the_database_is_away_everybody_is_answered_and_nothing_is_claimed(started: House) -> None:
    request = await in_review(started)
    (status,) = (await type_(started, ANA, "status")).messages
    await started.slack.open_home(BEN.account)
    view = started.slack.home(BEN.account)
    assert view is not None
    await type_(started, BEN, "evidence data-lineage")
    broken = break_(started)
    broken.is_away = True
    answers = [
        await started.slack.press(DEE.account, request, "Approve"),
        await started.slack.press(ANA.account, status, "All gates"),
        await started.slack.command(ANA.account, "churn-model", "status"),
        await started.slack.command(ANA.account, "churn-model", "approve approved-datasets"),
    ]
    for answer in answers:
        assert (answer.status, answer.seconds < 3) == (200, True)
        assert is_unsure(private(answer)), private(answer)
    pressed = await started.slack.press(BEN.account, view, "All initiatives")
    assert pressed.view is not None
    assert is_unsure(pressed.view.plain())
    filled = await started.slack.submit(BEN.account, {"content": "words that must not be lost"})
    assert filled.view is not None
    assert is_unsure(filled.view.plain())
    broken.is_away = False
    await started.slack.close_modal(BEN.account)
    assert "revision 1" in private(await started.slack.submit(BEN.account, {}))
    assert not (await stored(started.bot.storage, "approved-datasets")).signed
    assert "Signed off" in await press(started, DEE, request, "Approve")


async def test_an_event_that_the_database_did_not_take_is_sent_again_by_slack(started: House) -> None:
    broken = break_(started)
    broken.is_away = True
    answer = await started.slack.event({"type": "user_change", "user": {"id": BEN.account}})
    assert answer.status == 500
    broken.is_away = False
    assert (await started.slack.event({"type": "user_change", "user": {"id": BEN.account}})).status == 200


async def test_a_locked_database_is_told_in_time_and_the_truth_follows(started: House, tmp_path: Path) -> None:
    request = await in_review(started)
    other = sqlite3.connect(tmp_path / "bot.db")
    other.execute("BEGIN IMMEDIATE")
    answer = await started.slack.press(DEE.account, request, "Approve")
    assert (answer.status, answer.seconds < 3) == (200, True)
    assert is_unsure(private(answer))
    assert "Signed off" not in private(answer)
    other.rollback()
    other.close()
    await started.bot.settle()
    told = [m.plain() for m in started.slack.messages("churn-model", thread=request.thread_ts, as_user=DEE.account)]
    assert any("Signed off" in said for said in told)
    assert (await stored(started.bot.storage, "approved-datasets")).signed
    assert "Nothing more to do" in await press(started, DEE, request, "Approve", stale=True)
