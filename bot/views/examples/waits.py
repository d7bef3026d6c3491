"""Examples of who waits for whom, and of people who wait for each other."""

from dataclasses import replace
from datetime import datetime

from bot.cards import Card
from bot.intents.intent import GateRef
from bot.intents.looking import Show
from bot.views.answers.changed import answer_card
from bot.views.examples.answers import Rule, outcome_of
from bot.views.examples.example import Example
from bot.views.examples.story import (
    ANA,
    BEN,
    DEE,
    GUS,
    HANA,
    NOW,
    TODAY,
    accepted,
    act,
    at,
    churn,
    new_initiative,
    organisation,
    page,
    stands,
)
from bot.views.posted.digest import digest_card
from bot.views.posted.prompt import prompt_card
from bot.views.posted.reminder import reminder_card
from bot.views.shown.gates import gate_card
from bot.views.shown.home import home_view
from bot.views.shown.status import checklist_card
from bot.views.shown.waits import waits_card
from bot.views.words.circles import deadlock_card
from readiness.domain.readings.digest import digest
from readiness.domain.readings.reminder import reminders
from readiness.domain.rules import gate as gate_rules
from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.deadlock import with_deadlocks
from readiness.domain.values.gate import Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.usecases.looking import HomePage

REF = GateRef("churn-model", "data-lineage")
_QUOTA = "The second cluster is promised for the vendor feeds first"
_FEEDS = "No space to load the vendor feeds before the cluster is there"


def examples() -> tuple[Example, ...]:
    """All of them."""
    return (*_pages(), *_messages(), *_answers())


def blocked(initiative: Initiative, key: str, by: PersonId, why: str, since: datetime, **whom: str) -> Initiative:
    """The initiative with one gate that waits, and the deadlock that may come of it."""
    gate = replace(accepted(initiative.gates[key]), progress=Progress.OPEN, progress_since=at(3))
    named = {"waits_for": PersonId(whom["waits_for"])} if "waits_for" in whom else {}
    change = gate_rules.block(initiative.with_gate(gate), key, why, act(by, since), party=whom.get("party"), **named)
    after = with_deadlocks(Change(change.initiative), act(by, since)).initiative
    return replace(after, version=initiative.version + 1)


def tangled() -> Initiative:
    """Gus waits for Ben, and Ben for Gus."""
    first = blocked(churn(), "load-tested", GUS, _QUOTA, at(17), waits_for=BEN)
    return blocked(first, "data-lineage", BEN, _FEEDS, at(20), party="platform")


def knotted() -> Initiative:
    """Gus waits for compliance, whose own gate depends on his."""
    start = replace(new_initiative(), version=12)
    gates = {key: replace(accepted(start.gates[key]), depends_on=()) for key in ("compute", "documentation")}
    gates["documentation"] = replace(
        gates["documentation"], depends_on=("compute",), ownership=replace(gates["compute"].ownership, owner=DEE)
    )
    return blocked(replace(start, gates={**start.gates, **gates}), "compute", GUS, _QUOTA, at(17), party="compliance")


def _pages() -> tuple[Example, ...]:
    now = tangled()
    paused = replace(now, standing=Life.PAUSED, standing_since=at(20))
    nothing = replace(now, gates={}, deadlocks=())
    return (
        Example("waits", "Who waits for whom, two of them for each other", waits_card(stands(now))),
        Example("waits-depends", "A circle that a dependency closes", waits_card(stands(knotted()))),
        Example("waits-fresh", "Who waits for whom on the first day", waits_card(stands(new_initiative(), at(2, 10)))),
        Example("waits-none", "Nobody waits", waits_card(stands(nothing))),
        Example("waits-paused", "Nobody is waited for while it is paused", waits_card(stands(paused))),
        Example("checklist-deadlock", "The checklist with a deadlock", checklist_card(stands(now))),
        Example("digest-deadlock", "The digest with a deadlock", _digest(now)),
        Example("gate-waited-for", "A gate that waits for me", gate_card(page(now, "load-tested"), BEN)),
        Example("home-waited-for", "The personal page of somebody waited for", home_view(_home(now))),
    )


def _messages() -> tuple[Example, ...]:
    now, knot = tangled(), knotted()
    freed = gate_rules.unblock(now, "load-tested", act(BEN)).initiative
    over = with_deadlocks(Change(freed), act(BEN)).initiative
    paused = replace(now, standing=Life.PAUSED, standing_since=at(20))
    found = {one.person: one for one in reminders((now,), organisation(), {}, NOW)}
    return (
        Example("deadlock", "People who wait for each other", deadlock_card(stands(now), 1)),
        Example("deadlock-depends", "The same through a dependency", deadlock_card(stands(knot), 1)),
        Example("deadlock-solved", "They no longer do", deadlock_card(stands(over), 1)),
        Example("deadlock-paused", "The same while it is paused", deadlock_card(stands(paused), 1)),
        Example("prompt-waited-for", "A prompt for whom a gate waits", prompt_card(stands(now), BEN)),
        Example("reminder-waited-for", "A reminder of the same", reminder_card(found[BEN], organisation(), TODAY)),
    )


def _answers() -> tuple[Example, ...]:
    one_way = blocked(churn(), "load-tested", GUS, _QUOTA, at(17), waits_for=BEN)
    mine = one_way.with_gate(replace(accepted(one_way.gates["data-lineage"]), progress=Progress.OPEN))
    depends = gate_rules.set_dependency(churn(), "load-tested", "compute", act(ANA)).initiative

    def in_circle(initiative: Initiative, who: Act) -> Change:
        done = gate_rules.block(initiative, "data-lineage", _FEEDS, who, waits_for=GUS)
        return replace(done, initiative=with_deadlocks(done, who).initiative)

    return (
        _answer(
            "blocked-by",
            "Blocked by a person",
            lambda one, who: gate_rules.block(one, "serving-environment", "No quota", who, waits_for=HANA),
            GUS,
            churn(),
        ),
        _answer(
            "blocked-by-party",
            "Blocked by a party",
            lambda one, who: gate_rules.block(one, "serving-environment", "No quota", who, party="compliance"),
            GUS,
            churn(),
        ),
        _answer("blocked-circle", "Blocked in a circle", in_circle, BEN, mine),
        _answer(
            "unblocked-for",
            "Somebody else goes on",
            lambda one, who: gate_rules.unblock(one, "load-tested", who),
            BEN,
            mine,
        ),
        _answer(
            "depends-off",
            "No longer waits for another",
            lambda one, who: gate_rules.drop_dependency(one, "load-tested", "compute", who),
            ANA,
            depends,
        ),
    )


def _answer(name: str, title: str, rule: Rule, person: PersonId, initiative: Initiative) -> Example:
    return Example(f"answer-{name}", title, answer_card(outcome_of(rule, person, initiative), Show(REF)))


def _digest(initiative: Initiative) -> Card:
    found = digest((initiative,), organisation(), {}, NOW)
    if found is None:
        raise ValueError("the initiative of the example is active")
    return digest_card(found, organisation())


def _home(initiative: Initiative) -> HomePage:
    now = stands(initiative)
    own, other = initiative.gates["data-lineage"], initiative.gates["load-tested"]
    return HomePage(BEN, organisation(), ((now, own),), (), (), (), (now,), ((now, other),))
