"""Dates: milestones planned and reached, and a gate's own due date."""

from dataclasses import replace
from datetime import date

from readiness.domain.rights.permissions import Action
from readiness.domain.rules.change import Act, Change, allow, changed_gate, gate_of, must_be_known, must_be_member
from readiness.domain.rules.contract import development_started
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Money
from readiness.domain.values.milestone import DEVELOPMENT_STARTED, LIVE_INPUTS, MILESTONES, OUTPUTS_IN_USE
from readiness.domain.values.refusals import DateInTheFuture, NotFound

LIVE = "live"
"""Stands for both live facts when a date is planned (rules.md, "Initiatives")."""


def plan(initiative: Initiative, milestone: str, day: date, act: Act) -> Change:
    """Plan a milestone; due dates that hang on it move with it. `live` plans both live facts."""
    allow(Action.PLAN, act, initiative, None)
    change = Change(initiative)
    for key in milestone_keys(milestone):
        after = replace(change.initiative.milestone(key), planned=day)
        if after == change.initiative.milestone(key):
            continue
        fact = Fact(FactKind.MILESTONE_PLANNED, None, {"milestone": key, "planned": day.isoformat()})
        change = change.then(Change(change.initiative.with_milestone(after), (fact,)))
    return change


def reach(initiative: Initiative, milestone: str, day: date, act: Act) -> Change:
    """Say that a milestone was reached on `day`, today or before. `live` reaches both live facts.

    That development started without a signed contract is recorded with it.
    """
    allow(Action.PLAN, act, initiative, None)
    if day > act.today:
        raise DateInTheFuture(day=day.isoformat())
    change = Change(initiative)
    for key in milestone_keys(milestone):
        after = replace(change.initiative.milestone(key), actual=day)
        if after == change.initiative.milestone(key):
            continue
        fact = Fact(FactKind.MILESTONE_REACHED, None, {"milestone": key, "actual": day.isoformat()})
        change = change.then(Change(change.initiative.with_milestone(after), (fact,)))
        if key == DEVELOPMENT_STARTED:
            change = change.then(development_started(change.initiative, day, act))
    return change


def set_due(initiative: Initiative, key: str, day: date | None, act: Act) -> Change:
    """Give one gate its own due date, whatever its milestone says; None lets it go by its milestone again."""
    gate = gate_of(initiative, key)
    allow(Action.PLAN, act, initiative, gate)
    if gate.due_override == day:
        return Change(initiative)
    fact = Fact(FactKind.GATE_DUE_CHANGED, key, {"due": None if day is None else day.isoformat()})
    return changed_gate(initiative, replace(gate, due_override=day), fact)


def set_value(initiative: Initiative, value: Money, act: Act) -> Change:
    """Say what a week of delay costs."""
    allow(Action.PLAN, act, initiative, None)
    if initiative.value_per_week == value:
        return Change(initiative)
    fact = Fact(FactKind.INITIATIVE_CHANGED, None, {"value_per_week": f"{value.amount} {value.currency}"})
    return Change(replace(initiative, value_per_week=value), (fact,))


def set_sponsor(initiative: Initiative, sponsor: PersonId, act: Act) -> Change:
    """Name the sponsor, any active member; raises `NotAMember`."""
    allow(Action.STEER, act, initiative, None)
    must_be_known(act.organisation, sponsor)
    if initiative.sponsor == sponsor:
        return Change(initiative)
    fact = Fact(FactKind.INITIATIVE_CHANGED, None, {"sponsor": sponsor})
    return Change(replace(initiative, sponsor=sponsor), (fact,))


def set_lead(initiative: Initiative, lead: PersonId, act: Act) -> Change:
    """Put somebody else in the lead (rules.md, "Who may do what": replaceable); raises `NotAMember`."""
    allow(Action.STEER, act, initiative, None)
    must_be_member(act.organisation, lead)
    if initiative.lead == lead:
        return Change(initiative)
    return Change(replace(initiative, lead=lead), (Fact(FactKind.INITIATIVE_CHANGED, None, {"lead": lead}),))


def milestone_keys(milestone: str) -> tuple[str, ...]:
    """The milestone of that key, or both live facts for `live`; raises `NotFound`."""
    if milestone == LIVE:
        return (LIVE_INPUTS, OUTPUTS_IN_USE)
    if milestone not in MILESTONES:
        raise NotFound(milestone=milestone, known=tuple(MILESTONES))
    return (milestone,)
