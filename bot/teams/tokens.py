"""Whether a request is Microsoft's: the token it carries, and that the token is for this very activity."""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import aiohttp
import jwt

from bot.teams.keys import ALGORITHM, SigningKeys
from bot.teams.service_urls import ServiceUrls

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
LEEWAY_SECONDS = 300
LONGEST = 8192
MOST_REMEMBERED = 256


class NotAuthentic(Exception):
    """The request is not Microsoft's. The reason is for the log; whoever sent it is told nothing."""


@dataclass(frozen=True, slots=True)
class _Grant:
    """What a token with a good signature allows, and between which moments (seconds since 1970)."""

    service_url: object
    endorsements: frozenset[str]
    begins: float
    ends: float


class TokenValidator:
    """Checks requests of the Bot Connector (learn.microsoft.com, "Authentication with the Bot Connector API").

    A token comes with many requests until it expires, so what its signature proved is remembered. What it says about
    the activity is checked every time.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        openid_url: str,
        app_id: str,
        tenant_id: str,
        service_urls: ServiceUrls,
        clock: Callable[[], datetime],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Accept what is for this app, from this tenant, to be answered at one of these addresses."""
        self.keys = SigningKeys(session, openid_url, seconds)
        self._app_id = app_id
        self._tenant_id = tenant_id
        self._service_urls = service_urls
        self._clock = clock
        self._remembered: OrderedDict[str, _Grant] = OrderedDict()

    async def check(self, authorization: str, activity: Mapping[str, object]) -> None:
        """Return if the request with this header and activity is Microsoft's; raises `NotAuthentic`, nothing else."""
        token = _bearer(authorization)
        grant = self._remembered.get(token) or await self._verified(token)
        now = self._clock().timestamp()
        _require(now < grant.ends + LEEWAY_SECONDS, "the token has expired")
        _require(now >= grant.begins - LEEWAY_SECONDS, "the token is not valid yet")
        self._remember(token, grant)
        self._check_activity(grant, activity)

    async def _verified(self, token: str) -> _Grant:
        try:
            header = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, ValueError) as error:
            raise NotAuthentic("not a token") from error
        key = await self.keys.find(header.get("kid", ""))
        if key is None:
            raise NotAuthentic("signed with an unknown key")
        claims = self._claims(token, key.key)
        return _Grant(
            service_url=claims.get("serviceurl"),
            endorsements=key.endorsements,
            begins=_moment(claims.get("nbf", 0)),
            ends=_moment(claims["exp"]),
        )

    def _claims(self, token: str, key: jwt.PyJWK) -> dict[str, object]:
        try:
            claims: dict[str, object] = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=self._app_id,
                issuer=ISSUER,
                # The library asks the system what time it is; `check` asks the clock.
                options={
                    "require": ["exp"],
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "enforce_minimum_key_length": True,
                },
            )
        except (jwt.PyJWTError, ValueError) as error:
            raise NotAuthentic(f"the token is refused: {type(error).__name__}") from error
        return claims

    def _remember(self, token: str, grant: _Grant) -> None:
        self._remembered[token] = grant
        self._remembered.move_to_end(token)
        if len(self._remembered) > MOST_REMEMBERED:
            self._remembered.popitem(last=False)

    def _check_activity(self, grant: _Grant, activity: Mapping[str, object]) -> None:
        service_url = activity.get("serviceUrl")
        _require(self._service_urls.find(service_url) is not None, "a service address that is not Teams'")
        _require(service_url == grant.service_url, "the token is for another service address")
        _require(activity.get("channelId") == CHANNEL, "not from Teams")
        _require(CHANNEL in grant.endorsements, "the key may not sign for Teams")
        _require(_at(activity, "channelData", "tenant", "id") == self._tenant_id, "another tenant's")
        _require(_at(activity, "conversation", "tenantId") in (None, self._tenant_id), "another tenant's conversation")
        is_ours = activity.get("recipient") is None or _at(activity, "recipient", "id") == f"28:{self._app_id}"
        _require(is_ours, "for another bot")


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    _require(scheme.lower() == "bearer" and 0 < len(token) <= LONGEST, "no bearer token")
    return token


def _moment(claim: object) -> float:
    if not isinstance(claim, int | float):
        raise NotAuthentic("a moment that is no number")
    return claim


def _at(value: object, *path: str) -> object:
    """What stands at the end of the path, None where it breaks off."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise NotAuthentic(otherwise)
