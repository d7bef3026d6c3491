"""The Web API client, and its errors said in our words."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.jobs.answer_codes import AnswerCode, Scope, read_answer_codes, unlisted
from bot.jobs.messenger import NotSent, TryLater, UnknownOutcome, refusal
from readiness.domain.values.hold import Remedy

OF_APP_TOKEN = frozenset({"apps.connections.open"})
"""Calls made with the app-level token, which say nothing of the bot's."""

UNREACHABLE = (TimeoutError, aiohttp.ClientError, OSError)
"""No answer came, so nobody knows whether the call was taken."""


class NotMet(TryLater):
    """Slack did not answer since this process began, so nobody knows yet which workspace the token is for."""

    def __init__(self) -> None:
        """It is asked again all the time."""
        super().__init__("Slack has not answered yet", seconds=10)


class NotOurWorkspace(TryLater):
    """This process holds no token for that workspace; another one may, and nothing of it goes anywhere else."""

    def __init__(self) -> None:
        """Another process can take it soon."""
        super().__init__("no token for that workspace here", seconds=60)


def web_client(token: str, api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client of which nobody but its caller hears."""
    return ObservedClient(token, api_url, session, lambda _: None)


class ObservedClient(AsyncWebClient):
    """Tells, after every call with the bot's token, how it went: None, or the error that its caller gets."""

    def __init__(
        self, token: str, api_url: str, session: aiohttp.ClientSession, heard: Callable[[Exception | None], None]
    ) -> None:
        """Never retry by itself: the SDK's default handler posts twice after a cut connection."""
        super().__init__(token=token, base_url=api_url, session=session, retry_handlers=[])
        self._heard = heard

    async def api_call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:
        """The SDK's own, which every method of the client goes through."""
        try:
            answer = await super().api_call(api_method, **arguments)
        except (SlackApiError, *UNREACHABLE) as error:
            if api_method not in OF_APP_TOKEN:
                self._heard(error)
            raise
        if api_method not in OF_APP_TOKEN:
            self._heard(None)
        return answer


async def sending(call: Awaitable[Any], stops: Scope = Scope.WORKSPACE) -> Any:
    """The response of a call; raises `NotSent` or one of its kinds, or `UnknownOutcome`.

    `stops` is what cannot be written to while the app has no scope for this call.
    """
    try:
        return await call
    except SlackApiError as error:
        raise _translated(error, stops) from error
    except (aiohttp.ClientConnectorError, ConnectionRefusedError) as error:
        raise TryLater("Slack cannot be reached", seconds=10) from error
    except UNREACHABLE as error:
        raise UnknownOutcome(type(error).__name__) from error


@lru_cache(256)
def answer_code(code: str) -> AnswerCode:
    """What that error of Slack's means."""
    return _table().get(code) or unlisted(code)


def error_code(error: SlackApiError) -> str:
    """Slack's word for what went wrong, empty where there is none."""
    return str(_body(error).get("error", ""))


def is_dead(code: str) -> bool:
    """Whether Slack refuses the token itself with that error."""
    return answer_code(code).remedy in (Remedy.REINSTALL, Remedy.TOKEN)


def is_away(error: BaseException) -> bool:
    """Whether a look-up failed because Slack is away or refuses the token, so that the next one would fail as well."""
    if isinstance(error, SlackApiError):
        return error.response.status_code in {429, 502, 503, 504} or is_dead(error_code(error))
    return isinstance(error, NotMet | TimeoutError | aiohttp.ClientError | ConnectionError)


@cache
def _table() -> dict[str, AnswerCode]:
    return dict(read_answer_codes("bot.slack"))


def _translated(error: SlackApiError, stops: Scope) -> NotSent | UnknownOutcome:
    code, status = error_code(error), error.response.status_code
    if status == 429:
        return TryLater(code or "ratelimited", seconds=_retry_after(error))
    if status >= 500 or not code:
        return UnknownOutcome(code or f"HTTP {status}")
    found = answer_code(code)
    if found.scope is Scope.CALL:
        found = replace(found, scope=stops)
    needed = str(_body(error).get("needed", ""))
    why = f"{code}: needs {needed}" if needed else code
    return refusal(found, why, seconds=_retry_after(error), detail=needed)


def _body(error: SlackApiError) -> dict[str, Any]:
    data = error.response.data if hasattr(error.response, "data") else None
    return data if isinstance(data, dict) else {}


def _retry_after(error: SlackApiError) -> int:
    """Seconds to wait; 30 where Slack names none, or something that is not a whole number."""
    value = str(error.response.headers.get("Retry-After", ""))
    return int(value) if value.isdigit() else 30
