"""auth.test, oauth.v2.access and apps.connections.open: the app itself."""

from __future__ import annotations

from typing import Any

from bot.playground.api.call import Call
from bot.playground.errors import ApiRefusal
from bot.playground.workspace.workspace import APP_ID, BOT_ID


def auth_test(call: Call) -> dict[str, Any]:
    """auth.test."""
    workspace = call.workspace
    return {
        "url": f"{call.url}/",
        "team": workspace.team_name,
        "user": workspace.bot.name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def oauth_access(call: Call) -> dict[str, Any]:
    """oauth.v2.access: a code from `LocalSlack.install_code` for the bot token, once."""
    installation, workspace = call.installation, call.workspace
    if call.args.text("client_id") != installation.client_id:
        raise ApiRefusal("invalid_client_id")
    if call.args.text("client_secret") != installation.client_secret:
        raise ApiRefusal("bad_client_secret")
    installer = installation.codes.pop(call.args.text("code") or "", None)
    if installer is None:
        raise ApiRefusal("invalid_code")
    return {
        "access_token": installation.bot_token,
        "token_type": "bot",
        "scope": ",".join(sorted(installation.scopes)),
        "bot_user_id": workspace.bot.id,
        "bot_id": BOT_ID,
        "app_id": APP_ID,
        "team": {"id": workspace.team_id, "name": workspace.team_name},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": installer},
    }


def open_connection(call: Call) -> dict[str, Any]:
    """apps.connections.open."""
    return {"url": f"{call.url.replace('http', 'ws', 1)}/socket/{call.sockets.ticket()}"}
