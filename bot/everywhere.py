"""People of every platform that is connected, looked up where they are."""

from collections.abc import Mapping

from readiness.domain.person import Person
from readiness.usecases.ports import Channel, People, PlatformUnavailable, Workspace


class PeopleEverywhere:
    """Asks the platform of each workspace; one that this process does not reach knows nobody and nothing."""

    def __init__(self, platforms: Mapping[str, People]) -> None:
        """The people of each platform, by its name."""
        self._platforms = platforms

    async def person(self, workspace: Workspace, account: str) -> Person | None:
        """Who that account is."""
        people = self._platforms.get(workspace.platform)
        return None if people is None else await people.person(workspace, account)

    async def is_admin(self, workspace: Workspace, account: str) -> bool:
        """Whether the platform itself calls that account an administrator."""
        people = self._platforms.get(workspace.platform)
        return people is not None and await people.is_admin(workspace, account)

    async def channel(self, workspace: Workspace, channel: str) -> Channel | None:
        """What that channel is."""
        people = self._platforms.get(workspace.platform)
        return None if people is None else await people.channel(workspace, channel)

    def reaches(self, workspace: Workspace) -> bool:
        """Whether this process can ask anything of that workspace."""
        people = self._platforms.get(workspace.platform)
        return people is not None and people.reaches(workspace)

    async def look_at(self, workspace: Workspace, channel: str) -> Channel | None:
        """What that channel is now; raises `PlatformUnavailable` too where this process cannot ask."""
        people = self._platforms.get(workspace.platform)
        if people is None:
            raise PlatformUnavailable
        return await people.look_at(workspace, channel)

    async def members(self, workspace: Workspace, channel: str) -> frozenset[str]:
        """The accounts in that channel."""
        people = self._platforms.get(workspace.platform)
        return frozenset() if people is None else await people.members(workspace, channel)
