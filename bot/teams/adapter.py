"""The SDK's turn, with our own authentication and wire around it: the one file that sees both (docs/decisions/0013)."""

from collections.abc import Awaitable, Callable
from typing import Any

from botbuilder.core import CloudAdapterBase, TurnContext
from botbuilder.schema import Activity, ActivityTypes
from botframework.connector.auth import AuthenticateRequestResult, BotFrameworkAuthentication, ClaimsIdentity

from bot.teams.activity import read_activity

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
        activity = read_activity(body)
        answer: dict[str, Any] | None = None

        async def on_turn(context: TurnContext) -> None:
            # Handed back rather than sent to the context, which would copy all of a card.
            nonlocal answer
            answer = await self._hear(context.activity)

        await self.process_activity("", activity, on_turn)
        return answer or {} if activity.type == ActivityTypes.invoke else None
