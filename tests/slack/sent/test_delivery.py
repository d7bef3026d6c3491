"""Messages arrive once, whatever becomes of the answer to a post."""

from datetime import timedelta

import pytest

from bot.demo.cast import ANA, BEN, DEE
from bot.demo.house import House
from tests.slack.home import HISTORY_SCOPES, HOME, calls, everything, in_review, later, press, settled, standing, type_


async def asked(home: House) -> list[str]:
    return [m.ts for m in everything(home) if "Please sign off" in m.plain()]


async def test_a_post_whose_answer_is_lost_is_found_again_and_stands_once(started: House) -> None:
    await settled(started, BEN, "evidence approved-datasets https://wiki.example/a")
    started.slack.fail("chat.postMessage", drop="after")
    await settled(started, BEN, "request approved-datasets")
    posted = calls(started, "chat.postMessage")
    await later(started, minutes=5)
    assert len(await asked(started)) == 1
    assert calls(started, "chat.postMessage") == posted
    assert await started.bot.storage.deliveries.waiting() == 0
    assert "Signed off" in await press(started, DEE, standing(started, "Please sign off"), "Approve")


async def test_without_history_scopes_it_is_shown_as_unknown_and_not_sent_again(started: House) -> None:
    started.slack.installation.scopes -= HISTORY_SCOPES
    await settled(started, BEN, "evidence approved-datasets https://wiki.example/a")
    started.slack.fail("chat.postMessage", drop="after")
    await settled(started, BEN, "request approved-datasets")
    await later(started, minutes=5)
    assert len(await asked(started)) == 1
    assert started.bot.pump.counts.unknown == 1


async def test_a_post_that_never_arrived_is_sent_again(started: House) -> None:
    await settled(started, BEN, "evidence approved-datasets https://wiki.example/a")
    started.slack.fail("chat.postMessage", drop="before")
    await settled(started, BEN, "request approved-datasets")
    assert await asked(started) == []
    await later(started, minutes=5)
    assert len(await asked(started)) == 1


async def test_retry_after_is_waited_for(started: House) -> None:
    await settled(started, BEN, "evidence approved-datasets https://wiki.example/a")
    started.slack.fail("chat.postMessage", retry_after=30)
    await settled(started, BEN, "request approved-datasets")
    tries = calls(started, "chat.postMessage")
    await later(started, seconds=29)
    assert calls(started, "chat.postMessage") == tries
    await later(started, seconds=2)
    assert len(await asked(started)) == 1


async def test_a_message_somebody_deleted_is_posted_anew(started: House) -> None:
    request = await in_review(started)
    started.slack.delete_message(HOME, request.ts)
    await settled(started, BEN, "evidence approved-datasets https://wiki.example/b")
    again = standing(started, "Please sign off")
    assert again.ts != request.ts
    assert "Signed off" in await press(started, DEE, again, "Approve")


async def test_a_closed_channel_stops_nothing_else(started: House) -> None:
    await settled(started, ANA, 'new "Fraud scoring"', "demand")
    started.slack.archive("demand")
    await settled(started, BEN, "evidence fraud-scoring/approved-datasets words", "general")
    await in_review(started)
    assert len(await asked(started)) == 1


@pytest.mark.parametrize("error", ["token_revoked", "invalid_auth", "missing_scope"])
async def test_a_refused_token_loses_no_click(started: House, error: str) -> None:
    request = await in_review(started)
    started.slack.fail("chat.update", error=error, times=9)
    said = await press(started, DEE, request, "Approve")
    assert "Signed off" in said
    assert "1 of 18" in await settled(started, ANA, "status")


async def test_an_answer_whose_connection_is_cut_is_not_told_twice(started: House) -> None:
    request = await in_review(started)
    started.slack.fail("response_url", drop="after")
    answer = await started.slack.press(DEE.account, request, "Approve")
    assert answer.status == 200
    await started.bot.settle()
    told = [m for m in started.slack.messages(HOME, as_user=DEE.account) if m.ephemeral_to == DEE.account]
    assert len([m for m in told if "Signed off" in m.plain()]) <= 1
    assert started.slack.dm(DEE.account) == []


async def test_slow_slack_holds_no_acknowledgement_up(started: House) -> None:
    """Opening a form waits for Slack; what else is told goes on behind the acknowledgement."""
    answer = await type_(started, BEN, "evidence approved-datasets")
    assert timedelta(seconds=answer.seconds) < timedelta(seconds=3)
