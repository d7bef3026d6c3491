"""Every kind of answer that a platform can give, to every kind of call: nothing is lost, and nothing comes twice."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.jobs.answer_codes import AnswerCode, Scope, Then, Verdict, read_answer_codes, unlisted
from bot.jobs.messenger import NeedsPerson, NotSent, PersonUnreachable, TryLater, UnknownOutcome, refusal
from bot.jobs.pace import Pace
from bot.jobs.pump import Pump
from bot.render import plain
from readiness.domain.values.hold import Remedy
from readiness.domain.values.person import Person, Role
from readiness.usecases import gate
from readiness.usecases.frame.notices import notices
from tests.fakes import SLACK, World, a_world, an_asker, needs_person
from tests.readiness.build import ANA, BEN, CHI, ELI, EVERYBODY, a_gate, an_initiative, an_organisation, offered_to

CALLS = ("post", "edit", "direct", "join", "find", "members")
CHECKLIST, BENS, ELIS = "checklist:churn-model", "prompt:churn-model:ben:1", "prompt:churn-model:eli:1"


def kinds() -> dict[str, AnswerCode]:
    """One answer of each meaning that either table has, and one that neither knows."""
    rows = [row for room in ("bot.slack", "bot.teams") for row in read_answer_codes(room).values()]
    found = {(row.verdict, row.scope, row.then): row for row in [*rows, unlisted("never_heard_of")]}
    return {f"{row.code}: {row.verdict} {row.scope} {row.then}": row for row in found.values()}


KINDS = kinds()


def test_the_tables_have_every_verdict():
    assert {row.verdict for row in KINDS.values()} == set(Verdict)
    assert {row.scope for row in KINDS.values()} == set(Scope)
    assert {row.then for row in KINDS.values()} == set(Then)


@dataclass
class Place:
    """A world whose platform gives one answer to one kind of call, a few times."""

    world: World
    call: str

    async def run(self) -> None:
        pump = Pump(
            self.world.deps,
            self.world.deliveries,
            {"slack": self.world.messenger},
            Pace(self.world.clock.seconds, timedelta()),
        )
        await pump.drain()

    async def refused(self, error: Exception, times: int) -> None:
        """Bring about such a call, refused so many times, a few minutes apart."""
        world, failing = self.world, [error] * times
        if self.call == "join":
            world.messenger.closed["C1"] = needs_person("not_in_channel")
        if self.call == "find":
            world.messenger.lost = [UnknownOutcome("cut")]
            await self.run()
        if self.call == "edit":
            await self.run()
            await gate.accept(world.deps, an_asker(BEN), "churn-model", "lineage")
        world.messenger.failures[self.call] = failing
        for _ in range(times):
            await self.run()
            world.clock.move(minutes=5)

    async def later(self) -> None:
        """Let some hours pass in which the platform takes everything."""
        self.world.messenger.failures.clear()
        self.world.messenger.closed.clear()
        for _ in range(30):
            self.world.clock.move(minutes=15)
            await self.run()


@pytest.fixture(params=CALLS)
def place(request: pytest.FixtureRequest) -> Place:
    """A new initiative: Ben, in the channel, and Eli, who is not, are offered a gate each."""
    world = a_world(an_organisation(), in_channel=frozenset(EVERYBODY) - {ELI})
    offered = a_gate("lineage", ownership=offered_to(BEN)), a_gate("privacy", ownership=offered_to(ELI))
    world.keep(an_initiative(*offered, a_gate("drift", owner=CHI)))
    for notice in notices(None, world.initiative()):
        world.storage.enqueue(SLACK.organisation, notice, world.clock())
    return Place(world, request.param)


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_is_lost_and_nothing_comes_twice_unless_the_answer_never_changes(place: Place, kind: str) -> None:
    row, world = KINDS[kind], place.world
    error = refusal(row, row.code, seconds=30)
    await place.refused(error, times=3)
    held = dict(world.storage.given_up())
    await place.later()
    keys = [one.key for one in world.messenger.sent if one.key.startswith(("checklist:", "prompt:"))]
    assert world.storage.waiting() == ()
    assert world.storage.state().holds == {}
    if row.then is not Then.ANEW and row.verdict is not Verdict.NEVER:
        assert sorted(keys) == sorted([CHECKLIST, BENS, ELIS])
    if row.then is Then.ANEW or row.verdict is not Verdict.NEVER:
        assert held == world.storage.given_up() == {}
        assert {CHECKLIST, BENS, ELIS} <= set(keys)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_stays_until_somebody_acts_is_tried_now_and_then_for_as_long_as_it_takes(kind: str) -> None:
    row = KINDS[kind]
    if row.verdict is Verdict.NEVER:
        return
    ana = Person(ANA, "Ana", role=Role.ADMINISTRATOR)
    world = a_world(an_organisation(people=[ana]), in_channel=EVERYBODY)
    world.keep(an_initiative(a_gate("lineage", ownership=offered_to(BEN))))
    for notice in notices(None, world.initiative()):
        world.storage.enqueue(SLACK.organisation, notice, world.clock())
    world.messenger.failures["post"] = [refusal(row, row.code, seconds=30)] * 100_000
    place = Place(world, "post")
    for _ in range(3 * 24):
        world.clock.move(hours=1)
        await place.run()
    assert world.storage.given_up() == {}
    world.messenger.failures.clear()
    await place.later()
    told = world.messenger.told("held")
    assert [one.key for one in world.messenger.sent if one not in told] == [CHECKLIST, BENS]
    assert len(told) == (row.verdict is Verdict.NEEDS_PERSON)


def test_every_meaning_becomes_an_error_of_its_own():
    wanted = {
        AnswerCode("a", Verdict.PASSES, Scope.WORKSPACE): TryLater,
        AnswerCode("b", Verdict.PASSES, Scope.MESSAGE, Then.LOOK): UnknownOutcome,
        AnswerCode("c", Verdict.NEEDS_PERSON, Scope.CHANNEL, remedy=Remedy.INVITE): NeedsPerson,
        AnswerCode("d", Verdict.NEVER, Scope.PERSON): PersonUnreachable,
        AnswerCode("e", Verdict.NEVER, Scope.MESSAGE): NotSent,
        unlisted("f"): NeedsPerson,
    }
    assert {type(refusal(row, row.code, seconds=1)) for row in wanted} == set(wanted.values())
    assert all(type(refusal(row, row.code, seconds=1)) is kind for row, kind in wanted.items())


def test_a_code_that_stands_twice_or_means_nothing_is_a_defect_of_the_table(tmp_path, monkeypatch):
    (tmp_path / "tables").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    file = tmp_path / "tables" / "answer_codes.csv"
    (tmp_path / "tables" / "__init__.py").touch()
    head = "code,verdict,scope,then,remedy,source\n"
    for body in ("a,never,message,,,x\na,passes,message,,,x\n", "a,perhaps,message,,,x\n"):
        file.write_text(head + body)
        with pytest.raises(ValueError, match=r"twice|perhaps"):
            read_answer_codes("tables")


# --- what is too long -------------------------------------------------------------------------------------------------


def too_long() -> NeedsPerson:
    return refusal(read_answer_codes("bot.slack")["msg_blocks_too_long"], "msg_blocks_too_long", seconds=1)


@pytest.mark.parametrize("call", ["post", "edit"])
async def test_a_message_that_is_too_long_is_sent_shorter_at_once(call: str) -> None:
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(an_initiative(a_gate("lineage", ownership=offered_to(BEN))))
    for notice in notices(None, world.initiative()):
        world.storage.enqueue(SLACK.organisation, notice, world.clock())
    place = Place(world, call)
    if call == "edit":
        await place.run()
        await gate.accept(world.deps, an_asker(BEN), "churn-model", "lineage")
    world.messenger.failures[call] = [too_long()]
    await place.run()
    checklist = world.messenger.of(CHECKLIST)
    assert "The rest is under" in plain.text(checklist.card)
    assert (world.storage.state().holds, world.storage.given_up()) == ({}, {})


async def test_what_is_too_long_even_at_its_smallest_waits_for_somebody() -> None:
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(an_initiative(a_gate("lineage")))
    world.storage.enqueue(SLACK.organisation, notices(None, world.initiative())[0], world.clock())
    world.messenger.failures["post"] = [too_long()] * 9
    await Place(world, "post").run()
    assert world.storage.held_at("?msg_blocks_too_long") == (CHECKLIST,)
