"""Everything in turn: settings, database, and each platform that is configured."""

from collections.abc import AsyncIterator, Mapping

from bot.doctor.database import examine_database
from bot.doctor.finding import Finding
from bot.doctor.running import examine_running
from bot.doctor.slack import examine_slack
from bot.doctor.teams import examine_teams
from bot.settings import NO_PLATFORM, BadSettings, read_settings


async def examine(environment: Mapping[str, str]) -> AsyncIterator[Finding]:
    """Look at everything that the settings allow to be looked at."""
    try:
        settings = read_settings(environment)
    except BadSettings as bad:
        for line in str(bad).splitlines():
            yield Finding("settings", False, line)
        return
    yield Finding("settings", True, "every variable can be used")
    async for finding in examine_database(settings):
        yield finding
    async for finding in examine_running(settings):
        yield finding
    if settings.has_slack:
        async for finding in examine_slack(settings):
            yield finding
    if settings.has_teams:
        async for finding in examine_teams(settings):
            yield finding
    if not (settings.has_slack or settings.has_teams):
        yield Finding("platforms", False, NO_PLATFORM)
