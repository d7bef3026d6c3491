"""Environment → settings; a bad one is named with what it should be."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from bot.settings import LOOPBACK, SECRETS, TEAMS_HOSTS, BadSettings, Settings, read_settings
from storage.engine.address import PostgresServer, read_address

SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "shh"}
GUID = "0f6b1c7e-2a3d-4e5f-8a9b-0c1d2e3f4a5b"
TEAMS = {"TEAMS_APP_ID": GUID, "TEAMS_APP_PASSWORD": "hush", "TEAMS_TENANT_ID": GUID.replace("0", "7")}


def test_nothing_set_gives_the_defaults() -> None:
    settings = read_settings({})
    assert settings.database_url == "sqlite+aiosqlite:///readiness.db"
    assert (settings.host, settings.port, settings.has_slack) == ("127.0.0.1", 3000, False)
    assert settings.slack_api_url == "https://slack.com/api/"
    assert (settings.has_teams, settings.teams_local_unauthenticated) == (False, False)
    assert settings.teams_openid_url == "https://login.botframework.com/v1/.well-known/openidconfiguration"
    assert settings.teams_authority_url == "https://login.microsoftonline.com"
    assert settings.teams_service_urls == TEAMS_HOSTS


def test_an_empty_variable_counts_as_not_set() -> None:
    assert read_settings({"READINESS_PORT": "", "SLACK_BOT_TOKEN": ""}).port == 3000


@pytest.mark.parametrize(
    ("name", "value", "should"),
    [
        ("READINESS_PORT", "many", "should be a valid integer"),
        ("READINESS_PORT", "65536", "should be less than or equal to 65535"),
        ("READINESS_PORT", "-1", "should be greater than or equal to 0"),
        ("READINESS_LOG_LEVEL", "LOUD", "should be 'DEBUG'"),
        ("READINESS_LOG_FORMAT", "xml", "should be 'console' or 'json'"),
        ("READINESS_PUBLIC_URL", "ready.example.org", "https://"),
        ("READINESS_PUBLIC_URL", "https://", "https://"),
        ("SLACK_API_URL", "http://[::1", "https://"),
        ("SLACK_BOT_TOKEN", "xoxp-1", "starts with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxb-1\nxoxb-2", "one word"),
        ("SLACK_BOT_TOKEN", "xoxb-ü", "one word"),
        ("SLACK_APP_TOKEN", "xoxb-1", "starts with xapp-"),
        ("SLACK_SIGNING_SECRET", "two words", "one word"),
        ("TEAMS_APP_ID", "readiness", "should be an id like"),
        ("TEAMS_APP_ID", f"{{{GUID}}}", "should be an id like"),
        ("TEAMS_APP_ID", f"{GUID}\n", "should be an id like"),
        ("TEAMS_TENANT_ID", "contoso.onmicrosoft.com", "should be an id like"),
        ("TEAMS_APP_PASSWORD", "two words", "one word"),
        ("TEAMS_APP_PASSWORD", GUID, "should be the client secret's Value"),
        ("TEAMS_OPENID_URL", "login.botframework.com", "https://"),
        ("TEAMS_AUTHORITY_URL", "ftp://login.example.org", "https://"),
        ("TEAMS_SERVICE_URLS", "https://one.example.org, two.example.org", "https://"),
        ("TEAMS_SERVICE_URLS", ",,", "should be web addresses"),
        ("TEAMS_LOCAL_UNAUTHENTICATED", "perhaps", "should be a valid boolean"),
    ],
)
def test_a_bad_value_is_named_with_what_it_should_be_and_not_shown(name: str, value: str, should: str) -> None:
    with pytest.raises(BadSettings) as caught:
        read_settings({**SLACK, **TEAMS, name: value})
    sentence = str(caught.value)
    assert sentence.startswith(f"{name} ")
    assert should in sentence
    assert value not in sentence or value in should


def test_every_bad_variable_has_its_line() -> None:
    with pytest.raises(BadSettings) as caught:
        read_settings({"READINESS_PORT": "x", "SLACK_BOT_TOKEN": "y"})
    assert [line.split()[0] for line in str(caught.value).splitlines()] == ["READINESS_PORT", "SLACK_BOT_TOKEN"]


def test_a_bot_token_alone_is_not_enough() -> None:
    with pytest.raises(BadSettings, match=r"SLACK_SIGNING_SECRET .*SLACK_APP_TOKEN"):
        read_settings({"SLACK_BOT_TOKEN": "xoxb-1"})
    assert read_settings({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}).has_slack


def test_teams_is_its_three_variables_and_ids_are_read_in_either_case() -> None:
    settings = read_settings({**TEAMS, "TEAMS_APP_ID": GUID.upper()})
    assert settings.has_teams
    assert (settings.teams_app_id, settings.teams_app_password) == (GUID, "hush")


@pytest.mark.parametrize("missing", ["TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID"])
def test_a_teams_app_id_alone_is_not_enough(missing: str) -> None:
    with pytest.raises(BadSettings, match=f"^TEAMS_APP_ID alone .* {missing} too$"):
        read_settings({**TEAMS, missing: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TEAMS_APP_PASSWORD", "hush"),
        ("TEAMS_TENANT_ID", GUID),
        ("TEAMS_OPENID_URL", "https://keys.example.org"),
        ("TEAMS_AUTHORITY_URL", "https://login.example.org"),
        ("TEAMS_SERVICE_URLS", "https://teams.example.org"),
        ("TEAMS_LOCAL_UNAUTHENTICATED", "1"),
    ],
)
def test_nothing_of_teams_is_set_without_its_app_id(name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=f"^TEAMS_APP_ID is missing beside {name}:"):
        read_settings({"TEAMS_APP_ID": "", name: value})


def test_an_empty_teams_app_id_is_none_even_where_settings_are_made_by_hand() -> None:
    assert not read_settings({"TEAMS_APP_ID": ""}).has_teams
    with pytest.raises(ValueError, match="should be an id like"):
        Settings(teams_app_id="")


def test_local_teams_needs_no_password_and_stays_on_this_machine() -> None:
    local = {"TEAMS_APP_ID": GUID, "TEAMS_LOCAL_UNAUTHENTICATED": "1"}
    for host in LOOPBACK:
        assert read_settings({**local, "READINESS_HOST": host}).teams_local_unauthenticated
    for teams in (local, {**TEAMS, "TEAMS_LOCAL_UNAUTHENTICATED": "true"}):
        with pytest.raises(BadSettings, match=r"^TEAMS_LOCAL_UNAUTHENTICATED .*READINESS_HOST"):
            read_settings({**teams, "READINESS_HOST": "0.0.0.0"})  # noqa: S104 - the very thing refused


def test_service_urls_are_split_at_commas() -> None:
    settings = read_settings({**TEAMS, "TEAMS_SERVICE_URLS": "https://one.example.org , http://127.0.0.1:9/x/"})
    assert settings.teams_service_urls == ("https://one.example.org", "http://127.0.0.1:9/x/")


def test_a_secret_can_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-from-file\n", encoding="utf-8")
    settings = read_settings({"SLACK_BOT_TOKEN_FILE": str(tmp_path / "token"), "SLACK_SIGNING_SECRET": "shh"})
    assert settings.slack_bot_token == "xoxb-from-file"


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_file_that_cannot_serve_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n", encoding="utf-8")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    for file, words in (("missing", "cannot be read"), ("empty", "nothing in it"), ("bytes", "not text")):
        with pytest.raises(BadSettings, match=rf"^{name}_FILE .*{words}"):
            read_settings({f"{name}_FILE": str(tmp_path / file)})


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_given_twice_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=f"{name} and {name}_FILE"):
        read_settings({name: "one", f"{name}_FILE": str(tmp_path)})


def test_secrets_are_not_shown_when_settings_are() -> None:
    settings = read_settings({**SLACK, **TEAMS, "SLACK_APP_TOKEN": "xapp-1"})
    assert not any(secret in repr(settings) for secret in settings.secrets)
    assert set(settings.secrets) == {"xoxb-1", "xapp-1", "shh", "hush"}


@pytest.mark.parametrize("password", ["plain", "with:colon/slash@at#hash%25 space", "ünï"])
def test_a_database_password_comes_from_a_file_of_its_own(tmp_path: Path, password: str) -> None:
    (tmp_path / "password").write_text(f"{password}\n", encoding="utf-8")
    given = {
        "READINESS_DATABASE_URL": "postgres://anna@db.example:6543/books?sslmode=require",
        "READINESS_DATABASE_PASSWORD_FILE": str(tmp_path / "password"),
    }
    settings = read_settings(SLACK | given)
    address = read_address(settings.database_url)
    assert isinstance(address, PostgresServer)
    parts = urlsplit(address.dsn)
    assert (parts.username, unquote(parts.password or ""), parts.port) == ("anna", password, 6543)
    assert password in settings.secrets
    assert password not in repr(settings)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sqlite:///readiness.db", "is for PostgreSQL"),
        ("postgres://db.example/books", "names no user"),
        ("postgres://anna:other@db.example/books", "holds a password too"),
    ],
)
def test_a_database_password_that_fits_nowhere_is_told(url: str, told: str) -> None:
    with pytest.raises(BadSettings, match=told):
        read_settings(SLACK | {"READINESS_DATABASE_URL": url, "READINESS_DATABASE_PASSWORD": "shh"})


def test_the_password_in_an_address_is_a_secret_as_well() -> None:
    settings = read_settings(SLACK | {"READINESS_DATABASE_URL": "postgres://anna:can%40ary@db.example/books"})
    assert "can@ary" in settings.secrets
    assert "can%40ary" not in repr(settings)
