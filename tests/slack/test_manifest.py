"""The manifest asks for what the bot uses, nothing less and nothing more."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.demo.cast import ANA, BEN, DEE, GUS, KIM
from bot.demo.house import House
from bot.render.mrkdwn import COMMAND
from bot.slack.app import EVENTS
from bot.slack.manifest import OPTIONAL_SCOPES, SCOPES, slack_manifest
from bot.slack.methods import METHODS
from tests.slack.home import HISTORY_SCOPES, everything, in_review, later, press, settled, start, type_

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "tests" / "look" / "slack-manifest-1.0.0.schema.json"

HEARD: dict[str, frozenset[str]] = {
    "app_home_opened": frozenset(),
    "app_mention": frozenset({"app_mentions:read"}),
    "app_uninstalled": frozenset(),
    "channel_archive": frozenset({"channels:read"}),
    "channel_deleted": frozenset({"channels:read"}),
    "channel_unarchive": frozenset({"channels:read"}),
    "group_archive": frozenset({"groups:read"}),
    "group_deleted": frozenset({"groups:read"}),
    "group_unarchive": frozenset({"groups:read"}),
    "member_joined_channel": frozenset({"channels:read", "groups:read"}),
    "member_left_channel": frozenset({"channels:read", "groups:read"}),
    "message.channels": frozenset({"channels:history"}),
    "message.groups": frozenset({"groups:history"}),
    "message.im": frozenset({"im:history"}),
    "tokens_revoked": frozenset(),
    "user_change": frozenset({"users:read"}),
}
"""Every event the bot hears → the scopes that its reference page names (docs.slack.dev/reference/events)."""


@pytest.fixture
def manifest() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(slack_manifest("", socket_mode=False))
    return found


def test_the_file_is_what_the_command_prints() -> None:
    assert (ROOT / "manifest.yaml").read_text(encoding="utf-8") == slack_manifest("", socket_mode=False)


@pytest.mark.parametrize("socket_mode", [False, True], ids=["http", "socket"])
def test_slack_takes_it(socket_mode: bool) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    written = yaml.safe_load(slack_manifest("https://bot.example.com/", socket_mode=socket_mode))
    jsonschema.validate(written, schema)


def test_every_address_is_the_one_endpoint() -> None:
    written = slack_manifest("https://bot.example.com/", socket_mode=False)
    assert written.count("https://bot.example.com/slack/events") == 3
    assert "https://" not in json.dumps(yaml.safe_load(slack_manifest("https://bot.example.com", socket_mode=True)))


def test_it_registers_the_command_and_the_events_that_have_an_answer(manifest: dict[str, Any]) -> None:
    (command,) = manifest["features"]["slash_commands"]
    assert (command["command"], command["should_escape"]) == (COMMAND, True)
    assert tuple(manifest["settings"]["event_subscriptions"]["bot_events"]) == EVENTS
    assert manifest["settings"]["interactivity"]["is_enabled"] is True


def test_it_asks_for_the_scopes_of_what_is_called_and_heard(manifest: dict[str, Any]) -> None:
    assert HEARD.keys() == set(EVENTS)
    used = frozenset().union(*(method.scopes for method in METHODS.values()), *HEARD.values())
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == used - HISTORY_SCOPES | {"commands"}
    assert set(manifest["oauth_config"]["scopes"]["bot_optional"]) == HISTORY_SCOPES == set(OPTIONAL_SCOPES)


def test_people_can_write_to_the_bot_in_person(manifest: dict[str, Any]) -> None:
    tabs = manifest["features"]["app_home"]
    assert (tabs["messages_tab_enabled"], tabs["messages_tab_read_only_enabled"]) == (True, False)


async def test_with_those_scopes_alone_everything_works(home: House) -> None:
    home.slack.installation.scopes = frozenset(SCOPES)
    await everyday(home)
    assert {call.method for call in home.slack.calls} <= METHODS.keys()
    assert [call for call in home.slack.calls if (call.answer or {}).get("error") == "missing_scope"] == []


async def everyday(home: House) -> None:
    """A public and a private home, a form, a request, a press, an offer declined, reminders, a digest, a start page."""
    await start(home)
    home.slack.add_channel("C0BOARD", "board", members=[ANA.account, KIM.account], private=True, bot_in=True)
    await settled(home, ANA, 'new "Quiet model"', "C0BOARD")
    await settled(home, GUS, "list all", "general")
    await type_(home, BEN, "evidence data-lineage")
    await press(home, DEE, await in_review(home), "Approve")
    await settled(home, GUS, "decline compute no quota")
    await settled(home, GUS, "list all", "dm")
    await later(home, days=35)
    await home.slack.open_home(BEN.account)
    assert any("Monday digest" in message.plain() for message in everything(home))
    assert home.slack.dm(ANA.account)
