"""An answer to a change that moves what was told before says from what to what, whichever command moved it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.cards import Card
from bot.conversation.route import LOOKING
from bot.intents.absence import ComeBack, GoAway
from bot.intents.block import Blocked, Unblock
from bot.intents.calendar import ChangeCalendar
from bot.intents.codec import INTENTS
from bot.intents.contract import AskParties, RefuseContract, SignContract
from bot.intents.digest import DigestLeadership, DigestOff, DigestWeekly
from bot.intents.escalation import SetEscalation, SetReconfirmation
from bot.intents.gate import AddGate, RemoveGate, SetApprovers, SetDepends
from bot.intents.incident import ReportIncident
from bot.intents.initiative import Appoint, New, SetValue, Steer
from bot.intents.intent import Intent
from bot.intents.joining import BecomeAdministrator, JoinOrganisation, LinkAccounts
from bot.intents.looking import Share, Status
from bot.intents.milestone import SetDue, SetMilestone
from bot.intents.ownership import Accept, Assign, Claim, Confirm, Decline, HandOff
from bot.intents.party import ChangeParty
from bot.intents.person import SayLeft, SetRole
from bot.intents.reminder import Remind, Snooze
from bot.intents.review import GiveEvidence, Request, SignOff, Withdraw
from bot.intents.rework import ApproveWithFinding, AssignRework, EndRework
from bot.intents.validity import SetValidity
from bot.render import plain
from bot.views.answers.changed import answer_card
from bot.views.shown.calendar import calendar_changed_card
from bot.views.shown.organisation import party_card, role_card
from bot.views.words.absence import absence_card
from bot.views.words.counting import money
from bot.views.words.escalation import reconfirmation_card, wait_card
from bot.views.words.schedule import schedule_card, snoozed_card
from readiness.domain.readings.cost import cost_so_far
from readiness.domain.rules import gate as gate_rules
from readiness.domain.rules import milestone as milestone_rules
from readiness.domain.rules import organisation as organisation_rules
from readiness.domain.rules import ownership as ownership_rules
from readiness.domain.rules import rework as rework_rules
from readiness.domain.rules import validity
from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.organisation import CalendarChange, Governed
from readiness.domain.values.gate import Block
from readiness.domain.values.identity import PersonId, WorkspaceId
from readiness.domain.values.initiative import Initiative, Money
from readiness.domain.values.milestone import LIVE_INPUTS, MODEL_COMPLETE, OUTPUTS_IN_USE
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Absence, ReminderChoice, Role
from readiness.domain.values.policy import Place
from readiness.domain.values.rework import Rework, ReworkKind
from readiness.domain.values.schedule import WeeklySlot
from readiness.usecases.absence import AbsencePage
from readiness.usecases.calendar import CalendarChanged
from readiness.usecases.frame.changing import Outcome, Rule
from readiness.usecases.frame.ports import DigestSchedule, ScheduleKind
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    DEE,
    ELI,
    GUS,
    HANA,
    MONDAY,
    START,
    a_gate,
    a_person,
    an_initiative,
    an_organisation,
    any_of,
    offered_to,
    owned_by,
)

ACME = an_organisation(people=[replace(a_person(ANA), role=Role.ADMINISTRATOR)])
ACT = Act(ACME.person(ANA), MONDAY, ACME)
DUE, LATER = date(2026, 11, 27), date(2026, 12, 4)


def start() -> Initiative:
    """Model complete on 13 Nov, 25,000 EUR a week, a gate with a date of its own and one with its milestone's.

    One gate is offered to Ben, one is offered to Gus while Ben owns it, and one is blocked. Eli has a finding to end.
    """
    gates = (
        a_gate("dpia", due=DUE, backup=CHI),
        replace(a_gate("drift", needed_by=MODEL_COMPLETE), valid_days=90),
        a_gate("compute", ownership=offered_to(BEN)),
        a_gate("lineage", ownership=offered_to(GUS, owner=BEN)),
        replace(a_gate("stuck"), block=Block("no cluster yet", BEN, START, GUS)),
    )
    actual = {MODEL_COMPLETE: date(2026, 11, 13)}
    planned = {MODEL_COMPLETE: date(2026, 11, 9), LIVE_INPUTS: DUE, OUTPUTS_IN_USE: DUE}
    initiative = an_initiative(*gates, actual=actual, planned=planned)
    finding = Rework(
        number=1,
        gate="dpia",
        kind=ReworkKind.FINDING,
        reason=None,
        party="compliance",
        raised_by=DEE,
        raised_at=START,
        stage=None,
        due=DUE,
        text="the contract",
        owner=ELI,
    )
    return replace(initiative, value_per_week=Money(Decimal(25_000), "EUR"), sponsor=HANA, rework=(finding,))


@dataclass(frozen=True)
class Moves:
    """A change of the initiative by the intent of that kind, and what its answer says of before."""

    kind: type[Intent]
    rule: Rule
    said: tuple[str, ...]
    by: PersonId = ANA


RULES: dict[str, Moves] = {
    "value": Moves(
        SetValue,
        lambda one, act: milestone_rules.set_value(one, Money(Decimal(30_000), "EUR"), act),
        ("a week was worth 25,000 EUR", "35,714 EUR → 42,857 EUR, as if it had always been that."),
    ),
    "model complete on another day": Moves(
        SetMilestone,
        lambda one, act: milestone_rules.reach(one, MODEL_COMPLETE, date(2026, 11, 9), act),
        ("the day of model complete was Fri 13 Nov", "35,714 EUR → 50,000 EUR"),
    ),
    "another plan": Moves(
        SetMilestone,
        lambda one, act: milestone_rules.plan(one, LIVE_INPUTS, LATER, act),
        ("the plan for live inputs was Fri 27 Nov",),
    ),
    "live before today": Moves(
        SetMilestone,
        lambda one, act: milestone_rules.reach(one, milestone_rules.LIVE, date(2026, 11, 20), act),
        ("35,714 EUR → 25,000 EUR",),
    ),
    "due": Moves(SetDue, lambda one, act: milestone_rules.set_due(one, "dpia", LATER, act), ("it was due Fri 27 Nov",)),
    "due with its milestone": Moves(
        SetDue, lambda one, act: milestone_rules.set_due(one, "dpia", None, act), ("it was due Fri 27 Nov",)
    ),
    "validity": Moves(
        SetValidity, lambda one, act: validity.set_validity(one, "drift", 30, act), ("it held for 90 days",)
    ),
    "lead": Moves(Appoint, lambda one, act: milestone_rules.set_lead(one, BEN, act), ("Before, Ana led it.",)),
    "sponsor": Moves(
        Appoint, lambda one, act: milestone_rules.set_sponsor(one, GUS, act), ("Before, Hana was the sponsor.",)
    ),
    "approvers": Moves(
        SetApprovers,
        lambda one, act: gate_rules.set_rule(one, "dpia", any_of("platform"), act),
        ("Before: any of compliance.",),
    ),
    "members in one initiative": Moves(
        ChangeParty,
        lambda one, act: organisation_rules.override_members(one, "compliance", "remove", [ELI], act),
        ("Before, compliance was Dee and Eli.",),
    ),
    "offered to somebody else": Moves(
        Assign,
        lambda one, act: ownership_rules.assign(one, "compute", CHI, act),
        ("Before, it was offered to Ben; that offer has ended.",),
    ),
    "taken instead of whoever was asked": Moves(
        Assign,
        lambda one, act: ownership_rules.assign(one, "compute", ANA, act),
        ("Before, it was offered to Ben; that offer has ended.",),
    ),
    "another backup": Moves(
        Assign,
        lambda one, act: ownership_rules.assign(one, "dpia", BEN, act, backup=GUS),
        ("Before, Chi was the backup.",),
    ),
    "handed to somebody else": Moves(
        HandOff,
        lambda one, act: ownership_rules.hand_off(one, "lineage", CHI, act),
        ("Before, it was offered to Gus; that offer has ended.",),
        BEN,
    ),
    "accepted from its owner": Moves(
        Accept, lambda one, act: ownership_rules.accept(one, "lineage", act), ("Before, Ben owned it.",), GUS
    ),
    "rework for somebody else": Moves(
        AssignRework,
        lambda one, act: rework_rules.assign(one, 1, BEN, act, due=LATER),
        ("Before: Eli by 27 Nov.",),
    ),
    "blocked for another reason": Moves(
        Blocked,
        lambda one, act: gate_rules.block(one, "stuck", "no quota", act, waits_for=CHI),
        ("Before, waiting for Gus: no cluster yet",),
        BEN,
    ),
    "nothing told moves": Moves(SetDepends, lambda one, act: gate_rules.set_dependency(one, "dpia", "drift", act), ()),
}
"""What moves in an initiative."""


def governed(rule: Callable[[Act], Governed]) -> tuple[Organisation, Organisation]:
    return ACME, rule(ACT).organisation


def party(what: str, *people: PersonId) -> Card:
    _, after = governed(lambda act: organisation_rules.change_party("compliance", what, people, act))
    return party_card(ACME.parties["compliance"], after.parties["compliance"], after)


def role() -> Card:
    _, after = governed(lambda act: organisation_rules.set_role(BEN, Role.AUDITOR, act))
    return role_card(after, BEN, ACME.person(BEN).role)


def wait() -> Card:
    before, after = governed(lambda act: organisation_rules.set_wait(Place.SPONSOR, 15, act))
    return wait_card(Place.SPONSOR, before.policy.escalation, after.policy.escalation)


def reconfirmation(weeks: int) -> Card:
    before, after = governed(lambda act: organisation_rules.set_reconfirmation(weeks, act))
    return reconfirmation_card(before.policy, after.policy)


def another_calendar(**change: object) -> Card:
    wanted = CalendarChange(**change)
    return calendar_changed_card(
        CalendarChanged(*governed(lambda act: organisation_rules.change_calendar(wanted, act)))
    )


SENT = DigestSchedule(WorkspaceId("w"), "C1", ScheduleKind.CHANNEL, WeeklySlot(0, 9, 0, "UTC"), MONDAY)
AWAY = Absence(LATER, date(2026, 12, 11), DEE)
ONCE_AWAY = AbsencePage(ACME.with_person(ACME.person(ANA)), ANA, ACT.today, replace(AWAY, delegate=BEN))


def away() -> Card:
    planned = replace(ACME, people={**ACME.people, ANA: replace(ACME.person(ANA), absence=AWAY)})
    return absence_card(replace(ONCE_AWAY, organisation=planned))


def snoozed() -> Card:
    until = datetime(2026, 12, 4, 9, tzinfo=UTC)
    return snoozed_card(ReminderChoice(snoozed_until=until), datetime(2026, 11, 27, 9, tzinfo=UTC))


CARDS: dict[str, tuple[type[Intent], Callable[[], Card], str]] = {
    "owner of a party": (ChangeParty, lambda: party("owner", BEN), "Before: Dee, with Eli."),
    "backup of a party": (ChangeParty, lambda: party("backup", BEN), "Before: Dee, with Eli."),
    "member of a party": (ChangeParty, lambda: party("remove", ELI), "Before: Dee, with Eli."),
    "role": (SetRole, role, "Before: a member."),
    "escalation": (SetEscalation, wait, "Before, it was after 10 working days."),
    "reconfirm": (SetReconfirmation, lambda: reconfirmation(8), "Before, it was every 6 weeks."),
    "reconfirm off": (SetReconfirmation, lambda: reconfirmation(0), "Before, it was every 6 weeks."),
    "timezone": (ChangeCalendar, lambda: another_calendar(timezone="Asia/Dubai"), "instead of UTC"),
    "weekend": (ChangeCalendar, lambda: another_calendar(weekend=frozenset({4})), "instead of Saturday and Sunday"),
    "digest at another time": (
        DigestWeekly,
        lambda: schedule_card(SENT, replace(SENT, slot=WeeklySlot(1, 9, 0, "UTC"))),
        "Before, it came on Mondays at 09:00 UTC.",
    ),
    "leadership's digest instead": (
        DigestLeadership,
        lambda: schedule_card(SENT, replace(SENT, kind=ScheduleKind.LEADERSHIP)),
        "Before, the channel's own digest came there on Mondays at 09:00 UTC.",
    ),
    "away on other days": (GoAway, away, "Before, you were away from 4 Dec to 11 Dec, and Ben acted for you."),
    "snoozed for longer": (Snooze, snoozed, "Before, it was until"),
}
"""What moves in the organisation, or is one's own."""

NOTHING_MOVES: dict[type[Intent], str] = {
    AddGate: "adds something new",
    ApproveWithFinding: "a vote, and adds something new",
    AskParties: "asks",
    BecomeAdministrator: "its answer is that of a role",
    Claim: "of what nobody owned",
    ComeBack: "ends what was said, and the asker says which",
    Confirm: "says that it stays",
    Decline: "says who has it again, and that the asker had it",
    DigestOff: "on or off, and it says which",
    EndRework: "ends what it names",
    GiveEvidence: "adds something new, and keeps what was",
    JoinOrganisation: "says what becomes of both",
    LinkAccounts: "is asked first, with both accounts",
    New: "adds something new",
    RefuseContract: "a vote",
    Remind: "on or off, and it says which",
    RemoveGate: "ends what it names",
    ReportIncident: "adds something new",
    Request: "asks",
    SayLeft: "left or back, and it says which",
    SetDepends: "adds one or ends one, and it names that",
    Share: "shows what is",
    SignContract: "a vote",
    SignOff: "a vote",
    Steer: "paused, under way or cancelled, and it says which",
    Unblock: "ends what it names",
    Withdraw: "a vote",
}
"""Kinds of changes after which nothing stands in the place of something else, each with the reason."""


def test_every_kind_of_change_says_from_what_to_what_or_why_it_does_not() -> None:
    changing = {kind for kind in INTENTS if kind not in LOOKING}
    said = {one.kind for one in RULES.values() if one.said} | {kind for kind, _, _ in CARDS.values()}
    assert {kind.__name__ for kind in changing} == {kind.__name__ for kind in (*said, *NOTHING_MOVES)}
    assert not said & NOTHING_MOVES.keys()


def answered(moves: Moves) -> tuple[Outcome, str]:
    before, act = start(), replace(ACT, actor=ACME.person(moves.by))
    change: Change = moves.rule(before, act)
    outcome = Outcome(before, change.initiative, ACME, change.facts, act)
    card: Card = answer_card(outcome, Status(before.slug))
    return outcome, plain.text(card)


@pytest.mark.parametrize("name", RULES)
def test_it_says_from_what_to_what(name: str) -> None:
    outcome, words = answered(RULES[name])
    for one in RULES[name].said:
        assert one in words, words
    assert ("Before" in words or "→" in words) == bool(RULES[name].said), words
    before, after = (cost_so_far(one, ACME.calendar, MONDAY, ACT.today) for one in (outcome.before, outcome.initiative))
    if before is not None and after is not None and before != after:
        assert f"{money(before)} → {money(after)}" in words


@pytest.mark.parametrize("name", CARDS)
def test_so_it_does_of_the_organisation(name: str) -> None:
    _, card, said = CARDS[name]
    assert said in plain.text(card())


def test_what_stays_as_it_was_has_no_before() -> None:
    compliance, policy = ACME.parties["compliance"], ACME.policy
    same = (
        party_card(compliance, compliance, ACME),
        party_card(None, compliance, ACME),
        role_card(ACME, ANA, Role.ADMINISTRATOR),
        wait_card(Place.SPONSOR, policy.escalation, policy.escalation),
        reconfirmation_card(policy, policy),
        schedule_card(SENT, SENT),
        schedule_card(replace(SENT, next_due=None), SENT),
        snoozed_card(ReminderChoice(snoozed_until=MONDAY), MONDAY),
    )
    assert not [one.summary for one in same if "Before" in plain.text(one)]


def test_several_gates_that_others_were_asked_about_are_counted() -> None:
    gates = (a_gate("one", ownership=offered_to(BEN)), a_gate("two", ownership=offered_to(GUS)))
    before = an_initiative(*gates, a_gate("three", owner=CHI))
    change = ownership_rules.assign(before, "one", CHI, ACT)
    change = change.then(ownership_rules.assign(change.initiative, "two", CHI, ACT))
    card = answer_card(Outcome(before, change.initiative, ACME, change.facts, ACT), Status(before.slug))
    assert "Before, 2 gates were offered to others; those offers have ended." in plain.text(card)


def test_several_gates_that_others_owned_are_counted() -> None:
    gates = (
        a_gate("one", ownership=offered_to(GUS, owner=BEN)),
        a_gate("two", ownership=offered_to(GUS, owner=CHI)),
        a_gate("three", ownership=owned_by(GUS)),
    )
    before, act = an_initiative(*gates), replace(ACT, actor=ACME.person(GUS))
    change = ownership_rules.accept(before, "one", act)
    change = change.then(ownership_rules.accept(change.initiative, "two", act))
    card = answer_card(Outcome(before, change.initiative, ACME, change.facts, act), Status(before.slug))
    assert "Before, others owned 2 gates of them." in plain.text(card)
