"""One thing that was looked at."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

MOST_SKEW_SECONDS = 60
"""Slack and Teams are refused beyond five minutes; a clock that is off by one is to be set before that."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is in order, and in a sentence how it is or what to do."""

    about: str
    ok: bool
    words: str

    def __str__(self) -> str:
        """One line, aligned with the others."""
        return f"{'ok' if self.ok else 'MEND':5}{self.about:14}{self.words}"


def clock_finding(header: str | None, now: datetime, whose: str) -> Finding:
    """Whether this machine's clock agrees with that of an answer, by its Date header; `whose` as in "Slack's"."""
    try:
        skew = round((now - parsedate_to_datetime(header or "")).total_seconds())
    except (ValueError, TypeError):
        return Finding("clock", True, f"not known: {whose} answer had no date")
    if abs(skew) > MOST_SKEW_SECONDS:
        side = "ahead of" if skew > 0 else "behind"
        return Finding("clock", False, f"{abs(skew)} seconds {side} {whose}: let the machine set it by NTP")
    return Finding("clock", True, f"agrees with {whose}")
