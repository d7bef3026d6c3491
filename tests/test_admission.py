"""Refused requests are counted and logged with the reason; if it is every one, a setting is suspected."""

import pytest
from structlog.testing import capture_logs

from bot.admission import MOST_BEFORE_SUSPICION, SECONDS_SUSPECTED, Admission, RefusedRequest
from bot.slack.signature import MALFORMED, MISSING, WRONG, _stale
from bot.teams.tokens import CLOCK, SETTINGS
from tests.fakes import MONDAY, FixedClock

STALE = _stale(4000)


class Seconds:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 5.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("refused", [MISSING, MALFORMED, WRONG, STALE])
def test_each_is_counted_and_logged_with_its_reason_and_advice(refused: RefusedRequest) -> None:
    admission = Admission(FixedClock(), Seconds())
    with capture_logs() as logged:
        admission.refuse("slack", refused)
    assert admission.refused == {("slack", refused.reason): 1}
    (line,) = logged
    assert (line["event"], line["platform"], line["reason"]) == ("request refused", "slack", refused.reason)
    assert (line["advice"], line.get("seconds_off")) == (refused.advice, refused.seconds_off)
    assert line["limited"] == ("slack", refused.reason)


@pytest.mark.parametrize("refused", [WRONG, STALE])
async def test_when_every_one_is_refused_a_setting_is_suspected_until_one_is_taken(refused: RefusedRequest) -> None:
    admission = Admission(FixedClock(), Seconds())
    for count in range(MOST_BEFORE_SUSPICION):
        assert (await admission.suspected() == ()) == (count < MOST_BEFORE_SUSPICION)
        admission.refuse("slack", refused)
    (suspected,) = await admission.suspected()
    assert (suspected.part, suspected.code, suspected.since) == ("slack-requests", refused.reason, MONDAY)
    assert "SLACK_" not in suspected.words
    admission.accept("slack", "command")
    assert await admission.suspected() == ()


async def test_what_anybody_on_the_internet_can_send_makes_nothing_suspected() -> None:
    admission = Admission(FixedClock(), Seconds())
    for _ in range(100):
        admission.refuse("slack", MISSING)
        admission.refuse("slack", MALFORMED)
    assert await admission.suspected() == ()


async def test_one_that_is_refused_now_and_then_among_others_makes_nothing_suspected() -> None:
    admission = Admission(FixedClock(), Seconds())
    for _ in range(10):
        admission.refuse("slack", STALE)
        admission.accept("slack", "command")
    assert await admission.suspected() == ()


async def test_a_suspicion_ends_when_nothing_more_is_refused_and_one_platform_says_nothing_of_another() -> None:
    seconds = Seconds()
    admission = Admission(FixedClock(), seconds)
    for _ in range(MOST_BEFORE_SUSPICION):
        admission.refuse("slack", WRONG)
    admission.accept("teams", "command")
    assert len(await admission.suspected()) == 1
    seconds.now += SECONDS_SUSPECTED + 1
    assert await admission.suspected() == ()


def test_no_suspicion_names_a_variable_or_a_path() -> None:
    for words in (CLOCK, SETTINGS, WRONG.suspicion, STALE.suspicion):
        assert words
        assert not any(private in words for private in ("TEAMS_", "SLACK_", "/", "http"))
