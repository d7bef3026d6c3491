"""When what is held is tried again."""

from datetime import UTC, datetime, timedelta

from readiness.domain.values.hold import HURRY_PAUSE, Hold, Remedy, begun, hurried, probed
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
