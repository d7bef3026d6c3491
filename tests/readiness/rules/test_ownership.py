"""Ownership changes hands: of a gate, and in just the same way of the handoff as a whole (key None)."""

from dataclasses import replace

import pytest

from readiness.domain.rules import ownership as ownership_rules
from readiness.domain.rules.change import Change
from readiness.domain.values.fact import FactKind
from readiness.domain.values.gate import Gate
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.ownership import Ownership, OwnershipState
from readiness.domain.values.person import Role, Standing
from readiness.domain.values.refusals import (
    AlreadyDone,
    AlreadyOwned,
    BadText,
    NotAllowed,
    NotAMember,
    NotFound,
    NothingOffered,
    ReasonMissing,
)
from tests.readiness import scene
from tests.readiness.scene import ACME, ADA, ANN, AUD, BAK, BEA, EARLIER, HAL, LEA, MIA, NOW, OFF, OLA, OUTSIDERS

UNASSIGNED, OFFERED, ACCEPTED = OwnershipState.UNASSIGNED, OwnershipState.OFFERED, OwnershipState.ACCEPTED
GATE_AND_HANDOFF = pytest.mark.parametrize("key", ["dpia", None], ids=["gate", "handoff"])


def nobody_owns(key: str | None) -> Initiative:
    """The gate (or the handoff) unassigned; Bak (or Bea) is its backup."""
    return with_ownership(key, Ownership(EARLIER))


def owned(key: str | None, owner: PersonId = OLA) -> Initiative:
    return with_ownership(key, Ownership(EARLIER, owner=owner))


def with_ownership(key: str | None, ownership: Ownership) -> Initiative:
    initiative = scene.initiative()
    if key is None:
        return replace(initiative, handoff=ownership)
    return initiative.with_gate(replace(initiative.gates[key], ownership=ownership))


def held(change: Change, key: str | None) -> Ownership:
    return change.initiative.handoff if key is None else change.initiative.gates[key].ownership


def backup(key: str | None) -> PersonId:
    return BEA if key is None else BAK


def assigned(key: str | None, to: PersonId = OFF, start: Initiative | None = None) -> Change:
    return ownership_rules.assign(start or nobody_owns(key), key, to, scene.act(LEA))


def accepted(key: str | None, by: PersonId = OFF, start: Initiative | None = None) -> Change:
    return ownership_rules.accept(assigned(key, by, start).initiative, key, scene.act(by))


# --- offered, accepted ----------------------------------------------------------------------------------------------


@GATE_AND_HANDOFF
def test_whoever_is_named_is_offered_it_and_the_giver_stays_accountable(key: str | None):
    change = assigned(key)
    assert held(change, key) == Ownership(NOW, offered_to=OFF, giver=LEA)
    assert (held(change, key).state, held(change, key).accountable, held(change, key).holder) == (OFFERED, LEA, OFF)
    assert [fact.kind for fact in change.facts] == [FactKind.GATE_OFFERED if key else FactKind.HANDOFF_OFFERED]
    assert change.facts[0].data == {"person": OFF, "giver": LEA}


@GATE_AND_HANDOFF
def test_whoever_accepts_owns_it(key: str | None):
    change = accepted(key)
    assert (held(change, key).state, held(change, key).owner, held(change, key).accountable) == (ACCEPTED, OFF, OFF)
    assert [fact.kind for fact in change.facts] == [FactKind.GATE_ACCEPTED if key else FactKind.HANDOFF_ACCEPTED]


@GATE_AND_HANDOFF
def test_the_owner_stays_owner_until_the_other_accepts(key: str | None):
    offer = ownership_rules.hand_off(owned(key), key, OFF, scene.act(OLA), why="on leave")
    assert (held(offer, key).owner, held(offer, key).accountable, held(offer, key).state) == (OLA, OLA, OFFERED)
    assert offer.facts[0].texts == {"reason": "on leave"}
    taken = ownership_rules.accept(offer.initiative, key, scene.act(OFF))
    assert (held(taken, key).owner, held(taken, key).previous) == (OFF, OLA)


@GATE_AND_HANDOFF
def test_naming_oneself_takes_it_at_once(key: str | None):
    change = assigned(key, LEA)
    assert (held(change, key).state, held(change, key).owner) == (ACCEPTED, LEA)


@GATE_AND_HANDOFF
def test_a_second_press_of_accept_is_already_done(key: str | None):
    with pytest.raises(AlreadyDone) as told:
        ownership_rules.accept(accepted(key).initiative, key, scene.act(OFF))
    assert (told.value.details["by"], told.value.details["at"]) == (OFF, NOW)


@GATE_AND_HANDOFF
def test_the_backup_may_accept_what_is_offered_to_another(key: str | None):
    change = ownership_rules.accept(assigned(key).initiative, key, scene.act(backup(key)))
    assert (held(change, key).owner, held(change, key).offered_to) == (backup(key), None)
    with pytest.raises(NotAllowed):
        ownership_rules.accept(change.initiative, key, scene.act(OFF))


@GATE_AND_HANDOFF
def test_nobody_accepts_what_is_not_offered(key: str | None):
    with pytest.raises(NothingOffered):
        ownership_rules.accept(nobody_owns(key), key, scene.act(backup(key)))
    with pytest.raises(NotAllowed):
        ownership_rules.accept(owned(key), key, scene.act(OFF))


@GATE_AND_HANDOFF
def test_the_owner_does_not_accept_their_own_offer_to_another(key: str | None):
    offer = ownership_rules.hand_off(owned(key), key, OFF, scene.act(OLA))
    with pytest.raises(NotAllowed) as told:
        ownership_rules.accept(offer.initiative, key, scene.act(OLA))
    assert told.value.details["people"] == {OFF}


@GATE_AND_HANDOFF
def test_a_later_offer_replaces_the_earlier_one(key: str | None):
    change = assigned(key, MIA, assigned(key).initiative)
    assert (held(change, key).offered_to, held(change, key).giver) == (MIA, LEA)
    with pytest.raises(NotAllowed):
        ownership_rules.accept(change.initiative, key, scene.act(OFF))


@GATE_AND_HANDOFF
def test_offering_it_twice_to_the_same_person_is_already_done(key: str | None):
    with pytest.raises(AlreadyDone):
        assigned(key, OFF, assigned(key).initiative)
    with pytest.raises(AlreadyDone):
        assigned(key, OLA, owned(key))


@GATE_AND_HANDOFF
def test_an_owner_takes_an_open_offer_back_by_naming_themselves_and_loses_nothing(key: str | None):
    start = with_ownership(key, Ownership(EARLIER, owner=OLA, giver=HAL, previous=HAL))
    offer = ownership_rules.hand_off(start, key, OFF, scene.act(OLA)).initiative
    back = ownership_rules.hand_off(offer, key, OLA, scene.act(OLA))
    assert (held(back, key).owner, held(back, key).offered_to, held(back, key).previous) == (OLA, None, HAL)


@GATE_AND_HANDOFF
def test_a_lead_who_takes_it_from_its_owner_can_hand_it_back_to_them(key: str | None):
    taken = assigned(key, LEA, owned(key))
    back = ownership_rules.decline(taken.initiative, key, scene.act(LEA), why="it is yours")
    assert held(back, key).owner == OLA


# --- declined, handed back ------------------------------------------------------------------------------------------


@GATE_AND_HANDOFF
def test_a_declined_first_offer_leaves_it_unassigned_and_remembers_the_giver(key: str | None):
    change = ownership_rules.decline(assigned(key).initiative, key, scene.act(OFF), why="no time")
    assert (held(change, key).state, held(change, key).giver) == (UNASSIGNED, LEA)
    assert [fact.kind for fact in change.facts] == [FactKind.GATE_DECLINED if key else FactKind.HANDOFF_DECLINED]
    assert (change.facts[0].data, change.facts[0].texts) == ({"person": OFF, "giver": LEA}, {"reason": "no time"})


@GATE_AND_HANDOFF
def test_a_declined_handing_over_returns_to_the_owner_who_stayed_accountable(key: str | None):
    offer = ownership_rules.hand_off(owned(key), key, OFF, scene.act(OLA))
    change = ownership_rules.decline(offer.initiative, key, scene.act(OFF), why="no time")
    assert (held(change, key).state, held(change, key).owner, held(change, key).accountable) == (ACCEPTED, OLA, OLA)


@GATE_AND_HANDOFF
def test_handing_back_returns_it_to_whoever_owned_it_before(key: str | None):
    taken = accepted(key, OFF, owned(key))
    change = ownership_rules.decline(taken.initiative, key, scene.act(OFF), why="not mine")
    assert (held(change, key).state, held(change, key).owner) == (ACCEPTED, OLA)
    assert [fact.kind for fact in change.facts] == [FactKind.GATE_RETURNED if key else FactKind.HANDOFF_RETURNED]
    assert change.facts[0].data == {"person": OFF, "to": OLA}


@GATE_AND_HANDOFF
def test_what_nobody_owned_before_is_unassigned_when_handed_back(key: str | None):
    change = ownership_rules.decline(accepted(key).initiative, key, scene.act(OFF), why="not mine")
    assert (held(change, key).state, held(change, key).giver) == (UNASSIGNED, LEA)


@GATE_AND_HANDOFF
@pytest.mark.parametrize("gone", [{"standing": Standing.DEACTIVATED}, {"role": Role.AUDITOR}])
def test_it_is_not_handed_back_to_somebody_who_cannot_act(key: str | None, gone: dict[str, object]):
    where = ACME.with_person(replace(ACME.people[OLA], **gone))  # type: ignore[arg-type]
    taken = accepted(key, OFF, owned(key))
    change = ownership_rules.decline(taken.initiative, key, scene.act(OFF, where=where), why="not mine")
    assert held(change, key).state is UNASSIGNED


@GATE_AND_HANDOFF
def test_the_backup_hands_back_for_the_owner(key: str | None):
    change = ownership_rules.decline(owned(key), key, scene.act(backup(key)), why="she left")
    assert held(change, key).state is UNASSIGNED


@GATE_AND_HANDOFF
def test_the_backup_declines_an_open_offer_and_the_owner_stays(key: str | None):
    offer = ownership_rules.hand_off(owned(key), key, OFF, scene.act(OLA))
    change = ownership_rules.decline(offer.initiative, key, scene.act(backup(key)), why="he is on leave")
    assert (held(change, key).owner, held(change, key).offered_to) == (OLA, None)


@GATE_AND_HANDOFF
def test_an_owner_who_hands_back_withdraws_their_open_offer(key: str | None):
    start = with_ownership(key, Ownership(EARLIER, owner=OLA, giver=MIA, previous=MIA))
    offer = ownership_rules.hand_off(start, key, OFF, scene.act(OLA))
    change = ownership_rules.decline(offer.initiative, key, scene.act(OLA), why="no time")
    assert (held(change, key).owner, held(change, key).offered_to) == (MIA, None)
    assert change.facts[0].data == {"person": OLA, "to": MIA, "offered": OFF, "giver": OLA}
    with pytest.raises(NotAllowed):
        ownership_rules.accept(change.initiative, key, scene.act(OFF))


@GATE_AND_HANDOFF
def test_saying_no_needs_a_reason(key: str | None):
    with pytest.raises(ReasonMissing):
        ownership_rules.decline(assigned(key).initiative, key, scene.act(OFF), why=" ")
    with pytest.raises(ReasonMissing):
        ownership_rules.decline(owned(key), key, scene.act(OLA))


@GATE_AND_HANDOFF
def test_there_is_nothing_to_decline_where_nothing_is_offered_or_owned(key: str | None):
    with pytest.raises(NothingOffered):
        ownership_rules.decline(nobody_owns(key), key, scene.act(backup(key)), why="no")


# --- who may be named -----------------------------------------------------------------------------------------------


@GATE_AND_HANDOFF
@pytest.mark.parametrize("person", [*OUTSIDERS, AUD, PersonId("never-seen")])
def test_only_people_who_can_act_are_asked(key: str | None, person: PersonId):
    with pytest.raises(NotAMember):
        assigned(key, person)
    with pytest.raises(NotAMember):
        ownership_rules.hand_off(owned(key), key, person, scene.act(OLA))
    with pytest.raises(NotAMember):
        ownership_rules.assign(nobody_owns(key), key, OFF, scene.act(LEA), backup=person)


def test_a_gate_that_is_not_there_is_not_found_and_the_others_are_named():
    with pytest.raises(NotFound) as told:
        ownership_rules.assign(scene.initiative(), "dpi", OFF, scene.act(LEA))
    assert told.value.details["known"] == ("dpia", "serving")


def test_a_reason_has_a_length():
    with pytest.raises(BadText):
        ownership_rules.hand_off(owned("dpia"), "dpia", OFF, scene.act(OLA), why="x" * 3001)


# --- the backup -----------------------------------------------------------------------------------------------------


@GATE_AND_HANDOFF
def test_a_backup_is_named_along_with_the_owner(key: str | None):
    change = ownership_rules.assign(nobody_owns(key), key, OFF, scene.act(LEA), backup=ANN)
    assert held(change, key).offered_to == OFF
    assert (change.initiative.gates["dpia"].backup if key else change.initiative.backup) == ANN
    assert change.facts[-1].kind is FactKind.GATE_BACKUP_NAMED
    assert change.facts[-1].gate == key


@GATE_AND_HANDOFF
def test_a_backup_is_named_for_the_owner_there_is(key: str | None):
    for start in (owned(key), with_ownership(key, Ownership(EARLIER, offered_to=OLA, giver=LEA))):
        change = ownership_rules.assign(start, key, OLA, scene.act(LEA), backup=ANN)
        assert [fact.kind for fact in change.facts] == [FactKind.GATE_BACKUP_NAMED]
        assert held(change, key) == held(Change(start), key)


@GATE_AND_HANDOFF
def test_naming_the_same_owner_and_the_same_backup_is_already_done(key: str | None):
    with pytest.raises(AlreadyDone):
        ownership_rules.assign(owned(key), key, OLA, scene.act(LEA), backup=backup(key))


# --- claimed, and all -----------------------------------------------------------------------------------------------


def test_any_member_claims_a_gate_nobody_owns():
    change = ownership_rules.claim(nobody_owns("dpia"), "dpia", scene.act(MIA))
    assert (held(change, "dpia").state, held(change, "dpia").owner) == (ACCEPTED, MIA)
    assert [fact.kind for fact in change.facts] == [FactKind.GATE_CLAIMED]


def test_a_gate_that_is_owned_or_offered_to_another_is_not_claimed():
    for start in (owned("dpia"), assigned("dpia").initiative):
        with pytest.raises(AlreadyOwned):
            ownership_rules.claim(start, "dpia", scene.act(MIA))


def test_claiming_what_is_offered_to_oneself_accepts_it():
    change = ownership_rules.claim(assigned("dpia").initiative, "dpia", scene.act(OFF))
    assert [fact.kind for fact in change.facts] == [FactKind.GATE_ACCEPTED]


def test_claiming_twice_is_already_done():
    first = ownership_rules.claim(nobody_owns("dpia"), "dpia", scene.act(MIA))
    with pytest.raises(AlreadyDone):
        ownership_rules.claim(first.initiative, "dpia", scene.act(MIA))


def test_all_means_the_gates_one_owns_or_is_offered_in_checklist_order():
    def one(key: str, ownership: Ownership) -> Gate:
        return replace(scene.gate(key), ownership=ownership)

    initiative = scene.initiative(
        one("c", Ownership(NOW, owner=OLA)),
        one("a", Ownership(NOW, owner=MIA, offered_to=OLA)),
        one("b", Ownership(NOW, owner=OLA, offered_to=MIA)),
        one("d", Ownership(NOW)),
    )
    assert ownership_rules.keys_of(initiative, OLA) == ("c", "b")
    assert ownership_rules.keys_offered(initiative, OLA) == ("a",)
    assert ownership_rules.keys_offered(initiative, ADA) == ()
