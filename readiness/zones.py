"""Timezones by the names that people's machines give them: those of IANA, and those of Windows."""

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LONGEST = 100


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


def _is_here(name: str) -> bool:
    """A name is looked for as a file: it may be no path at all, or a directory.

    `localtime` is whatever this machine is set to, which is nobody's zone.
    """
    try:
        return ZoneInfo(name).key != "localtime"
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
