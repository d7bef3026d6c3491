"""Of two people with one name every page says which."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards import Card
from bot.render import plain
from bot.views.posted.closed import unreachable_card
from bot.views.posted.digest import digest_card
from bot.views.posted.given_up import given_up_card
from bot.views.posted.prompt import prompt_card
from bot.views.refusals.problems import refusal_card
from bot.views.shown.gates import all_gates_card
from bot.views.shown.organisation import left_card, role_card
from bot.views.shown.questions import questions_card
from bot.views.shown.status import checklist_card, status_card
from bot.views.shown.waits import waits_card
from bot.views.words.listing import name
from readiness.domain.readings.digest import Digest, digest
from readiness.domain.readings.report import Standing, standing
from readiness.domain.values import refusals
from readiness.domain.values.identity import PersonId, WorkspaceId
from readiness.domain.values.notice import Notice, NoticeKind
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.person import Role
from readiness.usecases.frame.ports import GivenUp
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    DEE,
    ELI,
    MONDAY,
    a_gate,
    a_person,
    an_initiative,
    an_organisation,
    owned_by,
)


def of_one_name(*persons: PersonId, **more: object) -> Organisation:
    """Those people are all called Alex; Dee and Eli are compliance, Gus is platform, nobody else is in a party."""
    return an_organisation(people=[replace(a_person(one), name="Alex") for one in persons], **more)


def test_the_party_tells_them_apart_else_the_account() -> None:
    known = of_one_name(DEE, CHI)
    assert (name(known, DEE), name(known, CHI)) == ("Alex (Compliance)", "Alex (…chi)")
    both = replace(of_one_name(DEE, ELI), addresses={WorkspaceId("w"): {DEE: "U0ABCD", ELI: "U0WXYZ"}})
    assert (name(both, DEE), name(both, ELI)) == ("Alex (…ABCD)", "Alex (…WXYZ)")
    assert name(known, BEN) == "Ben"


def test_who_is_refused_is_told_of_another_one_of_their_name() -> None:
    known = of_one_name(DEE, BEN)
    card = refusal_card(refusals.OwnGate(people=frozenset({DEE, ELI})), known, None, BEN)
    assert "Another @Alex (Compliance) or @Eli of compliance can." in plain.text(card)
    other = refusal_card(refusals.OwnGate(people=frozenset({DEE, ELI})), known, None, ANA)
    assert "another" not in plain.text(other)


PAGES: dict[str, Callable[[Standing], Card]] = {
    "status": lambda stands: status_card(stands, can_share=False),
    "checklist": checklist_card,
    "all gates": all_gates_card,
    "questions": questions_card,
    "waits": waits_card,
    "prompt": lambda stands: prompt_card(stands, BEN),
    "digest": lambda stands: digest_card(_digest(stands), stands.organisation),
}


@pytest.mark.parametrize("page", PAGES)
def test_no_page_says_the_name_without_which(page: str) -> None:
    known = of_one_name(BEN, CHI).with_party(Party("platform", "Platform", owner=CHI))
    gates = a_gate("compute", ownership=owned_by(BEN)), a_gate("load-tested", owner=CHI, depends_on=("compute",))
    initiative = replace(an_initiative(*gates), handoff=owned_by(BEN))
    words = plain.text(PAGES[page](standing(initiative, known, MONDAY + timedelta(days=30))))
    assert words.count("Alex") == words.count("Alex ("), words
    assert "Alex" in words


def test_the_word_of_what_does_not_arrive_says_for_which_of_them() -> None:
    known = of_one_name(DEE, CHI)
    lost = [GivenUp(_prompt(person), "blocked") for person in (DEE, CHI)]
    words = plain.text(given_up_card(lost, known, {}))
    assert "prompt for Alex (Compliance): blocked" in words
    assert "prompt for Alex (…chi): blocked" in words
    unreachable = plain.text(unreachable_card(DEE, an_initiative(a_gate()), known))
    assert unreachable.count("Alex") == unreachable.count("Alex (Compliance)") > 0


def test_a_role_and_a_leaving_are_of_one_of_them() -> None:
    known = of_one_name(DEE, CHI)
    for card in (role_card(known, DEE, Role.AUDITOR), left_card(known, DEE)):
        words = plain.text(card)
        assert words.count("Alex") == words.count("Alex (Compliance)") > 0, words


def _prompt(person: PersonId) -> Notice:
    return Notice(kind=NoticeKind.PROMPT, key=f"prompt:{person}", workspace=WorkspaceId("w"), person=person)


def _digest(stands: Standing) -> Digest:
    found = digest([stands.initiative], stands.organisation, {}, stands.now)
    assert found is not None
    return found
