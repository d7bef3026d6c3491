"""The app package is what Teams takes, the same every time, and suggests what the grammar reads."""

import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema
import pytest
from jsonschema.validators import validator_for

from bot.conversation.commands import COMMANDS
from bot.settings import BadSettings
from bot.teams.manifest import SCHEMA_VERSION, teams_package
from bot.views.words.about import EXAMPLE_ADDRESS
from tests.look.icons import header, pixels

APP_ID = "0f6b1c7e-2a3d-4e5f-8a9b-0c1d2e3f4a5b"
SCHEMA = Path(__file__).parents[1] / "look" / f"teams-manifest-{SCHEMA_VERSION}.schema.json"


def opened(package: bytes) -> dict[str, bytes]:
    """Every file of the zip by its name."""
    with ZipFile(io.BytesIO(package)) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


def manifest_of(app_id: str = APP_ID, public_url: str = "") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(opened(teams_package(app_id, public_url))["manifest.json"])
    return found


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return manifest_of()


@pytest.mark.parametrize("public_url", ["", "https://bot.example.com"], ids=["address not known yet", "address known"])
def test_teams_takes_it(public_url: str) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    written = manifest_of(public_url=public_url)
    check = validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in check.iter_errors(written)] == []
    assert [error.message for error in check.iter_errors({**written, "bot": []})] != []


def test_it_holds_the_manifest_and_the_icons_it_names(manifest: dict[str, Any]) -> None:
    assert set(opened(teams_package(APP_ID, ""))) == {"manifest.json", *manifest["icons"].values()}


def test_it_is_the_same_bytes_every_time() -> None:
    assert teams_package(APP_ID, "") == teams_package(APP_ID, "")
    with ZipFile(io.BytesIO(teams_package(APP_ID, ""))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_each_registration_has_an_app_of_its_own(manifest: dict[str, Any]) -> None:
    other = manifest_of("7f6b1c7e-2a3d-4e5f-8a9b-0c1d2e3f4a5b")
    assert manifest["bots"][0]["botId"] == APP_ID
    assert manifest["id"] == "09df26e6-2de7-5737-a72f-0ecbaf33b228"
    assert len({manifest["id"], other["id"], APP_ID}) == 3


def test_its_pages_are_at_the_address_of_the_bot(manifest: dict[str, Any]) -> None:
    pages = ("websiteUrl", "privacyUrl", "termsOfUseUrl")
    assert {manifest["developer"][page] for page in pages} == {EXAMPLE_ADDRESS}
    known = manifest_of(public_url="https://bot.example.com")
    assert {known["developer"][page] for page in pages} == {"https://bot.example.com"}


def test_an_address_without_tls_is_refused() -> None:
    with pytest.raises(BadSettings, match=r"^READINESS_PUBLIC_URL should start with https://"):
        teams_package(APP_ID, "http://bot.example.com")


def test_every_conversation_has_a_menu_of_at_most_ten_commands_that_the_grammar_reads(manifest: dict[str, Any]) -> None:
    (bot,) = manifest["bots"]
    assert [menu["scopes"] for menu in bot["commandLists"]] == [[scope] for scope in bot["scopes"]]
    told = {(command.name, command.does) for command in COMMANDS}
    for menu in bot["commandLists"]:
        commands = [(command["title"], command["description"]) for command in menu["commands"]]
        assert len(commands) <= 10
        assert set(commands) <= told
        assert all(len(title) <= 32 and len(description) <= 128 for title, description in commands)


def test_an_initiative_is_started_from_the_menu_of_a_channel_alone(manifest: dict[str, Any]) -> None:
    menus = manifest["bots"][0]["commandLists"]
    offering = [menu["scopes"] for menu in menus if any(command["title"] == "new" for command in menu["commands"])]
    assert offering == [["team"]]


def test_it_asks_for_no_consent_to_read_what_is_not_said_to_it(manifest: dict[str, Any]) -> None:
    assert "authorization" not in manifest
    assert "webApplicationInfo" not in manifest
    assert manifest["validDomains"] == []


def test_the_icons_have_the_sizes_teams_asks_for_and_the_outline_is_white_on_nothing() -> None:
    files = opened(teams_package(APP_ID, ""))
    assert header(files["color.png"])[:2] == (192, 192)
    assert header(files["outline.png"])[:2] == (32, 32)
    seen = list(pixels(files["outline.png"]))
    assert {pixel[:3] for pixel in seen if pixel[3]} == {(255, 255, 255)}
    assert any(pixel[3] == 0 for pixel in seen)
