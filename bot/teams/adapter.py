"""The SDK's turn, with our own authentication and wire around it: the one file that sees both (docs/decisions/0013)."""

from collections.abc import Awaitable, Callable
from typing import Any

from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes
from botframework.connector.auth import AuthenticateRequestResult, BotFrameworkAuthentication, ClaimsIdentity
from msrest.exceptions import DeserializationError  # type: ignore[attr-defined]

Hear = Callable[[Activity], Awaitable[dict[str, Any] | None]]
"""Takes an activity; gives the body that answers an invoke."""


class _Authenticated(BotFrameworkAuthentication):
    """Requests are checked before the SDK sees them (bot/teams/tokens.py), and nothing is sent through it."""

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        """What the turn needs of a request that was checked."""
        result = AuthenticateRequestResult()
        result.claims_identity = ClaimsIdentity({}, True)
        result.connector_factory = self.create_connector_factory(result.claims_identity)
        return result

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> Any:
        """Nothing is streamed."""
        raise PermissionError("not supported")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> Any:
        """The SDK's own client would ask for a token on every turn, blocking; ours is bot/teams/connector.py."""
        return _NoConnectors()

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> Any:
        """Nobody signs in through the bot."""
        return None


class _NoConnectors:
    async def create(self, service_url: str, audience: str) -> object:
        return self


class TeamsAdapter(CloudAdapterBase):
    """Runs one turn for each activity that was authenticated."""

    def __init__(self, hear: Hear) -> None:
        """Keep who takes the activities."""
        super().__init__(_Authenticated())
        self._hear = hear

    async def turn(self, body: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to an invoke, None to everything else; raises ValueError for what is no activity."""
        activity = _activity(body)
        answered: InvokeResponse | None = await self.process_activity("", activity, self._on_turn)
        return None if answered is None else answered.body

    async def _on_turn(self, context: TurnContext) -> None:
        answer = await self._hear(context.activity)
        if context.activity.type == ActivityTypes.invoke:
            value = InvokeResponse(status=200, body=answer or {})
            await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=value))


def _activity(body: dict[str, Any]) -> Activity:
    try:
        activity = Activity().deserialize(body)
    except (DeserializationError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise ValueError(type(error).__name__) from error
    if not (activity.type and activity.conversation and activity.service_url):
        raise ValueError("an activity has a type, a conversation and a service address")
    return activity
