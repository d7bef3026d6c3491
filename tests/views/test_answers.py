"""Whatever a person causes is answered; whatever is refused is explained."""

import importlib
import pkgutil

import pytest

import bot.conversation
import readiness
from bot.cards import Card, Mention
from bot.conversation.commands import COMMANDS, Topic
from bot.intents.intent import GateRef
from bot.intents.problems import ProblemKind
from bot.render import plain
from bot.views.answers.changed import WORDED
from bot.views.examples.every import examples
from bot.views.examples.refusals import REFUSALS
from bot.views.examples.story import BEN, DEE, FAY, at
from bot.views.refusals.problems import refusal_card
from bot.views.refusals.unreadable import SENTENCES
from bot.views.shown.forms import field_problem
from bot.views.shown.help import TOPICS, help_card
from readiness.domain.values import refusals
from readiness.domain.values.fact import FactKind
from readiness.domain.values.refusal import Refusal

REF = GateRef("churn-model", "data-lineage")
COMES_ALONG = {
    FactKind.HOME_CHANGED,
    FactKind.WAIVER_EXPIRED,
    FactKind.SIGN_OFF_EXPIRED,
    FactKind.SIGN_OFF_REVOKED,
    FactKind.ORGANISATION_CREATED,
    FactKind.CONTRACT_CHANGED,
    FactKind.CONTRACT_VIOLATED,
    FactKind.DEADLOCK_FOUND,
    FactKind.DEADLOCK_ENDED,
    FactKind.PERSON_TOLD,
}
OF_THE_ORGANISATION = {
    FactKind.ROLE_CHANGED,
    FactKind.PERSON_LEFT,
    FactKind.PERSON_BACK,
    FactKind.AWAY_CHANGED,
    FactKind.SETTINGS_CHANGED,
    FactKind.TEMPLATE_PUBLISHED,
    FactKind.DIGEST_CHANGED,
    FactKind.ORGANISATION_JOINED,
    FactKind.ORGANISATION_ABSORBED,
    FactKind.ACCOUNTS_LINKED,
    FactKind.SIGN_OFF_VOIDED,
}
"""Answered by cards of their own in bot/views/shown/lists.py and bot/views/shown/belonging.py."""
ROOMS_OF_PEOPLE = ("readiness.domain", "readiness.usecases", "bot.conversation")


def every_refusal() -> list[type[Refusal]]:
    """Every subclass that the rules and use cases can raise."""
    for package in (readiness, bot.conversation):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    found, ahead = [], [Refusal]
    while ahead:
        kind = ahead.pop()
        ahead += kind.__subclasses__()
        found.append(kind)
    return sorted((one for one in found if one.__module__.startswith(ROOMS_OF_PEOPLE)), key=lambda one: one.code)


def text(card: Card) -> str:
    return plain.text(card)


def refused(refusal: Refusal, acme, **more) -> str:
    return text(refusal_card(refusal, acme, REF, **more))


def test_every_fact_that_a_person_causes_has_an_answer():
    assert set(WORDED) == set(FactKind) - COMES_ALONG - OF_THE_ORGANISATION


def test_every_answer_has_an_example(monkeypatch):
    shown = {FactKind.INITIATIVE_CREATED}  # a card of its own, started_card

    def noting(kind, worded):
        def answer(outcome, facts):
            shown.add(kind)
            return worded(outcome, facts)

        return answer

    for kind, worded in WORDED.items():
        monkeypatch.setitem(WORDED, kind, noting(kind, worded))
    examples.__wrapped__()
    assert shown == set(WORDED)


@pytest.mark.parametrize("kind", every_refusal(), ids=lambda kind: kind.__name__)
def test_every_refusal_has_a_card_even_without_details(kind, acme):
    for organisation in (acme, None):
        for ref in (REF, GateRef("churn-model", "handoff"), None):
            card = refusal_card(kind(), organisation, ref)
            assert card.summary.strip()
            assert "{" not in text(card)


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_told_without_an_organisation_names_nobody(name):
    shown = text(refusal_card(REFUSALS[name], None, None))
    assert "@" not in shown.replace("@person", "").replace("type @", "")


def test_a_denial_says_who_may(acme):
    said = refused(REFUSALS["not-allowed"], acme)
    assert "the lead, the handoff owner or an administrator" in said
    assert "Ana, Chi or Gus can change dates." in said


def test_own_evidence_is_signed_by_others_of_the_party(acme):
    assert "@Dee or @Eli of compliance can." in refused(refusals.OwnEvidence(people=frozenset({DEE, "eli"})), acme)


def test_people_who_may_are_mentioned_only_where_they_must_act(acme):
    card = refusal_card(REFUSALS["not-allowed"], acme, REF)
    spans = [span for part in card.parts for row in getattr(part, "lines", ()) for span in row]
    assert not any(isinstance(span, Mention) for span in spans)


def test_a_stale_press_shows_the_new_revision(acme):
    stale = refusals.Stale(gate="data-lineage", revision=3, seen=2, by=BEN, at=at(23, 9, minute=31))
    said = refused(stale, acme)
    assert "Revision 3 was added by Ben" in said
    assert "revision 2 was not counted" in said
    assert "[Look at revision 3]" in said


def test_a_second_press_is_told_who_was_first(acme):
    done = refusals.AlreadyDone(progress="signed off", by=FAY, at=at(23, 13))
    assert "Fay signed this off" in refused(done, acme)
    assert "You signed this off" in refused(done, acme, viewer=FAY)


def test_what_is_not_there_and_what_is_hidden_are_told_alike(acme):
    card = refusal_card(refusals.NotFound(initiative="secret"), acme, None)
    assert card == refusal_card(refusals.NotFound(initiative="secret"), acme, None)
    assert "or it is not for you to see" in text(card)


def test_what_people_wrote_never_becomes_code(acme):
    said = refusal_card(refusals.BadKey(key="a`b`c"), acme, None)
    assert "a`b`c" in text(said)


def test_every_problem_of_the_grammar_has_a_sentence():
    assert set(SENTENCES) == set(ProblemKind)


def test_help_lists_every_command():
    said = text(help_card(None, COMMANDS))
    assert all(command.name in said for command in COMMANDS)
    assert set(TOPICS) == {str(topic) for topic in Topic}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_explains_every_command(command):
    said = text(help_card(command.name, COMMANDS))
    assert command.does in said
    assert command.example in said


def test_help_for_an_unknown_command_lists_all():
    assert help_card("dance", COMMANDS) == help_card(None, COMMANDS)


@pytest.mark.parametrize("kind", ["person-needed", "bad-date", "bad-money", "invite-me-first", "archived", "anything"])
def test_a_bad_field_is_told_in_a_sentence(kind):
    assert field_problem(kind).endswith(".")
