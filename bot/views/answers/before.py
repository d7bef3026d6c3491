"""What an answer adds where a change moves what was told before: from what it moved to what."""

from collections.abc import Iterator

from bot.cards import Bold, Text
from bot.views.words.counting import capital, counted, money
from bot.views.words.dates import weekday
from bot.views.words.initiative import VALUE_NOT_SET
from bot.views.words.terms import milestone
from readiness.domain.readings.cost import cost_so_far
from readiness.domain.values.initiative import Initiative, Money
from readiness.domain.values.milestone import MILESTONES
from readiness.usecases.frame.changing import Outcome


def before_lines(outcome: Outcome) -> tuple[Text, ...]:
    """A line for each number that stood otherwise before: value, cost, milestones, due dates, validity."""
    if not outcome.before.gates and not outcome.before.milestones:
        return ()
    return (*_value(outcome), *_cost(outcome), *_milestones(outcome), *_due(outcome), *_validity(outcome))


def _value(outcome: Outcome) -> Iterator[Text]:
    before, after = outcome.before.value_per_week, outcome.initiative.value_per_week
    if before is not None and before != after:
        yield (f"Before, a week was worth {money(before)}.",)


def _cost(outcome: Outcome) -> Iterator[Text]:
    """The cost is derived, so that a change of the value or of a date changes the cost of the past too."""
    before, after = _so_far(outcome, outcome.before), _so_far(outcome, outcome.initiative)
    if before == after or not any(one is not None and one.amount for one in (before, after)):
        return
    was, now = (VALUE_NOT_SET if one is None else money(one) for one in (before, after))
    always = ", as if it had always been that" if outcome.before.value_per_week else ""
    yield ("Cost of waiting so far: ", f"{was} → ", Bold(now), f"{always}.")


def _so_far(outcome: Outcome, initiative: Initiative) -> Money | None:
    return cost_so_far(initiative, outcome.organisation.calendar, outcome.act.at)


def _milestones(outcome: Outcome) -> Iterator[Text]:
    today = outcome.act.today
    for key in MILESTONES:
        before, after = outcome.before.milestone(key), outcome.initiative.milestone(key)
        if before.planned is not None and before.planned != after.planned:
            yield (f"Before, the plan for {milestone(key)} was {weekday(before.planned, today)}.",)
        if before.actual is not None and before.actual != after.actual:
            yield (f"Before, the day of {milestone(key)} was {weekday(before.actual, today)}.",)


def _due(outcome: Outcome) -> Iterator[Text]:
    """The date before of the one gate whose due date moved; of several, how many."""
    calendar, today, initiative = outcome.organisation.calendar, outcome.act.today, outcome.initiative
    kept = [(gate, initiative.gates[key]) for key, gate in outcome.before.gates.items() if key in initiative.gates]
    dues = [(outcome.before.due_date(was, calendar), initiative.due_date(now, calendar)) for was, now in kept]
    moved = [was for was, now in dues if was is not None and was != now]
    if len(moved) == 1:
        which = "it" if outcome.before.milestones == outcome.initiative.milestones else "one gate"
        yield (f"Before, {which} was due {weekday(moved[0], today)}.",)
    elif moved:
        yield (f"{capital(counted(len(moved), 'gate'))} are due on another day than before.",)


def _validity(outcome: Outcome) -> Iterator[Text]:
    for key, gate in outcome.before.gates.items():
        after = outcome.initiative.gates.get(key)
        if after is not None and gate.valid_days is not None and gate.valid_days != after.valid_days:
            yield (f"Before, it held for {counted(gate.valid_days, 'day')}.",)
