"""Microsoft's local Teams client: its process, the people in it, and its page in Chromium."""

import asyncio
import json
import os
import re
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from bot.demo.cast import ANA, BEN, DEE, ELI, FAY, GUS
from bot.demo.stage import Actor
from tests.browser.browser import Browser, a_browser
from tests.look import node
from tests.teams.issuer import APP

HERE = Path(__file__).parent
PROGRAM = HERE / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
SECONDS_TO_START = 20
SIZE = (1280, 1000)

TENANT = "11111111-1111-4111-8111-111111111111"
BOT = {"id": f"28:{APP}", "name": "Readiness"}
CHANNEL = "churn-model"
OTHERS = (BEN, DEE, ELI, FAY, GUS)
"""The client wants five of them, no more and no fewer, beside Ana, whose page it is."""


class Client:
    """The client's page, which is Ana's; of several cards the topmost is meant, which in a channel is the newest.

    Every method waits until it can be done, and raises `AssertionError` when it cannot.
    """

    def __init__(self, page: Browser, pictures: Path, bot: str) -> None:
        self._page = page
        self._pictures = pictures
        self._bot = bot

    async def open(self, name: str) -> None:
        """Open a conversation; the client adds the app to it when it is opened first."""
        await self._page.do("open", name=name)

    async def post(self, text: str) -> str:
        """Begin a thread in the channel, the bot mentioned; the thread."""
        return str(await self._page.do("post", text=f"@{self._bot} {text}"))

    async def say(self, text: str) -> None:
        """Say something in the personal chat."""
        await self._page.do("say", text=text)

    async def type_as(self, actor: Actor, thread: str, text: str) -> None:
        """What another person says to the bot in a thread. The page does not show it, only what is answered."""
        who = person(actor)
        sender = {key: who[key] for key in ("id", "name", "aadObjectId")}
        await self._page.do("type_as", thread=thread, text=text, bot=BOT, **{"from": sender})

    async def press(self, name: str, *, about: str, as_actor: Actor = ANA) -> None:
        """Press a button of the card that says `about`, as whoever it is."""
        await self._page.do("press", name=name, about=about, id=person(as_actor)["id"])

    async def sees(self, words: str) -> str:
        """All that the card with these words says."""
        return str(await self._page.do("sees", words=words))

    async def reads(self, words: str) -> None:
        """Wait until the words stand somewhere, in a card or below one."""
        await self._page.do("reads", words=words)

    async def picture(self, name: str) -> None:
        """Keep what is seen now."""
        await self._page.do("shot", path=str(self._pictures / f"{name}.png"))

    async def refused(self) -> list[str]:
        """What the bot or the client refused to take from the other (by the client's log), and the page's errors."""
        log = str(await self._page.do("log"))
        return [*re.findall(r"-> .* [45]\d\d\b.*", log), *await self._page.do("wrong")]


@asynccontextmanager
async def a_client(folder: Path, endpoint: str, configuration: Mapping[str, Any] | None) -> AsyncIterator[str]:
    """Where the client takes the answers of the bot at `endpoint`; it runs while inside, its files in `folder`.

    Without a configuration there is what it brings along.
    """
    await asyncio.to_thread(node.install, HERE)
    environment = {**os.environ, "TZ": ANA.timezone, "TEAMSAPPTESTER_BROWSER": "none"}
    if configuration is not None:
        # JSON is YAML too.
        (folder / ".m365agentsplayground.yml").write_text(json.dumps(configuration))
    process = await asyncio.create_subprocess_exec(
        "node", "--require", HERE / "loopback.cjs", PROGRAM, "start", "--disable-telemetry",
        "--channel-id", "msteams", "--app-endpoint", endpoint, "--port", "0",
        cwd=folder, stdout=PIPE, env=environment,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        async with asyncio.timeout(SECONDS_TO_START):
            said = (await process.stdout.readline()).decode()
        assert said.startswith("Listening on "), said
        yield f"http://localhost:{int(said.split()[-1])}"
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


@asynccontextmanager
async def a_page(url: str, pictures: Path, bot: str) -> AsyncIterator[Client]:
    """The client's page, where pictures go and what the bot is called there; the app is added as it opens."""
    async with a_browser(*SIZE, script=HERE / "client.mjs") as browser:
        await browser.do("go", url=url)
        yield Client(browser, pictures, bot)


def delivery() -> dict[str, Any]:
    """Who and what there is in the story, in the client's words."""
    team = {
        "id": "19:delivery@thread.tacv2",
        "name": "Delivery",
        "aadGroupId": str(uuid5(NAMESPACE_DNS, "delivery")),
        "channels": [{"id": f"19:{CHANNEL}@thread.tacv2", "name": CHANNEL}],
    }
    return {
        "version": "0.1.1",
        "tenantId": TENANT,
        "bot": BOT,
        "currentUser": person(ANA),
        "users": [person(actor) for actor in OTHERS],
        "personalChat": {"id": "a:ana"},
        "groupChat": {"id": "19:group@thread.v2", "name": "Delivery leads"},
        "team": team,
    }


def person(actor: Actor) -> dict[str, str]:
    """Somebody, as the client describes people."""
    email = f"{actor.name.lower()}@contoso.example"
    return {
        "id": f"29:{actor.name.lower()}",
        "name": actor.name,
        "givenName": actor.name,
        "surname": "",
        "email": email,
        "userPrincipleName": email,
        "aadObjectId": str(uuid5(NAMESPACE_DNS, email)),
    }
