"""The cast and the frame for testing who may do what to one gate, and how it moves from state to state.

One organisation "acme" with a person for each hat, one initiative "churn" with the gate under test, `dpia`, which waits
for nothing, and a second one, `serving`, that others can wait for.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from readiness.domain.rules.change import Act
from readiness.domain.rules.review import Vote
from readiness.domain.values.approval import ApprovalRule, Group, Meaning, Quorum
from readiness.domain.values.gate import Block, Condition, Decision, Evidence, Gate, Progress, SignOff, Span, Waiver
from readiness.domain.values.identity import InitiativeId, OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.initiative import Home, Initiative, TemplateRef
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import Person, Role, Standing

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=3)
LATER = date(2026, 12, 31)

ADA, LEA, HAL, BEA, OLA, BAK, OFF, APP, ANN, GIV, MIA, AUD = (
    PersonId(name) for name in ("ada", "lea", "hal", "bea", "ola", "bak", "off", "app", "ann", "giv", "mia", "aud")
)
"""Ada administers, Lea leads, Hal owns the handoff with Bea as backup; Ola owns the gate with Bak as backup; Off is who
it is offered to; App, Ann and Giv are its approvers, of whom Giv gave the evidence; Mia is a member, Aud an auditor."""

GONE, GUEST, STRANGER, BOT = (PersonId(name) for name in ("gone", "guest", "stranger", "bot"))
INSIDERS = (ADA, LEA, HAL, BEA, OLA, BAK, OFF, APP, ANN, GIV, MIA)
OUTSIDERS = {
    GONE: Standing.DEACTIVATED,
    GUEST: Standing.GUEST,
    STRANGER: Standing.STRANGER,
    BOT: Standing.BOT,
}


def organisation(name: str = "acme") -> Organisation:
    """The cast, with a party "compliance" (App, Ann, Giv) and an empty one, "nobody"."""
    people = {person: Person(person, person.capitalize()) for person in (*INSIDERS, AUD)}
    people[ADA] = replace(people[ADA], role=Role.ADMINISTRATOR)
    people[AUD] = replace(people[AUD], role=Role.AUDITOR)
    people |= {person: Person(person, person.capitalize(), standing=standing) for person, standing in OUTSIDERS.items()}
    parties = {
        "compliance": Party("compliance", "Compliance", members=frozenset({APP, ANN, GIV})),
        "nobody": Party("nobody", "Nobody"),
    }
    return Organisation(OrganisationId(name), name.capitalize(), parties=parties, people=people)


ACME = organisation()


def rule(*needs: Quorum | int, people: frozenset[PersonId] | None = None, ordered: bool = False) -> ApprovalRule:
    """A group of `people` (the party compliance where not given) for each of `needs`."""
    groups = (
        Group(need, parties=("compliance",)) if people is None else Group(need, people=people)
        for need in needs or (Quorum.ANY,)
    )
    return ApprovalRule(tuple(groups), ordered)


def gate(key: str = "dpia", *, owner: PersonId | None = OLA, evidence_by: PersonId | None = GIV) -> Gate:
    """Accepted by Ola, backed by Bak, open, with evidence that Giv gave; compliance signs, anyone of them."""
    given = Evidence(1, "https://example.com/dpia", evidence_by, EARLIER) if evidence_by else None
    return Gate(
        key=key,
        title=key,
        party="compliance",
        condition=Condition.COMPLIANCE,
        needed_by="design-closed",
        ownership=Ownership(EARLIER, owner=owner),
        rule=rule(),
        created_at=EARLIER,
        progress_since=EARLIER,
        backup=BAK,
        revision=1 if given else 0,
        evidence=given,
        contributors=frozenset({evidence_by}) if evidence_by else frozenset(),
    )


def initiative(*gates: Gate) -> Initiative:
    """Led by Lea, its handoff accepted by Hal; `gates`, or the two gates of the scene."""
    found = gates or (gate(), gate("serving"))
    return Initiative(
        id=InitiativeId("i1"),
        organisation=OrganisationId("acme"),
        slug="churn",
        name="Churn",
        lead=LEA,
        home=Home(WorkspaceId("w1"), "C1"),
        template=TemplateRef("ai-model-to-production", 1),
        handoff=Ownership(EARLIER, owner=HAL),
        created_at=EARLIER,
        backup=BEA,
        gates={one.key: one for one in found},
    )


def act(person: PersonId, *, at: datetime = NOW, where: Organisation = ACME) -> Act:
    """That person of the organisation does something at `at`."""
    return Act(where.people[person], at, where)


def in_review(given: Gate) -> Gate:
    """`given` while its sign-off is asked for."""
    return replace(given, progress=Progress.IN_REVIEW, asks=1)


def decided(given: Gate, progress: Progress, decision: Decision, by: PersonId = APP) -> Gate:
    """`given`, decided by one vote of `by`."""
    until = LATER if decision is Decision.WAIVE else None
    control = "manual check" if until else ""
    cast = SignOff(by, decision, Meaning.APPROVAL, given.revision, EARLIER, "said so", until=until, control=control)
    ends = ACME.calendar.end_of(until) if until else None
    settled = () if progress is Progress.CHANGES_REQUESTED else (Span(EARLIER, ends),)
    waiver = Waiver("said so", control, until) if until else None
    return replace(given, progress=progress, votes=(cast,), settled=settled, waiver=waiver, asks=1)


def blocked(given: Gate, *, by: PersonId | None = None) -> Gate:
    """`given`, which its owner says cannot go on, and perhaps for whom it waits."""
    return replace(given, block=Block("no budget", OLA, EARLIER, by))


def offered(given: Gate, to: PersonId = OFF, by: PersonId = LEA) -> Gate:
    """`given` with an open offer; whoever owns it stays accountable."""
    return replace(given, ownership=replace(given.ownership, offered_to=to, giver=by))


def approve(**given: object) -> Vote:
    """An approval without words."""
    return replace(Vote(Decision.APPROVE), **given)  # type: ignore[arg-type]


def changes(comment: str = "lineage is missing", **given: object) -> Vote:
    """A "no" with its reason."""
    return replace(Vote(Decision.CHANGES, comment=comment), **given)  # type: ignore[arg-type]


def not_applicable(comment: str = "no personal data") -> Vote:
    """An n/a with its reason."""
    return Vote(Decision.NOT_APPLICABLE, comment=comment)


def waive(until: date | None = LATER, control: str = "manual check", comment: str = "pilot only") -> Vote:
    """A waiver with reason and compensating control."""
    return Vote(Decision.WAIVE, comment=comment, until=until, control=control)
