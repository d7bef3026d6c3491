"""The values behind the examples: one organisation and its initiatives on Monday 23 Nov 2026."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from readiness.domain.readings.report import Standing, standing
from readiness.domain.rights.signing import review
from readiness.domain.rules.change import Act
from readiness.domain.rules.initiative import gate_from
from readiness.domain.values.approval import ApprovalRule, Group, Meaning, Quorum
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.gate import ChangesReason, Decision, Evidence, Gate, Progress, SignOff, Span, Waiver
from readiness.domain.values.identity import InitiativeId, OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.initiative import Home, Initiative, Money, TemplateRef
from readiness.domain.values.milestone import Milestone
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import Person, Role
from readiness.domain.values.record import Head
from readiness.domain.values.template import Template
from readiness.templates.builtin import builtin_templates
from readiness.usecases.looking import GatePage

NOW = datetime(2026, 11, 23, 9, 42, tzinfo=UTC)
TODAY = date(2026, 11, 23)
NAMES = ("Ana", "Ben", "Chi", "Dee", "Eli", "Fay", "Gus", "Hana", "Ivo")
ANA, BEN, CHI, DEE, ELI, FAY, GUS, HANA, IVO = (PersonId(name.lower()) for name in NAMES)
MEMBERS: dict[str, tuple[PersonId, ...]] = {
    "data-engineering": (BEN,),
    "ml-engineering": (CHI, IVO),
    "platform": (GUS, IVO),
    "sre": (HANA, GUS),
    "compliance": (DEE, ELI, FAY),
    "business": (ANA, FAY),
}


def at(day: int, hour: int = 9, month: int = 11, minute: int = 0) -> datetime:
    """An instant of the story."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@cache
def template() -> Template:
    """The default checklist, as it comes with the bot."""
    return next(one for one in builtin_templates() if one.key == "ai-model-to-production")


@cache
def organisation() -> Organisation:
    """Acme, in Berlin, with everybody of the story."""
    people = {PersonId(name.lower()): Person(PersonId(name.lower()), name, "Europe/Berlin") for name in NAMES}
    people[ANA] = replace(people[ANA], role=Role.ADMINISTRATOR)
    parties = {
        party.key: Party(party.key, party.name, MEMBERS[party.key][0], None, frozenset(MEMBERS[party.key]))
        for party in template().parties
    }
    calendar = WorkingCalendar("Europe/Berlin", holidays=frozenset({date(2026, 12, 25), date(2027, 1, 1)}))
    return Organisation(OrganisationId("acme"), "Acme", calendar, parties, people)


def act(person: PersonId, instant: datetime = NOW) -> Act:
    """Somebody does something."""
    return Act(organisation().person(person), instant, organisation())


@cache
def new_initiative() -> Initiative:
    """Churn model on the day it was started: every gate offered to its party's owner."""
    begun = at(2)
    gates = []
    for item in template().gates:
        owner = organisation().parties[item.party].owner
        mine = Ownership(since=begun, owner=owner, giver=ANA)
        offered = Ownership(since=begun, offered_to=owner, giver=ANA)
        gates.append(replace(gate_from(item, act(ANA, begun)), ownership=mine if owner == ANA else offered))
    planned = {
        "design-closed": date(2026, 11, 13),
        "development-started": date(2026, 11, 16),
        "evaluation-passed": date(2026, 12, 1),
        "model-complete": date(2026, 12, 14),
        "live-inputs": date(2027, 1, 11),
        "outputs-in-use": date(2027, 1, 11),
    }
    return Initiative(
        id=InitiativeId("i1"),
        organisation=OrganisationId("acme"),
        slug="churn-model",
        name="Churn model",
        lead=ANA,
        home=Home(WorkspaceId("w1"), "C1"),
        template=TemplateRef("ai-model-to-production", 1),
        handoff=Ownership(since=begun, owner=HANA, giver=ANA),
        created_at=begun,
        backup=CHI,
        standing_since=begun,
        value_per_week=Money(Decimal(24000), "EUR"),
        milestones={key: Milestone(key, day) for key, day in planned.items()},
        gates={gate.key: gate for gate in gates},
        version=1,
        head=Head(1, "9f3a1c5bd02e4a77" + "0" * 48),
    )


def signed(gate: Gate, by: PersonId, since: datetime) -> Gate:
    """The gate, accepted, with evidence and one approval."""
    done = with_evidence(gate, since)
    vote = SignOff(by, Decision.APPROVE, gate.rule.meaning, done.revision, since)
    return replace(
        done, progress=Progress.SIGNED_OFF, progress_since=since, votes=(vote,), settled=(Span(since),), asks=1
    )


def with_evidence(
    gate: Gate, since: datetime, content: str = "https://wiki.example/evidence", revision: int = 1
) -> Gate:
    """The gate with evidence by its owner."""
    held = accepted(gate)
    owner = held.owner or ANA
    evidence = Evidence(revision, content, owner, since)
    return replace(held, revision=revision, evidence=evidence, contributors=frozenset({owner}))


def accepted(gate: Gate) -> Gate:
    """The gate held by whom it was offered to."""
    holder = gate.ownership.holder
    return replace(gate, ownership=Ownership(since=at(3), owner=holder, giver=ANA))


def in_review(gate: Gate, since: datetime, votes: tuple[SignOff, ...] = (), revision: int = 2) -> Gate:
    """The gate with a request that waits for answers."""
    text = (
        "https://wiki.example/lineage Every feature traces to a source table; "
        "the two vendor feeds have their contracts linked."
    )
    asked = with_evidence(gate, since, text, revision)
    return replace(asked, progress=Progress.IN_REVIEW, progress_since=since, votes=votes, asks=2)


def waived(gate: Gate, until: date, since: datetime) -> Gate:
    """The gate with an accepted risk."""
    span = Span(since, organisation().calendar.end_of(until))
    vote = SignOff(
        HANA,
        Decision.WAIVE,
        Meaning.APPROVAL,
        0,
        since,
        "The cluster comes late",
        until=until,
        control="Traffic at 10 %",
    )
    waiver = Waiver("The cluster comes late", "Traffic at 10 %", until)
    held = accepted(gate)
    return replace(
        held,
        progress=Progress.WAIVED,
        progress_since=since,
        waiver=waiver,
        votes=(vote,),
        settled=(Span(since, span.end),),
    )


@cache
def churn() -> Initiative:
    """Churn model three weeks later: 9 of 18 ready."""
    start = new_initiative()
    gates = dict(start.gates)
    for key, by, day in (
        ("deployment-ownership", IVO, 10),
        ("success-criteria", CHI, 11),
        ("approved-datasets", DEE, 9),
        ("documentation", DEE, 12),
        ("api-definition", GUS, 19),
        ("drift-thresholds", FAY, 18),
        ("monitoring-configured", CHI, 12),
        ("incident-team", IVO, 20),
        ("architecture-review", GUS, 13),
    ):
        gates[key] = signed(gates[key], by, at(day))
    fay = SignOff(FAY, Decision.APPROVE, Meaning.REVIEW, 2, at(22, 15))
    gates["data-lineage"] = in_review(gates["data-lineage"], at(17), (fay,))
    gates["compute"] = replace(gates["compute"], ownership=Ownership(since=at(11)))
    for key in ("fallback-tested", "integration-tests", "serving-environment", "load-tested"):
        gates[key] = accepted(gates[key])
    gates["fallback-tested"] = replace(gates["fallback-tested"], depends_on=(), due_override=date(2026, 11, 27))
    for key in ("operational-requirements", "downstream-told", "live-data-sign-off"):
        gates[key] = accepted(gates[key])
    return replace(start, gates=gates, version=41, head=Head(41, "9f3a1c5bd02e4a77" + "0" * 48))


@cache
def returned() -> Initiative:
    """Churn model after Dee asked for changes to the data lineage."""
    gate = churn().gates["data-lineage"]
    said = "The two vendor feeds have contracts, but not for this purpose. Please add the purpose."
    vote = SignOff(DEE, Decision.CHANGES, Meaning.REVIEW, 2, at(20, 14), said, ChangesReason.LINEAGE)
    after = replace(gate, progress=Progress.CHANGES_REQUESTED, progress_since=at(20, 14), votes=(*gate.votes, vote))
    return replace(churn().with_gate(after), version=42)


@cache
def fraud() -> Initiative:
    """Fraud model v3: model complete eleven days ago, and not live."""
    start = new_initiative()
    gates = {key: signed(gate, FAY, at(10)) for key, gate in start.gates.items()}
    gates["incident-team"] = replace(
        start.gates["incident-team"], ownership=Ownership(since=at(14), offered_to=GUS, giver=ANA)
    )
    gates["data-lineage"] = in_review(start.gates["data-lineage"], at(16))
    for key in ("integration-tests", "live-data-sign-off"):
        gates[key] = replace(accepted(start.gates[key]), depends_on=("data-lineage",))
    gates["load-tested"] = accepted(start.gates["load-tested"])
    days = {
        "design-closed": date(2026, 11, 6),
        "evaluation-passed": date(2026, 11, 10),
        "model-complete": date(2026, 11, 12),
        "live-inputs": date(2026, 11, 16),
        "outputs-in-use": date(2026, 11, 16),
    }
    milestones = {key: Milestone(key, day) for key, day in days.items()}
    milestones["model-complete"] = Milestone("model-complete", date(2026, 11, 12), date(2026, 11, 12))
    return replace(
        start,
        id=InitiativeId("i2"),
        slug="fraud-model-v3",
        name="Fraud model v3",
        milestones=milestones,
        gates=gates,
        version=88,
        head=Head(88, "51c0de4af8b96a01" + "0" * 48),
    )


def stands(initiative: Initiative, now: datetime = NOW) -> Standing:
    """How it stands at that moment."""
    return standing(initiative, organisation(), now)


def page(initiative: Initiative, key: str, now: datetime = NOW) -> GatePage:
    """One gate's page."""
    gate = initiative.gates[key]
    return GatePage(stands(initiative, now), gate, template().gate(key), review(gate, initiative, organisation()))


def in_order() -> ApprovalRule:
    """A rule of two groups, one after the other."""
    groups = (Group(Quorum.ANY, parties=("platform",)), Group(Quorum.ALL, frozenset({ANA, FAY})))
    return ApprovalRule(groups, ordered=True, meaning=Meaning.RESPONSIBILITY)
