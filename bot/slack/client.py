"""The Web API client, and its errors said in our words."""

from collections.abc import Awaitable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.jobs.messenger import NotSent, PlaceClosed, ThreadGone, TryLater, UnknownOutcome

INSTALLATION_DEAD = frozenset({"token_revoked", "token_expired", "account_inactive", "invalid_auth", "not_authed"})
PLACE_CLOSED = frozenset(
    {
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_thread_locked",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "cannot_dm_bot",
        "messages_tab_disabled",
    }
)
GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
THREAD_GONE = frozenset({"thread_not_found", "cannot_reply_to_message"})
PASSING = frozenset({"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org", "org_login_required"})
UNREACHABLE = (TimeoutError, aiohttp.ClientError, OSError)
"""No answer came, so nobody knows whether the call was taken."""


class NotOurWorkspace(TryLater):
    """This process holds no token for that workspace; another one may, and nothing of it goes anywhere else."""

    def __init__(self) -> None:
        """Another process can take it soon."""
        super().__init__("no token for that workspace here", seconds=60)


def web_client(token: str, api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client that never retries by itself: the SDK's default handler posts twice after a cut connection."""
    return AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=[])


async def sending(call: Awaitable[Any]) -> Any:
    """The response of a call that posts or edits; raises `NotSent` or one of its kinds, or `UnknownOutcome`."""
    try:
        return await call
    except SlackApiError as error:
        raise _translated(error) from error
    except (aiohttp.ClientConnectorError, ConnectionRefusedError) as error:
        raise TryLater("Slack cannot be reached", seconds=10) from error
    except UNREACHABLE as error:
        raise UnknownOutcome(type(error).__name__) from error


def error_code(error: SlackApiError) -> str:
    """Slack's word for what went wrong, empty where there is none."""
    data = error.response.data if hasattr(error.response, "data") else None
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def _translated(error: SlackApiError) -> NotSent | UnknownOutcome:
    code, status = error_code(error), error.response.status_code
    if status == 429 or code in PASSING:
        return TryLater(code or "ratelimited", seconds=_retry_after(error))
    if status >= 500 or code in {"fatal_error", "internal_error", ""}:
        return UnknownOutcome(code or f"HTTP {status}")
    if code in PLACE_CLOSED:
        return PlaceClosed(code)
    if code in THREAD_GONE:
        return ThreadGone(code)
    return NotSent(code)


def _retry_after(error: SlackApiError) -> int:
    """Seconds to wait; 30 where Slack names none, or something that is not a whole number."""
    value = str(error.response.headers.get("Retry-After", ""))
    return int(value) if value.isdigit() else 30
