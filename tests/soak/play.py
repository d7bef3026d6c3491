"""The scenarios, in the order in which they are played on one arena."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

from tests.soak import clicks, digests, held, teams
from tests.soak.arena import Arena, arena
from tests.soak.database import Databases
from tests.soak.outcome import Outcome
from tests.soak.sizes import Size

Scenario = Callable[[Arena, Size], Awaitable[Outcome]]
TenantScenario = Callable[[teams.Tenant, Size], Awaitable[Outcome]]

IN_SLACK: dict[str, Scenario] = {
    "clicks": clicks.killed_clicks,
    "crowds": clicks.crowds,
    "replays": clicks.replayed,
    "outage": partial(clicks.outage, how="away"),
    "frozen": partial(clicks.outage, how="frozen"),
    "revoked": partial(held.refused_for_a_while, error="token_revoked"),
    "scope": partial(held.refused_for_a_while, error="missing_scope", needed="chat:write", provided="commands"),
    "inactive": partial(held.refused_for_a_while, error="account_inactive"),
    "quota": partial(held.refused_for_a_while, error="message_limit_exceeded"),
    "archived": held.archived,
    "weeks": digests.weeks_of_trouble,
    "down": digests.weeks_down,
    "clock": digests.clock_set,
}
IN_TEAMS: dict[str, TenantScenario] = {"teams": teams.weeks_of_trouble}
SCENARIOS = (*IN_SLACK, *IN_TEAMS)


async def played(
    folder: Path, databases: Databases, size: Size, names: tuple[str, ...]
) -> AsyncIterator[tuple[str, Outcome]]:
    """Each scenario's name and outcome, as soon as it is known; each platform has a database of its own."""
    if in_slack := [name for name in names if name in IN_SLACK]:
        async with arena(folder, databases.slack, size.channels) as place:
            for name in in_slack:
                yield name, await IN_SLACK[name](place, size)
    if in_teams := [name for name in names if name in IN_TEAMS]:
        async with teams.a_served_tenant(folder, databases.teams, size.channels) as tenant:
            for name in in_teams:
                yield name, await IN_TEAMS[name](tenant, size)
