"""The token that the bot shows to Teams, fetched from Microsoft Entra with the app's id and secret."""

import re
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import aiohttp
import orjson

from bot.jobs.answer_codes import Scope
from bot.jobs.messenger import NeedsPerson, TryLater
from bot.teams.flight import Flight
from readiness.domain.values.hold import Remedy

SCOPE = "https://api.botframework.com/.default"
SPARE = 300
"""How many seconds before its end a token is not used any more."""

TIMEOUT = aiohttp.ClientTimeout(total=5)

ADVICE = {
    "AADSTS7000215": "TEAMS_APP_PASSWORD is not right: copy the value of the client secret, not its id",
    "AADSTS7000222": "TEAMS_APP_PASSWORD has expired: make a new client secret in the app registration",
    "AADSTS700016": "the tenant does not know the app: check TEAMS_APP_ID and TEAMS_TENANT_ID",
    "AADSTS90002": "there is no such tenant: check TEAMS_TENANT_ID",
    "AADSTS900023": "there is no such tenant: check TEAMS_TENANT_ID",
}
"""What to do, by error code (learn.microsoft.com, "Microsoft Entra authentication and authorization error codes")."""

_CODE = re.compile(rb"AADSTS\d+")


class LoginRefused(NeedsPerson):
    """Microsoft does not let the bot in."""

    def __init__(self, code: str) -> None:
        """Name what to do; `code` is Microsoft's."""
        advice = ADVICE.get(code, "Microsoft refused TEAMS_APP_ID with TEAMS_APP_PASSWORD")
        super().__init__(code, Scope.WORKSPACE, Remedy.LOGIN, why=f"{advice} ({code})", detail=advice)


class LoginUnreachable(TryLater):
    """Microsoft's login does not answer, or not as it should."""

    def __init__(self, why: str) -> None:
        """It may answer in a moment."""
        super().__init__(f"Microsoft's login cannot be reached ({why})", seconds=10)


class Login:
    """Gives a token that is good for five minutes at least; whoever asks while it is fetched waits for the same."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        authority: str,
        tenant_id: str,
        app_id: str,
        password: str | None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Without a password there is no token: Microsoft's local client wants none."""
        self._session = session
        self._url = f"{authority.rstrip('/')}/{quote(tenant_id, safe='')}/oauth2/v2.0/token"
        self._app_id = app_id
        self._password = password
        self._seconds = seconds
        self._fetching = Flight(self._fetch)
        self._token: str | None = None
        self._until = seconds()
        self.heard: Callable[[LoginRefused | LoginUnreachable | None], None] = lambda _: None
        """Told how each login went."""

    async def token(self) -> str | None:
        """The token; None where there is no password. Raises `LoginRefused` and `LoginUnreachable`."""
        if self._password is None:
            return None
        if self._token is None or self._seconds() >= self._until:
            return await self._fetching.outcome()
        return self._token

    def drop(self, token: str) -> None:
        """Teams refused this token: give another one next time."""
        if token == self._token:
            self._token = None

    async def _fetch(self) -> str:
        try:
            token = await self._fetched()
        except (LoginRefused, LoginUnreachable) as error:
            self.heard(error)
            raise
        self.heard(None)
        return token

    async def _fetched(self) -> str:
        now = self._seconds()
        status, body = await self._answer()
        if 400 <= status < 500 and status != 429:
            raise LoginRefused(_code(body, status))
        try:
            answer = orjson.loads(body)
            token, until = str(answer["access_token"]), now + _lifetime(answer) - SPARE
        except (ValueError, TypeError, LookupError, OverflowError):
            raise LoginUnreachable(f"HTTP {status}") from None
        self._token, self._until = token, until
        return token

    async def _answer(self) -> tuple[int, bytes]:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._app_id,
            "client_secret": self._password,
            "scope": SCOPE,
        }
        try:
            async with self._session.post(self._url, data=form, timeout=TIMEOUT, allow_redirects=False) as response:
                return response.status, await response.read()
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise LoginUnreachable(type(error).__name__) from error


def _lifetime(answer: Mapping[str, Any]) -> float:
    """Seconds, of a length that time can have."""
    return timedelta(seconds=int(answer["expires_in"])).total_seconds()


def _code(body: bytes, status: int) -> str:
    found = _CODE.search(body)
    return found[0].decode() if found else f"HTTP {status}"
