"""Examples of rework: findings, the ledger, and sign-offs that hold for a while."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.intents.form import OpenForm
from bot.intents.intent import GateRef
from bot.intents.looking import Show
from bot.views.answers.changed import answer_card
from bot.views.examples.edges import HOSTILE_TEXT
from bot.views.examples.example import Example
from bot.views.examples.story import (
    ANA,
    BEN,
    CHI,
    DEE,
    ELI,
    FAY,
    HANA,
    NOW,
    TODAY,
    act,
    at,
    churn,
    organisation,
    page,
    stands,
)
from bot.views.posted.prompt import prompt_card
from bot.views.posted.reminder import reminder_card
from bot.views.posted.sign_off import sign_off_card
from bot.views.shown import forms
from bot.views.shown.gates import gate_card
from bot.views.shown.rework import rework_card
from bot.views.shown.status import status_card
from readiness.domain.readings.reminder import Reminder, reminders
from readiness.domain.rules import milestone as milestone_rules
from readiness.domain.rules import review as review_rules
from readiness.domain.rules import rework as rework_rules
from readiness.domain.rules import validity
from readiness.domain.rules.change import Change
from readiness.domain.rules.finding import Finding
from readiness.domain.rules.review import Vote
from readiness.domain.values.gate import ChangesReason, Decision
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation
from readiness.usecases.frame.changing import Outcome
from readiness.usecases.frame.expiry import elapse

KEY = "data-lineage"
REF = GateRef("churn-model", KEY)
CONTRACT = Finding(BEN, date(2026, 11, 27), "Link the second vendor's contract.")
PURPOSE = Finding(CHI, date(2026, 12, 4), "Say for which purpose the feed of the old shop may be used.")
_LATE = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)


def examples() -> tuple[Example, ...]:
    """All of them."""
    return (*_ledgers(), *_messages(), *_answers(), *_validities(), *_forms())


def approved() -> Initiative:
    """Churn model, its data lineage signed off by Dee with a finding for Ben, due on Friday."""
    return rework_rules.approve_with_finding(churn(), KEY, CONTRACT, act(DEE)).initiative


def overdue() -> Initiative:
    """The same a week later: the finding is overdue, and Dee's approval was taken back."""
    return replace(elapse(approved(), act(PersonId(""), _LATE)).initiative, version=43)


def ledger_of_all() -> Initiative:
    """Churn model with requested changes that are done, a finding, and changes asked for late."""
    asked = _asked_again(
        _returned(churn(), KEY, ELI, "Name the owner of every source.", ChangesReason.LINEAGE), KEY, BEN
    )
    change = review_rules.vote(asked, KEY, Vote(Decision.APPROVE), act(FAY))
    change = change.then(rework_rules.approve_with_finding(change.initiative, KEY, CONTRACT, act(DEE)))
    settled = rework_rules.end_with_gates(asked, change, act(DEE)).initiative
    late = milestone_rules.reach(settled, "model-complete", TODAY, act(ANA)).initiative
    tested = _asked_again(late, "fallback-tested", HANA)
    return _returned(tested, "fallback-tested", FAY, "Test with last year's peak.", ChangesReason.DOCUMENTATION)


def _asked_again(initiative: Initiative, key: str, by: PersonId) -> Initiative:
    given = review_rules.give_evidence(initiative, key, "https://wiki.example/next", act(by)).initiative
    return review_rules.request(given, key, act(by)).initiative


def _returned(initiative: Initiative, key: str, by: PersonId, said: str, why: ChangesReason) -> Initiative:
    return review_rules.vote(initiative, key, Vote(Decision.CHANGES, comment=said, reason=why), act(by)).initiative


def _ledgers() -> tuple[Example, ...]:
    whole = ledger_of_all()
    over = rework_rules.end(approved(), 1, act(BEN)).initiative
    many = approved()
    for number in range(2, 12):
        more = Finding(CHI, date(2026, 12, number), f"{HOSTILE_TEXT} " * 6)
        many = rework_rules.approve_with_finding(many, KEY, more, act(DEE)).initiative
    return (
        Example("rework", "The ledger of rework, for an approver", rework_card(stands(whole), DEE)),
        Example("rework-lead", "The same, for the lead", rework_card(stands(whole), ANA)),
        Example("rework-overdue", "An overdue finding, for its owner", rework_card(stands(overdue(), _LATE), BEN)),
        Example("rework-done", "All rework is done", rework_card(stands(over), BEN)),
        Example("rework-none", "No rework at all", rework_card(stands(churn()), BEN)),
        Example("rework-hostile", "Many findings, of long and hostile words", rework_card(stands(many), DEE)),
    )


def _messages() -> tuple[Example, ...]:
    now, late = approved(), overdue()
    over = replace(now.gates[KEY], valid_days=1)
    over = replace(over, settled=(replace(over.settled[-1], end=NOW - timedelta(hours=1)),))
    holds = validity.set_validity(now, "documentation", 90, act(ANA)).initiative
    ended = now.with_gate(over)
    return (
        Example("sign-off-finding", "Signed off with a finding", sign_off_card(page(now, KEY), 2)),
        Example("sign-off-finding-overdue", "A finding is overdue", sign_off_card(page(late, KEY, _LATE), 3)),
        Example("sign-off-holds", "Signed off for a while", sign_off_card(page(holds, "documentation"), 1)),
        Example("sign-off-ended", "A sign-off has held for its time", sign_off_card(page(ended, KEY), 2)),
        Example("gate-finding", "A gate with a finding, for its owner", gate_card(page(now, KEY), BEN)),
        Example("gate-finding-signer", "The same, for who raised it", gate_card(page(now, KEY), DEE)),
        Example("gate-finding-overdue", "It is overdue, for an approver", gate_card(page(late, KEY, _LATE), ELI)),
        Example("gate-holds", "A gate signed off for a while", gate_card(page(holds, "documentation"), DEE)),
        Example("gate-sign-off-ended", "Its sign-off has ended", gate_card(page(ended, KEY), DEE)),
        Example("status-finding", "A status with an open finding", status_card(stands(now), can_share=True)),
        Example(
            "status-finding-overdue", "A status with an overdue one", status_card(stands(late, _LATE), can_share=False)
        ),
        Example("prompt-finding", "A prompt with a finding", prompt_card(stands(now), BEN)),
        Example("prompt-finding-overdue", "A finding took its approval back", prompt_card(stands(late, _LATE), BEN)),
        Example("reminder-finding", "A finding that is due soon", reminder_card(*_reminded(now, at(24)))),
        Example("reminder-finding-overdue", "A finding past its date", reminder_card(*_reminded(late, _LATE))),
    )


def _reminded(initiative: Initiative, now: datetime) -> tuple[Reminder, Organisation, date]:
    found = {one.person: one for one in reminders((initiative,), organisation(), {}, now)}
    return found.get(BEN) or Reminder(BEN, (), 0, 0, 0), organisation(), organisation().calendar.local_date(now)


def _answer(
    name: str, title: str, before: Initiative, change: Change, person: PersonId, now: datetime = NOW
) -> Example:
    outcome = Outcome(before, change.initiative, organisation(), change.facts, act(person, now))
    return Example(f"answer-{name}", title, answer_card(outcome, Show(REF)))


def _answers() -> tuple[Example, ...]:
    now, done, late = churn(), approved(), overdue()
    first = now.with_gate(replace(now.gates[KEY], votes=()))
    raised, waiting = (rework_rules.approve_with_finding(one, KEY, CONTRACT, act(DEE)) for one in (now, first))
    second = rework_rules.approve_with_finding(done, KEY, PURPOSE, act(DEE))
    due = date(2026, 12, 11)
    return (
        _answer("finding", "Approved with a finding", now, raised, DEE),
        _answer("finding-first", "The same, more signatures are needed", first, waiting, DEE),
        _answer("finding-second", "A second finding", done, second, DEE),
        _answer("finding-done", "A finding is done", done, rework_rules.end(done, 1, act(BEN)), BEN),
        _answer("finding-done-late", "It was overdue", late, rework_rules.end(late, 1, act(BEN, _LATE)), BEN, _LATE),
        _answer(
            "rework-given", "Given to somebody else", done, rework_rules.assign(done, 1, CHI, act(DEE), due=due), DEE
        ),
    )


def _validities() -> tuple[Example, ...]:
    now = churn()
    holding = validity.set_validity(now, "documentation", 90, act(ANA)).initiative
    changed = (
        ("open", "A sign-off will hold for a while", now, "load-tested", 182),
        ("signed", "It is signed off already", now, "documentation", 90),
        ("over", "It is older than that", now, "documentation", 7),
        ("never", "It holds for good", holding, "documentation", None),
    )
    return tuple(
        _answer(f"validity-{name}", title, before, validity.set_validity(before, key, days, act(ANA)), ANA)
        for name, title, before, key, days in changed
    )


def _forms() -> tuple[Example, ...]:
    finding, give = OpenForm("finding", REF, 2, "0a1b2c3d"), OpenForm("rework", REF, number=1)
    about = ("Churn model", "Data lineage traced")
    return (
        Example("form-finding", "An approval with a finding", forms.finding_form(finding, *about)),
        Example("form-rework", "Another owner or date", forms.rework_form(give, *about, owner=BEN, due=CONTRACT.due)),
    )
