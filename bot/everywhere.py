"""People of every platform that is connected, looked up where they are."""

from collections.abc import Awaitable, Mapping
from typing import TypeVar

from bot.jobs.messenger import NotSent, TryLater, UnknownOutcome
from readiness.domain.values.person import Person
from readiness.usecases.frame.ports import Channel, People, PlatformUnavailable, Workspace

Found = TypeVar("Found")


class PeopleEverywhere:
    """Asks the platform of each workspace; one that this process does not reach knows nobody and nothing.

    What a platform raises where it does not answer becomes `PlatformUnavailable` here.
    """

    def __init__(self, platforms: Mapping[str, People]) -> None:
        """The people of each platform, by its name."""
        self._platforms = platforms

    def reaches(self, workspace: Workspace) -> bool:
        """Whether this process can ask there at all."""
        people = self._platforms.get(workspace.platform)
        return people is not None and people.reaches(workspace)

    async def person(self, workspace: Workspace, account: str) -> Person | None:
        """Who that account is."""
        people = self._platforms.get(workspace.platform)
        return None if people is None else await _answered(people.person(workspace, account))

    async def is_admin(self, workspace: Workspace, account: str) -> bool:
        """Whether the platform itself calls that account an administrator."""
        people = self._platforms.get(workspace.platform)
        return people is not None and await _answered(people.is_admin(workspace, account))

    async def channel(self, workspace: Workspace, channel: str) -> Channel | None:
        """What that channel is."""
        people = self._platforms.get(workspace.platform)
        return None if people is None else await _answered(people.channel(workspace, channel))

    async def look_at(self, workspace: Workspace, channel: str) -> Channel | None:
        """What that channel is now; raises `PlatformUnavailable` too where this process cannot ask."""
        people = self._platforms.get(workspace.platform)
        if people is None:
            raise PlatformUnavailable("that platform is not connected here")
        return await _answered(people.look_at(workspace, channel))

    async def members(self, workspace: Workspace, channel: str) -> frozenset[str]:
        """The accounts in that channel."""
        people = self._platforms.get(workspace.platform)
        return frozenset() if people is None else await _answered(people.members(workspace, channel))


async def _answered(asking: Awaitable[Found]) -> Found:
    """What a look-up gives; raises `PlatformUnavailable`, with how long to ask nothing if the platform says so."""
    try:
        return await asking
    except TryLater as later:
        raise PlatformUnavailable(str(later), later.seconds) from later
    except (NotSent, UnknownOutcome) as error:
        raise PlatformUnavailable(str(error)) from error
