"""Who waits for whom in one initiative, the longest first, and on top where they wait for each other."""

from collections.abc import Iterable

from bot.cards import Actions, Bold, Bullets, Card, Code, Divider, Heading, Note, Part, Section, Span, Text
from bot.intents.looking import Status
from bot.views.words.circles import WHO_WAITS, circle_parts, waited_for
from bot.views.words.counting import capital, counted
from bot.views.words.dates import days_since, moment
from bot.views.words.direction import steady
from bot.views.words.initiative import BETWEEN, since_life
from bot.views.words.listing import name, words_of
from bot.views.words.presses import button, typed
from bot.views.words.step import THE_HANDOFF
from readiness.domain.readings.report import Standing
from readiness.domain.readings.waits import Wait, WaitKind, circles, waits
from readiness.domain.values.initiative import Life

MOST_CIRCLES = 3
MOST_GROUPS = 15
MOST_GATES = 4
_NOBODY: dict[WaitKind, str] = {
    WaitKind.DEPENDENCY: "Gates that nobody owns",
    WaitKind.BLOCK: "Nobody named",
    WaitKind.REVIEW: "Nobody who may sign",
    WaitKind.FINDING: "Nobody named",
}


def waits_card(standing: Standing) -> Card:
    """Who waits for whom, grouped by the one waited for."""
    initiative, organisation = standing.initiative, standing.organisation
    title = f"{WHO_WAITS}{BETWEEN}{steady(initiative.name)}"
    found = waits(standing)
    parts: list[Part] = [Heading(title), *(_circles(standing) if found else ()), *_groups(found, standing)]
    if not found:
        parts.append(Section((_nobody(standing),)))
    parts.append(Actions((button("Checklist", Status(initiative.slug)),)))
    say: Text = ("As of ", moment(standing.now, organisation.calendar), f"{BETWEEN}say whom a gate waits for: ")
    return Card(title, (*parts, Note((*say, typed("blocked GATE by @person REASON")))))


def _nobody(standing: Standing) -> Text:
    if standing.life is not Life.ACTIVE:
        return (f"{capital(since_life(standing))}, so nobody is waited for now.",)
    return ("Nobody waits for anybody.",)


def _circles(standing: Standing) -> tuple[Part, ...]:
    found = circles(standing.initiative, standing.organisation, standing.now)
    parts: list[Part] = []
    for circle in found[:MOST_CIRCLES]:
        parts += circle_parts(circle, standing)
    more = len(found) - MOST_CIRCLES
    if more > 0:
        parts.append(Note((f"And {counted(more, 'more circle')}",)))
    return (*parts, Divider()) if parts else ()


def _groups(found: Iterable[Wait], standing: Standing) -> tuple[Part, ...]:
    grouped: dict[str, list[Wait]] = {}
    for wait in found:
        grouped.setdefault(_whom(wait, standing), []).append(wait)
    lines = [_group(whom, together, standing) for whom, together in list(grouped.items())[:MOST_GROUPS]]
    more = len(grouped) - MOST_GROUPS
    if more > 0:
        lines.append((f"and {more} more",))
    return (Bullets(tuple(lines)),) if lines else ()


def _whom(wait: Wait, standing: Standing) -> str:
    words = "".join(map(words_of, waited_for(wait, standing)))
    return capital(words) if words else _NOBODY[wait.kind]


def _group(whom: str, together: list[Wait], standing: Standing) -> Text:
    """Say "Dee: `data-lineage` (Ben, 5 days)"."""
    spans: list[Span] = [Bold(f"{whom}:"), " "]
    for index, wait in enumerate(together[:MOST_GATES]):
        spans += [", "] if index else []
        spans += _gate(wait, standing)
    more = len(together) - MOST_GATES
    return (*spans, f", and {more} more") if more > 0 else tuple(spans)


def _gate(wait: Wait, standing: Standing) -> tuple[Span, ...]:
    organisation = standing.organisation
    whose = f"{name(organisation, wait.waiter)}, " if wait.waiter else ""
    since = days_since(wait.since, organisation.calendar, standing.today)
    gate: Span = THE_HANDOFF if wait.gate is None else Code(wait.gate)
    return (gate, f" ({whose}{since}", *_for_what(wait), ")")


def _for_what(wait: Wait) -> tuple[Span, ...]:
    match wait.kind:
        case WaitKind.DEPENDENCY:
            return (", needs ", Code(wait.on or ""))
        case WaitKind.REVIEW:
            return (", sign-off",)
        case WaitKind.FINDING:
            return (", a finding first",)
        case WaitKind.OFFER:
            return (", to accept",)
        case WaitKind.BLOCK:
            return ()
