"""The local Slack, a database and a fleet, with one clock."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.demo.cast import ANA, BEN, CAST, DEE
from bot.demo.house import BOT_TOKEN, SIGNING_SECRET
from bot.playground import Answer, LocalSlack
from bot.slack.app import EVENTS
from storage import SqlStorage, migrate, open_storage
from tests.soak.clock import SharedClock
from tests.soak.database import Grip
from tests.soak.fleet import Fleet

BEGINS = datetime(2026, 10, 12, 8, 0, tzinfo=UTC)
"""A Monday, before the digests of the week."""

SECONDS_TO_SETTLE = 240.0
"""How long what was cut off may take to be delivered: a lease of a minute, then looks for what is in doubt."""

SECONDS_TO_ANSWER = 120.0
"""How long somebody types the same line again: the only replica may have to start meanwhile, on a busy machine."""

WORDS_OF_DOUBT = ("could not confirm", "cannot do this right now", "does not answer", "try again", "being done")


@dataclass(slots=True)
class Arena:
    """What a scenario acts on. `chance` decides what happens when, the same in each run."""

    slack: LocalSlack
    clock: SharedClock
    fleet: Fleet
    storage: SqlStorage
    database: Grip
    channels: int
    chance: random.Random = field(default_factory=lambda: random.Random(11))  # noqa: S311

    def aim(self) -> None:
        """Send the next request to one of the replicas that live."""
        self.slack.deliver_to(f"{self.chance.choice(self.fleet.running or self.fleet.replicas).url}/slack/events")

    async def type(self, account: str, channel: str, line: str) -> Answer:
        """Type a line, answered by whichever replica it reaches."""
        self.aim()
        return await self.slack.command(account, channel, line)

    async def insist(self, account: str, channel: str, line: str) -> str:
        """Type a line again until it is answered without doubt; what is said then."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + SECONDS_TO_ANSWER
        while loop.time() < deadline:
            told = said(await self.type(account, channel, line))
            if told and not is_doubtful(told):
                return told
            await asyncio.sleep(0.5)
        raise RuntimeError(f"never answered: {line}")

    async def settled(self) -> None:
        """Wait until nothing is left to be sent."""
        async with asyncio.timeout(SECONDS_TO_SETTLE):
            while await self.storage.deliveries.waiting():
                await asyncio.sleep(0.5)

    async def quiet(self) -> None:
        """Let the replicas look around."""
        await asyncio.sleep(1.0)

    def pass_by(self, **time: float) -> None:
        """Let so much time pass."""
        self.clock.pass_until(self.clock.now() + timedelta(**time))


def said(answer: Answer) -> str:
    """What the person was told: in the answer itself, where others of theirs are answered at the same moment."""
    if isinstance(answer.body, dict) and answer.body.get("text"):
        return str(answer.body["text"])
    return " ".join(message.plain() for message in answer.messages) if answer.status == 200 else ""


def is_doubtful(told: str) -> bool:
    """Whether an answer leaves open what happened, or says that nothing did for now."""
    return any(words in told for words in WORDS_OF_DOUBT)


@asynccontextmanager
async def arena(folder: Path, database: Grip, channels: int) -> AsyncIterator[Arena]:
    """Everything running while inside, with so many channels, in each of which everybody is."""
    clock = SharedClock.create(folder / "clock", BEGINS)
    slack = LocalSlack(
        clock=clock.now,
        signing_secret=SIGNING_SECRET,
        bot_token=BOT_TOKEN,
        answer_within=30.0,
        subscriptions=frozenset(EVENTS),
    )
    for actor in CAST:
        slack.add_user(actor.account, actor.name, real_name=actor.name, tz=actor.timezone, is_admin=actor.is_admin)
    for number in range(channels):
        slack.add_channel(home(number), f"home-{number}", members=[actor.account for actor in CAST], bot_in=True)
    await migrate(database.url)
    async with slack, open_storage(database.url) as storage:
        environment = {
            "READINESS_DATABASE_URL": database.url,
            "READINESS_LOG_FORMAT": "json",
            "READINESS_REQUESTS_PER_SECOND": "0",
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_API_URL": slack.api_url,
        }
        async with Fleet(environment, folder / "clock", folder, database.replicas) as fleet:
            place = Arena(slack, clock, fleet, storage, database, channels)
            await _begun(place, channels)
            yield place


async def _begun(place: Arena, channels: int) -> None:
    """An initiative in each channel, its gates owned."""
    await place.insist(ANA.account, home(0), f"party data-engineering owner @{BEN.name}")
    await place.insist(ANA.account, home(0), f"party compliance owner @{DEE.name}")
    for number in range(channels):
        await place.insist(ANA.account, home(number), f'new "Home {number}"')
        await place.insist(BEN.account, home(number), "claim approved-datasets")
    await place.settled()


def home(number: int) -> str:
    """The channel of that number."""
    return f"C0HOME{number:03}"
