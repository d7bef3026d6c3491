"""Only what Microsoft signed for this bot and this activity is let in; nothing else is raised (promise P24)."""

import asyncio
import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.settings import TEAMS_HOSTS
from bot.teams.keys import keys_in
from bot.teams.service_urls import ServiceUrls
from bot.teams.tokens import MOST_REMEMBERED, NotAuthentic, TokenValidator
from tests.fakes import FixedClock
from tests.teams.issuer import APP, STRANGER, Issuer

SERVICE = "https://smba.trafficmanager.net/emea/"
TENANT = "00000000-0000-4000-8000-0000007e4a47"
MINUTE, DAY = 60, 24 * 3600
PROVED = frozenset({"serviceUrl", "channelId", "channelData"})
"""What an activity must say, and say rightly."""

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@dataclass(frozen=True)
class Gate:
    """A validator with its issuer and its clock."""

    issuer: Issuer
    clock: FixedClock
    validator: TokenValidator

    async def lets_in(self, token: str, **changes: object) -> bool:
        """Whether the activity is let in with that token."""
        return await self.opens_to(f"Bearer {token}", activity(**changes))

    async def opens_to(self, authorization: str, said: Any) -> bool:
        try:
            await self.validator.check(authorization, said)
        except NotAuthentic:
            return False
        return True

    def token(self, **overrides: Any) -> str:
        return self.issuer.token(SERVICE, **overrides)


def activity(**changes: object) -> dict[str, object]:
    said: dict[str, object] = {
        "type": "message",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "recipient": {"id": f"28:{APP}", "name": "Readiness"},
        "conversation": {"id": "19:a@thread.tacv2;messageid=1", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
    } | changes
    return {name: value for name, value in said.items() if value is not ...}


@pytest.fixture
async def gate() -> AsyncIterator[Gate]:
    clock = FixedClock()
    async with Issuer(clock=clock) as issuer, aiohttp.ClientSession() as session:
        yield Gate(
            issuer,
            clock,
            TokenValidator(session, issuer.openid_url, APP, TENANT, ServiceUrls((SERVICE,)), clock, clock.seconds),
        )


async def test_a_fresh_token_is_let_in(gate: Gate) -> None:
    assert await gate.lets_in(gate.token())
    assert await gate.lets_in(gate.token(jti="another"), recipient=..., conversation={"id": "a:1"})
    assert gate.issuer.asked == 1


@pytest.mark.parametrize(
    "overrides",
    [
        {"algorithm": "none"},
        {"algorithm": "None"},
        {"algorithm": "HS256"},
        {"algorithm": "RS512"},
        {"by": STRANGER},
        {"kid": "forged"},
        {"kid": "forged", "by": STRANGER},
        {"aud": "another-app"},
        {"aud": None},
        {"aud": ["another-app"]},
        {"iss": "https://api.botframework.us"},
        {"iss": None},
        {"serviceurl": "https://smba.trafficmanager.net/amer/"},
        {"serviceurl": None},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": float("nan")},
        {"nbf": "yesterday"},
        {"nbf": float("nan")},
    ],
    ids=str,
)
async def test_a_token_that_is_not_for_us_is_refused(gate: Gate, overrides: dict[str, object]) -> None:
    assert await gate.lets_in(gate.token())
    assert not await gate.lets_in(gate.token(**overrides))


@pytest.mark.parametrize(
    "changes",
    [
        {"serviceUrl": ...},
        {"serviceUrl": None},
        {"serviceUrl": "https://smba.trafficmanager.net/amer/"},
        {"serviceUrl": SERVICE.rstrip("/")},
        {"channelId": ...},
        {"channelId": "webchat"},
        {"channelId": "directline"},
        {"channelData": ...},
        {"channelData": "text"},
        {"channelData": {"tenant": TENANT}},
        {"channelData": {"tenant": {"id": "another"}}},
        {"conversation": {"id": "a:1", "tenantId": "another"}},
        {"recipient": {"id": "28:another"}},
        {"recipient": {}},
        {"recipient": f"28:{APP}"},
    ],
    ids=str,
)
async def test_a_good_token_lets_no_other_activity_in_even_when_remembered(
    gate: Gate, changes: dict[str, object]
) -> None:
    token = gate.token()
    assert not await gate.lets_in(token, **changes)
    assert await gate.lets_in(token)
    assert not await gate.lets_in(token, **changes)


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic {}",
        "{}",
        "Bearer {} x",
        "Bearer  {}",
        "Bearer {}\n",
        "Bearer x",
        "Bearer a.b.c",
        "Bearer ö.ö.ö",
        "Bearer \udcff.a.b",
        "Bearer W1tb.e30.AAAA",
        "Bearer " + "A" * 9000,
    ],
)
async def test_any_other_header_is_refused(gate: Gate, authorization: str) -> None:
    assert not await gate.opens_to(authorization.replace("{}", gate.token()), activity())


REASONS = [
    ({"algorithm": "none"}, {}, "wrong-algorithm"),
    ({"by": STRANGER}, {}, "wrong-signature"),
    ({"kid": "forged"}, {}, "unknown-key"),
    ({"aud": "another-app"}, {}, "wrong-audience"),
    ({"iss": "https://api.botframework.us"}, {}, "wrong-issuer"),
    ({"exp": None}, {}, "malformed-token"),
    ({"exp": 10**9}, {}, "expired"),
    ({"nbf": 4 * 10**9, "exp": 5 * 10**9}, {}, "not-yet-valid"),
    ({}, {"serviceUrl": None}, "wrong-service-url"),
    ({}, {"channelId": "webchat"}, "wrong-channel"),
    ({}, {"channelData": {"tenant": {"id": "another"}}}, "wrong-tenant"),
    ({}, {"conversation": {"id": "a:1", "tenantId": "another"}}, "wrong-tenant"),
    ({}, {"recipient": {"id": "28:another"}}, "wrong-bot"),
]
PROVEN = {"wrong-audience", "expired", "not-yet-valid", "wrong-service-url", "wrong-tenant"}
"""Where Microsoft's signature holds, a setting or the clock is suspected."""


@pytest.mark.parametrize(("overrides", "changes", "reason"), REASONS)
async def test_every_refusal_has_a_reason_of_few_values(
    gate: Gate, overrides: dict[str, object], changes: dict[str, object], reason: str
) -> None:
    with pytest.raises(NotAuthentic) as refused:
        await gate.validator.check(f"Bearer {gate.token(**overrides)}", activity(**changes))
    told = refused.value.request
    assert told.reason == reason
    assert (told.suspicion is None) or reason in PROVEN
    if reason in {"expired", "not-yet-valid"}:
        assert told.seconds_off
        assert "NTP" in told.advice


async def test_five_minutes_either_way_are_allowed(gate: Gate) -> None:
    token = gate.token()
    gate.clock.move(seconds=-5 * MINUTE)
    assert await gate.lets_in(token)
    gate.clock.move(seconds=-1)
    assert not await gate.lets_in(token)
    gate.clock.move(seconds=5 * MINUTE + 1 + 3600 + 5 * MINUTE - 1)
    assert await gate.lets_in(token)
    gate.clock.move(seconds=1)
    assert not await gate.lets_in(token)


async def test_a_service_address_that_is_not_on_the_list_is_refused_whatever_the_token_says(gate: Gate) -> None:
    for address in (
        "https://evil.example/",
        "http://smba.trafficmanager.net/emea/",
        "https://x@smba.trafficmanager.net/",
    ):
        assert not await gate.lets_in(gate.issuer.token(address), serviceUrl=address)


async def test_a_key_that_is_not_endorsed_for_teams_is_refused(gate: Gate) -> None:
    gate.issuer.endorsements = ["webchat"]
    assert not await gate.lets_in(gate.token())


async def test_a_rotated_key_works_after_one_reading(gate: Gate) -> None:
    assert await gate.lets_in(gate.token())
    gate.issuer.rotate()
    assert await gate.lets_in(gate.token())
    assert gate.issuer.asked == 2


async def test_forged_key_ids_make_us_ask_once_a_minute(gate: Gate) -> None:
    assert await gate.lets_in(gate.token())
    for number in range(30):
        assert not await gate.lets_in(gate.token(kid=f"forged-{number}"))
    assert gate.issuer.asked == 2
    gate.clock.move(seconds=MINUTE)
    await asyncio.gather(*(gate.lets_in(gate.token(kid=f"forged-{number}")) for number in range(30)))
    assert gate.issuer.asked == 3


async def test_many_first_requests_at_once_read_the_keys_once(gate: Gate) -> None:
    gate.issuer.hold()
    checks = [asyncio.create_task(gate.lets_in(gate.token(jti=str(number)))) for number in range(20)]
    await asyncio.sleep(0)
    gate.issuer.release()
    assert await asyncio.gather(*checks) == [True] * 20
    assert gate.issuer.asked == 1


async def test_a_request_that_is_given_up_does_not_end_the_reading_for_the_others(gate: Gate) -> None:
    gate.issuer.hold()
    first, second = (asyncio.create_task(gate.lets_in(gate.token(jti=str(number)))) for number in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    gate.issuer.release()
    assert await second
    assert first.cancelled()


async def test_known_keys_go_on_working_for_five_days_while_the_issuer_is_away(gate: Gate) -> None:
    assert await gate.lets_in(gate.token())
    gate.issuer.go_away()
    for _ in range(4):
        gate.clock.move(days=1)
        assert await gate.lets_in(gate.token())
        assert not await gate.lets_in(gate.token(kid="unknown"))
    gate.clock.move(days=1)
    assert not await gate.lets_in(gate.token())
    gate.clock.move(minutes=1)
    gate.issuer.come_back()
    assert await gate.lets_in(gate.token())


async def test_keys_of_yesterday_are_read_anew_while_nobody_waits(gate: Gate) -> None:
    assert await gate.lets_in(gate.token())
    gate.clock.move(days=1)
    gate.issuer.hold()
    assert await gate.lets_in(gate.token())
    gate.issuer.release()
    await asyncio.wait_for(gate.issuer.until_asked(2), timeout=5)


async def test_without_any_key_nobody_is_let_in_until_the_issuer_is_back(gate: Gate) -> None:
    gate.issuer.go_away()
    assert not await gate.lets_in(gate.token())
    gate.issuer.come_back()
    assert not await gate.lets_in(gate.token())
    gate.clock.move(seconds=10)
    assert await gate.lets_in(gate.token())


@pytest.mark.parametrize("metadata", [[], "text", {}, {"jwks_uri": 1}, {"jwks_uri": "nowhere"}, {"jwks_uri": "x://["}])
async def test_metadata_that_cannot_be_read_lets_nobody_in(gate: Gate, metadata: object) -> None:
    gate.issuer.metadata = metadata
    assert not await gate.lets_in(gate.token())


@pytest.mark.parametrize(
    "listed", [[], "text", {}, {"keys": {}}, {"keys": [1, None, {}, {"kid": "key-1", "kty": "oct"}]}]
)
async def test_keys_that_cannot_be_read_leave_the_known_ones_in_place(gate: Gate, listed: object) -> None:
    assert await gate.lets_in(gate.token())
    gate.issuer.listed = listed
    assert not await gate.lets_in(gate.token(kid="unknown"))
    assert gate.issuer.asked == 2
    assert await gate.lets_in(gate.token(jti="another"))


async def test_a_remembered_token_needs_no_key_and_only_so_many_are_remembered(gate: Gate) -> None:
    in_ten_days = int(gate.clock().timestamp()) + 10 * DAY
    token = gate.token(exp=in_ten_days)
    assert await gate.lets_in(token)
    gate.issuer.go_away()
    gate.clock.move(days=6)
    assert await gate.lets_in(token)
    assert not await gate.lets_in(gate.token(exp=in_ten_days, jti="another"))
    gate.issuer.come_back()
    gate.clock.move(minutes=1)
    for number in range(MOST_REMEMBERED + 1):
        assert await gate.lets_in(gate.token(jti=str(number)))
    assert len(gate.validator._remembered) == MOST_REMEMBERED


def segment(said: object) -> str:
    """A part of a token: JSON, or bytes as they are."""
    content = said if isinstance(said, bytes) else json.dumps(said).encode()
    return urlsafe_b64encode(content).rstrip(b"=").decode()


HEADERS = st.dictionaries(st.sampled_from(["alg", "kid", "typ", "crit", "b64"]), JSON) | JSON
TOKENS = st.text() | st.tuples(
    (HEADERS | HEADERS.map(lambda said: {"alg": "RS256", "kid": "key-1"} | (said if isinstance(said, dict) else {}))),
    JSON | st.binary(),
    st.binary(),
).map(lambda parts: ".".join(map(segment, parts)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(made_up=TOKENS, scheme=st.just("Bearer ") | st.text(), cut=st.integers(0), inserted=st.text(max_size=3))
async def test_whatever_header_comes_nothing_but_a_refusal_is_raised(
    gate: Gate, made_up: str, scheme: str, cut: int, inserted: str
) -> None:
    assert not await gate.opens_to(scheme + made_up, activity())
    good = gate.token()
    changed = good[: cut % len(good)] + inserted + good[cut % len(good) :]
    assert changed == good or not await gate.lets_in(changed)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.dictionaries(st.sampled_from([*sorted(PROVED), "conversation", "recipient"]), JSON, min_size=1))
async def test_whatever_activity_comes_nothing_but_a_refusal_is_raised(gate: Gate, changes: dict[str, object]) -> None:
    let_in = await gate.lets_in(gate.token(), **changes)
    assert not (let_in and PROVED & changes.keys())


@given(JSON, JSON)
def test_no_key_set_makes_reading_it_fail(listed: object, field: object) -> None:
    assert keys_in(listed) == {}
    assert keys_in({"keys": [listed, {"kid": "a", "kty": "RSA", "n": field, "e": "AQAB"}]}).keys() <= {"a"}


@given(st.text() | st.text().map(lambda said: f"https://{said}") | JSON)
def test_no_text_makes_looking_at_an_address_fail(said: object) -> None:
    found = ServiceUrls(TEAMS_HOSTS).find(said)
    assert found is None or f"{found.scheme}://{found.host}" in TEAMS_HOSTS


@pytest.mark.parametrize("address", TEAMS_HOSTS)
def test_microsofts_own_addresses_are_allowed(address: str) -> None:
    assert ServiceUrls(TEAMS_HOSTS).find(f"{address}/teams/") is not None


@pytest.mark.parametrize(
    "address",
    [
        "http://smba.trafficmanager.net/",
        "https://smba.trafficmanager.net:8443/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://a:b@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net\\@evil.example/",
        "https://smba.trafficmanager.net/?to=evil",
        "https://smba.trafficmanager.net/#evil",
        "//smba.trafficmanager.net/",
        "smba.trafficmanager.net",
    ],
)
def test_what_only_looks_like_microsofts_is_not(address: str) -> None:
    assert ServiceUrls(TEAMS_HOSTS).find(address) is None
