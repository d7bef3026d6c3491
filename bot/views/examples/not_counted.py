"""Examples of the answers to a yes that was typed in the thread of a checklist."""

from dataclasses import replace

from bot.views.answers.not_counted import MOST_GATES, not_counted_card
from bot.views.examples.example import Example
from bot.views.examples.story import DEE, at, churn, in_review, new_initiative, page
from readiness.usecases.looking import GatePage


def examples() -> tuple[Example, ...]:
    """All of them."""
    one, many = (page(churn(), "data-lineage"),), _many()
    return (
        Example("not-counted", "A yes in the thread", not_counted_card(one)),
        Example("not-counted-several", "A yes that could be for several gates", not_counted_card(many[:2])),
        Example("not-counted-many", "A yes that could be for more gates than fit", not_counted_card(many)),
        Example("not-counted-overheard", "A yes where others read the answer", not_counted_card(one, DEE)),
    )


def _many() -> tuple[GatePage, ...]:
    gates = {key: in_review(gate, at(17)) for key, gate in new_initiative().gates.items()}
    asked = replace(new_initiative(), gates=gates)
    return tuple(page(asked, key) for key in list(gates)[: MOST_GATES + 2])
