"""P3, P4, P16, P17: what was confirmed happened once, what was not can be pressed again."""

import asyncio
import random
from collections import Counter

from bot.demo.cast import ANA, BEN, CAST
from readiness.domain.fact import FactKind
from readiness.domain.initiative import Initiative
from tests.soak.arena import Arena, home, said
from tests.soak.outcome import Outcome
from tests.soak.sizes import Size

AT_ONCE = 8
CUT_OFTEN = 10
"""Once in so many kills all connections to the database are cut too."""


async def killed_clicks(place: Arena, size: Size) -> Outcome:
    """Lines are typed while replicas die: nothing confirmed is lost, and what is said again counts once."""
    await place.insist(BEN.account, home(0), "claim approved-datasets")
    going = asyncio.Event()
    trouble = asyncio.create_task(_trouble(place, size, going))
    slots = asyncio.Semaphore(AT_ONCE)
    lines = [f"evidence approved-datasets click {number}" for number in range(size.clicks)]
    first = await asyncio.gather(*(_once(place, slots, line) for line in lines))
    going.set()
    await trouble
    kept = await _evidence(place)
    confirmed = [line for line, told in zip(lines, first, strict=True) if "Evidence added" in told]
    lost = [line for line in confirmed if kept[_words(line)] == 0]
    for line in lines:
        if line not in confirmed:
            await place.insist(BEN.account, home(0), line)
    counts = await _evidence(place)
    missing = sum(counts[_words(line)] == 0 for line in lines)
    doubled = sum(max(0, counts[_words(line)] - 1) for line in lines)
    done = f"{size.clicks} lines, {place.fleet.kills} kills so far; {len(lines) - len(confirmed)} in doubt said again"
    return Outcome("P3", done, missing + len(lost), doubled, false=len(lost))


async def crowds(place: Arena, size: Size) -> Outcome:
    """Ten people press on each gate at the same moment: one signature, and everybody else is told who and when."""
    signers = [actor for actor in CAST if actor is not BEN]
    named = " ".join(f"@{actor.name}" for actor in signers)
    untold = wrong = 0
    for number in range(size.gates):
        gate = f"crowd-{number}"
        await place.insist(ANA.account, home(1), f'gate add {gate} "Crowd {number}" party sre')
        await place.insist(ANA.account, home(1), f"approvers {gate} any of {named}")
        await place.insist(BEN.account, home(1), f"claim {gate}")
        await place.insist(BEN.account, home(1), f"evidence {gate} words of {number}")
        await place.insist(BEN.account, home(1), f"request {gate}")
        answers = await asyncio.gather(*(place.type(one.account, home(1), f"approve {gate}") for one in signers))
        told = [said(answer) for answer in answers]
        winners = [one for one in told if one.startswith("✅ Signed off")]
        untold += sum(not one for one in told)
        initiative = await _initiative(place, home(1))
        signed = len(initiative.gates[gate].votes)
        wrong += abs(signed - 1) + max(0, len(winners) - 1)
    return Outcome("P16", f"{size.gates} gates × {len(signers)} at once", missing=untold, doubled=wrong)


async def replayed(place: Arena, size: Size) -> Outcome:
    """The same signed request again and again, to whichever replica: one effect."""
    await place.insist(BEN.account, home(2), "claim approved-datasets")
    words = "the same words"
    told = {said(await place.type(BEN.account, home(2), f"evidence approved-datasets {words}"))}
    for _ in range(size.replays):
        place.aim()
        told.add(said(await place.slack.deliver_again()))
    kept = (await _evidence(place, home(2)))[words]
    unanswered = sum(not one for one in told)
    return Outcome("P17", f"{size.replays} replays of a signed command", missing=unanswered, doubled=kept - 1)


async def outage(place: Arena, size: Size) -> Outcome:
    """The database is gone for a while: nobody is told that something happened, everybody is answered in time."""
    words = [f"evidence approved-datasets outage {number}" for number in range(size.outage_clicks)]
    await place.insist(BEN.account, home(1), "claim approved-datasets")
    async with place.database.away():
        answers = await asyncio.gather(*(place.type(BEN.account, home(1), line) for line in words))
    kept = await _evidence(place, home(1))
    told = [said(answer) for answer in answers]
    false = sum("Evidence added" in one and not kept[_words(line)] for line, one in zip(words, told, strict=True))
    late = sum(not one or answer.seconds > 3 for one, answer in zip(told, answers, strict=True))
    for line in words:
        await place.insist(BEN.account, home(1), line)
    counts = await _evidence(place, home(1))
    doubled = sum(max(0, counts[_words(line)] - 1) for line in words)
    shown = f"{late} answered late" if late else ""
    return Outcome("P4", f"database away, {len(words)} lines", missing=late, doubled=doubled, false=false, shown=shown)


async def _trouble(place: Arena, size: Size, is_over: asyncio.Event) -> None:
    chance = random.Random(3)  # noqa: S311
    for number in range(size.click_kills):
        if is_over.is_set():
            return
        await asyncio.sleep(chance.random())
        await place.fleet.kill_one(chance)
        if number % CUT_OFTEN == CUT_OFTEN - 1:
            place.database.cut()


async def _once(place: Arena, slots: asyncio.Semaphore, line: str) -> str:
    """What was said to the line, empty where no answer came."""
    async with slots:
        return said(await place.type(BEN.account, home(0), line))


async def _evidence(place: Arena, channel: str | None = None) -> Counter[str]:
    """How often each text was given, by the record's own texts."""
    initiative = await _initiative(place, channel or home(0))
    ((organisation, _),) = await place.storage.organisations()
    async with place.storage.read(organisation) as uow:
        entries = await uow.record.entries(initiative.id)
        texts = await uow.record.texts(initiative.id)
    given = {entry.sequence for entry in entries if entry.kind == FactKind.EVIDENCE_GIVEN}
    return Counter(text.text or "" for (sequence, _), text in texts.items() if sequence in given)


async def _initiative(place: Arena, channel: str) -> Initiative:
    ((organisation, _),) = await place.storage.organisations()
    async with place.storage.read(organisation) as uow:
        for line in await uow.initiatives.lines():
            if line.channel == channel:
                found = await uow.initiatives.get(line.id)
                if found is not None:
                    return found
    raise LookupError(channel)


def _words(line: str) -> str:
    return line.split(maxsplit=2)[2]
