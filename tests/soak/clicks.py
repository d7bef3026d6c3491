"""P3, P4, P16, P17: what was confirmed happened once, what was not can be pressed again."""

import asyncio
import random
from collections import Counter

from bot.demo.cast import ANA, BEN, CAST
from readiness.domain.values.fact import FactKind
from readiness.domain.values.initiative import Initiative
from tests.soak.arena import Arena, home, said
from tests.soak.outcome import Outcome
from tests.soak.sizes import Size

AT_ONCE = 8
MOST_SECONDS = 3.0
OFTEN = 10
"""Once in so many kills all connections to the database are cut too, and once the database itself is killed."""


async def killed_clicks(place: Arena, size: Size) -> Outcome:
    """Lines are typed while replicas die: nothing confirmed is lost, and what is said again counts once."""
    kills, going = place.fleet.kills, asyncio.Event()
    writers = min(AT_ONCE, place.channels)
    trouble = asyncio.create_task(_trouble(place, size, going))
    written = await asyncio.gather(*(_write(place, one, size.clicks // writers, trouble) for one in range(writers)))
    going.set()
    await trouble
    missing = doubled = lost = doubts = 0
    for one, (lines, confirmed) in enumerate(written):
        kept = await _evidence(place, home(one))
        missing += sum(kept[line] == 0 for line in lines)
        doubled += sum(max(0, kept[line] - 1) for line in lines)
        lost += sum(kept[line] == 0 for line in confirmed)
        doubts += len(lines) - len(confirmed)
    crashes = place.database.crashes
    cut = f", connections cut and the database killed {crashes} times" if crashes else ""
    total = sum(len(lines) for lines, _ in written)
    done = f"{total} lines, {place.fleet.kills - kills} kills{cut}; {doubts} answers in doubt, said again"
    return Outcome("P3", done, missing, doubled, lost)


async def _write(place: Arena, number: int, least: int, trouble: asyncio.Task[None]) -> tuple[list[str], list[str]]:
    """Give evidence in one channel until there was trouble enough: all words given, and those confirmed at once."""
    words: list[str] = []
    confirmed: list[str] = []
    while len(words) < least or not trouble.done():
        words.append(f"click {number}-{len(words)}")
        told = said(await place.type(BEN.account, home(number), f"evidence approved-datasets {words[-1]}"))
        if "Evidence added" in told:
            confirmed.append(words[-1])
        else:
            await place.insist(BEN.account, home(number), f"evidence approved-datasets {words[-1]}")
    return words, confirmed


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
    words = "the same words"
    told = {said(await place.type(BEN.account, home(2), f"evidence approved-datasets {words}"))}
    for _ in range(size.replays):
        place.aim()
        told.add(said(await place.slack.deliver_again()))
    kept = (await _evidence(place, home(2)))[words]
    unanswered = sum(not one for one in told)
    return Outcome("P17", f"{size.replays} replays of a signed command", missing=unanswered, doubled=kept - 1)


async def outage(place: Arena, size: Size, how: str) -> Outcome:
    """The database is gone for a while: nobody is told that something happened, everybody is answered in time."""
    lines = [(home(one), f"{how} {one}") for one in range(min(size.outage_clicks, place.channels))]
    async with place.database.away() if how == "away" else place.database.frozen():
        answers = await asyncio.gather(
            *(place.type(BEN.account, where, f"evidence approved-datasets {words}") for where, words in lines)
        )
    late = sum(not said(answer) or answer.seconds > MOST_SECONDS for answer in answers)
    false = doubled = 0
    for (where, words), answer in zip(lines, answers, strict=True):
        kept = (await _evidence(place, where))[words]
        false += "Evidence added" in said(answer) and not kept
        await place.insist(BEN.account, where, f"evidence approved-datasets {words}")
        doubled += max(0, (await _evidence(place, where))[words] - 1)
    return Outcome("P4", f"database {how}, {len(lines)} lines answered in 3 s", late, doubled, false)


async def _trouble(place: Arena, size: Size, is_over: asyncio.Event) -> None:
    chance = random.Random(3)  # noqa: S311
    for number in range(size.click_kills):
        if is_over.is_set():
            return
        await asyncio.sleep(chance.random() * 0.5)
        await place.fleet.kill_one(chance)
        if number % OFTEN == OFTEN // 2:
            place.database.cut()
        if number % OFTEN == OFTEN - 1:
            await place.database.crash()


async def _evidence(place: Arena, channel: str) -> Counter[str]:
    """How often each text was given in that channel, by the record's own texts."""
    initiative = await _initiative(place, channel)
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
