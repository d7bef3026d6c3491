"""Teams: whether Microsoft lets the bot in, and whether the bot can tell what Microsoft signed."""

from collections.abc import AsyncIterator

import aiohttp

from bot.bootstrap import utc_now
from bot.doctor.finding import Finding, clock_finding
from bot.settings import Settings
from bot.teams.keys import TIMEOUT, KeysNotRead, fetch_keys
from bot.teams.login import Login, LoginRefused, LoginUnreachable


async def examine_teams(settings: Settings) -> AsyncIterator[Finding]:
    """The login, the signing keys and the clock; none of them where nobody logs in and nothing is signed."""
    if settings.teams_local_unauthenticated:
        yield Finding("Teams", True, "for Microsoft's local client: nobody logs in, and nothing is signed")
        return
    async with aiohttp.ClientSession() as session:
        yield await _login(settings, session)
        yield await _keys(settings.teams_openid_url, session)
        yield await _clock(settings.teams_openid_url, session)


async def _login(settings: Settings, session: aiohttp.ClientSession) -> Finding:
    app, tenant = settings.teams_app_id or "", settings.teams_tenant
    login = Login(session, settings.teams_authority_url, tenant, app, settings.teams_app_password)
    try:
        await login.token()
    except (LoginRefused, LoginUnreachable) as error:
        return Finding("Teams", False, str(error))
    return Finding("Teams", True, "Microsoft gives the bot a token")


async def _keys(openid_url: str, session: aiohttp.ClientSession) -> Finding:
    try:
        keys = await fetch_keys(session, openid_url)
    except KeysNotRead as error:
        words = f"{error}; until they are, nothing that Teams sends is taken: let the bot reach {openid_url}"
        return Finding("signing keys", False, words)
    return Finding("signing keys", True, f"{len(keys)} read from Microsoft")


async def _clock(openid_url: str, session: aiohttp.ClientSession) -> Finding:
    try:
        async with session.head(openid_url, timeout=TIMEOUT) as response:
            date = response.headers.get("Date")
    except (TimeoutError, aiohttp.ClientError, OSError):
        date = None
    return clock_finding(date, utc_now(), "Microsoft's")
