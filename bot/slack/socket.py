"""Socket Mode: the same app, its payloads arriving over a line that we open to Slack.

Slack's SDK has a client for it, which tries an address that works once for ever, tries a token that is refused for
ever, and logs a traceback for each (slack_sdk 3.47). Source: docs.slack.dev/apis/events-api/using-socket-mode.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
import orjson
import structlog
from aiohttp import ClientWebSocketResponse, WSMsgType
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.connection import Connection, NotConnected
from bot.conversation.background import Background
from bot.health import Health
from bot.slack.client import UNREACHABLE
from bot.slack.installation import UNREACHED_WORDS, required_answer

SECONDS_TO_OPEN = 5.0
"""How long a line may take until Slack says hello on it."""

SECONDS_HEARTBEAT = 10.0
"""How often Slack is asked on a quiet line whether it is still there."""

SECONDS_TO_FINISH = 3.0
"""How long answers under way may take once the bot stops; Slack waits no longer either."""

TO_CLOSE = aiohttp.ClientWSTimeout(ws_close=1.0)

OK = 200

log = structlog.get_logger(__name__)


class SocketMode:
    """One open line at a time, and for a moment two: Slack asks for a new one before it hangs up."""

    def __init__(self, client: AsyncWebClient, app_token: str, session: aiohttp.ClientSession, health: Health) -> None:
        """Nothing is opened yet: `connection` does that, as soon as there is an app to hear."""
        self.connection = Connection("slack-socket", self._open, health)
        self._client = client
        self._app_token = app_token
        self._session = session
        self._app: AsyncApp | None = None
        self._answers = Background()
        self._current: asyncio.Task[None] | None = None
        self._lines: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def hearing(self, app: AsyncApp) -> AsyncIterator[None]:
        """Hand everything to `app` while inside; then take nothing more, finish what was begun, and hang up."""
        self._app = app
        try:
            yield
        finally:
            self._app = None
            with suppress(TimeoutError):
                async with asyncio.timeout(SECONDS_TO_FINISH):
                    await self._answers.settle()
            lines = tuple(self._lines)
            for line in lines:
                line.cancel()
            await asyncio.gather(*lines, return_exceptions=True)

    async def _open(self) -> None:
        """Open a line unless one is open; raises `NotConnected`."""
        if self._app is None or self._current is not None:
            return
        opening = self._client.apps_connections_open(app_token=self._app_token)
        answer = await required_answer("SLACK_APP_TOKEN", self._client, opening)
        greeted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line = asyncio.create_task(self._listen(str(answer.get("url")), greeted))
        self._lines.add(line)
        line.add_done_callback(self._ended)
        await asyncio.wait({line, greeted}, timeout=SECONDS_TO_OPEN, return_when=asyncio.FIRST_COMPLETED)
        if not greeted.done():
            line.cancel()
            (error,) = await asyncio.gather(line, return_exceptions=True)
            advice = f"Slack gave an address for Socket Mode that does not answer ({type(error).__name__}): check proxy"
            raise NotConnected("unreachable", UNREACHED_WORDS, advice)

    async def _listen(self, url: str, greeted: "asyncio.Future[None]") -> None:
        """Take what comes down one line until it closes."""
        async with self._session.ws_connect(
            url, heartbeat=SECONDS_HEARTBEAT, proxy=self._client.proxy, timeout=TO_CLOSE
        ) as line:
            async for message in line:
                told = _object(message.data) if message.type is WSMsgType.TEXT else {}
                if told.get("type") == "hello" and not greeted.done():
                    self._current = asyncio.current_task()
                    greeted.set_result(None)
                elif told.get("type") == "disconnect":
                    # Whatever its reason, Slack closes this line soon, and shares out among those that are open.
                    self._lost(asyncio.current_task())
                elif "envelope_id" in told and self._app is not None:
                    await self._answers.within(0, asyncio.create_task(self._answer(self._app, line, told)))

    def _ended(self, line: "asyncio.Task[None]") -> None:
        self._lines.discard(line)
        if not line.cancelled() and line.exception() is not None:
            log.info("line broken", why=type(line.exception()).__name__)
        self._lost(line)

    def _lost(self, line: "asyncio.Task[Any] | None") -> None:
        """That line is closing or closed: open another one."""
        if self._current is line:
            self._current = None
            self.connection.doubt()

    async def _answer(self, app: AsyncApp, line: ClientWebSocketResponse, envelope: Mapping[str, Any]) -> None:
        """Acknowledge with what the app answers; what it failed on is not acknowledged, and Slack sends it again."""
        request = AsyncBoltRequest(mode="socket_mode", body=envelope.get("payload") or {}, headers=_retry(envelope))
        try:
            response = await app.async_dispatch(request)
        except (LookupError, TypeError, ValueError, AttributeError):
            # Bolt trips over payloads that lack what it looks for; another try would not help.
            log.exception("request not understood")
            response = BoltResponse(status=200, body="")
        if response.status != OK:
            return
        try:
            await line.send_str(orjson.dumps(_acknowledgement(envelope, response)).decode())
        except UNREACHABLE as error:
            log.warning("answer not taken", why=type(error).__name__)


def _acknowledgement(envelope: Mapping[str, Any], response: BoltResponse) -> dict[str, Any]:
    """Without a payload where there is nothing to say."""
    acknowledged: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
    if not response.body:
        return acknowledged
    is_json = response.headers.get("content-type", [""])[0].startswith("application/json")
    return {**acknowledged, "payload": orjson.loads(response.body) if is_json else {"text": response.body}}


def _retry(envelope: Mapping[str, Any]) -> dict[str, str | Sequence[str]]:
    """Which try this is, where the Events API says so over HTTP."""
    told = {"x-slack-retry-num": envelope.get("retry_attempt"), "x-slack-retry-reason": envelope.get("retry_reason")}
    return {name: str(value) for name, value in told.items() if value is not None}


def _object(text: str) -> dict[str, Any]:
    try:
        told = orjson.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
