"""How long: `4h`, `3d`, `2w`, also written out (`3 days`). An `m` could be minutes or months and is not read."""

import re
from datetime import timedelta

from bot.conversation.reading.words import folded

EXAMPLES = ("4h", "3d", "2w")

_DURATION = re.compile(r"([0-9]{1,3})\s*(h|hours?|d|days?|w|weeks?)")
_HOURS = {"h": 1, "d": 24, "w": 168}
_LONGEST = timedelta(days=366)


def read_duration(text: str) -> timedelta | None:
    """The duration, longer than nothing and at most a year; else None."""
    found = _DURATION.fullmatch(folded(text))
    if not found:
        return None
    duration = timedelta(hours=int(found[1]) * _HOURS[found[2][0]])
    return duration if timedelta() < duration <= _LONGEST else None
