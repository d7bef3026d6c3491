"""Only what Slack signed within five minutes is Slack's; nothing makes the check raise (promise P23)."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from bot.slack.signature import is_signed

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET = "not-a-real-secret"
BODY = b"command=%2Freadiness&text=status"


def signed(timestamp: str, body: bytes = BODY, secret: str = SECRET) -> dict[str, str]:
    base = b"v0:" + timestamp.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": "v0=" + digest}


def stamp(**ago: float) -> str:
    return str(int((NOW - timedelta(**ago)).timestamp()))


def test_a_signed_request_is_slacks():
    assert is_signed(SECRET, signed(stamp()), BODY, NOW)


@pytest.mark.parametrize("seconds", [-300, 300])
def test_five_minutes_either_way_are_allowed(seconds):
    assert is_signed(SECRET, signed(stamp(seconds=seconds)), BODY, NOW)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Request-Timestamp": stamp()},
        {"X-Slack-Signature": signed(stamp())["X-Slack-Signature"]},
        signed(stamp(seconds=301)),
        signed(stamp(seconds=-301)),
        signed(stamp(), secret="another"),
        signed(stamp(), body=BODY + b"x"),
        {**signed(stamp()), "X-Slack-Request-Timestamp": "yesterday"},
        {**signed(stamp()), "X-Slack-Request-Timestamp": "-" + stamp()},
        {**signed(stamp()), "X-Slack-Request-Timestamp": "١٢٣"},
        {**signed(stamp()), "X-Slack-Request-Timestamp": "9" * 400},
        {**signed(stamp()), "X-Slack-Signature": ""},
        {**signed(stamp()), "X-Slack-Signature": "v0=ö"},
        {**signed(stamp()), "X-Slack-Signature": "v1=" + "0" * 64},
    ],
)
def test_anything_else_is_not(headers):
    assert not is_signed(SECRET, headers, BODY, NOW)
