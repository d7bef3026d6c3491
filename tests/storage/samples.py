"""Values with every field set, to be stored and read back."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from readiness.domain.values.approval import ApprovalRule, Group, Meaning, Quorum
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.contract import (
    AnswerTerms,
    Contract,
    GateTerms,
    PartyTerms,
    PlannedDate,
    Refused,
    Signature,
    Terms,
    Version,
    Violation,
)
from readiness.domain.values.deadlock import Deadlock
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.gate import (
    Block,
    ChangesReason,
    Condition,
    Decision,
    Evidence,
    Gate,
    Progress,
    SignOff,
    Span,
    Subject,
    Waiver,
)
from readiness.domain.values.identity import InitiativeId, OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.incident import GapCause, Incident, Verdict
from readiness.domain.values.initiative import Home, Initiative, Life, Money, TemplateRef
from readiness.domain.values.milestone import MILESTONES, Milestone
from readiness.domain.values.notice import Notice, NoticeKind
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.ownership import Ownership, Passing, Remark
from readiness.domain.values.person import Absence, Person, ReminderChoice, Role, Standing
from readiness.domain.values.policy import EscalationPolicy, Place, Policy
from readiness.domain.values.record import Appended, Head, append
from readiness.domain.values.rework import Rework, ReworkEnd, ReworkKind
from readiness.domain.values.step import StallCause
from readiness.domain.values.telling import Telling
from readiness.usecases.frame.ports import Workspace

NOW = datetime(2026, 11, 2, 9, 30, 0, 123456, tzinfo=UTC)
ORGANISATION = OrganisationId("organisation-1")
WORKSPACE = WorkspaceId("workspace-1")
ANN, BO, CY = PersonId("ann"), PersonId("bo"), PersonId("cy")
CHANNEL = (WORKSPACE, "C1")


def workspace(organisation: OrganisationId = ORGANISATION, external: str = "T1", id_: str = WORKSPACE) -> Workspace:
    return Workspace(WorkspaceId(id_), organisation, "slack", external, "Acme")


def organisation(id_: OrganisationId = ORGANISATION, word: str = "plain") -> Organisation:
    return Organisation(
        id=id_,
        name=f"Acme {word}",
        calendar=WorkingCalendar("Europe/Berlin", frozenset({4, 5}), frozenset({date(2026, 12, 25), date(2027, 1, 1)})),
        parties={
            "sre": Party("sre", f"SRE {word}", ANN, BO, frozenset({BO, CY})),
            "compliance": Party("compliance", "Compliance"),
        },
        people={
            ANN: Person(
                ANN,
                f"Ann {word}",
                "Asia/Kolkata",
                Role.ADMINISTRATOR,
                Standing.MEMBER,
                ReminderChoice(True, NOW + timedelta(days=1), time(8, 30), time(16)),
                Absence(date(2026, 11, 2), date(2026, 11, 13), BO, has_begun=True),
            ),
            BO: Person(BO, "Bo", role=Role.AUDITOR, standing=Standing.DEACTIVATED),
        },
        addresses={WORKSPACE: {ANN: "U1", BO: "U2"}, WorkspaceId("workspace-2"): {ANN: "29:abc"}},
        default_template="my-template",
        policy=Policy(EscalationPolicy(1, 2, 3, 4), reconfirm_weeks=0),
        holiday_names={date(2026, 12, 25): f"Christmas {word}"},
    )


def gate(key: str = "monitoring") -> Gate:
    """A gate in which nothing is left out."""
    return Gate(
        key=key,
        title="Thresholds are set · “ß” 🙂",
        party="sre",
        condition=Condition.MONITORING_AND_FALLBACK,
        needed_by="model-complete",
        ownership=Ownership(NOW, ANN, BO, CY, BO, NOW),
        rule=ApprovalRule(
            (Group(2, frozenset({ANN, CY}), ("sre", "compliance")), Group(Quorum.MAJORITY, parties=("sre",))),
            ordered=True,
            meaning=Meaning.RESPONSIBILITY,
        ),
        created_at=NOW - timedelta(days=30),
        progress_since=NOW - timedelta(microseconds=1),
        working_days_before=3,
        due_override=date(2026, 12, 1),
        backup=CY,
        progress=Progress.IN_REVIEW,
        revision=2,
        evidence=Evidence(2, "https://example.org/a?b=c", ANN, NOW),
        contributors=frozenset({ANN, BO}),
        votes=(
            SignOff(BO, Decision.WAIVE, Meaning.REVIEW, 2, NOW, "ok", None, date(2027, 1, 1), "a second pair of eyes"),
            SignOff(CY, Decision.CHANGES, Meaning.APPROVAL, 2, NOW, "no", ChangesReason.LINEAGE, on_behalf_of=ANN),
        ),
        depends_on=("fallback", "owners"),
        block=Block("no access", BO, NOW, CY, "compliance"),
        waiver=Waiver("late", "watch it", date(2027, 2, 1)),
        allows_not_applicable=False,
        allows_waiver=False,
        asks=4,
        settled=(Span(NOW - timedelta(days=2), NOW - timedelta(days=1)), Span(NOW)),
        valid_days=90,
    )


def contract() -> Contract:
    """A contract in which nothing is left out."""
    terms = Terms(
        handoff=BO,
        gates=(GateTerms("monitoring", "Thresholds are set", "sre", ANN, "model-complete"),),
        parties=(PartyTerms("sre", frozenset({ANN, BO})),),
        answers=(AnswerTerms(Subject.FALLBACK, "monitoring", 2, "https://example.org/a?b=c"),),
        live_data=ApprovalRule((Group(2, frozenset({CY}), ("sre",)),), ordered=True, meaning=Meaning.REVIEW),
        dates=(PlannedDate("model-complete", date(2026, 12, 1)),),
    )
    version = Version(
        number=3,
        terms=terms,
        opened_at=NOW,
        opened_by=ANN,
        signatures=(Signature(ANN, ("sre",), NOW, Meaning.REVIEW),),
        refusals=(Refused(BO, ("compliance",), NOW, "no fallback"),),
        changed_at=NOW,
    )
    return Contract(version, replace(terms, handoff=None), 2, (Span(NOW - timedelta(days=1), NOW), Span(NOW)))


def bare_gate(key: str) -> Gate:
    """A gate with nothing but what it must have."""
    return Gate(
        key=key,
        title=key,
        party="sre",
        condition=None,
        needed_by=None,
        ownership=Ownership(NOW),
        rule=ApprovalRule((Group(Quorum.ANY, parties=("compliance",)),)),
        created_at=NOW,
        progress_since=NOW,
    )


def rework() -> tuple[Rework, ...]:
    """A finding that ended, in which nothing is left out, and requested changes."""
    ended = Rework(
        number=1,
        gate="monitoring",
        kind=ReworkKind.FINDING,
        reason=None,
        party="sre",
        raised_by=BO,
        raised_at=NOW,
        stage="design-closed",
        due=date(2026, 12, 4),
        text="Link the contract · “ß” 🙂",
        owner=CY,
        revoked_at=NOW + timedelta(days=1),
        ended_at=NOW + timedelta(days=2),
        ended_by=CY,
        how=ReworkEnd.DONE,
    )
    reason = ChangesReason.RETRAINING
    changes = replace(ended, number=2, kind=ReworkKind.CHANGES, reason=reason, stage=None, owner=None, how=None)
    return ended, replace(changes, revoked_at=None, ended_at=None, ended_by=None)


def initiative(
    id_: str = "initiative-1", slug: str = "churn", owner: OrganisationId = ORGANISATION, word: str = "plain"
) -> Initiative:
    """An initiative in which nothing is left out."""
    gates = {"monitoring": gate(), "fallback": bare_gate("fallback"), "owners": bare_gate("owners")}
    return Initiative(
        id=InitiativeId(id_),
        organisation=owner,
        slug=slug,
        name=f"Churn {word}",
        lead=ANN,
        home=Home(WORKSPACE, "C1", private=True),
        template=TemplateRef("my-template", 3),
        handoff=Ownership(NOW, BO, CY, ANN, ANN, NOW, Remark(Passing.OFFERED, ANN, "Yours from May · “ß” 🙂")),
        created_at=NOW,
        backup=BO,
        sponsor=CY,
        standing=Life.PAUSED,
        standing_since=NOW,
        value_per_week=Money(Decimal("25000.50"), "EUR"),
        milestones={key: Milestone(key, date(2026, 12, 1), None) for key in reversed(MILESTONES)},
        gates=gates,
        member_overrides={"sre": frozenset({ANN, CY}), "business": frozenset()},
        deadlocks=(Deadlock(("monitoring", "owners"), NOW, NOW + timedelta(days=1)), Deadlock(("fallback",), NOW)),
        incidents=(
            Incident(
                number=1,
                gate="monitoring",
                day=date(2026, 11, 20),
                what="Scores were late · “ß” 🙂",
                by=CY,
                at=NOW,
                verdict=Verdict.WAIVED,
                since=date(2026, 11, 2),
                cause=GapCause.UNASSIGNED,
                waived_until=date(2026, 12, 1),
                waived_by=(ANN, BO),
                control="watch it",
            ),
        ),
        contract=contract(),
        violations=(Violation(date(2026, 11, 2), NOW, 2, ("sre",), had_changed=True),),
        version=1,
        head=Head(0),
        rework=rework(),
        tellings=(
            Telling("monitoring", StallCause.OVERDUE, Place.OWNER, ANN, NOW - timedelta(days=2), NOW),
            Telling(None, StallCause.NO_OWNER, Place.LEAD, BO, NOW - timedelta(days=3), NOW),
        ),
    )


def plain_initiative(number: int, gates: int = 2, owner: OrganisationId = ORGANISATION) -> Initiative:
    """A small active initiative."""
    whole = initiative(f"initiative-{number:06}", f"slug-{number}", owner)
    return replace(
        whole,
        name=f"Name {number:06}",
        standing=Life.ACTIVE,
        deadlocks=(),
        rework=(),
        incidents=(),
        tellings=(),
        gates={f"gate-{index}": bare_gate(f"gate-{index}") for index in range(gates)},
    )


def appended(chain: str, head: Head | None = None, words: str = "because", count: int = 2) -> Appended:
    """A few facts with text."""
    facts = [
        Fact(
            FactKind.INITIATIVE_PAUSED, None, {"days": number, "who": ["a"], "on": True, "no": None}, {"reason": words}
        )
        for number in range(count)
    ]
    return append(chain, head or Head(), facts, actor=ANN, at=NOW, salts=("salt",) * count)


def notice(key: str = "checklist", initiative_id: str | None = "initiative-1", channel: str = "C1") -> Notice:
    return Notice(
        kind=NoticeKind.CHECKLIST,
        key=key,
        workspace=WORKSPACE,
        channel=channel,
        person=ANN,
        initiative=InitiativeId(initiative_id) if initiative_id else None,
        gate="monitoring",
        thread_of="root",
        data={"page": 1, "names": ["a"]},
    )
