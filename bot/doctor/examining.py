"""Everything in turn: settings, database, and each platform that is configured."""

import secrets
from collections.abc import AsyncIterator, Mapping

import structlog

from bot.doctor.database import examine_database
from bot.doctor.finding import Finding
from bot.doctor.running import examine_running
from bot.doctor.slack import examine_slack
from bot.doctor.teams import examine_teams
from bot.settings import NO_PLATFORM, BadSettings, read_settings

log = structlog.get_logger(__name__)


async def examine(environment: Mapping[str, str]) -> AsyncIterator[Finding]:
    """Look at everything that the settings allow to be looked at."""
    try:
        settings = read_settings(environment)
    except BadSettings as bad:
        for line in str(bad).splitlines():
            yield Finding("settings", False, line)
        return
    yield Finding("settings", True, "every variable can be read")
    examinations = {"database": examine_database, "running bot": examine_running}
    examinations |= {"slack": examine_slack} if settings.has_slack else {}
    examinations |= {"teams": examine_teams} if settings.has_teams else {}
    for about, examination in examinations.items():
        async for finding in _alone(about, examination(settings)):
            yield finding
    if not (settings.has_slack or settings.has_teams):
        yield Finding("platforms", False, NO_PLATFORM)


async def _alone(about: str, findings: AsyncIterator[Finding]) -> AsyncIterator[Finding]:
    """Each finding; what goes wrong in one examination keeps no other from being made."""
    try:
        async for finding in findings:
            yield finding
    except Exception as error:
        reference = secrets.token_hex(4)
        log.exception("examination failed", reference=reference, about=about)
        yield Finding(about, False, f"could not be examined ({type(error).__name__}); the log has it under {reference}")
