"""Words for a typed line that could not be read, or that could mean several things."""

from bot.cards import Code, Span, Text
from bot.intents.choice import Choice, Why
from bot.intents.problems import Problem, ProblemKind
from bot.views.words.listing import codes, listed
from bot.views.words.presses import typed

MOST_NEAREST = 4

SENTENCES: dict[ProblemKind, tuple[str, str]] = {
    ProblemKind.UNKNOWN_COMMAND: ("I do not know ", "."),
    ProblemKind.INITIATIVE_NEEDED: ("Say which initiative you mean.", ""),
    ProblemKind.UNKNOWN_INITIATIVE: ("There is no initiative ", ", or it is not for you to see."),
    ProblemKind.NO_INITIATIVE_HERE: ("No initiative lives in this channel, so say which one you mean.", ""),
    ProblemKind.NO_INITIATIVE_CALLED: ("No initiative lives here, and there is none called ", " that you can see."),
    ProblemKind.GATE_NEEDED: ("Say which gate you mean.", ""),
    ProblemKind.UNKNOWN_GATE: ("There is no gate ", " here."),
    ProblemKind.RESERVED_GATE: ("", " is not a gate that this can be done with."),
    ProblemKind.OTHER_INITIATIVE: ("Both gates have to be of one initiative; ", " is of another."),
    ProblemKind.UNKNOWN_PARTY: ("There is no party ", "."),
    ProblemKind.PARTY_NEEDED: ("Say which party you mean.", ""),
    ProblemKind.UNKNOWN_MILESTONE: ("There is no milestone ", "."),
    ProblemKind.UNKNOWN_CONDITION: ("There is no condition ", "."),
    ProblemKind.UNKNOWN_TEMPLATE: ("There is no checklist ", "."),
    ProblemKind.UNKNOWN_REASON: ("", " is not one of the reasons."),
    ProblemKind.UNKNOWN_WORD: ("I do not understand ", " here."),
    ProblemKind.UNKNOWN_ZONE: ("", " is not a timezone I know."),
    ProblemKind.UNKNOWN_CURRENCY: ("", " is not a currency I know."),
    ProblemKind.BAD_KEY: ("", " cannot be a key: use up to 40 small letters, digits and hyphens."),
    ProblemKind.BAD_DATE: ("", " is not a date I understand."),
    ProblemKind.DATE_NEEDED: ("Say on which day.", ""),
    ProblemKind.BAD_TIME: ("", " is not a time of day."),
    ProblemKind.BAD_DURATION: ("", " is not a duration I understand."),
    ProblemKind.BAD_NUMBER: ("", " is not a number I understand."),
    ProblemKind.PERSON_NEEDED: ("Say who: type @ and pick a name.", ""),
    ProblemKind.CHANNEL_NEEDED: ("Say which channel: type # and pick one.", ""),
    ProblemKind.TEXT_NEEDED: ("Say why or what in a few words.", ""),
    ProblemKind.CODE_NEEDED: ("Type the code too.", ""),
    ProblemKind.CONTROL_NEEDED: ("Say what keeps the risk in check meanwhile, after a slash.", ""),
    ProblemKind.QUOTES_NEEDED: ("Put the name between quotes.", ""),
    ProblemKind.UNBALANCED_QUOTE: ("A quote is opened and not closed.", ""),
    ProblemKind.SAID_TWICE: ("", " is said twice."),
    ProblemKind.TOO_MANY_WORDS: ("I do not understand ", " at the end."),
}
"""Before and after the word at fault, by kind; where nothing follows, no word is at fault."""


_MISSING: dict[ProblemKind, str] = {
    ProblemKind.UNKNOWN_PARTY: SENTENCES[ProblemKind.PARTY_NEEDED][0],
    ProblemKind.UNKNOWN_MILESTONE: "Say which milestone you mean.",
    ProblemKind.UNKNOWN_CONDITION: "Say which condition you mean.",
    ProblemKind.UNKNOWN_TEMPLATE: "Say which checklist you mean.",
    ProblemKind.UNKNOWN_CURRENCY: "Say the currency too.",
    ProblemKind.BAD_TIME: "Say at what time.",
    ProblemKind.BAD_DURATION: "Say for how long.",
    ProblemKind.BAD_NUMBER: "A number is missing at the end.",
}
"""The headline where the line ends before the word that would be at fault."""
_ENDS_EARLY = "A word is missing at the end."


def problem_words(problem: Problem) -> tuple[Text, tuple[Text, ...]]:
    """The headline, then the nearest valid forms and the usage."""
    before, after = SENTENCES[problem.kind]
    headline: Text = (before, Code(problem.got), after) if after else (before,)
    asked, end = "Did you mean ", "?"
    if after and not problem.got:
        headline, asked, end = (_MISSING.get(problem.kind, _ENDS_EARLY),), "For example ", "."
    lines: list[Text] = [(asked, *_nearest(problem), end)] if problem.nearest else []
    if problem.usage:
        forms = [typed(line) for line in problem.usage.splitlines()]
        lines.append(("It goes like this: ", *listed(forms, "or", len(forms))))
    return headline, tuple(lines)


def choice_words(choice: Choice) -> str:
    """The question to which the options are the answers."""
    if choice.why is Why.SEVERAL_INITIATIVES:
        return "Which initiative do you mean?"
    if choice.why is Why.SEVERAL_ZONES:
        return f"Several places call their time {choice.got}. Which city do you mean?"
    many = "two" if len(choice.options) == 2 else "several"
    return f"This can mean {many} things. Which one do you mean?"


def _nearest(problem: Problem) -> tuple[Span, ...]:
    shown = problem.nearest[:MOST_NEAREST]
    if problem.command is None:
        return listed([typed(one) for one in shown], "or", MOST_NEAREST)
    return codes(shown, "or", MOST_NEAREST)
