"""The signature on every request that Slack sends."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """Return the two headers that prove `body` came from Slack at `now` (protocol v0)."""
    stamp = str(int(now.timestamp()))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
