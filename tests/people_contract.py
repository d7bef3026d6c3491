"""What `ports.People` promises: whatever a platform answers, a look-up has a value or raises `PlatformUnavailable`."""

from collections.abc import Awaitable, Callable, Mapping

from readiness.domain.values.person import Person
from readiness.usecases.frame.ports import Channel, People, PlatformUnavailable, Workspace

Lookup = Callable[[], Awaitable[object]]


def lookups(people: People, workspace: Workspace, account: str, channel: str) -> Mapping[str, Lookup]:
    """Everything that can be looked up, by the name of the method."""
    return {
        "person": lambda: people.person(workspace, account),
        "is_admin": lambda: people.is_admin(workspace, account),
        "channel": lambda: people.channel(workspace, channel),
        "look_at": lambda: people.look_at(workspace, channel),
        "members": lambda: people.members(workspace, channel),
    }


async def came_of(lookup: Lookup) -> object:
    """The value, or the one thing that may be raised."""
    try:
        found = await lookup()
    except PlatformUnavailable as away:
        found = away
    if isinstance(found, PlatformUnavailable):
        assert found.seconds >= 0
        assert found.why
    assert found is None or isinstance(found, PlatformUnavailable | Person | Channel | bool | frozenset)
    return found
