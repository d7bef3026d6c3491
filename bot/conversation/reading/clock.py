"""Clock times and time zones as people type them."""

import re
from collections.abc import Mapping
from datetime import time
from functools import cache
from types import MappingProxyType
from zoneinfo import available_timezones

from bot.conversation.reading.nearest import nearest
from bot.conversation.reading.words import folded
from readiness.zones import is_of_people

TIME_EXAMPLES = ("09:00", "17:30")
ZONE_EXAMPLES = ("Europe/Berlin", "America/New_York", "UTC")

ABBREVIATIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "acst": ("Australia/Darwin", "Australia/Adelaide"),
        "adt": ("America/Halifax",),
        "aedt": ("Australia/Sydney",),
        "aest": ("Australia/Brisbane", "Australia/Sydney"),
        "akst": ("America/Anchorage",),
        "ast": ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"),
        "awst": ("Australia/Perth",),
        "brt": ("America/Sao_Paulo",),
        "bst": ("Europe/London", "Asia/Dhaka"),
        "cdt": ("America/Chicago", "America/Havana"),
        "cest": ("Europe/Berlin",),
        "cst": ("America/Chicago", "America/Mexico_City", "Asia/Shanghai", "America/Havana"),
        "edt": ("America/New_York",),
        "eest": ("Europe/Athens",),
        "est": ("America/New_York", "America/Panama", "America/Jamaica"),
        "gst": ("Asia/Dubai", "Atlantic/South_Georgia"),
        "hkt": ("Asia/Hong_Kong",),
        "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
        "jst": ("Asia/Tokyo",),
        "kst": ("Asia/Seoul",),
        "mdt": ("America/Denver",),
        "msk": ("Europe/Moscow",),
        "mst": ("America/Denver", "America/Phoenix", "Asia/Kuala_Lumpur"),
        "nzdt": ("Pacific/Auckland",),
        "nzst": ("Pacific/Auckland",),
        "pdt": ("America/Los_Angeles",),
        "pst": ("America/Los_Angeles", "Asia/Manila"),
        "sast": ("Africa/Johannesburg",),
        "sgt": ("Asia/Singapore",),
        "sst": ("Pacific/Pago_Pago", "Asia/Singapore"),
        "wat": ("Africa/Lagos",),
        "wib": ("Asia/Jakarta",),
    }
)
"""What people call their time, and in which cities, the likeliest first.

None of these is taken: most are one hour off for half of the year, or mean another country to somebody else.
"""

_TIME = re.compile(r"([0-9]{1,2}):([0-5][0-9])")
_HALF_DAY = re.compile(r"(0?[1-9]|1[0-2])(?:[:.]([0-5][0-9]))? ?(a|p)\.?m\.?")
_NUMBERS = re.compile(r"([0-9]{1,2})(?:[.h:]?([0-9]{2}))?(?:h|am|pm|uhr)?")


def read_time(text: str) -> time | None:
    """`9:00` or `09:00` on a 24-hour clock, `9pm`, `5.30pm` or `12am` on one of 12; None for everything else."""
    word = folded(text)
    found = _TIME.fullmatch(word)
    if found:
        return time(int(found[1]), int(found[2])) if int(found[1]) < 24 else None
    half = _HALF_DAY.fullmatch(word)
    return time(int(half[1]) % 12 + (12 if half[3] == "p" else 0), int(half[2] or 0)) if half else None


def nearest_times(text: str) -> tuple[str, ...]:
    """Times that can be typed instead: `9.30` may be `09:30` or `21:30`."""
    found = _NUMBERS.fullmatch(folded(text))
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return TIME_EXAMPLES
    hour, minute = int(found[1]), int(found[2] or 0)
    hours = (hour, hour + 12) if hour < 12 else (hour,)
    return tuple(f"{candidate:02}:{minute:02}" for candidate in hours)


def read_zone(text: str) -> str | None:
    """The IANA name, in its own spelling, of a zone typed in any case; None where there is no such zone.

    An abbreviation that people mean a city's time by is none, though the database has some of them.
    """
    word = folded(text)
    return None if word in ABBREVIATIONS else _zones().get(word)


def nearest_zones(text: str) -> tuple[str, ...]:
    """Zones that an abbreviation stands for; else those whose name, or whose city, is nearest to what was typed."""
    word = folded(text)
    if word in ABBREVIATIONS:
        return ABBREVIATIONS[word]
    cities: dict[str, str] = {}
    for folded_name, name in _zones().items():
        cities.setdefault(folded_name.rpartition("/")[2], name)
    close = (*nearest(word, _zones()), *nearest(word, cities))
    names = dict.fromkeys(_zones().get(name) or cities[name] for name in close)
    return tuple(names)[:3] or ZONE_EXAMPLES


def city(zone: str) -> str:
    """What people call the place of a zone."""
    return zone.rpartition("/")[2].replace("_", " ")


@cache
def _zones() -> dict[str, str]:
    """Every zone's name that people go by, by its folded spelling."""
    return {name.lower(): name for name in sorted(filter(is_of_people, available_timezones()))}
