"""The word to an owner that a channel takes no messages any more."""

from collections.abc import Sequence

from bot.cards import Bold, Card, Note, Section
from bot.views.listing import listed
from bot.views.presses import typed
from readiness.usecases.ports import InitiativeLine


def channel_closed_card(lines: Sequence[InitiativeLine]) -> Card:
    """Say what stopped and how to go on; `lines` are the initiatives that live there, none for leadership's channel."""
    names = listed([Bold(line.name) for line in lines])
    where = ("the channel of ", *names) if names else ("the channel of the leadership digest",)
    said = "I can no longer post in a channel of yours."
    return Card(
        said,
        (
            Section(((Bold(said),), ("It is ", *where, ": it was archived, or I was removed from it."))),
            Section((("Its weekly digest is switched off. Nothing else is lost, and reminders go on.",),)),
            Note(("Once I am invited again, switch it on there: ", typed("digest weekly monday 09:00"))),
        ),
    )
