"""The five questions of product.md, in full and in five lines."""

from bot.cards import Actions, Bold, Bullets, Card, Code, Heading, Mark, Note, Section, Span, Text
from bot.intents.lateness import ShowLateness
from bot.intents.looking import Status
from bot.views.words.counting import days_late
from bot.views.words.dates import day, on_day
from bot.views.words.direction import steady
from bot.views.words.evidence import evidence_line
from bot.views.words.gate import shortened
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import begun, codes, listed, name, people
from bot.views.words.presses import button, typed
from bot.views.words.step import step_line
from readiness.domain.readings.questions import Answer, AnswerState, Question, questions
from readiness.domain.readings.report import Standing
from readiness.domain.rights.signing import may_sign
from readiness.domain.values.gate import Evidence

ASKED: dict[Question, str] = {
    Question.DEPLOYMENT_OWNER: "Who owns the production deployment?",
    Question.INCIDENT_TEAM: "Which team handles incidents?",
    Question.COMPLIANCE: "Who approved the compliance review?",
    Question.FALLBACK: "What is the fallback when the model degrades?",
    Question.LIVE_DATA: "Who signs off before it touches live data?",
}
SHORT: dict[Question, str] = {
    Question.DEPLOYMENT_OWNER: "deployment owner",
    Question.INCIDENT_TEAM: "incident team",
    Question.COMPLIANCE: "compliance",
    Question.FALLBACK: "fallback",
    Question.LIVE_DATA: "live data",
}
_LINES: dict[Question, str] = {question: f"{words[:1].upper()}{words[1:]}: " for question, words in SHORT.items()}
_MARKS: dict[AnswerState, Mark] = {
    AnswerState.ANSWERED: Mark.READY,
    AnswerState.NOT_APPLICABLE: Mark.READY,
    AnswerState.WAIVED: Mark.WAIVED,
    AnswerState.UNANSWERED: Mark.NOT_STARTED,
}
QUOTE = 200
MOST_SIGNERS = 6


def questions_card(standing: Standing) -> Card:
    """Each question with its answer, by whom, since when, on what evidence and how late; or that it has none yet."""
    answers = _answers(standing)
    title = f"{steady(standing.initiative.name)}{BETWEEN}{_count(answers)} of 5 questions answered"
    parts = [Section(((Bold(ASKED[one.question]),), *_said(standing, one)), _mark(one)) for one in answers]
    slug = standing.initiative.slug
    buttons = (button("Checklist", Status(slug)), button("Lateness", ShowLateness(slug)))
    note = Note(("A gate answers once it is signed off. One gate in full: ", typed("show GATE")))
    return Card(title, (Heading(title), *parts, Actions(buttons), note))


def five_lines(standing: Standing) -> Bullets:
    """The same in five lines, for a status."""
    lines = tuple([(_LINES[one.question] + _short(standing, one),) for one in _answers(standing)])
    return Bullets(lines, "The five questions")


def one_line(standing: Standing) -> Note:
    """How many are answered, and which are not."""
    answers = _answers(standing)
    missing = [SHORT[one.question] for one in answers if not one.is_answered]
    if not missing:
        return Note(("All five questions are answered: ", typed("questions")))
    words = listed(missing, most=len(answers))
    said = f"{_count(answers)} of the five questions answered, not yet "
    return Note((said, *words, BETWEEN, typed("questions")))


def _answers(standing: Standing) -> tuple[Answer, ...]:
    return questions(standing.initiative, standing.organisation, standing.now, standing.today)


def _count(answers: tuple[Answer, ...]) -> int:
    return sum([one.is_answered for one in answers])


def _mark(answer: Answer) -> Mark:
    late = answer.state is AnswerState.UNANSWERED and answer.days_late
    return Mark.WARNING if late else _MARKS[answer.state]


# --- in one line ------------------------------------------------------------------------------------------------------


def _short(standing: Standing, answer: Answer) -> str:
    if answer.state is AnswerState.UNANSWERED:
        return f"not answered yet{_late(answer)}"
    return f"{_who(standing, answer)}{_when(standing, answer)}{_late(answer)}"


def _who(standing: Standing, answer: Answer) -> str:
    persons, organisation = answer.people, standing.organisation
    one = name(organisation, persons[0]) if len(persons) == 1 else ""
    names = one or "".join(map(str, people(organisation, persons, "and")))
    if answer.question is Question.DEPLOYMENT_OWNER:
        return names
    return f"{_SETTLED[answer.state]}{f' by {names}' if names else ''}"


_SETTLED: dict[AnswerState, str] = {
    AnswerState.ANSWERED: "signed off",
    AnswerState.NOT_APPLICABLE: "agreed not to apply",
    AnswerState.WAIVED: "only waived",
}


def _when(standing: Standing, answer: Answer) -> str:
    if answer.at is None:
        return ""
    on = standing.organisation.calendar.local_date(answer.at)
    if answer.question is Question.DEPLOYMENT_OWNER:
        return f", since {day(on, standing.today)}"
    last = ", the last" if len(answer.gates) > 1 else ""
    return f"{last} {on_day(on, standing.today)}"


def _late(answer: Answer) -> str:
    return f"{BETWEEN}{days_late(answer.days_late)}" if answer.days_late else ""


# --- in full ----------------------------------------------------------------------------------------------------------


def _said(standing: Standing, answer: Answer) -> tuple[Text, ...]:
    if answer.state is AnswerState.UNANSWERED:
        return (("Not answered yet", *_bold_late(answer)), *_next(standing, answer))
    offered = standing.initiative.handoff.offered_to
    passing = answer.question is Question.DEPLOYMENT_OWNER and offered is not None
    to = (", offered to ", *people(standing.organisation, (offered,))) if passing and offered else ()
    what: Text = (f"{_who(standing, answer)}{_when(standing, answer)}", *to, *_bold_late(answer))
    return (begun(what), *_waivers(standing, answer), *_evidence(standing, answer))


def _waivers(standing: Standing, answer: Answer) -> tuple[Text, ...]:
    """Until when each holds, and what keeps the risk in check meanwhile."""
    waived = [(gate.key, gate.waiver) for gate in answer.gates if gate.waiver is not None]
    return tuple(
        (Code(key), f" until {day(waiver.until, standing.today)}: {shortened(waiver.control, QUOTE)}")
        for key, waiver in waived
    )


def _bold_late(answer: Answer) -> tuple[Span, ...]:
    return (BETWEEN, Bold(days_late(answer.days_late))) if answer.days_late else ()


def _next(standing: Standing, answer: Answer) -> tuple[Text, ...]:
    """Who holds the next step; before live data, also who may sign."""
    if not answer.gates and answer.question is not Question.DEPLOYMENT_OWNER:
        return (("No gate of its checklist answers this.",),)
    lines: list[Text] = []
    if answer.question is Question.LIVE_DATA:
        signers = may_sign(answer.gates[0], standing.initiative, standing.organisation)
        lines += [("To be signed by ", *people(standing.organisation, signers, most=MOST_SIGNERS))] if signers else []
    handoff = answer.question is Question.DEPLOYMENT_OWNER
    steps = [standing.survey.handoff] if handoff else [standing.survey.steps.get(key) for key in answer.open]
    found = [step for step in steps if step is not None]
    lines += [("Next: ", *step_line(standing, step)) for step in found[:1]]
    rest = [step.gate for step in found[1:] if step.gate is not None]
    lines += [("Then: ", *codes(rest))] if rest else []
    return tuple(lines)


def _evidence(standing: Standing, answer: Answer) -> tuple[Text, ...]:
    """What was given, of at most two gates; the rest is counted."""
    given = answer.evidence
    lines: list[Text] = [_given(standing, key, one) for key, one in given[:2]]
    more = [key for key, _ in given[2:]]
    return (*lines, ("And for ", *codes(more))) if more else tuple(lines)


def _given(standing: Standing, key: str, evidence: Evidence) -> Text:
    where = evidence_line(evidence, standing.organisation)
    if evidence.is_link:
        return (Code(key), ": ", *where)
    return (Code(key), f": {shortened(evidence.content, QUOTE)}")
