"""Whether a request is Microsoft's: the token it carries, and that the token is for this very activity."""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

import aiohttp
import jwt

from bot.admission import RefusedRequest
from bot.teams.keys import ALGORITHM, SigningKeys
from bot.teams.service_urls import ServiceUrls

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
LEEWAY_SECONDS = 300
NTP = "let this machine set its clock by NTP"
LONGEST = 8192
MOST_REMEMBERED = 256


class NotAuthentic(Exception):
    """The request is not Microsoft's, or not for this bot. Its sender is told nothing; `request` is for the log.

    `suspicion` is set where Microsoft's signature holds, so that a setting of ours is the likely cause.
    """

    def __init__(
        self, reason: str, words: str, *, suspicion: str | None = None, seconds_off: float | None = None
    ) -> None:
        """`reason` is a label of few values."""
        super().__init__(words)
        off = None if seconds_off is None or not isfinite(seconds_off) else round(seconds_off)
        self.request = RefusedRequest(reason, words, suspicion, off)


CLOCK = "What Teams sends carries tokens that are not valid by this machine's clock, so it is not taken."
SETTINGS = "What Teams sends is for another registration, tenant or address than the one set here, so it is not taken."

REFUSED_TOKENS: Mapping[type[Exception], tuple[str, str | None]] = {
    jwt.InvalidAudienceError: ("wrong-audience", SETTINGS),
    jwt.InvalidIssuerError: ("wrong-issuer", None),
    jwt.InvalidAlgorithmError: ("wrong-algorithm", None),
    jwt.InvalidSignatureError: ("wrong-signature", None),
}
"""What the library refuses a token with; whatever is not here is a token that is not whole."""


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
        # Asked this way round, because a moment may be NaN, of which neither holds.
        if not now < grant.ends + LEEWAY_SECONDS:
            raise NotAuthentic(
                "expired", f"the token has expired: {NTP}", suspicion=CLOCK, seconds_off=now - grant.ends
            )
        if not now >= grant.begins - LEEWAY_SECONDS:
            words = f"the token is not valid yet: {NTP}"
            raise NotAuthentic("not-yet-valid", words, suspicion=CLOCK, seconds_off=now - grant.begins)
        self._remember(token, grant)
        self._check_activity(grant, activity)

    async def _verified(self, token: str) -> _Grant:
        try:
            header = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, ValueError) as error:
            raise NotAuthentic("malformed-token", "not a token") from error
        key = await self.keys.find(header.get("kid", ""))
        if key is None:
            raise NotAuthentic(
                "unknown-key", "signed with a key that Microsoft does not list, or its keys cannot be read"
            )
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
            reason, suspicion = REFUSED_TOKENS.get(type(error), ("malformed-token", None))
            words = f"the token is refused ({type(error).__name__})"
            advice = f"{words}: check TEAMS_APP_ID" if suspicion else words
            raise NotAuthentic(reason, advice, suspicion=suspicion) from error
        return claims

    def _remember(self, token: str, grant: _Grant) -> None:
        self._remembered[token] = grant
        self._remembered.move_to_end(token)
        if len(self._remembered) > MOST_REMEMBERED:
            self._remembered.popitem(last=False)

    def _check_activity(self, grant: _Grant, activity: Mapping[str, object]) -> None:
        service_url = activity.get("serviceUrl")
        is_known = self._service_urls.find(service_url) is not None
        _require(
            is_known, "wrong-service-url", "a service address that is not Teams': check TEAMS_SERVICE_URLS", SETTINGS
        )
        _require(service_url == grant.service_url, "wrong-service-url", "the token is for another service address")
        _require(activity.get("channelId") == CHANNEL, "wrong-channel", "not from Teams")
        _require(CHANNEL in grant.endorsements, "wrong-endorsement", "the key may not sign for Teams")
        is_ours = _at(activity, "channelData", "tenant", "id") == self._tenant_id
        _require(is_ours, "wrong-tenant", "another tenant's: check TEAMS_TENANT_ID", SETTINGS)
        is_ours = _at(activity, "conversation", "tenantId") in (None, self._tenant_id)
        _require(is_ours, "wrong-tenant", "another tenant's conversation")
        is_ours = activity.get("recipient") is None or _at(activity, "recipient", "id") == f"28:{self._app_id}"
        _require(is_ours, "wrong-bot", "for another bot")


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    _require(scheme.lower() == "bearer" and 0 < len(token) <= LONGEST, "missing-token", "no bearer token")
    return token


def _moment(claim: object) -> float:
    if not isinstance(claim, int | float):
        raise NotAuthentic("malformed-token", "a moment that is no number")
    return claim


def _at(value: object, *path: str) -> object:
    """What stands at the end of the path, None where it breaks off."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _require(holds: bool, reason: str, otherwise: str, suspicion: str | None = None) -> None:
    if not holds:
        raise NotAuthentic(reason, otherwise, suspicion=suspicion)
