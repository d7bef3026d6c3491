"""Whatever speaks of an open offer names the same person as accountable: the owner, not who made the offer."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cards import Card
from bot.intents.intent import GateRef
from bot.intents.ownership import Assign, Decline
from bot.render import plain
from bot.views.answers.changed import answer_card
from bot.views.posted.prompt import prompt_card
from bot.views.posted.reminder import reminder_card
from bot.views.shown.home import home_card, home_view
from bot.views.shown.status import status_card
from readiness.domain.readings.reminder import reminders
from readiness.domain.readings.report import Standing, standing
from readiness.domain.rules.change import Act
from readiness.domain.rules.ownership import assign, decline
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.usecases.frame.changing import Outcome
from readiness.usecases.looking import HomePage
from tests.readiness.build import ANA, CHI, GUS, MONDAY, a_gate, a_person, an_initiative, an_organisation, offered_to

ACME = an_organisation()
TODAY = MONDAY.date()


def _offered(*keys: str) -> Initiative:
    """Gus owns those gates and the handoff; Ana has offered all of it to Chi."""
    offer = offered_to(CHI, by=ANA, owner=GUS)
    return an_initiative(*(a_gate(key, ownership=offer) for key in keys), handoff=offer if not keys else None)


def _stands(*keys: str) -> Standing:
    return standing(_offered(*keys), ACME, MONDAY)


def _answer() -> Card:
    before = an_initiative(a_gate("compute", owner=GUS))
    act = Act(a_person(ANA), MONDAY, ACME)
    change = assign(before, "compute", CHI, act)
    outcome = Outcome(before, change.initiative, ACME, change.facts, act)
    return answer_card(outcome, Assign(GateRef(before.slug, "compute"), str(CHI)))


def _home(*keys: str) -> Card:
    stands = _stands(*keys)
    offers = tuple((stands, stands.initiative.gates[key]) for key in keys) or ((stands, None),)
    return home_card(home_view(HomePage(str(CHI), ACME, (), (), offers, (), (stands,))))


def _reminder(*keys: str) -> Card:
    (found,) = [one for one in reminders([_offered(*keys)], ACME, {}, MONDAY) if one.person == CHI]
    return reminder_card(found, ACME, TODAY)


SURFACES: dict[str, tuple[Callable[[], Card], ...]] = {
    "answers/ownership": (_answer,),
    "shown/home": (lambda: _home("compute"), _home),
    "posted/prompt": (
        lambda: prompt_card(_stands("compute"), CHI),
        lambda: prompt_card(_stands("compute", "drift"), CHI),
        lambda: prompt_card(_stands(), CHI),
    ),
    "posted/reminder": (lambda: _reminder("compute"), _reminder),
}
"""By the module that words it; the conditions speak only of a handoff that nobody owns yet."""


@pytest.mark.parametrize("draw", [draw for cards in SURFACES.values() for draw in cards])
def test_every_surface_says_that_the_owner_stays_accountable(draw: Callable[[], Card]) -> None:
    said = plain.text(draw())
    assert "Gus stays accountable" in said
    assert "Ana stays accountable" not in said


def test_no_surface_that_says_so_is_left_out() -> None:
    views = Path("bot/views").rglob("*.py")
    words = ("stays accountable", "stay} accountable", "stay accountable")
    saying = {
        f"{path.parent.name}/{path.stem}" for path in views if any(word in path.read_text("utf-8") for word in words)
    }
    assert saying - {"shown/forms"} == {*SURFACES, "words/conditions"}


def test_without_an_owner_who_made_the_offer_stays_accountable_everywhere() -> None:
    initiative = replace(_offered(), handoff=offered_to(CHI, by=ANA))
    stands = standing(initiative, ACME, MONDAY)
    assert "Ana stays accountable" in plain.text(prompt_card(stands, CHI))
    assert "Gus" not in plain.text(status_card(stands, can_share=True))


@pytest.mark.parametrize(
    ("giver", "words"),
    [
        (ANA, "The offer to Chi has ended with it; tell Ana, who made it and can make it again."),
        (GUS, "The offer to Chi has ended with it."),
    ],
)
@pytest.mark.parametrize("key", ["compute", "handoff"])
def test_handing_back_says_that_an_open_offer_ends_with_it(giver: PersonId, words: str, key: str) -> None:
    offer = offered_to(CHI, by=giver, owner=GUS)
    before = an_initiative(a_gate("compute", ownership=offer), handoff=offer)
    act = Act(a_person(GUS), MONDAY, ACME)
    change = decline(before, None if key == "handoff" else key, act, why="no")
    outcome = Outcome(before, change.initiative, ACME, change.facts, act)
    assert words in plain.text(answer_card(outcome, Decline(GateRef(before.slug, key), "no")))
