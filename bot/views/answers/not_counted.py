"""A yes that somebody typed where a sign-off is wanted: it is not counted, and this is what to press."""

from collections.abc import Sequence

from bot.cards import Actions, Bold, Card, Mark, Part, Section, Text
from bot.intents.looking import AllGates
from bot.views.words.counting import counted
from bot.views.words.direction import steady
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import name
from bot.views.words.presses import button, show
from bot.views.words.sign_off import place, ref_of, sign_buttons
from readiness.domain.values.identity import PersonId
from readiness.usecases.looking import GatePage

MOST_GATES = 5


def not_counted_card(pages: Sequence[GatePage], addressed: PersonId | None = None) -> Card:
    """The gates that wait for an answer, each with its button; `addressed` says whose, where others read it too."""
    said = "This is not counted as a sign-off."
    if addressed is not None:
        said = f"{name(pages[0].standing.organisation, addressed)}, this is not counted as a sign-off."
    button_of = " Press the button:" if len(pages) == 1 else " Press the button of the gate you mean:"
    parts = _one(pages[0]) if len(pages) == 1 else _several(pages)
    return Card(said, (Section(((Bold(said), button_of),), Mark.NEXT), *parts))


def _one(page: GatePage) -> tuple[Part, ...]:
    approve, _ = sign_buttons(page)
    return (Section((_line(page),)), Actions((approve, show("Show gate", ref_of(page)))))


def _several(pages: Sequence[GatePage]) -> tuple[Part, ...]:
    rows = [Section((_line(page),), accessory=sign_buttons(page, primary=False)[0]) for page in pages[:MOST_GATES]]
    more = len(pages) - MOST_GATES
    if more <= 0:
        return tuple(rows)
    all_gates = button("All gates", AllGates(pages[0].standing.initiative.slug))
    waiting = f"And {counted(more, 'more gate')} {'waits' if more == 1 else 'wait'} for you."
    return (*rows, Section(((waiting,),), accessory=all_gates))


def _line(page: GatePage) -> Text:
    """Say "Data lineage traced · `churn-model/data-lineage`, evidence revision 2"."""
    revision = f", evidence revision {page.gate.revision}" if page.gate.revision else ""
    return (Bold(steady(page.gate.title)), BETWEEN, place(page), revision)
