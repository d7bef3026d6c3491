"""What the bot says where it was just added."""

from bot.conversation.turn import Reply, Tell
from bot.views.posted.welcome import welcome_card
from readiness.domain.rights.permissions import administrators
from readiness.usecases.arrivals import organisation_now
from readiness.usecases.frame.ports import Deps, Workspace


async def welcome(deps: Deps, workspace: Workspace, *, in_channel: bool) -> Reply:
    """The welcome, to everybody there; as long as nobody administers, it says how somebody can."""
    organisation = await organisation_now(deps, workspace.organisation)
    return Tell(welcome_card(in_channel=in_channel, has_administrator=bool(administrators(organisation))))
