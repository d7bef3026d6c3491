"""The yardstick: bolt on an own aiohttp route, with one command that answers a short text."""

import asyncio

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from bench.servers.told import cpu, served
from bench.signed import SECRET, TOKEN

ANSWER = "Nothing waits for you."


def bare_app() -> AsyncApp:
    """Bolt with its own signature check and `process_before_response`, and an `authorize` that asks nobody."""

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=TOKEN, bot_user_id="U0READY")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

    @app.command("/readiness")
    async def readiness(ack: AsyncAck) -> None:
        await ack(ANSWER)

    return app


def bare_application() -> web.Application:
    """The same as an aiohttp application."""
    app = bare_app()

    async def events(request: web.Request) -> web.Response:
        bolt_request = await to_bolt_request(request)
        return await to_aiohttp_response(await app.async_dispatch(bolt_request))

    application = web.Application()
    application.router.add_post("/slack/events", events)
    application.router.add_get("/cpu", cpu)
    return application


if __name__ == "__main__":
    asyncio.run(served(bare_application()))
