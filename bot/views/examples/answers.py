"""Examples of the private answers to what was done, each from the rule that does it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from bot.intents.intent import GateRef
from bot.intents.looking import Show
from bot.views.answers.cancelling import cancel_question_card
from bot.views.answers.changed import already_card, answer_card, started_card
from bot.views.examples.example import Example
from bot.views.examples.story import (
    ANA,
    BEN,
    CHI,
    DEE,
    ELI,
    GUS,
    HANA,
    IVO,
    TODAY,
    accepted,
    act,
    at,
    churn,
    in_order,
    new_initiative,
    organisation,
    template,
)
from readiness.domain.rules import gate as gate_rules
from readiness.domain.rules import initiative as initiative_rules
from readiness.domain.rules import life as life_rules
from readiness.domain.rules import milestone as milestone_rules
from readiness.domain.rules import ownership as ownership_rules
from readiness.domain.rules import review as review_rules
from readiness.domain.rules.change import Act, Change, merge
from readiness.domain.rules.gate import NewGate
from readiness.domain.rules.initiative import Proposal
from readiness.domain.rules.review import Vote
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.gate import ChangesReason, Condition, Decision
from readiness.domain.values.identity import InitiativeId, PersonId
from readiness.domain.values.initiative import Initiative, Life, Money
from readiness.domain.values.ownership import Ownership
from readiness.usecases.frame.changing import Outcome

REF = GateRef("churn-model", "data-lineage")
WAIVER = Vote(
    Decision.WAIVE, comment="The cluster comes late", until=date(2027, 1, 14), control="Traffic capped at 10 %"
)
Rule = Callable[[Initiative, Act], Change]


def examples() -> tuple[Example, ...]:
    """All of them."""
    return (*_owning(), *_reviewing(), *_voting(), *_steering(), *_starting(), _already())


def outcome_of(rule: Rule, person: PersonId, initiative: Initiative | None = None) -> Outcome:
    """What `person` leaves behind by that rule."""
    before, acting = initiative or churn(), act(person)
    change = rule(before, acting)
    return Outcome(before, change.initiative, organisation(), change.facts, acting)


def _answer(name: str, title: str, rule: Rule, person: PersonId, initiative: Initiative | None = None) -> Example:
    return Example(f"answer-{name}", title, answer_card(outcome_of(rule, person, initiative), Show(REF)))


def _all_of_gus(initiative: Initiative, acting: Act) -> Change:
    changes: list[Change] = []
    for key in ownership_rules.keys_offered(initiative, GUS):
        changes.append(ownership_rules.accept(changes[-1].initiative if changes else initiative, key, acting))
    return merge(changes, initiative)


def _owning() -> tuple[Example, ...]:
    start = new_initiative()
    offered = replace(churn(), handoff=Ownership(since=at(20), offered_to=CHI, giver=ANA))
    return (
        _answer("accepted", "Accepted", lambda one, who: ownership_rules.accept(one, "compute", who), GUS, start),
        _answer("accepted-all", "Accepted all", _all_of_gus, GUS, start),
        _answer(
            "accepted-handoff",
            "Accepted the handoff",
            lambda one, who: ownership_rules.accept(one, None, who),
            CHI,
            offered,
        ),
        _answer("claimed", "Claimed", lambda one, who: ownership_rules.claim(one, "compute", who), IVO),
        _answer(
            "assigned", "Offered", lambda one, who: ownership_rules.assign(one, "compute", GUS, who, backup=IVO), HANA
        ),
        _answer(
            "assigned-handoff", "Offered the handoff", lambda one, who: ownership_rules.assign(one, None, CHI, who), ANA
        ),
        _answer(
            "declined",
            "Declined",
            lambda one, who: ownership_rules.decline(one, "compute", who, why="Moving on"),
            GUS,
            start,
        ),
        _answer(
            "declined-handoff",
            "Declined the handoff",
            lambda one, who: ownership_rules.decline(one, None, who, why="On leave"),
            CHI,
            offered,
        ),
        _answer(
            "returned",
            "Handed back",
            lambda one, who: ownership_rules.decline(one, "load-tested", who, why="Moving on"),
            GUS,
        ),
        _answer(
            "returned-handoff",
            "Handed the handoff back",
            lambda one, who: ownership_rules.decline(one, None, who, why="x"),
            HANA,
        ),
        _answer(
            "handed-off", "Handed off", lambda one, who: ownership_rules.hand_off(one, "load-tested", IVO, who), GUS
        ),
        Example("answer-backup", "A backup is named", answer_card(_backup(), Show(REF))),
    )


def _backup() -> Outcome:
    done = outcome_of(lambda one, who: ownership_rules.assign(one, "compute", GUS, who, backup=IVO), HANA)
    return replace(done, facts=tuple(fact for fact in done.facts if fact.kind is FactKind.GATE_BACKUP_NAMED))


def _reviewing() -> tuple[Example, ...]:
    now = churn()
    given = review_rules.give_evidence(now, "fallback-tested", "https://wiki.example/fallback", act(HANA)).initiative
    blocked = gate_rules.block(now, "load-tested", "No cluster yet", act(GUS)).initiative
    return (
        _answer(
            "evidence",
            "Evidence added",
            lambda one, who: review_rules.give_evidence(one, "fallback-tested", "A", who),
            HANA,
        ),
        _answer(
            "evidence-again",
            "Evidence added in review",
            lambda one, who: review_rules.give_evidence(one, "data-lineage", "A", who),
            BEN,
        ),
        _answer(
            "requested", "Asked for", lambda one, who: review_rules.request(one, "fallback-tested", who), HANA, given
        ),
        _answer(
            "withdrawn",
            "Withdrawn",
            lambda one, who: review_rules.withdraw(one, "data-lineage", who, why="x"),
            PersonId("fay"),
        ),
        _answer(
            "blocked", "Blocked", lambda one, who: gate_rules.block(one, "serving-environment", "No budget", who), GUS
        ),
        _answer("unblocked", "Goes on", lambda one, who: gate_rules.unblock(one, "load-tested", who), GUS, blocked),
    )


def _voting() -> tuple[Example, ...]:
    now = churn()
    first = now.with_gate(replace(now.gates["data-lineage"], votes=()))
    unsigned = now.with_gate(replace(accepted(new_initiative().gates["load-tested"]), asks=0))
    approve = Vote(Decision.APPROVE, 2)
    changes = Vote(Decision.CHANGES, 2, comment="Please add the purpose.", reason=ChangesReason.LINEAGE)
    skip = Vote(Decision.NOT_APPLICABLE, comment="One batch a week")
    return (
        _answer(
            "approved", "Approved", lambda one, who: review_rules.vote(one, "data-lineage", approve, who), DEE, first
        ),
        _answer("signed-off", "Signed off", lambda one, who: review_rules.vote(one, "data-lineage", approve, who), DEE),
        _answer(
            "changes", "Changes requested", lambda one, who: review_rules.vote(one, "data-lineage", changes, who), ELI
        ),
        _answer(
            "waived", "Waived", lambda one, who: review_rules.vote(one, "load-tested", WAIVER, who), HANA, unsigned
        ),
        _answer(
            "not-applicable",
            "Not applicable",
            lambda one, who: review_rules.vote(one, "load-tested", skip, who),
            HANA,
            unsigned,
        ),
    )


def _steering() -> tuple[Example, ...]:
    paused = replace(churn(), standing=Life.PAUSED, standing_since=at(20))
    gate = NewGate("pen-test", "Penetration test passed", "platform", Condition.INFRASTRUCTURE)
    day = TODAY + timedelta(days=30)
    rule = in_order()
    return (
        _answer("planned", "Planned", lambda one, who: milestone_rules.plan(one, "model-complete", day, who), ANA),
        _answer("planned-live", "Live is planned", lambda one, who: milestone_rules.plan(one, "live", day, who), ANA),
        _answer("reached", "Reached", lambda one, who: milestone_rules.reach(one, "design-closed", TODAY, who), ANA),
        _answer("live", "Live", lambda one, who: milestone_rules.reach(one, "live", TODAY, who), ANA),
        _answer(
            "due-off",
            "Due date of its own taken away",
            lambda one, who: milestone_rules.set_due(one, "fallback-tested", None, who),
            ANA,
        ),
        _answer("due", "Due date changed", lambda one, who: milestone_rules.set_due(one, "compute", day, who), ANA),
        _answer(
            "depends",
            "Waits for another",
            lambda one, who: gate_rules.set_dependency(one, "load-tested", "compute", who),
            ANA,
        ),
        _answer("added", "Gate added", lambda one, who: gate_rules.add_gate(one, gate, who), ANA),
        _answer(
            "removed", "Gate removed", lambda one, who: gate_rules.remove_gate(one, "load-tested", who, why="x"), ANA
        ),
        _answer("rule", "Rule changed", lambda one, who: gate_rules.set_rule(one, "data-lineage", rule, who), ANA),
        _answer(
            "value",
            "Value set",
            lambda one, who: milestone_rules.set_value(one, Money(Decimal(25000), "EUR"), who),
            ANA,
        ),
        _answer("lead", "Lead replaced", lambda one, who: milestone_rules.set_lead(one, DEE, who), ANA),
        _answer("sponsor", "Sponsor named", lambda one, who: milestone_rules.set_sponsor(one, DEE, who), ANA),
        _answer("paused", "Paused", life_rules.pause, ANA),
        _answer("resumed", "Resumed", life_rules.resume, ANA, paused),
        Example("cancel-question", "Before one is cancelled", cancel_question_card(churn(), "Bought instead.")),
        _answer("cancelled", "Cancelled", life_rules.cancel, ANA),
        _answer("members", "Members here", _members, ANA),
    )


def _members(initiative: Initiative, acting: Act) -> Change:
    after = replace(initiative, member_overrides={"compliance": frozenset({DEE, ELI})})
    fact = Fact(FactKind.PARTY_CHANGED, None, {"party": "compliance", "what": "remove", "people": [PersonId("fay")]})
    return Change(after, (fact,))


def _starting() -> tuple[Example, ...]:
    acting = act(ANA, at(2))
    bare = replace(acting.organisation, parties={})
    proposal = Proposal(name="Churn model", home=churn().home)
    change = initiative_rules.start(proposal, template(), acting, id=InitiativeId("i1"), slug="churn-model")
    lonely = initiative_rules.start(
        proposal, template(), replace(acting, organisation=bare), id=InitiativeId("i1"), slug="churn-model"
    )
    done = Outcome(change.initiative, change.initiative, organisation(), change.facts, acting)
    alone = Outcome(lonely.initiative, lonely.initiative, bare, lonely.facts, replace(acting, organisation=bare))
    return (
        Example("answer-started", "Started", started_card(done)),
        Example("answer-started-unowned", "Started, with gates nobody owns", started_card(alone)),
    )


def _already() -> Example:
    done = outcome_of(lambda one, _: Change(one), ANA)
    return Example("answer-already", "Already so", already_card(done, Show(REF)))
