"""Every command in the spellings people use, and the intent each stands for."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.conversation.reading.clock import city
from bot.intents.absence import ComeBack, GoAway, ShowAway
from bot.intents.block import Blocked, Unblock
from bot.intents.choice import Why
from bot.intents.digest import DigestLeadership, DigestNow, DigestOff, DigestWeekly, Slot
from bot.intents.form import OpenForm
from bot.intents.gate import AddGate, GroupSpec, RemoveGate, SetApprovers, SetDepends
from bot.intents.initiative import Appoint, New, SetValue, Steer
from bot.intents.joining import BecomeAdministrator, JoinOrganisation, LinkAccounts
from bot.intents.looking import Help, ListInitiatives, ListTemplates, OpenHome, Show, ShowSettings, ShowTemplate, Status
from bot.intents.milestone import SetDue, SetMilestone
from bot.intents.ownership import Accept, Assign, Claim, Decline, HandOff
from bot.intents.party import ChangeParty
from bot.intents.person import SetRole
from bot.intents.problems import ProblemKind
from bot.intents.reminder import Remind, Snooze
from bot.intents.review import GiveEvidence, Request, SignOff, Withdraw
from readiness.domain.values.approval import Quorum
from readiness.domain.values.gate import ChangesReason, Condition, Decision
from readiness.domain.values.person import Role
from tests.conversation.saying import ELSEWHERE, MONDAY, choice, here, kind, problem, say, there

REVIEW = here("compliance-review")
FRIDAY = date(2026, 11, 27)


def waiver(until: date, reason: str, control: str) -> SignOff:
    return SignOff(here("load-tested"), Decision.WAIVE, comment=reason, until=until, control=control)


def changes(reason: ChangesReason, comment: str) -> SignOff:
    return SignOff(REVIEW, Decision.CHANGES, comment=comment, reason=reason)


def not_applicable(comment: str) -> SignOff:
    return SignOff(REVIEW, Decision.NOT_APPLICABLE, comment=comment)


LOOKING = [
    ("", Help()),
    ("   \n ", Help()),
    ("help", Help()),
    ("HELP", Help()),
    ("?", Help()),
    ("help status", Help("status")),
    ("help gate", Help("gate")),
    ("help Gate  Add", Help("gate add")),
    ("help na", Help("n/a")),
    ("gate", Help("gate")),
    ("remind", Help("remind")),
    ("status", Status()),
    ("status churn", Status("churn")),
    ("STATUS `Churn`", Status("churn")),
    ("\u200bstatus\u00a0churn", Status("churn")),
    ("list", ListInitiatives("mine")),
    ("list mine", ListInitiatives("mine")),
    ("list all", ListInitiatives("all")),
    ("list Stalled", ListInitiatives("stalled")),
    ("show compliance-review", Show(REVIEW)),
    ("show churn cutover", Show(there("cutover"))),
    ("show churn/cutover", Show(there("cutover"))),
    ("template", ListTemplates()),
    ("templates", ListTemplates()),
    ("template list", ListTemplates()),
    ("template show small-model", ShowTemplate("small-model")),
    ("settings", ShowSettings()),
    ("home", OpenHome()),
]

STARTING = [
    ("new", OpenForm("new")),
    ('new "Fraud scoring"', New("Fraud scoring")),
    ("new “Fraud  scoring” ", New("Fraud scoring")),
    ("new Fraud", New("Fraud")),
    ("new Fraud template small-model", New("Fraud", template="small-model")),
    ('new "A" template small-model owner @ana', New("A", template="small-model", owner="U-ana")),
    ('new "A" owner @ana template small-model', New("A", template="small-model", owner="U-ana")),
    ('new "A" model-complete +2w', New("A", planned=(("model-complete", date(2026, 12, 7)),))),
    ('new "A" live 2027-03-01', New("A", planned=(("live", date(2027, 3, 1)),))),
    (
        'new "A" design-closed friday live-inputs 2027-03-01 outputs-in-use 2027-04-01',
        New(
            "A",
            planned=(
                ("design-closed", FRIDAY),
                ("live-inputs", date(2027, 3, 1)),
                ("outputs-in-use", date(2027, 4, 1)),
            ),
        ),
    ),
    ('new "A" value 25000 EUR', New("A", value=Decimal(25000), currency="EUR")),
    ('new "A" value 25,000 eur', New("A", value=Decimal(25000), currency="EUR")),
    ('new "A" value 25k EUR', New("A", value=Decimal(25000), currency="EUR")),
    ('new "A" value 25000EUR', New("A", value=Decimal(25000), currency="EUR")),
    ('new "A" value EUR 25000.50 owner @ana', New("A", owner="U-ana", value=Decimal("25000.5"), currency="EUR")),
    ('new "A" channel #fraud', New("A", channel="C-fraud")),
    ('new "template"', New("template")),
]

OWNING = [
    ("assign compliance-review @ana", Assign(REVIEW, "U-ana")),
    ("assign compliance-review to @ana", Assign(REVIEW, "U-ana")),
    ("assign compliance-review @ana backup @ben", Assign(REVIEW, "U-ana", "U-ben")),
    ("assign churn cutover @ana", Assign(there("cutover"), "U-ana")),
    ("assign handoff @ana", Assign(here("handoff"), "U-ana")),
    ("assign churn handoff @ana", Assign(there("handoff"), "U-ana")),
    ("assign churn/handoff @ana", Assign(there("handoff"), "U-ana")),
    ("assign compliance-review", OpenForm("assign", REVIEW)),
    ("claim compute", Claim(here("compute"))),
    ("claim churn/compute", Claim(there("compute"))),
    ("accept compute", Accept(here("compute"))),
    ("accept handoff", Accept(here("handoff"))),
    ("accept all", Accept(here("all"))),
    ("accept churn all", Accept(there("all"))),
    ("accept compute with pleasure", Accept(here("compute"), "with pleasure")),
    ("decline compute no time, sorry", Decline(here("compute"), "no time, sorry")),
    ('decline compute "no time"', Decline(here("compute"), "no time")),
    ("decline all I leave", Decline(here("all"), "I leave")),
    ("decline compute", OpenForm("decline", here("compute"))),
    ("handoff compute @ben", HandOff(here("compute"), "U-ben")),
    ("handoff compute @ben on holiday", HandOff(here("compute"), "U-ben", "on holiday")),
    ("handoff all @ben", HandOff(here("all"), "U-ben")),
    ("handoff handoff @ben", HandOff(here("handoff"), "U-ben")),
    ("handoff churn handoff @ben", HandOff(there("handoff"), "U-ben")),
    ("handoff compute", OpenForm("handoff", here("compute"))),
]

REVIEWING = [
    ("evidence compute https://a.org/x?y=1&z", GiveEvidence(here("compute"), "https://a.org/x?y=1&z")),
    ("evidence compute  p99 is 80 ms,\n see @ana", GiveEvidence(here("compute"), "p99 is 80 ms,\n see @ana")),
    ("evidence compute", OpenForm("evidence", here("compute"))),
    ("request compute", Request(here("compute"))),
    ("approve compliance-review", SignOff(REVIEW, Decision.APPROVE)),
    ("Approve Compliance-Review", SignOff(REVIEW, Decision.APPROVE)),
    ("approve compliance‑review", SignOff(REVIEW, Decision.APPROVE)),
    ('approve compliance-review it is "fine"', SignOff(REVIEW, Decision.APPROVE, comment='it is "fine"')),
    ('approve compliance-review a 5" disk, "ok', SignOff(REVIEW, Decision.APPROVE, comment='a 5" disk, "ok')),
    ("changes compliance-review documentation no card", changes(ChangesReason.DOCUMENTATION, "no card")),
    ("changes compliance-review Lineage: whose data?", changes(ChangesReason.LINEAGE, "whose data?")),
    ("changes compliance-review retraining a", changes(ChangesReason.RETRAINING, "a")),
    ("changes compliance-review architecture a", changes(ChangesReason.ARCHITECTURE, "a")),
    ("changes compliance-review other a", changes(ChangesReason.OTHER, "a")),
    ("changes compliance-review", OpenForm("changes", REVIEW)),
    ("waive load-tested until friday late / capped", waiver(FRIDAY, "late", "capped")),
    (
        "waive load-tested until 2026-12-01 see https://a.org/x/y / cap/limit of 10 / s",
        waiver(date(2026, 12, 1), "see https://a.org/x/y", "cap/limit of 10 / s"),
    ),
    ('waive load-tested until +1d "too late" / "a cap"', waiver(date(2026, 11, 24), "too late", "a cap")),
    ("waive load-tested", OpenForm("waive", here("load-tested"))),
    ("n/a compliance-review no personal data", not_applicable("no personal data")),
    ("N/A compliance-review x", not_applicable("x")),
    ("na compliance-review x", not_applicable("x")),
    ("not-applicable compliance-review x", not_applicable("x")),
    ("n/a compliance-review", OpenForm("not-applicable", REVIEW)),
    ("withdraw compliance-review", Withdraw(REVIEW)),
    ("withdraw compliance-review wrong one", Withdraw(REVIEW, "wrong one")),
    ("blocked compute no cluster", Blocked(here("compute"), "no cluster")),
    ("blocked compute", OpenForm("blocked", here("compute"))),
    ("unblock compute", Unblock(here("compute"))),
]

ALL_OF_TWO = (GroupSpec(2, (), ("compliance",)), GroupSpec(Quorum.ANY, ("U-ana",), ("platform",)))

STEERING = [
    ("milestone model-complete done", SetMilestone("fraud-scoring", "model-complete", done=True)),
    ("milestone model complete done", SetMilestone("fraud-scoring", "model-complete", done=True)),
    ("milestone Outputs in use done", SetMilestone("fraud-scoring", "outputs-in-use", done=True)),
    ("milestone live done yesterday", SetMilestone("fraud-scoring", "live", done=True, day=date(2026, 11, 22))),
    ("milestone live plan friday", SetMilestone("fraud-scoring", "live", done=False, day=FRIDAY)),
    ("milestone churn in-staging plan +0d", SetMilestone("churn", "in-staging", done=False, day=MONDAY)),
    ("due compute friday", SetDue(here("compute"), FRIDAY)),
    ("due compute off", SetDue(here("compute"), None)),
    ("due churn compute friday", SetDue(there("compute"), FRIDAY)),
    ("depends load-tested on compute", SetDepends(here("load-tested"), "compute")),
    ("depends churn cutover on compute", SetDepends(there("cutover"), "compute")),
    ("depends churn/cutover on churn/compute", SetDepends(there("cutover"), "compute")),
    ("gate add pen-test “Pen test” party sre", AddGate("fraud-scoring", "pen-test", "Pen test", "sre")),
    ('gate add churn pen-test "T" party sre', AddGate("churn", "pen-test", "T", "sre")),
    ('gate add churn/pen-test "T" party sre', AddGate("churn", "pen-test", "T", "sre")),
    (
        'gate add pen-test "T" needed-by model complete condition receiving-team party sre',
        AddGate("fraud-scoring", "pen-test", "T", "sre", Condition.RECEIVING_TEAM, "model-complete"),
    ),
    ("gate remove compute not ours", RemoveGate(here("compute"), "not ours")),
    ("gate remove churn compute not ours", RemoveGate(there("compute"), "not ours")),
    ("approvers compute any of @ana", SetApprovers(here("compute"), (GroupSpec(Quorum.ANY, ("U-ana",)),))),
    ("approvers compute All of sre", SetApprovers(here("compute"), (GroupSpec(Quorum.ALL, (), ("sre",)),))),
    (
        "approvers compute majority of @ana, @ben, sre, platform",
        SetApprovers(here("compute"), (GroupSpec(Quorum.MAJORITY, ("U-ana", "U-ben"), ("sre", "platform")),)),
    ),
    (
        "approvers compute 1 of @ana @ana",
        SetApprovers(here("compute"), (GroupSpec(1, ("U-ana",)),)),
    ),
    ("approvers compute 2 of compliance and any of @ana platform", SetApprovers(here("compute"), ALL_OF_TWO)),
    ("party compliance owner @ana", ChangeParty("compliance", "owner", ("U-ana",))),
    ("party Compliance backup @ana", ChangeParty("compliance", "backup", ("U-ana",))),
    ("party sre member @ana @ben", ChangeParty("sre", "member", ("U-ana", "U-ben"))),
    ("party sre member @ana, @ben and @ana", ChangeParty("sre", "member", ("U-ana", "U-ben"))),
    ("party churn sre remove @ana", ChangeParty("sre", "remove", ("U-ana",), "churn")),
    ("party fraud-scoring sre remove @ana", ChangeParty("sre", "remove", ("U-ana",), "fraud-scoring")),
    ("value 25000 EUR", SetValue("fraud-scoring", Decimal(25000), "EUR")),
    ("value churn usd 1,500.50", SetValue("churn", Decimal("1500.5"), "USD")),
    ("value 25kEUR", SetValue("fraud-scoring", Decimal(25000), "EUR")),
    ("lead @ana", Appoint("fraud-scoring", "lead", "U-ana")),
    ("lead churn @ana", Appoint("churn", "lead", "U-ana")),
    ("sponsor @ben", Appoint("fraud-scoring", "sponsor", "U-ben")),
    ("pause", Steer("fraud-scoring", "pause")),
    ("resume", Steer("fraud-scoring", "resume")),
    ("cancel bought instead", Steer("fraud-scoring", "cancel", "bought instead")),
    ('pause "churn"', Steer("fraud-scoring", "pause", "churn")),
    ("pause fraud-scoring", Steer("fraud-scoring", "pause")),
    ("pause fraud-scoring no money", Steer("fraud-scoring", "pause", "no money")),
    ("role @ana administrator", SetRole("U-ana", Role.ADMINISTRATOR)),
    ("role @ana Auditor", SetRole("U-ana", Role.AUDITOR)),
    ("role @ana member", SetRole("U-ana", Role.MEMBER)),
    ("admin CDEF-GHJK-LMNP", BecomeAdministrator("CDEF-GHJK-LMNP")),
    ("admin cdef ghjk lmnp", BecomeAdministrator("cdef ghjk lmnp")),
    ("join", JoinOrganisation()),
    ("Join CDEF-GHJK-LMNP", JoinOrganisation("CDEF-GHJK-LMNP")),
    ("link", LinkAccounts()),
    ("link “CDEF-GHJK-LMNP”", LinkAccounts("CDEF-GHJK-LMNP")),
]

TIME = [
    ("digest", DigestNow()),
    ("digest now", DigestNow()),
    ("digest weekly monday 09:00 Europe/Berlin", DigestWeekly(Slot(0, 9, 0, "Europe/Berlin"))),
    ("digest weekly monday 5.30pm UTC", DigestWeekly(Slot(0, 17, 30, "UTC"))),
    ("digest weekly friday 12 am", DigestWeekly(Slot(4, 0, 0, ""))),
    ("digest weekly Fri 9:05 europe/berlin", DigestWeekly(Slot(4, 9, 5, "Europe/Berlin"))),
    ("digest weekly sunday 17:30", DigestWeekly(Slot(6, 17, 30, ""))),
    ("digest off", DigestOff()),
    ("digest leadership #board", DigestLeadership("C-board")),
    ("remind on", Remind(on=True)),
    ("remind OFF", Remind(on=False)),
    ("remind snooze", Snooze()),
    ("remind snooze 4h", Snooze(round(timedelta(hours=4).total_seconds()))),
    ("remind snooze 3 days", Snooze(round(timedelta(days=3).total_seconds()))),
    ("remind snooze 2w", Snooze(round(timedelta(weeks=2).total_seconds()))),
    ("away", ShowAway()),
    ("away off", ComeBack()),
    ("away 2026-12-01..2026-12-12", GoAway(date(2026, 12, 1), date(2026, 12, 12))),
    ("away today .. +2w delegate @ana", GoAway(date(2026, 11, 23), date(2026, 12, 7), "U-ana")),
    ("Away tomorrow..Friday", GoAway(date(2026, 11, 24), date(2026, 11, 27))),
    ("away tomorrow.. friday", GoAway(date(2026, 11, 24), date(2026, 11, 27))),
    ("away tomorrow ..friday", GoAway(date(2026, 11, 24), date(2026, 11, 27))),
    ("away friday", GoAway(date(2026, 11, 27), date(2026, 11, 27))),
    ("away friday delegate @ana", GoAway(date(2026, 11, 27), date(2026, 11, 27), "U-ana")),
    ("away 2026-12-12..2026-12-01", GoAway(date(2026, 12, 12), date(2026, 12, 1))),
]


@pytest.mark.parametrize(("typed", "intent"), [*LOOKING, *STARTING, *OWNING, *REVIEWING, *STEERING, *TIME])
def test_what_is_typed_is_what_is_meant(typed, intent):
    assert say(typed) == intent


@pytest.mark.parametrize(
    ("typed", "expected", "nearest"),
    [
        ("aprove compliance-review", ProblemKind.UNKNOWN_COMMAND, "approve"),
        ("stats", ProblemKind.UNKNOWN_COMMAND, "status"),
        ("digest wekly monday 09:00", ProblemKind.UNKNOWN_COMMAND, "digest weekly"),
        ("gate remve compute x", ProblemKind.UNKNOWN_COMMAND, "gate remove"),
        ("remind snoze 3d", ProblemKind.UNKNOWN_COMMAND, "remind snooze"),
        ("template shwo small-model", ProblemKind.UNKNOWN_COMMAND, "template show"),
        ("help wave", ProblemKind.UNKNOWN_COMMAND, "waive"),
        ("status chrun", ProblemKind.UNKNOWN_INITIATIVE, "churn"),
        ("approve chrun/compute", ProblemKind.UNKNOWN_INITIATIVE, "churn"),
        ("cancel chrun not needed", ProblemKind.UNKNOWN_INITIATIVE, "churn"),
        ("pause q3-budget is gone", ProblemKind.UNKNOWN_INITIATIVE, 'pause "q3-budget is gone"'),
        ("pause budget", ProblemKind.UNKNOWN_INITIATIVE, 'pause "budget"'),
        ("approve complience-review", ProblemKind.UNKNOWN_GATE, "compliance-review"),
        ("approve compliance", ProblemKind.UNKNOWN_GATE, "compliance-review"),
        ("approve churn cutovr", ProblemKind.UNKNOWN_GATE, "churn/cutover"),
        ("approve churn/cutovr", ProblemKind.UNKNOWN_GATE, "churn/cutover"),
        ("approve chrun cutover", ProblemKind.UNKNOWN_GATE, "churn/cutover"),
        ("depends compute on lod-tested", ProblemKind.UNKNOWN_GATE, "load-tested"),
        ("list stale", ProblemKind.UNKNOWN_WORD, "stalled"),
        ("template show smal-model", ProblemKind.UNKNOWN_TEMPLATE, "small-model"),
        ('new "A" template smal-model', ProblemKind.UNKNOWN_TEMPLATE, "small-model"),
        ('new "A" onwer @ana', ProblemKind.UNKNOWN_WORD, "owner"),
        ("new Fraud scoring", ProblemKind.QUOTES_NEEDED, 'new "Fraud scoring"'),
        ("new Fraud scoring template small-model", ProblemKind.QUOTES_NEEDED, 'new "Fraud scoring"'),
        ('new "A" live 03/04/2027', ProblemKind.BAD_DATE, "2027-04-03"),
        ('new "A" value 25.000 EUR', ProblemKind.BAD_NUMBER, "25000"),
        ('new "A" value 25000', ProblemKind.UNKNOWN_CURRENCY, "EUR"),
        ('new "A" value 25000 euro', ProblemKind.UNKNOWN_CURRENCY, "EUR"),
        ('new "A" value 25000 $', ProblemKind.UNKNOWN_CURRENCY, "USD"),
        ("changes compliance-review docs no card", ProblemKind.UNKNOWN_REASON, "documentation"),
        ("waive compute until 03/04/2027 a / b", ProblemKind.BAD_DATE, "2027-03-04"),
        ("due compute firday", ProblemKind.BAD_DATE, "friday"),
        ("due compute 3w", ProblemKind.BAD_DATE, "+3w"),
        ("due compute in 3 weeks", ProblemKind.BAD_DATE, "+3w"),
        ("milestone modelcomplete done", ProblemKind.UNKNOWN_MILESTONE, "model-complete"),
        ("milestone live reached", ProblemKind.UNKNOWN_WORD, "done"),
        ("party complience owner @ana", ProblemKind.UNKNOWN_PARTY, "compliance"),
        ("party sre onwer @ana", ProblemKind.UNKNOWN_WORD, "owner"),
        ("approvers compute two of sre", ProblemKind.UNKNOWN_WORD, "any"),
        ("approvers compute any sre", ProblemKind.UNKNOWN_WORD, "of"),
        ("approvers compute any of platfrom", ProblemKind.UNKNOWN_PARTY, "platform"),
        ("approvers compute any of @ana and @ben", ProblemKind.UNKNOWN_WORD, "any"),
        ("approvers compute 0 of sre", ProblemKind.BAD_NUMBER, "1"),
        ("approvers compute 3 of @ana @ben", ProblemKind.BAD_NUMBER, "2"),
        ('gate add Pen_Test "T" party sre', ProblemKind.BAD_KEY, "pen-test"),
        ('gate add pen-test "T" party sr', ProblemKind.UNKNOWN_PARTY, "sre"),
        ('gate add pen-test "T" party sre condition infra', ProblemKind.UNKNOWN_CONDITION, "infrastructure"),
        ('gate add pen-test "T" party sre needed-by live', ProblemKind.UNKNOWN_MILESTONE, "live-inputs"),
        ("value 25.000 EUR", ProblemKind.BAD_NUMBER, "25000"),
        ("value 25000", ProblemKind.UNKNOWN_CURRENCY, "EUR"),
        ("value churn 25000 euro", ProblemKind.UNKNOWN_CURRENCY, "EUR"),
        ("role @ana admin", ProblemKind.UNKNOWN_WORD, "administrator"),
        ("digest weekly mnoday 09:00", ProblemKind.BAD_DATE, "monday"),
        ("digest weekly monday 9", ProblemKind.BAD_TIME, "09:00"),
        ("digest weekly monday 25:00", ProblemKind.BAD_TIME, "09:00"),
        ("digest weekly monday 09:00 Europe/Belrin", ProblemKind.UNKNOWN_ZONE, "Europe/Berlin"),
        ("digest weekly monday 09:00 JST", ProblemKind.UNKNOWN_ZONE, "Asia/Tokyo"),
        ("remind snooze 3m", ProblemKind.BAD_DURATION, "3d"),
        ("away 01/12/2026..2026-12-12", ProblemKind.BAD_DATE, "2026-12-01"),
        ("away friday..mnoday", ProblemKind.BAD_DATE, "monday"),
        ("away friday..", ProblemKind.DATE_NEEDED, "friday"),
        ("away ..friday", ProblemKind.BAD_DATE, "friday"),
        ("awya friday", ProblemKind.UNKNOWN_COMMAND, "away"),
    ],
)
def test_what_is_not_known_is_answered_with_the_nearest_valid_forms(typed, expected, nearest):
    met = problem(typed)
    assert met.kind is expected
    assert nearest in met.nearest
    assert len(met.nearest) <= 5


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("approve", ProblemKind.GATE_NEEDED),
        ("approve @ana", ProblemKind.GATE_NEEDED),
        ("handoff @ana", ProblemKind.GATE_NEEDED),
        ("approve churn", ProblemKind.GATE_NEEDED),
        ("approve handoff", ProblemKind.RESERVED_GATE),
        ("claim handoff", ProblemKind.RESERVED_GATE),
        ("assign all @ana", ProblemKind.RESERVED_GATE),
        ("assign churn all @ana", ProblemKind.RESERVED_GATE),
        ("show churn/all", ProblemKind.RESERVED_GATE),
        ("depends compute on", ProblemKind.GATE_NEEDED),
        ("depends compute on churn/cutover", ProblemKind.OTHER_INITIATIVE),
        ("depends compute", ProblemKind.UNKNOWN_WORD),
        ("show compute now", ProblemKind.TOO_MANY_WORDS),
        ("claim compute please", ProblemKind.TOO_MANY_WORDS),
        ("settings now", ProblemKind.TOO_MANY_WORDS),
        ("digest now please", ProblemKind.TOO_MANY_WORDS),
        ("digest off please", ProblemKind.TOO_MANY_WORDS),
        ("status churn now", ProblemKind.TOO_MANY_WORDS),
        ("assign compute ana", ProblemKind.PERSON_NEEDED),
        ("assign compute @ana backup", ProblemKind.PERSON_NEEDED),
        ("assign compute @ana @ben", ProblemKind.TOO_MANY_WORDS),
        ("handoff all", ProblemKind.PERSON_NEEDED),
        ("decline all", ProblemKind.TEXT_NEEDED),
        ("role administrator", ProblemKind.PERSON_NEEDED),
        ("lead ana", ProblemKind.PERSON_NEEDED),
        ("sponsor", ProblemKind.PERSON_NEEDED),
        ("admin", ProblemKind.CODE_NEEDED),
        ("party sre owner", ProblemKind.PERSON_NEEDED),
        ("party sre owner @ana @ben", ProblemKind.TOO_MANY_WORDS),
        ("party sre member @ana ben", ProblemKind.PERSON_NEEDED),
        ("approvers compute any of", ProblemKind.PERSON_NEEDED),
        ("approvers compute any of and all of sre", ProblemKind.PERSON_NEEDED),
        ("changes compliance-review other", ProblemKind.TEXT_NEEDED),
        ("gate remove compute", ProblemKind.TEXT_NEEDED),
        ('new ""', ProblemKind.TEXT_NEEDED),
        ('new " "', ProblemKind.TEXT_NEEDED),
        ('gate add pen-test "" party sre', ProblemKind.TEXT_NEEDED),
        ("waive compute because / x", ProblemKind.DATE_NEEDED),
        ("waive compute until", ProblemKind.DATE_NEEDED),
        ("waive compute until friday", ProblemKind.TEXT_NEEDED),
        ("waive compute until friday / x", ProblemKind.TEXT_NEEDED),
        ("waive compute until friday late", ProblemKind.CONTROL_NEEDED),
        ("waive compute until friday late /", ProblemKind.CONTROL_NEEDED),
        ("waive compute until friday late/capped", ProblemKind.CONTROL_NEEDED),
        ("due compute", ProblemKind.DATE_NEEDED),
        ("milestone live plan", ProblemKind.DATE_NEEDED),
        ("milestone", ProblemKind.UNKNOWN_MILESTONE),
        ("digest leadership board", ProblemKind.CHANNEL_NEEDED),
        ("digest weekly monday", ProblemKind.BAD_TIME),
        ('new "Fraud', ProblemKind.UNBALANCED_QUOTE),
        ('gate add pen-test "Pen test party sre', ProblemKind.UNBALANCED_QUOTE),
        ("assign compute “ana", ProblemKind.UNBALANCED_QUOTE),
        ('new "A" owner @ana owner @ben', ProblemKind.SAID_TWICE),
        ('new "A" live friday live-inputs friday', ProblemKind.SAID_TWICE),
        ('gate add pen-test "T" party sre party sre', ProblemKind.SAID_TWICE),
        ('gate add pen-test "T"', ProblemKind.PARTY_NEEDED),
        ("gate add pen-test Pen test party sre", ProblemKind.QUOTES_NEEDED),
        ('gate add "Pen test" party sre', ProblemKind.GATE_NEEDED),
        ('gate add all "T" party sre', ProblemKind.BAD_KEY),
        ("new template small-model", ProblemKind.QUOTES_NEEDED),
        ("contract sing", ProblemKind.UNKNOWN_WORD),
        ("contract ask now", ProblemKind.TOO_MANY_WORDS),
        ("audit", ProblemKind.UNKNOWN_COMMAND),
        ("away friday..monday delegate", ProblemKind.PERSON_NEEDED),
        ("away friday..monday @ana", ProblemKind.TOO_MANY_WORDS),
        ("away off now", ProblemKind.TOO_MANY_WORDS),
        ("away @ana", ProblemKind.DATE_NEEDED),
        ('"status"', ProblemKind.UNKNOWN_COMMAND),
        ("@ana", ProblemKind.UNKNOWN_COMMAND),
        ("gate @ana", ProblemKind.UNKNOWN_COMMAND),
    ],
)
def test_what_is_missing_or_too_much_is_named(typed, expected):
    assert kind(typed) is expected


def test_a_problem_names_the_word_the_command_and_its_usage():
    met = problem("due compute 03/04/2027")
    assert (met.command, met.got, met.usage) == ("due", "03/04/2027", "due [INITIATIVE] GATE DATE|off")


def test_a_long_word_is_repeated_in_short():
    assert problem("x" * 5_000).got == "x" * 79 + "…"


def test_half_a_command_is_answered_with_the_usage_of_its_family():
    assert problem("gate x").usage.splitlines() == [
        'gate add [INITIATIVE] KEY "TITLE" party P [condition C] [needed-by M]',
        "gate remove [INITIATIVE] GATE REASON",
    ]


def test_commands_without_an_initiative_work_anywhere():
    assert say("status", ELSEWHERE) == Status()
    assert say("party sre owner @ana", ELSEWHERE) == ChangeParty("sre", "owner", ("U-ana",))
    assert say("digest off", ELSEWHERE) == DigestOff()


@pytest.mark.parametrize("word", ["EST", "ist", "Cst", "PST", "MST", "BST"])
def test_whose_time_is_meant_is_asked_with_a_city_each(word):
    asked = choice(f"digest weekly monday 9pm {word}")
    assert (asked.why, asked.got) == (Why.SEVERAL_ZONES, word.upper())
    slots = [option.intent.slot for option in asked.options]
    assert {(slot.weekday, slot.hour) for slot in slots} == {(0, 21)}
    assert [city(slot.timezone) for slot in slots] == [option.label for option in asked.options]
