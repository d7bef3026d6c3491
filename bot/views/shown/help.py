"""What can be said here, from the table of commands: all of it, or one command with its example."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from bot.cards import Actions, Bold, Card, Code, Heading, Note, Part, Section, Span
from bot.intents.looking import ListInitiatives
from bot.views.words.presses import button, opens, typed

TITLE = "What you can say here"

TOPICS: dict[str, str] = {
    "looking": "Look",
    "starting": "Start",
    "owning": "Own and hand off",
    "reviewing": "Evidence and sign-off",
    "steering": "Lead and administer",
    "belonging": "Belong together",
    "time": "Digest and reminders",
}


class Command(Protocol):
    """One command (bot/conversation/commands.py)."""

    @property
    def name(self) -> str:
        """One or two words."""

    @property
    def usage(self) -> str:
        """Its line of help."""

    @property
    def does(self) -> str:
        """What it does, in one sentence."""

    @property
    def example(self) -> str:
        """Something that can be typed."""

    @property
    def topic(self) -> str:
        """The heading under which it is listed."""


def help_card(command: str | None, table: Sequence[Command]) -> Card:
    """Every command of `table` by topic; or those that `command` names, or begins, with usage and example."""
    found = [one for one in table if command and (one.name == command or one.name.partition(" ")[0] == command)]
    if found:
        return _some(found)
    return _all(table)


def _all(table: Iterable[Command]) -> Card:
    by_topic: dict[str, list[Command]] = {}
    for one in table:
        by_topic.setdefault(str(one.topic), []).append(one)
    parts: list[Part] = [Heading(TITLE)]
    for topic, commands in by_topic.items():
        names: list[Span] = []
        for one in commands:
            names += [*([" · "] if names else []), Code(one.name)]
        parts.append(Section(((Bold(TOPICS.get(topic, topic.capitalize())),), tuple(names))))
    parts.append(_main())
    parts.append(Note(("Each one explained: ", typed("help COMMAND"), " · whatever a button does can be typed too")))
    return Card(TITLE, tuple(parts))


def _main() -> Actions:
    return Actions(
        (
            opens("New initiative", "new"),
            button("My initiatives", ListInitiatives("mine")),
            button("What stands still", ListInitiatives("stalled")),
        )
    )


def _some(commands: Sequence[Command]) -> Card:
    parts: list[Part] = []
    for one in commands:
        lines = ((Bold(one.name), f": {one.does}"), (typed(one.usage),))
        parts.append(Section((*lines, ("For example: ", typed(one.example)))))
    brackets = "[…] can be left out: a channel's own initiative is meant. Dates: 2027-01-15, friday, +3w, +5bd."
    return Card(f"{commands[0].name}: {commands[0].does}", (*parts, Note((brackets,))))
