"""A tiny bot on the real bolt, served over real HTTP or a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import LocalSlack


def bolt_app(slack: LocalSlack, secret: str, token: str) -> AsyncApp:
    """Return an app without listeners that answers in the request."""
    client = AsyncWebClient(token=token, base_url=slack.api_url, retry_handlers=[])
    return AsyncApp(signing_secret=secret, client=client, process_before_response=True)


@asynccontextmanager
async def served(app: AsyncApp) -> AsyncIterator[str]:
    """Serve a bolt app; give the address Slack shall deliver to."""

    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    async with listening(handle) as url:
        yield url


@asynccontextmanager
async def listening(handle: object) -> AsyncIterator[str]:
    """Serve one POST handler; give its address."""
    application = web.Application()
    application.router.add_post("/slack/events", handle)  # type: ignore[arg-type]
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()
