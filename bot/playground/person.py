"""A person in the workspace, human or bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass(frozen=True)
class Person:
    """One account; `name` is the handle typed after @, `tz` an IANA zone, or a name that no machine may know."""

    id: str
    name: str
    real_name: str
    tz: str
    team_id: str
    is_admin: bool = False
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False

    @property
    def is_guest(self) -> bool:
        """Whether this account sees only the channels it is a member of."""
        return self.is_restricted or self.is_ultra_restricted or self.is_stranger

    def record(self, now: datetime) -> dict[str, Any]:
        """Return the user object of users.info and users.list."""
        zone = zone_of(self.tz)
        offset = now.astimezone(zone).utcoffset()
        base: dict[str, Any] = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": int(now.timestamp()),
            "profile": self._profile(),
        }
        if self.deleted:
            return base
        return {
            **base,
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz if zone is UTC else now.astimezone(zone).tzname() or self.tz,
            "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            **({"is_stranger": True} if self.is_stranger else {"locale": "en-GB"}),
        }

    def _profile(self) -> dict[str, Any]:
        return {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "team": self.team_id,
        }


def zone_of(tz: str) -> tzinfo:
    """The zone by which a device of somebody there tells the time: UTC where this machine does not know theirs."""
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
