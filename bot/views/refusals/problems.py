"""What could not be done, in words: refused, not understood, unclear, or broken on our side."""

from collections.abc import Mapping

from bot.cards import Actions, Bold, Card, Code, Mark, Note, Part, Section, Span, Text
from bot.intents.choice import Choice, Why
from bot.intents.intent import GateRef
from bot.intents.problems import Problem
from bot.views.refusals.refused import Case
from bot.views.refusals.unreadable import choice_words, problem_words
from bot.views.refusals.words import told
from bot.views.words.listing import words_of
from bot.views.words.presses import button, typed
from readiness.domain.values.identity import PersonId
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.refusal import Refusal

MOST_OPTIONS = 8

DONE, NOT_DONE, BACK = "Done", "Not done", "Back"
"""Over a page that stands in for a message; and the way back from it."""


def refusal_card(
    refusal: Refusal, organisation: Organisation | None, ref: GateRef | None, viewer: PersonId | None = None
) -> Card:
    """Why it was refused, who may, and what to press; `viewer` is called "you" where they did it themselves."""
    words = told(Case(refusal, organisation, ref, viewer))
    parts: list[Part] = [Section((_bold(words.headline), *words.lines), words.mark)]
    if words.buttons:
        parts.append(Actions(words.buttons))
    return Card(_plain(words.headline), tuple(parts))


def problem_card(problem: Problem) -> Card:
    """Why a typed line is not a command, and the nearest that is."""
    headline, lines = problem_words(problem)
    parts: list[Part] = [Section((_bold(headline), *lines), Mark.REFUSED)]
    help_text: Text = ("Nothing was changed. All commands: ", typed("help"))
    if problem.command:
        help_text = ("Nothing was changed. More about it: ", typed(f"help {problem.command}"))
    return Card(_plain(headline), (*parts, Note(help_text)))


def problems_card(problems: Mapping[str, str]) -> Card:
    """What is wrong, for somebody who has no form open."""
    words = " ".join(problems.values())
    return Card(words, (Section(((words,),), Mark.REFUSED),))


def choice_card(choice: Choice) -> Card:
    """Which of several things is meant: one button each."""
    question = choice_words(choice)
    options = choice.options[:MOST_OPTIONS]
    buttons = tuple(button(one.label or _option(one.initiative, one.gate), one.intent) for one in options)
    more = len(choice.options) - len(options)
    rest: Text = (f"And {more} more. " if more else "", *_in_full(choice))
    notes = (Note(rest),) if any(rest) else ()
    return Card(question, (Section(((Bold(question),),)), Actions(buttons), *notes))


def failure_card(reference: str) -> Card:
    """Something broke on our side; the reference leads an administrator to the reason."""
    headline = "Something went wrong on our side."
    lines: tuple[Text, ...] = (
        (Bold(headline),),
        ("We could not confirm this. Try again in a minute; it counts once.",),
        ("If it happens again, tell your administrator this reference: ", Code(reference)),
    )
    return Card(headline, (Section(lines, Mark.WARNING),))


def _in_full(choice: Choice) -> Text:
    """What can be typed instead of pressing; nothing where no name tells one of the options from the others."""
    if choice.why is Why.SEVERAL_ZONES:
        return ("Or end the line with the zone of another city, as in ", Code("Europe/Berlin"))
    if any(one.initiative is None for one in choice.options):
        return ()
    if all(one.gate for one in choice.options):
        return ("Or type the name in full: ", Code("INITIATIVE/GATE"))
    if choice.why is Why.SEVERAL_INITIATIVES:
        return ("Or type ", typed(f"{choice.command} INITIATIVE …"))
    return ("Or put the reason between quotes: ", typed(f'{choice.command} INITIATIVE "REASON"'))


def _option(initiative: str | None, gate: str | None) -> str:
    if initiative and gate:
        return f"{gate} of {initiative}"
    return initiative or gate or "None in particular"


def _bold(text: Text) -> Text:
    """The headline in bold; code, names and times in it keep their own look."""
    bold: list[Span] = []
    for span in text:
        before = bold[-1] if bold else None
        if isinstance(span, str) and isinstance(before, Bold):
            bold[-1] = Bold(before.text + span)
        else:
            bold.append(Bold(span) if isinstance(span, str) else span)
    return tuple(bold)


def _plain(text: Text) -> str:
    """The headline without markup, for a notification."""
    return "".join(map(words_of, text))
