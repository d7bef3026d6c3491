"""The first thing the bot says where it was just added."""

from bot.cards import Actions, Bold, Card, Note, Section, Text
from bot.intents.looking import OpenHome
from bot.views.words.presses import button, opens, typed

SHARED = "Shared: everybody here can read it."
"""The answer to whoever shared something."""


def welcome_card(*, in_channel: bool, has_administrator: bool = True) -> Card:
    """What the bot does, what to do first, and how to get help; somebody has to administer first."""
    headline = "I keep handoffs accountable."
    what = (
        "One checklist per AI initiative: every gate has an owner, a date and a sign-off, "
        "and once a week I say what stands still and who holds the next step."
    )
    first = opens("New initiative", "new", primary=in_channel)
    home = button("What waits for me", OpenHome(), primary=not in_channel)
    return Card(
        headline,
        (
            Section(((Bold(headline),), (what,), _here(in_channel=in_channel, has_administrator=has_administrator))),
            Actions((first,) if in_channel else (home, first)),
            Note(("All I understand: ", typed("help"))),
        ),
    )


def _here(*, in_channel: bool, has_administrator: bool) -> Text:
    if in_channel:
        return ("Start an initiative here: its checklist will live in this channel. Then give each gate an owner.",)
    if has_administrator:
        return ("Here you find what waits for you: gates you own, sign-offs, handoffs.",)
    return (
        "Here you find what waits for you. If you set me up, send me the code from the server: ",
        typed("admin CODE"),
    )
