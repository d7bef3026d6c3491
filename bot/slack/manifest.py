"""The Slack app manifest, from the same names under which the app listens."""

import io
import textwrap
from collections.abc import Mapping
from itertools import accumulate
from types import MappingProxyType
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import FoldedScalarString

from bot.render.mrkdwn import COMMAND
from bot.slack.app import EVENTS
from bot.views.words.about import EXAMPLE_ADDRESS, IN_A_LINE, IN_A_PARAGRAPH

SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "app_mentions:read": "@Readiness in a channel is not answered",
        "channels:join": "the bot does not enter public channels by itself",
        "channels:read": "the bot does not know public channels and who is in them",
        "chat:write": "nothing is posted",
        "commands": "/readiness is not there",
        "groups:read": "no initiative can live in a private channel",
        "im:write": "nobody gets a direct message",
        "users:read": "nobody is known by name and timezone",
    }
)
"""What the bot needs: to be commanded and called, to post, to enter public channels, and to know who is where.

Each with what is missing without it.
"""

OPTIONAL_SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "channels:history": "in public channels a lost answer is shown and no reply is read",
        "groups:history": "in private channels too, and that a channel was made private is noticed within a day",
        "im:history": "what is typed to the bot in person is not answered and a lost direct message is shown",
    }
)
"""With these, a message whose delivery is unknown is looked up before it is sent again; without, it is shown.

With those of channels a yes in the thread of a checklist is answered with the button that it wants, and with that of
direct messages the bot is typed to there without `/readiness`. Each with what is missing without it.
"""

HEADER = f"""\
# The Slack app. Paste it at https://api.slack.com/apps → Create New App → From a manifest, after replacing
# {EXAMPLE_ADDRESS} with the address of your bot. `readiness manifest slack` prints it with that address
# (READINESS_PUBLIC_URL) filled in, or for Socket Mode when SLACK_APP_TOKEN is set.
"""


def slack_manifest(public_url: str, *, socket_mode: bool) -> str:
    """YAML to paste at Slack. With Socket Mode Slack needs no address, so none stands in it."""
    address = (public_url.rstrip("/") or EXAMPLE_ADDRESS) + "/slack/events"
    yaml = YAML()
    yaml.width = 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    written = io.StringIO()
    yaml.dump(_manifest(None if socket_mode else address), written)
    return HEADER + written.getvalue()


def _folded(text: str) -> str:
    """The text on several lines that a reader of YAML takes for one."""
    scalar = FoldedScalarString(text)
    ends = accumulate((len(row) + 1 for row in textwrap.wrap(text, 110)[:-1]), initial=-1)
    scalar.fold_pos = list(ends)[1:]
    return cast("str", scalar)


def _manifest(address: str | None) -> dict[str, Any]:
    """The manifest; without an address the app is reached through Socket Mode."""
    url = {"url": address} if address else {}
    request_url = {"request_url": address} if address else {}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Readiness",
            "description": IN_A_LINE,
            "long_description": _folded(IN_A_PARAGRAPH),
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Readiness", "always_online": True},
            "slash_commands": [
                {
                    "command": COMMAND,
                    **url,
                    "description": "Who holds the next step, and what is ready",
                    "usage_hint": "status | new | approve GATE | help",
                    "should_escape": True,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES), "bot_optional": list(OPTIONAL_SCOPES)}},
        "settings": {
            "event_subscriptions": {**request_url, "bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True, **request_url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": address is None,
            "token_rotation_enabled": False,
        },
    }
