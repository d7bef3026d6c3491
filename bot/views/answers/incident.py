"""The answer to an incident: how its gap stood, and what to do about one that was never listed."""

from collections.abc import Callable

from bot.cards import Bold, Button, Code, Mark, Text
from bot.intents.lateness import ShowLateness
from bot.intents.looking import Help
from bot.views.answers.answer import Answered, ref
from bot.views.words.dates import day
from bot.views.words.direction import steady
from bot.views.words.incident import verdict
from bot.views.words.listing import words_of
from bot.views.words.presses import button, show, typed
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.incident import Verdict
from readiness.usecases.frame.changing import Outcome


def _recorded(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    incident, today = outcome.initiative.incidents[-1], outcome.act.today
    named, on = steady(outcome.initiative.name), f", on {day(incident.day, today)}."
    line: Text = (Bold(f"Incident {incident.number} of {named} is recorded"), on)
    if incident.gate is not None:
        line = (Bold(f"Incident {incident.number} is recorded"), " at ", Code(incident.gate), f" of {named}{on}")
    said = verdict(incident, outcome.organisation, today)
    buttons: tuple[Button, ...] = (button("Lateness", ShowLateness(outcome.initiative.slug)),)
    if incident.gate in outcome.initiative.gates:
        buttons = (show("Show gate", ref(outcome, incident.gate)), *buttons)
    lines: tuple[Text, ...] = (line, said)
    if incident.verdict is Verdict.NEVER_LISTED and incident.gate is None:
        lines = (*lines, ("Add a gate, so that it is asked for from now on: ", typed('gate add KEY "TITLE" party P')))
        buttons = (button("How to add a gate", Help("gate add"), primary=True), *buttons)
    summary = f"Incident {incident.number} is recorded. {''.join(map(words_of, said))}"
    note: Text = ("It is judged as it stood when that day began.",)
    return Answered(summary, lines, buttons, note, _MARKS.get(incident.verdict))


_MARKS: dict[Verdict, Mark] = {
    Verdict.OPEN: Mark.WARNING,
    Verdict.NEVER_LISTED: Mark.WARNING,
    Verdict.WAIVED: Mark.WAIVED,
}

WORDED: dict[FactKind, Callable[[Outcome, tuple[Fact, ...]], Answered]] = {FactKind.INCIDENT_RECORDED: _recorded}
