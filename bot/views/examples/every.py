"""An example of every card, form and view for the gallery, the look checks and the golden tests."""

from functools import cache

from bot.views.examples import (
    absence,
    accountable,
    answers,
    belonging,
    calendar,
    contract,
    edges,
    escalation,
    forms,
    lists,
    messages,
    missing,
    not_counted,
    refusals,
    repeated,
    rework,
    waits,
)
from bot.views.examples.example import Example

__all__ = ["Example", "examples"]


@cache
def examples() -> tuple[Example, ...]:
    """Every example, in the order of a gallery; names are unique."""
    return (
        *messages.examples(),
        *contract.examples(),
        *lists.examples(),
        *missing.examples(),
        *belonging.examples(),
        *waits.examples(),
        *not_counted.examples(),
        *repeated.examples(),
        *escalation.examples(),
        *accountable.examples(),
        *answers.examples(),
        *absence.examples(),
        *calendar.examples(),
        *rework.examples(),
        *refusals.examples(),
        *forms.examples(),
        *edges.examples(),
    )
