"""The keys that Microsoft signs with: read without blocking, kept for a day, read anew when an unknown one appears."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf

import aiohttp
import jwt
import orjson

from bot.teams.flight import Flight

ALGORITHM = "RS256"
"""The only one that Microsoft signs with, and so the only one that counts."""

_HOUR = 3600.0
FRESH = 24 * _HOUR
STANDING = 5 * 24 * _HOUR
"""For how many seconds keys go on counting while new ones cannot be had."""

GAP = 60.0
"""Seconds at least between two readings that unknown keys ask for: forged ids must not make us hammer Microsoft."""

GAP_WITHOUT_KEYS = 10.0
TIMEOUT = aiohttp.ClientTimeout(total=5)


class KeysNotRead(Exception):
    """The signing keys cannot be read."""

    def __init__(self, why: str) -> None:
        """Say why, in the library's word."""
        super().__init__(f"the signing keys cannot be read ({why})")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key, and the channels whose requests it may sign."""

    key: jwt.PyJWK
    endorsements: frozenset[str]


class SigningKeys:
    """Finds a key by its id. Keys that are a day old are read anew while the old ones go on working."""

    def __init__(self, session: aiohttp.ClientSession, openid_url: str, seconds: Callable[[], float]) -> None:
        """Read from the document at `openid_url` when first asked."""
        self._session = session
        self._openid_url = openid_url
        self._seconds = seconds
        self._reading = Flight(self._read)
        self._keys: Mapping[str, SigningKey] = {}
        self._read_at = self._not_before = -inf
        self.heard: Callable[[KeysNotRead | None], None] = lambda _: None
        """Told how each reading went."""

    async def find(self, key_id: str) -> SigningKey | None:
        """The key of that id, None where there is none or it cannot be had; raises nothing."""
        now = self._seconds()
        may_read = self._reading.is_under_way or now >= self._not_before
        if key_id not in self._standing(now):
            if may_read:
                await asyncio.wait({self._reading.begin()})
        elif may_read and now - self._read_at >= FRESH:
            self._reading.begin()
        return self._standing(now).get(key_id)

    async def refresh(self) -> None:
        """Read them unless those at hand are fresh; raises nothing, as `heard` is told."""
        if self._seconds() - self._read_at >= FRESH:
            await asyncio.wait({self._reading.begin()})

    def _standing(self, now: float) -> Mapping[str, SigningKey]:
        return self._keys if now - self._read_at < STANDING else {}

    async def _read(self) -> None:
        now, had_keys = self._seconds(), bool(self._keys)
        try:
            self._keys = await fetch_keys(self._session, self._openid_url)
            self._read_at = now
            self.heard(None)
        except KeysNotRead as error:
            self.heard(error)
        # The first reading looks for no key in particular: one that appears right after it may still be asked for.
        if had_keys:
            self._not_before = now + GAP
        elif not self._keys:
            self._not_before = now + GAP_WITHOUT_KEYS


async def fetch_keys(session: aiohttp.ClientSession, openid_url: str) -> Mapping[str, SigningKey]:
    """The keys that the document at `openid_url` leads to, at least one; raises `KeysNotRead`."""
    try:
        metadata = await _document(session, openid_url)
        where = metadata.get("jwks_uri") if isinstance(metadata, dict) else None
        keys = keys_in(await _document(session, where)) if isinstance(where, str) else {}
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
        raise KeysNotRead(type(error).__name__) from error
    if not keys:
        raise KeysNotRead("none can be used")
    return keys


async def _document(session: aiohttp.ClientSession, url: str) -> object:
    async with session.get(url, timeout=TIMEOUT, raise_for_status=True) as response:
        document: object = orjson.loads(await response.read())
        return document


def keys_in(document: object) -> Mapping[str, SigningKey]:
    """The RSA keys of a key set (RFC 7517) by their ids; whatever cannot be one is left out."""
    listed = document.get("keys") if isinstance(document, dict) else None
    found = [_key(entry) for entry in listed] if isinstance(listed, list) else []
    return dict(filter(None, found))


def _key(entry: object) -> tuple[str, SigningKey] | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str):
        return None
    endorsements = entry.get("endorsements")
    try:
        key = jwt.PyJWK(entry, ALGORITHM)
    except jwt.PyJWTError:
        return None
    named = endorsements if isinstance(endorsements, list) else []
    return entry["kid"], SigningKey(key, frozenset(one for one in named if isinstance(one, str)))
