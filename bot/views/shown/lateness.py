"""How late an initiative was against its stages: by condition, in two shares, by gap, and gate by gate."""

from fractions import Fraction

from bot.cards import (
    Accessory,
    Actions,
    Bold,
    Bullets,
    Card,
    Code,
    Divider,
    Fact,
    Facts,
    Heading,
    Note,
    Part,
    Section,
    Span,
    Text,
)
from bot.intents.intent import GateRef
from bot.intents.lateness import ShowLateness
from bot.intents.looking import Status
from bot.views.words.counting import counted
from bot.views.words.dates import day, on_day
from bot.views.words.direction import steady
from bot.views.words.incident import incident_lines
from bot.views.words.initiative import BETWEEN
from bot.views.words.presses import button, opens, typed
from bot.views.words.terms import CONDITIONS, milestone
from readiness.domain.readings.lateness import Gap, Passage, Passages, Stage
from readiness.domain.readings.report import Standing
from readiness.domain.values.gate import Gate, Progress
from readiness.domain.values.incident import GapCause
from readiness.domain.values.milestone import MILESTONES, MODEL_COMPLETE
from readiness.usecases.looking import LatenessPage

PAGE = 15
MOST_GAPS = 6
MOST_INCIDENTS = 3


def lateness_card(page: LatenessPage, number: int = 0) -> Card:
    """The whole on page 0, then every gate by stage, a page at a time; a page beyond the last one is the last."""
    gates = tuple(page.standing.initiative.gates.values())
    last = (len(gates) + PAGE - 1) // PAGE
    at = min(max(number, 0), last)
    title = f"{steady(page.standing.initiative.name)}{BETWEEN}against its stages"
    if at:
        title += f"{BETWEEN}gates, page {at} of {last}"
    parts = _gates(page, at) if at else _whole(page)
    return Card(title, (Heading(title), *parts, *_below(page, at, last)))


def late_sentence(standing: Standing, gate: Gate, passages: Passages) -> str:
    """Say "First touched 3 working days after design closed (planned 13 Nov), signed off 6 after"."""
    stage = passages.stage
    if stage is None:
        return ""
    if passages.touched is None:
        return f"Not touched yet, {_measured(standing, passages.now, stage)}."
    done = passages.settled or passages.now
    what = _settled(gate) if passages.settled else "still open"
    first = passages.touched
    late = first.after_model is not None and first.after_model > 0
    return f"First touched {_measured(standing, first, stage, model=late)}; {what} {_short(done.after_stage)}."


# --- the whole --------------------------------------------------------------------------------------------------------


def _whole(page: LatenessPage) -> tuple[Part, ...]:
    standing, found = page.standing, page.lateness
    lines = tuple(_condition(standing, CONDITIONS[one], passages) for one, passages in found.conditions.items())
    parallel = Fact("Beside the model", _parallel(found.parallel))
    last_week = Fact("In the last week", _last_week(standing, found.last_week))
    return (Bullets(lines, "First touched"), Facts((parallel, last_week)), *_gaps(page), *_incidents(page))


def _condition(standing: Standing, name: str, passages: Passages) -> Text:
    """Say "Compliance 34 working days after design closed, 6 after the model was complete"."""
    touched, stage = passages.touched, passages.stage
    if stage is None:
        on = f"{on_day(standing.organisation.calendar.local_date(touched.at), standing.today)}" if touched else ""
        return (Bold(name), f" {on or 'not touched yet'}; no date to measure it against")
    measured = _measured(standing, touched or passages.now, stage)
    return (Bold(name), f" {'' if touched else 'not touched yet, '}{measured}")


def _measured(standing: Standing, passage: Passage, stage: Stage, *, model: bool = True) -> str:
    """Against the stage, and against model complete where that is another one."""
    said = f"{_against(passage.after_stage)} {_reached(standing, stage.milestone)}"
    if not model or stage.milestone == MODEL_COMPLETE or passage.after_model is None:
        return said
    return f"{said}, {_short(passage.after_model)} {_reached(standing, MODEL_COMPLETE)}"


def _reached(standing: Standing, key: str) -> str:
    """Say "design closed", "model complete (planned 14 Dec)"."""
    stage = standing.initiative.milestone(key)
    if stage.actual is None and stage.planned is not None:
        return f"{milestone(key)} (planned {day(stage.planned, standing.today)})"
    return "the model was complete" if key == MODEL_COMPLETE else milestone(key)


def _against(days: int | None) -> str:
    """Say "3 working days after", "on the day of"."""
    if not days:
        return "on the day of"
    return f"{counted(abs(days), 'working day')} {'after' if days > 0 else 'before'}"


def _short(days: int | None) -> str:
    """Say "6 after", "that day"."""
    if not days:
        return "that day"
    return f"{abs(days)} {'after' if days > 0 else 'before'}"


def _parallel(share: Fraction | None) -> Text:
    if share is None:
        return ("known once gates are worked on, and development started and model complete have dates",)
    return (f"{_percent(share)} of the work on gates was done while the model was developed",)


def _last_week(standing: Standing, share: Fraction | None) -> Text:
    complete = standing.initiative.milestone(MODEL_COMPLETE).date
    if share is None and complete is not None and complete < standing.today:
        return ("no gate was closed by model complete",)
    if share is None:
        return ("known once the model is complete",)
    return (f"{_percent(share)} of the gates that were closed by model complete",)


def _percent(share: Fraction) -> str:
    return f"{round(share * 100)} %"


def _gaps(page: LatenessPage) -> tuple[Part, ...]:
    """The longest first."""
    gaps = sorted(page.lateness.gaps, key=lambda gap: -gap.days)
    if not gaps:
        return ()
    more = len(gaps) - MOST_GAPS
    rest: tuple[Text, ...] = ((f"and {more} more",),) if more > 0 else ()
    return (Bullets((*[_gap(page.standing, gap) for gap in gaps[:MOST_GAPS]], *rest), "How long gaps stood out"),)


_CAUSES: dict[GapCause, str] = {GapCause.UNASSIGNED: "no owner", GapCause.UNTOUCHED: "overdue and untouched"}


def _gap(standing: Standing, gap: Gap) -> Text:
    since = day(standing.organisation.calendar.local_date(gap.since), standing.today)
    lasted = counted(gap.days, "day")
    until = f"acted on after {lasted}" if gap.acted_at else f"{lasted} so far"
    return (Code(gap.gate), f"{BETWEEN}{_CAUSES[gap.cause]} from {since}{BETWEEN}{until}")


def _incidents(page: LatenessPage) -> tuple[Part, ...]:
    """The latest first."""
    standing = page.standing
    found = sorted(standing.initiative.incidents, key=lambda one: (one.day, one.number), reverse=True)
    shown = found[:MOST_INCIDENTS]
    parts = [Section(incident_lines(one, standing.organisation, standing.today)) for one in shown]
    more = len(found) - len(shown)
    rest = (Note((f"And {counted(more, 'earlier incident')}: ", typed("show GATE"))),) if more else ()
    return (Divider(), *parts, *rest) if parts else ()


# --- gate by gate -----------------------------------------------------------------------------------------------------


def _gates(page: LatenessPage, number: int) -> tuple[Part, ...]:
    standing, order = page.standing, list(MILESTONES)
    ordered = sorted(
        standing.initiative.gates.values(),
        key=lambda gate: order.index(gate.needed_by) if gate.needed_by in order else len(order),
    )
    shown = ordered[(number - 1) * PAGE : number * PAGE]
    parts: list[Part] = []
    for needed_by in dict.fromkeys(gate.needed_by for gate in shown):
        lines = tuple(_gate(page, gate) for gate in shown if gate.needed_by == needed_by)
        parts.append(Bullets(lines, _stage_title(standing, needed_by)))
    return tuple(parts)


def _stage_title(standing: Standing, key: str | None) -> str:
    if key is None:
        return "Needed by no stage"
    stage = standing.initiative.milestone(key)
    if stage.date is None:
        return f"Needed by {milestone(key)}, without a date"
    return f"Needed by {milestone(key)}, {'' if stage.actual else 'planned '}{day(stage.date, standing.today)}"


def _gate(page: LatenessPage, gate: Gate) -> Text:
    """Say "`data-lineage` · touched −2 (−23) · evidence +2 (−19) · open +6 (−15)"."""
    standing, passages = page.standing, page.lateness.gates[gate.key]
    words = [
        f"touched {_signed(standing, passages.touched)}" if passages.touched else "not touched",
        *([f"evidence {_signed(standing, passages.evidence)}"] if passages.evidence else []),
    ]
    if passages.settled:
        words.append(f"{_settled(gate)} {_signed(standing, passages.settled)}")
    elif passages.stage is not None:
        words.append(f"open {_signed(standing, passages.now)}")
    return (Code(gate.key), BETWEEN + BETWEEN.join(words))


def _settled(gate: Gate) -> str:
    return {Progress.WAIVED: "waived", Progress.NOT_APPLICABLE: "not applicable"}.get(gate.progress, "signed off")


def _signed(standing: Standing, passage: Passage) -> str:
    """Say "−2 (−23)"; the day where there is nothing to measure against."""
    if passage.after_stage is None:
        return on_day(standing.organisation.calendar.local_date(passage.at), standing.today)
    against = _number(passage.after_stage)
    return against if passage.after_model is None else f"{against} ({_number(passage.after_model)})"


def _number(days: int) -> str:
    return f"{'+' if days > 0 else '−' if days < 0 else ''}{abs(days)}"


def _below(page: LatenessPage, at: int, last: int) -> tuple[Part, ...]:
    slug = page.standing.initiative.slug
    before = (button("The whole" if at == 1 else "Previous", ShowLateness(slug, at - 1)),) if at else ()
    after = (button("Next" if at else "Every gate", ShowLateness(slug, at + 1)),) if at < last else ()
    record = (opens("Record an incident", "incident", GateRef(slug, "")),) if not at else ()
    buttons: tuple[Accessory, ...] = (*before, *after, button("Checklist", Status(slug)), *record)
    note: tuple[Span, ...] = ("Working days against the actual date of a stage, else the planned one, as it is now.",)
    if at:
        note = ("Working days: − before the stage, + after it; in brackets against model complete.",)
    return (Actions(buttons), Note(note))
