"""The outbound token: fetched once, kept until shortly before it ends, and a refusal says what to do."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import parse_qs

import aiohttp
import pytest

from bot.jobs.messenger import TryLater
from bot.teams.login import Login, LoginRefused, LoginUnreachable
from tests.fakes import FixedClock
from tests.teams.scripted import CUT, Says, Scripted

TOKEN = Says(body={"token_type": "Bearer", "expires_in": 3600, "access_token": "first"})
SECOND = Says(body={"token_type": "Bearer", "expires_in": "3600", "access_token": "second"})


@dataclass(frozen=True)
class Door:
    """A login with Microsoft's side of it and its clock."""

    entra: Scripted
    clock: FixedClock
    login: Login
    session: aiohttp.ClientSession


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    clock = FixedClock()
    async with Scripted(TOKEN) as entra, aiohttp.ClientSession() as session:
        yield Door(entra, clock, Login(session, f"{entra.url}/", "tenant", "app", "s3cret&=", clock.seconds), session)


async def test_the_token_is_fetched_with_the_apps_id_and_secret(door: Door) -> None:
    assert await door.login.token() == "first"
    (asked,) = door.entra.asked
    assert (asked.method, asked.path) == ("POST", "/tenant/oauth2/v2.0/token")
    assert parse_qs(asked.body.decode()) == {
        "grant_type": ["client_credentials"],
        "client_id": ["app"],
        "client_secret": ["s3cret&="],
        "scope": ["https://api.botframework.com/.default"],
    }


async def test_it_is_kept_until_five_minutes_before_it_ends(door: Door) -> None:
    door.entra.says(TOKEN, SECOND)
    assert await door.login.token() == "first"
    door.clock.move(minutes=54, seconds=59)
    assert await door.login.token() == "first"
    door.clock.move(seconds=1)
    assert await door.login.token() == "second"
    assert await door.login.token() == "second"
    assert len(door.entra.asked) == 2


async def test_many_who_ask_at_once_wait_for_one_answer(door: Door) -> None:
    assert await asyncio.gather(*(door.login.token() for _ in range(20))) == ["first"] * 20
    assert len(door.entra.asked) == 1


async def test_somebody_who_gives_up_does_not_end_it_for_the_others(door: Door) -> None:
    first, second = (asyncio.create_task(door.login.token()) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == "first"


async def test_a_dropped_token_is_fetched_anew_and_an_old_one_is_not_dropped_twice(door: Door) -> None:
    door.entra.says(TOKEN, SECOND)
    assert await door.login.token() == "first"
    door.login.drop("first")
    assert await door.login.token() == "second"
    door.login.drop("first")
    assert await door.login.token() == "second"
    assert len(door.entra.asked) == 2


@pytest.mark.parametrize(
    ("said", "code", "advice"),
    [
        (b"AADSTS7000215: Invalid client secret provided.", "AADSTS7000215", "copy the value of the client secret"),
        (b"AADSTS7000222: The provided client secret keys are expired.", "AADSTS7000222", "make a new client secret"),
        (b"AADSTS700016: Application was not found.", "AADSTS700016", "check TEAMS_APP_ID"),
        (b"AADSTS90002: Tenant not found.", "AADSTS90002", "check TEAMS_TENANT_ID"),
        (b"AADSTS50000: Something else.", "AADSTS50000", "Microsoft refused"),
        (b"no", "HTTP 401", "Microsoft refused"),
    ],
)
async def test_a_refusal_says_what_to_do(door: Door, said: bytes, code: str, advice: str) -> None:
    door.entra.says(Says(401, said))
    with pytest.raises(LoginRefused, match=advice) as refused:
        await door.login.token()
    assert refused.value.code == code
    assert "s3cret" not in str(refused.value)
    assert await door.login.token() == "first"


@pytest.mark.parametrize(
    "answer",
    [
        CUT,
        Says(500),
        Says(429),
        Says(302, headers={"Location": "/elsewhere"}),
        Says(200, b"no"),
        Says(200, []),
        Says(200, {"access_token": "x"}),
        Says(200, {"access_token": "x", "expires_in": "soon"}),
        Says(200, {"access_token": "x", "expires_in": 10**15}),
    ],
    ids=str,
)
async def test_no_usable_answer_means_later(door: Door, answer: Says) -> None:
    door.entra.says(answer)
    with pytest.raises(LoginUnreachable):
        await door.login.token()
    assert await door.login.token() == "first"


async def test_nobody_there_means_later(door: Door) -> None:
    with pytest.raises(TryLater, match="cannot be reached"):
        await Login(door.session, "http://127.0.0.1:1", "tenant", "app", "secret", door.clock.seconds).token()


async def test_without_a_password_there_is_no_token(door: Door) -> None:
    assert await Login(door.session, door.entra.url, "tenant", "app", None, door.clock.seconds).token() is None
    assert door.entra.asked == []
