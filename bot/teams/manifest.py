"""The Teams app package: a zip that holds the app manifest, with the commands people use most, and the icons."""

import io
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid5
from zipfile import ZipFile, ZipInfo

import orjson

from bot.conversation.commands import COMMANDS
from bot.settings import BadSettings
from bot.views.words.about import EXAMPLE_ADDRESS, IN_A_LINE, IN_A_PARAGRAPH

SCHEMA_VERSION = "1.22"
"""Of Microsoft's app manifest; tests/look keeps the schema of this version."""

VERSION = "1.0.0"
"""Of the package. Teams takes a changed one in the place of another only under a higher version."""

SUGGESTED = ("status", "new", "assign", "accept", "evidence", "request", "approve", "changes", "list", "help")
"""The commands of the menu beside the message box; ten are the most that Teams shows."""

ONLY_IN_CHANNELS = frozenset({"new"})
"""An initiative lives in a channel, neither in a group chat nor in a personal one."""

SCOPES = ("personal", "team", "groupChat")

ICONS = {"color": "color.png", "outline": "outline.png"}


def teams_package(app_id: str, public_url: str) -> bytes:
    """The zip for the bot registered as `app_id`, byte for byte the same every time.

    Raises `BadSettings` when `public_url` is an address that Teams would not take.
    """
    if public_url and not public_url.startswith("https://"):
        raise BadSettings("READINESS_PUBLIC_URL should start with https://; Teams takes no other address")
    manifest = _manifest(app_id, public_url or EXAMPLE_ADDRESS)
    written = io.BytesIO()
    with ZipFile(written, "w") as package:
        package.writestr(_entry("manifest.json"), orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
        for name in ICONS.values():
            package.writestr(_entry(name), files("bot.teams").joinpath("icons", name).read_bytes())
    return written.getvalue()


def _entry(name: str) -> ZipInfo:
    """A file in the zip that tells neither when nor on what system it was made."""
    entry = ZipInfo(name)
    entry.create_system = 0
    return entry


def _manifest(app_id: str, address: str) -> dict[str, Any]:
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA_VERSION}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA_VERSION,
        "version": VERSION,
        "id": str(uuid5(UUID(app_id), "Teams app")),
        "developer": {
            "name": "Readiness",
            "websiteUrl": address,
            "privacyUrl": address,
            "termsOfUseUrl": address,
        },
        "name": {"short": "Readiness", "full": "Readiness: accountable handoffs for AI initiatives"},
        "description": {"short": IN_A_LINE, "full": IN_A_PARAGRAPH},
        "icons": ICONS,
        "accentColor": "#1f3a5f",
        "bots": [
            {
                "botId": app_id,
                "scopes": list(SCOPES),
                "supportsFiles": False,
                "isNotificationOnly": False,
                "commandLists": [{"scopes": [scope], "commands": _commands(scope)} for scope in SCOPES],
            }
        ],
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [],
    }


def _commands(scope: str) -> list[dict[str, str]]:
    """The menu in one kind of conversation, in the words of help."""
    left_out = frozenset() if scope == "team" else ONLY_IN_CHANNELS
    does = {command.name: command.does for command in COMMANDS}
    return [{"title": name, "description": does[name]} for name in SUGGESTED if name not in left_out]
