"""Environment → validated settings. A bad one is named with what it should be; `NAME_FILE` works for every secret."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

SECRETS = (
    "READINESS_DATABASE_URL",
    "READINESS_SECRET_KEYS",
    "READINESS_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
)
"""Variables that may be given as `NAME_FILE`, the path of a file that holds the value."""

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class BadSettings(Exception):
    """One line per variable that is wrong, each naming it and saying what it should be."""


def _web_address(value: str) -> str:
    if value and not _is_web_address(value):
        raise ValueError("should be a web address that starts with https://")
    return value


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and value.isprintable()
    except ValueError:
        return False


def _one_word(value: str | None) -> str | None:
    """What is sent in a header has to be one word of printable ASCII; anything else was not copied whole."""
    if value and not (value.isascii() and value.isprintable() and " " not in value):
        raise ValueError("should be one word without spaces, copied as Slack shows it")
    return value


def _starting_with(prefix: str, what: str) -> AfterValidator:
    def check(value: str | None) -> str | None:
        if value and not value.startswith(prefix):
            raise ValueError(f"should be {what}, which starts with {prefix}")
        return _one_word(value)

    return AfterValidator(check)


WebAddress = Annotated[str, AfterValidator(_web_address)]


class Settings(BaseModel):
    """Everything the process is told from outside."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, hide_input_in_errors=True)

    database_url: str = Field("sqlite+aiosqlite:///readiness.db", alias="READINESS_DATABASE_URL")
    host: str = Field("127.0.0.1", alias="READINESS_HOST")
    port: int = Field(3000, ge=0, le=65535, alias="READINESS_PORT")
    public_url: WebAddress = Field("", alias="READINESS_PUBLIC_URL")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", alias="READINESS_LOG_LEVEL")
    log_format: Literal["console", "json"] = Field("console", alias="READINESS_LOG_FORMAT")
    slack_signing_secret: Annotated[str | None, AfterValidator(_one_word)] = Field(
        None, alias="SLACK_SIGNING_SECRET", repr=False
    )
    slack_bot_token: Annotated[str | None, _starting_with("xoxb-", "the Bot User OAuth Token")] = Field(
        None, alias="SLACK_BOT_TOKEN", repr=False
    )
    slack_app_token: Annotated[str | None, _starting_with("xapp-", "an app-level token")] = Field(
        None, alias="SLACK_APP_TOKEN", repr=False
    )
    slack_api_url: WebAddress = Field("https://slack.com/api/", alias="SLACK_API_URL")

    @property
    def has_slack(self) -> bool:
        """Whether Slack is configured."""
        return self.slack_bot_token is not None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be written anywhere."""
        return tuple(filter(None, (self.slack_signing_secret, self.slack_bot_token, self.slack_app_token)))

    @model_validator(mode="after")
    def _slack_is_whole(self) -> "Settings":
        if self.slack_bot_token and not (self.slack_signing_secret or self.slack_app_token):
            raise ValueError(
                "SLACK_BOT_TOKEN alone is not enough: set SLACK_SIGNING_SECRET (HTTP), or SLACK_APP_TOKEN (Socket Mode)"
            )
        return self


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings that `environment` gives; raises `BadSettings`."""
    given = {name: value for name, value in environment.items() if value != ""}
    for name in SECRETS:
        path = given.get(f"{name}_FILE")
        if path is not None and name in given:
            raise BadSettings(f"{name} and {name}_FILE are both set; keep one of them")
        if path is not None:
            given[name] = _read_secret(name, path)
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        raise BadSettings("\n".join(_sentence(dict(problem)) for problem in error.errors())) from None


def _read_secret(name: str, path: str) -> str:
    try:
        secret = Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadSettings(f"{name}_FILE names a file that cannot be read: {error.strerror}") from error
    except ValueError:
        raise BadSettings(f"{name}_FILE names a file that is not text") from None
    if not secret:
        raise BadSettings(f"{name}_FILE names a file with nothing in it")
    return secret


def _sentence(problem: Mapping[str, object]) -> str:
    location = problem.get("loc")
    name = str(location[0]) if isinstance(location, tuple) and location else ""
    message = str(problem.get("msg", "")).removeprefix("Value error, ").removeprefix("Input ")
    return f"{name} {message[:1].lower() + message[1:]}" if name else message
