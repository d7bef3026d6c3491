"""Every Web API method that the bot calls, and the scopes its reference page names (docs.slack.dev/reference/methods).

The manifest asks for these, and for nothing else that a method needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

HISTORY = ("channels:history", "groups:history", "im:history")
WHO_IS_WHERE = ("channels:read", "groups:read")


@dataclass(frozen=True, slots=True)
class Method:
    """What a method needs. `paged`: its answer is one page of a list, which is read to the end."""

    scopes: tuple[str, ...] = ()
    optional: bool = False
    paged: bool = False


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "apps.connections.open": Method(),
        "auth.test": Method(),
        "chat.postEphemeral": Method(("chat:write",)),
        "chat.postMessage": Method(("chat:write",)),
        "chat.update": Method(("chat:write",)),
        "conversations.history": Method(HISTORY, optional=True, paged=True),
        "conversations.info": Method(WHO_IS_WHERE),
        "conversations.join": Method(("channels:join",)),
        "conversations.members": Method(WHO_IS_WHERE, paged=True),
        "conversations.open": Method(("im:write",)),
        "conversations.replies": Method(HISTORY, optional=True, paged=True),
        "users.info": Method(("users:read",)),
        "views.open": Method(),
        "views.publish": Method(),
        "views.push": Method(),
        "views.update": Method(),
    }
)
"""`apps.connections.open` takes the app-level token, whose scope is connections:write; all others the bot's."""
