"""P2: a digest in Teams, where nobody can look whether it arrived, is never sent twice and never lost unseen."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.bootstrap import random_id
from bot.demo.cast import ANA, CAST
from readiness.domain.values.notice import NoticeKind
from readiness.usecases.codes import administrator_code
from storage import SqlStorage, migrate, open_storage
from tests.soak.arena import BEGINS
from tests.soak.clock import SharedClock
from tests.soak.database import Grip
from tests.soak.digests import CUT, next_monday, share
from tests.soak.fleet import Fleet
from tests.soak.outcome import Outcome
from tests.soak.sizes import Size
from tests.soak.waiting import until
from tests.teams.home import a_tenant, environment
from tests.teams.standin import Conversation, LocalTeams

MOST_DEAD = 100_000
QUIET = timedelta(minutes=15)
SECONDS_TO_LOOK = 5.0
"""Longer than replicas take between two looks at what is due."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """A team with a channel for each initiative, and the replicas that serve it."""

    teams: LocalTeams
    clock: SharedClock
    fleet: Fleet
    storage: SqlStorage
    channels: tuple[Conversation, ...]
    chance: random.Random

    def aim(self) -> None:
        """Send the next activity to one of the replicas that live."""
        self.teams.deliver_to(f"{self.chance.choice(self.fleet.running or self.fleet.replicas).url}/api/messages")

    async def shown(self) -> Counter[str]:
        """How many digests are shown as of unknown outcome, by channel."""
        dead = await self.storage.deliveries.dead(MOST_DEAD)
        notices = (one.notice for one in dead if one.why.startswith("unknown outcome"))
        return Counter(one.channel or "" for one in notices if one and one.kind is NoticeKind.DIGEST)

    async def is_quiet(self) -> bool:
        """Whether nothing is left to be sent."""
        return not await self.storage.deliveries.waiting()

    def digests(self) -> Counter[str]:
        """How many digests stand in each channel."""
        ana = self.teams.person(ANA.name)
        return Counter(
            one.id
            for one in self.channels
            for message in self.teams.messages(ana, one)
            if "digest ·" in message.plain()
        )


async def weeks_of_trouble(tenant: Tenant, size: Size) -> Outcome:
    """Mondays on which replicas are killed and frozen and answers are lost, while digests are due in Teams."""
    missing = doubled = unknown = 0
    kills, freezes = tenant.fleet.kills, tenant.fleet.freezes
    for week in range(size.weeks):
        before, unknown_before = tenant.digests(), await tenant.shown()
        tenant.clock.pass_until(next_monday(tenant.clock.now()))
        trouble = asyncio.create_task(_trouble(tenant, size, week))
        await until(partial(_is_sent_or_shown, tenant, before, unknown_before))
        await trouble
        # Whoever was killed in the middle held a lease; what is left of it is decided now.
        tenant.clock.pass_until(tenant.clock.now() + QUIET)
        await asyncio.sleep(SECONDS_TO_LOOK)
        sent, shown = tenant.digests() - before, await tenant.shown() - unknown_before
        missing += sum(not sent[one.id] and not shown[one.id] for one in tenant.channels)
        doubled += sum(max(0, sent[one.id] - 1) for one in tenant.channels)
        unknown += shown.total()
    done = (
        f"Teams: {len(tenant.fleet.replicas)} replicas, {size.channels} channels, {size.weeks} weeks, "
        f"{tenant.fleet.kills - kills} kills, {tenant.fleet.freezes - freezes} freezes of 3 s, "
        f"{CUT:.0%} of answers cut; "
        f"{unknown} of unknown outcome, shown"
    )
    return Outcome("P2", done, missing, doubled)


async def _trouble(tenant: Tenant, size: Size, week: int) -> None:
    tenant.teams.fail("send", drop="after", times=max(1, round(size.channels * CUT)))
    kills, freezes = share(size.kills, size.weeks, week), share(size.freezes, size.weeks, week)
    await tenant.fleet.trouble(random.Random(week), kills, freezes)  # noqa: S311


async def _is_sent_or_shown(tenant: Tenant, before: Counter[str], unknown: Counter[str]) -> bool:
    """Whether each channel has one more, or is shown as in doubt."""
    known = (tenant.digests() - before) + (await tenant.shown() - unknown)
    return len(known) == len(tenant.channels)


@asynccontextmanager
async def a_served_tenant(folder: Path, database: Grip, channels: int) -> AsyncIterator[Tenant]:
    """Everything running while inside, an initiative in each of so many channels."""
    clock = SharedClock.create(folder / "clock", BEGINS)
    await migrate(database.url)
    async with a_tenant(clock.now) as (issuer, teams), open_storage(database.url) as storage:
        settings = environment(teams, issuer, folder) | {"READINESS_DATABASE_URL": database.url}
        people = [teams.add_person(actor.name, timezone=actor.timezone) for actor in CAST]
        team = teams.add_team("Delivery", people)
        homes = tuple(teams.add_channel(team, f"home-{number}") for number in range(channels))
        async with Fleet(settings, folder / "clock", folder, database.replicas) as fleet:
            tenant = Tenant(teams, clock, fleet, storage, homes, random.Random(11))  # noqa: S311
            await _begun(tenant)
            yield tenant


async def _begun(tenant: Tenant) -> None:
    """The app in the team and for Ana, who administers and starts an initiative in each channel."""
    teams, ana = tenant.teams, tenant.teams.person(ANA.name)
    tenant.aim()
    await teams.install_in_team(teams.team_of(tenant.channels[0]), ana)
    await teams.install(ana)
    code = await administrator_code(tenant.storage, tenant.clock.now, random_id)
    await teams.type(ana, None, f"admin {code}")
    for number, home in enumerate(tenant.channels):
        tenant.aim()
        await teams.type(ana, home, f'@{teams.bot_name} new "Home {number}"')
    if not await until(tenant.is_quiet):
        raise RuntimeError("what a new initiative posts was not delivered")
