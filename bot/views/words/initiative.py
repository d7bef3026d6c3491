"""An initiative in a few words: its headline, its dates, what waiting costs, how far it is."""

from collections.abc import Iterable
from datetime import date

from bot.cards import Bold, Meter, Span
from bot.views.words.counting import counted, money
from bot.views.words.dates import day, distance, on_day
from bot.views.words.direction import steady
from bot.views.words.listing import name
from bot.views.words.presses import typed
from readiness.domain.readings.condition import ConditionState
from readiness.domain.readings.report import Standing
from readiness.domain.values.initiative import Life, Money
from readiness.domain.values.milestone import LIVE_INPUTS, MODEL_COMPLETE, OUTPUTS_IN_USE

BETWEEN = " · "
VALUE_NOT_SET = "value not set"


def headline(standing: Standing) -> str:
    """Say "Churn model · 9 of 18 ready"."""
    return f"{steady(standing.initiative.name)}{BETWEEN}{state(standing)}"


def state(standing: Standing) -> str:
    """The state in words: "9 of 18 ready", "ready with 1 waiver", "paused, 9 of 18 ready", "live"."""
    match standing.life:
        case Life.LIVE:
            return "live"
        case Life.CANCELLED:
            return "cancelled"
        case Life.PAUSED:
            return f"paused, {progress(standing)}"
        case _:
            return progress(standing)


def progress(standing: Standing) -> str:
    """How ready it is, whatever its life: counts until all five conditions hold, then the word."""
    if not standing.burndown.total:
        return "no gates yet"
    if not is_ready(standing):
        return f"{standing.burndown.done} of {standing.burndown.total} ready"
    waived = sum(condition.waived for condition in standing.conditions)
    words = "ready" + (f" with {counted(waived, 'waiver')}" if waived else "")
    left = standing.burndown.total - standing.burndown.done
    return f"{words}, {counted(left, 'gate')} still open" if left else words


def is_ready(standing: Standing) -> bool:
    """Whether all five conditions hold."""
    return all(condition.is_ready for condition in standing.conditions)


def dates_line(standing: Standing) -> tuple[Span, ...]:
    """Model complete, live, the handoff owner and, once it counts, the cost."""
    parts: list[tuple[Span, ...]] = [_model_complete(standing), _live(standing), _cost(standing), _owner(standing)]
    return _apart(parts)


def short_state(standing: Standing) -> str:
    """Where it stands against model complete: "model complete 11 days ago, not live"."""
    if standing.life is not Life.ACTIVE:
        return state(standing)
    milestone = standing.initiative.milestone(MODEL_COMPLETE)
    return against_model(milestone.date, standing.today, is_complete=milestone.actual is not None)


def against_model(on: date | None, today: date, *, is_complete: bool) -> str:
    """Say "model complete 11 days ago, not live", "model complete in 3 weeks"; `on` is the actual date or the plan."""
    if on is None:
        return "no date for model complete"
    if is_complete:
        return f"model complete {distance(on, today)}, not live"
    return f"model complete was planned for {day(on, today)}" if on < today else f"model complete {distance(on, today)}"


def cost_text(cost: Money | None, *, is_complete: bool) -> str:
    """What waiting cost so far; empty before model complete, "value not set" where nobody said what a week is worth."""
    if not is_complete:
        return ""
    return VALUE_NOT_SET if cost is None else f"{money(cost)} so far"


def meter(standing: Standing) -> Meter:
    """The burndown in one line (rules.md, "Initiatives")."""
    down = standing.burndown
    parts: list[tuple[Span, ...]] = [(f"{down.done} of {down.total}",)]
    if change := _change(standing):
        parts.append((change,))
    if forecast := _forecast(standing):
        parts.append(forecast)
    return Meter(down.done, down.total, _apart(parts))


def _apart(parts: Iterable[tuple[Span, ...]]) -> tuple[Span, ...]:
    """The parts that say something, with a dot between them."""
    spans: list[Span] = []
    for part in parts:
        if part:
            spans += (BETWEEN, *part) if spans else part
    return tuple(spans)


def waived_gates(standing: Standing) -> tuple[str, ...]:
    """The gates of the five conditions that a waiver satisfies."""
    return tuple(key for condition in standing.conditions for key in condition.waived_gates)


def condition_count(condition: ConditionState) -> str:
    """Say "ready", "ready with 1 waiver", "does not apply" or "2 of 4"."""
    if not condition.is_ready and not condition.gates:
        return "no gates"
    if not condition.is_ready:
        return f"{condition.settled} of {condition.total}"
    if condition.is_not_applicable:
        return "ready, does not apply"
    return f"ready with {counted(condition.waived, 'waiver')}" if condition.waived else "ready"


def _model_complete(standing: Standing) -> tuple[Span, ...]:
    milestone, today = standing.initiative.milestone(MODEL_COMPLETE), standing.today
    if milestone.actual is not None:
        return ("Model complete on ", Bold(day(milestone.actual, today)), f", {distance(milestone.actual, today)}")
    if milestone.planned is None:
        if standing.life is not Life.ACTIVE:
            return ()
        return ("No date for model complete yet: ", typed("milestone model-complete plan DATE"))
    if milestone.planned < today:
        return ("Model complete was planned for ", Bold(day(milestone.planned, today)))
    return ("Model complete ", Bold(day(milestone.planned, today)), f", {distance(milestone.planned, today)}")


def _live(standing: Standing) -> tuple[Span, ...]:
    initiative, today = standing.initiative, standing.today
    if initiative.live_date is not None:
        return ("live since ", Bold(day(initiative.live_date, today)))
    planned = [initiative.milestone(key).planned for key in (LIVE_INPUTS, OUTPUTS_IN_USE)]
    latest = max((one for one in planned if one is not None), default=None)
    if initiative.model_complete is not None and standing.life is Life.ACTIVE:
        return ("not live, planned for ", Bold(day(latest, today))) if latest else (Bold("not live"),)
    return ("live planned ", Bold(day(latest, today))) if latest else ()


def _cost(standing: Standing) -> tuple[Span, ...]:
    if standing.initiative.model_complete is None:
        return ()
    if standing.cost is None:
        return (VALUE_NOT_SET,)
    so_far = "" if standing.life is Life.LIVE else "so far "
    return (f"cost of waiting {so_far}", Bold(money(standing.cost)))


def _owner(standing: Standing) -> tuple[Span, ...]:
    handoff = standing.initiative.handoff
    if handoff.owner is None and handoff.offered_to is not None:
        return (f"handoff offered to {name(standing.organisation, handoff.offered_to)}",)
    if handoff.owner is None:
        return (Bold("no handoff owner"),)
    return (f"handoff owner {name(standing.organisation, handoff.owner)}",)


def _change(standing: Standing) -> str:
    """Last week's change; nothing while the initiative is younger than that or over."""
    initiative, down = standing.initiative, standing.burndown
    if standing.life is not Life.ACTIVE or not down.total or (standing.now - initiative.created_at).days < 7:
        return ""
    if down.gained == 0:
        return "as many as last week"
    return f"{abs(down.gained)} {'more' if down.gained > 0 else 'fewer'} than last week"


def _forecast(standing: Standing) -> tuple[Span, ...]:
    left = standing.burndown.open_at_model_complete
    if left is None or not standing.burndown.total or standing.life is not Life.ACTIVE or is_ready(standing):
        return ()
    if left == 0:
        return ("at this pace ", Bold("all are ready"), " when the model is complete")
    return ("at this pace ", Bold(f"{left} {'stays' if left == 1 else 'stay'} open"), " when the model is complete")


def since_life(standing: Standing) -> str:
    """Say "paused on 2 Nov"."""
    initiative = standing.initiative
    if initiative.standing_since is None:
        return str(initiative.life)
    on = on_day(standing.organisation.calendar.local_date(initiative.standing_since), standing.today)
    return f"{initiative.life} {on}"
