"""The scenarios, in the order in which they are played on one arena."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

from tests.soak import clicks, digests, held
from tests.soak.arena import Arena, arena
from tests.soak.database import Grip
from tests.soak.outcome import Outcome
from tests.soak.sizes import Size

Scenario = Callable[[Arena, Size], Awaitable[Outcome]]

SCENARIOS: dict[str, Scenario] = {
    "clicks": clicks.killed_clicks,
    "crowds": clicks.crowds,
    "replays": clicks.replayed,
    "outage": clicks.outage,
    "revoked": partial(held.refused_for_a_while, error="token_revoked"),
    "scope": partial(held.refused_for_a_while, error="missing_scope", needed="chat:write", provided="commands"),
    "inactive": partial(held.refused_for_a_while, error="account_inactive"),
    "quota": partial(held.refused_for_a_while, error="message_limit_exceeded"),
    "archived": held.archived,
    "weeks": digests.weeks_of_trouble,
    "down": digests.weeks_down,
    "clock": digests.clock_set,
}


async def played(
    folder: Path, database: Grip, size: Size, names: tuple[str, ...]
) -> AsyncIterator[tuple[str, Outcome]]:
    """Each scenario's name and outcome, as soon as it is known."""
    async with arena(folder, database, size.channels) as place:
        for name in names:
            yield name, await SCENARIOS[name](place, size)
