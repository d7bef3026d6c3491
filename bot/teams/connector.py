"""What the bot asks of Teams: post, edit, open a chat, who is where (Bot Connector REST API, version 3)."""

import random
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
import orjson
from yarl import URL

from bot.jobs.answer_codes import Scope
from bot.jobs.messenger import MessageGone, NeedsPerson, PersonUnreachable, UnknownOutcome
from bot.teams.calls import Call, Calls
from bot.teams.login import Login
from bot.teams.service_urls import ServiceUrls
from readiness.domain.values.hold import Remedy

PAGE = 500
"""The most members that Teams gives at once."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a conversation: directory id (empty for somebody outside of it), the bot's address of them, name."""

    account: str
    address: str
    name: str
    tenant: str
    role: str


@dataclass(frozen=True, slots=True)
class TeamChannel:
    """A channel of a team; the General channel has the team's id and no name. `kind` is standard, private or shared."""

    id: str
    name: str
    kind: str


class Connector:
    """Calls Teams at the service address of each conversation, and only where `service_urls` knows it.

    Every method raises `NotSent` or one of its kinds, or `UnknownOutcome`.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        login: Login,
        service_urls: ServiceUrls,
        *,
        pause: Callable[[float], Awaitable[None]],
        seconds: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Log in with `login`; wait through `pause` before another try."""
        self._login = login
        self._calls = Calls(session, login, pause, seconds, jitter)
        self._service_urls = service_urls

    async def log_in(self) -> None:
        """Make sure that Microsoft lets the bot in."""
        await self._login.token()

    async def post(self, service_url: str, conversation: str, activity: Mapping[str, object]) -> str:
        """Post and return the message's id. Never sent twice: Teams has no way to look a message up."""
        path = _path("conversations", conversation, "activities")
        return _id(await self._call("POST", service_url, path, activity, repeatable=False))

    async def edit(self, service_url: str, conversation: str, message: str, activity: Mapping[str, object]) -> None:
        """Change a message that stands; raises `MessageGone` too."""
        await self._call("PUT", service_url, _path("conversations", conversation, "activities", message), activity)

    async def open_chat(self, service_url: str, tenant: str, bot: str, member: str) -> str:
        """The id of the bot's personal chat with that member; Teams gives the same one every time.

        Raises `PersonUnreachable` where the app is not installed for them.
        """
        wanted = {
            "isGroup": False,
            "bot": {"id": bot},
            "members": [{"id": member}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        try:
            return _id(await self._call("POST", service_url, _path("conversations"), wanted))
        except NeedsPerson as refused:
            if refused.scope is not Scope.CHANNEL:
                raise
            raise PersonUnreachable(str(refused)) from refused

    async def members(self, service_url: str, conversation: str) -> tuple[Member, ...]:
        """Everybody in that conversation, asked for page by page."""
        found: list[Member] = []
        query = {"pageSize": str(PAGE)}
        while True:
            path = f"{_path('conversations', conversation, 'pagedmembers')}?{urlencode(query)}"
            page = await self._call("GET", service_url, path)
            found += map(_member, _listed(page, "members"))
            if not page.get("continuationToken"):
                return tuple(found)
            query["continuationToken"] = str(page["continuationToken"])

    async def member(self, service_url: str, conversation: str, id: str) -> Member | None:
        """The member with that directory id or address; None where nobody there has it."""
        try:
            return _member(await self._call("GET", service_url, _path("conversations", conversation, "members", id)))
        except (MessageGone, PersonUnreachable):
            return None

    async def channels(self, service_url: str, team: str) -> tuple[TeamChannel, ...]:
        """The channels of a team that the bot may see."""
        answer = await self._call("GET", service_url, _path("teams", team, "conversations"))
        return tuple(
            TeamChannel(_text(one, "id"), _text(one, "name"), _text(one, "type") or "standard")
            for one in _listed(answer, "conversations")
        )

    async def _call(
        self,
        method: str,
        service_url: str,
        path: str,
        content: Mapping[str, object] | None = None,
        *,
        repeatable: bool = True,
    ) -> dict[str, Any]:
        base = self._service_urls.find(service_url)
        if base is None:
            why = "the service address is not one of Teams'"
            raise NeedsPerson("InvalidBotApiHost", Scope.WORKSPACE, Remedy.ADDRESS, why=why, detail=service_url)
        url = URL(f"{str(base).rstrip('/')}{path}", encoded=True)
        body = None if content is None else orjson.dumps(dict(content))
        return _read(await self._calls.make(Call(method, url, body, repeatable)))


def _path(*parts: str) -> str:
    """Ids hold colons, semicolons and slashes, which mean something in an address."""
    return "/".join(["/v3", *(quote(part, safe="") for part in parts)])


def _read(body: bytes) -> dict[str, Any]:
    """The object in an answer, empty where there is none: some successes say nothing."""
    try:
        answer = orjson.loads(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _id(answer: Mapping[str, Any]) -> str:
    if not answer.get("id"):
        raise UnknownOutcome("answered without an id")
    return str(answer["id"])


def _listed(answer: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    listed = answer.get(name)
    return (one for one in listed if isinstance(one, dict)) if isinstance(listed, list) else iter(())


def _member(found: Mapping[str, Any]) -> Member:
    """Teams spells the directory id in two ways, and the role too."""
    return Member(
        account=_text(found, "aadObjectId") or _text(found, "objectId"),
        address=_text(found, "id"),
        name=_text(found, "name"),
        tenant=_text(found, "tenantId"),
        role=_text(found, "userRole") or _text(found, "role"),
    )


def _text(found: Mapping[str, Any], name: str) -> str:
    return str(found.get(name) or "")
