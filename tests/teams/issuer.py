"""Stands in for Microsoft's OpenID issuer: serves metadata and keys over HTTP, and mints tokens, good and bad."""

import asyncio
import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

ISSUER = "https://api.botframework.com"
APP = "00000000-0000-4000-8000-00000000a991"
SECONDS_VALID = 3600
STRANGER = "a stranger's key"


def utc_now() -> datetime:
    return datetime.now(UTC)


class Issuer:
    """Listens on a port of the system's choosing while entered. As Microsoft does, it lists old keys after a rotation.

    `asked` counts how often the keys were read; `metadata` and `listed` are served instead of the true documents where
    they are set. It leaves out what nobody reads: scopes, userinfo, certificates.
    """

    def __init__(self, app_id: str = APP, clock: Callable[[], datetime] = utc_now) -> None:
        self.app_id = app_id
        self.asked = 0
        self.endorsements = ["msteams", "webchat"]
        self.metadata: object = None
        self.listed: object = None
        self._clock = clock
        self._newest = 1
        self._asked_again = asyncio.Condition()
        self._is_there = asyncio.Event()
        self._is_there.set()
        self._is_away = False
        self._runner: web.AppRunner | None = None
        self._origin = ""

    async def __aenter__(self) -> "Issuer":
        app = web.Application()
        app.router.add_get("/openidconfiguration", self._metadata)
        app.router.add_get("/keys", self._keys)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    @property
    def openid_url(self) -> str:
        """Where the metadata document is."""
        return f"{self._origin}/openidconfiguration"

    @property
    def key_id(self) -> str:
        """The id of the key that signs now."""
        return f"key-{self._newest}"

    def rotate(self) -> None:
        """Sign with a new key from now on."""
        self._newest += 1

    def go_away(self) -> None:
        """Cut every connection."""
        self._is_away = True

    def come_back(self) -> None:
        """Answer again."""
        self._is_away = False

    def hold(self) -> None:
        """Keep everybody waiting."""
        self._is_there.clear()

    def release(self) -> None:
        """Answer whoever waits."""
        self._is_there.set()

    async def until_asked(self, times: int) -> None:
        """Wait until the keys were read so often."""
        async with self._asked_again:
            await self._asked_again.wait_for(lambda: self.asked >= times)

    def token(
        self,
        service_url: str,
        *,
        algorithm: str = "RS256",
        kid: str | None = None,
        by: str | None = None,
        **claims: object,
    ) -> str:
        """A token as Microsoft mints it; `claims` replace its own, and None leaves one out.

        `kid` is the key id that it names. `by` is whose key signs: that of another key id, or a `STRANGER`'s.
        """
        now = int(self._clock().timestamp())
        said = {
            "iss": ISSUER,
            "aud": self.app_id,
            "serviceurl": service_url,
            "nbf": now,
            "exp": now + SECONDS_VALID,
        } | claims
        payload = {name: value for name, value in said.items() if value is not None}
        header = {"kid": kid or self.key_id}
        key = _key(by or self.key_id)
        if algorithm.startswith("RS"):
            return jwt.encode(payload, key, algorithm, header)
        return _by_hand(payload, header | {"alg": algorithm}, key.public_key() if algorithm != "none" else None)

    async def _metadata(self, request: web.Request) -> web.StreamResponse:
        said = {
            "issuer": ISSUER,
            "jwks_uri": f"{self._origin}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        return await self._answer(request, said if self.metadata is None else self.metadata)

    async def _keys(self, request: web.Request) -> web.StreamResponse:
        async with self._asked_again:
            self.asked += 1
            self._asked_again.notify_all()
        keys = [self._described(f"key-{number}") for number in range(1, self._newest + 1)]
        return await self._answer(request, {"keys": keys} if self.listed is None else self.listed)

    def _described(self, key_id: str) -> dict[str, object]:
        public = RSAAlgorithm.to_jwk(_key(key_id).public_key(), as_dict=True)
        return {**public, "kid": key_id, "use": "sig", "endorsements": self.endorsements}

    async def _answer(self, request: web.Request, said: object) -> web.StreamResponse:
        await self._is_there.wait()
        if self._is_away:
            assert request.transport is not None
            request.transport.abort()
        return web.json_response(said)


@cache
def _key(name: str) -> rsa.RSAPrivateKey:
    """Made once a process: it takes a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _by_hand(payload: dict[str, object], header: dict[str, object], secret: rsa.RSAPublicKey | None) -> str:
    """What no library signs: nothing at all, or the public key taken for a shared secret."""
    signing = ".".join(_encoded(json.dumps(part).encode()) for part in ({"typ": "JWT", **header}, payload))
    if secret is None:
        return f"{signing}."
    pem = secret.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return f"{signing}.{_encoded(hmac.new(pem, signing.encode(), hashlib.sha256).digest())}"


def _encoded(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()
