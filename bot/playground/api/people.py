"""users.*, bots.info and team.info: who is here."""

from __future__ import annotations

from typing import Any

from bot.playground.api.call import Call
from bot.playground.api.page_of import page_of
from bot.playground.errors import ApiRefusal
from bot.playground.workspace.workspace import APP_ID, BOT_ID


def user_info(call: Call) -> dict[str, Any]:
    """users.info."""
    person = call.workspace.people.get(call.args.needed("user", "user_not_found"))
    if person is None:
        raise ApiRefusal("user_not_found")
    return {"user": person.record(call.workspace.clock())}


def user_list(call: Call) -> dict[str, Any]:
    """users.list: people of this workspace only; those of other companies are left out."""
    own = [person for person in call.workspace.people.values() if person.team_id == call.workspace.team_id]
    now = call.workspace.clock()
    page, cursor = page_of([person.record(now) for person in own], call)
    return {"members": page, "cache_ts": int(now.timestamp()), "response_metadata": {"next_cursor": cursor}}


def bot_info(call: Call) -> dict[str, Any]:
    """bots.info."""
    if call.args.text("bot") != BOT_ID:
        raise ApiRefusal("bot_not_found")
    bot = call.workspace.bot
    return {"bot": {"id": BOT_ID, "deleted": False, "name": bot.name, "app_id": APP_ID, "user_id": bot.id}}


def team_info(call: Call) -> dict[str, Any]:
    """team.info."""
    name = call.workspace.team_name
    return {"team": {"id": call.workspace.team_id, "name": name, "domain": name.lower(), "email_domain": ""}}
