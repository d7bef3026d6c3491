"""Examples of the chain: how it is set, who is told, and owners who are asked again."""

from dataclasses import replace
from datetime import date, timedelta

from bot.cards import Card
from bot.intents.intent import GateRef
from bot.intents.ownership import Confirm
from bot.views.answers.changed import answer_card
from bot.views.examples.example import Example
from bot.views.examples.messages import MONDAYS
from bot.views.examples.story import ANA, BEN, CHI, GUS, HANA, NOW, TODAY, act, churn, organisation, page
from bot.views.posted.digest import digest_card
from bot.views.posted.reminder import reminder_card
from bot.views.shown.gate import gate_card
from bot.views.shown.status import status_card
from bot.views.words.escalation import escalation_card, reconfirmation_card, wait_card
from readiness.domain.readings.digest import digest
from readiness.domain.readings.reminder import reminders
from readiness.domain.readings.report import Standing, standing
from readiness.domain.rules.confirmation import confirm, confirm_all
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import Absence, Person
from readiness.domain.values.policy import EscalationPolicy, Place, Policy
from readiness.domain.values.step import StallCause
from readiness.domain.values.telling import Telling
from readiness.usecases.frame.changing import Outcome

MIA = PersonId("mia")


def examples() -> tuple[Example, ...]:
    """All of them."""
    return (*_settings(), *_told(), *_confirmations())


def _settings() -> tuple[Example, ...]:
    policy = Policy()
    later = EscalationPolicy(sponsor=15)
    return (
        Example("escalation", "Who is told when something is late", escalation_card(policy)),
        Example("escalation-set", "The sponsor is told later", wait_card(Place.SPONSOR, policy.escalation, later)),
        Example(
            "reconfirm-set", "Owners are asked again", reconfirmation_card(policy, replace(policy, reconfirm_weeks=8))
        ),
        Example(
            "reconfirm-off",
            "Owners are not asked again",
            reconfirmation_card(policy, replace(policy, reconfirm_weeks=0)),
        ),
    )


def _told() -> tuple[Example, ...]:
    late, alone = _late(), _nobody_left()
    found = digest([alone], _away(), {}, NOW)
    if found is None:
        raise ValueError("the example is active")
    return (
        Example("status-told", "The status says who was told", status_card(_stands(late), can_share=True)),
        Example(
            "gate-told",
            "A late gate, for its owner",
            gate_card(replace(page(late, "compute"), standing=_stands(late)), BEN),
        ),
        Example("reminder-late", "The handoff owner is told what is late", _reminder(late, HANA)),
        Example("reminder-nobody-left", "Nobody is left to tell", _reminder(alone, ANA, _away())),
        Example("digest-nobody-left", "A stall that nobody is told of", digest_card(found, _away(), slot=MONDAYS)),
    )


def _confirmations() -> tuple[Example, ...]:
    old = _accepted_long_ago()
    one = replace(old, gates={key: gate for key, gate in old.gates.items() if key == "compute"}, backup=None)
    confirmed = act(CHI)
    outcome = confirm_all(old, confirmed)
    done = Outcome(old, outcome.initiative, organisation(), outcome.facts, confirmed)
    mine, handoff = (Confirm(GateRef(old.slug, key)) for key in ("all", "handoff"))
    return (
        Example("reminder-confirm", "Is it still yours?", _reminder(old, CHI)),
        Example("reminder-confirm-one", "The same about one gate", _reminder(one, BEN)),
        Example("reminder-unconfirmed", "An owner who has not said so", _reminder(_asked(old), HANA)),
        Example("answer-confirmed", "Still mine", answer_card(done, mine)),
        Example("answer-confirmed-handoff", "The handoff is still mine", answer_card(_handoff_confirmed(), handoff)),
    )


def _handoff_confirmed() -> Outcome:
    before, by = churn(), act(HANA)
    change = confirm(before, None, by)
    return Outcome(before, change.initiative, organisation(), change.facts, by)


def _stands(initiative: Initiative) -> Standing:
    return standing(initiative, _everybody(), NOW)


def _everybody() -> Organisation:
    """Acme with a sponsor."""
    return organisation().with_person(Person(MIA, "Mia", "Europe/Berlin"))


def _late() -> Initiative:
    """Churn model with gates that are late: one has gone up to the handoff owner."""
    initiative = replace(churn(), sponsor=MIA)
    compute = replace(
        initiative.gates["compute"],
        ownership=Ownership(since=NOW, owner=BEN),
        backup=CHI,
        due_override=date(2026, 11, 12),
    )
    tests = replace(initiative.gates["integration-tests"], depends_on=(), due_override=date(2026, 11, 17))
    late = initiative.with_gate(compute).with_gate(tests)
    told = [_was_told(Place.OWNER, BEN, 13), _was_told(Place.BACKUP, CHI, 16), _was_told(Place.PARTY_OWNER, GUS, 18)]
    return replace(late, tellings=tuple(told))


def _was_told(place: Place, person: PersonId, on: int) -> Telling:
    """A message about `compute` that was delivered on that day of November."""
    at = NOW.replace(day=on)
    return Telling("compute", StallCause.OVERDUE, place, person, NOW.replace(day=13) - timedelta(hours=12), at)


def _nobody_left() -> Initiative:
    """Churn model in which everybody of the chain is away."""
    initiative = replace(churn(), handoff=Ownership(since=NOW, owner=HANA), backup=None, lead=HANA)
    compute = replace(
        initiative.gates["compute"], ownership=Ownership(since=NOW, owner=BEN), due_override=date(2026, 11, 17)
    )
    return replace(initiative, gates={"compute": compute})


def _away() -> Organisation:
    known = _everybody()
    for person in (BEN, HANA, GUS):
        away = Absence(date(2026, 11, 16), date(2026, 12, 4), has_begun=True)
        known = known.with_person(replace(known.person(person), absence=away))
    return known


def _accepted_long_ago() -> Initiative:
    """Churn model whose owners said so before the summer was over."""
    initiative = churn()
    long_ago = NOW.replace(month=10, day=1)
    gates = {
        key: replace(gate, ownership=Ownership(since=long_ago, owner=BEN if key == "compute" else CHI))
        for key, gate in initiative.gates.items()
        if key in ("compute", "integration-tests", "serving-environment", "load-tested")
    }
    undated = {key: replace(gate, depends_on=(), needed_by=None) for key, gate in gates.items()}
    return replace(initiative, gates=undated, handoff=Ownership(since=NOW, owner=HANA, confirmed_at=NOW))


def _asked(initiative: Initiative) -> Initiative:
    """The same, after the message that asks Ben was delivered and the one for Chi was not."""
    since = NOW.replace(day=12)
    told = Telling("compute", StallCause.NOT_CONFIRMED, Place.OWNER, BEN, since, NOW.replace(day=13))
    return replace(initiative, tellings=(told,))


def _reminder(initiative: Initiative, person: PersonId, known: Organisation | None = None) -> Card:
    known = known or _everybody()
    found = {one.person: one for one in reminders([initiative], known, {}, NOW)}
    return reminder_card(found[person], known, TODAY)
