"""Who asks, from where, and what exists for them."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from readiness.domain.rights.permissions import can_see
from readiness.domain.values.identity import OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.initiative import Home, Initiative
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.refusal import Refusal
from readiness.domain.values.refusals import NotFound
from readiness.usecases.frame.ports import Deps, InitiativeLine, UnitOfWork, Workspace

Answer = TypeVar("Answer")
Room = tuple[WorkspaceId, str]


@dataclass(frozen=True, slots=True)
class Asker:
    """A person of an organisation who asks from a place.

    `channel` is where they ask (None: Home, a DM or the command line); `is_overheard` when what they are answered there
    is read by everybody. `rooms` are the private channels they are known to be in; `checked` those that were looked up.
    `request` is what the platform calls the request they ask by, alike however often it is delivered; empty where
    nothing is delivered twice.
    """

    organisation: OrganisationId
    person: PersonId
    workspace: Workspace
    account: str
    channel: str | None = None
    rooms: frozenset[Room] = frozenset()
    checked: frozenset[Room] = frozenset()
    is_overheard: bool = False
    request: str = ""

    def must_be_alone(self) -> None:
        """Refuse to say what nobody else may read; raises `Overheard`."""
        if self.is_overheard:
            raise Overheard

    def is_asking_in(self, home: Home) -> bool:
        """Whether that is the channel they ask in."""
        return self.channel == home.channel and self.workspace.id == home.workspace

    def is_in(self, home: Home) -> bool:
        """Whether the asker is in that channel; raises `MembershipUnknown` where only the platform can tell."""
        room = (home.workspace, home.channel)
        if room in self.rooms or self.is_asking_in(home):
            return True
        if home.private and room not in self.checked:
            raise MembershipUnknown({room})
        return False


class Overheard(Refusal):
    """Say this to me alone."""

    code = "overheard"


class MembershipUnknown(Exception):
    """A private channel's members have to be looked up before this can be answered; see `knowing_rooms`."""

    def __init__(self, rooms: Iterable[Room]) -> None:
        """Name the channels in question."""
        self.rooms = frozenset(rooms)
        super().__init__(f"membership of {len(self.rooms)} channels is not known")


async def knowing_rooms(deps: Deps, asker: Asker, ask: Callable[[Asker], Awaitable[Answer]]) -> Answer:
    """The answer of `ask`, after looking up the private channels it needs to know about.

    The platform is asked outside of the unit of work, and only when a private initiative is in play.
    """
    while True:
        try:
            return await ask(asker)
        except MembershipUnknown as unknown:
            asker = await _look_up(deps, asker, unknown.rooms)


def visible(initiative: Initiative, asker: Asker, organisation: Organisation) -> bool:
    """Whether `initiative` exists for the asker, and for whoever reads what they are answered."""
    if _would_be_overheard(initiative.home, asker):
        return False
    person = organisation.person(asker.person)
    if can_see(person, initiative, in_home_channel=False, organisation=organisation):
        return True
    return can_see(person, initiative, in_home_channel=asker.is_in(initiative.home), organisation=organisation)


def line_visible(line: InitiativeLine, asker: Asker, organisation: Organisation) -> bool:
    """Whether that line of a list exists for the asker, being named in it not considered."""
    person = organisation.person(asker.person)
    home = Home(line.workspace, line.channel, line.private)
    if _would_be_overheard(home, asker):
        return False
    if person.is_member and not line.private:
        return True
    return asker.is_in(home) and (person.is_member or person.standing == "guest")


def may_share(home: Home, asker: Asker) -> bool:
    """Whether what lives there may be told to everybody where they ask: of a private channel only in itself."""
    return not home.private or asker.is_asking_in(home)


async def seen(uow: UnitOfWork, slug: str, asker: Asker, organisation: Organisation) -> Initiative:
    """The initiative of that slug; raises `NotFound` alike when there is none and when it is not for the asker."""
    initiative = await uow.initiatives.by_slug(slug)
    if initiative is None or not visible(initiative, asker, organisation):
        raise NotFound(initiative=slug)
    return initiative


def _would_be_overheard(home: Home, asker: Asker) -> bool:
    """What lives in a private channel is told to nobody but those in it (docs/decisions/0013)."""
    return asker.is_overheard and not may_share(home, asker)


async def _look_up(deps: Deps, asker: Asker, rooms: frozenset[Room]) -> Asker:
    organisation = await deps.storage.organisation(asker.organisation)
    me, inside = organisation.person(asker.person).id, set[Room]()
    for workspace_id, channel in rooms:
        workspace = await deps.storage.workspace_by_id(workspace_id)
        account = organisation.addresses.get(workspace_id, {}).get(me)
        if workspace is None or account is None:
            continue
        if account in await deps.people.members(workspace, channel):
            inside.add((workspace_id, channel))
    return replace(asker, rooms=asker.rooms | inside, checked=asker.checked | rooms)
