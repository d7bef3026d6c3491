"""What Microsoft is asked again and again while the bot runs: the bot's login, and the keys for its signatures."""

from bot.connection import Connection, NotConnected
from bot.health import Health
from bot.teams.keys import KeysNotRead, SigningKeys
from bot.teams.login import Login, LoginRefused, LoginUnreachable


def login_connection(login: Login, health: Health) -> Connection:
    """Whether Microsoft lets the bot in; every login tells it, also those that a message asked for."""

    async def meet() -> None:
        try:
            await login.token()
        except (LoginRefused, LoginUnreachable) as error:
            raise _no_login(error) from error

    connection = Connection("teams", meet, health)

    def heard(error: LoginRefused | LoginUnreachable | None) -> None:
        if error is None:
            connection.succeeded()
        else:
            connection.failed(_no_login(error))

    login.heard = heard
    return connection


def keys_connection(keys: SigningKeys, openid_url: str, health: Health) -> Connection:
    """Whether the signing keys can be read; a request with an unknown key asks for them too."""
    latest: KeysNotRead | None = None

    async def meet() -> None:
        await keys.refresh()
        if latest is not None:
            raise _no_keys(latest, openid_url)

    connection = Connection("teams-keys", meet, health)

    def heard(error: KeysNotRead | None) -> None:
        nonlocal latest
        latest = error
        if error is None:
            connection.succeeded()
        else:
            connection.failed(_no_keys(error, openid_url))

    keys.heard = heard
    return connection


def _no_login(error: LoginRefused | LoginUnreachable) -> NotConnected:
    if isinstance(error, LoginRefused):
        words = "Microsoft does not let the bot in, so nothing is delivered in Teams."
        return NotConnected(error.code, words, str(error))
    return NotConnected(
        "unreachable", "Microsoft's login cannot be reached, so nothing is delivered in Teams.", str(error)
    )


def _no_keys(error: KeysNotRead, openid_url: str) -> NotConnected:
    words = (
        "Microsoft's signing keys cannot be read, so nothing that Teams sends is taken once those at hand are too old."
    )
    return NotConnected("unreachable", words, f"{error}: let the bot reach {openid_url}")
