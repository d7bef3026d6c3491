"""A pressed button as Teams sends it: an invoke with a token, ready to be written to a socket."""

import secrets
from datetime import UTC, datetime
from typing import Any

import orjson

from bot.intents.codec import encode
from bot.intents.intent import Intent

APP = "0b0b0b0b-0000-4000-8000-00000000a991"
TENANT = "0b0b0b0b-0000-4000-8000-000000007e9a"
PASSWORD = "bench-client-secret"

WORDS = "Nothing waits for you."
ANSWER: dict[str, Any] = {
    "statusCode": 200,
    "type": "application/vnd.microsoft.card.adaptive",
    "value": {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": WORDS, "wrap": True}]},
}
"""What a press is answered with where nothing but the way in is measured."""


def account(number: int) -> str:
    """The directory id of that person."""
    return f"0b0b0b0b-0000-4000-8000-{number:012x}"


def address(number: int) -> str:
    """What Teams calls that person for the bot."""
    return f"29:1bench-{number:040}"


def press(intent: Intent, person: int, service_url: str, token: bytes) -> bytes:
    """That person pressing what carries `intent`, in their own chat with the bot; no two are alike, as in Teams."""
    body = orjson.dumps(_activity(encode(intent), person, service_url))
    return b"\r\n".join(
        (
            b"POST /api/messages HTTP/1.1",
            b"Host: 127.0.0.1",
            b"User-Agent: Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)",
            b"Authorization: Bearer " + token,
            b"Content-Type: application/json; charset=utf-8",
            b"Content-Length: " + str(len(body)).encode(),
            b"",
            body,
        )
    )


def _activity(pressed: str, person: int, service_url: str) -> dict[str, object]:
    now = datetime.now(UTC).isoformat()
    return {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": f"f:{secrets.token_hex(8)}",
        "timestamp": now,
        "localTimestamp": now,
        "localTimezone": "Europe/Berlin",
        "locale": "en-US",
        "serviceUrl": service_url,
        "channelId": "msteams",
        "from": {"id": address(person), "name": "Bench", "aadObjectId": account(person)},
        "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": f"a:1bench-{person:0100}"},
        "recipient": {"id": f"28:{APP}", "name": "Readiness"},
        "channelData": {"tenant": {"id": TENANT}, "source": {"name": "message"}},
        "entities": [
            {
                "type": "clientInfo",
                "locale": "en-US",
                "country": "US",
                "platform": "Web",
                "timezone": "Europe/Berlin",
            }
        ],
        "replyToId": "1795600000000",
        "value": {
            "action": {"type": "Action.Execute", "title": "Press", "verb": "press", "data": {"press": pressed}},
            "trigger": "manual",
        },
    }
