"""Slack takes nothing for a while, or a channel closes and comes back: nothing is lost (promises P14, P14a)."""

from datetime import datetime, timedelta

import aiohttp
import pytest

from bot.demo.cast import ANA, BEN, CHANNELS, DEE
from bot.demo.house import House
from tests.slack.home import HOME, everything, later, press, settled, standing, type_

REFUSED: dict[str, dict[str, object]] = {
    "token_revoked": {"error": "token_revoked"},
    "missing_scope": {"error": "missing_scope", "needed": "chat:write", "provided": "im:write"},
    "never_heard_of": {"error": "never_heard_of"},
}
DEMAND = CHANNELS["demand"]
POSTS = ("chat.postMessage", "chat.update")


def until(home: House, **by: float) -> datetime:
    return home.clock() + timedelta(**by)


async def minutes(home: House, count: int, step: int = 1) -> None:
    for _ in range(0, count, step):
        await later(home, minutes=step)


@pytest.mark.parametrize("code", ["missing_scope", "never_heard_of"])
async def test_half_an_hour_of_refusal_loses_nothing_and_ana_reads_of_it_once(started: House, code: str) -> None:
    for method in POSTS:
        started.slack.fail(method, until=until(started, minutes=30), **REFUSED[code])
    await settled(started, BEN, "evidence approved-datasets https://wiki.example/a")
    await settled(started, BEN, "request approved-datasets")
    assert "is started" in await settled(started, ANA, 'new "Fraud scoring"', "demand")
    await minutes(started, 30, 5)
    assert started.bot.pump.counts.given_up == 0
    assert [m for m in everything(started) if "Please sign off" in m.plain()] == []
    await minutes(started, 20, 5)
    asked = [m for m in everything(started) if "Please sign off" in m.plain()]
    assert len(asked) == 1
    assert len([m for m in everything(started, DEMAND) if "Fraud scoring" in m.plain() and not m.is_reply]) == 1
    told = [m.plain() for m in started.slack.dm(ANA.account) if code in m.plain()]
    assert len(told) == 1
    assert code != "missing_scope" or "the scope chat:write was missing" in told[0].replace("`", "")
    assert await started.bot.storage.deliveries.waiting() == 0
    assert "Signed off" in await press(started, DEE, asked[0], "Approve")


async def test_meanwhile_readyz_says_what_is_refused_and_what_to_do(started: House) -> None:
    started.slack.fail("chat.postMessage", until=until(started, hours=1), **REFUSED["missing_scope"])
    await settled(started, ANA, 'new "Fraud scoring"', "demand")
    async with aiohttp.ClientSession() as session, session.get(f"{started.url}/readyz") as response:
        status, body = response.status, await response.json()
    assert status == 200
    (told,) = body["degraded"]
    assert (told["part"], told["code"]) == ("slack", "missing_scope")
    assert "Add the scope chat:write to the app" in told["words"]
    async with aiohttp.ClientSession() as session, session.get(f"{started.url}/metrics") as response:
        measured = await response.text()
    assert 'readiness_degraded{code="missing_scope",part="slack"} 1.0' in measured
    assert "readiness_outbox_held 0.0" not in measured


async def test_it_goes_on_at_once_when_somebody_types(started: House) -> None:
    started.slack.fail("chat.postMessage", until=until(started, hours=2), **REFUSED["token_revoked"])
    await settled(started, ANA, 'new "Fraud scoring"', "demand")
    await minutes(started, 115, 5)
    assert everything(started, DEMAND) == []
    await later(started, minutes=5)
    await settled(started, ANA, "status")
    assert [m for m in everything(started, DEMAND) if "Fraud scoring" in m.plain()]


async def test_one_wrong_word_of_slack_does_not_close_a_channel(started: House) -> None:
    started.slack.fail("chat.postMessage", error="channel_not_found")
    await settled(started, ANA, 'new "Fraud scoring"', "demand")
    assert started.slack.dm(ANA.account) == []
    await minutes(started, 2)
    assert [m for m in everything(started, DEMAND) if "Fraud scoring" in m.plain()]


@pytest.mark.parametrize("back", ["spoken to", "event", "time"])
async def test_what_waited_for_an_archived_channel_is_posted_once_it_is_back(started: House, back: str) -> None:
    started.slack.archive(HOME)
    await settled(started, BEN, "evidence churn-model/approved-datasets https://wiki.example/a", "general")
    await settled(started, BEN, "request churn-model/approved-datasets", "general")
    await minutes(started, 60, 10)
    assert len([m for m in started.slack.dm(ANA.account) if "I can no longer post" in m.plain()]) == 1
    assert [m for m in everything(started) if "Please sign off" in m.plain()] == []
    started.slack.unarchive(HOME)
    if back == "spoken to":
        await settled(started, BEN, "status")
    elif back == "event":
        await started.slack.event({"type": "channel_unarchive", "channel": HOME, "user": ANA.account})
        await started.bot.settle()
    else:
        await minutes(started, 400, 50)
    asked = standing(started, "Please sign off", "approved-datasets")
    assert "Signed off" in await press(started, DEE, asked, "Approve")
    assert len([m for m in started.slack.dm(ANA.account) if "I can no longer post" in m.plain()]) == 1


async def test_a_bot_that_was_removed_and_invited_again_goes_on(started: House) -> None:
    bot = started.slack.workspace.bot.id
    started.slack.remove(HOME, bot)
    await settled(started, BEN, "evidence churn-model/approved-datasets https://wiki.example/a", "general")
    await settled(started, BEN, "request churn-model/approved-datasets", "general")
    assert [m for m in everything(started) if "Please sign off" in m.plain()] == []
    started.slack.invite(HOME, bot)
    await later(started, minutes=1)
    await type_(started, BEN, "status")
    await started.bot.settle()
    assert standing(started, "Please sign off", "approved-datasets")
