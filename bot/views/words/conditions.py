"""One section for each of the five conditions: how it stands, and what is next in it."""

from bot.cards import Bold, Button, Code, Mark, Section, Span
from bot.intents.intent import GateRef
from bot.views.words.counting import counted_in_words
from bot.views.words.dates import day, on_day
from bot.views.words.gate import due_text, holder, needed, state
from bot.views.words.initiative import BETWEEN, condition_count
from bot.views.words.listing import codes, name
from bot.views.words.presses import HANDOFF, opens, typed
from bot.views.words.terms import CONDITIONS
from readiness.domain.readings.condition import ConditionState, Unready
from readiness.domain.readings.report import Standing
from readiness.domain.rules.review import open_dependencies
from readiness.domain.values.gate import Condition, Gate, Progress
from readiness.domain.values.initiative import Life
from readiness.domain.values.step import NextStep

NAME_AN_OWNER = "Name an owner"


def condition_sections(standing: Standing) -> tuple[Section, ...]:
    """All five, in order."""
    return tuple([_section(standing, condition) for condition in standing.conditions])


def _section(standing: Standing, condition: ConditionState) -> Section:
    title: tuple[Span, ...] = (Bold(CONDITIONS[condition.condition]), BETWEEN + condition_count(condition))
    if condition.is_ready:
        return Section((title, _ready(standing, condition)), Mark.WAIVED if condition.waived else Mark.READY)
    if _handoff_reason(condition) is not None:
        return _handoff(standing, condition)
    if not condition.gates:
        return Section((title, ("No gate covers this. Add one: ", typed("gate add"))), Mark.WARNING)
    return _open(standing, condition, title)


def _ready(standing: Standing, condition: ConditionState) -> tuple[Span, ...]:
    gates = [standing.initiative.gates[key] for key in condition.waived_gates]
    if gates:
        until = min(gate.waiver.until for gate in gates if gate.waiver is not None)
        return (*codes(condition.waived_gates), f" waived until {day(until, standing.today)}")
    if condition.is_not_applicable:
        return (*codes(condition.gates), " not applicable" if len(condition.gates) == 1 else " are not applicable")
    owner = standing.initiative.handoff.owner
    if condition.condition is Condition.HANDOFF_OWNER and owner is not None:
        return (f"{name(standing.organisation, owner)} accepted {_accepted(standing)}",)
    applied = len(condition.gates) - len(condition.not_applicable_gates)
    tail = f", {len(condition.not_applicable_gates)} not applicable" if condition.not_applicable_gates else ""
    return (f"{applied} of {applied} signed off{tail}",)


def _accepted(standing: Standing) -> str:
    calendar = standing.organisation.calendar
    return on_day(calendar.local_date(standing.initiative.handoff.since), standing.today)


def _handoff_reason(condition: ConditionState) -> Unready | None:
    """Why the handoff's owner makes it unready; such a reason stands first."""
    reason = condition.reasons[0] if condition.reasons else None
    return None if reason in (Unready.OPEN_GATES, Unready.NO_GATES) else reason


def _handoff(standing: Standing, condition: ConditionState) -> Section:
    handoff, organisation = standing.initiative.handoff, standing.organisation
    reason = _handoff_reason(condition)
    words = {
        Unready.NO_HANDOFF_OWNER: "not named",
        Unready.HANDOFF_OWNER_LEFT: "its owner has left",
    }.get(reason or Unready.NO_GATES, "not accepted")
    line: tuple[Span, ...] = ("Nobody owns the handoff as a whole",)
    if reason is Unready.HANDOFF_NOT_ACCEPTED and handoff.offered_to is not None:
        who = handoff.accountable
        stays = f"; until then {name(organisation, who)} stays accountable" if who else ""
        asked = on_day(organisation.calendar.local_date(handoff.since), standing.today)
        line = (f"Offered to {name(organisation, handoff.offered_to)} {asked}{stays}",)
    elif reason is Unready.HANDOFF_OWNER_LEFT and handoff.owner is not None:
        line = (f"{name(organisation, handoff.owner)} is no longer here",)
    title: tuple[Span, ...] = (Bold(CONDITIONS[condition.condition]), BETWEEN, Bold(words))
    step = standing.survey.handoff
    wants_name = step is not None and step.step is NextStep.NAME_OWNER
    return Section((title, line), Mark.WARNING, _name_button(standing, HANDOFF) if wants_name else None)


def _open(standing: Standing, condition: ConditionState, title: tuple[Span, ...]) -> Section:
    unowned = [key for key in standing.survey.unowned if key in condition.open_gates]
    if unowned and standing.life is Life.ACTIVE:
        return Section((title, _nobody(standing, unowned)), Mark.WARNING, _name_button(standing, unowned[0]))
    gate = _leading(standing, condition)
    if _is_untouched(standing, condition):
        return Section((title, (*_owner(standing, condition), *_not_started(standing, gate))), Mark.NOT_STARTED)
    warns = _cause(standing, gate) or gate.progress is Progress.WAIVED
    return Section((title, _next(standing, gate)), Mark.WARNING if warns else Mark.WAITING)


def _owner(standing: Standing, condition: ConditionState) -> tuple[Span, ...]:
    """Who holds the handoff, where only a gate of that condition is open."""
    owner = standing.initiative.handoff.owner
    if condition.condition is not Condition.HANDOFF_OWNER or owner is None:
        return ()
    return (f"{name(standing.organisation, owner)} accepted {_accepted(standing)}{BETWEEN}",)


def _not_started(standing: Standing, gate: Gate) -> tuple[Span, ...]:
    if gate.condition is Condition.HANDOFF_OWNER:
        return (Code(gate.key), " not started", BETWEEN, *needed(standing, gate))
    return ("Not started" + BETWEEN, *needed(standing, gate))


def _nobody(standing: Standing, unowned: list[str]) -> tuple[Span, ...]:
    first = standing.initiative.gates[unowned[0]]
    if len(unowned) > 1:
        return (*codes(unowned), " have ", Bold("no owner"))
    waiting = _waiting_for(standing, unowned[0])
    return (Code(unowned[0]), " has ", *state(standing, first), *waiting)


def _waiting_for(standing: Standing, key: str) -> tuple[Span, ...]:
    """Which open gates wait directly for `key`."""
    gates = standing.initiative.gates
    keys = [one for one in standing.survey.steps if key in gates[one].depends_on]
    if not keys:
        return ()
    if len(keys) == 1:
        return (BETWEEN, Code(keys[0]), " waits for it")
    return (f"{BETWEEN}{counted_in_words(len(keys), 'gate')} wait for it",)


def _leading(standing: Standing, condition: ConditionState) -> Gate:
    """The gate that says most about an open condition: the most urgent stall, else the one due first."""
    gates = standing.initiative.gates
    ranks = standing.survey.ranks
    if stalled := [key for key in condition.open_gates if key in ranks]:
        return gates[min(stalled, key=ranks.__getitem__)]
    return min((gates[key] for key in condition.open_gates), key=lambda gate: _order(standing, gate))


def _order(standing: Standing, gate: Gate) -> tuple[bool, str, bool]:
    due = standing.due(gate)
    waits = bool(open_dependencies(standing.initiative, gate, standing.now))
    return due is None, due.isoformat() if due else "", waits


def _is_untouched(standing: Standing, condition: ConditionState) -> bool:
    for key in condition.gates:
        gate = standing.initiative.gates[key]
        if gate.revision or gate.progress is not Progress.OPEN or gate.block or _cause(standing, gate):
            return False
    return True


def _cause(standing: Standing, gate: Gate) -> bool:
    step = standing.survey.steps.get(gate.key)
    return step is not None and step.cause is not None


def _next(standing: Standing, gate: Gate) -> tuple[Span, ...]:
    """The gate to look at: "Next: `data-lineage` with Ben, in review since Tue · 6 working days late"."""
    due = due_text(standing, gate)
    words = state(standing, gate)
    whose = f" with {holder(standing, gate.ownership)}, " if gate.owner else ", "
    plain = words == ("no evidence yet",) and bool(due)
    shown: tuple[Span, ...] = due if plain else (*words, *((BETWEEN, *due) if due else ()))
    return ("Next: ", Code(gate.key), whose, *shown)


def _name_button(standing: Standing, key: str) -> Button:
    return opens(NAME_AN_OWNER, "assign", GateRef(standing.initiative.slug, key))
