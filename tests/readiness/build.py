"""Builders of values for tests: each gives something sensible, and takes what the test is about.

The story runs in November 2026: `MONDAY` is Monday 23 Nov 2026, 09:00 UTC, in an organisation that lives in UTC.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from readiness.domain.values.approval import ApprovalRule, Group, Meaning, Quorum
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.gate import Condition, Decision, Evidence, Gate, Progress, SignOff, Span, Waiver
from readiness.domain.values.identity import InitiativeId, OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.initiative import Home, Initiative, Money, TemplateRef
from readiness.domain.values.milestone import Milestone
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import Person, Standing

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
START = datetime(2026, 11, 2, 9, tzinfo=UTC)
"""Three weeks before `MONDAY`, when everything begins unless said otherwise."""

ANA, BEN, CHI, DEE, ELI, GUS, HANA = (PersonId(name) for name in ("ana", "ben", "chi", "dee", "eli", "gus", "hana"))
"""Ana leads, Hana owns the handoff, Dee and Eli are compliance, Ben and Chi own gates, Gus is platform."""

EVERYBODY = (ANA, BEN, CHI, DEE, ELI, GUS, HANA)


def days_before(days: float, now: datetime = MONDAY) -> datetime:
    """The instant that many times 24 hours before `now`."""
    return now - timedelta(days=days)


def a_person(person: PersonId = ANA, *, gone: bool = False, timezone: str = "UTC") -> Person:
    """A member with that id, or somebody who left."""
    standing = Standing.DEACTIVATED if gone else Standing.MEMBER
    return Person(person, person.capitalize(), timezone, standing=standing)


def an_organisation(
    *,
    gone: Iterable[PersonId] = (),
    calendar: WorkingCalendar | None = None,
    parties: Iterable[Party] | None = None,
    people: Iterable[Person] = (),
) -> Organisation:
    """Everybody of the story, compliance (Dee, Eli) and platform (Gus); `gone` have left, `people` replace or join."""
    known = {person: a_person(person, gone=person in set(gone)) for person in EVERYBODY}
    known |= {person.id: person for person in people}
    given = (
        Party("compliance", "Compliance", owner=DEE, members=frozenset({DEE, ELI})),
        Party("platform", "Platform", owner=GUS, members=frozenset({GUS})),
    )
    return Organisation(
        OrganisationId("acme"),
        "Acme",
        calendar=calendar or WorkingCalendar(),
        parties={party.key: party for party in (given if parties is None else parties)},
        people=known,
    )


def owned_by(owner: PersonId | None, *, since: datetime = START) -> Ownership:
    """Accepted by `owner`, or unassigned for None."""
    return Ownership(since=since, owner=owner)


def offered_to(
    person: PersonId, *, by: PersonId = ANA, owner: PersonId | None = None, since: datetime = START
) -> Ownership:
    """Offered to `person`, while `owner`, if any, stays accountable."""
    return Ownership(since=since, owner=owner, offered_to=person, giver=by)


def any_of(*parties: str, people: Iterable[PersonId] = (), need: Quorum | int = Quorum.ANY) -> ApprovalRule:
    """A rule of one group."""
    return ApprovalRule((Group(need, frozenset(people), parties),))


def a_gate(
    key: str = "data-lineage",
    *,
    owner: PersonId | None = BEN,
    ownership: Ownership | None = None,
    condition: Condition | None = Condition.COMPLIANCE,
    due: date | None = None,
    progress: Progress = Progress.OPEN,
    since: datetime = START,
    evidence_by: PersonId | None = None,
    rule: ApprovalRule | None = None,
    depends_on: tuple[str, ...] = (),
    needed_by: str | None = None,
    backup: PersonId | None = None,
    votes: Iterable[SignOff] = (),
) -> Gate:
    """A gate of compliance that Ben has accepted, open and without a date.

    In review and beyond it has evidence, by its owner unless said otherwise; `since` is when it came to its progress.
    """
    given_by = evidence_by or (owner if progress is not Progress.OPEN else None)
    evidence = Evidence(1, "https://example.com/evidence", given_by, since) if given_by else None
    return Gate(
        key=key,
        title=key.replace("-", " ").capitalize(),
        party="compliance",
        condition=condition,
        needed_by=needed_by,
        ownership=ownership or owned_by(owner),
        rule=rule or any_of("compliance"),
        created_at=min(START, since),
        progress_since=since,
        due_override=due,
        backup=backup,
        progress=progress,
        revision=1 if evidence else 0,
        evidence=evidence,
        contributors=frozenset({given_by}) if given_by else frozenset(),
        votes=tuple(votes),
        depends_on=depends_on,
        asks=1 if progress is Progress.IN_REVIEW else 0,
    )


def signed_off(gate: Gate, *, at: datetime = START) -> Gate:
    """`gate`, signed off since `at`."""
    return replace(gate, progress=Progress.SIGNED_OFF, progress_since=at, settled=(*gate.settled, Span(at)))


def not_applicable(gate: Gate, *, at: datetime = START) -> Gate:
    """`gate`, agreed not to apply since `at`."""
    return replace(gate, progress=Progress.NOT_APPLICABLE, progress_since=at, settled=(*gate.settled, Span(at)))


def waived(gate: Gate, until: date, *, at: datetime = START) -> Gate:
    """`gate`, waived from `at` through the day `until` (UTC)."""
    span = Span(at, WorkingCalendar().end_of(until))
    waiver = Waiver("Accepted for the pilot", "Manual review", until)
    settled = (*gate.settled, span)
    return replace(gate, progress=Progress.WAIVED, progress_since=at, waiver=waiver, settled=settled)


def a_vote(person: PersonId, decision: Decision = Decision.APPROVE, *, at: datetime = MONDAY) -> SignOff:
    """That person's vote on the first evidence revision."""
    return SignOff(person, decision, Meaning.APPROVAL, 1, at)


def an_initiative(
    *gates: Gate,
    slug: str = "churn-model",
    name: str = "Churn model",
    handoff: Ownership | None = None,
    backup: PersonId | None = CHI,
    planned: Mapping[str, date] | None = None,
    actual: Mapping[str, date] | None = None,
    value: int | None = None,
    currency: str = "EUR",
    created_at: datetime = START,
) -> Initiative:
    """An active initiative led by Ana with Hana as handoff owner and Chi as her backup, and just these gates."""
    dates = {**(planned or {}), **(actual or {})}
    return Initiative(
        id=InitiativeId(slug),
        organisation=OrganisationId("acme"),
        slug=slug,
        name=name,
        lead=ANA,
        home=Home(WorkspaceId("slack"), "C1"),
        template=TemplateRef("ai-model-to-production", 1),
        handoff=handoff or owned_by(HANA, since=created_at),
        created_at=created_at,
        backup=backup,
        value_per_week=None if value is None else Money(Decimal(value), currency),
        milestones={key: Milestone(key, (planned or {}).get(key), (actual or {}).get(key)) for key in dates},
        gates={gate.key: gate for gate in gates},
    )
