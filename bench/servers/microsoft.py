"""What Microsoft runs around a bot: the keys and tokens of its requests, the bot's login, and the one chat's roster.

`GET /token` gives a token for requests from this machine's Teams, whose service address is `/teams`.
"""

import asyncio
import time

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bench.pressed import APP, TENANT, account, address
from bench.servers.told import served

KEY_ID = "bench-key"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def microsoft() -> web.Application:
    """All of it as one application."""
    application = web.Application()
    application.router.add_get("/openidconfiguration", _metadata)
    application.router.add_get("/keys", _keys)
    application.router.add_get("/token", _token)
    application.router.add_post("/{tenant}/oauth2/v2.0/token", _login)
    application.router.add_get("/teams/v3/conversations/{conversation}/members/{member}", _member)
    return application


async def _metadata(request: web.Request) -> web.Response:
    return web.json_response({"issuer": "https://api.botframework.com", "jwks_uri": f"{request.url.origin()}/keys"})


async def _keys(_: web.Request) -> web.Response:
    public = RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
    return web.json_response({"keys": [{**public, "kid": KEY_ID, "use": "sig", "endorsements": ["msteams"]}]})


async def _token(request: web.Request) -> web.Response:
    now = int(time.time())
    claims = {
        "iss": "https://api.botframework.com",
        "aud": APP,
        "serviceurl": f"{request.url.origin()}/teams/",
        "nbf": now,
        "exp": now + 3600,
    }
    return web.Response(text=jwt.encode(claims, KEY, "RS256", {"kid": KEY_ID}))


async def _login(_: web.Request) -> web.Response:
    return web.json_response({"token_type": "Bearer", "expires_in": 3600, "access_token": "bench"})


async def _member(_: web.Request) -> web.Response:
    person = {"id": address(0), "aadObjectId": account(0), "name": "Ana 0", "tenantId": TENANT, "userRole": "user"}
    return web.json_response(person)


if __name__ == "__main__":
    asyncio.run(served(microsoft()))
