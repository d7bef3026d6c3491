"""Environment → settings; a bad one is named with what it should be."""

from pathlib import Path

import pytest

from bot.settings import SECRETS, BadSettings, read_settings

SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "shh"}


def test_nothing_set_gives_the_defaults() -> None:
    settings = read_settings({})
    assert settings.database_url == "sqlite+aiosqlite:///readiness.db"
    assert (settings.host, settings.port, settings.has_slack) == ("127.0.0.1", 3000, False)
    assert settings.slack_api_url == "https://slack.com/api/"


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
    ],
)
def test_a_bad_value_is_named_with_what_it_should_be_and_not_shown(name: str, value: str, should: str) -> None:
    with pytest.raises(BadSettings) as caught:
        read_settings({**SLACK, name: value})
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
    settings = read_settings({**SLACK, "SLACK_APP_TOKEN": "xapp-1"})
    assert not any(secret in repr(settings) for secret in settings.secrets)
    assert set(settings.secrets) == {"xoxb-1", "xapp-1", "shh"}
