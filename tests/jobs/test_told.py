"""What the bot says that it told, it told: every such claim on every surface rests on a message that was delivered."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.route import answer
from bot.conversation.turn import Turn
from bot.intents.intent import GateRef
from bot.intents.looking import ListInitiatives, Show, Status
from bot.jobs.messenger import CannotLook, NotSent, PersonUnreachable, TryLater, UnknownOutcome
from bot.jobs.pace import Pace
from bot.jobs.pump import Pump
from bot.render import plain
from bot.views.posted.digest import digest_card
from readiness.domain.readings.digest import digest
from readiness.domain.values.gate import Evidence, Gate, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.policy import Place
from readiness.domain.values.record import verify
from readiness.usecases.frame.changing import ATTEMPTS
from readiness.usecases.frame.ports import DatabaseUnavailable
from readiness.usecases.sweeping import run_due
from tests.fakes import Sent, World, a_world, an_asker
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    EVERYBODY,
    GUS,
    HANA,
    START,
    a_gate,
    an_initiative,
    an_organisation,
    signed_off,
)

TODAY = "reminder:ben:2026-11-23"


def late(key: str = "compute", **given: object) -> Gate:
    """Ben's gate, due last Tuesday; Gus is its backup."""
    return replace(a_gate(key, owner=BEN, backup=GUS, due=date(2026, 11, 17)), **given)


@pytest.fixture
def world() -> World:
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(an_initiative(late()))
    return world


async def deliver(world: World) -> None:
    pace = Pace(world.clock.seconds, timedelta())
    await Pump(world.deps, world.deliveries, {"slack": world.messenger}, pace).drain()


async def sweep(world: World) -> None:
    await run_due(world.deps)
    await deliver(world)


async def said(world: World, intent: object, person: PersonId = ANA) -> str:
    reply = await answer(Turn(world.deps, an_asker(person), {}), intent)
    return plain.text(await reply.draw() if hasattr(reply, "draw") else reply.card)


async def show(world: World, gate: str = "compute") -> str:
    return await said(world, Show(GateRef("churn-model", gate)))


def told(world: World) -> list[tuple[PersonId, Place]]:
    return [(one.person, one.place) for one in world.initiative().tellings]


def facts(world: World) -> list[str]:
    return [str(entry.data["person"]) for entry in world.storage.state().entries.get("churn-model", ())]


# --- one day ----------------------------------------------------------------------------------------------------------


async def test_a_gate_that_nobody_owned_does_not_say_that_its_owner_was_told():
    """Due on the 9th, without an owner until the 16th, looked at on the 17th."""
    world = a_world(an_organisation(), now=datetime.fromisoformat("2026-11-17T08:00:00+00:00"))
    named = Ownership(since=datetime.fromisoformat("2026-11-16T16:00:00+00:00"), owner=BEN)
    world.keep(an_initiative(a_gate("compute", ownership=named, due=date(2026, 11, 9))))
    assert "Told so far" not in await show(world)
    assert "Will be told: Next its owner" in await show(world)
    assert not _CLAIM.search(await said(world, Status("churn-model")))
    world.clock.move(hours=1)
    await sweep(world)
    assert "Told so far: Its owner (17 Nov)" in await show(world)
    assert "10 Nov" not in await show(world)


async def test_it_is_said_as_soon_as_it_is_delivered_and_not_before(world):
    await run_due(world.deps)
    assert "Told so far" not in await show(world)
    await deliver(world)
    shown, status = await show(world), await said(world, Status("churn-model"))
    assert "Told so far: Its owner (23 Nov), its backup (23 Nov) and the owner of compliance (23 Nov)" in shown
    assert "compute: its owner, its backup and the owner of compliance were told" in status


async def test_a_reminder_names_only_whom_another_reached(world):
    world.messenger.closed["D-BEN"] = PersonUnreachable("messages_tab_disabled")
    await sweep(world)
    world.clock.move(days=2)
    await sweep(world)
    card = plain.text(world.messenger.sent[-1].card)
    assert "Dee and Gus were reminded." in card


@pytest.mark.parametrize("failure", [NotSent("user_not_found"), PersonUnreachable("user_is_bot"), NotSent("no")])
async def test_a_message_that_was_given_up_told_nobody(world, failure):
    world.messenger.closed["D-BEN"] = failure
    await sweep(world)
    assert (BEN, Place.OWNER) not in told(world)
    assert "Told so far: Its backup" in await show(world)
    assert "Next its owner" in await show(world)


async def test_what_is_kept_is_kept_once_and_nothing_comes_of_it(world):
    await sweep(world)
    assert sorted(facts(world)) == [BEN, "dee", GUS]
    before, sent = world.initiative(), len(world.messenger.sent)
    assert world.storage.waiting() == ()
    for _ in range(3):
        world.clock.move(hours=8)
        await sweep(world)
    assert [one for one in facts(world) if one == BEN] == [BEN]
    world.clock.move(days=2)
    await sweep(world)
    assert facts(world).count(BEN) == 1
    assert before.tellings == world.initiative().tellings[: len(before.tellings)]
    assert len(world.messenger.sent) > sent  # who holds it is reminded as often as ever


async def test_the_record_holds_it_by_the_clock_and_is_whole(world):
    await sweep(world)
    entries = world.storage.state().entries["churn-model"]
    assert {(entry.kind, entry.actor, entry.gate) for entry in entries} == {("person.told", None, None)}
    assert verify("churn-model", entries, {}, world.initiative().head) is None
    assert world.initiative().version == 1 + len(entries)


async def test_who_got_the_message_while_all_of_it_was_paused_changes_nothing_any_more(world):
    await run_due(world.deps)

    async def paused() -> None:
        world.storage.states[world.initiative().organisation] = world.storage.state().copy()
        world.keep(replace(world.initiative(), standing=Life.PAUSED))

    world.storage.before_commit = [paused]
    await deliver(world)
    assert world.initiative().standing is Life.PAUSED
    assert told(world) == []


# --- what goes wrong between the message and the note of it -----------------------------------------------------------


async def test_a_lost_answer_is_looked_up_and_then_it_was_told(world):
    world.messenger.lost = [UnknownOutcome("cut")]
    await sweep(world)
    for _ in range(3):
        world.clock.move(minutes=10)
        await deliver(world)
    assert world.messenger.keys("D-BEN") == [TODAY]
    assert facts(world).count(BEN) == 1


async def test_what_may_not_be_looked_up_is_not_claimed(world):
    world.messenger.lost, world.messenger.may_not_look = [UnknownOutcome("cut")], CannotLook("missing_scope")
    await sweep(world)
    world.clock.move(minutes=10)
    await deliver(world)
    (unsure,) = {"D-BEN", "D-GUS", "D-DEE"} - {f"D-{person.upper()}" for person, _ in told(world)}
    assert unsure == world.messenger.sent[0].channel


async def test_a_message_found_again_tells_what_it_says_then(world):
    """Meanwhile another gate came to be late: the message stands without it until it is drawn anew."""
    world.messenger.lost = [UnknownOutcome("cut")] * 3
    await sweep(world)
    world.keep(world.initiative().with_gate(late("drift")))
    world.messenger.failures["edit"] = [TryLater("ratelimited", seconds=30)] * 3
    world.clock.move(minutes=10)
    await deliver(world)
    assert told(world) == []
    for _ in range(3):
        world.clock.move(minutes=10)
        await deliver(world)
    assert {one.gate for one in world.initiative().tellings} == {"compute", "drift"}
    assert "drift" in plain.text(world.messenger.of(TODAY).card)


def of_ben_alone() -> World:
    """Nobody but Ben is told of anything."""
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(an_initiative(late(backup=None, party="none")))
    return world


async def works() -> None:
    """Let that commit pass."""


@pytest.mark.parametrize("nth", range(1, 5))
async def test_a_database_that_goes_away_at_any_moment_neither_loses_nor_doubles_it(nth):
    world = of_ben_alone()
    await run_due(world.deps)

    async def fails() -> None:
        raise DatabaseUnavailable

    world.storage.before_commit = [*[works] * (nth - 1), fails]
    for _ in range(4):
        await deliver(world)
        world.clock.move(minutes=5)
    assert len(world.messenger.keys("D-BEN")) == 1
    assert facts(world).count(BEN) == 1
    assert world.storage.waiting() == ()


@pytest.mark.parametrize("before", range(4))
async def test_who_loses_every_race_looks_the_message_up_and_does_not_send_it_again(before):
    world = of_ben_alone()
    await run_due(world.deps)

    async def somebody_is_first() -> None:
        world.storage.states[world.initiative().organisation] = world.storage.state().copy()

    world.storage.before_commit = [*[works] * before, *[somebody_is_first] * ATTEMPTS]
    for _ in range(4):
        await deliver(world)
        world.clock.move(minutes=10)
    assert len(world.messenger.keys("D-BEN")) == 1
    assert facts(world).count(BEN) == 1


# --- whatever happens -------------------------------------------------------------------------------------------------

DAYS = 15
_CLAIM = re.compile(r"\b(?:was|were) (?:told|reminded|asked)\b")
_DAY = re.compile(r"\((\d+ \w{3})\)")
_PERSON = {person.capitalize(): person for person in EVERYBODY}


class History:
    """What happens to three gates in three weeks, and what goes wrong on the way to people."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - a history, no secret
        self.world = a_world(an_organisation(), now=START, in_channel=EVERYBODY)
        gates = [self._gate(key) for key in ("compute", "drift", "lineage")]
        self.world.keep(replace(an_initiative(*gates, handoff=self._held()), sponsor=GUS))

    async def day(self) -> None:
        """Something moves; the sweep comes by; messages arrive, are lost, or never go out."""
        for key in list(self.world.initiative().gates):
            if self.random.random() < 0.25:
                self.world.keep(self.world.initiative().with_gate(self._moved(self.world.initiative().gates[key])))
        messenger, chance = self.world.messenger, self.random.random
        messenger.lost = [UnknownOutcome("cut")] if chance() < 0.3 else []
        messenger.may_not_look = CannotLook("missing_scope") if chance() < 0.2 else None
        refused = self.random.choice((NotSent("no"), TryLater("slow", seconds=30)))
        messenger.failures["post"] = [refused] if chance() < 0.3 else []
        messenger.closed = {f"D-{one.upper()}": PersonUnreachable("no") for one in EVERYBODY if chance() < 0.15}
        await run_due(self.world.deps)
        for _ in range(3):
            await deliver(self.world)
            self.world.clock.move(minutes=20)

    def _gate(self, key: str) -> Gate:
        due = date(2026, 11, self.random.randrange(1, 20))
        return a_gate(key, ownership=self._held(), due=due, backup=self._somebody() if self._chance() else None)

    def _moved(self, gate: Gate) -> Gate:
        now = self.world.clock.now
        if gate.settled:
            return gate
        match self.random.randrange(5):
            case 0:
                return replace(gate, ownership=self._held())
            case 1:
                evidence = Evidence(gate.revision + 1, "https://wiki.example/e", BEN, now)
                return replace(
                    gate, evidence=evidence, revision=evidence.revision, progress=Progress.IN_REVIEW, progress_since=now
                )
            case 2:
                return replace(gate, progress=Progress.CHANGES_REQUESTED, progress_since=now)
            case 3:
                return replace(gate, due_override=now.date() + timedelta(days=self.random.randrange(-4, 4)))
            case _:
                return signed_off(gate, at=now) if self._chance() else replace(gate, progress=Progress.OPEN)

    def _held(self) -> Ownership:
        owner = self._somebody() if self._chance() else None
        offered = self._somebody() if self.random.random() < 0.2 else None
        return Ownership(self.world.clock.now, owner, offered, ANA)

    def _somebody(self) -> PersonId:
        return self.random.choice((BEN, CHI, GUS, HANA))

    def _chance(self) -> bool:
        return self.random.random() < 0.7


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
async def test_whatever_happens_no_surface_claims_a_message_that_nobody_got(seed):
    history = History(seed)
    world, claims = history.world, 0
    for _ in range(DAYS):
        await history.day()
        initiative = world.initiative()
        for telling in initiative.tellings:
            assert _got(world, telling.person, telling.gate, telling.at), telling
        for key in initiative.gates:
            claims += _checked(world, key, await show(world, key))
        claims += _checked(world, None, await said(world, Status("churn-model")))
        for sent in world.messenger.sent:
            claims += _checked_reminder(world, sent)
        for quiet in (_digest(world, initiative), await said(world, ListInitiatives("mine"))):
            assert not _CLAIM.search(quiet)
        world.clock.now = START + timedelta(days=(world.clock.now - START).days + 1)
    assert claims or not initiative.tellings


def _checked(world: World, gate: str | None, text: str) -> int:
    """How many claims that text makes, each of a day on which somebody got a message about the gate, or any of them."""
    lines = [line for line in text.splitlines() if line.startswith("Told so far") or _CLAIM.search(line)]
    for line in lines:
        about = gate or line.split(":")[0].strip("`• ")
        days = {f"{sent.at:%-d %b}" for sent in _messages(world) if _is_about(sent, about)}
        assert days, line
        assert set(_DAY.findall(line)) <= days, line
    return len(lines)


def _checked_reminder(world: World, sent: Sent) -> int:
    """How many people that message says were reminded or asked: every one got a message before it."""
    names = re.findall(r"((?:\w+, )*\w+(?: and \w+)?) (?:was|were) (?:reminded|asked)", plain.text(sent.card))
    people = [_PERSON[name] for one in names for name in re.findall(r"[A-Z]\w+", one)]
    for person in people:
        assert any(one.channel == f"D-{person.upper()}" for one in _messages(world)), sent
    return len(people)


def _messages(world: World) -> Iterator[Sent]:
    return (sent for sent in world.messenger.sent if sent.key.startswith("reminder:"))


def _got(world: World, person: PersonId, gate: str | None, at: datetime) -> bool:
    theirs = [sent for sent in _messages(world) if sent.channel == f"D-{person.upper()}"]
    return any(sent.at.date() == at.date() for sent in theirs if sent.edits or _is_about(sent, gate))


def _is_about(sent: Sent, gate: str | None) -> bool:
    return ("handoff as a whole" if gate in (None, "the handoff") else gate) in plain.text(sent.card)


def _digest(world: World, initiative: Initiative) -> str:
    organisation = world.storage.stored_organisation()
    found = digest([initiative], organisation, {}, world.clock.now)
    return plain.text(digest_card(found, organisation)) if found else ""
