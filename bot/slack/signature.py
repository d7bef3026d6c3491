"""Whether a request is Slack's: HMAC-SHA256 over version, timestamp and the exact bytes received."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime

from bot.admission import RefusedRequest

TOLERANCE_SECONDS = 300
_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)

MISSING = RefusedRequest(
    "missing-header", "a request without Slack's two headers: not from Slack, or a proxy drops X-Slack-* headers"
)
MALFORMED = RefusedRequest(
    "malformed-header", "X-Slack-Request-Timestamp or X-Slack-Signature is not as Slack writes it"
)
WRONG = RefusedRequest(
    "wrong-signature",
    "signed with another secret: copy SLACK_SIGNING_SECRET again from the app's page; or a proxy changes the body",
    suspicion="What Slack sends is signed with another secret than the one set here, so it is not taken.",
)


def refusal_of(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> RefusedRequest | None:
    """None if both headers are there, the timestamp is within five minutes of `now` either way, and the hash agrees.

    Never raises: a header that is not a number or not ASCII is simply not Slack's. The hash is computed for an old
    timestamp too, as only it tells a clock that is off from a forgery.
    """
    timestamp = headers.get("X-Slack-Request-Timestamp", "")
    signature = headers.get("X-Slack-Signature", "")
    if not timestamp or not signature:
        return MISSING
    if not (_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)):
        return MALFORMED
    expected = "v0=" + hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, signature):
        return WRONG
    off = round(now.timestamp() - int(timestamp))
    return _stale(off) if abs(now.timestamp() - int(timestamp)) > TOLERANCE_SECONDS else None


def _stale(off: int) -> RefusedRequest:
    return RefusedRequest(
        "stale-timestamp",
        "signed by Slack, but not within five minutes by this machine's clock: let the machine set it by NTP; "
        "a single one is a request that somebody sent again",
        suspicion="What Slack sends is more than five minutes off by this machine's clock, so it is not taken.",
        seconds_off=off,
    )
