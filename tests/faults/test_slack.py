"""Slack fails in the middle of a sign-off: the vote stands once, and in the end every message says so (promise P5)."""

import pytest

from bot.demo.cast import ANA, DEE
from bot.demo.house import House
from tests.faults.state import stored
from tests.slack.home import in_review, later, press, settled, standing

GATE = "approved-datasets"
FAULTS: dict[str, dict[str, object]] = {
    "cut before": {"drop": "before"},
    "cut after": {"drop": "after"},
    "502": {"status": 502},
    "500 without words": {"status": 500},
    "429": {"retry_after": 7},
    "internal error": {"error": "internal_error"},
    "fatal error": {"error": "fatal_error"},
}


@pytest.mark.promise("P5", "every call to Slack of a sign-off fails once, in each way")
@pytest.mark.parametrize("fault", FAULTS)
async def test_whichever_call_to_slack_fails_the_vote_stands_once(started: House, fault: str) -> None:
    request = await in_review(started, GATE)
    started.slack.fail("response_url", **FAULTS[fault])
    started.slack.fail("chat.update", times=2, **FAULTS[fault])
    answer = await started.slack.press(DEE.account, request, "Approve")
    assert (answer.status, answer.seconds < 3) == (200, True)
    await started.bot.settle()
    assert (await stored(started.bot.storage, GATE)).signed
    await later(started, minutes=10)
    await later(started, minutes=10)
    shown = standing(started, "Datasets approved")
    assert (shown.ts, "Signed off" in shown.plain()) == (request.ts, True)
    assert "Nothing more to do" in await press(started, DEE, request, "Approve", stale=True)


async def test_a_lookup_that_fails_is_told_and_changes_nothing(home: House) -> None:
    home.slack.fail("users.info", error="internal_error")
    assert "does not answer me right now" in await settled(home, ANA, 'new "Churn model"')
    assert "is started" in await settled(home, ANA, 'new "Churn model"')


async def test_a_lookup_whose_connection_is_cut_is_asked_again(home: House) -> None:
    home.slack.fail("users.info", drop="before")
    assert "is started" in await settled(home, ANA, 'new "Churn model"')
