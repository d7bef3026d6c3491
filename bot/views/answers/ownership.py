"""Answers to changes of hands: offered, accepted, declined, handed back, claimed."""

from collections.abc import Callable

from bot.cards import Bold, Button, Code, Span, Text
from bot.intents.looking import AllGates
from bot.views.answers.answer import (
    Answered,
    add_evidence,
    gate,
    hearer,
    ownership,
    person,
    plain_subject,
    ref,
    stands,
    subject,
)
from bot.views.words.counting import capital, counted
from bot.views.words.dates import day
from bot.views.words.direction import steady
from bot.views.words.gate import needed
from bot.views.words.listing import codes, listed, name
from bot.views.words.presses import button, opens, show
from bot.views.words.step import THE_HANDOFF
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.identity import PersonId
from readiness.usecases.frame.changing import Outcome


def _accepted(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    """One's own acceptance, or a gate given to whoever holds it already."""
    kinds = (FactKind.GATE_ACCEPTED, FactKind.HANDOFF_ACCEPTED)
    if sum(fact.kind in kinds for fact in outcome.facts) > 1:
        return _accepted_several(outcome, facts)
    fact = facts[0]
    if fact.data.get("person") != outcome.act.actor.id:
        who = person(outcome, fact.data.get("person"))
        line: Text = (Bold(f"{who} keeps "), *subject(outcome, fact.gate), ".")
        return Answered(f"{who} keeps {plain_subject(outcome, fact.gate)}.", (line,), _look(outcome, fact))
    return _mine(outcome, fact, "Accepted.")


def _accepted_several(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    count = counted(len(facts), "gate")
    verb = "is" if len(facts) == 1 else "are"
    keys = [fact.gate for fact in facts if fact.gate]
    handoff = any(one.kind is FactKind.HANDOFF_ACCEPTED for one in outcome.facts)
    also = ", and the handoff as a whole" if handoff else ""
    first: Text = (Bold("Accepted."), f" {count} of {steady(outcome.initiative.name)} {verb} yours now{also}:")
    listing: Text = (*codes(keys, most=6),)
    buttons = (button("All gates", AllGates(outcome.initiative.slug)),)
    return Answered(f"Accepted: {count} of {steady(outcome.initiative.name)}.", (first, listing), buttons)


def _claimed(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    return _mine(outcome, facts[0], "Taken.")


def _mine(outcome: Outcome, fact: Fact, word: str) -> Answered:
    found = gate(outcome, fact)
    plain = plain_subject(outcome, fact.gate)
    summary = f"{word} {plain if fact.gate else capital(plain)} is yours."
    if found is None or fact.gate is None:
        line: Text = (Bold(word), f" The handoff of {steady(outcome.initiative.name)} is yours.")
        then: Text = ("Next: see that every gate has a name. You may name owners and change dates.",)
        return Answered(summary, (line, then), (button("All gates", AllGates(outcome.initiative.slug)),))
    time = needed(stands(outcome), found)
    is_done = found.is_settled_at(outcome.act.at)
    mine: Text = (Bold(word), " ", *subject(outcome, fact.gate), " is yours; it is ", *time, ".")
    if time == ("no date depends on it",):
        mine = (Bold(word), " ", *subject(outcome, fact.gate), " is yours; no date depends on it.")
    if is_done:
        return Answered(summary, (mine, ("It is done already; you answer for it from now on.",)), _look(outcome, fact))
    buttons = (
        add_evidence(outcome, fact.gate),
        opens("Hand off…", "handoff", ref(outcome, fact.gate)),
        show("Show gate", ref(outcome, fact.gate)),
    )
    return Answered(summary, (mine, ("Next: add evidence. The gate says what good evidence is.",)), buttons)


def _offered(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[0]
    who = person(outcome, fact.data.get("person"))
    if len(facts) > 1:
        keys = [one.gate for one in facts if one.gate]
        line: Text = (Bold("Offered "), *codes(keys, most=6), f" of {steady(outcome.initiative.name)} to {who}.")
        summary = f"Offered {counted(len(facts), 'gate')} of {steady(outcome.initiative.name)} to {who}."
    else:
        line = (Bold("Offered "), *subject(outcome, fact.gate), f" to {who}.")
        summary = f"Offered {plain_subject(outcome, fact.gate)} to {who}."
    asked: Text = (f"{who} will be asked. Until it is accepted, {_accountable(outcome, fact)}.",)
    backups = [person(outcome, one.data.get("person")) for one in outcome.facts if one.kind in _BACKUP]
    return Answered(summary, (line, asked, *_away(outcome, fact), *((f"{one} is the backup.",) for one in backups)))


def _away(outcome: Outcome, fact: Fact) -> tuple[Text, ...]:
    """That who was asked is away: accepting is the one thing that nobody does for them."""
    asked = fact.data.get("person")
    absence = outcome.organisation.absences.get(PersonId(str(asked)))
    if absence is None or not absence.has_begun:
        return ()
    until = day(absence.last, outcome.act.today)
    return ((f"{person(outcome, asked)} is away until {until}, and nobody accepts for another.",),)


_BACKUP = (FactKind.GATE_BACKUP_NAMED,)


def _accountable(outcome: Outcome, fact: Fact) -> str:
    accountable = ownership(outcome, fact).accountable
    if accountable is None or accountable == outcome.act.actor.id:
        return "you stay accountable"
    return f"{person(outcome, accountable)} stays accountable"


def _declined(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[0]
    several = f"{counted(len(facts), 'offer')} in {steady(outcome.initiative.name)}"
    about: tuple[Span, ...] = subject(outcome, fact.gate) if len(facts) == 1 else (several,)
    plain = plain_subject(outcome, fact.gate) if len(facts) == 1 else several
    lines: tuple[Text, ...] = ((Bold("Declined: "), *about, "."), _back(outcome, facts))
    return Answered(f"Declined: {plain}.", lines)


def _back(outcome: Outcome, facts: tuple[Fact, ...]) -> Text:
    """Who has it again, or names an owner for it now: those are told why."""
    it, has = ("it", "It has") if len(facts) == 1 else ("them", "They have")
    owners = {ownership(outcome, fact).owner for fact in facts}
    if len(owners) > 1:
        return ("Those who have it again, or name an owner now, will be told your reason.",)
    (owner,) = owners
    if owner is not None:
        who, heard = person(outcome, owner), hearer(outcome, owner)
        return (f"{who} has {it} again, and {'' if heard == who else f'{heard} '}will be told your reason.",)
    names_one = _names_one(outcome, facts[0])
    if names_one is None:
        return (f"{has} no owner now.",)
    who = name(outcome.organisation, names_one)
    return (f"{has} no owner now; {who} will be asked to name one, and told your reason.",)


def _names_one(outcome: Outcome, fact: Fact) -> PersonId | None:
    survey = stands(outcome).survey
    step = survey.steps.get(fact.gate) if fact.gate else survey.handoff
    return step.people[0] if step is not None and step.people else None


def _confirmed(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    """What was asked about in one press is answered in one line, the handoff with the gates."""
    kinds = (FactKind.GATE_CONFIRMED, FactKind.HANDOFF_CONFIRMED)
    keys = [fact.gate for fact in outcome.facts if fact.kind in kinds]
    named: list[Span] = [THE_HANDOFF if key is None else Code(key) for key in keys]
    verb = "is" if len(keys) == 1 else "are"
    initiative = steady(outcome.initiative.name)
    line: Text = (Bold("Noted: "), *listed(named, most=6), f" of {initiative} {verb} still yours.")
    weeks = outcome.organisation.policy.reconfirm_weeks
    again: tuple[Text, ...] = ((f"You will be asked again in {counted(weeks, 'week')}.",),) if weeks else ()
    summary = f"Noted: still yours in {initiative}."
    return Answered(summary, (line, *again), _look(outcome, facts[0]) if len(keys) == 1 else ())


def _returned(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[0]
    line: Text = (Bold("Handed back: "), *subject(outcome, fact.gate), ".")
    lines = (line, _back(outcome, facts), *_fallen(outcome, fact))
    return Answered(f"Handed back: {plain_subject(outcome, fact.gate)}.", lines)


def _fallen(outcome: Outcome, fact: Fact) -> tuple[Text, ...]:
    """That an offer which was open fell with it: whoever made it was not asked."""
    asked, giver = fact.data.get("offered"), fact.data.get("giver")
    if not asked:
        return ()
    ended = f"The offer to {person(outcome, asked)} has ended with it"
    if not giver or giver == outcome.act.actor.id:
        return ((f"{ended}.",),)
    return ((f"{ended}; tell {person(outcome, giver)}, who made it and can make it again.",),)


def _backup(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[0]
    who = person(outcome, fact.data.get("person"))
    line: Text = (Bold(f"{who} is the backup"), " for ", *subject(outcome, fact.gate), ".")
    return Answered(f"{who} is the backup for {plain_subject(outcome, fact.gate)}.", (line,), _look(outcome, fact))


def _look(outcome: Outcome, fact: Fact) -> tuple[Button, ...]:
    return (show("Show gate", ref(outcome, fact.gate)),) if fact.gate else ()


WORDED: dict[FactKind, Callable[[Outcome, tuple[Fact, ...]], Answered]] = {
    FactKind.GATE_OFFERED: _offered,
    FactKind.HANDOFF_OFFERED: _offered,
    FactKind.GATE_ACCEPTED: _accepted,
    FactKind.HANDOFF_ACCEPTED: _accepted,
    FactKind.GATE_CLAIMED: _claimed,
    FactKind.GATE_CONFIRMED: _confirmed,
    FactKind.HANDOFF_CONFIRMED: _confirmed,
    FactKind.GATE_DECLINED: _declined,
    FactKind.HANDOFF_DECLINED: _declined,
    FactKind.GATE_RETURNED: _returned,
    FactKind.HANDOFF_RETURNED: _returned,
    FactKind.GATE_BACKUP_NAMED: _backup,
}
