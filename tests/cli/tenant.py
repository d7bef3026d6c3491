"""Where a command runs beside a strict local Teams and its issuer of tokens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.cli.place import Place
from tests.teams.home import PASSWORD, environment
from tests.teams.issuer import APP, Issuer
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
    async with Issuer() as issuer:
        teams = LocalTeams(
            clock=lambda: datetime.now(UTC),
            app_id=APP,
            app_password=PASSWORD,
            authorization=lambda service_url: f"Bearer {issuer.token(service_url)}",
        )
        async with teams:
            place.more |= environment(teams, issuer, place.database)
            yield Tenant(place, teams, issuer)
    assert teams.violations == []
