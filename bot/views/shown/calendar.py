"""The organisation's calendar: which days count, and in which timezone they begin and end."""

from collections.abc import Sequence
from datetime import date

from bot.cards import (
    Actions,
    Bold,
    Bullets,
    Card,
    Choice,
    ChoiceField,
    Fact,
    Facts,
    Form,
    Heading,
    Mark,
    Menu,
    Note,
    Part,
    Section,
    Text,
    TextField,
)
from bot.intents.calendar import ChangeCalendar
from bot.intents.codec import encode
from bot.intents.form import OpenForm
from bot.views.words.counting import counted
from bot.views.words.dates import WEEKDAYS, full_day
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import MOST, listed, words_of
from bot.views.words.presses import item, opens, typed
from bot.views.words.slots import slot_sentence
from readiness.domain.values.organisation import Organisation
from readiness.usecases.calendar import CalendarChanged, CalendarPage

MOST_SHOWN = 20
MOST_IN_MENU = 5
MOST_NAMED = 8
_WEEKENDS = ((5, 6), (4, 5), (3, 4), (6,), (4,))
"""Those there are in the world, to choose from; any other is typed."""

_EFFECT = (
    "Days late are counted anew from now on, those gone by as well. Messages that stand show it at their next change."
)
_COUNTED = "Weekends and holidays do not count as days late, and nobody is reminded on them."


def calendar_card(page: CalendarPage) -> Card:
    """Timezone, weekend and the holidays to come; an administrator can change them from here."""
    organisation, calendar = page.organisation, page.organisation.calendar
    headline = f"Calendar of {organisation.name}"
    to_come = [day for day in sorted(calendar.holidays) if day >= page.today]
    parts: list[Part] = [
        Heading(headline),
        Facts((Fact("Timezone", (calendar.timezone,)), Fact("Weekend", (weekend_text(calendar.weekend),)))),
        Bullets(tuple((holiday_text(organisation, day),) for day in to_come[:MOST_SHOWN]), "Holidays to come")
        if to_come
        else Section((("No holidays to come are known.",),)),
        Note((*_more(len(to_come), len(calendar.holidays)), _COUNTED)),
    ]
    if not page.may_change:
        return Card(headline, (*parts, Note(("An administrator can change it: ", typed("settings")))))
    remove = [item(f"Remove {full_day(day)}", ChangeCalendar(removed=(day,))) for day in to_come[:MOST_IN_MENU]]
    presses = Actions((opens("Change…", "calendar"), *((Menu(tuple(remove)),) if remove else ())))
    how: Text = ("Or type ", typed("timezone ZONE"), ", ", typed("weekend DAY"), ", ", typed("holidays add DATE NAME"))
    return Card(headline, (*parts, presses, Note(how)))


def calendar_changed_card(changed: CalendarChanged) -> Card:
    """From what to what, and what that changes."""
    before, after = changed.before.calendar, changed.after.calendar
    lines: list[Text] = []
    if after.timezone != before.timezone:
        lines.append((f"Timezone: {after.timezone} instead of {before.timezone}. A due day ends at midnight there.",))
    if after.weekend != before.weekend:
        lines.append((f"Weekend: {weekend_text(after.weekend)} instead of {weekend_text(before.weekend)}.",))
    lines += _holiday_lines(changed)
    if not lines:
        said = f"The calendar of {changed.after.name} is so already."
        return Card(said, (Section(((Bold(said),), ("Nothing was changed.",)), Mark.READY),))
    said = f"The calendar of {changed.after.name} is changed."
    lines += _digests(changed)
    return Card(said, (Section(((Bold(said),), *lines, (_EFFECT,)), Mark.READY),))


def calendar_form(opened: OpenForm, page: CalendarPage) -> Form:
    """Timezone and weekend as they are, and holidays to add."""
    calendar = page.organisation.calendar
    chosen = tuple(sorted(calendar.weekend))
    weekends = tuple(dict.fromkeys((*_WEEKENDS, (), chosen)))
    fields = (
        TextField("timezone", "Timezone", "A city's, like Europe/Berlin.", initial=calendar.timezone, limit=60),
        ChoiceField(
            "weekend",
            "Weekend",
            tuple(Choice(_key(one), weekend_text(frozenset(one))) for one in weekends),
            initial=_key(chosen),
        ),
        TextField(
            "holidays",
            "Holidays to add",
            "One a line: the date, and its name if you like, as in 2026-12-25 Christmas.",
            optional=True,
            paragraph=True,
        ),
    )
    return Form("Calendar", "Save", encode(opened), fields, (Note((_COUNTED,)),))


def weekend_text(weekend: frozenset[int]) -> str:
    """Say "Saturday and Sunday", or "none"."""
    return _in_words([WEEKDAYS[one] for one in sorted(weekend)]) or "none"


def holiday_text(organisation: Organisation, day: date) -> str:
    """Say "25 Dec 2026, Friday · Christmas"."""
    name = organisation.holiday_names.get(day, "")
    return f"{full_day(day)}, {WEEKDAYS[day.weekday()]}" + (f"{BETWEEN}{name}" if name else "")


def _more(to_come: int, known: int) -> tuple[str, ...]:
    """How many holidays are not listed."""
    left, past = max(0, to_come - MOST_SHOWN), known - to_come
    said = [f"and {left} more to come"] if left else []
    said += [f"{counted(past, 'earlier holiday')} {'is' if past == 1 else 'are'} kept"] if past else []
    return (f"{'; '.join(said)}. ".capitalize(),) if said else ()


def _holiday_lines(changed: CalendarChanged) -> list[Text]:
    before, after = changed.before, changed.after
    added = sorted(after.calendar.holidays - before.calendar.holidays)
    removed = sorted(before.calendar.holidays - after.calendar.holidays)
    named = [
        day for day, name in sorted(after.holiday_names.items())
        if day in before.calendar.holidays and before.holiday_names.get(day) != name
    ]  # fmt: skip
    lines: list[Text] = []
    for what, days, organisation in (("Added", added, after), ("Removed", removed, before), ("Named", named, after)):
        if days:
            texts = [holiday_text(organisation, day) for day in days]
            lines.append((f"{what}: {_in_words(texts, most=MOST_NAMED)}.",))
    return lines


def _digests(changed: CalendarChanged) -> list[Text]:
    """What becomes of the digests when the timezone is another one."""
    if changed.before.calendar.timezone == changed.after.calendar.timezone:
        return []
    lines: list[Text] = []
    if changed.moved:
        times = list(dict.fromkeys(slot_sentence(one.slot) for one in changed.moved))
        what = f"{counted(len(changed.moved), 'digest')} {'comes' if len(changed.moved) == 1 else 'come'}"
        lines.append((f"{what} {_in_words(times)} from now on.",))
    if changed.stayed:
        what = f"{counted(changed.stayed, 'digest')} {'stays' if changed.stayed == 1 else 'stay'}"
        lines.append(
            (
                f"{what} in the timezone chosen there. To change that, in its channel: ",
                typed("digest weekly monday 09:00"),
            )
        )
    return lines


def _in_words(texts: Sequence[str], most: int = MOST) -> str:
    return "".join(map(words_of, listed(texts, most=most)))


def _key(weekend: Sequence[int]) -> str:
    """What a choice of the form carries: "56", or "none"."""
    return "".join(map(str, weekend)) or "none"
