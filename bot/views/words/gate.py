"""How one gate stands, in words: its state, whose it is, when it is due."""

from bot.cards import Bold, Code, Mark, Span
from bot.views.words.counting import counted, days_late
from bot.views.words.dates import SINCE_TODAY, day, days_since, lately, on_day, weekday
from bot.views.words.listing import codes, name
from bot.views.words.terms import milestone, party
from readiness.domain.readings.report import Standing
from readiness.domain.rules.review import open_dependencies
from readiness.domain.values.gate import Block, Gate, Progress
from readiness.domain.values.ownership import Ownership, Passing, Remark


def state(standing: Standing, gate: Gate) -> tuple[Span, ...]:
    """The state in words: "in review since Tue", "no owner, 12 days", "signed off on 2 Nov"."""
    if gate.is_settled_at(standing.now):
        return (_settled(standing, gate),)
    return _unowned(standing, gate.ownership) or _stopped(standing, gate) or _moving(standing, gate)


def mark(standing: Standing, gate: Gate) -> Mark:
    """The sign for that state."""
    if gate.is_settled_at(standing.now):
        return Mark.WAIVED if gate.progress is Progress.WAIVED else Mark.READY
    step = standing.survey.steps.get(gate.key)
    if step is not None and step.cause is not None:
        return Mark.WARNING
    return Mark.WAITING if gate.revision else Mark.NOT_STARTED


def due_text(standing: Standing, gate: Gate) -> tuple[Span, ...]:
    """When an open gate is due: "due Fri 27 Nov", or how late it is; nothing where no date is known."""
    if late := lateness(standing, gate):
        return (Bold(late),)
    due = standing.due(gate)
    return () if due is None or gate.is_settled_at(standing.now) else (f"due {weekday(due, standing.today)}",)


def lateness(standing: Standing, gate: Gate) -> str:
    """Say "6 working days late"; empty when it is not late."""
    if days := standing.days_late(gate):
        return days_late(days)
    due = standing.due(gate)
    is_past = due is not None and due < standing.today and not gate.is_settled_at(standing.now)
    return f"was due {weekday(due, standing.today)}" if due is not None and is_past else ""


def needed(standing: Standing, gate: Gate) -> tuple[Span, ...]:
    """What the gate is for in time: "needed by design closed, 13 Nov"."""
    due = standing.due(gate)
    if gate.due_override is not None or gate.needed_by is None:
        return (f"due {weekday(due, standing.today)}",) if due else ("no date depends on it",)
    before = f"{counted(gate.working_days_before, 'working day')} before " if gate.working_days_before else "by "
    date = f", {day(due, standing.today)}" if due else ", no date yet"
    return (f"needed {before}{milestone(gate.needed_by)}{date}",)


def holder(standing: Standing, ownership: Ownership) -> str:
    """Whose it is by plain name: "Ben", "offered to Gus", "no owner"."""
    organisation = standing.organisation
    if ownership.owner is not None:
        passing = f", offered to {name(organisation, ownership.offered_to)}" if ownership.offered_to else ""
        return name(organisation, ownership.owner) + passing
    return f"offered to {name(organisation, ownership.offered_to)}" if ownership.offered_to else "no owner"


def said_by(standing: Standing, remark: Remark) -> str:
    """Whose words follow, and what about: "Ana says:", "Declined by Kim:"."""
    who = name(standing.organisation, remark.by)
    return {
        Passing.OFFERED: f"{who} says:",
        Passing.DECLINED: f"Declined by {who}:",
        Passing.HANDED_BACK: f"Handed back by {who}:",
    }[remark.passing]


def holds_until(standing: Standing, gate: Gate) -> str:
    """Say " until 31 Jan" of a sign-off that holds for a while; empty of one that holds for good."""
    ends = gate.settled[-1].end if gate.settled else None
    if gate.progress is not Progress.SIGNED_OFF or ends is None:
        return ""
    return f" until {day(standing.organisation.calendar.last_day_before(ends), standing.today)}"


def _settled(standing: Standing, gate: Gate) -> str:
    on = on_day(standing.organisation.calendar.local_date(gate.progress_since), standing.today)
    if gate.progress is Progress.WAIVED and gate.waiver is not None:
        return f"waived until {day(gate.waiver.until, standing.today)}"
    if gate.progress is Progress.NOT_APPLICABLE:
        return f"does not apply, agreed {on}"
    until = holds_until(standing, gate)
    return f"signed off {on}, holds{until}" if until else f"signed off {on}"


def _unowned(standing: Standing, ownership: Ownership) -> tuple[Span, ...]:
    organisation = standing.organisation
    if ownership.owner is not None:
        left = ownership.offered_to is None and not organisation.is_member(ownership.owner)
        return (Bold("its owner has left"),) if left else ()
    waited = days_since(ownership.since, organisation.calendar, standing.today)
    if ownership.offered_to is None:
        return (Bold("no owner"), f", {waited}")
    to = name(organisation, ownership.offered_to)
    if waited == SINCE_TODAY:
        return (f"offered to {to} today, not accepted yet",)
    return (f"offered to {to}, not accepted, {waited}",)


def _stopped(standing: Standing, gate: Gate) -> tuple[Span, ...]:
    if gate.block is not None:
        since = standing.organisation.calendar.local_date(gate.block.since)
        said = f" since {lately(since, standing.today)}: {shortened(gate.block.reason, 120)}"
        return (Bold(_blocked(standing, gate.block)), said)
    if not gate.depends_on or gate.progress is Progress.IN_REVIEW:
        return ()
    waits = open_dependencies(standing.initiative, gate, standing.now)
    return ("waits for ", *codes(waits)) if waits else ()


def _blocked(standing: Standing, block: Block) -> str:
    if block.waits_for is not None:
        return f"waits for {name(standing.organisation, block.waits_for)}"
    return f"waits for {party(standing.organisation, block.party)}" if block.party else "blocked"


def _moving(standing: Standing, gate: Gate) -> tuple[Span, ...]:
    since = lately(standing.organisation.calendar.local_date(gate.progress_since), standing.today)
    if gate.progress is Progress.IN_REVIEW:
        return (f"in review since {since}",)
    if gate.progress is Progress.CHANGES_REQUESTED:
        return (f"changes requested {'' if since in ('today', 'yesterday') else 'since '}{since}",)
    if gate.progress is Progress.WAIVED and gate.waiver is not None:
        return (Bold(f"waiver ended on {day(gate.waiver.until, standing.today)}"),)
    if gate.progress is Progress.SIGNED_OFF:
        return (Bold("its sign-off has ended"),)
    return ("evidence given, sign-off not asked for" if gate.revision else "no evidence yet",)


def shortened(text: str, limit: int) -> str:
    """What a person wrote on one line, whole words of it, with "…" where it was cut."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head, _, tail = line[: limit - 1].rpartition(" ")
    return (head if head and len(tail) < 40 else line[: limit - 1]) + "…"


def key(gate: Gate) -> Code:
    """The gate's key, as it is typed."""
    return Code(gate.key)
