"""Where a command runs beside a strict local Teams and its issuer of tokens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.cli.place import Place
from tests.teams import home
from tests.teams.issuer import Issuer, utc_now
from tests.teams.standin import LocalTeams


@dataclass(frozen=True)
class Tenant:
    """A place whose environment names a tenant, and who signs for it."""

    place: Place
    teams: LocalTeams
    issuer: Issuer


@asynccontextmanager
async def a_tenant(place: Place) -> AsyncIterator[Tenant]:
    """The tenant of that place, in this test's own loop, while inside; nobody is in it."""
    async with home.a_tenant(utc_now) as (issuer, teams):
        place.more |= home.environment(teams, issuer, place.database)
        yield Tenant(place, teams, issuer)
    assert teams.violations == []
