"""The weekly message about stalls (product.md, "weekly channel digest"; rules.md, "What is posted where")."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.readings.digest import (
    Digest,
    DigestLimits,
    Happening,
    InitiativeDigest,
    Move,
    MoveKind,
    NextDate,
    digest,
    moves,
)
from readiness.domain.values.fact import FactKind, Scalar
from readiness.domain.values.gate import Gate, Progress, Span
from readiness.domain.values.initiative import Initiative, Life, Money
from readiness.domain.values.milestone import IN_STAGING, LIVE_INPUTS, MODEL_COMPLETE, OUTPUTS_IN_USE, Milestone
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.record import Entry, Head
from readiness.domain.values.step import StallCause
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    HANA,
    MONDAY,
    START,
    a_gate,
    an_initiative,
    an_organisation,
    days_before,
    not_applicable,
    owned_by,
    signed_off,
    waived,
)

TUESDAY = days_before(6)


def _entry(kind: FactKind, gate: str | None = None, at: datetime = TUESDAY, **data: Scalar) -> Happening:
    return Entry("churn-model", 1, "", at, None, str(kind), gate, data, {})


def _digest(*initiatives: Initiative, limits: DigestLimits | None = None, **happened: list[Happening]) -> Digest:
    moved = {one.id: happened.get(one.slug.replace("-", "_"), []) for one in initiatives}
    found = digest(initiatives, an_organisation(), moved, MONDAY, limits or DigestLimits())
    assert found is not None
    return found


def _only(initiative: Initiative, limits: DigestLimits | None = None) -> InitiativeDigest:
    (one,) = _digest(initiative, limits=limits).initiatives
    return one


def _stalled(
    slug: str, days: int, *, complete: date | None = None, value: int | None = None, currency: str = "EUR"
) -> Initiative:
    gate = a_gate("compute", ownership=owned_by(None, since=days_before(days)))
    actual = {MODEL_COMPLETE: complete} if complete else None
    return an_initiative(gate, slug=slug, actual=actual, value=value, currency=currency)


def _slugs(found: Digest) -> list[str]:
    return [one.slug for one in found.initiatives]


# What is told


def test_without_an_active_initiative_there_is_no_digest() -> None:
    live = {MODEL_COMPLETE: START.date(), LIVE_INPUTS: START.date(), OUTPUTS_IN_USE: START.date()}
    idle = [replace(an_initiative(), standing=one) for one in (Life.PAUSED, Life.CANCELLED)]
    assert digest([*idle, an_initiative(actual=live)], an_organisation(), {}, MONDAY) is None
    assert digest([], an_organisation(), {}, MONDAY) is None


def test_an_initiative_is_told_with_its_dates_burndown_and_record() -> None:
    initiative = an_initiative(signed_off(a_gate("one")), a_gate("two"), planned={MODEL_COMPLETE: date(2026, 12, 14)})
    one = _only(replace(initiative, head=Head(41, "9f3a1c0011223344" + "0" * 48)))
    assert (one.slug, one.name, one.is_complete, one.days) == ("churn-model", "Churn model", False, 21)
    assert (one.burndown.done, one.burndown.total) == (1, 2)
    assert one.fingerprint == "churn-model#41:9f3a1c0011223344"
    assert one.undated == ("one", "two")


def test_days_count_from_model_complete_once_it_is_reached() -> None:
    dates = {MODEL_COMPLETE: date(2026, 11, 12)}
    one = _only(an_initiative(planned={MODEL_COMPLETE: date(2026, 11, 1)}, actual=dates))
    assert (one.model_complete, one.is_complete, one.days) == (date(2026, 11, 12), True, 11)


def test_without_a_date_for_model_complete_no_days_are_told() -> None:
    assert _only(an_initiative()).days is None


def test_the_first_stalls_are_shown_and_the_rest_is_counted() -> None:
    gates = [a_gate(f"g{n}", ownership=owned_by(None, since=days_before(n))) for n in range(1, 6)]
    one = _only(an_initiative(*gates), DigestLimits(stalls=2))
    assert [stall.gate for stall in one.stalls] == ["g5", "g4"]
    assert (one.more_stalls, one.stall_count) == (3, 5)


def test_what_to_fix_first_comes_with_how_many_wait_for_it() -> None:
    one = _only(an_initiative(a_gate("compute", owner=None), a_gate("serving", depends_on=("compute",))))
    assert one.fix_first is not None
    assert (one.fix_first[0].gate, one.fix_first[1]) == ("compute", 1)


def test_not_live_is_a_stall_like_any_other_and_the_last() -> None:
    actual = {MODEL_COMPLETE: date(2026, 11, 12)}
    ready = _only(an_initiative(signed_off(a_gate()), actual=actual))
    busy = _only(an_initiative(a_gate(owner=None), actual=actual))
    assert [stall.cause for stall in ready.stalls] == [StallCause.MODEL_COMPLETE_NOT_LIVE]
    assert [stall.cause for stall in busy.stalls] == [StallCause.NO_OWNER, StallCause.MODEL_COMPLETE_NOT_LIVE]
    assert busy.stall_count == 2


def test_a_week_in_which_nothing_stalls_is_quiet_and_still_told() -> None:
    quiet = _digest(an_initiative(a_gate(), planned={MODEL_COMPLETE: date(2026, 12, 14)}))
    assert quiet.is_quiet
    assert quiet.initiatives[0].next_dates == (NextDate(date(2026, 12, 14), milestone=MODEL_COMPLETE),)
    assert not _digest(_stalled("churn-model", 3)).is_quiet


def test_next_dates_are_the_nearest_ahead_of_milestones_and_open_gates() -> None:
    initiative = an_initiative(
        a_gate("soon", due=date(2026, 11, 27)),
        a_gate("with-the-milestone", needed_by=IN_STAGING),
        a_gate("late", due=date(2026, 11, 1)),
        signed_off(a_gate("done", due=date(2026, 11, 24))),
        planned={MODEL_COMPLETE: date(2026, 11, 2), IN_STAGING: date(2026, 11, 30), LIVE_INPUTS: date(2026, 12, 9)},
    )
    assert _only(initiative).next_dates == (
        NextDate(date(2026, 11, 27), gate="soon"),
        NextDate(date(2026, 11, 30), milestone=IN_STAGING),
        NextDate(date(2026, 12, 9), milestone=LIVE_INPUTS),
    )
    assert len(_only(initiative, DigestLimits(dates=1)).next_dates) == 1


def test_today_is_still_a_date_ahead() -> None:
    today = MONDAY.date()
    one = _only(an_initiative(a_gate("due", due=today), a_gate("later"), planned={MODEL_COMPLETE: date(2026, 12, 14)}))
    assert one.next_dates[0] == NextDate(today, gate="due")
    assert _only(an_initiative(planned={IN_STAGING: today})).next_dates == (NextDate(today, milestone=IN_STAGING),)


# Several initiatives


def test_costs_are_summed_per_currency_over_all_and_missing_values_are_counted() -> None:
    actual = {MODEL_COMPLETE: date(2026, 11, 16)}
    found = _digest(
        an_initiative(slug="a", value=100, actual=actual),
        an_initiative(slug="b", value=50, actual=actual),
        an_initiative(slug="c", value=7, currency="USD", actual=actual),
        an_initiative(slug="d"),
        limits=DigestLimits(initiatives=1),
    )
    assert found.costs == (Money(Decimal(150), "EUR"), Money(Decimal(7), "USD"))
    assert (found.without_value, found.initiative_count, found.more_initiatives) == (1, 4, 3)


def test_the_costliest_comes_first_then_the_longest_standing_and_the_quiet_last() -> None:
    found = _digest(
        an_initiative(slug="quiet"),
        _stalled("short", 2),
        _stalled("long", 20),
        _stalled("costly", 1, complete=date(2026, 11, 12), value=700),
    )
    assert _slugs(found) == ["costly", "long", "short", "quiet"]
    dear = _stalled("dear", 1, complete=date(2026, 11, 20), value=70_000)
    assert _slugs(_digest(_stalled("old", 20, complete=date(2026, 11, 2), value=7), dear)) == ["dear", "old"]


def test_costs_in_several_currencies_are_not_compared_but_the_time_is() -> None:
    yen = _stalled("yen", 2, complete=date(2026, 11, 20), value=900_000, currency="JPY")
    ahead = replace(_stalled("ahead", 9), milestones={MODEL_COMPLETE: Milestone(MODEL_COMPLETE, date(2027, 6, 1))})
    found = _digest(yen, ahead, _stalled("euro", 2, complete=date(2026, 11, 2), value=10))
    assert _slugs(found) == ["euro", "yen", "ahead"]


@given(st.permutations(range(12)), st.integers(1, 12))
def test_the_order_in_which_they_come_does_not_matter_nor_how_many_are_shown(order: list[int], most: int) -> None:
    found = _digest(*(_stalled(f"i{n}", n) for n in order), limits=DigestLimits(initiatives=most))
    assert _slugs(found) == [f"i{n}" for n in range(11, -1, -1)][:most]
    assert (found.stalls, found.initiative_count) == (12, 12)


def test_initiatives_may_come_as_a_stream() -> None:
    found = digest((_stalled(f"i{n}", n) for n in range(3)), an_organisation(), {}, MONDAY)
    assert found is not None
    assert found.initiative_count == 3


# What moved


def _moves(initiative: Initiative, *happened: Happening) -> tuple[Move, ...]:
    return moves(initiative, happened, MONDAY)


def test_gates_that_moved_alike_are_told_together() -> None:
    gates = [signed_off(a_gate(key), at=TUESDAY) for key in ("api-definition", "drift-thresholds")]
    assert _moves(an_initiative(*gates)) == (Move(MoveKind.SIGNED_OFF, ("api-definition", "drift-thresholds")),)


@pytest.mark.parametrize(
    ("gate", "kind"),
    [
        (not_applicable(a_gate(), at=TUESDAY), MoveKind.NOT_APPLICABLE),
        (waived(a_gate(), date(2026, 12, 1), at=TUESDAY), MoveKind.WAIVED),
        (waived(a_gate(), date(2026, 11, 19), at=START), MoveKind.REOPENED),
        (a_gate(progress=Progress.IN_REVIEW), None),
        (signed_off(a_gate(), at=days_before(8)), None),
        (waived(a_gate(), date(2026, 11, 19), at=TUESDAY), None),
    ],
)
def test_a_gate_moved_when_it_counts_now_and_did_not_a_week_ago_or_the_other_way(
    gate: Gate, kind: MoveKind | None
) -> None:
    assert [move.kind for move in _moves(an_initiative(gate))] == ([kind] if kind else [])


def test_a_gate_that_was_signed_off_anew_within_the_week_has_not_moved() -> None:
    gate = replace(a_gate(), progress=Progress.SIGNED_OFF, settled=(Span(START, TUESDAY), Span(days_before(2))))
    assert _moves(an_initiative(gate)) == ()


def test_a_gate_that_changed_hands_is_told_with_both_names() -> None:
    gate = a_gate("fallback-tested", ownership=Ownership(since=TUESDAY, owner=CHI, giver=ANA, previous=HANA))
    entry = _entry(FactKind.GATE_ACCEPTED, "fallback-tested", person=CHI, giver=ANA)
    assert _moves(an_initiative(gate), entry) == (Move(MoveKind.HANDED_OVER, ("fallback-tested",), HANA, CHI),)


def test_a_first_acceptance_and_a_claim_are_told_as_accepted() -> None:
    gates = [a_gate("one"), a_gate("two")]
    entries = (
        _entry(FactKind.GATE_ACCEPTED, "one", person=BEN, giver=ANA),
        _entry(FactKind.GATE_CLAIMED, "two", person=BEN),
    )
    assert _moves(an_initiative(*gates), *entries) == (Move(MoveKind.ACCEPTED, ("one", "two"), None, BEN),)


def test_a_gate_handed_back_is_told_with_who_has_it_now() -> None:
    entries = (
        _entry(FactKind.GATE_RETURNED, "one", person=BEN, to=CHI),
        _entry(FactKind.GATE_RETURNED, "two", person=BEN, to=None),
    )
    gates = [a_gate("one", owner=CHI), a_gate("two", owner=None)]
    assert _moves(an_initiative(*gates), *entries) == (
        Move(MoveKind.HANDED_OVER, ("one",), BEN, CHI),
        Move(MoveKind.HANDED_BACK, ("two",), BEN, None),
    )


def test_only_the_last_change_of_hands_of_a_gate_is_told() -> None:
    entries = (
        _entry(FactKind.GATE_ACCEPTED, "one", days_before(2), person=CHI, giver=ANA),
        _entry(FactKind.GATE_ACCEPTED, "one", days_before(3), person=BEN, giver=ANA),
    )
    assert _moves(an_initiative(a_gate("one", owner=CHI)), *entries) == (Move(MoveKind.ACCEPTED, ("one",), None, CHI),)


def test_the_handoff_moves_as_a_gate_without_a_key() -> None:
    entry = _entry(FactKind.HANDOFF_ACCEPTED, None, person=HANA, giver=ANA)
    assert _moves(an_initiative(), entry) == (Move(MoveKind.ACCEPTED, (None,), None, HANA),)


def test_older_entries_other_kinds_and_removed_gates_are_passed_over() -> None:
    entries = (
        _entry(FactKind.GATE_ACCEPTED, "one", days_before(7), person=CHI),
        _entry(FactKind.GATE_OFFERED, "one", person=CHI),
        _entry(FactKind.GATE_ACCEPTED, "removed", person=CHI),
    )
    assert _moves(an_initiative(a_gate("one")), *entries) == ()


def test_moves_are_told_in_one_order_whatever_the_order_of_the_record() -> None:
    gates = [signed_off(a_gate("a"), at=TUESDAY), waived(a_gate("b"), date(2026, 11, 19)), a_gate("c", owner=CHI)]
    found = _moves(an_initiative(*gates), _entry(FactKind.GATE_ACCEPTED, "c", person=CHI))
    assert [move.kind for move in found] == [MoveKind.SIGNED_OFF, MoveKind.ACCEPTED, MoveKind.REOPENED]
    assert all(list(MoveKind).index(a.kind) < list(MoveKind).index(b.kind) for a, b in pairwise(found))


def test_moves_reach_the_digest_of_their_own_initiative() -> None:
    entry = _entry(FactKind.GATE_ACCEPTED, "one", person=BEN)
    first, second = an_initiative(a_gate("one"), slug="first"), an_initiative(a_gate("one"), slug="second")
    told = {one.slug: one.moves for one in _digest(first, second, first=[entry]).initiatives}
    assert told == {"first": (Move(MoveKind.ACCEPTED, ("one",), None, BEN),), "second": ()}


def test_the_day_is_the_organisations() -> None:
    found = digest([an_initiative()], an_organisation(), {}, datetime(2026, 11, 23, 23, 59, tzinfo=UTC))
    assert found is not None
    assert found.day == date(2026, 11, 23)
