"""While Microsoft takes its time the bot goes on: what a turn waits for, it does not make others wait for."""

import asyncio
from datetime import timedelta
from itertools import cycle, islice

import aiohttp
import pytest

from bot.demo.cast import ANA, BEN, CAST, FAY, GUS, HANA
from bot.demo.stage import Actor
from bot.intents.codec import encode
from bot.intents.intent import Intent
from bot.intents.looking import AllGates, Help, OpenHome, Status
from tests.teams.home import TeamsHouse
from tests.teams.standin.courier import Reply

PRESSES = 200
TURNS = 1_000
"""Of the event loop. Everything here runs in one, the servers that are waited for too: a call that blocked it would
wait for ever."""

MET, NOT_MET = (ANA, BEN), (FAY, GUS, HANA)
"""Who is looked up in Teams, which takes a login: those whom nobody named so far."""

PRESSED = (Help(), AllGates("churn-model"), Status("churn-model"), OpenHome())


async def pressed(house: TeamsHouse, actors: tuple[Actor, ...], count: int) -> list["asyncio.Task[Reply]"]:
    """So many presses by these people in their own chats, all under way."""

    async def press(actor: Actor, intent: Intent) -> Reply:
        value = {"action": {"type": "Action.Execute", "verb": "press", "data": {"press": encode(intent)}}}
        person = house.stage.person_of(actor)
        return await house.teams.deliver(
            house.teams.activity("invoke", person, None, name="adaptiveCard/action", value=value)
        )

    turns = islice(zip(cycle(actors), cycle(PRESSED), strict=False), count)
    tasks = [asyncio.create_task(press(actor, intent)) for actor, intent in turns]
    for _ in range(TURNS):
        await asyncio.sleep(0)
    return tasks


async def test_slow_keys_and_a_slow_login_hold_up_only_what_needs_them(
    started: TeamsHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.teams.turns.SECONDS_TO_DECIDE", None)
    for module in ("keys", "login"):
        monkeypatch.setattr(f"bot.teams.{module}.TIMEOUT", aiohttp.ClientTimeout())
    keys_read, logins = started.issuer.asked, started.teams.logins
    logged_in = asyncio.Event()
    started.issuer.rotate()
    started.issuer.hold()
    started.teams.fail("login", hold=logged_in)
    started.clock.set(started.clock() + timedelta(hours=2))

    unsigned = await pressed(started, CAST, PRESSES // 2)
    assert not any(task.done() for task in unsigned)
    started.issuer.release()

    known, newcomers = await pressed(started, MET, PRESSES // 4), await pressed(started, NOT_MET, PRESSES // 4)
    assert {reply.status for reply in await asyncio.gather(*known)} == {200}
    assert not any(task.done() for task in newcomers)
    logged_in.set()

    assert {reply.status for reply in await asyncio.gather(*unsigned, *newcomers)} == {200}
    assert (started.issuer.asked - keys_read, started.teams.logins - logins) == (1, 1)
