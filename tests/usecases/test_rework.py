"""Findings and sign-offs that end: by the sweep, before any rule looks, and told to whom they concern."""

from dataclasses import replace
from datetime import date

import pytest
from msgspec import structs

from bot.conversation.forms import complete
from bot.conversation.pressed import answer_form
from bot.conversation.route import answer
from bot.conversation.turn import Ask, Mend, Refused, Say, Turn
from bot.intents.codec import encode
from bot.intents.form import OpenForm
from bot.intents.intent import GateRef
from bot.intents.review import SignOff
from bot.intents.rework import ApproveWithFinding, AssignRework, EndRework, ShowRework
from bot.intents.validity import SetValidity
from bot.render import plain
from readiness.domain.rules.finding import Finding
from readiness.domain.rules.review import Vote
from readiness.domain.values.gate import ChangesReason, Decision, Progress
from readiness.domain.values.initiative import Life
from readiness.domain.values.record import verify
from readiness.domain.values.refusals import FindingOverdue
from readiness.domain.values.rework import ReworkEnd
from readiness.usecases import absence, rework
from readiness.usecases import gate as gate_cases
from readiness.usecases.sweeping import run_due
from tests.fakes import World, a_world, an_asker
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    DEE,
    ELI,
    EVERYBODY,
    GUS,
    HANA,
    a_gate,
    an_initiative,
    an_organisation,
)

SLUG, KEY = "churn-model", "drift"
REF = GateRef(SLUG, KEY)
DUE = date(2026, 11, 24)
FINDING = Finding(GUS, DUE, "Link the contract.")


@pytest.fixture
def world() -> World:
    """Chi's gate is in review by compliance (Dee, Eli)."""
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(an_initiative(a_gate(KEY, owner=CHI, progress=Progress.IN_REVIEW), a_gate("lineage")))
    return world


async def approve(world: World, finding: Finding = FINDING, by=DEE):
    return await rework.approve_with_finding(world.deps, an_asker(by), SLUG, KEY, finding, seen=1, under=None)


async def say(world: World, person, intent):
    return await answer(Turn(world.deps, an_asker(person), {}), intent)


def gate(world: World):
    return world.initiative().gates[KEY]


def item(world: World, number: int = 1):
    return world.initiative().rework[number - 1]


def kinds(world: World) -> list[str]:
    return [str(entry.kind) for entry in world.storage.state().entries[SLUG]]


def told(world: World) -> set[str]:
    return set(world.storage.waiting())


async def test_one_press_leaves_vote_and_finding_and_tells_who_has_it(world):
    await approve(world)
    assert (gate(world).progress, item(world).owner) == (Progress.SIGNED_OFF, GUS)
    assert kinds(world) == ["sign-off.cast", "gate.signed-off", "rework.raised"]
    assert f"prompt:{SLUG}:{GUS}:2" in told(world)


async def test_who_takes_a_finding_upon_themselves_is_not_told_of_it(world):
    await approve(world, replace(FINDING, owner=DEE))
    assert not [key for key in told(world) if key.startswith("prompt:")]


async def test_the_sweep_takes_the_approval_back_and_tells_owner_gate_owner_and_approvers(world):
    await approve(world)
    world.clock.move(days=2)
    assert (await run_due(world.deps)).sign_offs_ended == 1
    assert (gate(world).progress, gate(world).votes, item(world).is_open) == (Progress.IN_REVIEW, (), True)
    assert kinds(world)[-1] == "sign-off.revoked"
    assert {f"prompt:{SLUG}:{GUS}:3", f"prompt:{SLUG}:{CHI}:3", f"sign-off:{SLUG}:{KEY}:2"} <= told(world)
    assert (await run_due(world.deps)).sign_offs_ended == 0
    state = world.storage.state()
    assert verify(SLUG, state.entries[SLUG], state.texts.get(SLUG, {}), world.initiative().head) is None


async def test_no_rule_sees_an_overdue_findings_approval_as_standing(world):
    await approve(world)
    world.clock.move(days=2)
    await rework.end(world.deps, an_asker(GUS), SLUG, 1, "")
    assert kinds(world)[-2:] == ["sign-off.revoked", "rework.ended"]
    assert gate(world).progress is Progress.IN_REVIEW


async def test_an_approval_over_an_overdue_finding_is_refused_and_says_what_to_do(world):
    await approve(world)
    world.clock.move(days=2)
    await run_due(world.deps)
    reply = await say(world, ELI, SignOff(REF, Decision.APPROVE, 1))
    assert isinstance(reply, Refused)
    assert isinstance(reply.refusal, FindingOverdue)
    assert "Gus was to do it by 24 Nov 2026." in plain.text(reply.card)
    assert "[It is done]" in plain.text(reply.card)


async def test_nothing_is_revoked_while_paused_and_all_of_it_afterwards(world):
    await approve(world)
    paused = replace(world.initiative(), standing=Life.PAUSED)
    world.keep(paused)
    world.clock.move(days=9)
    assert (await run_due(world.deps)).sign_offs_ended == 0
    world.keep(replace(paused, standing=Life.ACTIVE))
    assert (await run_due(world.deps)).sign_offs_ended == 1


async def test_new_evidence_ends_findings_and_the_record_says_so(world):
    await approve(world)
    await gate_cases.give_evidence(world.deps, an_asker(CHI), SLUG, KEY, "https://example.com/2")
    assert item(world).how is ReworkEnd.VOID
    assert kinds(world)[-2:] == ["evidence.given", "rework.ended"]


async def test_requested_changes_end_with_the_sign_off_in_the_same_change(world):
    ballot = Vote(Decision.CHANGES, comment="purpose?", reason=ChangesReason.LINEAGE)
    await gate_cases.sign_off(world.deps, an_asker(DEE), SLUG, KEY, ballot)
    await gate_cases.give_evidence(world.deps, an_asker(CHI), SLUG, KEY, "https://example.com/2")
    await gate_cases.request(world.deps, an_asker(CHI), SLUG, KEY)
    await gate_cases.sign_off(world.deps, an_asker(ELI), SLUG, KEY, Vote(Decision.APPROVE, 2))
    assert (item(world).how, item(world).ended_by) == (ReworkEnd.SETTLED, ELI)


# --- sign-offs that hold for a while ----------------------------------------------------------------------------------


async def test_a_sign_off_that_has_held_for_its_time_is_asked_for_again(world):
    await gate_cases.set_validity(world.deps, an_asker(ANA), SLUG, KEY, 3)
    await gate_cases.sign_off(world.deps, an_asker(DEE), SLUG, KEY, Vote(Decision.APPROVE, 1))
    world.clock.move(days=3)
    assert (await run_due(world.deps)).sign_offs_ended == 0
    world.clock.move(days=1)
    assert not gate(world).is_settled_at(world.clock.now)
    assert (await run_due(world.deps)).sign_offs_ended == 1
    assert (gate(world).progress, gate(world).votes) == (Progress.IN_REVIEW, ())
    assert f"sign-off:{SLUG}:{KEY}:2" in told(world)


async def test_it_is_asked_for_again_in_a_live_initiative_but_not_in_a_paused_one(world):
    await gate_cases.set_validity(world.deps, an_asker(ANA), SLUG, KEY, 3)
    await gate_cases.sign_off(world.deps, an_asker(DEE), SLUG, KEY, Vote(Decision.APPROVE, 1))
    signed = world.initiative()
    world.clock.move(days=9)
    world.keep(replace(signed, standing=Life.PAUSED))
    assert (await run_due(world.deps)).sign_offs_ended == 0
    live = signed
    for key in ("live-inputs", "outputs-in-use"):
        live = live.with_milestone(replace(live.milestone(key), actual=date(2026, 11, 23)))
    world.keep(live)
    assert (world.initiative().life, (await run_due(world.deps)).sign_offs_ended) == (Life.LIVE, 1)


# --- typed and pressed ------------------------------------------------------------------------------------------------


async def test_a_finding_is_answered_with_what_is_to_be_done_by_whom_and_by_when(world):
    finding = ApproveWithFinding(REF, "GUS", DUE, "Link the contract.")
    reply = await say(world, DEE, finding)
    assert isinstance(reply, Say)
    said = plain.text(reply.card)
    assert "Approved with 1 finding: drift of Churn model" in said
    assert "Link the contract. · Gus by 24 Nov" in said


async def test_the_ledger_offers_to_each_what_they_may_do(world):
    await approve(world)
    for person, ends, changes in ((GUS, True, False), (DEE, True, True), (ANA, False, True), (BEN, False, False)):
        said = plain.text((await say(world, person, ShowRework(SLUG))).card)
        assert ("It is done" in said, "Change owner or date" in said) == (ends, changes)


async def test_done_and_given_are_answered(world):
    await approve(world)
    given = await say(world, DEE, AssignRework(SLUG, 1, "HANA", date(2026, 12, 1)))
    assert "Hana does it by Tue 1 Dec" in given.card.summary
    assert item(world).owner == HANA
    assert f"prompt:{SLUG}:{HANA}:3" in told(world)
    assert "Done: finding 1" in (await say(world, HANA, EndRework(SLUG, 1))).card.summary
    assert isinstance(await say(world, HANA, EndRework(SLUG, 1)), Refused)
    assert isinstance(await say(world, HANA, EndRework(SLUG, 9)), Refused)


async def test_for_how_long_it_holds_is_answered(world):
    assert "holds for 90 days" in (await say(world, ANA, SetValidity(REF, 90))).card.summary
    assert isinstance(await say(world, HANA, SetValidity(REF, 9)), Refused)


async def test_a_filled_form_approves_with_a_finding_and_keeps_the_words_where_it_cannot(world):
    opened = OpenForm("finding", REF, 1, gate(world).rule.mark)
    assert isinstance(await say(world, DEE, opened), Ask)
    turn = Turn(world.deps, an_asker(DEE), {})
    values = {"person": "GUS", "due": "2026-11-20", "text": "Link it."}
    assert await answer_form(turn, encode(opened), values) == Mend({"due": "2026-11-20 is over. Choose a later day."})
    wordless = {**values, "text": " ", "due": "2026-11-24"}
    assert set((await answer_form(turn, encode(opened), wordless)).problems) == {"text"}
    assert set((await answer_form(turn, encode(opened), {**values, "person": ""})).problems) == {"person"}
    assert isinstance(await answer_form(turn, encode(opened), {**values, "due": "2026-11-24"}), Say)
    assert item(world).text == "Link it."


async def test_the_form_for_another_owner_shows_how_it_is_and_leaves_the_date_unless_it_is_given(world):
    await approve(world)
    opened = OpenForm("rework", REF, number=1)
    form = (await say(world, DEE, opened)).form
    assert [field.initial for field in form.fields] == [GUS, DUE]
    assert complete(opened, {"person": "HANA"}) == AssignRework(SLUG, 1, "HANA")
    assert isinstance(await say(world, DEE, structs.replace(opened, number=7)), Refused)


async def test_a_button_of_before_the_new_evidence_raises_nothing(world):
    await gate_cases.give_evidence(world.deps, an_asker(CHI), SLUG, KEY, "https://example.com/2")
    stale = ApproveWithFinding(REF, "GUS", DUE, "Link it.", seen=1)
    assert isinstance(await say(world, DEE, stale), Refused)
    assert world.initiative().rework == ()


async def test_a_finding_that_a_delegate_ends_is_recorded_as_on_behalf_of_its_owner(world):
    await approve(world)
    today = world.clock().date()
    await absence.go_away(world.deps, an_asker(GUS), today, DUE, BEN)
    said = await say(world, BEN, EndRework(SLUG, 1, "Linked."))
    assert isinstance(said, Say)
    assert "Recorded as done by you for Gus." in plain.text(said.card)
    (ended,) = [one for one in world.storage.state().entries[SLUG] if one.kind == "rework.ended"]
    assert (ended.actor, ended.data["on_behalf_of"]) == (BEN, GUS)
