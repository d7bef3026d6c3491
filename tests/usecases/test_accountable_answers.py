"""What people are told who ask the five questions, how late it is, or record an incident."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.cards import Card
from bot.conversation.pressed import answer_form
from bot.conversation.route import answer
from bot.conversation.turn import Ask, Mend, Refused, Turn
from bot.intents.block import Blocked
from bot.intents.codec import encode
from bot.intents.form import OpenForm
from bot.intents.incident import ReportIncident
from bot.intents.intent import GateRef
from bot.intents.lateness import ShowLateness
from bot.intents.looking import Help, Questions, Show, Status
from bot.intents.ownership import Accept
from bot.render import plain
from readiness.domain.values.incident import GapCause, Verdict
from readiness.domain.values.initiative import Home
from readiness.domain.values.milestone import DESIGN_CLOSED, LIVE_INPUTS
from readiness.domain.values.person import Role
from tests.fakes import SLACK, World, a_world, an_asker
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    EVERYBODY,
    MONDAY,
    a_gate,
    a_person,
    an_initiative,
    an_organisation,
    offered_to,
)

KEY = "data-lineage"
REF = GateRef("churn-model", KEY)
UNLISTED = GateRef("churn-model", "unlisted")
YESTERDAY = date(2026, 11, 22)


@pytest.fixture
def world() -> World:
    auditor = replace(a_person(CHI), role=Role.AUDITOR)
    world = a_world(an_organisation(people=[auditor]), in_channel=EVERYBODY)
    gate = a_gate(KEY, ownership=offered_to(BEN), needed_by=DESIGN_CLOSED)
    world.keep(an_initiative(gate, a_gate("other"), planned={DESIGN_CLOSED: date(2026, 11, 13)}))
    return world


async def say(world: World, person: str, intent: object, **asker: object):
    return await answer(Turn(world.deps, replace(an_asker(person), **asker), {}), intent)


async def told(world: World, person: str, intent: object) -> str:
    reply = await say(world, person, intent)
    card = reply.card
    assert isinstance(card, Card)
    return plain.text(card)


# --- looking ----------------------------------------------------------------------------------------------------------


async def test_the_five_questions_are_answered_to_whoever_may_see_the_initiative(world):
    said = await told(world, CHI, Questions("churn-model"))
    assert "1 of 5 questions answered" in said
    assert "Hana, since 2 Nov" in said


async def test_what_lives_in_a_private_channel_is_not_told_to_others(world):
    world.keep(replace(world.initiative(), home=Home(SLACK.id, "C9", private=True)))
    for intent in (Questions("churn-model"), ShowLateness("churn-model")):
        assert isinstance(await say(world, CHI, intent, is_overheard=True), Refused)
    assert isinstance(await say(world, BEN, ReportIncident(REF, "x"), is_overheard=True), Refused)


async def test_status_has_the_five_in_five_lines(world):
    said = await told(world, BEN, Status("churn-model"))
    assert "Deployment owner: Hana, since 2 Nov" in said
    assert "Compliance: not answered yet · 6 working days late" in said


async def test_lateness_is_read_from_what_the_record_says(world):
    assert "Compliance not touched yet, 6 working days after" in await told(world, ANA, ShowLateness("churn-model"))
    await say(world, BEN, Accept(REF))
    await say(world, BEN, Blocked(REF, "The vendor's contract is missing."))
    said = await told(world, ANA, ShowLateness("churn-model"))
    assert "Compliance 6 working days after design closed (planned 13 Nov)" in said
    assert "data-lineage · touched +6 · open +6" in await told(world, ANA, ShowLateness("churn-model", 1))


async def test_a_gate_says_how_late_it_was(world):
    await say(world, BEN, Accept(REF))
    await say(world, BEN, Blocked(REF, "The vendor's contract is missing."))
    world.clock.move(days=1)
    expected = "First touched 6 working days after design closed (planned 13 Nov); still open 7 after."
    assert expected in await told(world, ANA, Show(REF))
    assert "First touched" not in await told(world, ANA, Show(GateRef("churn-model", "other")))


# --- recording --------------------------------------------------------------------------------------------------------


async def test_an_incident_is_kept_recorded_and_shown_at_its_gate(world):
    said = await told(world, BEN, ReportIncident(REF, "Scores were late.", YESTERDAY))
    assert "Incident 1 is recorded at data-lineage of Churn model, on 22 Nov." in said
    (incident,) = world.initiative().incidents
    assert (incident.verdict, incident.cause, incident.by) == (Verdict.OPEN, GapCause.UNASSIGNED, BEN)
    (entry,) = world.storage.state().entries[world.initiative().id]
    assert (entry.kind, entry.actor, entry.data["day"]) == ("incident.recorded", BEN, "2026-11-22")
    assert "Scores were late." in await told(world, ANA, Show(REF))
    assert "Scores were late." in await told(world, ANA, ShowLateness("churn-model"))


async def test_without_a_day_it_was_today(world):
    await say(world, BEN, ReportIncident(REF, "x"))
    assert world.initiative().incidents[0].day == MONDAY.date()


async def test_one_that_nothing_covered_is_told_how_to_add_a_gate(world):
    reply = await say(world, BEN, ReportIncident(UNLISTED, "x"))
    assert encode(Help("gate add")) in str(reply.card)
    assert "gate add KEY" in plain.text(reply.card)
    assert world.initiative().incidents[0].gate is None


async def test_an_auditor_records_none_and_is_told_who_can(world):
    reply = await say(world, CHI, ReportIncident(REF, "x"))
    assert isinstance(reply, Refused)
    assert world.initiative().incidents == ()


async def test_a_day_to_come_is_refused_in_words_that_say_what_to_type(world):
    reply = await say(world, BEN, ReportIncident(REF, "x", MONDAY.date() + timedelta(days=1)))
    assert isinstance(reply, Refused)
    assert reply.card.summary == "24 Nov 2026 has not come yet. Say on which day it happened, like yesterday or -3d."


# --- the form ---------------------------------------------------------------------------------------------------------


async def test_the_form_offers_every_gate_and_that_none_was_listed(world):
    reply = await say(world, BEN, OpenForm("incident", GateRef("churn-model", "")))
    assert isinstance(reply, Ask)
    gate, day, _ = reply.form.fields
    assert [choice.value for choice in gate.choices] == ["unlisted", KEY, "other"]
    assert (gate.initial, day.initial) == ("", MONDAY.date())


async def test_opened_at_a_gate_it_has_that_gate_chosen_however_many_there_are(world):
    many = [a_gate(f"gate-{number}") for number in range(150)]
    world.keep(an_initiative(*many))
    reply = await say(world, BEN, OpenForm("incident", GateRef("churn-model", "gate-140")))
    gate = reply.form.fields[0]
    assert len(gate.choices) == 100
    assert gate.initial == gate.choices[1].value == "gate-140"
    assert "51 more gates do not fit here" in gate.hint


async def test_a_filled_form_records_the_incident(world):
    values = {"gate": KEY, "day": "2026-11-22", "what": "Scores were late."}
    press = encode(OpenForm("incident", GateRef("churn-model", "")))
    reply = await answer_form(Turn(world.deps, an_asker(BEN), {}), press, values)
    assert "Incident 1 is recorded" in reply.card.summary


@pytest.mark.parametrize(
    ("changed", "field"), [({"day": "2026-11-24"}, "day"), ({"day": ""}, "day"), ({"what": "  "}, "what")]
)
async def test_what_is_wrong_in_the_form_is_told_at_its_field(world, changed, field):
    values = {"gate": KEY, "day": "2026-11-22", "what": "Scores were late.", **changed}
    press = encode(OpenForm("incident", REF))
    reply = await answer_form(Turn(world.deps, an_asker(BEN), {}), press, values)
    assert isinstance(reply, Mend)
    assert list(reply.problems) == [field]


async def test_once_live_inputs_are_served_a_gate_offers_to_record_an_incident(world):
    assert "Record an incident" not in str((await say(world, ANA, Show(REF))).card)
    initiative = world.initiative()
    reached = replace(initiative.milestone(LIVE_INPUTS), actual=YESTERDAY)
    world.keep(initiative.with_milestone(reached))
    assert "Record an incident" in str((await say(world, ANA, Show(REF))).card)
