"""P19 and P20: who may do what, over every role, action, organisation and state of a gate.

The expectation is written here from the table in rules.md, word for word, and knows nothing of `rights.TABLE`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from readiness.domain.rights.permissions import can_see
from readiness.domain.rules import confirmation as confirmation_rules
from readiness.domain.rules import gate as gate_rules
from readiness.domain.rules import initiative as initiative_rules
from readiness.domain.rules import life as life_rules
from readiness.domain.rules import milestone as milestone_rules
from readiness.domain.rules import organisation as organisation_rules
from readiness.domain.rules import ownership as ownership_rules
from readiness.domain.rules import review as review_rules
from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.gate import NewGate
from readiness.domain.rules.initiative import Proposal
from readiness.domain.rules.joining import join
from readiness.domain.rules.linking import link
from readiness.domain.values.approval import ApprovalRule, Group
from readiness.domain.values.gate import Block, Decision, Gate, Progress
from readiness.domain.values.identity import InitiativeId, PersonId
from readiness.domain.values.initiative import Home, Initiative, Life, Money
from readiness.domain.values.person import Absence, Person, Role, Standing
from readiness.domain.values.policy import Place
from readiness.domain.values.refusal import Refusal
from readiness.domain.values.refusals import (
    AcceptFirst,
    AlreadyDone,
    AuditorRefused,
    CodeRefused,
    NoSuchVote,
    NotAllowed,
    OutsiderRefused,
    OwnEvidence,
    OwnGate,
    OwnRule,
    StandsIn,
)
from readiness.domain.values.template import Template
from tests.readiness import scene
from tests.readiness.scene import (
    ACME,
    ADA,
    ANN,
    APP,
    AUD,
    BAK,
    BEA,
    BOT,
    EARLIER,
    GIV,
    GONE,
    GUEST,
    HAL,
    LATER,
    LEA,
    MIA,
    NOW,
    OFF,
    OLA,
    STRANGER,
)

DAY = date(2026, 11, 20)
NEW_RULE = ApprovalRule((Group(2, parties=("compliance",)),))
TEMPLATE = Template(key="small", version=1, name="Small", description="", parties=(), gates=())

# --- the states a gate can be in ------------------------------------------------------------------------------------

_BARE = scene.gate(owner=None, evidence_by=None)
_HELD = scene.gate()

STATES: dict[str, Gate] = {
    "unassigned": _BARE,
    "offered": scene.offered(_BARE),
    "offered while owned": scene.offered(_HELD, by=OLA),
    "accepted, open": _HELD,
    "in review": scene.in_review(_HELD),
    "changes requested": scene.decided(_HELD, Progress.CHANGES_REQUESTED, Decision.CHANGES),
    "signed off": scene.decided(_HELD, Progress.SIGNED_OFF, Decision.APPROVE),
    "n/a": scene.decided(_HELD, Progress.NOT_APPLICABLE, Decision.NOT_APPLICABLE),
    "waived": scene.decided(_HELD, Progress.WAIVED, Decision.WAIVE),
    "blocked": scene.blocked(_HELD),
    "blocked by somebody": scene.blocked(_HELD, by=MIA),
}
OWNED = frozenset(STATES) - {"unassigned", "offered"}
SETTLED = frozenset({"signed off", "n/a", "waived"})
OFFERED = frozenset({"offered", "offered while owned"})
BLOCKED = frozenset({"blocked", "blocked by somebody"})

# --- what is done: through the rules themselves ---------------------------------------------------------------------

Do = Callable[[Initiative, Act], Change]

ACTIONS: dict[str, Do] = {
    "start": lambda _, act: initiative_rules.start(
        Proposal(name="New", home=Home(_.home.workspace, "C2")), TEMPLATE, act, id=InitiativeId("i2"), slug="new"
    ),
    "claim": lambda i, act: ownership_rules.claim(i, "dpia", act),
    "assign": lambda i, act: ownership_rules.assign(i, "dpia", MIA, act),
    "name a backup": lambda i, act: ownership_rules.assign(i, "dpia", MIA, act, backup=ANN),
    "assign the handoff": lambda i, act: ownership_rules.assign(i, None, MIA, act),
    "accept": lambda i, act: ownership_rules.accept(i, "dpia", act),
    "decline or hand back": lambda i, act: ownership_rules.decline(i, "dpia", act, why="no time"),
    "hand off": lambda i, act: ownership_rules.hand_off(i, "dpia", MIA, act),
    "hand off the handoff": lambda i, act: ownership_rules.hand_off(i, None, MIA, act),
    "confirm": lambda i, act: confirmation_rules.confirm(i, "dpia", act),
    "confirm the handoff": lambda i, act: confirmation_rules.confirm(i, None, act),
    "evidence": lambda i, act: review_rules.give_evidence(i, "dpia", "https://example.com/2", act),
    "request": lambda i, act: review_rules.request(i, "dpia", act),
    "block": lambda i, act: gate_rules.block(i, "dpia", "waiting for legal", act),
    "unblock": lambda i, act: gate_rules.unblock(i, "dpia", act),
    "approve": lambda i, act: review_rules.vote(i, "dpia", scene.approve(), act),
    "changes": lambda i, act: review_rules.vote(i, "dpia", scene.changes(), act),
    "n/a": lambda i, act: review_rules.vote(i, "dpia", scene.not_applicable(), act),
    "waive": lambda i, act: review_rules.vote(i, "dpia", scene.waive(), act),
    "withdraw": lambda i, act: review_rules.withdraw(i, "dpia", act, why="by mistake"),
    "milestone plan": lambda i, act: milestone_rules.plan(i, "design-closed", LATER, act),
    "milestone done": lambda i, act: milestone_rules.reach(i, "design-closed", DAY, act),
    "due": lambda i, act: milestone_rules.set_due(i, "dpia", LATER, act),
    "value": lambda i, act: milestone_rules.set_value(i, Money(Decimal(25000), "EUR"), act),
    "sponsor": lambda i, act: milestone_rules.set_sponsor(i, MIA, act),
    "replace the lead": lambda i, act: milestone_rules.set_lead(i, MIA, act),
    "depends": lambda i, act: gate_rules.set_dependency(i, "dpia", "serving", act),
    "gate add": lambda i, act: gate_rules.add_gate(i, NewGate("extra", "Extra", "compliance"), act),
    "gate remove": lambda i, act: gate_rules.remove_gate(i, "dpia", act, why="not needed"),
    "approvers": lambda i, act: gate_rules.set_rule(i, "dpia", NEW_RULE, act),
    "pause": life_rules.pause,
    "resume": lambda i, act: life_rules.resume(replace(i, standing=Life.PAUSED), act),
    "cancel": life_rules.cancel,
}

# --- rules.md, "Who may do what", row by row ------------------------------------------------------------------------

MEMBER = {"start", "claim"}
LEAD = MEMBER | {
    *("milestone plan", "milestone done", "due", "value"),  # dates
    *("assign", "name a backup", "assign the handoff", "replace the lead"),  # owners
    *("depends", "gate add", "gate remove"),  # gates
    "approvers",  # approval rules
    *("pause", "resume", "cancel", "sponsor"),
}
HANDOFF_BACKUP = LEAD - {"approvers"} | {"hand off the handoff"}
HANDOFF_OWNER = HANDOFF_BACKUP | {"confirm the handoff"}
GATE_BACKUP = MEMBER | {"accept", "decline or hand back", "evidence", "request", "block", "unblock", "hand off"}
GATE_OWNER = GATE_BACKUP | {"confirm"}
APPROVER = MEMBER | {"approve", "changes", "n/a", "waive"}
SIGNING = APPROVER - MEMBER


def table(role: str, state: str) -> set[str]:
    """What `role` may do to a gate in that state; "withdraw" is told by `voted`."""
    owned, bare = state in OWNED, state in ("unassigned", "offered")
    return {
        "administrator": LEAD,
        "lead": LEAD,
        "handoff owner": HANDOFF_OWNER,
        "handoff backup": HANDOFF_BACKUP,
        "gate owner": GATE_OWNER if owned else MEMBER,
        "gate backup": GATE_BACKUP,
        "offered person": MEMBER | {"accept", "decline or hand back"} if state in OFFERED else MEMBER,
        "approver": APPROVER,
        "approver who voted": APPROVER,
        "approver who gave the evidence": APPROVER if bare else MEMBER,
        "approver who owns the gate": GATE_OWNER if owned else APPROVER,
        "lead who owns the gate": LEAD - {"approvers"} | GATE_OWNER if owned else LEAD,
        "administrator who owns the gate": LEAD - {"approvers"} | GATE_OWNER if owned else LEAD,
        "handoff owner who owns the gate": HANDOFF_OWNER | GATE_OWNER if owned else HANDOFF_OWNER,
        "member": MEMBER | {"unblock"} if state == "blocked by somebody" else MEMBER,
    }.get(role, set())


PASSES: dict[str, frozenset[str]] = {
    "claim": frozenset({"unassigned"}),
    "accept": OFFERED,
    "decline or hand back": frozenset(STATES) - {"unassigned"},
    "request": frozenset({"offered while owned", "accepted, open", "changes requested", *BLOCKED}),
    "unblock": BLOCKED,
    "approve": frozenset({"in review"}),
    "changes": frozenset({"in review"}),
    "n/a": frozenset(STATES) - SETTLED,
    "waive": frozenset(STATES) - SETTLED,
}
"""In which states an allowed action goes through; all, where it is not named."""

ROLES: dict[str, PersonId] = {
    "administrator": ADA,
    "lead": LEA,
    "handoff owner": HAL,
    "handoff backup": BEA,
    "gate owner": OLA,
    "gate backup": BAK,
    "offered person": OFF,
    "approver": ANN,
    "approver who voted": APP,
    "approver who gave the evidence": GIV,
    "approver who owns the gate": ANN,
    "lead who owns the gate": LEA,
    "administrator who owns the gate": ADA,
    "handoff owner who owns the gate": HAL,
    "member": MIA,
    "auditor": AUD,
    "deactivated": GONE,
    "guest": GUEST,
    "stranger": STRANGER,
    "bot": BOT,
}
INSIDERS = tuple(role for role in ROLES if role not in ("auditor", "deactivated", "guest", "stranger", "bot"))
OUTSIDE = tuple(role for role in ROLES if role not in INSIDERS)


@dataclass(frozen=True)
class Case:
    role: str
    action: str
    state: str

    @property
    def initiative(self) -> Initiative:
        gate = STATES[self.state]
        if self.role.endswith("owns the gate") and self.state in OWNED:
            gate = replace(gate, ownership=replace(gate.ownership, owner=ROLES[self.role]))
        return scene.initiative(gate, scene.gate("serving"))

    @property
    def may(self) -> bool:
        if self.action == "accept" and self.state == "offered while owned" and self.owns:
            return False
        return self.action in table(self.role, self.state) or (self.action == "withdraw" and self.voted)

    @property
    def owns(self) -> bool:
        return self.initiative.gates["dpia"].owner == ROLES[self.role]

    @property
    def voted(self) -> bool:
        return self.role == "approver who voted" and self.state in SETTLED | {"changes requested"}

    @property
    def passes(self) -> bool:
        """Whether it goes through: the right is there and the state lets it."""
        if self.action == "claim" and self.role == "offered person" and self.state in OFFERED:
            return True
        return self.may and self.state in PASSES.get(self.action, frozenset(STATES))

    @property
    def told_otherwise(self) -> type[Refusal] | None:
        """Where somebody without the right hears something more useful than a denial; nothing changes either."""
        settles = {"signed off": "approve", "n/a": "n/a", "waived": "waive", "changes requested": "changes"}
        if settles.get(self.state) == self.action:
            return AlreadyDone
        if self.action == "withdraw":
            return NoSuchVote
        if self.role == "offered person" and self.state in OFFERED and self.action in ("evidence", "request"):
            return AcceptFirst
        return None


def attempt(case: Case, act: Act) -> Change | Refusal:
    try:
        return ACTIONS[case.action](case.initiative, act)
    except Refusal as refusal:
        return refusal


def names_who_may(refusal: NotAllowed) -> bool:
    return bool(refusal.details.get("who")) and "people" in refusal.details


def verdict(case: Case, outcome: Change | Refusal) -> str | None:
    """What is wrong with the outcome of a case; None when it is as the table says."""
    if isinstance(outcome, Change):
        return None if case.passes and outcome.facts else "went through"
    if case.passes:
        return f"was refused: {outcome!r}"
    if case.told_otherwise is not None and type(outcome) is case.told_otherwise:
        return None
    if isinstance(outcome, NotAllowed):
        return None if names_who_may(outcome) and not case.may else "does not say who may"
    return None if case.may or case.action == "claim" else f"is no denial: {outcome!r}"


def cases(role: str, action: str) -> Iterator[Case]:
    return (Case(role, action, state) for state in STATES)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", INSIDERS)
def test_a_member_does_just_what_the_table_allows_in_every_state_of_the_gate(role: str, action: str):
    wrong = {case: verdict(case, attempt(case, scene.act(ROLES[role]))) for case in cases(role, action)}
    assert not {case: what for case, what in wrong.items() if what}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", OUTSIDE)
def test_auditors_and_outsiders_change_nothing_in_any_state_of_the_gate(role: str, action: str):
    for case in cases(role, action):
        outcome = attempt(case, scene.act(ROLES[role]))
        assert isinstance(outcome, AuditorRefused if role == "auditor" else OutsiderRefused), (case, outcome)
        assert names_who_may(outcome), case


@pytest.mark.parametrize("action", ACTIONS)
def test_whoever_stops_being_a_member_loses_every_right_they_had(action: str):
    for role in INSIDERS:
        person = ROLES[role]
        for changed in _without_standing(ACME.people[person]):
            where = ACME.with_person(changed)
            for case in cases(role, action):
                outcome = attempt(case, Act(changed, NOW, where))
                assert isinstance(outcome, AuditorRefused | OutsiderRefused), (case, changed, outcome)


@pytest.mark.parametrize("action", ACTIONS)
def test_a_value_loaded_before_somebody_left_opens_nothing(action: str):
    for role in INSIDERS:
        before = ACME.people[ROLES[role]]
        for changed in _without_standing(before):
            case = Case(role, action, "in review")
            outcome = attempt(case, Act(before, NOW, ACME.with_person(changed)))
            assert isinstance(outcome, AuditorRefused | OutsiderRefused), (case, changed, outcome)


@pytest.mark.parametrize("action", ACTIONS)
def test_people_of_another_organisation_change_nothing_whatever_they_are_there(action: str):
    for role in Role:
        foreigner = Person(PersonId("foreigner"), "Foreigner", role=role)
        for state in STATES:
            outcome = attempt(Case("member", action, state), Act(foreigner, NOW, ACME))
            assert isinstance(outcome, OutsiderRefused), (role, state, outcome)


@pytest.mark.parametrize("action", [action for action in ACTIONS if action != "start"])
def test_equal_ids_in_another_organisation_open_nothing_in_this_one(action: str):
    other = scene.organisation("globex")
    for role, person in ROLES.items():
        for case in cases(role, action):
            outcome = attempt(case, scene.act(person, where=other))
            assert isinstance(outcome, NotAllowed), (case, outcome)


def test_the_matrix_is_as_large_as_it_is_promised_to_be_and_grants_every_action_to_somebody():
    every = [case for role in ROLES for action in ACTIONS for case in cases(role, action)]
    assert len(every) >= 5000
    assert {case.action for case in every if case.passes} == set(ACTIONS)
    assert sum(not case.may for case in every) > 3000


@pytest.mark.parametrize(
    ("role", "action", "state", "refusal", "people"),
    [
        ("lead who owns the gate", "approvers", "accepted, open", OwnRule, {ADA}),
        ("administrator who owns the gate", "approvers", "accepted, open", OwnRule, {LEA}),
        ("handoff owner", "approvers", "accepted, open", NotAllowed, {LEA}),
        ("approver who owns the gate", "approve", "in review", OwnGate, {APP}),
        ("approver who gave the evidence", "approve", "in review", OwnEvidence, {APP, ANN}),
        ("member", "approve", "in review", NotAllowed, {APP, ANN}),
        ("member", "evidence", "accepted, open", NotAllowed, {OLA, BAK}),
        ("member", "accept", "offered", NotAllowed, {OFF, BAK}),
        ("member", "pause", "accepted, open", NotAllowed, {LEA, HAL, BEA}),
        ("gate owner", "accept", "offered while owned", NotAllowed, {OFF}),
        ("auditor", "approve", "in review", AuditorRefused, {APP, ANN}),
        ("auditor", "approvers", "in review", AuditorRefused, {LEA}),
    ],
)
def test_a_denial_names_the_people_who_may(
    role: str, action: str, state: str, refusal: type[NotAllowed], people: set[PersonId]
):
    outcome = attempt(Case(role, action, state), scene.act(ROLES[role]))
    assert type(outcome) is refusal
    assert outcome.details["people"] == people


def test_where_nobody_nearer_is_left_a_denial_names_the_administrators():
    gone = {person: replace(ACME.people[person], standing=Standing.DEACTIVATED) for person in (LEA, HAL, BEA)}
    where = replace(ACME, people={**ACME.people, **gone})
    with pytest.raises(NotAllowed) as denial:
        life_rules.pause(scene.initiative(), scene.act(MIA, where=where))
    assert denial.value.details["people"] == {ADA}


def test_an_administrator_who_owns_the_gate_is_not_named_as_who_may_change_its_rule():
    where = ACME.with_person(replace(ACME.people[LEA], standing=Standing.DEACTIVATED))
    where = where.with_person(replace(ACME.people[ANN], role=Role.ADMINISTRATOR))
    with pytest.raises(OwnRule) as denial:
        gate_rules.set_rule(scene.initiative(scene.gate(owner=ADA)), "dpia", NEW_RULE, scene.act(ADA, where=where))
    assert denial.value.details["people"] == {ANN}


def test_who_is_an_administrator_is_what_the_organisation_says_and_not_what_the_actor_brings():
    pretender = replace(ACME.people[MIA], role=Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        life_rules.pause(scene.initiative(), Act(pretender, NOW, ACME))


def test_an_outsider_is_not_told_the_names_of_people():
    outcome = attempt(Case("stranger", "approve", "in review"), scene.act(STRANGER))
    assert isinstance(outcome, OutsiderRefused)
    assert outcome.details["people"] == frozenset()


@pytest.mark.parametrize("action", ["assign", "evidence", "request", "approve", "due", "approvers", "claim", "accept"])
def test_a_cancelled_initiative_changes_no_more(action: str):
    for role in INSIDERS:
        for state in STATES:
            case = Case(role, action, state)
            with pytest.raises(Refusal):
                ACTIONS[action](replace(case.initiative, standing=Life.CANCELLED), scene.act(ROLES[role]))


def _without_standing(person: Person) -> Iterator[Person]:
    yield from (replace(person, standing=standing) for standing in Standing if standing is not Standing.MEMBER)
    yield replace(person, role=Role.AUDITOR)


# --- somebody acts for a person who is away ---------------------------------------------------------------------------

OWN_HATS = {"accept", "decline or hand back", "withdraw"}
"""What nobody does for another: owning is accepted, and a vote taken back, by oneself."""

REPRESENTED = tuple(role for role in INSIDERS if role != "member")


def while_away(person: PersonId, delegate: PersonId = MIA, *, has_begun: bool = True, **changed: object):
    absence = Absence(DAY, LATER, delegate, has_begun=has_begun)
    return ACME.with_person(replace(ACME.people[person], absence=absence, **changed))


@dataclass(frozen=True)
class ForSomebodyAway(Case):
    """Mia, a member without a hat, does it while whoever has the role is away and she stands in for them."""

    @property
    def may(self) -> bool:
        return self.action in table("member", self.state) or self.action in self.lent

    @property
    def lent(self) -> set[str]:
        lent = table(self.role, self.state) - OWN_HATS
        if self.role.startswith("administrator"):
            return lent - LEAD
        if self.role == "approver who voted" and self.state in SETTLED | {"changes requested"}:
            return lent - SIGNING
        return lent

    @property
    def voted(self) -> bool:
        return False

    @property
    def passes(self) -> bool:
        return self.may and self.state in PASSES.get(self.action, frozenset(STATES))


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", REPRESENTED)
def test_a_delegate_does_just_what_the_table_gives_to_who_is_away_but_administering_and_what_is_personal(
    role: str, action: str
):
    where = while_away(ROLES[role])
    every = [ForSomebodyAway(role, action, state) for state in STATES]
    wrong = {case: verdict(case, attempt(case, scene.act(MIA, where=where))) for case in every}
    assert not {case: what for case, what in wrong.items() if what}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", REPRESENTED)
def test_a_delegate_has_no_right_before_the_first_day_nor_once_the_person_left(role: str, action: str):
    for where in (
        while_away(ROLES[role], has_begun=False),
        while_away(ROLES[role], standing=Standing.DEACTIVATED),
        while_away(ROLES[role], role=Role.AUDITOR),
    ):
        for case in cases("member", action):
            outcome = attempt(replace(case, role=role), scene.act(MIA, where=where))
            assert not isinstance(outcome, Change) or action in table("member", case.state), (case, outcome)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", REPRESENTED)
def test_who_is_away_keeps_every_right_but_the_place_that_their_delegate_took(role: str, action: str):
    wrong = {
        case: verdict(case, attempt(case, scene.act(ROLES[role], where=while_away(ROLES[role]))))
        for case in cases(role, action)
    }
    assert not {case: what for case, what in wrong.items() if what}


@pytest.mark.parametrize("role", ["gate owner", "approver who gave the evidence", "approver who owns the gate"])
def test_the_delegate_of_an_owner_or_giver_of_evidence_does_not_sign_in_their_own_right_either(role: str):
    for delegate in {APP, ANN} - {ROLES[role]}:
        where = while_away(ROLES[role], delegate)
        outcome = attempt(Case(role, "approve", "in review"), scene.act(delegate, where=where))
        assert type(outcome) is StandsIn
        assert delegate not in outcome.details["people"]


def test_nobody_changes_the_rule_of_a_gate_that_the_lead_they_stand_in_for_owns():
    gate = scene.gate(owner=LEA)
    with pytest.raises(NotAllowed) as denial:
        gate_rules.set_rule(scene.initiative(gate), "dpia", NEW_RULE, scene.act(MIA, where=while_away(LEA)))
    assert denial.value.details["people"] == {ADA}


def test_a_denial_names_the_delegate_and_not_who_is_away():
    outcome = attempt(Case("member", "evidence", "accepted, open"), scene.act(GIV, where=while_away(OLA)))
    assert isinstance(outcome, NotAllowed)
    assert outcome.details["people"] == {MIA, BAK}


# --- the organisation itself ------------------------------------------------------------------------------------------

ELSEWHERE = replace(
    scene.organisation("globex"), people={person: ACME.people[person] for person in (ADA, MIA)}, parties={}
)
"""Another organisation, of which Ada is an administrator and Mia a member."""

DECISIONS: dict[str, Callable[[Act], object]] = {
    "party": lambda act: organisation_rules.change_party("compliance", "member", (MIA,), act),
    "role": lambda act: organisation_rules.set_role(BAK, Role.AUDITOR, act),
    "person": lambda act: organisation_rules.say_left(BAK, act),
    "escalation": lambda act: organisation_rules.set_wait(Place.SPONSOR, 12, act),
    "reconfirm": lambda act: organisation_rules.set_reconfirmation(4, act),
    "join": lambda act: join(ELSEWHERE, ADA, (), act),
    "link": lambda act: link(BAK if act.actor.id != BAK else MIA, act),
    "administrator's code": organisation_rules.administer_by_code,
}
ADMINISTRATOR = {"party", "role", "person", "escalation", "reconfirm", "join", "link"}  # parties, roles, settings
AUDITOR = {"administrator's code"}  # it comes from whoever runs the bot, above every role


def may_decide(role: str) -> set[str]:
    """What `role` may do to the organisation, whatever they lead, own or sign."""
    if role in ("administrator", "administrator who owns the gate"):
        return ADMINISTRATOR
    if role in INSIDERS:
        return {"link", "administrator's code"}
    return AUDITOR if role == "auditor" else set()


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("role", ROLES)
def test_the_organisation_is_changed_by_just_those_whom_the_table_names(role: str, decision: str):
    act = scene.act(ROLES[role])
    if decision in may_decide(role):
        assert DECISIONS[decision](act)
        return
    with pytest.raises(AlreadyDone if act.actor.role is Role.ADMINISTRATOR else NotAllowed) as denial:
        DECISIONS[decision](act)
    assert isinstance(denial.value, AlreadyDone) or names_who_may(denial.value)


@pytest.mark.parametrize("decision", DECISIONS)
def test_people_of_another_organisation_change_nothing_in_this_one(decision: str):
    for role in Role:
        with pytest.raises(OutsiderRefused):
            DECISIONS[decision](Act(Person(PersonId("foreigner"), "Foreigner", role=role), NOW, ACME))


def test_a_code_of_somebody_who_is_no_administrator_joins_nothing():
    with pytest.raises(CodeRefused):
        join(ELSEWHERE, MIA, (), scene.act(ADA))


# --- what exists for whom -------------------------------------------------------------------------------------------

PRIVATE = replace(scene.initiative(), home=replace(scene.initiative().home, private=True))
NAMED = {LEA, HAL, BEA, OLA, BAK}
SIGNERS = {APP, ANN, GIV}


@pytest.mark.parametrize("person", ACME.people)
def test_a_private_home_hides_the_initiative_from_all_but_its_people_and_auditors(person: PersonId):
    sees = can_see(ACME.people[person], PRIVATE, in_home_channel=False, organisation=ACME)
    assert sees is (person in NAMED | SIGNERS | {AUD})


def test_whoever_a_gate_waits_for_sees_it_in_a_private_home():
    party = replace(ACME.parties["nobody"], members=frozenset({MIA}))
    where = ACME.with_party(party)
    waiting = replace(scene.gate(), block=Block("no budget", OLA, EARLIER, party="nobody"))
    assert not can_see(where.people[MIA], PRIVATE, in_home_channel=False, organisation=where)
    assert can_see(where.people[MIA], PRIVATE.with_gate(waiting), in_home_channel=False, organisation=where)


@pytest.mark.parametrize("person", ACME.people)
def test_the_members_of_a_private_channel_see_what_lives_in_it_and_strangers_never_do(person: PersonId):
    sees = can_see(ACME.people[person], PRIVATE, in_home_channel=True, organisation=ACME)
    assert sees is (person not in (GONE, STRANGER, BOT))


@pytest.mark.parametrize("person", ACME.people)
def test_members_see_what_is_homed_in_public_and_guests_only_in_their_channels(person: PersonId):
    sees = can_see(ACME.people[person], scene.initiative(), in_home_channel=False, organisation=ACME)
    assert sees is (person not in (GONE, GUEST, STRANGER, BOT))


def test_an_administrator_does_not_see_into_a_private_home_they_are_not_in():
    assert not can_see(ACME.people[ADA], PRIVATE, in_home_channel=False, organisation=ACME)


def test_nothing_is_seen_across_organisations():
    other = scene.organisation("globex")
    foreigner = Person(PersonId("foreigner"), "Foreigner", role=Role.AUDITOR)
    for person in ACME.people.values():
        assert not can_see(person, scene.initiative(), in_home_channel=True, organisation=other)
    assert not can_see(foreigner, scene.initiative(), in_home_channel=True, organisation=ACME)


def test_a_person_signs_by_the_membership_of_that_moment():
    where = ACME.with_party(replace(ACME.parties["compliance"], members=frozenset({APP, ANN, MIA})))
    i = scene.initiative(STATES["in review"], scene.gate("serving"))
    assert review_rules.vote(i, "dpia", scene.approve(), scene.act(MIA, where=where)).facts
    left = ACME.with_party(replace(ACME.parties["compliance"], members=frozenset({ANN})))
    with pytest.raises(NotAllowed):
        review_rules.vote(i, "dpia", scene.approve(), scene.act(APP, where=left))
