"""Every gate of an initiative, a page at a time, and one gate in full."""

from collections.abc import Iterable

from bot.cards import Accessory, Actions, Bullets, Card, Code, Heading, Note, Part, Span
from bot.intents.lateness import ShowLateness
from bot.intents.looking import AllGates, Questions, Status
from bot.views.shown.gate import gate_card
from bot.views.words.gate import due_text, holder, state
from bot.views.words.initiative import BETWEEN, headline
from bot.views.words.presses import button, typed
from bot.views.words.terms import CONDITIONS, OUTSIDE
from readiness.domain.readings.report import Standing
from readiness.domain.values.gate import Condition, Gate

__all__ = ["all_gates_card", "gate_card", "pages_of"]

PAGE = 15


def all_gates_card(standing: Standing, page: int = 0) -> Card:
    """The gates by condition; a page beyond the last one is the last."""
    ordered = _by_condition(standing.initiative.gates.values())
    pages = pages_of(len(ordered))
    at = min(max(page, 0), pages - 1)
    shown = ordered[at * PAGE : (at + 1) * PAGE]
    number = f"{BETWEEN}page {at + 1} of {pages}" if pages > 1 else ""
    parts: list[Part] = [Heading(f"{headline(standing)}{number}")]
    for condition in dict.fromkeys(gate.condition for gate in shown):
        lines = tuple(_line(standing, gate) for gate in shown if gate.condition is condition)
        parts.append(Bullets(lines, CONDITIONS[condition] if condition else OUTSIDE))
    if not ordered:
        parts.append(Note(("No gates yet. Add one: ", typed("gate add"))))
    buttons = _turning(standing.initiative.slug, at, pages)
    parts.append(Actions((*buttons, *_elsewhere(standing.initiative.slug))))
    parts.append(Note(("One gate in full, with everything you can do: ", typed("show GATE"))))
    return Card(f"{headline(standing)}{number}", tuple(parts))


def pages_of(gates: int) -> int:
    """How many pages that many gates make; one even when there are none."""
    return max((gates + PAGE - 1) // PAGE, 1)


def _by_condition(gates: Iterable[Gate]) -> list[Gate]:
    order: list[Condition | None] = [*Condition, None]
    return sorted(gates, key=lambda gate: order.index(gate.condition))


def _line(standing: Standing, gate: Gate) -> tuple[Span, ...]:
    """One gate: its key, its state, whose it is, when it is due."""
    words = state(standing, gate)
    whose = f"{BETWEEN}{holder(standing, gate.ownership)}" if gate.owner is not None else ""
    due = due_text(standing, gate)
    return (Code(gate.key), BETWEEN, *words, whose, *((BETWEEN, *due) if due else ()))


def _elsewhere(slug: str) -> tuple[Accessory, ...]:
    return (
        button("Checklist", Status(slug)),
        button("Five questions", Questions(slug)),
        button("Lateness", ShowLateness(slug)),
    )


def _turning(slug: str, at: int, pages: int) -> tuple[Accessory, ...]:
    before = (button("Previous", AllGates(slug, at - 1)),) if at > 0 else ()
    after = (button("Next", AllGates(slug, at + 1)),) if at < pages - 1 else ()
    return (*before, *after)
