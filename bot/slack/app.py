"""The Slack app: one listener per kind of payload, each decoding to an intent and telling the reply."""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack import events, turns
from bot.slack.payload import Body
from bot.slack.room import SlackRoom

log = structlog.get_logger(__name__)

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_unarchive",
    "group_archive",
    "group_deleted",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "tokens_revoked",
    "user_change",
)
"""Every event the manifest subscribes to; each has an answer, or Slack would send it again.

Messages are sent only where the history scopes were granted, which are optional.
"""

_ANY = re.compile(".*", re.DOTALL)


_KINDS = {"block_actions": "press", "view_submission": "form", "event_callback": "event"}


def slack_app(room: SlackRoom, count: Callable[[str], None]) -> AsyncApp:
    """The bolt app; requests reach it verified and read (bot/slack/endpoint.py), or through Socket Mode.

    `count` is told the kind of each: command, press, form, event or other.
    """

    async def authorize(**_: object) -> AuthorizeResult:
        # Our own authorisation: bolt's would ask Slack (auth.test) on every request.
        bot_user = room.bot_user or None
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=room.client.token, bot_user_id=bot_user)

    app = AsyncApp(
        client=room.client,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        raise_error_for_unhandled_request=True,
        logger=_bolt_logger(),
    )
    # With SLACK_CLIENT_ID and SLACK_CLIENT_SECRET in the environment bolt turns on its own OAuth, with files as store.
    app._async_oauth_flow = None
    app.use(_Counting(count))
    _listen(app, room)
    return app


class _Counting(AsyncMiddleware):
    """What bolt does before it hands a payload on. For a mere function it would look up every possible argument."""

    def __init__(self, count: Callable[[str], None]) -> None:
        self._count = count

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        self._count("command" if "command" in req.body else _KINDS.get(str(req.body.get("type")), "other"))
        return await next()


def _listen(app: AsyncApp, room: SlackRoom) -> None:
    async def on_command(ack: AsyncAck, body: Body) -> None:
        ack.response = _acknowledged(await turns.command(room, body))

    async def on_press(ack: AsyncAck, body: Body) -> None:
        await turns.press(room, body)
        ack.response = _acknowledged()

    async def on_form(ack: AsyncAck, body: Body) -> None:
        ack.response = _acknowledged(await turns.form(room, body))

    async def on_event(ack: AsyncAck, body: Body) -> None:
        await events.event(room, body)
        ack.response = _acknowledged()

    app.command(_ANY)(on_command)
    app.action(_ANY)(on_press)
    # Bolt asks its listeners in this order, so what comes often stands before what comes seldom.
    app.event(_ANY)(on_event)
    app.view_submission(_ANY)(on_form)
    app.error(_on_error)


def _acknowledged(body: str = "") -> BoltResponse:
    """The 200 that carries that JSON. Nothing is said by an empty body alone: Slack prints `{}` into the channel."""
    return BoltResponse(status=200, body=body, headers={"content-type": ["application/json"]} if body else None)


async def _on_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """What nothing listens to is none of ours and taken silently; an event that failed is sent again by Slack."""
    if isinstance(error, BoltUnhandledRequestError):
        return _acknowledged()
    log.error("event failed", why=type(error).__name__, what=(body.get("event") or {}).get("type"))
    return BoltResponse(status=500, body="")


def _bolt_logger() -> logging.Logger:
    """Bolt's errors only: it warns of a token that our own authorisation replaces, and of what nothing listens to."""
    logger = logging.getLogger("readiness.bolt")
    logger.setLevel(logging.ERROR)
    return logger
