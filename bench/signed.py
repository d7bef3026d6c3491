"""Requests as Slack sends them: form-encoded, signed, ready to be written to a socket."""

import hashlib
import hmac
import secrets
import time
from urllib.parse import urlencode

SECRET = "bench-signing-secret"
TOKEN = "xoxb-bench"
TEAM = "T0BENCH01"
APP = "A0BENCH01"


def command(text: str, *, user: str, channel: str) -> bytes:
    """`/readiness TEXT`, typed by `user` in `channel`, signed now; no two are alike, as with Slack."""
    once = secrets.token_hex(8)
    return _request(
        urlencode(
            {
                "token": "deprecated",
                "team_id": TEAM,
                "team_domain": "bench",
                "channel_id": channel,
                "channel_name": "bench",
                "user_id": user,
                "user_name": "bench",
                "command": "/readiness",
                "text": text,
                "api_app_id": APP,
                "is_enterprise_install": "false",
                "response_url": f"https://hooks.slack.test/commands/{TEAM}/1/{once}",
                "trigger_id": f"1.2.{once}",
            }
        ).encode()
    )


def _request(body: bytes) -> bytes:
    moment = str(int(time.time())).encode()
    signature = hmac.new(SECRET.encode(), b"v0:" + moment + b":" + body, hashlib.sha256).hexdigest().encode()
    return b"\r\n".join(
        (
            b"POST /slack/events HTTP/1.1",
            b"Host: 127.0.0.1",
            b"User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)",
            b"Accept: application/json,*/*",
            b"Accept-Encoding: gzip,deflate",
            b"Content-Type: application/x-www-form-urlencoded",
            b"Content-Length: " + str(len(body)).encode(),
            b"X-Slack-Request-Timestamp: " + moment,
            b"X-Slack-Signature: v0=" + signature,
            b"",
            body,
        )
    )
