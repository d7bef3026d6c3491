"""Rework in words, wherever it stands: what is to be done, by whom and by when."""

from collections.abc import Callable
from datetime import date

from bot.cards import Bold, Button, Code, Mark, MenuItem, Note, Part, Section, Span, Text
from bot.intents.form import OpenForm
from bot.intents.intent import GateRef
from bot.intents.rework import EndRework
from bot.views.words.counting import counted, days_late
from bot.views.words.dates import day, on_day
from bot.views.words.gate import shortened
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import name
from bot.views.words.presses import button, typed
from bot.views.words.presses import item as menu_item
from readiness.domain.readings.report import Standing
from readiness.domain.rules.rework import people_who_may_end
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Life
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.rework import Rework, ReworkKind, findings_on

DONE = "It is done"
MOST_SHOWN = 3
_TEXT = 200


def finding_parts(
    standing: Standing, gate: str, ends: Callable[[Rework], bool] = lambda _one: True
) -> tuple[Part, ...]:
    """The open findings on a gate, each with the button by which it ends where `ends` says so."""
    items, slug = findings_on(standing.initiative.rework, gate), standing.initiative.slug
    rows: list[Part] = [
        Section(item_lines(standing, one), mark_of(one, standing.today), done_button(slug, one) if ends(one) else None)
        for one in items[:MOST_SHOWN]
    ]
    if len(items) > MOST_SHOWN:
        rows.append(Note((f"And {counted(len(items) - MOST_SHOWN, 'more finding')}: ", typed("rework"))))
    return tuple(rows)


def findings_note(standing: Standing) -> tuple[Part, ...]:
    """One line for all open findings of an initiative; nothing where there is none."""
    if not standing.initiative.rework or standing.life in (Life.CANCELLED, Life.LIVE):
        return ()
    items = [one for one in standing.initiative.rework if one.is_open and one.kind is ReworkKind.FINDING]
    if not items:
        return ()
    first = min(items, key=lambda one: (one.due, one.number))
    where: tuple[Span, ...] = (" on " if len(items) == 1 else ", first on ", Code(first.gate), BETWEEN)
    due = who_by_when(first, first.owner, standing.organisation, standing.today)
    return (Note((counted(len(items), "open finding"), *where, *due, BETWEEN, typed("rework"))),)


def can_end(standing: Standing, item: Rework, viewer: PersonId) -> bool:
    """Whether the viewer may say now that the item is done."""
    if standing.life in (Life.PAUSED, Life.CANCELLED) or item.kind is not ReworkKind.FINDING:
        return False
    return viewer in people_who_may_end(item, standing.initiative, standing.organisation)


def item_lines(standing: Standing, item: Rework) -> tuple[Text, Text]:
    """What it says, then who does it by when, and that it took its approval back."""
    initiative, organisation, today = standing.initiative, standing.organisation, standing.today
    title = f"Finding {item.number}: " if item.kind is ReworkKind.FINDING else f"Changes {item.number}: "
    due = who_by_when(item, initiative.rework_owner(item), organisation, today)
    return (Bold(title), shortened(item.text, _TEXT)), (*due, *_took(item, organisation, today))


def who_by_when(item: Rework, owner: PersonId | None, organisation: Organisation, today: date) -> tuple[Span, ...]:
    """Say "Ben by 4 Dec", or "Ben, due 20 Nov, 1 working day late"."""
    who = "nobody yet" if owner is None else name(organisation, owner)
    if not item.is_overdue(today):
        return (f"{who} by {day(item.due, today)}",)
    return (f"{who}, due {day(item.due, today)}", *late(item, organisation, today))


def late(item: Rework, organisation: Organisation, today: date) -> tuple[Span, ...]:
    """Say ", 2 working days late"; nothing on the days off that follow its due date."""
    days = organisation.calendar.days_late(item.due, today)
    return (", ", Bold(days_late(days))) if days else ()


def mark_of(item: Rework, today: date) -> Mark:
    """The sign for whether it is late."""
    return Mark.WARNING if item.is_overdue(today) else Mark.WAITING


def done_button(slug: str, item: Rework, *, primary: bool = False) -> Button:
    """The button by which a finding ends."""
    return button(DONE, EndRework(slug, item.number), primary=primary)


def change_item(slug: str, item: Rework) -> MenuItem:
    """The line of a menu by which an item is given to somebody else or gets another date."""
    form = OpenForm("rework", GateRef(slug, item.gate), number=item.number)
    return menu_item("Change owner or date…", form)


def _took(item: Rework, organisation: Organisation, today: date) -> tuple[Span, ...]:
    if item.revoked_at is None:
        return ()
    on = on_day(organisation.calendar.local_date(item.revoked_at), today)
    return (f"{BETWEEN}the approval was taken back {on}",)
