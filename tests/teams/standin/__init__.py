"""A strict local stand-in for Microsoft Teams: a tenant with people, the connector, and what both refuse."""

from tests.teams.standin.answer import Answer, Call
from tests.teams.standin.controls import Control
from tests.teams.standin.courier import Reply
from tests.teams.standin.dialog import Dialog
from tests.teams.standin.directory import Conversation, Person, Team
from tests.teams.standin.errors import StandinError
from tests.teams.standin.local_teams import LocalTeams
from tests.teams.standin.message import Message

__all__ = [
    "Answer",
    "Call",
    "Control",
    "Conversation",
    "Dialog",
    "LocalTeams",
    "Message",
    "Person",
    "Reply",
    "StandinError",
    "Team",
]
