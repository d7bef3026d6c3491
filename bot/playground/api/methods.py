"""Every method this Slack knows: what it does, the scope it asks for, its rate tier.

Tiers: slackapi/java-slack-sdk metadata/web-api/rate_limit_tiers.json. Scopes: docs.slack.dev/reference/methods.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from bot.playground.api import app, chat, conversations, people, views
from bot.playground.api.call import Call

Caller = Literal["bot", "app", "client"]


@dataclass(frozen=True)
class Method:
    """One method; `tier` is None where Slack has special rules.

    `caller` says whose token it takes; any one of `scopes` is enough.
    """

    run: Callable[[Call], dict[str, Any]]
    scopes: tuple[str, ...] = ()
    tier: int | None = 4
    caller: Caller = "bot"


_LIST_SCOPES = ("channels:read", "groups:read", "im:read", "mpim:read")

METHODS: dict[str, Method] = {
    "apps.connections.open": Method(app.open_connection, tier=1, caller="app"),
    "auth.test": Method(app.auth_test, tier=None),
    "bots.info": Method(people.bot_info, ("users:read",), 3),
    "chat.delete": Method(chat.delete, ("chat:write",), 3),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",), 4),
    "chat.postMessage": Method(chat.post_message, ("chat:write",), None),
    "chat.update": Method(chat.update, ("chat:write",), 3),
    "conversations.history": Method(conversations.history, tier=3),
    "conversations.info": Method(conversations.info, tier=3),
    "conversations.join": Method(conversations.join, ("channels:join",), 3),
    "conversations.list": Method(conversations.list_all, _LIST_SCOPES, 2),
    "conversations.members": Method(conversations.members, tier=4),
    "conversations.open": Method(conversations.open_dm, ("im:write", "mpim:write"), 3),
    "conversations.replies": Method(conversations.replies, tier=3),
    "oauth.v2.access": Method(app.oauth_access, tier=4, caller="client"),
    "team.info": Method(people.team_info, ("team:read",), 3),
    "users.conversations": Method(conversations.list_of_user, _LIST_SCOPES, 2),
    "users.info": Method(people.user_info, ("users:read",), 4),
    "users.list": Method(people.user_list, ("users:read",), 2),
    "views.open": Method(views.open_modal),
    "views.publish": Method(views.publish),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
}
