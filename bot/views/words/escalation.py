"""Who is told when something is late: the chain with its waits; and of one thing who was told, and who will be."""

from collections.abc import Sequence
from datetime import date

from bot.cards import Bold, Bullets, Card, Code, Fact, Mark, Note, Section, Span, Text
from bot.views.words.counting import capital, counted
from bot.views.words.dates import day, soon
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import begun, listed
from bot.views.words.presses import typed
from bot.views.words.step import THE_HANDOFF
from bot.views.words.terms import party
from readiness.domain.readings.escalation import Escalation, Rung, escalation
from readiness.domain.readings.reminder import told_on
from readiness.domain.readings.report import Standing
from readiness.domain.values.policy import SETTABLE, EscalationPolicy, Place, Policy
from readiness.domain.values.step import NextStep, Step

NOBODY_LEFT = "nobody is left to tell; an administrator names an owner"

_PLACES: dict[Place, str] = {
    Place.OWNER: "its owner",
    Place.ASKED: "those asked",
    Place.ASKER: "its owner",
    Place.BACKUP: "its backup",
    Place.PARTY_OWNER: "the owner of ",
    Place.PARTY_BACKUP: "the backup of ",
    Place.HANDOFF_OWNER: "the handoff owner",
    Place.HANDOFF_BACKUP: "the handoff's backup",
    Place.LEAD: "the lead",
    Place.SPONSOR: "the sponsor",
    Place.ADMINISTRATOR: "an administrator",
}
"""Places rather than names: a name only says who holds the next step (product.md)."""

_OF_AN_OFFER: dict[Place, str] = {Place.ASKED: "whoever it is offered to", Place.ASKER: "whoever offered it"}

_SETTABLE: dict[Place, str] = {
    Place.BACKUP: "the backup",
    Place.PARTY_OWNER: "the party's owner",
    Place.HANDOFF_OWNER: "the handoff owner",
    Place.SPONSOR: "the sponsor",
}


def escalation_card(policy: Policy) -> Card:
    """The chain as the organisation set it."""
    headline = "Who is told when something is late"
    waits = [(Bold(capital(_SETTABLE[one])), f"{BETWEEN}{_after(policy.escalation.wait(one))}") for one in SETTABLE]
    lines = ((Bold("The owner"), BETWEEN, "on the first working day after the date"), *waits)
    passed = "Whoever is away without a delegate, or turned reminders off, is passed over"
    about = (
        f"Each hears of it in their one message of the day. {passed}; when nobody is left, an administrator is told."
    )
    return Card(
        headline,
        (
            Section(((Bold(headline),),)),
            Bullets(lines),
            Section(((about,), (capital(asked_again(policy)) + ".",))),
            Note(
                (
                    "Change it: ",
                    typed("escalation sponsor 10"),
                    BETWEEN,
                    typed("reconfirm 6"),
                    BETWEEN,
                    typed("help escalation"),
                )
            ),
        ),
    )


def wait_card(place: Place, before: EscalationPolicy, policy: EscalationPolicy) -> Card:
    """When one place is told from now on, and when it was told before."""
    headline = f"{capital(_SETTABLE[place])} is told {_after(policy.wait(place))}."
    line: Text = ("It counts from the day on which something became late, also for what is late already.",)
    was = before.wait(place)
    moved: tuple[Text, ...] = ((f"Before, it was {_after(was)}.",),) if was != policy.wait(place) else ()
    lines = ((Bold(headline),), *moved, line)
    return Card(headline, (Section(lines, Mark.READY), Note(("The whole chain: ", typed("escalation")))))


def reconfirmation_card(before: Policy, policy: Policy) -> Card:
    """How often owners are asked from now on, and how often they were before."""
    headline = f"{capital(asked_again(policy))}."
    if policy.reconfirm_weeks:
        line: Text = ("They answer with one press. Without an answer the chain is told: ", typed("escalation"))
    else:
        line = ("A gate stays with its owner until they hand it on. Ask again: ", typed("reconfirm 6"))
    was = f"it was every {_weeks(before.reconfirm_weeks)}" if before.reconfirm_weeks else "they were not asked"
    moved: tuple[Text, ...] = ((f"Before, {was}.",),) if before.reconfirm_weeks != policy.reconfirm_weeks else ()
    return Card(headline, (Section(((Bold(headline),), *moved, line), Mark.READY),))


def asked_again(policy: Policy) -> str:
    """Say "owners are asked every 6 weeks whether a gate is still theirs"."""
    if not policy.reconfirm_weeks:
        return "owners are not asked again whether a gate is still theirs"
    return f"owners are asked every {_weeks(policy.reconfirm_weeks)} whether a gate is still theirs"


def _weeks(weeks: int) -> str:
    return "week" if weeks == 1 else counted(weeks, "week")


def waits_text(policy: EscalationPolicy) -> str:
    """The chain in one line: "backup after 2, party's owner after 4 … working days"."""
    waits = [f"{_SETTABLE[place].removeprefix('the ')} {policy.wait(place)}" for place in SETTABLE]
    return f"working days until told: {', '.join(waits)}"


def chain_note(standing: Standing) -> tuple[Note, ...]:
    """Of the first thing to fix that goes up the chain, who was told and who will be told next."""
    for stall in standing.survey.stalls:
        found = _found(standing, stall.step)
        if found is not None:
            subject: Span = THE_HANDOFF if stall.gate is None else Code(stall.gate)
            return (Note((subject, ": ", *_sentence(standing, stall.step, found))),)
    return ()


def chain_facts(standing: Standing, step: Step | None) -> tuple[Fact, ...]:
    """Of one gate, who was told and on which day, who will be told, and whether nobody else is left."""
    found = _found(standing, step) if step is not None else None
    if step is None or found is None:
        return ()
    told = [f"{one} ({on})" for one, on in _told(standing, step, found)]
    untold, when = _places(standing, step, found.untold, found), _next_day(standing, found)
    ahead: list[Span] = ["next ", *listed(list[Span](untold), most=5)] if untold else []
    if found.next is not None and when:
        ahead += [*(["; "] if untold else []), f"{when} {place(standing, step, found.next)}"]
    return (
        *((Fact("Told so far", begun(listed(list[Span](told), most=5))),) if told else ()),
        *((Fact("Will be told", begun(ahead)),) if ahead else ()),
        *((Fact("Left to tell", (capital(NOBODY_LEFT),)),) if found.is_nobodys else ()),
    )


def place(standing: Standing, step: Step, rung: Rung) -> str:
    """Where somebody stands: "its backup", "the owner of compliance", "its owner (through a delegate)"."""
    return _place(standing, step, rung) + (" (through a delegate)" if rung.stands_in else "")


def _place(standing: Standing, step: Step, rung: Rung) -> str:
    gate = standing.initiative.gates.get(step.gate or "")
    if rung.place in (Place.PARTY_OWNER, Place.PARTY_BACKUP) and gate is not None:
        return _PLACES[rung.place] + party(standing.organisation, gate.party)
    if step.step is NextStep.ACCEPT_OR_DECLINE and step.on == step.gate:
        return _OF_AN_OFFER.get(rung.place, _PLACES[rung.place])
    return _PLACES[rung.place]


def _found(standing: Standing, step: Step) -> Escalation | None:
    return escalation(step, standing.initiative, standing.organisation, standing.today)


def _sentence(standing: Standing, step: Step, found: Escalation) -> tuple[Span, ...]:
    """Say "its owner was told; its backup will be told next; on Monday the sponsor will be told"."""
    if found.is_nobodys:
        return (NOBODY_LEFT,)
    said: list[Text] = []
    told = list(dict.fromkeys(one for one, _ in _told(standing, step, found)))
    if told:
        were = "was" if len(told) == 1 and not told[0].endswith(_PLACES[Place.ASKED]) else "were"
        said.append((*listed(list[Span](told), most=5), f" {were} told"))
    untold = _places(standing, step, found.untold, found)
    if untold:
        said.append((*listed(list[Span](untold), most=5), " will be told next"))
    when = _next_day(standing, found)
    if found.next is not None and when:
        said.append((f"{when} {place(standing, step, found.next)} will be told",))
    return tuple(span for index, one in enumerate(said) for span in (*(("; ",) if index else ()), *one))


def _told(standing: Standing, step: Step, found: Escalation) -> list[tuple[str, str]]:
    """Who was told, in the order of the chain, each with the day."""
    calendar, told = standing.organisation.calendar, []
    by_day: dict[date, list[Rung]] = {}
    for rung in found.told:
        if rung.told_at is not None:
            by_day.setdefault(calendar.local_date(rung.told_at), []).append(rung)
    for on, rungs in by_day.items():
        told += [(one, day(on, standing.today)) for one in _places(standing, step, rungs, found)]
    return told


def _places(standing: Standing, step: Step, rungs: Sequence[Rung], found: Escalation) -> list[str]:
    """Where those stand, each place once; where others stand in it as well, "some of those asked"."""
    named: dict[str, None] = {}
    for rung in rungs:
        there = [one for one in found.rungs if one.place is rung.place]
        is_part = rung.place is Place.ASKED and not all(one in rungs for one in there)
        named[("some of " if is_part else "") + place(standing, step, rung)] = None
    return list(named)


def _next_day(standing: Standing, found: Escalation) -> str:
    """When the next one will be told: "tomorrow", "on Monday"; empty where nobody will."""
    on = told_on(found, standing.organisation, standing.today)
    said = soon(on, standing.today) if on is not None else ""
    return said if said in ("", "today", "tomorrow") else f"on {said}"


def _after(days: int) -> str:
    return "at once" if days == 0 else f"after {counted(days, 'working day')}"
