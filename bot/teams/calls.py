"""Calls to the Bot Connector: with the bot's token, tried again where that is right and cannot send twice."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp
from yarl import URL

from bot.jobs.messenger import TryLater, UnknownOutcome
from bot.teams.login import Login
from bot.teams.refusals import Again, Answer, refused

TRIES = 3
PATIENCE = 5.0
"""No try begins later than so many seconds after the first; the lease of a delivery must outlive all of them."""

TIMEOUT = aiohttp.ClientTimeout(total=10, sock_connect=5)


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `repeatable` if doing it twice is as good as once."""

    method: str
    url: URL
    content: bytes | None = None
    repeatable: bool = True


class Calls:
    """Makes calls; waits through `pause`, twice as long each time and by `jitter` (0 to 1) longer."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        login: Login,
        pause: Callable[[float], Awaitable[None]],
        seconds: Callable[[], float],
        jitter: Callable[[], float],
    ) -> None:
        """Keep what to call with."""
        self._session = session
        self._login = login
        self._pause = pause
        self._seconds = seconds
        self._jitter = jitter

    async def make(self, call: Call) -> bytes:
        """The body of the answer; raises `NotSent` or one of its kinds, or `UnknownOutcome`."""
        latest = self._seconds() + PATIENCE
        tries = 1
        while True:
            try:
                return await self._try(call)
            except Again as again:
                wait = max(again.seconds, 2 ** (tries - 2) * (1 + self._jitter()))
                if tries == TRIES or self._seconds() + wait > latest:
                    raise again.told from again
            await self._pause(wait)
            tries += 1

    async def _try(self, call: Call) -> bytes:
        token = await self._login.token()
        answer = await self._sent(call, token)
        if answer.status == 401 and token is not None:
            self._login.drop(token)
            answer = await self._sent(call, await self._login.token())
        if answer.status >= 300:
            raise refused(answer)
        return answer.body

    async def _sent(self, call: Call, token: str | None) -> Answer:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if call.content is not None:
            headers["Content-Type"] = "application/json"
        try:
            # A redirect would carry the token to an address that nobody checked.
            async with self._session.request(
                call.method, call.url, data=call.content, headers=headers, timeout=TIMEOUT, allow_redirects=False
            ) as response:
                return Answer(response.status, await response.read(), response.headers.get("Retry-After", ""))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Again(TryLater("Teams cannot be reached", seconds=10)) from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            unknown = UnknownOutcome(type(error).__name__)
            raise (Again(unknown) if call.repeatable else unknown) from error
