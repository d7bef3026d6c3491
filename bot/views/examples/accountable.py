"""Examples of the five questions, of lateness against stages, and of incidents."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.intents.incident import ReportIncident
from bot.intents.intent import GateRef
from bot.views.answers.changed import answer_card
from bot.views.examples.example import Example
from bot.views.examples.messages import all_ready, with_live, with_waiver
from bot.views.examples.story import (
    ANA,
    BEN,
    CHI,
    GUS,
    HANA,
    NOW,
    act,
    at,
    churn,
    fraud,
    new_initiative,
    organisation,
    page,
    stands,
)
from bot.views.shown.gates import gate_card
from bot.views.shown.lateness import lateness_card
from bot.views.shown.questions import questions_card
from readiness.domain.readings.lateness import gate_passages, lateness
from readiness.domain.rules.change import Change
from readiness.domain.values.fact import Fact, FactKind, Scalar
from readiness.domain.values.gate import Evidence, Gate, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.incident import GapCause, Incident, Verdict
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.ownership import Ownership
from readiness.usecases.frame.changing import Outcome
from readiness.usecases.looking import LatenessPage


def examples() -> tuple[Example, ...]:
    """All of them."""
    return (*_questions(), *_lateness(), *_incidents())


def _questions() -> tuple[Example, ...]:
    now, ready = churn(), all_ready(fraud())
    words = "SRE is on call around the clock; the business team answers customers. The rota is in the wiki."
    told = replace(ready.gates["incident-team"], evidence=Evidence(1, words, GUS, at(5)))
    nobody = replace(fraud(), handoff=Ownership(since=at(12)), gates={})
    waived = with_waived_fallback(now)
    return (
        Example("questions", "The five questions", questions_card(stands(now))),
        Example("questions-answered", "All answered", questions_card(stands(ready.with_gate(told)))),
        Example("questions-waived", "One answered by a waiver", questions_card(stands(waived))),
        Example("questions-nobody", "Nothing to answer them by", questions_card(stands(nobody))),
    )


def with_waived_fallback(initiative: Initiative) -> Initiative:
    """The initiative with a waiver on its fallback."""
    waived = with_waiver(initiative, date(2027, 1, 14)).gates["load-tested"]
    fallback = initiative.gates["fallback-tested"]
    settled = replace(
        fallback,
        progress=Progress.WAIVED,
        progress_since=waived.progress_since,
        waiver=waived.waiver,
        votes=waived.votes,
        settled=waived.settled,
    )
    return initiative.with_gate(settled)


@dataclass(frozen=True, slots=True)
class _Deed:
    """What the record says of one act."""

    kind: str
    gate: str | None
    at: datetime
    actor: str | None
    data: dict[str, Scalar] = field(default_factory=dict)


def _deeds(initiative: Initiative) -> list[_Deed]:
    """What would have led to the initiative as it is: gates offered, accepted, evidence given, settled."""
    deeds: list[_Deed] = []
    for key, gate in initiative.gates.items():
        if gate.ownership.holder is not None:
            deeds.append(_Deed(FactKind.GATE_OFFERED, key, initiative.created_at, ANA))
        if gate.owner is not None and gate.owner != ANA:
            deeds.append(_Deed(FactKind.GATE_ACCEPTED, key, gate.ownership.since, gate.owner, _given_by_ana(gate)))
        if gate.evidence is not None:
            deeds.append(_Deed(FactKind.EVIDENCE_GIVEN, key, gate.evidence.given_at, gate.evidence.given_by))
        if gate.progress is Progress.SIGNED_OFF:
            deeds.append(_Deed(FactKind.GATE_SIGNED_OFF, key, gate.progress_since, gate.votes[0].person))
    return sorted(deeds, key=lambda deed: deed.at)


def _given_by_ana(gate: Gate) -> dict[str, Scalar]:
    return {"person": gate.owner, "giver": ANA}


def _page(initiative: Initiative) -> LatenessPage:
    found = lateness(initiative, _deeds(initiative), organisation().calendar, NOW)
    return LatenessPage(stands(initiative), found)


def _lateness() -> tuple[Example, ...]:
    now, live = churn(), with_live(all_ready(fraud()), date(2026, 11, 20))
    undone = replace(_open(), day=date(2026, 11, 9), since=date(2026, 11, 2), cause=GapCause.OPEN)
    after = replace(late_throughout(live), incidents=(undone, _waived(), _unlisted()))
    many = {f"gate-{number}": replace(now.gates["compute"], key=f"gate-{number}") for number in range(40)}
    undated = replace(new_initiative(), milestones={})
    late = replace(
        page(now, "data-lineage"),
        passages=gate_passages(now, "data-lineage", _deeds(now), organisation().calendar, NOW),
    )
    return (
        Example("lateness", "Against its stages", lateness_card(_page(now))),
        Example("lateness-gates", "Gate by gate", lateness_card(_page(now), 1)),
        Example("lateness-live", "Against its stages, with incidents", lateness_card(_page(after))),
        Example("lateness-many", "Many gaps", lateness_card(_page(replace(now, gates=many)))),
        Example("lateness-many-gates", "Many gates", lateness_card(_page(replace(now, gates=many)), 2)),
        Example("lateness-undated", "Without dates", lateness_card(_page(undated))),
        Example("lateness-undated-gates", "Gate by gate, without dates", lateness_card(_page(undated), 1)),
        Example("gate-late", "A gate that is late", gate_card(late, BEN)),
        Example("gate-incident", "A gate with an incident", gate_card(page(after, "fallback-tested"), HANA)),
    )


def late_throughout(initiative: Initiative) -> Initiative:
    """The initiative with its stages long before its gates were begun."""
    days = {
        "design-closed": date(2026, 9, 16),
        "development-started": date(2026, 9, 21),
        "evaluation-passed": date(2026, 10, 20),
        "model-complete": date(2026, 10, 26),
    }
    for key, day in days.items():
        initiative = initiative.with_milestone(replace(initiative.milestone(key), planned=day, actual=day))
    return initiative


def _open() -> Incident:
    return _incident(1, "fallback-tested", Verdict.OPEN, date(2026, 11, 14), GapCause.UNTOUCHED)


def _waived() -> Incident:
    waived = _incident(2, "load-tested", Verdict.WAIVED, date(2026, 11, 10))
    return replace(waived, waived_until=date(2027, 1, 14), waived_by=(HANA,), control="Traffic capped at 10 %")


def _unlisted() -> Incident:
    return _incident(3, None, Verdict.NEVER_LISTED)


def _incident(
    number: int,
    gate: str | None,
    verdict: Verdict,
    since: date | None = None,
    cause: GapCause | None = None,
) -> Incident:
    what = "Scores were an hour old for most of the morning; nothing fell back to the rules."
    return Incident(
        number=number,
        gate=gate,
        day=date(2026, 11, 22),
        what=what,
        by=CHI,
        at=NOW,
        verdict=verdict,
        since=since,
        cause=cause,
    )


def _incidents() -> tuple[Example, ...]:
    unowned = replace(_open(), gate="compute", since=date(2026, 11, 11), cause=GapCause.UNASSIGNED)
    signed = _incident(4, "documentation", Verdict.SIGNED_OFF, date(2026, 11, 12))
    set_aside = _incident(5, "load-tested", Verdict.NOT_APPLICABLE, date(2026, 11, 9))
    return (
        _recorded("open", "An incident, its gap open", _open()),
        _recorded("unowned", "An incident, its gap without an owner", unowned),
        _recorded("undone", "An incident, its gate not due", replace(_open(), cause=GapCause.OPEN)),
        _recorded("waived", "An incident, its gap waived", _waived()),
        _recorded("signed-off", "An incident, its gate signed off", signed),
        _recorded("not-applicable", "An incident, its gate set aside", set_aside),
        _recorded("unlisted", "An incident that nothing covered", _unlisted()),
        _recorded("added-later", "An incident, its gate added later", replace(_unlisted(), gate="compute")),
    )


def _recorded(name: str, title: str, incident: Incident) -> Example:
    before, person = churn(), PersonId("chi")
    change = Change(replace(before, incidents=(incident,)), (Fact(FactKind.INCIDENT_RECORDED, incident.gate),))
    done = Outcome(before, change.initiative, organisation(), change.facts, act(person))
    intent = ReportIncident(GateRef("churn-model", incident.gate or "unlisted"), incident.what)
    return Example(f"answer-incident-{name}", title, answer_card(done, intent))
