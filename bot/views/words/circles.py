"""Gates that wait for each other, in words: "Ana waits for Ben waits for Ana", gate by gate, and the way out."""

from itertools import groupby

from bot.cards import Bold, Card, Code, Mark, Note, Part, Section, Span, Text
from bot.intents.block import Unblock, Waits
from bot.intents.intent import GateRef
from bot.views.words.absence import people_acting
from bot.views.words.counting import counted
from bot.views.words.dates import days_since
from bot.views.words.direction import steady
from bot.views.words.gate import shortened
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import codes, mention, name, people, words_of
from bot.views.words.presses import button, typed
from bot.views.words.terms import party
from readiness.domain.readings.report import Standing
from readiness.domain.readings.waits import Circle, Wait, WaitKind, circle_of
from readiness.domain.values.deadlock import Deadlock
from readiness.domain.values.initiative import Life
from readiness.domain.values.organisation import Organisation

MOST_SHOWN = 2
MOST_ROWS = 5
WHO_WAITS = "Who waits for whom"


def standing_circles(standing: Standing) -> tuple[Part, ...]:
    """The circles that stand, a line each, for a status; nothing where there is none, as almost always."""
    if not standing.initiative.deadlocks or standing.life is not Life.ACTIVE:
        return ()
    found = [circle for one in standing.initiative.deadlocks if (circle := _standing(standing, one)) is not None]
    more = len(found) - MOST_SHOWN
    look = button(WHO_WAITS, Waits(standing.initiative.slug))
    parts: list[Part] = []
    for index, circle in enumerate(found[:MOST_SHOWN]):
        words = circle_words(circle, standing.organisation)
        line: Text = (Bold("Waiting in a circle: "), *words, BETWEEN, *codes(circle.gates))
        parts.append(Section((line,), Mark.WARNING, None if index else look))
    return (*parts, Note((f"And {counted(more, 'more circle')}",))) if more > 0 else tuple(parts)


def deadlock_card(standing: Standing, number: int) -> Card:
    """The deadlock of that number in the checklist's thread; once it is over, that it is solved."""
    initiative = standing.initiative
    deadlock = initiative.deadlocks[number - 1]
    circle = _standing(standing, deadlock)
    if circle is None:
        said = f"Solved in {steady(initiative.name)}: {' and '.join(deadlock.gates)} no longer wait for each other."
        line: Text = (Bold("Solved: "), *codes(deadlock.gates, most=6), " no longer wait for each other.")
        return Card(said, (Section((line,), Mark.READY), Note((Code(initiative.slug),))))
    if initiative.life is not Life.ACTIVE:
        said = f"{steady(initiative.name)} is {initiative.life}: nothing to do here now."
        return Card(said, (Note((said,)),))
    words = "".join(map(words_of, circle_words(circle, standing.organisation)))
    parts = circle_parts(circle, standing, mentioned=True)
    return Card(f"{words}, in {steady(initiative.name)}", (*parts, Note((Code(initiative.slug),))))


def circle_parts(circle: Circle, standing: Standing, *, mentioned: bool = False) -> tuple[Part, ...]:
    """The circle with the way out, and a row for what each gate of it waits for, with the button that ends it."""
    words = (*circle_words(circle, standing.organisation, mentioned=mentioned), ".")
    headline = words if mentioned else tuple(Bold(word) if isinstance(word, str) else word for word in words)
    more = len(circle.waits) - MOST_ROWS
    return (
        Section((headline, _way_out(circle, standing)), Mark.WARNING),
        *(_row(wait, standing) for wait in circle.waits[:MOST_ROWS]),
        *((Note((f"And {counted(more, 'more gate')}",)),) if more > 0 else ()),
    )


def circle_words(circle: Circle, organisation: Organisation, *, mentioned: bool = False) -> tuple[Span, ...]:
    """Say "Ana waits for Ben waits for Ana"; a gate that nobody owns stands for itself."""
    whose = [key for key, _ in groupby((wait.waiter, "" if wait.waiter else wait.gate or "") for wait in circle.waits)]
    if len(whose) > 1 and whose[0] == whose[-1]:
        whose.pop()
    spans: list[Span] = []
    called: set[str] = set()
    for person, gate in (*whose, whose[0]):
        spans += [" waits for "] if spans else []
        if person is None:
            spans.append(Code(gate))
        elif mentioned and person not in called:
            spans.append(mention(organisation, person))
        else:
            spans.append(name(organisation, person))
        called.add(person or "")
    return tuple(spans)


def waited_for(wait: Wait, standing: Standing) -> tuple[Span, ...]:
    """Whom a wait is for: "Dee", "Dee or Eli", "compliance (Dee)"; empty where no name is known."""
    organisation = standing.organisation
    who = people_acting(organisation, standing.today, wait.people, dict(wait.in_place_of), "or")
    if wait.party is None:
        return who
    return (party(organisation, wait.party), *((" (", *who, ")") if who else ()))


def _standing(standing: Standing, deadlock: Deadlock) -> Circle | None:
    if deadlock.over is not None:
        return None
    return circle_of(deadlock.gates, standing.initiative, standing.organisation, standing.now)


def _row(wait: Wait, standing: Standing) -> Section:
    """Say "`compute` of Gus waits for Dee, 5 days: no cluster yet"."""
    organisation = standing.organisation
    whose = f" of {name(organisation, wait.waiter)}" if wait.waiter else ""
    since = days_since(wait.since, organisation.calendar, standing.today)
    if wait.on is not None:
        return Section(((Code(wait.gate or ""), f"{whose} waits for ", Code(wait.on), f", {since}"),))
    gate = standing.initiative.gates[wait.gate or ""]
    reason = f": {shortened(gate.block.reason, 120)}" if gate.block else ""
    line: Text = (Code(gate.key), f"{whose} waits for ", *waited_for(wait, standing), f", {since}{reason}")
    go_on = button("It can go on", Unblock(GateRef(standing.initiative.slug, gate.key)))
    return Section((line,), accessory=go_on)


def _way_out(circle: Circle, standing: Standing) -> Text:
    """Who ends it, and how; a dependency is the lead's to take off."""
    organisation, lead = standing.organisation, standing.initiative.lead
    blocks = [wait for wait in circle.waits if wait.kind is WaitKind.BLOCK]
    who = {person for wait in blocks for person in (wait.waiter, *wait.people) if person is not None}
    spans: list[Span] = [*people(organisation, who, "or"), " ends it by saying that a gate can go on."]
    depends = next((wait for wait in circle.waits if wait.kind is WaitKind.DEPENDENCY), None)
    if depends is not None:
        spans += [f" {name(organisation, lead)} can also take a dependency off: "]
        spans += [typed(f"depends {depends.gate} off {depends.on}")]
    return tuple(spans)
