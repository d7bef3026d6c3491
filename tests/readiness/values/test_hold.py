"""When what is held is tried again."""

from datetime import UTC, datetime, timedelta

from readiness.domain.values.hold import BEYOND, HURRY_PAUSE, Hold, Remedy, begun, hurried, probed
from readiness.domain.values.identity import WorkspaceId

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def a_hold() -> Hold:
    closed = begun(WorkspaceId("w"), "C1", NOON, code="is_archived", remedy=Remedy.UNARCHIVE, is_closed=True)
    return probed(closed, NOON)


def test_somebody_who_speaks_there_has_it_tried_at_once() -> None:
    later = NOON + timedelta(minutes=5)
    assert hurried(a_hold(), later).next_probe == later


def test_what_was_tried_just_before_is_tried_again_after_its_pause() -> None:
    assert hurried(a_hold(), NOON + timedelta(seconds=1)).next_probe == NOON + HURRY_PAUSE


def test_what_is_tried_sooner_anyway_stays_as_it_is() -> None:
    soon = begun(WorkspaceId("w"), "", NOON, code="token_revoked", remedy=Remedy.REINSTALL)
    at = soon.next_probe - timedelta(seconds=1)
    assert hurried(soon, at).next_probe <= soon.next_probe


def test_what_was_tried_by_a_clock_that_was_set_back_since_is_tried_again_soon() -> None:
    earlier = NOON - timedelta(hours=2)
    assert hurried(a_hold(), earlier).next_probe == earlier + HURRY_PAUSE


def test_a_pause_that_is_longer_than_any_is_over() -> None:
    hold = begun(WorkspaceId("w"), "", NOON, code="token_revoked", remedy=Remedy.REINSTALL)
    due = hold.next_probe
    assert [hold.is_due(at) for at in (due, due - timedelta(seconds=1), due - BEYOND)] == [True, False, False]
    assert hold.is_due(due - BEYOND - timedelta(seconds=1))
    assert not a_hold().is_due(a_hold().next_probe - timedelta(minutes=30))
    assert not a_hold().is_due(NOON - timedelta(minutes=4))
    assert a_hold().is_due(NOON - timedelta(days=1))
