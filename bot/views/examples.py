"""An example of every card, form and view for the gallery, the look checks and the golden tests."""

from functools import cache

from bot.views import (
    example_absence,
    example_accountable,
    example_answers,
    example_belonging,
    example_calendar,
    example_contract,
    example_edges,
    example_escalation,
    example_forms,
    example_lists,
    example_messages,
    example_missing,
    example_refusals,
    example_repeats,
    example_replies,
    example_rework,
    example_waiting,
)
from bot.views.example import Example

__all__ = ["Example", "examples"]


@cache
def examples() -> tuple[Example, ...]:
    """Every example, in the order of a gallery; names are unique."""
    return (
        *example_messages.examples(),
        *example_contract.examples(),
        *example_lists.examples(),
        *example_missing.examples(),
        *example_belonging.examples(),
        *example_waiting.examples(),
        *example_replies.examples(),
        *example_repeats.examples(),
        *example_escalation.examples(),
        *example_accountable.examples(),
        *example_answers.examples(),
        *example_absence.examples(),
        *example_calendar.examples(),
        *example_rework.examples(),
        *example_refusals.examples(),
        *example_forms.examples(),
        *example_edges.examples(),
    )
