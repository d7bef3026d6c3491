"""Environment → validated settings. A bad one is named with what it should be; `NAME_FILE` works for every secret."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import quote, unquote, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

SECRETS = (
    "READINESS_DATABASE_URL",
    "READINESS_DATABASE_PASSWORD",
    "READINESS_SECRET_KEYS",
    "READINESS_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "TEAMS_APP_PASSWORD",
)
"""Variables that may be given as `NAME_FILE`, the path of a file that holds the value."""

LOCAL_TENANT = "local"
"""What the tenant of Microsoft's local client is called where nobody said: it has an id, which nobody has to know."""

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

TEAMS_HOSTS = (
    "https://smba.trafficmanager.net",
    "https://smba.onyx.prod.teams.trafficmanager.net",
    "https://smba.infra.gcc.teams.microsoft.com",
    "https://smba.infra.gov.teams.microsoft.us",
    "https://smba.infra.dod.teams.microsoft.us",
)
"""Where Microsoft serves Teams (its pages "Send proactive messages" and "Service URL validation")."""

NO_PLATFORM = (
    "No chat platform is configured. Slack: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN (README, "
    "“Install it in your Slack workspace”). Teams: set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID (README, "
    "“Install it in Microsoft Teams”)"
)
"""What to say, to whoever starts the bot, of settings without one."""


def password_in(address: str) -> str | None:
    """The password that a database address holds, as people write it; None where there is none."""
    login, at, _ = address.partition("://")[2].partition("/")[0].rpartition("@")
    _, colon, password = login.partition(":")
    return unquote(password) if at and colon and password else None


def with_password(address: str, password: str) -> str:
    """The address of a PostgreSQL server with that password; its user is named in it already."""
    scheme, mark, rest = address.partition("://")
    place, slash, path = rest.partition("/")
    user, at, hosts = place.rpartition("@")
    return f"{scheme}{mark}{user.removesuffix(':')}:{quote(password, safe='')}{at}{hosts}{slash}{path}"


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
        raise ValueError("should be one word without spaces, copied whole")
    return value


def _starting_with(prefix: str, what: str) -> AfterValidator:
    def check(value: str | None) -> str | None:
        if value and not value.startswith(prefix):
            raise ValueError(f"should be {what}, which starts with {prefix}")
        return _one_word(value)

    return AfterValidator(check)


def _guid(value: str | None) -> str | None:
    if value is not None and not _is_guid(value):
        raise ValueError(
            "should be an id like 11111111-2222-3333-4444-555555555555, copied from the bot's registration"
        )
    return value and value.lower()


def _is_guid(value: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value, re.ASCII | re.IGNORECASE) is not None


def _client_secret(value: str | None) -> str | None:
    """Microsoft shows a secret's id and its value side by side, and the id for longer."""
    if value and _is_guid(value):
        raise ValueError("should be the client secret's Value; this looks like its Secret ID")
    return _one_word(value)


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


def _web_addresses(values: tuple[str, ...]) -> tuple[str, ...]:
    if not all(map(_is_web_address, values)):
        raise ValueError("should be web addresses that start with https://, with commas between them")
    return values


WebAddress = Annotated[str, AfterValidator(_web_address)]
WebAddresses = Annotated[tuple[str, ...], BeforeValidator(_split), AfterValidator(_web_addresses)]
"""Given in one line with commas."""

Guid = Annotated[str | None, AfterValidator(_guid)]


class Settings(BaseModel):
    """Everything the process is told from outside."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, hide_input_in_errors=True)

    database_address: str = Field("sqlite+aiosqlite:///readiness.db", alias="READINESS_DATABASE_URL", repr=False)
    database_password: str | None = Field(None, alias="READINESS_DATABASE_PASSWORD", repr=False)
    host: str = Field("127.0.0.1", alias="READINESS_HOST")
    port: int = Field(3000, ge=0, le=65535, alias="READINESS_PORT")
    public_url: WebAddress = Field("", alias="READINESS_PUBLIC_URL")
    requests_per_second: float = Field(2.0, ge=0, le=1000, alias="READINESS_REQUESTS_PER_SECOND")
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
    teams_app_id: Guid = Field(None, alias="TEAMS_APP_ID")
    teams_app_password: Annotated[str | None, AfterValidator(_client_secret)] = Field(
        None, alias="TEAMS_APP_PASSWORD", repr=False
    )
    teams_tenant_id: Guid = Field(None, alias="TEAMS_TENANT_ID")
    teams_openid_url: WebAddress = Field(
        "https://login.botframework.com/v1/.well-known/openidconfiguration", alias="TEAMS_OPENID_URL"
    )
    teams_authority_url: WebAddress = Field("https://login.microsoftonline.com", alias="TEAMS_AUTHORITY_URL")
    teams_service_urls: WebAddresses = Field(TEAMS_HOSTS, alias="TEAMS_SERVICE_URLS")
    teams_local_unauthenticated: bool = Field(False, alias="TEAMS_LOCAL_UNAUTHENTICATED")

    @property
    def database_url(self) -> str:
        """The database with the password in it, wherever that was given."""
        if self.database_password is None:
            return self.database_address
        return with_password(self.database_address, self.database_password)

    @property
    def has_slack(self) -> bool:
        """Whether Slack is configured."""
        return self.slack_bot_token is not None

    @property
    def has_teams(self) -> bool:
        """Whether Teams is configured."""
        return self.teams_app_id is not None

    @property
    def teams_tenant(self) -> str:
        """The tenant in Teams; Microsoft's local client may do without one."""
        return self.teams_tenant_id or LOCAL_TENANT

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be written anywhere."""
        slack = (self.slack_signing_secret, self.slack_bot_token, self.slack_app_token)
        return tuple(filter(None, (*slack, self.teams_app_password, password_in(self.database_url))))

    @model_validator(mode="after")
    def _one_password(self) -> "Settings":
        if self.database_password is None:
            return self
        if not self.database_address.startswith("postgres"):
            raise ValueError("READINESS_DATABASE_PASSWORD is for PostgreSQL: name a server in READINESS_DATABASE_URL")
        if "@" not in self.database_address:
            raise ValueError(
                "READINESS_DATABASE_URL names no user for READINESS_DATABASE_PASSWORD: postgresql://USER@…"
            )
        if password_in(self.database_address):
            raise ValueError("READINESS_DATABASE_URL holds a password too: take one of the two out")
        return self

    @model_validator(mode="after")
    def _slack_is_whole(self) -> "Settings":
        if self.slack_bot_token and not (self.slack_signing_secret or self.slack_app_token):
            raise ValueError(
                "SLACK_BOT_TOKEN alone is not enough: set SLACK_SIGNING_SECRET (HTTP), or SLACK_APP_TOKEN (Socket Mode)"
            )
        return self

    @model_validator(mode="after")
    def _teams_is_whole(self) -> "Settings":
        """Without an app id Microsoft's SDK would take every request for genuine; such a bot never starts."""
        fields = type(self).model_fields
        given = sorted(name for field in self.model_fields_set if (name := fields[field].alias or "")[:6] == "TEAMS_")
        if given and not self.teams_app_id:
            raise ValueError(f"TEAMS_APP_ID is missing beside {', '.join(given)}: set it too, or none of them")
        needed = {"TEAMS_APP_PASSWORD": self.teams_app_password, "TEAMS_TENANT_ID": self.teams_tenant_id}
        missing = [name for name, value in needed.items() if not value]
        if self.teams_app_id and missing and not self.teams_local_unauthenticated:
            raise ValueError(f"TEAMS_APP_ID alone is not enough: set {' and '.join(missing)} too")
        return self

    @model_validator(mode="after")
    def _unauthenticated_stays_on_this_machine(self) -> "Settings":
        if self.teams_local_unauthenticated and self.host not in LOOPBACK:
            raise ValueError(
                "TEAMS_LOCAL_UNAUTHENTICATED lets whoever reaches the bot act as anybody: "
                "unset it, or set READINESS_HOST to 127.0.0.1"
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
