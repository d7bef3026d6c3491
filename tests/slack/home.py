"""A house for tests: a strict local Slack and the assembled bot, over HTTP or Socket Mode, with one clock."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from bot.bootstrap import random_id
from bot.demo.cast import ANA, CHANNELS, PARTIES
from bot.demo.clock import MovableClock
from bot.demo.house import House, house
from bot.demo.stage import Actor
from bot.playground import Answer, Message
from bot.playground.workspace.channel import Channel
from storage import migrate

BEGINS = datetime(2026, 10, 12, 8, 0, tzinfo=UTC)
"""A Monday, 10:00 in Berlin."""

HOME = CHANNELS["churn-model"]
HISTORY_SCOPES = frozenset({"channels:history", "groups:history", "im:history"})


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is set up, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "bot.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Path:
    """A database of this test's own."""
    return Path(shutil.copy(migrated, tmp_path / "bot.db"))


@pytest.fixture
async def home(database: Path) -> AsyncIterator[House]:
    """A house over HTTP with nothing in it."""
    async with faultless(database) as opened:
        yield opened


@dataclass(frozen=True)
class Under:
    """A started house at rest: its database, and what stands in its channels."""

    database: Path
    channels: dict[str, Channel]
    messages: tuple[Message, ...]

    def wake(self, home: House) -> None:
        """Put the messages back where they stood. Starting takes half a second, and nearly every test wants it."""
        workspace = home.slack.workspace
        workspace.channels.update(self.channels)
        timeline = workspace.timeline
        for message in self.messages:
            timeline._messages.setdefault(message.channel, []).append(replace(message, directory=workspace))
        newest = max(self.messages, key=lambda message: float(message.edited or message.ts))
        timeline._last = int((newest.edited or newest.ts).replace(".", ""))
        timeline._moment = max(message.touched for message in self.messages)


@pytest.fixture(scope="session")
def under_way(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Under:
    """The churn model under way: every gate has an owner."""
    return asyncio.run(_set_out(Path(shutil.copy(migrated, tmp_path_factory.mktemp("started") / "bot.db"))))


async def _set_out(database: Path) -> Under:
    async with faultless(database) as home:
        await start(home)
        workspace = home.slack.workspace
        messages = [message for channel in workspace.channels for message in workspace.timeline.of(channel)]
        return Under(database, dict(workspace.channels), tuple(messages))


@pytest.fixture
async def started(under_way: Under, tmp_path: Path) -> AsyncIterator[House]:
    """A house over HTTP with the churn model under way."""
    async with faultless(Path(shutil.copy(under_way.database, tmp_path / "bot.db"))) as opened:
        under_way.wake(opened)
        yield opened


@pytest.fixture(params=["http", "socket"])
async def either(request: pytest.FixtureRequest, under_way: Under, tmp_path: Path) -> AsyncIterator[House]:
    """The same, once over HTTP and once in Socket Mode."""
    database = Path(shutil.copy(under_way.database, tmp_path / "bot.db"))
    async with faultless(database, socket_mode=request.param == "socket") as opened:
        under_way.wake(opened)
        yield opened


@asynccontextmanager
async def faultless(
    database: Path,
    *,
    socket_mode: bool = False,
    team: str = "T0LOCAL01",
    team_name: str = "Local",
    clock: MovableClock | None = None,
    more: Mapping[str, str] = MappingProxyType({}),
) -> AsyncIterator[House]:
    """A house in which Slack finds nothing to object to, up to the end; `clock` and `more` as for any house."""
    more = {name: value for name, value in more.items() if name.startswith("TEAMS_")}
    async with house(
        database,
        socket_mode=socket_mode,
        begins=BEGINS,
        team=team,
        team_name=team_name,
        ids=random_id,
        clock=clock,
        more=more,
    ) as opened:
        yield opened
        await opened.bot.settle()
        assert opened.slack.violations == []


async def start(home: House, line: str = 'new "Churn model" model-complete 2026-11-13 value 25000 EUR') -> None:
    """Parties with their people, an initiative in #churn-model, every offer accepted."""
    await name_parties(home)
    assert "is started" in (await type_(home, ANA, line)).plain()
    for people in PARTIES.values():
        await type_(home, people[0], "accept all")
    await home.bot.settle()


async def name_parties(home: House) -> None:
    """Every party with its people, its owner first."""
    for party, people in PARTIES.items():
        await type_(home, ANA, f"party {party} owner @{people[0].name}")
        for member in people[1:]:
            await type_(home, ANA, f"party {party} member @{member.name}")


async def in_review(home: House, gate: str = "approved-datasets", owner: Actor | None = None) -> Message:
    """The request for a sign-off of that gate, as it stands in the thread."""
    owner = owner or PARTIES["data-engineering"][0]
    await type_(home, owner, f"evidence {gate} https://wiki.example/{gate}")
    await type_(home, owner, f"request {gate}")
    await home.bot.settle()
    return standing(home, "Please sign off", gate)


async def type_(home: House, actor: Actor | str, text: str, where: str = HOME) -> Answer:
    """Type `/readiness text`; answered 200 in time."""
    account = actor if isinstance(actor, str) else actor.account
    answer = await home.slack.command(account, where, text)
    assert (answer.status, answer.seconds < 3) == (200, True), (text, answer)
    return answer


async def settled(home: House, actor: Actor | str, text: str, where: str = HOME) -> str:
    """Type, let the bot deliver, and give the private answer in words."""
    answer = await type_(home, actor, text, where)
    await home.bot.settle()
    return private(answer)


def private(answer: Answer) -> str:
    """What only the one who asked was told."""
    return "\n".join(message.plain() for message in answer.messages if message.ephemeral_to)


async def press(home: House, actor: Actor | str, message: Message, label: str, **how: object) -> str:
    """Press, let the bot deliver, and give the private answer in words."""
    account = actor if isinstance(actor, str) else actor.account
    answer = await home.slack.press(account, message, label, **how)
    await home.bot.settle()
    assert (answer.status, answer.seconds < 3) == (200, True), answer
    return private(answer)


def everything(home: House, channel: str = HOME) -> list[Message]:
    """Every message that stands in a channel, replies too, oldest first; nobody's private ones."""
    found = [m for m in home.slack.workspace.timeline.of(channel) if m.ephemeral_to is None]
    return sorted(found, key=lambda message: float(message.ts))


def standing(home: House, *words: str, channel: str = HOME) -> Message:
    """The newest message in a channel that says all the words."""
    found = [m for m in everything(home, channel) if all(word in m.plain() for word in words)]
    assert found, (words, [m.plain() for m in everything(home, channel)])
    return found[-1]


def all_words(home: House) -> str:
    """Everything the bot ever showed anybody: messages, private answers, modals and start pages."""
    people, views = home.slack.workspace.people, home.slack.workspace.views
    said = [m.plain() for channel in home.slack.workspace.channels for m in home.slack.workspace.timeline.of(channel)]
    shown = [view.plain() for one in people for view in (*views.stack(one), views.home(one)) if view is not None]
    return "\n".join((*said, *shown))


def calls(home: House, *methods: str) -> int:
    """How often the bot called one of those Web API methods."""
    return sum(call.method in methods for call in home.slack.calls)


async def later(home: House, **by: float) -> None:
    """Let time pass, and everything that is due happen."""
    await home.stage.move_clock(home.clock() + timedelta(**by))
    await home.bot.settle()
