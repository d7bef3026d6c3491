"""A request that is delivered again, perhaps to another process, has no second effect (docs/decisions/0024)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.cards import Actions
from bot.conversation.answered import MOST_KEPT, Answered
from bot.conversation.route import answer
from bot.conversation.turn import Again, Refused, Reply, Say, Tell, Turn
from bot.conversation.typed import answer_typed
from bot.intents.codec import decode
from bot.intents.incident import ReportIncident
from bot.intents.initiative import New
from bot.intents.intent import GateRef, Intent
from bot.intents.joining import BecomeAdministrator, JoinOrganisation, LinkAccounts
from bot.intents.looking import Share, Show
from bot.intents.ownership import Accept
from bot.intents.review import GiveEvidence
from bot.intents.rework import ApproveWithFinding
from bot.views.answers.repeated import DELIVERED_AGAIN
from readiness.domain.values.approval import Quorum
from readiness.domain.values.gate import Progress
from readiness.usecases import codes, joining, linking, organisation
from readiness.usecases.frame import handling
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.ports import AlreadyHandled, DatabaseUnavailable, Unconfirmed
from readiness.usecases.sweeping import run_due
from tests.fakes import World, an_asker
from tests.readiness.build import ANA, BEN, CHI, DEE, ELI, a_gate, a_vote, an_initiative, any_of, offered_to
from tests.usecases.test_codes import XI, YO, everything, on_teams, world
from tests.usecases.test_starting import BUILT_IN

__all__ = ["world"]

EVIDENCE = GiveEvidence(GateRef("churn-model", "lineage"), "https://wiki.example/lineage")


def by(asker: Asker, request: str = "trigger-1") -> Asker:
    """The asker, asking by that request."""
    return replace(asker, request=request)


def process(world: World, asker: Asker) -> Turn:
    """A turn in a process that has answered nothing yet."""
    return Turn(world.deps, asker, {})


@pytest.fixture
def homed(world: World) -> World:
    """Ben owns the lineage gate of the churn model."""
    world.keep(an_initiative(a_gate("lineage", owner=BEN)))
    return world


def said(reply: Reply) -> str:
    assert isinstance(reply, Say | Refused), reply
    return reply.card.summary


# --- in one process ---------------------------------------------------------------------------------------------------


async def test_the_same_request_is_answered_the_same_and_done_once(homed: World) -> None:
    turn = process(homed, by(an_asker(BEN)))
    first, again = [await answer(turn, EVIDENCE) for _ in range(2)]
    assert again == Again(first)
    assert homed.initiative().gates["lineage"].revision == 1


async def test_of_two_deliveries_at_once_the_second_waits_for_the_first(homed: World) -> None:
    turn = process(homed, by(an_asker(BEN)))
    first, again = await asyncio.gather(answer(turn, EVIDENCE), answer(turn, EVIDENCE))
    assert again == Again(first)
    assert homed.initiative().gates["lineage"].revision == 1


@pytest.mark.parametrize("failure", [Unconfirmed(), DatabaseUnavailable(), RuntimeError()])
async def test_after_a_first_that_failed_the_second_really_tries(homed: World, failure: Exception) -> None:
    async def fail() -> None:
        raise failure

    homed.storage.before_commit = [fail]
    turn = process(homed, by(an_asker(BEN)))
    first, second = await asyncio.gather(answer(turn, EVIDENCE), answer(turn, EVIDENCE), return_exceptions=True)
    assert isinstance(first, Refused | RuntimeError)
    assert "revision 1" in said(second)
    assert homed.initiative().gates["lineage"].revision == 1


async def test_what_was_refused_is_not_remembered(homed: World) -> None:
    turn = process(homed, by(an_asker(DEE)))
    assert isinstance(await answer(turn, EVIDENCE), Refused)
    homed.keep(an_initiative(a_gate("lineage", owner=DEE)))
    assert "revision 1" in said(await answer(turn, EVIDENCE))


async def test_looking_is_answered_anew_and_writes_nothing(homed: World) -> None:
    turn = process(homed, by(an_asker(BEN)))
    for _ in range(2):
        assert isinstance(await answer(turn, Show(EVIDENCE.ref)), Say)
    assert (homed.storage.commits, homed.storage.handled) == (0, {})


async def test_answers_are_kept_for_ten_minutes_and_not_without_end(homed: World) -> None:
    kept, clock = Answered[int](), homed.clock

    async def ask(number: int) -> tuple[int, bool]:
        async def work() -> int:
            return number

        return await kept.once(("w", str(number)), clock(), work, lambda _: True)

    assert await ask(1) == (1, False)
    clock.move(minutes=9)
    assert await ask(1) == (1, True)
    clock.move(minutes=2)
    assert await ask(1) == (1, False)
    for number in range(MOST_KEPT + 5):
        await ask(number + 10)
    assert len(kept._kept) <= MOST_KEPT + 1


# --- in another process -----------------------------------------------------------------------------------------------


async def test_another_process_knows_from_what_is_kept(homed: World) -> None:
    asker = by(an_asker(BEN))
    await answer(process(homed, asker), EVIDENCE)
    before = everything(homed)
    assert said(await answer(process(homed, asker), EVIDENCE)) == DELIVERED_AGAIN
    assert everything(homed) == before


async def test_of_two_processes_at_once_one_does_it(homed: World) -> None:
    asker = by(an_asker(BEN))
    both = await asyncio.gather(*(answer(process(homed, asker), EVIDENCE) for _ in range(2)))
    assert sorted("revision 1" in said(one) for one in both) == [False, True]
    assert homed.initiative().gates["lineage"].revision == 1


async def test_what_cannot_even_be_read_any_more_is_answered_as_done(homed: World) -> None:
    homed.keep(an_initiative(a_gate("lineage"), a_gate("drift")))
    asker, line = by(an_asker(ANA)), ("gate remove drift covered elsewhere",)
    await answer_typed(process(homed, asker), line)
    assert said(await answer_typed(process(homed, asker), line)) == DELIVERED_AGAIN
    assert "no gate" in said(await answer_typed(process(homed, by(an_asker(ANA), "another")), line))


async def test_another_request_with_the_same_words_is_another(homed: World) -> None:
    turn = process(homed, by(an_asker(BEN)))
    await answer(turn, EVIDENCE)
    reply = await answer(replace(turn, asker=by(an_asker(BEN), "trigger-2")), EVIDENCE)
    assert not isinstance(reply, Again)


async def test_the_id_is_forgotten_after_two_days(homed: World) -> None:
    asker = by(an_asker(BEN))
    await answer(process(homed, asker), EVIDENCE)
    homed.clock.move(hours=47)
    await run_due(homed.deps)
    assert await handling.was_handled(homed.deps, asker)
    homed.clock.move(hours=2)
    await run_due(homed.deps)
    assert not await handling.was_handled(homed.deps, asker)


# --- what is done in several steps ------------------------------------------------------------------------------------


class Died(BaseException):
    """The process is no more; nothing in it goes on."""


async def test_what_follows_elsewhere_is_done_by_the_second_delivery_when_the_first_died(world: World) -> None:
    """Eli leaves the party, so Dee's vote, which stands, is all that "all of compliance" needs."""
    rule, votes = any_of("compliance", need=Quorum.ALL), [a_vote(DEE)]
    world.keep(an_initiative(a_gate("drift", owner=BEN, progress=Progress.IN_REVIEW, rule=rule, votes=votes)))
    remove = organisation.change_party, (world.deps, by(an_asker(ANA)), "compliance", "remove", (ELI,))

    async def live_on() -> None:
        pass

    async def die() -> None:
        raise Died

    world.storage.before_commit = [live_on, die]
    with pytest.raises(Died):
        await remove[0](*remove[1])
    assert world.initiative().gates["drift"].progress is Progress.IN_REVIEW
    with pytest.raises(AlreadyHandled):
        await remove[0](*remove[1])
    assert world.initiative().gates["drift"].progress is Progress.SIGNED_OFF


Codes = Callable[[World], Awaitable[tuple[Asker, Intent]]]


async def _administrator(world: World) -> tuple[Asker, Intent]:
    code = await codes.administrator_code(world.storage, world.deps.clock, world.deps.ids)
    return an_asker(BEN), BecomeAdministrator(code)


async def _join(world: World) -> tuple[Asker, Intent]:
    return on_teams(XI), JoinOrganisation(await joining.invite(world.deps, an_asker(ANA)))


async def _link(world: World) -> tuple[Asker, Intent]:
    await joining.join(world.deps, on_teams(XI), await joining.invite(world.deps, an_asker(ANA)))
    code = await linking.begin_link(world.deps, an_asker(BEN))
    return on_teams(YO, "acme"), LinkAccounts(code, is_sure=True)


@pytest.mark.parametrize("typed", [_administrator, _join, _link])
async def test_a_code_that_arrives_twice_is_used_once_and_counts_as_no_wrong_one(world: World, typed: Codes) -> None:
    asker, intent = await typed(world)
    assert isinstance(await answer(process(world, by(asker)), intent), Say)
    before = everything(world)
    runs = [dict(state.runs) for state in world.storage.states.values()]
    now = replace(asker, organisation=world.storage.workspaces[asker.workspace.id].organisation)
    for _ in range(7):
        assert said(await answer(process(world, by(now)), intent)) == DELIVERED_AGAIN
    assert everything(world) == before
    assert [dict(state.runs) for state in world.storage.states.values()] == runs


@pytest.mark.parametrize("intent", [JoinOrganisation(), LinkAccounts()])
async def test_a_code_is_made_once(world: World, intent: Intent) -> None:
    for _ in range(3):
        await answer(process(world, by(an_asker(ANA))), intent)
    assert len(world.storage.codes) == 1


async def test_a_gate_that_is_offered_is_accepted_once_and_not_refused_as_done(world: World) -> None:
    world.keep(an_initiative(a_gate("lineage", ownership=offered_to(BEN))))
    accept = Accept(GateRef("churn-model", "lineage"))
    asker = by(an_asker(BEN))
    await answer(process(world, asker), accept)
    assert said(await answer(process(world, asker), accept)) == DELIVERED_AGAIN
    assert isinstance(await answer(process(world, by(an_asker(BEN), "another")), accept), Refused)


# --- the same again by another request --------------------------------------------------------------------------------

INCIDENT = ReportIncident(EVIDENCE.ref, "It was down.", date(2026, 11, 22))
FINDING = ApproveWithFinding(EVIDENCE.ref, "BEN", date(2026, 12, 1), "Link it.")
NEW = New("Fraud scoring")


def pressed(reply: Reply, label: str) -> Intent:
    """What the button of that label asks for."""
    assert isinstance(reply, Refused), reply
    buttons = [item for part in reply.card.parts if isinstance(part, Actions) for item in part.items]
    return decode(next(one.press for one in buttons if one.label == label))


def counts(world: World) -> int:
    """How many initiatives, incidents and findings there are."""
    found = world.storage.state().initiatives.values()
    return sum(1 + len(one.incidents) + len(one.rework) for one in found)


@pytest.mark.parametrize(
    ("intent", "label"),
    [(INCIDENT, "Record another one"), (FINDING, "Raise another one"), (NEW, "Start another one")],
)
async def test_what_there_can_be_two_of_is_asked_about_and_then_done(world: World, intent: Intent, label: str) -> None:
    world.keep(an_initiative(a_gate("lineage", owner=CHI, progress=Progress.IN_REVIEW)))
    turn = Turn(world.deps, an_asker(DEE), BUILT_IN)
    before = counts(world)
    assert isinstance(await answer(turn, intent), Say)
    asked = await answer(turn, intent)
    assert counts(world) == before + 1
    assert isinstance(await answer(turn, pressed(asked, label)), Say)
    assert counts(world) == before + 2
    world.clock.move(minutes=11)
    assert isinstance(await answer(turn, intent), Say)
    assert counts(world) == before + 3


async def test_a_status_is_shared_once_in_a_channel_whoever_clicks_twice(homed: World) -> None:
    share = Share("churn-model")
    for who, where, is_first in ((BEN, "C1", True), (BEN, "C1", False), (DEE, "C1", False), (BEN, "C2", True)):
        turn = process(homed, by(an_asker(who, where), f"{who} {where} {is_first}"))
        assert isinstance(await answer(turn, share), Tell) is is_first
    homed.clock.move(minutes=2)
    assert isinstance(await answer(process(homed, by(an_asker(BEN), "later")), share), Tell)
