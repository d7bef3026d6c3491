"""The bot that serves on this machine: what it says of itself, which no other process can know."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import orjson

from bot.doctor.finding import Finding
from bot.settings import Settings

TIMEOUT = aiohttp.ClientTimeout(total=5)
ABOUT = "running bot"
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}  # noqa: S104 - where to ask a bot that hears there
"""Where to ask a bot that listens on every address."""


async def examine_running(settings: Settings) -> AsyncIterator[Finding]:
    """Everything that it cannot do, by its readyz; nothing where the system chooses the port, as nobody knows it."""
    if not settings.port:
        return
    where = f"{ANYWHERE.get(settings.host, settings.host)}:{settings.port}"
    try:
        async with aiohttp.ClientSession(timeout=TIMEOUT) as session, session.get(f"http://{where}/readyz") as answer:
            told = orjson.loads(await answer.read())
    except (aiohttp.ClientConnectorError, ConnectionRefusedError):
        yield Finding(ABOUT, True, f"none serves at {where}")
        return
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
        yield Finding(ABOUT, False, f"what listens at {where} does not answer like it ({type(error).__name__})")
        return
    for finding in _findings(told if isinstance(told, dict) else {}, where):
        yield finding


def _findings(told: dict[str, Any], where: str) -> list[Finding]:
    if told.get("status") not in ("ready", "not ready"):
        return [Finding(ABOUT, False, f"what listens at {where} does not answer like it")]
    faults = [*told.get("broken", ()), *told.get("degraded", ())]
    if not faults:
        return [Finding(ABOUT, True, f"ready, at {where}")]
    return [
        Finding(ABOUT, False, f"{one.get('part')} since {one.get('since')}: {one.get('words')} ({one.get('code')})")
        for one in faults
    ]
