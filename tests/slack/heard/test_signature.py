"""Only what Slack signed within five minutes is Slack's; nothing makes the check raise (promise P23)."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.slack.signature import refusal_of

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET = "not-a-real-secret"
BODY = b"command=%2Freadiness&text=status"


def signed(timestamp: str, body: bytes = BODY, secret: str = SECRET) -> dict[str, str]:
    base = b"v0:" + timestamp.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": "v0=" + digest}


def stamp(**ago: float) -> str:
    return str(int((NOW - timedelta(**ago)).timestamp()))


def reason(headers: Mapping[str, str]) -> str | None:
    refused = refusal_of(SECRET, headers, BODY, NOW)
    return None if refused is None else refused.reason


def test_a_signed_request_is_slacks():
    assert reason(signed(stamp())) is None


@pytest.mark.parametrize("seconds", [-300, 300])
def test_five_minutes_either_way_are_allowed(seconds):
    assert reason(signed(stamp(seconds=seconds))) is None


BAD = [
    ({}, "missing-header"),
    ({"X-Slack-Request-Timestamp": stamp()}, "missing-header"),
    ({"X-Slack-Signature": signed(stamp())["X-Slack-Signature"]}, "missing-header"),
    ({**signed(stamp()), "X-Slack-Signature": ""}, "missing-header"),
    ({**signed(stamp()), "X-Slack-Request-Timestamp": "yesterday"}, "malformed-header"),
    ({**signed(stamp()), "X-Slack-Request-Timestamp": "-" + stamp()}, "malformed-header"),
    ({**signed(stamp()), "X-Slack-Request-Timestamp": "١٢٣"}, "malformed-header"),
    ({**signed(stamp()), "X-Slack-Request-Timestamp": "9" * 400}, "malformed-header"),
    ({**signed(stamp()), "X-Slack-Signature": "v0=ö"}, "malformed-header"),
    ({**signed(stamp()), "X-Slack-Signature": "v1=" + "0" * 64}, "malformed-header"),
    (signed(stamp(seconds=301)), "stale-timestamp"),
    (signed(stamp(seconds=-301)), "stale-timestamp"),
    (signed(stamp(days=30)), "stale-timestamp"),
    (signed(stamp(), secret="another"), "wrong-signature"),
    (signed(stamp(seconds=301), secret="another"), "wrong-signature"),
    (signed(stamp(), body=BODY + b"x"), "wrong-signature"),
    ({**signed(stamp()), "X-Slack-Request-Timestamp": "0"}, "wrong-signature"),
]


@pytest.mark.parametrize(("headers", "why"), BAD)
def test_anything_else_is_refused_with_its_reason(headers, why):
    assert reason(headers) == why


@pytest.mark.parametrize("seconds", [301, -301, 7200])
def test_a_clock_that_is_off_is_told_by_how_much(seconds):
    refused = refusal_of(SECRET, signed(stamp(seconds=seconds)), BODY, NOW)
    assert (refused.seconds_off, "NTP" in refused.advice) == (seconds, True)


def test_no_reason_holds_a_secret():
    for headers, _ in BAD:
        refused = refusal_of(SECRET, headers, BODY, NOW)
        assert SECRET not in f"{refused.advice} {refused.suspicion}"
