"""Lateness against stages: read from the record, in working days, and never without a date."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.readings.lateness import Lateness, Passage, gate_passages, lateness
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.fact import FactKind
from readiness.domain.values.gate import Condition, Gate, Span
from readiness.domain.values.incident import GapCause
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.milestone import DESIGN_CLOSED, DEVELOPMENT_STARTED, MODEL_COMPLETE
from tests.readiness.build import ANA, CHI, MONDAY, START, a_gate, an_initiative, days_before, signed_off, waived
from tests.readiness.deeds import Deed, accepted, blocked, declined, evidence, offered, returned, settled

CALENDAR = WorkingCalendar()
KEY = "data-lineage"
DAYS = {DESIGN_CLOSED: date(2026, 11, 6), MODEL_COMPLETE: date(2026, 11, 13)}
"""Fridays, one and two weeks after `START`, a Monday."""


def gate(**more: object) -> Gate:
    return replace(a_gate(KEY, needed_by=DESIGN_CLOSED), **more)


def of(initiative: Initiative, *deeds: Deed, now: datetime = MONDAY) -> Lateness:
    return lateness(initiative, deeds, CALENDAR, now)


def measured(passage: Passage | None) -> tuple[int | None, int | None]:
    assert passage is not None
    return passage.after_stage, passage.after_model


# --- against the stages -----------------------------------------------------------------------------------------------


def test_each_step_is_measured_in_working_days_against_its_stage_and_model_complete():
    done = signed_off(gate(), at=days_before(3))
    found = of(
        an_initiative(done, planned=DAYS),
        offered(START),
        accepted(days_before(20)),
        blocked(days_before(18)),
        evidence(days_before(13)),
        settled(days_before(3)),
    ).gates[KEY]
    assert measured(found.touched) == (-1, -6)
    assert measured(found.evidence) == (2, -3)
    assert measured(found.settled) == (10, 5)
    assert measured(found.now) == (11, 6)
    assert found.is_late


def test_it_says_whether_the_actual_or_the_planned_date_was_measured_against():
    planned = of(an_initiative(gate(), planned=DAYS)).gates[KEY].stage
    assert (planned.day, planned.is_actual) == (date(2026, 11, 6), False)
    actual = of(an_initiative(gate(), planned=DAYS, actual={DESIGN_CLOSED: date(2026, 11, 10)})).gates[KEY].stage
    assert (actual.day, actual.is_actual) == (date(2026, 11, 10), True)


def test_without_dates_nothing_is_late():
    found = of(an_initiative(gate()), blocked(days_before(1)))
    assert found.gates[KEY].stage is None
    assert measured(found.gates[KEY].touched) == (None, None)
    assert not found.gates[KEY].is_late
    assert (found.parallel, found.last_week) == (None, None)


@pytest.mark.parametrize(
    "taken",
    [
        offered(START),
        accepted(START),
        accepted(START, by=ANA, giver=ANA),
        Deed(FactKind.GATE_CLAIMED, START),
        declined(START),
        returned(START, None),
    ],
    ids=lambda deed: f"{deed.kind} by {deed.actor}",
)
def test_who_is_to_do_it_is_settled_before_it_is_touched_and_touches_nothing(taken: Deed):
    initiative = an_initiative(gate(), planned=DAYS)
    assert of(initiative, taken).gates[KEY].touched is None
    assert of(initiative, taken, evidence(days_before(2))).gates[KEY].touched.at == days_before(2)


@pytest.mark.parametrize(
    "kind",
    [
        FactKind.EVIDENCE_GIVEN,
        FactKind.REVIEW_REQUESTED,
        FactKind.GATE_BLOCKED,
        FactKind.SIGN_OFF_CAST,
    ],
)
def test_every_work_of_a_person_touches_it_and_the_clock_never_does(kind: FactKind):
    initiative = an_initiative(gate(), planned=DAYS)
    assert of(initiative, Deed(kind, days_before(2))).gates[KEY].touched.at == days_before(2)
    assert of(initiative, Deed(kind, days_before(2), actor=None)).gates[KEY].touched is None


def test_a_gate_that_was_taken_off_and_added_again_begins_anew():
    again = gate(created_at=days_before(5))
    added = Deed(FactKind.GATE_ADDED, days_before(5), actor=ANA)
    found = of(an_initiative(again, planned=DAYS), blocked(days_before(18)), added, evidence(days_before(2)))
    assert found.gates[KEY].touched.at == days_before(2)


def test_a_gate_that_was_reopened_is_not_settled_however_often_it_was():
    open_again = gate(settled=(Span(days_before(9), days_before(3)),))
    found = of(an_initiative(open_again, planned=DAYS), evidence(days_before(9)), settled(days_before(9)))
    assert found.gates[KEY].settled is None


def test_of_a_condition_the_first_of_its_gates_counts_against_the_earliest_stage():
    late = replace(a_gate("late", needed_by=MODEL_COMPLETE))
    initiative = an_initiative(gate(), late, planned=DAYS)
    found = of(initiative, blocked(days_before(4)), blocked(days_before(5), gate="late")).conditions
    assert list(found) == [Condition.COMPLIANCE]
    assert found[Condition.COMPLIANCE].stage.milestone == DESIGN_CLOSED
    assert measured(found[Condition.COMPLIANCE].touched) == (8, 3)
    assert found[Condition.COMPLIANCE].touched.at == days_before(5)


def test_one_gate_alone_is_measured_as_among_the_others():
    initiative = an_initiative(gate(), a_gate("other"), planned=DAYS)
    deeds = (blocked(days_before(9)), blocked(days_before(10), gate="other"))
    assert gate_passages(initiative, KEY, deeds, CALENDAR, MONDAY) == of(initiative, *deeds).gates[KEY]


def test_the_clock_stops_when_it_is_cancelled_or_live():
    stopped = replace(an_initiative(gate(), planned=DAYS), standing=Life.CANCELLED, standing_since=days_before(7))
    assert of(stopped).gates[KEY].now.at == days_before(7)
    live = an_initiative(gate(), actual={"live-inputs": date(2026, 11, 18), "outputs-in-use": date(2026, 11, 18)})
    assert of(live).gates[KEY].now.at == CALENDAR.end_of(date(2026, 11, 18))


# --- shares -----------------------------------------------------------------------------------------------------------


def test_the_parallelism_index_is_the_share_of_work_between_development_started_and_model_complete():
    dates = {DEVELOPMENT_STARTED: date(2026, 11, 9), MODEL_COMPLETE: date(2026, 11, 13)}
    inside = signed_off(gate(), at=datetime(2026, 11, 12, tzinfo=MONDAY.tzinfo))
    half = replace(a_gate("half"), created_at=START)
    found = of(
        an_initiative(inside, half, planned=dates),
        blocked(datetime(2026, 11, 10, tzinfo=MONDAY.tzinfo)),
        settled(datetime(2026, 11, 12, tzinfo=MONDAY.tzinfo)),
        blocked(datetime(2026, 11, 12, tzinfo=MONDAY.tzinfo), gate="half"),
        now=datetime(2026, 11, 16, tzinfo=MONDAY.tzinfo),
    )
    assert found.parallel == Fraction(2 + 2, 2 + 4)


def test_the_last_week_counts_of_what_was_closed_by_model_complete_what_was_in_its_last_seven_days():
    end = CALENDAR.end_of(DAYS[MODEL_COMPLETE])
    gates = [
        signed_off(a_gate(f"gate-{number}"), at=end - timedelta(days=days)) for number, days in enumerate((1, 6, 7, 9))
    ]
    after = signed_off(a_gate("after"), at=end + timedelta(days=1))
    over = waived(a_gate("over"), date(2026, 11, 12), at=end - timedelta(days=3))
    assert of(an_initiative(*gates, after, over, planned=DAYS)).last_week == Fraction(2, 4)


def test_the_last_week_is_not_known_before_it_is_over_nor_where_nothing_was_closed():
    done = signed_off(gate())
    assert of(an_initiative(done, planned={MODEL_COMPLETE: MONDAY.date()})).last_week is None
    assert of(an_initiative(gate(), planned=DAYS)).last_week is None


# --- gaps -------------------------------------------------------------------------------------------------------------


def gaps(*deeds: Deed, now: datetime = MONDAY, **more: object) -> list[tuple[GapCause, datetime, datetime | None, int]]:
    found = of(an_initiative(gate(**more), planned=DAYS), *deeds, now=now).gaps
    return [(gap.cause, gap.since, gap.acted_at, gap.days) for gap in found]


def test_a_gate_that_nobody_was_asked_to_own_stands_out_until_somebody_is():
    assert gaps() == [(GapCause.UNASSIGNED, START, None, 21)]
    assert gaps(offered(days_before(19)), blocked(days_before(18))) == [
        (GapCause.UNASSIGNED, START, days_before(19), 2)
    ]


def test_the_clock_ends_no_gap():
    assert gaps(offered(days_before(19), by=None)) == [(GapCause.UNASSIGNED, START, None, 21)]


def test_a_gate_past_its_date_and_untouched_stands_out_until_somebody_acts_on_it():
    due = CALENDAR.end_of(DAYS[DESIGN_CLOSED])
    assert gaps(offered(START)) == [(GapCause.UNTOUCHED, due, None, 16)]
    assert gaps(offered(START), accepted(days_before(18))) == [(GapCause.UNTOUCHED, due, None, 16)]
    for act in (
        accepted(days_before(10)),
        declined(days_before(10)),
        blocked(days_before(10)),
        offered(days_before(10), to=CHI),
        returned(days_before(10), ANA),
    ):
        assert gaps(offered(START), accepted(days_before(18)), act)[0] == (
            GapCause.UNTOUCHED,
            due,
            days_before(10),
            6,
        )
    assert gaps(offered(START), accepted(days_before(18)), blocked(days_before(17))) == []


def test_one_that_stands_out_already_is_not_counted_twice():
    assert [cause for cause, *_ in gaps(accepted(days_before(5)))] == [GapCause.UNASSIGNED]


def test_declined_and_handed_back_to_nobody_it_stands_out_again():
    again = (offered(START), declined(days_before(20)), offered(days_before(18), to=CHI))
    due = CALENDAR.end_of(DAYS[DESIGN_CLOSED])
    began = (*again, accepted(days_before(17), by=CHI), blocked(days_before(17), by=CHI))
    assert gaps(*began, returned(days_before(4), None, by=CHI)) == [
        (GapCause.UNASSIGNED, days_before(20), days_before(18), 2),
        (GapCause.UNASSIGNED, days_before(4), None, 4),
    ]
    assert due not in [since for _, since, *_ in gaps(*began)]


def test_declining_what_somebody_else_still_owns_leaves_no_gap():
    owned = (offered(START), accepted(days_before(20)), blocked(days_before(20)))
    assert gaps(*owned, offered(days_before(5), by="ben", to=CHI), declined(days_before(4), by=CHI)) == []
    assert gaps(*owned, returned(days_before(4), ANA)) == []


# --- whatever happens -------------------------------------------------------------------------------------------------

hours = st.integers(0, 24 * 60)
days = st.dates(date(2026, 10, 1), date(2027, 2, 1))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Initiative, list[Deed], datetime]:
    """Gates that are accepted, worked on and settled in that order, between any dates, some of which are missing."""
    gates: list[Gate] = []
    deeds: list[Deed] = []
    now = START + timedelta(hours=24 * 60)
    for number in range(draw(st.integers(0, 4))):
        key = f"gate-{number}"
        at = [START + timedelta(hours=hour) for hour in sorted(draw(st.lists(hours, min_size=4, max_size=4)))]
        steps = [
            accepted(at[0], gate=key),
            blocked(at[1], gate=key),
            evidence(at[2], gate=key),
            settled(at[3], gate=key),
        ]
        kept = steps[: draw(st.integers(0, 4))]
        one = a_gate(key, needed_by=draw(st.sampled_from([None, DESIGN_CLOSED, MODEL_COMPLETE])))
        gates.append(signed_off(one, at=at[3]) if len(kept) == 4 else one)
        deeds += kept
    planned = draw(st.dictionaries(st.sampled_from([DESIGN_CLOSED, DEVELOPMENT_STARTED, MODEL_COMPLETE]), days))
    actual = draw(st.dictionaries(st.sampled_from([DESIGN_CLOSED, DEVELOPMENT_STARTED, MODEL_COMPLETE]), days))
    deeds.sort(key=lambda deed: deed.at)
    return an_initiative(*gates, planned=planned, actual=actual), deeds, now


def in_order(passages: Iterable[Passage | None]) -> bool:
    instants = [one.at for one in passages if one is not None]
    return instants == sorted(instants)


@given(histories())
def test_shares_lie_between_none_and_all_and_need_their_dates(history: tuple[Initiative, list[Deed], datetime]):
    initiative, deeds, now = history
    found = lateness(initiative, deeds, CALENDAR, now)
    dates = {key for key, milestone in initiative.milestones.items() if milestone.date}
    for share, needed in ((found.parallel, {DEVELOPMENT_STARTED, MODEL_COMPLETE}), (found.last_week, {MODEL_COMPLETE})):
        assert share is None or (0 <= share <= 1 and needed <= dates)


@given(histories())
def test_touched_comes_before_evidence_and_evidence_before_settled(history: tuple[Initiative, list[Deed], datetime]):
    initiative, deeds, now = history
    found = lateness(initiative, deeds, CALENDAR, now)
    for passages in (*found.gates.values(), *found.conditions.values()):
        assert in_order((passages.touched, passages.evidence, passages.settled, passages.now))
        later = [
            one.after_stage for one in (passages.touched, passages.evidence, passages.settled, passages.now) if one
        ]
        assert None in later or later == sorted(later)


@given(histories())
def test_without_a_date_there_is_no_lateness(history: tuple[Initiative, list[Deed], datetime]):
    initiative, deeds, now = history
    found = lateness(initiative, deeds, CALENDAR, now)
    for key, passages in found.gates.items():
        needed = initiative.gates[key].needed_by
        if needed is None or initiative.milestone(needed).date is None:
            assert passages.stage is None
            assert not passages.is_late
            assert passages.now.after_stage is None


@given(histories())
def test_a_gap_never_ends_before_it_begins_and_nothing_is_told_of_times_to_come(
    history: tuple[Initiative, list[Deed], datetime],
):
    initiative, deeds, now = history
    gaps_found = lateness(initiative, deeds, CALENDAR, now).gaps
    assert all(gap.since <= (gap.acted_at or now) <= now and gap.days >= 0 for gap in gaps_found)
    assert [gap.since for gap in gaps_found] == sorted(gap.since for gap in gaps_found)
