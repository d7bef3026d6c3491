"""Answers about rework, and for how long a sign-off holds."""

from collections.abc import Callable
from datetime import date

from bot.cards import Bold, Button, Text
from bot.intents.rework import ShowRework
from bot.views.answers.answer import Answered, gate, hearer, person, plain_subject, ref, subject
from bot.views.answers.review import still_needed
from bot.views.words.counting import counted
from bot.views.words.dates import day, weekday
from bot.views.words.gate import shortened
from bot.views.words.initiative import BETWEEN
from bot.views.words.presses import button, opens, show
from bot.views.words.rework import who_by_when
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.gate import Decision, Gate, Progress
from readiness.domain.values.rework import Rework, findings_on
from readiness.usecases.frame.changing import Outcome


def _raised(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    """A finding, and what its approval decided."""
    fact, found = facts[-1], gate(outcome, facts[-1])
    item, mine = _item(outcome, fact), findings_on(outcome.initiative.rework, fact.gate or "")
    count = counted(sum(one.raised_by == item.raised_by for one in mine), "finding")
    said = f"Approved with {count}: "
    due = who_by_when(item, item.owner, outcome.organisation, outcome.act.today)
    lines: list[Text] = [(Bold(said), *subject(outcome, fact.gate), "."), (shortened(item.text, 200), BETWEEN, *due)]
    if found is not None:
        lines.append(_decided(outcome, found))
    buttons = (
        show("Show gate", ref(outcome, fact.gate)),
        opens("Withdraw my vote", "withdraw", ref(outcome, fact.gate)),
    )
    note: Text = ("If it is not done by then, your approval is taken back, and you will be asked again.",)
    return Answered(f"{said}{plain_subject(outcome, fact.gate)}.", tuple(lines), buttons, note)


def _decided(outcome: Outcome, found: Gate) -> Text:
    if found.progress is Progress.SIGNED_OFF:
        return ("The gate is signed off.",)
    return still_needed(outcome, found, Decision.APPROVE)


def _assigned(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[-1]
    item = _item(outcome, fact)
    who = person(outcome, fact.data.get("owner"))
    due = weekday(date.fromisoformat(str(fact.data.get("due"))), outcome.act.today)
    line: Text = (Bold(f"{who} does it by {due}: "), shortened(item.text, 200))
    is_news = item.owner is not None and item.owner != outcome.act.actor.id
    told = (f" {hearer(outcome, item.owner)} will be told.",) if item.owner is not None and is_news else ()
    return Answered(
        f"{who} does it by {due}: number {item.number} on {plain_subject(outcome, fact.gate)}.",
        (line, (f"Number {item.number} on ", *subject(outcome, fact.gate), ".", *told)),
        (_ledger(outcome), show("Show gate", ref(outcome, fact.gate))),
    )


def _ended(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact, found = facts[-1], gate(outcome, facts[-1])
    item = _item(outcome, fact)
    summary = f"Done: finding {item.number} on {plain_subject(outcome, fact.gate)}."
    line: Text = (Bold(f"Done: finding {item.number}"), " on ", *subject(outcome, fact.gate), ".")
    after: Text = ("The approval no longer depends on it.",)
    if found is not None and found.progress is Progress.IN_REVIEW:
        after = ("The gate is in review: its approvers can answer now.",)
    return Answered(summary, (line, after), (show("Show gate", ref(outcome, fact.gate)), _ledger(outcome)))


def _validity(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact, found = facts[-1], gate(outcome, facts[-1])
    days = fact.data.get("days")
    how_long = f"holds for {counted(days, 'day')}" if isinstance(days, int) else "holds for good"
    line: Text = ("A sign-off of ", *subject(outcome, fact.gate), " ", Bold(how_long), ".")
    after = _ends(outcome, found) if found is not None else ()
    summary = f"A sign-off of {plain_subject(outcome, fact.gate)} {how_long}."
    return Answered(summary, (line, after) if after else (line,), (show("Show gate", ref(outcome, fact.gate)),))


def _ends(outcome: Outcome, found: Gate) -> Text:
    """What it means for the sign-off there is."""
    before = outcome.before.gates.get(found.key)
    if before is not None and before.progress is Progress.SIGNED_OFF and found.progress is Progress.IN_REVIEW:
        return ("The present one is older than that, so it will be asked for again now.",)
    ends = found.settled[-1].end if found.settled else None
    if found.valid_days is None:
        return ()
    if found.progress is not Progress.SIGNED_OFF or ends is None:
        return ("After that it will be asked for again.",)
    last = outcome.organisation.calendar.last_day_before(ends)
    return (f"The present one holds until {day(last, outcome.act.today)}, then it will be asked for again.",)


def _item(outcome: Outcome, fact: Fact) -> Rework:
    """The item that a fact is about, as it is now."""
    return next(one for one in outcome.initiative.rework if one.number == fact.data.get("number"))


def _ledger(outcome: Outcome) -> Button:
    return button("All rework", ShowRework(outcome.initiative.slug))


WORDED: dict[FactKind, Callable[[Outcome, tuple[Fact, ...]], Answered]] = {
    FactKind.REWORK_RAISED: _raised,
    FactKind.REWORK_ASSIGNED: _assigned,
    FactKind.REWORK_ENDED: _ended,
    FactKind.GATE_VALIDITY_CHANGED: _validity,
}
