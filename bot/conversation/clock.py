"""Clock times and time zones as people type them."""

import re
from datetime import time
from functools import cache
from zoneinfo import available_timezones

from bot.conversation.nearest import nearest
from bot.conversation.words import folded

TIME_EXAMPLES = ("09:00", "17:30")
ZONE_EXAMPLES = ("Europe/Berlin", "America/New_York", "UTC")

_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_NUMBERS = re.compile(r"([0-9]{1,2})(?:[.h:]?([0-9]{2}))?(?:h|am|pm|uhr)?")


def read_time(text: str) -> time | None:
    """`9:00` or `09:00` on a 24-hour clock; None for everything else, `25:00` too."""
    found = _TIME.fullmatch(folded(text))
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def nearest_times(text: str) -> tuple[str, ...]:
    """Times that can be typed instead: `9.30` may be `09:30`; `9pm` may be `09:00` or `21:00`."""
    found = _NUMBERS.fullmatch(folded(text))
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return TIME_EXAMPLES
    hour, minute = int(found[1]), int(found[2] or 0)
    hours = (hour, hour + 12) if hour < 12 else (hour,)
    return tuple(f"{candidate:02}:{minute:02}" for candidate in hours)


def read_zone(text: str) -> str | None:
    """The IANA name, in its own spelling, of a zone typed in any case; None where there is no such zone."""
    return _zones().get(folded(text))


def nearest_zones(text: str) -> tuple[str, ...]:
    """Zones whose name, or whose city, is nearest to what was typed."""
    word = folded(text)
    cities: dict[str, str] = {}
    for folded_name, name in _zones().items():
        cities.setdefault(folded_name.rpartition("/")[2], name)
    close = (*nearest(word, _zones()), *nearest(word, cities))
    names = dict.fromkeys(_zones().get(name) or cities[name] for name in close)
    return tuple(names)[:3] or ZONE_EXAMPLES


@cache
def _zones() -> dict[str, str]:
    """Every zone's name by its folded spelling, places before technical names such as `posix/…`."""
    return {name.lower(): name for name in sorted(available_timezones())}
