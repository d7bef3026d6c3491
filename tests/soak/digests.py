"""P1, P6, P8, E14: each channel gets the digest of each week once, whatever happens to those who send it."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.playground import LocalSlack
from tests.soak.arena import Arena, home
from tests.soak.outcome import Outcome
from tests.soak.sizes import Size
from tests.soak.waiting import until

CUT = 0.01
"""The share of posts whose answer never arrives."""


async def weeks_of_trouble(place: Arena, size: Size) -> Outcome:
    """Mondays on which replicas are killed and frozen and answers are lost, while digests are due."""
    kills, freezes = place.fleet.kills, place.fleet.freezes
    weeks = [await _monday(place, size, week) for week in range(size.weeks)]
    missing, doubled = _tally(place.slack, weeks, size.channels)
    done = (
        f"{len(place.fleet.replicas)} replicas, {size.channels} channels, {size.weeks} weeks, "
        f"{place.fleet.kills - kills} kills, "
        f"{place.fleet.freezes - freezes} freezes of 3 s, {CUT:.0%} of answers cut"
    )
    return Outcome("P1", done, missing, doubled)


async def weeks_down(place: Arena, size: Size) -> Outcome:
    """Nothing runs for five weeks: the latest digest comes, once, and says that it is late."""
    before = _digests(place.slack, size.channels)
    for replica in place.fleet.replicas:
        await replica.kill()
    place.clock.pass_until(next_monday(place.clock.now()) + timedelta(weeks=4, hours=30))
    for replica in place.fleet.replicas:
        await replica.start()
    await _all_sent(place, before, size.channels)
    found = _digests(place.slack, size.channels) - before
    missing, doubled = _once(found, (home(one) for one in range(size.channels)))
    return Outcome("P6", f"5 weeks down, {len(place.fleet.replicas)} replicas: one a channel", missing, doubled)


async def clock_set(place: Arena, size: Size) -> Outcome:
    """The wall clock is set back two hours just before a digest, forward a day after it, and right again."""
    before = _digests(place.slack, size.channels)
    monday = next_monday(place.clock.now())
    place.clock.pass_until(monday - timedelta(minutes=1))
    await place.settled()
    place.clock.set_by(-7200)
    await asyncio.sleep(2)
    place.pass_by(hours=2, minutes=2)
    await _all_sent(place, before, size.channels)
    place.clock.set_by(86_400)
    await asyncio.sleep(2)
    place.clock.set_by(-86_400)
    await asyncio.sleep(2)
    await place.settled()
    found = _digests(place.slack, size.channels) - before
    missing, doubled = _once(found, (home(one) for one in range(size.channels)))
    return Outcome("E14", "clock set back 2 h before a digest, forward a day after it, and back", missing, doubled)


async def _monday(place: Arena, size: Size, week: int) -> Counter[str]:
    """The digests of one week, by channel."""
    before = _digests(place.slack, size.channels)
    place.clock.pass_until(next_monday(place.clock.now()))
    trouble = asyncio.create_task(_trouble(place, size, week))
    await _all_sent(place, before, size.channels)
    await trouble
    await place.settled()
    return _digests(place.slack, size.channels) - before


async def _trouble(place: Arena, size: Size, week: int) -> None:
    place.slack.fail("chat.postMessage", drop="after", times=max(1, round(size.channels * CUT)))
    kills, freezes = share(size.kills, size.weeks, week), share(size.freezes, size.weeks, week)
    await place.fleet.trouble(random.Random(week), kills, freezes)  # noqa: S311


def share(whole: int, parts: int, part: int) -> int:
    """What falls to one of so many parts."""
    return whole // parts + (part < whole % parts)


async def _all_sent(place: Arena, before: Counter[str], channels: int) -> None:
    """Wait until each channel has one more."""

    async def is_sent() -> bool:
        return len(_digests(place.slack, channels) - before) == channels

    await until(is_sent)


def _digests(slack: LocalSlack, channels: int) -> Counter[str]:
    """How many digests stand in each channel."""
    found: Counter[str] = Counter()
    for channel in (home(one) for one in range(channels)):
        posted = slack.messages(channel, include_ephemeral=False)
        found[channel] = sum("digest ·" in one.plain().lower().split("\n")[0] for one in posted)
    return +found


def _tally(slack: LocalSlack, weeks: Iterable[Counter[str]], channels: int) -> tuple[int, int]:
    pairs = [_once(week, (home(one) for one in range(channels))) for week in weeks]
    return sum(one for one, _ in pairs), sum(one for _, one in pairs)


def _once(found: Counter[str], channels: Iterable[str]) -> tuple[int, int]:
    """How many are missing, and how many there are too many."""
    counts = [found[channel] for channel in channels]
    return counts.count(0), sum(count - 1 for count in counts if count)


def next_monday(now: datetime) -> datetime:
    """The Monday to come, after the hour at which the digests of new channels are sent."""
    return (now + timedelta(days=7 - now.weekday())).replace(hour=9, minute=1, second=0, microsecond=0)
