"""Who must sign, and whether enough have: checked against trying every way in which signatures could count."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.domain.values import approval
from readiness.domain.values.approval import (
    ApprovalRule,
    Group,
    GroupTally,
    Quorum,
    members_of,
    number_needed,
    still_asked,
)
from readiness.domain.values.identity import PersonId

A, B, C, D, E, F = (PersonId(letter) for letter in "ABCDEF")
EVERYBODY = frozenset({A, B, C, D, E})
PARTIES = {"compliance": frozenset({A, B, C}), "platform": frozenset({C, D}), "nobody": frozenset[PersonId]()}
NOBODY = frozenset[PersonId]()


def of(need: Quorum | int, *people: PersonId, party: str | None = None) -> Group:
    return Group(need, frozenset(people), (party,) if party else ())


def eligible(rule: ApprovalRule, may_sign: frozenset[PersonId]) -> list[frozenset[PersonId]]:
    return [members_of(group, PARTIES) & may_sign for group in rule.groups]


def tally(rule: ApprovalRule, may_sign: frozenset[PersonId], approved: frozenset[PersonId]) -> tuple[GroupTally, ...]:
    return approval.tally(rule, eligible(rule, may_sign), approved)


def unreachable(rule: ApprovalRule, may_sign: frozenset[PersonId]) -> tuple[GroupTally, ...]:
    return approval.unreachable(rule, eligible(rule, may_sign))


def met(*groups: Group, approved: str, may_sign: frozenset[PersonId] = EVERYBODY) -> bool:
    signed = frozenset(PersonId(letter) for letter in approved)
    return all(group.is_met for group in tally(ApprovalRule(groups), may_sign, signed & may_sign))


# --- one group ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("need", "enough", "too_few"),
    [
        (Quorum.ANY, ("A", "C"), ("", "D", "E")),
        (Quorum.ALL, ("ABC", "ABCD"), ("AB", "ABD", "")),
        (Quorum.MAJORITY, ("AB", "AC", "ABC"), ("A", "AD", "DE")),
        (1, ("B",), ("", "D")),
        (2, ("AB", "BC"), ("A", "AD")),
        (3, ("ABC",), ("AB", "ABDE")),
    ],
)
def test_any_all_majority_or_a_number_of_a_party_must_sign(
    need: Quorum | int, enough: tuple[str, ...], too_few: tuple[str, ...]
):
    group = of(need, party="compliance")
    assert all(met(group, approved=signed) for signed in enough)
    assert not any(met(group, approved=signed) for signed in too_few)


def test_more_than_half_of_an_even_group_is_a_majority():
    assert [number_needed(of(Quorum.MAJORITY), size) for size in range(7)] == [1, 1, 2, 2, 3, 3, 4]


def test_no_group_is_satisfied_by_nobody():
    for need in (Quorum.ANY, Quorum.ALL, Quorum.MAJORITY, 1):
        assert not met(of(need, party="nobody"), approved="ABCDE")
        assert not met(of(need, A), approved="A", may_sign=frozenset({B}))


def test_named_people_and_parties_make_one_group():
    assert met(Group(2, frozenset({E}), ("platform",)), approved="DE")
    assert not met(Group(Quorum.ALL, frozenset({E}), ("platform", "compliance")), approved="ABCD")


def test_a_party_that_does_not_exist_has_no_members():
    assert not met(of(Quorum.ANY, party="unheard-of"), approved="ABCDE")


def test_whoever_may_not_sign_is_taken_out_of_all_and_majority():
    without_a = EVERYBODY - {A}
    assert met(of(Quorum.ALL, party="compliance"), approved="BC", may_sign=without_a)
    assert met(of(Quorum.MAJORITY, party="compliance"), approved="BC", may_sign=without_a)
    assert not met(of(Quorum.MAJORITY, party="compliance"), approved="B", may_sign=without_a)
    assert not met(of(3, party="compliance"), approved="ABC", may_sign=without_a)


# --- several groups -------------------------------------------------------------------------------------------------


def test_every_group_must_be_satisfied():
    groups = of(Quorum.ANY, party="compliance"), of(Quorum.ANY, party="platform")
    assert met(*groups, approved="AD")
    assert not met(*groups, approved="AB")


def test_one_person_counts_once_however_many_groups_they_are_in():
    groups = of(Quorum.ANY, party="compliance"), of(Quorum.ANY, party="platform")
    assert not met(*groups, approved="C")
    assert met(*groups, approved="AC")
    assert met(*groups, approved="CD")
    assert not met(of(Quorum.ALL, A), of(Quorum.ANY, A), approved="A")
    assert not met(of(Quorum.ALL, A), of(Quorum.ALL, A), approved="A")


def test_people_of_two_all_groups_count_where_the_groups_need_them():
    assert met(of(Quorum.ALL, A, B), of(Quorum.ALL, A), approved="AB")
    assert met(of(Quorum.ALL, A, B), of(Quorum.ALL, A, B), approved="AB")
    assert not met(of(Quorum.ALL, A, B), of(Quorum.ALL, B, C), approved="AB")


def test_a_colleague_makes_room_for_somebody_needed_elsewhere():
    groups = of(Quorum.ANY, A, B), of(Quorum.ANY, A)
    standing = tally(ApprovalRule(groups), EVERYBODY, frozenset({A}))
    assert not all(group.is_met for group in standing)
    assert still_asked(standing, ordered=False) == {B}
    assert met(*groups, approved="AB")


def test_a_rule_whose_groups_cannot_all_be_filled_names_them():
    groups = of(Quorum.ANY, party="compliance"), of(3, party="platform"), of(Quorum.ANY, party="nobody")
    assert [one.group for one in unreachable(ApprovalRule(groups), EVERYBODY)] == [groups[1], groups[2]]
    assert unreachable(ApprovalRule(groups[:1]), EVERYBODY) == ()
    same = of(Quorum.ANY, A), of(Quorum.ANY, A)
    assert len(unreachable(ApprovalRule(same), EVERYBODY)) == 1


def test_an_ordered_rule_asks_one_group_after_the_other():
    rule = ApprovalRule((of(2, party="compliance"), of(Quorum.ANY, D, E)), ordered=True)
    asked = [
        still_asked(tally(rule, EVERYBODY, frozenset(signed)), ordered=True) for signed in ((), (A,), (A, B), (A, B, D))
    ]
    assert asked == [{A, B, C}, {B, C}, {D, E}, NOBODY]


def test_the_mark_of_a_rule_changes_with_it_and_only_with_it():
    rule = ApprovalRule((Group(2, frozenset({A, B}), ("platform", "compliance")),))
    same = ApprovalRule((Group(2, frozenset({B, A}), ("compliance", "platform")),))
    others = (
        ApprovalRule((Group(1, frozenset({A, B}), ("platform", "compliance")),)),
        ApprovalRule((Group(2, frozenset({A}), ("platform", "compliance")),)),
        ApprovalRule(rule.groups, ordered=True),
        ApprovalRule(rule.groups * 2),
    )
    assert same.mark == rule.mark == "4c7d4261"
    assert len({rule.mark, *(other.mark for other in others)}) == 5


# --- against brute force --------------------------------------------------------------------------------------------

_NEEDS = st.one_of(st.sampled_from(Quorum), st.integers(1, 3))
_SOME = st.frozensets(st.sampled_from(sorted(EVERYBODY)), max_size=5)
_GROUPS = st.lists(st.builds(Group, _NEEDS, _SOME, st.sampled_from([(), ("platform",)])), min_size=1, max_size=3)


def can_count(groups: list[Group], may_sign: frozenset[PersonId], approved: frozenset[PersonId]) -> bool:
    """Whether some way of counting each signature for at most one group satisfies them all.

    Everybody in an "all" group has to sign, and counts for such a group; it needs at least one.
    """
    people = [(group.people | {p for key in group.parties for p in PARTIES[key]}) & may_sign for group in groups]
    all_of = {p for group, there in zip(groups, people, strict=True) if group.need is Quorum.ALL for p in there}
    if not all_of <= approved:
        return False
    signed = sorted(approved)
    places = [
        [
            index
            for index, (group, there) in enumerate(zip(groups, people, strict=True))
            if person in there and (group.need is Quorum.ALL or person not in all_of)
        ]
        or [-1]
        for person in signed
    ]
    needed = [
        1 if group.need is Quorum.ALL else number_needed(group, len(there))
        for group, there in zip(groups, people, strict=True)
    ]
    return any(all(way.count(index) >= number for index, number in enumerate(needed)) for way in product(*places))


@settings(max_examples=400)
@given(groups=_GROUPS, may_sign=_SOME, approved=_SOME)
def test_the_tally_is_met_just_when_some_way_of_counting_satisfies_every_group(
    groups: list[Group], may_sign: frozenset[PersonId], approved: frozenset[PersonId]
):
    signed = approved & may_sign
    standing = tally(ApprovalRule(tuple(groups)), may_sign, signed)
    assert all(group.is_met for group in standing) is can_count(groups, may_sign, signed)
    counted = [person for group in standing for person in group.counted]
    assert len(counted) == len(set(counted))
    assert set(counted) <= signed
    assert all(group.counted <= group.eligible <= may_sign for group in standing)


@settings(max_examples=400)
@given(groups=_GROUPS, may_sign=_SOME)
def test_a_rule_is_reachable_just_when_it_is_met_once_everybody_signed(
    groups: list[Group], may_sign: frozenset[PersonId]
):
    lacking = unreachable(ApprovalRule(tuple(groups)), may_sign)
    assert (not lacking) is can_count(groups, may_sign, may_sign)


@settings(max_examples=400)
@given(groups=_GROUPS, may_sign=_SOME, approved=_SOME)
def test_just_those_are_asked_whose_signature_would_fill_a_place(
    groups: list[Group], may_sign: frozenset[PersonId], approved: frozenset[PersonId]
):
    rule, signed = ApprovalRule(tuple(groups)), approved & may_sign

    def filled(people: frozenset[PersonId]) -> int:
        return sum(len(group.counted) for group in tally(rule, may_sign, people))

    useful = {person for person in may_sign - signed if filled(signed | {person}) > filled(signed)}
    assert still_asked(tally(rule, may_sign, signed), ordered=False) == useful


@settings(max_examples=400)
@given(groups=_GROUPS, may_sign=_SOME, ordered=st.booleans(), data=st.data())
def test_signing_whenever_asked_reaches_every_rule_that_can_be_reached(
    groups: list[Group], may_sign: frozenset[PersonId], ordered: bool, data: st.DataObject
):
    rule = ApprovalRule(tuple(groups), ordered)
    signed = NOBODY
    for _ in range(len(may_sign) + 1):
        standing = tally(rule, may_sign, signed)
        asked = still_asked(standing, ordered=ordered)
        if not asked:
            break
        signed |= {data.draw(st.sampled_from(sorted(asked)))}
    reachable = not unreachable(rule, may_sign)
    assert all(group.is_met for group in tally(rule, may_sign, signed)) is reachable


@given(group=_GROUPS.map(lambda groups: groups[0]), may_sign=_SOME, approved=_SOME)
def test_a_group_that_shares_nobody_stands_as_it_does_beside_groups_that_do(
    group: Group, may_sign: frozenset[PersonId], approved: frozenset[PersonId]
):
    """The short way for groups that share nobody, against the general search."""
    others = (of(2, F), of(1, F))
    may, signed = may_sign | {F}, (approved & may_sign) | {F}
    (alone,) = tally(ApprovalRule((group,)), may, signed)
    beside, *_ = tally(ApprovalRule((group, *others)), may, signed)
    assert (alone.eligible, alone.needed) == (beside.eligible, beside.needed)
    assert (alone.is_met, len(alone.counted)) == (beside.is_met, len(beside.counted))
    assert still_asked((alone,), ordered=False) == still_asked((alone, alone), ordered=True)
