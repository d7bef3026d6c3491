"""Answers to what leads and administrators decide: starting, dates, the checklist, who must sign, pausing."""

from collections.abc import Callable
from datetime import date

from bot.cards import Bold, Code, Mark, Text
from bot.intents.looking import Status
from bot.views.answers.answer import Answered, gate, person, plain_subject, ref, stands, subject
from bot.views.words.conditions import NAME_AN_OWNER
from bot.views.words.counting import capital, counted, money
from bot.views.words.dates import weekday
from bot.views.words.direction import steady
from bot.views.words.listing import codes, listed, name
from bot.views.words.presses import button, opens, show, typed
from bot.views.words.signing import rule_text
from bot.views.words.terms import milestone, party
from readiness.domain.readings.stall import undated_gates
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.gate import Progress
from readiness.usecases.frame.changing import Outcome


def started(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    """A new initiative: how many gates, who will be asked, what is still nobody's."""
    initiative = outcome.initiative
    offered = [fact for fact in facts if fact.kind is FactKind.GATE_OFFERED]
    unowned = [key for key, one in initiative.gates.items() if one.ownership.holder is None]
    count = counted(len(initiative.gates), "gate")
    lines: list[Text] = [(Bold(f"{steady(initiative.name)} is started"), f" with {count}.")]
    asked = f"{counted(len(offered), 'gate')} {'is' if len(offered) == 1 else 'are'} offered to the parties' owners"
    lines.append((f"{asked}, who will be asked." if offered else "Nobody is asked yet.",))
    if unowned:
        verb = "has" if len(unowned) == 1 else "have"
        lines.append((Bold(f"{counted(len(unowned), 'gate')} {verb} no owner"), ": ", *codes(unowned), "."))
    elif undated_gates(initiative):
        lines.append(("Not every gate has a date yet: ", typed("milestone NAME plan DATE")))
    first = (opens(NAME_AN_OWNER, "assign", ref(outcome, unowned[0])),) if unowned else ()
    buttons = (*first, button("Show checklist", Status(initiative.slug)))
    return Answered(f"{steady(initiative.name)} is started with {count}.", tuple(lines), buttons)


def _milestones(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    """Planned or reached; both live facts are told in one line."""
    reached = facts[0].kind is FactKind.MILESTONE_REACHED
    names = [milestone(str(fact.data.get("milestone"))) for fact in facts]
    on = date.fromisoformat(str(facts[0].data.get("actual" if reached else "planned")))
    day = weekday(on, outcome.act.today)
    what = "".join(map(str, listed(names)))
    happened = f"{_verb(facts)} {'reached on' if reached else 'planned for'} {day}."
    line: Text = (Bold(f"{steady(outcome.initiative.name)}: "), f"{what} {happened}")
    after: Text = () if reached else ("Due dates of the gates needed by then move with it.",)
    if outcome.initiative.live_date and not outcome.before.live_date:
        after = (f"{steady(outcome.initiative.name)} is live. The cost of waiting has stopped.",)
    buttons = (button("Show checklist", Status(outcome.initiative.slug)),)
    return Answered(f"{capital(what)} {happened}", (line, after) if after else (line,), buttons)


def _verb(facts: tuple[Fact, ...]) -> str:
    reached = facts[0].kind is FactKind.MILESTONE_REACHED
    several = len(facts) > 1
    return ("were" if several else "was") if reached else ("are" if several else "is")


def _due(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    if facts[0].data.get("due") is None:
        return _due_with_milestone(outcome, facts[0])
    day = weekday(date.fromisoformat(str(facts[0].data.get("due"))), outcome.act.today)
    line: Text = (*subject(outcome, facts[0].gate), " is due ", Bold(day), ", whatever its milestone says.")
    return _shown(outcome, facts[0], f"{plain_subject(outcome, facts[0].gate)} is due {day}.", line)


def _due_with_milestone(outcome: Outcome, fact: Fact) -> Answered:
    """A gate without a due date of its own any more."""
    found = gate(outcome, fact)
    due = outcome.initiative.due_date(found, outcome.organisation.calendar) if found else None
    when = f"It is due {weekday(due, outcome.act.today)}." if due else "No date depends on it now."
    said = f"{plain_subject(outcome, fact.gate)} has no due date of its own any more."
    line: Text = (*subject(outcome, fact.gate), " has no due date of its own any more. ", when)
    return _shown(outcome, fact, said, line)


def _depends(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    found = gate(outcome, facts[0])
    keys = found.depends_on if found else ()
    off = facts[0].data.get("off")
    if off is not None:
        said = f"{plain_subject(outcome, facts[0].gate)} no longer waits for {off}."
        line: Text = (*subject(outcome, facts[0].gate), " no longer waits for ", Code(str(off)), ".")
        return _shown(outcome, facts[0], said, line)
    line = (*subject(outcome, facts[0].gate), " waits for ", *codes(keys), ".")
    return _shown(outcome, facts[0], f"{plain_subject(outcome, facts[0].gate)} waits for {', '.join(keys)}.", line)


def _added(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[0]
    found = gate(outcome, fact)
    rule = rule_text(found.rule, outcome.organisation) if found else ()
    lines: tuple[Text, ...] = (
        (Bold("Added: "), *subject(outcome, fact.gate), "."),
        ("It has no owner yet. Who must sign: ", *rule, "."),
    )
    buttons = (
        opens(NAME_AN_OWNER, "assign", ref(outcome, fact.gate), primary=True),
        show("Show gate", ref(outcome, fact.gate)),
    )
    return Answered(f"Added: {plain_subject(outcome, fact.gate)}.", lines, buttons)


def _removed(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    line: Text = (Bold("Taken off the checklist: "), *subject(outcome, facts[0].gate), ".")
    after: Text = ("The record keeps it, with your reason. Gates that waited for it no longer do.",)
    return Answered(f"Taken off the checklist: {plain_subject(outcome, facts[0].gate)}.", (line, after))


def _rule(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    found = gate(outcome, facts[0])
    rule = rule_text(found.rule, outcome.organisation) if found else ()
    line: Text = (Bold("Who must sign "), *subject(outcome, facts[0].gate), ": ", *rule, ".")
    again = found is not None and found.progress is Progress.IN_REVIEW
    after: Text = (
        ("Votes under the rule before no longer count; those who may sign now will be asked.",) if again else ()
    )
    summary = f"Who must sign {plain_subject(outcome, facts[0].gate)} was changed."
    buttons = (show("Show gate", ref(outcome, facts[0].gate)),)
    return Answered(summary, (line, after) if after else (line,), buttons)


def _paused(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    after: Text = ("Nobody is reminded, and nothing in it changes. The cost of waiting goes on.",)
    line: Text = (Bold(f"{steady(outcome.initiative.name)} is paused."), " Go on with ", typed("resume"))
    return Answered(f"{steady(outcome.initiative.name)} is paused.", (line, after), mark=Mark.PAUSED)


def _resumed(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    stalls = len(stands(outcome).survey.stalls)
    after = f"{counted(stalls, 'thing stands', 'things stand')} still." if stalls else "Nothing stands still."
    line: Text = (Bold(f"{steady(outcome.initiative.name)} goes on."), f" {after}")
    buttons = (button("Show checklist", Status(outcome.initiative.slug)),)
    return Answered(f"{steady(outcome.initiative.name)} goes on.", (line,), buttons)


def _cancelled(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    line: Text = (
        Bold(f"{steady(outcome.initiative.name)} is cancelled."),
        " That is for good: its record stays readable.",
    )
    after: Text = ("Nobody is reminded, and the cost of waiting has stopped.",)
    return Answered(f"{steady(outcome.initiative.name)} is cancelled.", (line, after))


def _changed(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[0]
    after: tuple[Text, ...] = ()
    if sponsor := person(outcome, fact.data.get("sponsor")):
        said = f"{sponsor} is the sponsor of {steady(outcome.initiative.name)}."
    elif lead := person(outcome, fact.data.get("lead")):
        said = f"{lead} leads {steady(outcome.initiative.name)} now."
        after = ((f"Its dates, owners and approval rules are {lead}'s to change.",),)
    elif value := fact.data.get("value_per_week"):
        amount = outcome.initiative.value_per_week
        said = f"A week of {steady(outcome.initiative.name)} is worth {money(amount) if amount else value}."
    else:
        said = f"{steady(outcome.initiative.name)} was changed."
    buttons = (button("Show checklist", Status(outcome.initiative.slug)),)
    return Answered(said, ((said,), *after), buttons)


def _members(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    """People who stand in for a party's members in this initiative."""
    key = str(facts[0].data.get("party"))
    members = outcome.initiative.member_overrides.get(key, frozenset())
    names = [name(outcome.organisation, one) for one in outcome.organisation.by_name(members)]
    who = "".join(map(str, listed(names, most=6))) or "nobody"
    said = f"In {steady(outcome.initiative.name)}, {party(outcome.organisation, key)} is now {who}."
    return Answered(said, ((said,), ("Elsewhere the party stays as it is.",)))


def _shown(outcome: Outcome, fact: Fact, summary: str, line: Text) -> Answered:
    return Answered(summary, (line,), (show("Show gate", ref(outcome, fact.gate)),))


WORDED: dict[FactKind, Callable[[Outcome, tuple[Fact, ...]], Answered]] = {
    FactKind.INITIATIVE_CREATED: started,
    FactKind.INITIATIVE_PAUSED: _paused,
    FactKind.INITIATIVE_RESUMED: _resumed,
    FactKind.INITIATIVE_CANCELLED: _cancelled,
    FactKind.INITIATIVE_CHANGED: _changed,
    FactKind.MILESTONE_PLANNED: _milestones,
    FactKind.MILESTONE_REACHED: _milestones,
    FactKind.GATE_ADDED: _added,
    FactKind.GATE_REMOVED: _removed,
    FactKind.GATE_DUE_CHANGED: _due,
    FactKind.GATE_DEPENDS_CHANGED: _depends,
    FactKind.GATE_RULE_CHANGED: _rule,
    FactKind.PARTY_CHANGED: _members,
}
