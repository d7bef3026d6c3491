"""What anybody outside can cause as often as they like is logged once a minute, with how often it happened."""

import logging

import pytest
import structlog

from bot.log_limit import MOST_KINDS, LogLimit


class Seconds:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_one_line_of_a_kind_is_written_in_a_minute_and_the_next_one_counts_the_others() -> None:
    seconds = Seconds()
    limit = LogLimit(seconds)
    assert limit.process(None, "warning", {"event": "refused", "limited": "a"}) == {"event": "refused"}
    for _ in range(812):
        with pytest.raises(structlog.DropEvent):
            limit.process(None, "warning", {"event": "refused", "limited": "a"})
    assert limit.process(None, "warning", {"event": "refused", "limited": "b"}) == {"event": "refused"}
    seconds.now = 60
    again = limit.process(None, "warning", {"event": "refused", "limited": "a"})
    assert again == {"event": "refused", "more_like_this": 812}


def test_what_is_not_marked_is_always_written() -> None:
    limit = LogLimit(Seconds())
    for _ in range(5):
        assert limit.process(None, "error", {"event": "turn failed", "reference": "1"}) is not None


def test_a_library_is_heard_a_few_times_a_minute() -> None:
    seconds = Seconds()
    limit = LogLimit(seconds)

    def record(words: str = "socket.accept() out of system resource") -> logging.LogRecord:
        return logging.LogRecord("asyncio", logging.ERROR, "base_events.py", 1771, words, None, None)

    assert [limit.filter(record()) for _ in range(100)] == [True] * 5 + [False] * 95
    assert limit.filter(record("Task exception was never retrieved"))
    seconds.now = 61
    later = record()
    assert limit.filter(later)
    assert "(95 more like this before)" in later.getMessage()


def test_however_many_kinds_there_are_the_memory_stays_small() -> None:
    limit = LogLimit(Seconds())
    for number in range(3 * MOST_KINDS):
        limit.swallowed(number)
    assert len(limit._kinds) <= MOST_KINDS
