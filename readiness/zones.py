"""Timezones by the names that people's machines give them: those of IANA, and those of Windows."""

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LONGEST = 100

_TECHNICAL = ("posix/", "right/")
_UNKNOWN = "Etc/Unknown"
"""What CLDR calls a zone that is none."""


@lru_cache(maxsize=2048)
def known_zone(name: str) -> str:
    """The IANA name of a zone that this machine knows by `name`; empty where nobody knows it.

    Teams tells Windows' names at times; which zone each of them is, CLDR says (windowsZones).
    """
    if not name or len(name) > LONGEST:
        return ""
    if _is_here(name):
        return name
    # Read for the first such name only: it takes longer than all the rest of an answer.
    from babel.core import get_global  # noqa: PLC0415

    found = str(get_global("windows_zone_mapping").get(name.strip(), ""))
    return found if found and _is_here(found) else ""


def is_of_people(name: str) -> bool:
    """Whether that file of the zone database is the time of a place, or one that people go by, as UTC.

    `localtime` is whatever this machine is set to, `Factory` a machine that was never set, and `right/` counts leap
    seconds.
    """
    if "/" in name:
        return not name.startswith(_TECHNICAL)
    if name == "UTC":
        return True
    from babel.core import get_global  # noqa: PLC0415

    name = get_global("zone_aliases").get(name, name)
    return name != _UNKNOWN and name in get_global("zone_territories")


def _is_here(name: str) -> bool:
    """A name is looked for as a file: it may be no path at all, or a directory."""
    try:
        return is_of_people(ZoneInfo(name).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
