"""What waiting between model complete and production has cost."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.initiative import Initiative, Life, Money

DAYS_PER_WEEK = 7


def cost_so_far(
    initiative: Initiative, calendar: WorkingCalendar, now: datetime, today: date | None = None
) -> Money | None:
    """Value per week × calendar days since actual model complete ÷ 7 (rules.md, "Initiatives"); None without a value.

    The days end when the initiative went live or was cancelled, else today; a pause does not stop them. 0 before model
    complete. The amount is not rounded: see `rounded`. `today` saves deriving the organisation's date again.
    """
    value = initiative.value_per_week
    if value is None:
        return None
    days = days_of_cost(initiative, calendar, today or calendar.local_date(now))
    return Money(value.amount * days / DAYS_PER_WEEK, value.currency)


def days_of_cost(initiative: Initiative, calendar: WorkingCalendar, today: date) -> int:
    """The calendar days that cost: from actual model complete until live, cancelled or `today`; 0 before it."""
    start = initiative.model_complete
    if start is None:
        return 0
    ends = [today]
    if initiative.live_date is not None:
        ends.append(initiative.live_date)
    if initiative.standing is Life.CANCELLED and initiative.standing_since is not None:
        ends.append(calendar.local_date(initiative.standing_since))
    return max((min(ends) - start).days, 0)


def rounded(money: Money) -> Money:
    """`money` in whole currency units, half up, as it is shown."""
    return Money(money.amount.quantize(Decimal(1), ROUND_HALF_UP), money.currency)


def total(costs: Iterable[Money | None]) -> dict[str, Money]:
    """The sum per currency, in order of the code; unknown costs are left out, and currencies are never summed."""
    sums: dict[str, Decimal] = {}
    for cost in costs:
        if cost is not None:
            sums[cost.currency] = sums.get(cost.currency, Decimal()) + cost.amount
    return {currency: Money(sums[currency], currency) for currency in sorted(sums)}
