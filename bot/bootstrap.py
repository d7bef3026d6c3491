"""The one place where concrete parts meet."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol

import aiohttp
from aiohttp import web
from prometheus_client import CollectorRegistry

from bot.admission import Admission
from bot.connection import Connection
from bot.conversation.background import Background
from bot.everywhere import PeopleEverywhere
from bot.health import Health, Source
from bot.jobs.faults import LoggedFaults
from bot.jobs.holdings import holdings
from bot.jobs.lateness import Lateness
from bot.jobs.messenger import Messenger
from bot.jobs.pace import GAP, Pace
from bot.jobs.pump import AT_ONCE, Pump
from bot.settings import Settings
from bot.throttle import Throttle
from bot.web.application import Handler, application
from bot.web.metrics import Metrics
from bot.web.readiness import Readiness
from readiness.domain.values.template import Template
from readiness.templates.builtin import builtin_templates, builtin_text
from readiness.usecases.belonging import look_at_people
from readiness.usecases.channels import look_at_channels
from readiness.usecases.frame.ports import Clock, Deps, Ids, People, Seconds, StoredTemplate
from readiness.usecases.sweeping import run_due
from storage import NewerSchema, NotMigrated, SchemaState, SqlStorage, open_storage, require_file, schema_state
from storage.engine.schema import schema_revision

SECONDS_TO_SETTLE = 1.0
"""How long answers in the background may take once the bot stops."""

SLACKNESS = 0.05
"""Seconds by which what is postponed is looked at later than asked: the wall clock by which rows are due may run a
little slower than the one by which we wait."""

MOST_DEAD = 1000
"""Messages given up are counted up to here."""

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""When the checklists that come with the bot were written; publishing one gives it its own date."""


def utc_now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


def random_id() -> str:
    """32 random hex digits."""
    return secrets.token_hex(16)


def built_in_templates() -> Mapping[str, StoredTemplate]:
    """The checklists that come with the bot, by key, the default first."""

    def stored(template: Template) -> StoredTemplate:
        return StoredTemplate(template, builtin_text(template.key), BEGINNING)

    return {template.key: stored(template) for template in builtin_templates()}


class Platform(Protocol):
    """One chat platform: looks people up, delivers, and hears."""

    @property
    def people(self) -> People:
        """Who and what is there."""

    @property
    def messenger(self) -> Messenger:
        """What posts and edits there."""

    @property
    def background(self) -> Background:
        """Answers under way."""

    @property
    def connections(self) -> Sequence[Connection]:
        """What the platform is asked again and again while the bot runs."""

    async def meet(self) -> None:
        """Learn what must be known before anything is done there, if it is not; one that is away raises nothing."""

    def hears(
        self, deps: Deps, built_in: Mapping[str, StoredTemplate], admission: Admission
    ) -> AbstractAsyncContextManager[Mapping[str, Handler]]:
        """Hear while inside; gives what takes the requests, by path. Each is told to `admission`."""


@dataclass(slots=True)
class Bot:
    """The assembled bot: what the server, the command line, the demo and the tests drive."""

    settings: Settings
    deps: Deps
    storage: SqlStorage
    platforms: Mapping[str, Platform]
    pump: Pump
    faults: LoggedFaults
    metrics: Metrics
    health: Health
    readiness: Readiness
    admission: Admission

    @asynccontextmanager
    async def hearing(self) -> AsyncIterator[web.Application]:
        """The aiohttp application with every endpoint; connections of our own are open while inside."""
        built_in = built_in_templates()
        async with AsyncExitStack() as stack:
            paths: dict[str, Handler] = {}
            for platform in self.platforms.values():
                paths |= await stack.enter_async_context(platform.hears(self.deps, built_in, self.admission))
            await stack.enter_async_context(self.connected())
            yield application(paths, self.readiness.condition, self.metrics.page, self.admission)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Keep every connection while inside: none waits for another, and none that fails ends anything."""
        connections = [one for platform in self.platforms.values() for one in platform.connections]
        tasks = [asyncio.create_task(one.keep()) for one in connections]
        try:
            yield
        finally:
            for connection in connections:
                connection.end()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def deliver(self, patience: timedelta = timedelta()) -> int:
        """Send everything that can be sent now, and what is postponed for `patience` at most; how many that were."""
        before, heard, seconds = self.pump.counts.sent, list[float](), self.deps.seconds
        self.pump.call_again = lambda pause: heard.append(seconds() + pause)
        until = seconds() + patience.total_seconds()
        while True:
            looked = seconds()
            await self.pump.drain()
            ahead = min((at for at in heard if at > looked), default=None)
            if ahead is None or ahead > until:
                return self.pump.counts.sent - before
            await asyncio.sleep(max(0.0, ahead - seconds()) + SLACKNESS)

    async def _meet(self) -> None:
        await asyncio.gather(*(platform.meet() for platform in self.platforms.values()))

    async def run_due(self, patience: timedelta = timedelta()) -> Mapping[str, int]:
        """Do all that is due now and deliver it, what is postponed for `patience` at most.

        People and channels are looked at last, and what comes of it delivered too: a platform that does not answer
        holds nothing up.
        """
        failed_before = sum(self.faults.counts.values())
        await self.pump.bring_back()
        counts = asdict(await run_due(self.deps))
        delivered = await self.deliver(patience)
        looked = {
            "people_looked_at": await look_at_people(self.deps),
            "channels_looked_at": await look_at_channels(self.deps),
        }
        delivered += await self.deliver(patience)
        failed = sum(self.faults.counts.values()) - failed_before
        return {**counts, **looked, "delivered": delivered, "failed": failed}

    async def settle(self) -> None:
        """Wait for answers under way and deliver what they caused."""
        for platform in self.platforms.values():
            await platform.background.settle()
        await self.deliver()


async def require_current(database_url: str) -> None:
    """Raise `NoDatabaseYet`, `NotMigrated` or `NewerSchema` unless the database has the schema of this version."""
    state = await schema_state(database_url)
    if state is SchemaState.EMPTY:
        require_file(database_url)
    if state is SchemaState.NEWER:
        raise NewerSchema(found=await schema_revision(database_url))
    if state is not SchemaState.CURRENT:
        raise NotMigrated


@asynccontextmanager
async def assembled(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    ids: Ids = random_id,
    gap: timedelta = GAP,
    at_once: int = AT_ONCE,
    seconds: Seconds = time.monotonic,
) -> AsyncIterator[Bot]:
    """The bot, its database open and its HTTP session alive while inside.

    `gap` is the pause between two posts, and so many are `at_once` on their way at most.
    """
    faults = LoggedFaults()
    async with AsyncExitStack() as stack:
        storage = await stack.enter_async_context(open_storage(settings.database_url, faults=faults))
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)))
        admission = Admission(clock, seconds, Throttle(settings.requests_per_second, seconds))
        sources: list[Source] = [
            Lateness(storage.backlog, clock).late,
            partial(holdings, storage.held.waiting),
            admission.suspected,
        ]
        health = Health(clock, sources)
        platforms = _platforms(settings, session, storage, clock, seconds, health)
        await asyncio.gather(*(platform.meet() for platform in platforms.values()))
        people = PeopleEverywhere({name: platform.people for name, platform in platforms.items()})
        deps = Deps(storage, clock, ids, people, seconds, faults)
        messengers = {name: platform.messenger for name, platform in platforms.items()}
        pump = Pump(deps, storage.deliveries, messengers, Pace(seconds, gap), at_once)
        readiness = Readiness(storage.probe, health, clock)
        metrics = _metrics(storage, pump, readiness, faults, admission)
        bot = Bot(settings, deps, storage, platforms, pump, faults, metrics, health, readiness, admission)
        stack.push_async_callback(_settled, [platform.background for platform in platforms.values()])
        yield bot


def _platforms(
    settings: Settings,
    session: aiohttp.ClientSession,
    storage: SqlStorage,
    clock: Clock,
    seconds: Seconds,
    health: Health,
) -> Mapping[str, Platform]:
    """The chat platforms that are configured. Each is imported only then: together they are half of the start."""
    found: dict[str, Platform] = {}
    if settings.has_slack:
        from bot.slack.platform import slack_platform  # noqa: PLC0415

        found["slack"] = slack_platform(settings, session, health)
    if settings.has_teams:
        from bot.teams.platform import teams_platform  # noqa: PLC0415

        found["teams"] = teams_platform(settings, session, storage.conversations, clock, seconds, health)
    return found


@asynccontextmanager
async def delivering(bot: Bot) -> AsyncIterator[None]:
    """Deliver, while inside, whenever something is enqueued: for a bot that no ticker drives."""
    enqueued = asyncio.Event()
    bot.storage.when_enqueued(enqueued.set)

    async def deliver() -> None:
        while await enqueued.wait():
            enqueued.clear()
            await bot.deliver()

    task = asyncio.create_task(deliver())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _metrics(
    storage: SqlStorage, pump: Pump, readiness: Readiness, faults: LoggedFaults, admission: Admission
) -> Metrics:
    async def dead() -> int:
        return len(await storage.deliveries.dead(MOST_DEAD))

    async def held() -> int:
        return sum(one.waiting for one in await storage.held.waiting())

    outcomes, waiting = lambda: asdict(pump.counts), storage.deliveries.waiting
    return Metrics(CollectorRegistry(), outcomes, waiting, held, dead, readiness.condition, faults, admission)


async def _settled(backgrounds: Iterable[Background]) -> None:
    """Let the answers in the background end, but not for ever."""
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS_TO_SETTLE):
            for background in backgrounds:
                await background.settle()
