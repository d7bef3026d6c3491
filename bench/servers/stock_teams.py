"""The yardstick in Teams: the SDK's own integration adapter, with a handler that answers every press alike."""

import asyncio
import os
from types import SimpleNamespace

from aiohttp import web
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import AdaptiveCardInvokeResponse
from botframework.connector.auth import ChannelValidation

from bench.pressed import ANSWER, APP, PASSWORD, TENANT
from bench.servers.told import cpu, served


class Echo(TeamsActivityHandler):
    """Answers every press with the same small card.

    The handler's own `on_adaptive_card_invoke` would be the place, but what it returns the adapter answers with 500.
    """

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        said = AdaptiveCardInvokeResponse(status_code=200, type=ANSWER["type"], value=ANSWER["value"])
        return InvokeResponse(status=200, body=said)


def stock_application() -> web.Application:
    """The adapter as its documentation puts it behind a route; its keys come from the local Microsoft."""
    ChannelValidation.open_id_metadata_endpoint = os.environ["TEAMS_OPENID_URL"]
    registration = SimpleNamespace(APP_ID=APP, APP_PASSWORD=PASSWORD, APP_TYPE="SingleTenant", APP_TENANTID=TENANT)
    adapter, bot = CloudAdapter(ConfigurationBotFrameworkAuthentication(registration)), Echo()

    async def messages(request: web.Request) -> web.Response:
        return await adapter.process(request, bot)

    application = web.Application()
    application.router.add_post("/api/messages", messages)
    application.router.add_get("/cpu", cpu)
    return application


if __name__ == "__main__":
    asyncio.run(served(stock_application()))
