"""Words for a typed line that could not be read, or that could mean several things.

The conversation above has the values; these are the shapes of them that words need.
"""

from collections.abc import Sequence
from typing import Protocol

from bot.cards import Code, Span, Text
from bot.conversation.intents import Intent
from bot.views.listing import codes
from bot.views.presses import COMMAND, typed

MOST_NEAREST = 4


class Problem(Protocol):
    """Why a line is not a command (bot/conversation/problems.py)."""

    @property
    def kind(self) -> str:
        """Which kind of problem."""

    @property
    def command(self) -> str | None:
        """The command that was recognised."""

    @property
    def got(self) -> str:
        """The word at fault."""

    @property
    def nearest(self) -> tuple[str, ...]:
        """Valid forms near to it."""

    @property
    def usage(self) -> str:
        """The command's usage line."""


class Option(Protocol):
    """One of the things that may be meant."""

    @property
    def initiative(self) -> str | None:
        """The initiative's slug."""

    @property
    def gate(self) -> str | None:
        """The gate's key."""

    @property
    def intent(self) -> Intent:
        """What pressing it asks for."""


class Choice(Protocol):
    """What a line could mean (bot/conversation/choice.py)."""

    @property
    def command(self) -> str:
        """The command that was recognised."""

    @property
    def why(self) -> str:
        """Why a person is asked."""

    @property
    def options(self) -> Sequence[Option]:
        """At least two."""


SENTENCES: dict[str, tuple[str, str]] = {
    "unknown-command": ("I do not know ", "."),
    "initiative-needed": ("Say which initiative you mean.", ""),
    "unknown-initiative": ("There is no initiative ", ", or it is not for you to see."),
    "no-initiative-here": ("No initiative lives in this channel, so say which one you mean.", ""),
    "gate-needed": ("Say which gate you mean.", ""),
    "unknown-gate": ("There is no gate ", " here."),
    "reserved-gate": ("", " is not a gate that this can be done with."),
    "other-initiative": ("Both gates have to be of one initiative; ", " is of another."),
    "unknown-party": ("There is no party ", "."),
    "party-needed": ("Say which party you mean.", ""),
    "unknown-milestone": ("There is no milestone ", "."),
    "unknown-condition": ("There is no condition ", "."),
    "unknown-template": ("There is no checklist ", "."),
    "unknown-reason": ("", " is not one of the reasons."),
    "unknown-word": ("I do not understand ", " here."),
    "unknown-zone": ("", " is not a timezone I know."),
    "unknown-currency": ("", " is not a currency I know."),
    "bad-key": ("", " cannot be a key: use up to 40 small letters, digits and hyphens."),
    "bad-date": ("", " is not a date I understand."),
    "date-needed": ("Say on which day.", ""),
    "bad-time": ("", " is not a time of day."),
    "bad-duration": ("", " is not a duration I understand."),
    "bad-number": ("", " is not a number I understand."),
    "person-needed": ("Say who: type @ and pick a name.", ""),
    "channel-needed": ("Say which channel: type # and pick one.", ""),
    "text-needed": ("Say why or what in a few words.", ""),
    "control-needed": ("Say what keeps the risk in check meanwhile, after a slash.", ""),
    "quotes-needed": ("Put the name between quotes.", ""),
    "unbalanced-quote": ("A quote is opened and not closed.", ""),
    "said-twice": ("", " is said twice."),
    "too-many-words": ("I do not understand ", " at the end."),
}
"""Before and after the word at fault, by kind; where nothing follows, no word is at fault."""

_FALLBACK = ("I do not understand ", ".")


def problem_words(problem: Problem) -> tuple[Text, tuple[Text, ...]]:
    """The headline, then the nearest valid forms and the usage."""
    before, after = SENTENCES.get(str(problem.kind), _FALLBACK)
    headline: Text = (before,) if not after or not problem.got else (before, Code(problem.got), after)
    if after and not problem.got:
        headline = (f"{before}this{after}".strip(),)
    lines: list[Text] = []
    if problem.nearest:
        lines.append(("Did you mean ", *_nearest(problem), "?"))
    if problem.usage:
        lines.append(("It goes like this: ", typed(problem.usage)))
    return headline, tuple(lines)


def choice_words(choice: Choice) -> str:
    """The question to which the options are the answers."""
    if choice.why == "several-initiatives":
        return "Which initiative do you mean?"
    return "This can mean two things. Which one do you mean?"


def _nearest(problem: Problem) -> tuple[Span, ...]:
    shown = problem.nearest[:MOST_NEAREST]
    if problem.command is None:
        return codes([f"{COMMAND} {one}" for one in shown], "or", MOST_NEAREST)
    return codes(shown, "or", MOST_NEAREST)
