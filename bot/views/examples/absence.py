"""Examples of somebody being away: what they say, and how everything looks to whoever acts for them."""

from dataclasses import replace
from datetime import date

from bot.cards import Card
from bot.intents.form import OpenForm
from bot.intents.looking import Show
from bot.views.answers.changed import answer_card
from bot.views.examples.answers import REF
from bot.views.examples.belonging import WORKSPACES
from bot.views.examples.example import Example
from bot.views.examples.story import ANA, BEN, CHI, ELI, GUS, HANA, IVO, NOW, TODAY, churn, organisation, template
from bot.views.posted.prompt import prompt_card
from bot.views.posted.reminder import reminder_card
from bot.views.posted.sign_off import sign_off_card
from bot.views.shown.gate import gate_card
from bot.views.shown.home import home_view
from bot.views.shown.lists import settings_card
from bot.views.shown.status import status_card
from bot.views.words.absence import absence_card, away_form, back_card, stand_in_card
from readiness.domain.readings.reminder import Reminder, reminders
from readiness.domain.readings.report import Standing, standing
from readiness.domain.rights.signing import review
from readiness.domain.rules import ownership as ownership_rules
from readiness.domain.rules import review as review_rules
from readiness.domain.rules.change import Act
from readiness.domain.rules.delegation import on_behalf
from readiness.domain.rules.review import Vote
from readiness.domain.values.gate import Decision
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Absence
from readiness.usecases.absence import AbsencePage
from readiness.usecases.frame.changing import Outcome
from readiness.usecases.looking import GatePage, HomePage, SettingsPage

_FIRST, _LAST = date(2026, 11, 18), date(2026, 12, 4)


def examples() -> tuple[Example, ...]:
    """All of them."""
    return (*_said(), *_seen(), *_done())


def while_away() -> Organisation:
    """Acme while Eli and Hana are away, for whom Gus and Ivo act, and Ben, for whom nobody does."""
    acme = organisation()
    for person, delegate in ((ELI, GUS), (HANA, IVO), (BEN, None)):
        absence = Absence(_FIRST, _LAST, delegate, has_begun=True)
        acme = acme.with_person(replace(acme.person(person), absence=absence))
    to_come = Absence(date(2026, 12, 7), date(2026, 12, 18), GUS)
    return acme.with_person(replace(acme.person(CHI), absence=to_come))


def _said() -> tuple[Example, ...]:
    acme = while_away()
    page = AbsencePage(acme, ELI, TODAY)
    one_day = replace(acme.person(CHI), absence=Absence(date(2026, 12, 7), date(2026, 12, 7)))
    return (
        Example("away-none", "Not away", absence_card(AbsencePage(acme, ANA, TODAY))),
        Example("away", "Away, and somebody acts", absence_card(page)),
        Example("away-to-come", "Away from a day to come", absence_card(AbsencePage(acme, CHI, TODAY))),
        Example(
            "away-one-day", "Away on a day to come", absence_card(AbsencePage(acme.with_person(one_day), CHI, TODAY))
        ),
        Example("away-alone", "Away, and nobody acts", absence_card(AbsencePage(acme, BEN, TODAY))),
        Example("away-acting", "Acting for somebody", absence_card(AbsencePage(acme, GUS, TODAY))),
        Example("stand-in", "Asked to act for somebody", stand_in_card(acme, ELI, acme.absences[ELI])),
        Example("stand-in-over", "No longer asked to", stand_in_card(acme, ELI, None)),
        Example("away-back", "Back again", back_card(AbsencePage(organisation(), ELI, TODAY))),
        Example("form-away", "The form away", away_form(OpenForm("away"), AbsencePage(acme, ANA, TODAY))),
        Example("away-form-again", "The form away, said before", away_form(OpenForm("away"), page)),
    )


def _seen() -> tuple[Example, ...]:
    acme = while_away()
    now = standing(churn(), acme, NOW)
    settings = SettingsPage(acme, frozenset({str(ANA)}), WORKSPACES)
    delegate = HomePage(str(IVO), acme, ((now, churn().gates["fallback-tested"]),), (), (), (now,), (now,))
    signer = HomePage(str(GUS), acme, (), ((now, churn().gates["data-lineage"]),), (), (), ())
    return (
        Example("away-status", "The checklist while people are away", status_card(now, can_share=True)),
        Example("away-gate", "A gate whose owner is away", gate_card(_page(churn(), "data-lineage", now), GUS)),
        Example("away-sign-off", "A request that asks a delegate", _request(now)),
        Example("away-prompt", "A prompt for a delegate", prompt_card(now, IVO)),
        Example("away-prompt-own", "The same for who is away", prompt_card(now, HANA)),
        Example("away-reminder", "A delegate's reminder", reminder_card(_reminder(GUS, acme), acme, TODAY)),
        Example("away-reminder-asker", "The reminder of who waits", reminder_card(_reminder(ANA, acme), acme, TODAY)),
        Example("away-home", "The personal page of a delegate", home_view(delegate)),
        Example("away-home-signer", "The same, asked for a sign-off", home_view(signer)),
        Example(
            "away-home-own", "The personal page of who is away", home_view(replace(signer, person=ELI, approvals=()))
        ),
        Example("away-settings", "Settings while people are away", settings_card(settings)),
    )


def _done() -> tuple[Example, ...]:
    acme, before = while_away(), churn()
    approve = Vote(Decision.APPROVE, seen=2, comment="Looked at both feeds")
    gus = Act(acme.person(GUS), NOW, acme)
    change = on_behalf(before, review_rules.vote(before, "data-lineage", approve, gus), gus)
    signed = standing(change.initiative, acme, NOW)
    offer = ownership_rules.assign(before, "data-lineage", ELI, Act(acme.person(ANA), NOW, acme))
    offered = Outcome(before, offer.initiative, acme, offer.facts, Act(acme.person(ANA), NOW, acme))
    return (
        Example(
            "away-approved",
            "Signed for somebody away",
            answer_card(Outcome(before, change.initiative, acme, change.facts, gus), Show(REF)),
        ),
        Example("away-signed", "The request then", sign_off_card(_page(change.initiative, "data-lineage", signed), 2)),
        Example("away-offered", "Offered to somebody away", answer_card(offered, Show(REF))),
    )


def _page(initiative: Initiative, key: str, stands: Standing) -> GatePage:
    gate = initiative.gates[key]
    return GatePage(stands, gate, template().gate(key), review(gate, initiative, stands.organisation))


def _request(stands: Standing) -> Card:
    return sign_off_card(_page(stands.initiative, "data-lineage", stands), 2)


def _reminder(person: PersonId, acme: Organisation) -> Reminder:
    found = {one.person: one for one in reminders((churn(),), acme, {}, NOW)}
    return found[person]
