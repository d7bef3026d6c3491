"""Whatever one person asks for is throttled before anything is looked up for it, with a word; others are answered."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from urllib.parse import quote

import pytest

from bot.demo.cast import ANA, BEN
from bot.demo.house import House
from bot.throttle import AT_ONCE, Throttle
from tests.slack.heard.test_requests import stamped
from tests.slack.home import HOME, in_review, private, type_

WORDS = "more at once than I can take"


async def interaction(home: House, payload: dict[str, object]) -> tuple[int, bytes]:
    user = {"id": BEN.account, "team_id": "T0LOCAL01"}
    body = b"payload=" + quote(json.dumps({"team": {"id": "T0LOCAL01"}, "user": user, **payload})).encode()
    return await home.slack.raw(body, stamped(home, body))


async def command(home: House) -> str:
    return private(await home.slack.command(BEN.account, HOME, "status"))


async def form(home: House) -> str:
    view = {"type": "modal", "id": "V1", "callback_id": "form", "private_metadata": "", "state": {"values": {}}}
    return (await interaction(home, {"type": "view_submission", "view": view}))[1].decode()


@pytest.mark.parametrize("ask", [command, form])
async def test_the_eleventh_at_once_is_answered_with_a_word_and_costs_no_look_at_the_database(
    started: House, ask: Callable[[House], Awaitable[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    started.bot.admission.throttle = Throttle(2.0, lambda: now[0])
    for _ in range(AT_ONCE):
        assert WORDS not in await ask(started)
    looked = []
    monkeypatch.setattr(type(started.bot.storage), "workspace", lambda *_: looked.append(1))
    for _ in range(5):
        assert WORDS in await ask(started)
    assert looked == []
    monkeypatch.undo()
    now[0] += 0.5
    assert WORDS not in await ask(started)
    assert started.bot.admission.refused["slack", "too-fast"] == 5


async def test_presses_are_throttled_too_and_one_word_is_said_for_many(started: House) -> None:
    started.bot.admission.throttle = Throttle(2.0, lambda: 0.0)
    request = await in_review(started)
    while started.bot.admission.refused["slack", "too-fast"] == 0:
        told = private(await started.slack.press(BEN.account, request, "Approve"))
        await started.bot.settle()
    answers = [private(await started.slack.press(BEN.account, request, "Approve")) for _ in range(5)]
    assert WORDS in told
    assert not any(WORDS in answer for answer in answers)


async def test_others_are_answered_while_somebody_floods(started: House) -> None:
    started.bot.admission.throttle = Throttle(2.0, lambda: 0.0)
    flood = [asyncio.create_task(started.slack.command(BEN.account, HOME, "status")) for _ in range(60)]
    said = private(await type_(started, ANA, "status"))
    await asyncio.gather(*flood)
    assert "Churn model" in said
    assert started.bot.admission.refused["slack", "too-fast"] == 60 - AT_ONCE


async def test_the_start_page_stays_as_it_was_and_that_is_no_failure(started: House) -> None:
    started.bot.admission.throttle = Throttle(2.0, lambda: 0.0)
    for _ in range(AT_ONCE + 5):
        assert (await started.slack.open_home(BEN.account)).status == 200
    assert started.bot.admission.refused["slack", "too-fast"] == 5
