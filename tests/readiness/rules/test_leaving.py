"""Somebody left: what they held is offered to its backup at once, and only once."""

from dataclasses import replace

import pytest

from readiness.domain.readings.stall import survey
from readiness.domain.rules import organisation as organisation_rules
from readiness.domain.rules import ownership as ownership_rules
from readiness.domain.rules.change import Act
from readiness.domain.rules.leaving import offer_to_backups
from readiness.domain.values.fact import FactKind
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Life
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import Person, Role, Standing
from readiness.domain.values.refusals import AlreadyDone, NotFound, OwnLeaving
from readiness.domain.values.step import StallCause
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    DEE,
    GUS,
    HANA,
    MONDAY,
    START,
    a_gate,
    an_initiative,
    an_organisation,
    offered_to,
    owned_by,
)

CLOCK = Person("", "")


def act(*gone) -> Act:
    return Act(CLOCK, MONDAY, an_organisation(gone=gone or (BEN,)))


def test_a_gate_of_somebody_who_left_is_offered_to_its_backup_by_the_handoff_owner():
    change = offer_to_backups(an_initiative(a_gate(owner=BEN, backup=GUS)), BEN, act())
    ownership = change.initiative.gates["data-lineage"].ownership
    assert ownership == Ownership(since=MONDAY, offered_to=GUS, giver=HANA, previous=BEN)
    (fact,) = change.facts
    assert (fact.kind, fact.data) == (FactKind.GATE_OFFERED, {"person": GUS, "giver": HANA, "left": BEN})


def test_the_handoff_is_offered_to_the_initiatives_backup_by_the_lead():
    change = offer_to_backups(an_initiative(a_gate(owner=HANA, backup=GUS)), HANA, act(HANA))
    assert change.initiative.handoff == Ownership(since=MONDAY, offered_to=CHI, giver=ANA, previous=HANA)
    assert change.initiative.gates["data-lineage"].ownership.giver == ANA
    assert [fact.kind for fact in change.facts] == [FactKind.HANDOFF_OFFERED, FactKind.GATE_OFFERED]


def test_what_was_offered_to_them_is_offered_to_the_backup_and_the_owner_stays_accountable():
    gate = a_gate(ownership=offered_to(BEN, by=DEE, owner=DEE), backup=GUS)
    ownership = offer_to_backups(an_initiative(gate), BEN, act()).initiative.gates["data-lineage"].ownership
    assert (ownership.owner, ownership.offered_to, ownership.giver) == (DEE, GUS, DEE)


def test_nobody_offers_to_themselves():
    gate = a_gate(owner=BEN, backup=HANA)
    assert offer_to_backups(an_initiative(gate), BEN, act()).initiative.gates["data-lineage"].ownership.giver == ANA
    alone = replace(an_initiative(gate, handoff=owned_by(HANA)), lead=HANA)
    assert offer_to_backups(alone, BEN, act()).initiative.gates["data-lineage"].ownership.giver is None


@pytest.mark.parametrize(
    ("gate", "gone"),
    [
        (a_gate(owner=BEN), (BEN,)),
        (a_gate(owner=BEN, backup=GUS), (BEN, GUS)),
        (a_gate(ownership=offered_to(CHI, owner=BEN), backup=GUS), (BEN,)),
        (a_gate(ownership=offered_to(BEN, owner=GUS), backup=GUS), (BEN,)),
        (a_gate(owner=CHI, backup=BEN), (BEN,)),
    ],
)
def test_without_a_backup_who_can_act_or_with_somebody_asked_already_nothing_changes(gate, gone):
    assert offer_to_backups(an_initiative(gate), BEN, act(*gone)).facts == ()


def test_what_has_no_backup_stays_flagged():
    (stall,) = survey(an_initiative(a_gate(owner=BEN)), act().organisation, MONDAY).stalls
    assert stall.cause is StallCause.OWNER_LEFT


@pytest.mark.parametrize("life", [Life.PAUSED, Life.CANCELLED])
def test_only_in_active_initiatives(life):
    resting = replace(an_initiative(a_gate(owner=BEN, backup=GUS)), standing=life)
    assert offer_to_backups(resting, BEN, act()).facts == ()


def test_it_is_asked_once_also_of_a_backup_who_declines():
    where = act()
    asked = offer_to_backups(an_initiative(a_gate(owner=BEN, backup=GUS)), BEN, where).initiative
    assert offer_to_backups(asked, BEN, where).facts == ()
    gus = Act(where.organisation.person(GUS), MONDAY, where.organisation)
    declined = ownership_rules.decline(asked, "data-lineage", gus, why="no time").initiative
    assert declined.gates["data-lineage"].ownership.holder is None
    assert offer_to_backups(declined, BEN, where).facts == ()


def test_a_backup_who_accepts_and_hands_back_does_not_hand_it_to_somebody_who_left():
    where = act()
    asked = offer_to_backups(an_initiative(a_gate(owner=BEN, backup=GUS)), BEN, where).initiative
    gus = Act(where.organisation.person(GUS), MONDAY, where.organisation)
    mine = ownership_rules.accept(asked, "data-lineage", gus).initiative
    assert mine.gates["data-lineage"].owner == GUS
    back = ownership_rules.decline(mine, "data-lineage", gus, why="too much").initiative
    assert back.gates["data-lineage"].owner is None


def test_votes_and_evidence_of_who_left_stay_as_they_are():
    before = an_initiative(a_gate(owner=BEN, backup=GUS, evidence_by=BEN), created_at=START)
    gate = offer_to_backups(before, BEN, act()).initiative.gates["data-lineage"]
    assert (gate.evidence, gate.contributors) == (
        before.gates["data-lineage"].evidence,
        before.gates["data-lineage"].contributors,
    )


# --- said by an administrator -----------------------------------------------------------------------------------------


def by_ana(*gone: PersonId, **changed: object) -> Act:
    """Ana, who administers; Ben as `changed`."""
    ana = Person(ANA, "Ana", role=Role.ADMINISTRATOR)
    known = an_organisation(gone=gone, people=[ana])
    return Act(ana, MONDAY, known.with_person(replace(known.people[BEN], **changed)))


def test_an_administrator_says_that_somebody_has_left_and_that_they_are_back():
    left = organisation_rules.say_left(BEN, by_ana())
    assert left.organisation.people[BEN].standing is Standing.DEACTIVATED
    assert [(fact.kind, fact.gate, fact.data) for fact in left.facts] == [(FactKind.PERSON_LEFT, None, {"person": BEN})]
    back = organisation_rules.say_left(BEN, by_ana(BEN), is_back=True)
    assert back.organisation == by_ana().organisation
    assert [(fact.kind, fact.data) for fact in back.facts] == [(FactKind.PERSON_BACK, {"person": BEN})]


def test_what_is_so_already_is_not_said_again():
    with pytest.raises(AlreadyDone):
        organisation_rules.say_left(BEN, by_ana(BEN))
    with pytest.raises(AlreadyDone):
        organisation_rules.say_left(BEN, by_ana(), is_back=True)


@pytest.mark.parametrize("is_back", [False, True])
def test_nobody_says_it_of_themselves(is_back: bool):
    with pytest.raises(OwnLeaving):
        organisation_rules.say_left(ANA, by_ana(), is_back=is_back)


@pytest.mark.parametrize("standing", [Standing.GUEST, Standing.STRANGER, Standing.BOT])
@pytest.mark.parametrize("is_back", [False, True])
def test_an_outsider_neither_leaves_nor_becomes_a_member_by_it(standing: Standing, is_back: bool):
    with pytest.raises(NotFound):
        organisation_rules.say_left(BEN, by_ana(standing=standing), is_back=is_back)


def test_somebody_unknown_neither_leaves_nor_comes_back():
    with pytest.raises(NotFound):
        organisation_rules.say_left(PersonId("nobody"), by_ana(), is_back=True)
