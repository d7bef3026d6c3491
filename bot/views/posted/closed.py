"""The word that a channel takes no messages any more, or that a person cannot be reached."""

from collections.abc import Sequence

from bot.cards import Bold, Card, Note, Section
from bot.views.words.direction import steady
from bot.views.words.listing import listed, name
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation
from readiness.usecases.frame.ports import InitiativeLine


def channel_closed_card(lines: Sequence[InitiativeLine]) -> Card:
    """Say what stopped and how to go on; `lines` are the initiatives that live there, none for leadership's channel."""
    names = listed([Bold(line.name) for line in lines])
    where = ("the channel of ", *names) if names else ("the channel of the leadership digest",)
    said = "I can no longer post in a channel of yours."
    return Card(
        said,
        (
            Section(((Bold(said),), ("It is ", *where, ": it was archived, or I was removed from it."))),
            Section((("What I have to say there waits, its weekly digest too. Reminders go on.",),)),
            Note(("It is posted once I can post there again, and at once when somebody speaks to me there.",)),
        ),
    )


def unreachable_card(person: PersonId, initiative: Initiative, organisation: Organisation) -> Card:
    """Say who does not know yet what they were asked, and how they can be reached."""
    who = name(organisation, person)
    said = f"I cannot send {who} a message."
    asked = f"They have not heard from me what is asked of them in {steady(initiative.name)}."
    how = (
        f"In Teams: {who} adds the app Readiness once, or an administrator installs it for them. "
        "In Slack: their account there may be closed."
    )
    return Card(said, (Section(((Bold(said),), (asked,), (how,))), Note(("Once they are there, ask them again.",))))
