"""The deployment contract: asked for, signed, refused, overtaken, and missing when development started."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.rights.permissions import Who
from readiness.domain.rights.speaking import parties_of, speakers
from readiness.domain.rules import gate as gate_rules
from readiness.domain.rules import milestone as milestone_rules
from readiness.domain.rules import ownership as ownership_rules
from readiness.domain.rules import review as review_rules
from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.contract import agreement, ask, noticed, refuse, sign, terms_of
from readiness.domain.rules.gate import NewGate
from readiness.domain.rules.linking import Link, unite
from readiness.domain.values.approval import ApprovalRule, Group, Quorum
from readiness.domain.values.contract import Contract, Difference, PlannedDate, Terms, Violation, difference
from readiness.domain.values.fact import ON_BEHALF_OF, FactKind
from readiness.domain.values.gate import Evidence, Gate, Subject
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.person import Absence, Role, Standing
from readiness.domain.values.refusal import Refusal
from readiness.domain.values.refusals import (
    AlreadyDone,
    AuditorRefused,
    Cancelled,
    NobodyNamed,
    NotActive,
    NotAllowed,
    NothingToAgree,
    OutsiderRefused,
    ReasonMissing,
    StaleContract,
)
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    DEE,
    ELI,
    GUS,
    HANA,
    MONDAY,
    a_gate,
    a_person,
    an_initiative,
    offered_to,
)

START = date(2026, 11, 23)
"""The local date of `MONDAY`, in an organisation that lives in UTC."""


def acme(**changed: Party | None) -> Organisation:
    """Compliance speaks through Dee or Eli, platform through Gus, business through any of Ben and Chi."""
    parties = {
        "compliance": Party("compliance", "Compliance", DEE, ELI, frozenset({DEE, ELI})),
        "platform": Party("platform", "Platform", GUS, None, frozenset({GUS})),
        "business": Party("business", "Business", None, None, frozenset({BEN, CHI})),
        **{key: party for key, party in changed.items() if party is not None},
    }
    people = {one: a_person(one) for one in (ANA, BEN, CHI, DEE, ELI, GUS, HANA)}
    people[ANA] = replace(people[ANA], role=Role.MEMBER)
    return Organisation(an_initiative().organisation, "Acme", parties=parties, people=people)


def gate_of(key: str, party: str, *, owner: PersonId = BEN, needed_by: str | None = None, **more: object) -> Gate:
    rule = ApprovalRule((Group(Quorum.ANY, parties=(party,)),))
    return replace(a_gate(key, owner=owner, needed_by=needed_by, rule=rule), party=party, **more)


def churn() -> Initiative:
    """Three gates of three parties; two of them answer questions, one of which was answered."""
    criteria = gate_of("criteria", "business", needed_by="development-started", answers=Subject.SUCCESS_CRITERIA)
    given = Evidence(1, "Recall 0.85", BEN, MONDAY)
    return an_initiative(
        replace(criteria, evidence=given, revision=1),
        gate_of("load-tested", "platform", owner=GUS, needed_by="evaluation-passed"),
        gate_of("live-data", "compliance", owner=CHI, answers=Subject.LIVE_DATA),
        planned={"development-started": START},
    )


def act(person: PersonId, hours: float = 0, where: Organisation | None = None) -> Act:
    where = where or acme()
    return Act(where.person(person), MONDAY + timedelta(hours=hours), where)


def asked() -> Initiative:
    return ask(churn(), act(ANA)).initiative


def signed() -> Initiative:
    found = asked()
    for hour, person in enumerate((DEE, GUS, CHI), 1):
        found = sign(found, act(person, hour)).initiative
    return found


def kinds(change: Change) -> list[FactKind]:
    return [fact.kind for fact in change.facts]


# --- the terms --------------------------------------------------------------------------------------------------------


def test_the_terms_name_every_gate_with_its_owner_and_milestone_and_every_party_with_who_speaks_for_it():
    terms = terms_of(churn(), acme())
    assert [(gate.key, gate.party, gate.owner, gate.needed_by) for gate in terms.gates] == [
        ("criteria", "business", BEN, "development-started"),
        ("load-tested", "platform", GUS, "evaluation-passed"),
        ("live-data", "compliance", CHI, None),
    ]
    assert [(party.key, party.people) for party in terms.parties] == [
        ("business", frozenset()),
        ("platform", frozenset({GUS})),
        ("compliance", frozenset({DEE, ELI})),
    ]
    assert terms.handoff == HANA
    assert [(one.subject, one.gate, one.revision, one.content) for one in terms.answers] == [
        (Subject.SUCCESS_CRITERIA, "criteria", 1, "Recall 0.85")
    ]
    assert terms.live_data == churn().gates["live-data"].rule
    assert terms.dates == (PlannedDate("development-started", START),)


def test_a_party_that_only_signs_gates_signs_the_contract_too():
    rule = ApprovalRule((Group(Quorum.ANY, parties=("compliance",)),))
    initiative = an_initiative(replace(gate_of("load-tested", "platform"), rule=rule))
    assert parties_of(initiative) == ("platform", "compliance")


def test_accepting_what_is_offered_changes_nothing_in_the_terms():
    offered = churn().with_gate(replace(churn().gates["load-tested"], ownership=offered_to(GUS)))
    accepted = ownership_rules.accept(offered, "load-tested", act(GUS)).initiative
    assert terms_of(offered, acme()) == terms_of(accepted, acme())


def test_any_member_speaks_for_a_party_whose_owner_and_backup_cannot_act():
    where = acme()
    assert speakers("business", churn(), where) == {BEN, CHI}
    assert speakers("compliance", churn(), where) == {DEE, ELI}
    left = where.with_person(replace(where.people[GUS], standing=Standing.DEACTIVATED))
    grown = left.with_party(replace(left.parties["platform"], members=frozenset({GUS, BEN})))
    assert speakers("platform", churn(), grown) == {BEN}
    assert speakers("unknown", churn(), where) == frozenset()
    own = replace(churn(), member_overrides={"business": frozenset({HANA})})
    assert speakers("business", own, where) == {HANA}


# --- asking -----------------------------------------------------------------------------------------------------------


def test_asking_opens_a_version_that_waits_for_every_party():
    change = ask(churn(), act(ANA))
    version = change.initiative.contract.version
    assert version is not None
    assert (version.number, version.opened_by, version.missing) == (1, ANA, ("business", "platform", "compliance"))
    assert kinds(change) == [FactKind.CONTRACT_OPENED]
    assert change.facts[0].data["gates"] == [
        "criteria business ben development-started",
        "load-tested platform gus evaluation-passed",
        "live-data compliance chi -",
    ]
    assert not change.facts[0].texts


@pytest.mark.parametrize("person", [BEN, DEE, GUS])
def test_only_the_lead_and_the_handoff_owner_ask(person):
    with pytest.raises(NotAllowed) as refused:
        ask(churn(), act(person))
    assert refused.value.details["people"] == {ANA, HANA, CHI}


def test_what_was_asked_for_or_signed_is_not_asked_for_again():
    with pytest.raises(AlreadyDone) as again:
        ask(asked(), act(HANA))
    assert again.value.details == {"contract": "asked", "at": MONDAY}
    with pytest.raises(AlreadyDone) as over:
        ask(signed(), act(HANA, 9))
    assert over.value.details == {"contract": "signed", "at": MONDAY + timedelta(hours=3)}


@pytest.mark.parametrize("rule", [ask, sign])
def test_nothing_is_asked_for_or_signed_while_a_gate_or_the_handoff_has_nobody(rule: Callable[..., Change]):
    nobody = replace(churn().gates["load-tested"].ownership, owner=None)
    bare = replace(churn(), handoff=nobody).with_gate(replace(churn().gates["load-tested"], ownership=nobody))
    with pytest.raises(NobodyNamed) as refused:
        rule(replace(bare, lead=DEE), act(DEE))
    assert refused.value.details["gates"] == ("load-tested",)
    assert refused.value.details["handoff"] is True
    assert refused.value.details["people"] == {DEE, CHI}


def test_without_a_gate_there_is_nothing_to_agree_on():
    with pytest.raises(NothingToAgree):
        ask(an_initiative(), act(ANA))


# --- signing ----------------------------------------------------------------------------------------------------------


def test_the_last_signature_concludes_it():
    half = sign(sign(asked(), act(DEE, 1)).initiative, act(GUS, 2)).initiative
    assert not half.contract.is_signed
    change = sign(half, act(BEN, 3))
    assert kinds(change) == [FactKind.CONTRACT_SIGNED, FactKind.CONTRACT_CONCLUDED]
    contract = change.initiative.contract
    assert contract.is_signed
    assert contract.is_signed_at(MONDAY + timedelta(hours=3))
    assert not contract.is_signed_at(MONDAY + timedelta(hours=2, minutes=59))


def test_the_first_signature_opens_a_version_that_nobody_asked_for():
    change = sign(churn(), act(DEE))
    assert kinds(change) == [FactKind.CONTRACT_OPENED, FactKind.CONTRACT_SIGNED]
    assert change.initiative.contract.version.missing == ("business", "platform")


def test_who_speaks_for_two_parties_signs_for_both_with_one_press():
    where = acme(platform=Party("platform", "Platform", DEE))
    change = sign(churn(), act(DEE, where=where))
    assert change.initiative.contract.version.signatures[0].parties == ("platform", "compliance")
    last = sign(change.initiative, act(BEN, where=where))
    assert last.initiative.contract.is_signed


def test_a_backup_signs_for_the_party_and_the_owner_is_told_so():
    found = sign(asked(), act(ELI, 1)).initiative
    with pytest.raises(AlreadyDone) as refused:
        sign(found, act(DEE, 2))
    assert refused.value.details == {"contract": "signed-by", "by": ELI, "at": MONDAY + timedelta(hours=1)}


def away(where: Organisation, person: PersonId, delegate: PersonId) -> Organisation:
    absence = Absence(START, START, delegate, has_begun=True)
    return where.with_person(replace(where.people[person], absence=absence))


def test_a_delegate_signs_in_the_place_of_who_is_away_and_the_record_says_for_whom():
    where = away(acme(), GUS, DEE)
    change = sign(asked(), act(DEE, where=where))
    assert [(one.parties, one.on_behalf_of) for one in change.initiative.contract.version.signatures] == [
        (("compliance",), None),
        (("platform",), GUS),
    ]
    assert [fact.data.get(ON_BEHALF_OF) for fact in change.facts] == [None, GUS]
    assert sign(change.initiative, act(BEN, where=where)).initiative.contract.is_signed


def test_a_delegate_refuses_in_the_place_of_who_is_away_and_says_so():
    where = away(acme(), GUS, HANA)
    change = refuse(asked(), act(HANA, where=where), why="The capacity is not there.")
    refused = change.initiative.contract.version.refusal_of("platform")
    assert (refused.person, refused.on_behalf_of) == (HANA, GUS)
    assert change.facts[-1].data[ON_BEHALF_OF] == GUS


def test_who_speaks_for_nobody_is_told_who_does():
    with pytest.raises(NotAllowed) as refused:
        sign(asked(), act(HANA))
    assert refused.value.details["people"] == {DEE, ELI, GUS, BEN, CHI}
    assert refused.value.details["who"] == (Who.SPEAKER,)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"standing": Standing.GUEST}, OutsiderRefused),
        ({"standing": Standing.DEACTIVATED}, OutsiderRefused),
        ({"role": Role.AUDITOR}, AuditorRefused),
    ],
)
@pytest.mark.parametrize("rule", [sign, lambda one, who: refuse(one, who, why="no")])
def test_who_changes_nothing_signs_nothing(changed, expected, rule):
    where = acme()
    where = where.with_person(replace(where.people[DEE], **changed))
    with pytest.raises(expected):
        rule(asked(), act(DEE, where=where))


@pytest.mark.parametrize(("life", "expected"), [(Life.PAUSED, NotActive), (Life.CANCELLED, Cancelled)])
def test_nobody_signs_while_it_rests(life, expected):
    with pytest.raises(expected):
        sign(replace(asked(), standing=life), act(DEE))
    with pytest.raises(expected):
        ask(replace(churn(), standing=life), act(ANA))


def test_a_button_that_showed_something_else_signs_nothing():
    seen = terms_of(churn(), acme()).mark
    other = ownership_rules.assign(asked(), "load-tested", BEN, act(ANA)).initiative
    other = ownership_rules.accept(other, "load-tested", act(BEN)).initiative
    with pytest.raises(StaleContract):
        sign(other, act(DEE), seen=seen)
    with pytest.raises(StaleContract):
        refuse(other, act(DEE), why="no", seen=seen)
    now = terms_of(other, acme()).mark
    assert sign(other, act(DEE), seen=now).initiative.contract.version.number == 2


# --- refusing ---------------------------------------------------------------------------------------------------------


def test_a_party_that_refused_can_still_sign_that_version():
    change = refuse(asked(), act(GUS, 1), why="  no rollback yet ")
    assert kinds(change) == [FactKind.CONTRACT_REFUSED]
    assert change.facts[0].texts == {"reason": "no rollback yet"}
    version = change.initiative.contract.version
    assert version.refusal_of("platform").reason == "no rollback yet"
    assert version.missing == ("business", "platform", "compliance")
    after = sign(change.initiative, act(GUS, 2)).initiative.contract.version
    assert after.refusals == ()
    assert after.missing == ("business", "compliance")


def test_a_newer_reason_takes_the_place_of_the_older():
    twice = refuse(refuse(asked(), act(GUS), why="one").initiative, act(GUS, 1), why="two").initiative
    assert [one.reason for one in twice.contract.version.refusals] == ["two"]


def test_a_refusal_needs_a_reason_and_comes_before_the_signature():
    with pytest.raises(ReasonMissing):
        refuse(asked(), act(GUS), why=" ")
    with pytest.raises(AlreadyDone):
        refuse(sign(asked(), act(GUS)).initiative, act(GUS, 1), why="changed my mind")


# --- what ends it -----------------------------------------------------------------------------------------------------


def named(added: Change) -> Change:
    """The same with somebody to whom the new gate is offered."""
    gate = replace(added.initiative.gates["extra"], ownership=offered_to(GUS))
    return replace(added, initiative=added.initiative.with_gate(gate))


CHANGES: dict[str, Callable[[Initiative, Act], Change]] = {
    "a gate is added": lambda one, who: named(gate_rules.add_gate(one, NewGate("extra", "Extra", "platform"), who)),
    "a gate is taken off": lambda one, who: gate_rules.remove_gate(one, "load-tested", who, why="no load"),
    "somebody else is offered the handoff of nobody": lambda one, who: Change(
        replace(one, handoff=replace(one.handoff, owner=None, offered_to=DEE))
    ),
    "somebody else owns a gate": lambda one, who: Change(
        one.with_gate(replace(one.gates["criteria"], ownership=replace(one.gates["criteria"].ownership, owner=CHI)))
    ),
    "a gate is needed by another milestone": lambda one, who: Change(
        one.with_gate(replace(one.gates["criteria"], needed_by="model-complete"))
    ),
    "a gate belongs to another party": lambda one, who: Change(
        one.with_gate(replace(one.gates["criteria"], party="compliance"))
    ),
    "new success criteria": lambda one, who: review_rules.give_evidence(
        one, "criteria", "Recall 0.95", replace(who, actor=who.organisation.person(BEN))
    ),
    "others sign before live data": lambda one, who: gate_rules.set_rule(
        one, "live-data", ApprovalRule((Group(2, parties=("compliance",)),)), who
    ),
    "another party signs a gate": lambda one, who: gate_rules.set_rule(
        one, "load-tested", ApprovalRule((Group(Quorum.ANY, parties=("platform", "data")),)), who
    ),
}
HARMLESS: dict[str, Callable[[Initiative, Act], Change]] = {
    "a date moves": lambda one, who: milestone_rules.plan(one, "development-started", date(2026, 12, 1), who),
    "a gate's own date": lambda one, who: milestone_rules.set_due(one, "criteria", date(2026, 12, 1), who),
    "an offer that is not accepted yet": lambda one, who: ownership_rules.assign(one, "criteria", CHI, who),
    "evidence for a gate that answers nothing": lambda one, who: review_rules.give_evidence(
        one, "load-tested", "https://example.com", replace(who, actor=who.organisation.person(GUS))
    ),
    "a backup": lambda one, who: ownership_rules.assign(one, "criteria", BEN, who, backup=CHI),
    "another rule by the same party": lambda one, who: gate_rules.set_rule(
        one, "criteria", ApprovalRule((Group(Quorum.ALL, parties=("business",)),)), who
    ),
}


def gives(fallback: str) -> Callable[[Initiative, Act], Change]:
    return lambda one, who: review_rules.give_evidence(
        one, "fallback", fallback, replace(who, actor=who.organisation.person(GUS))
    )


def left_open(initiative: Initiative) -> Initiative:
    """The same with a gate for the fallback, for which nothing has been given."""
    gate = gate_of("fallback", "platform", owner=GUS, needed_by="evaluation-passed", answers=Subject.FALLBACK)
    return initiative.with_gate(gate)


ANSWERED: dict[str, Callable[[Initiative, Act], Change]] = {
    "one plan": gives("Plan A"),
    "another plan": gives("Plan B"),
}
WIDE = acme(data=Party("data", "Data", CHI))


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_scope_owners_or_criteria_ends_what_was_signed_and_is_recorded(name):
    later = act(ANA, 10, WIDE)
    before = signed()
    change = noticed(before, CHANGES[name](before, later), later)
    assert change.facts[-1].kind is FactKind.CONTRACT_CHANGED
    assert change.facts[-1].data["was_signed"] is True
    assert len(change.facts[-1].data) > 2
    contract = change.initiative.contract
    assert (contract.is_signed, contract.open_version) == (False, None)
    assert contract.signed[-1].end == later.at
    again = sign(change.initiative, act(DEE, 11, WIDE)).initiative.contract
    assert (again.version.number, again.base_number) == (2, 1)
    assert {party for one in again.version.signatures for party in one.parties} <= {"compliance"}


@pytest.mark.parametrize("name", HARMLESS)
def test_nothing_else_ends_it(name):
    later = act(ANA, 10, WIDE)
    after = noticed(signed(), HARMLESS[name](signed(), later), later)
    assert after.initiative.contract == signed().contract


def open_and_signed() -> Initiative:
    found = ask(left_open(churn()), act(ANA)).initiative
    for hour, person in enumerate((DEE, GUS, CHI), 1):
        found = sign(found, act(person, hour)).initiative
    assert found.contract.is_signed
    return found


def test_what_had_been_left_open_is_filled_in_without_a_new_signature():
    later = act(ANA, 10)
    change = noticed(None, gives("Plan A")(open_and_signed(), later), later)
    assert FactKind.CONTRACT_CHANGED not in kinds(change)
    assert change.initiative.contract.is_signed
    again = noticed(None, gives("Plan B")(change.initiative, later), later)
    assert FactKind.CONTRACT_CHANGED in kinds(again)
    assert not again.initiative.contract.is_signed


def test_what_is_filled_in_is_told_from_what_was_signed_last():
    later = act(ANA, 10)
    after = gives("Plan A")(open_and_signed(), later).initiative
    found = agreement(after, acme()).since
    assert (found.answered, found.criteria, found.breaks) == ((Subject.FALLBACK,), (), False)


def test_a_button_that_showed_it_open_signs_nothing():
    found = ask(left_open(churn()), act(ANA)).initiative
    seen = terms_of(found, acme()).mark
    after = noticed(None, gives("Plan A")(found, act(ANA, 1)), act(ANA, 1)).initiative
    with pytest.raises(StaleContract):
        sign(after, act(DEE, 2), seen=seen)


def test_success_criteria_that_are_given_after_the_signatures_end_it():
    gate = replace(churn().gates["criteria"], evidence=None, revision=0)
    found = ask(churn().with_gate(gate), act(ANA)).initiative
    for person in (DEE, GUS, CHI):
        found = sign(found, act(person)).initiative
    later = act(ANA, 10)
    change = noticed(None, CHANGES["new success criteria"](found, later), later)
    assert not change.initiative.contract.is_signed


def test_what_was_only_asked_for_ends_as_well():
    change = noticed(None, CHANGES["a gate is taken off"](asked(), act(ANA, 1)), act(ANA, 1))
    assert change.facts[-1].data == {
        "version": 1,
        "was_signed": False,
        "gates_removed": ["load-tested"],
        "parties_left": ["platform"],
    }
    assert change.initiative.contract.signed == ()


def test_other_people_who_speak_for_a_party_end_it_too():
    where = acme(platform=Party("platform", "Platform", BEN))
    change = noticed(None, Change(signed()), act(ANA, 10, where))
    assert change.facts[-1].data["parties"] == ["platform"]
    once_more = noticed(None, change, act(ANA, 11, where))
    assert once_more == change


def test_a_signature_meets_what_nobody_noticed_yet():
    """Somebody else speaks for platform since then, and no change of the initiative has told it."""
    where = acme(platform=Party("platform", "Platform", BEN))
    change = sign(asked(), act(DEE, 1, where))
    assert kinds(change) == [FactKind.CONTRACT_CHANGED, FactKind.CONTRACT_OPENED, FactKind.CONTRACT_SIGNED]
    assert agreement(signed(), where).version is None


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_an_agreement_tells_who_is_waited_for_and_what_changed_since_it_was_signed():
    half = refuse(sign(asked(), act(DEE, 1)).initiative, act(GUS, 2), why="no").initiative
    stands = agreement(half, acme())
    assert [(one.key, one.people) for one in stands.waiting_for] == [
        ("business", {BEN, CHI}),
        ("platform", {GUS}),
    ]
    assert stands.parties[1].refused.reason == "no"
    assert stands.parties[2].signature.person == DEE
    assert (stands.base, stands.since) == (1, Difference())


def test_a_difference_is_told_from_what_was_signed_last_whatever_was_asked_for_since():
    later = act(ANA, 10, WIDE)
    first = noticed(None, CHANGES["a gate is added"](signed(), later), later).initiative
    second = ask(first, later).initiative
    third = noticed(None, CHANGES["a gate is taken off"](second, later), later).initiative
    stands = agreement(third, WIDE)
    assert stands.base == 1
    assert (stands.since.added, stands.since.removed) == (("extra",), ("load-tested",))


def test_a_date_that_moved_is_shown_apart():
    moved = milestone_rules.plan(signed(), "development-started", date(2026, 12, 1), act(ANA, 10)).initiative
    since = agreement(moved, acme()).since
    assert [(one.milestone, one.before, one.after) for one in since.dates] == [
        ("development-started", START, date(2026, 12, 1))
    ]
    assert not since.breaks


# --- development started ----------------------------------------------------------------------------------------------


def reach(initiative: Initiative, day: date = START, hours: float = 5) -> Initiative:
    return milestone_rules.reach(initiative, "development-started", day, act(ANA, hours)).initiative


def test_development_that_started_with_a_signed_contract_violates_nothing():
    assert reach(signed()).violations == ()


def test_development_that_started_without_one_is_recorded_for_good():
    change = milestone_rules.reach(sign(asked(), act(DEE)).initiative, "development-started", START, act(ANA, 5))
    assert kinds(change) == [FactKind.MILESTONE_REACHED, FactKind.CONTRACT_VIOLATED]
    found = Violation(START, MONDAY + timedelta(hours=5), 1, ("business", "platform"))
    assert change.initiative.violations == (found,)
    healed = sign(sign(change.initiative, act(GUS, 6)).initiative, act(BEN, 7)).initiative
    assert healed.contract.is_signed
    assert healed.violations == (found,)


def test_nobody_had_been_asked():
    assert reach(churn()).violations == (Violation(START, MONDAY + timedelta(hours=5)),)


def test_a_day_in_the_past_is_held_against_what_stood_at_its_end():
    late = signed()
    assert reach(late, START - timedelta(days=3)).violations[0].version == 0
    assert reach(late, START, hours=30).violations == ()
    ended = noticed(None, CHANGES["a gate is taken off"](late, act(ANA, 40)), act(ANA, 40)).initiative
    assert reach(ended, START, hours=50).violations == ()
    after = reach(ended, START + timedelta(days=2), hours=60).violations[0]
    assert (after.version, after.unsigned, after.had_changed) == (1, (), True)


def test_the_same_start_said_again_makes_no_second_one():
    once = reach(churn(), START - timedelta(days=3))
    assert reach(once, START).violations == once.violations


def test_no_other_milestone_asks_for_a_contract():
    assert milestone_rules.reach(churn(), "design-closed", START, act(ANA, 5)).initiative.violations == ()


# --- people ----------------------------------------------------------------------------------------------------------


def test_a_contract_outlives_that_two_accounts_become_one_person():
    where = acme()
    linked = replace(
        where,
        parties={**where.parties, "compliance": Party("compliance", "Compliance", ELI, ELI, frozenset({ELI}))},
        people={one: person for one, person in where.people.items() if one != DEE},
        merged={DEE: ELI},
    )
    who = act(ELI, 10, linked)
    united = unite(signed(), Link(ELI, DEE), who)
    after = noticed(united.renamed, united.change, who).initiative.contract
    assert after.is_signed
    assert after.version.signature_of("compliance").person == ELI
    assert DEE not in replace(united.change.initiative, gates={}).people()


def test_who_signed_or_refused_is_somebody_the_initiative_names():
    half = refuse(sign(asked(), act(DEE, 1)).initiative, act(GUS, 2), why="no").initiative
    bare = replace(half, gates={}, lead=ANA)
    assert bare.people() >= {DEE, GUS}


# --- properties -------------------------------------------------------------------------------------------------------

PEOPLE = (ANA, BEN, CHI, DEE, ELI, GUS, HANA)
STEPS = (
    *CHANGES,
    *HARMLESS,
    *ANSWERED,
    "ask",
    *(f"sign {one}" for one in PEOPLE),
    *(f"refuse {one}" for one in PEOPLE),
)


def taken(initiative: Initiative, step: str, hours: int) -> Initiative:
    """The initiative after that step and what follows of it; as it was where the rules refuse it."""
    word, _, person = step.partition(" ")
    who = act(PersonId(person) if person in PEOPLE else ANA, hours, WIDE)
    rules = {"ask": ask, "sign": sign, "refuse": lambda one, by: refuse(one, by, why="no")}
    rule = rules.get(word if person in PEOPLE or step == "ask" else "") or {**CHANGES, **HARMLESS, **ANSWERED}[step]
    try:
        return noticed(initiative, rule(initiative, who), who).initiative
    except Refusal:
        return initiative


@given(st.lists(st.sampled_from(STEPS), max_size=25))
def test_a_signature_never_survives_a_change_that_it_did_not_see(steps):
    """Every signature that counts was given to terms equal, but for dates, to those of now."""
    current, seen = left_open(churn()), dict[tuple[PersonId, int], Terms]()
    for hours, step in enumerate(steps):
        current = taken(current, step, hours)
        contract, now = current.contract, terms_of(current, WIDE)
        version = contract.open_version
        for one in version.signatures if version else ():
            assert not difference(seen.setdefault((one.person, version.number), now), now).breaks
        if contract.is_signed:
            assert version is not None
            assert {party for one in version.signatures for party in one.parties} == set(parties_of(current))
        assert contract.is_signed == (version is not None and version.is_complete)


@given(
    st.lists(st.sampled_from((*CHANGES, *HARMLESS, *ANSWERED)), max_size=6),
    st.lists(st.sampled_from((*CHANGES, *ANSWERED)), max_size=3),
)
def test_two_terms_have_one_mark_exactly_while_nobody_has_to_sign_again_or_read_an_answer(first, second):
    one = left_open(churn())
    for step in first:
        one = taken(one, step, 1)
    other = one
    for step in second:
        other = taken(other, step, 2)
    before, after = terms_of(one, WIDE), terms_of(other, WIDE)
    found = difference(before, after)
    assert (before.mark == after.mark) is not (found.breaks or bool(found.answered))


def test_a_contract_that_nobody_opened_is_empty():
    assert churn().contract == Contract()
