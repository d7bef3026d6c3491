"""Lists of initiatives and checklists."""

from collections.abc import Sequence

from bot.cards import Actions, Bold, Bullets, Button, Card, Code, Heading, Note, Part, Section, Span
from bot.intents.looking import ListInitiatives, ShowTemplate, Status, Which
from bot.views.shown.organisation import left_card, party_card, role_card, settings_card
from bot.views.words.counting import counted
from bot.views.words.dates import full_day
from bot.views.words.initiative import BETWEEN, cost_text, short_state, state
from bot.views.words.missing import missing_parts
from bot.views.words.presses import button, opens, typed
from bot.views.words.schedule import (
    no_digest_card,
    reminders_card,
    schedule_card,
    snoozed_card,
)
from bot.views.words.terms import CONDITIONS, OUTSIDE, milestone
from readiness.domain.readings.report import Standing
from readiness.domain.values.gate import Condition
from readiness.domain.values.initiative import Life
from readiness.domain.values.template import Template, TemplateGate
from readiness.usecases.looking import Overview

__all__ = [
    "left_card",
    "no_digest_card",
    "overview_card",
    "party_card",
    "reminders_card",
    "role_card",
    "schedule_card",
    "settings_card",
    "snoozed_card",
    "template_card",
    "templates_card",
]

MOST = 15
_TITLES: dict[str, str] = {"mine": "Your initiatives", "all": "All initiatives", "stalled": "What stands still"}
_OTHERS: tuple[tuple[str, Which], ...] = (("Mine", "mine"), ("All", "all"), ("What stands still", "stalled"))


def overview_card(overview: Overview, which: str) -> Card:
    """Initiatives in a list, those with stalls first."""
    title = _TITLES.get(which, "Initiatives")
    if not (overview.standings or overview.missing):
        return _empty(which)
    ordered = sorted(overview.standings, key=_by_stalls)
    total = len(ordered) + overview.more
    headline = f"{title}{BETWEEN}{total}"
    parts: list[Part] = [Heading(headline), *(_row(one) for one in ordered[:MOST])]
    more = total - min(len(ordered), MOST)
    if more:
        parts.append(Note((f"And {more} more. See one with ", typed("status INITIATIVE"))))
    return Card(headline, (*parts, *missing_parts(overview.missing), Actions(_others(which))))


def _by_stalls(one: Standing) -> tuple[int, str, str]:
    """Most stalls first; then by name, and by slug where two are called the same."""
    return -len(one.survey.stalls), one.initiative.name.casefold(), one.initiative.slug


def templates_card(templates: Sequence[Template]) -> Card:
    """The checklists an initiative can start with."""
    headline = f"{counted(len(templates), 'checklist')} to start with"
    rows = [
        Section(
            (
                (Bold(one.name), " ", Code(one.key), f"{BETWEEN}version {one.version}{BETWEEN}{_gates(one)}"),
                (one.description,),
            ),
            accessory=button("Show", ShowTemplate(one.key)),
        )
        for one in templates[:MOST]
    ]
    more = len(templates) - MOST
    rest: tuple[Part, ...] = (Note((f"And {more} more: ", typed("template show NAME"))),) if more > 0 else ()
    return Card(headline, (Heading(headline), *rows, *rest, Actions((opens("New initiative", "new"),))))


def template_card(template: Template) -> Card:
    """One checklist: its gates by condition, with who works on each and by when it is needed."""
    headline = f"{template.name}{BETWEEN}{_gates(template)}"
    parts: list[Part] = [Heading(headline), Section(((template.description,),))]
    order: list[Condition | None] = [*Condition, None]
    for condition in order:
        gates = [gate for gate in template.gates if gate.condition is condition]
        if gates:
            title = CONDITIONS[condition] if condition else OUTSIDE
            parts.append(Bullets(tuple(_gate(template, gate) for gate in gates), title))
    parts.append(Actions((opens("New initiative", "new"),)))
    use: tuple[Span, ...] = ("Use it: ", typed(f'new "NAME" template {template.key}'))
    return Card(headline, (*parts, Note((*use, f"{BETWEEN}version {template.version}, which never changes"))))


def _row(standing: Standing) -> Section:
    initiative = standing.initiative
    stalls = len(standing.survey.stalls)
    active = initiative.life is Life.ACTIVE
    cost = cost_text(standing.cost, is_complete=initiative.model_complete is not None)
    words = [short_state(standing)] if active else []
    words += [counted(stalls, "stall")] if stalls else []
    words += [cost] if active and cost else []
    title: tuple[Span, ...] = (Bold(initiative.name), f"{BETWEEN}{state(standing)}")
    if not words:
        words = [f"started {full_day(standing.organisation.calendar.local_date(initiative.created_at))}"]
    lines: tuple[tuple[Span, ...], ...] = (title, (Code(initiative.slug), BETWEEN + BETWEEN.join(words)))
    return Section(lines, accessory=button("Checklist", Status(initiative.slug)))


def _empty(which: str) -> Card:
    said = {
        "mine": "No initiative names you.",
        "stalled": "Nothing stands still in the initiatives you may see.",
    }.get(which, "There is no initiative yet that you may see.")
    start = opens("New initiative", "new", primary=which != "stalled")
    return Card(said, (Section(((Bold(said),),)), Actions((start, *_others(which)))))


def _others(which: str) -> tuple[Button, ...]:
    return tuple(button(label, ListInitiatives(one)) for label, one in _OTHERS if one != which)


def _gates(template: Template) -> str:
    return counted(len(template.gates), "gate")


def _gate(template: Template, gate: TemplateGate) -> tuple[Span, ...]:
    names = {party.key: party.name for party in template.parties}
    by = f"{BETWEEN}by {milestone(gate.needed_by)}" if gate.needed_by else ""
    return (Code(gate.key), f" {gate.title}{BETWEEN}{names.get(gate.party, gate.party)}{by}")
