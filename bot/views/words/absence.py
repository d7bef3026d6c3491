"""Who is away, until when, and who acts for them, in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.cards import Actions, Bold, Button, Card, DateField, Form, Mark, Note, PersonField, Section, Span, Text
from bot.intents.absence import ComeBack
from bot.intents.codec import encode
from bot.intents.form import OpenForm
from bot.intents.looking import ListInitiatives
from bot.views.words.dates import day, full_day
from bot.views.words.listing import MOST, mention, name
from bot.views.words.presses import button, opens, typed
from readiness.domain.values.contract import Refused, Signature
from readiness.domain.values.gate import SignOff
from readiness.domain.values.identity import PersonId
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Absence
from readiness.usecases.absence import AbsencePage

_NOBODY_ACCEPTS = "What is offered to you waits until you are back: nobody accepts for another."


def absence_card(page: AbsencePage) -> Card:
    """When the reader is away and who acts for them, and for whom they act; what to press to change it."""
    absence = page.absence
    acting = tuple((one,) for one in acting_lines(page.organisation, page.person))
    if absence is None:
        said = "You have not said that you are away."
        example = typed("away DATE..DATE delegate @person")
        buttons = Actions((opens("I am away…", "away", primary=not acting),))
        return Card(said, (Section(((Bold(said),), *acting)), buttons, Note(("Or type: ", example))))
    said = f"You are away {_days(absence, page.today)}."
    lines: tuple[Text, ...] = ((Bold(said),), (_who_acts(page.organisation, absence),), *_was(page), *acting)
    note = Note((_NOBODY_ACCEPTS,))
    return Card(said, (Section(lines, Mark.PAUSED), Actions(_presses(absence)), note))


def back_card(page: AbsencePage) -> Card:
    """The reader is here."""
    said = "You are here."
    again = (
        "What waits for you is asked of you, and reminders come to you. What was done on your behalf stays as it is."
    )
    acting = tuple((one,) for one in acting_lines(page.organisation, page.person))
    return Card(said, (Section(((Bold(said),), (again,), *acting), Mark.READY),))


def stand_in_card(organisation: Organisation, person: PersonId, absence: Absence | None) -> Card:
    """What whoever acts for `person` is told: on which days they do, or without an absence that they do no longer.

    The days are whole dates, so that it says the same whenever it is drawn.
    """
    who = name(organisation, person)
    if absence is None:
        said = f"You no longer act for {who}."
        return Card(said, (Note((said, " What you did on their behalf stays as it is.")),))
    said = f"{who} asked you to act for them."
    one_day = absence.first == absence.last
    days = f"On {full_day(absence.first)}" if one_day else f"From {full_day(absence.first)} to {full_day(absence.last)}"
    what = f"{days} you are asked and reminded instead of {who}, and may sign in their place."
    recorded = "What you do is recorded as done on their behalf."
    return Card(
        said,
        (
            Section(((Bold(said),), (what,), (recorded,)), Mark.NEXT),
            Actions((button("My initiatives", ListInitiatives("mine")),)),
            Note((f"Does it not suit you? Tell {who}, who can name somebody else.",)),
        ),
    )


def away_form(opened: OpenForm, page: AbsencePage) -> Form:
    """The days, and who acts meanwhile; filled in with what was said before."""
    absence = page.absence
    fields = (
        DateField("first", "First day", initial=absence.first if absence else page.today),
        DateField("last", "Last day", "You are back on the day after.", initial=absence.last if absence else None),
        PersonField(
            "delegate",
            "Who acts for you?",
            "They are asked and reminded instead of you, and may sign in your place. It is recorded as on your behalf.",
            optional=True,
            initial=(absence and absence.delegate) or "",
        ),
    )
    return Form("Days away", "Save", encode(opened), fields, (Note((_NOBODY_ACCEPTS,)),))


def acting_lines(organisation: Organisation, person: PersonId) -> tuple[str, ...]:
    """For whom somebody acts and until when, a line each."""
    people = organisation.represented_by(person)
    return tuple(f"You act for {name(organisation, one)} until {_last(organisation, one)}." for one in people)


def own_line(organisation: Organisation, person: PersonId) -> str:
    """Until when the reader is away and who acts for them; empty for who is here."""
    if person not in organisation.away:
        return ""
    delegate = organisation.stand_in(person)
    acts = f"; {name(organisation, delegate)} acts for you" if delegate else ""
    return f"You are away until {_last(organisation, person)}{acts}."


def away_texts(organisation: Organisation) -> tuple[str, ...]:
    """Everybody's days away, also those to come, the first ones first: "Eli until 12 Dec 2026 (Dee acts)"."""
    planned = sorted(organisation.absences.items(), key=lambda one: (one[1].first, one[0]))
    return tuple(_planned(organisation, person, absence) for person, absence in planned)


def away_note(organisation: Organisation, person: PersonId, today: date) -> str:
    """Say " (away until 12 Dec; Dee acts)" behind somebody's name; nothing for who is here."""
    if person not in organisation.away:
        return ""
    delegate = organisation.stand_in(person)
    acts = f"; {name(organisation, delegate)} acts" if delegate else ""
    return f" (away until {day(organisation.absences[person].last, today)}{acts})"


def away_until(organisation: Organisation, person: PersonId, today: date) -> str:
    """For whom something is to be done: "for Eli, away until 12 Dec"."""
    absence = organisation.absences.get(person)
    until = f", away until {day(absence.last, today)}" if absence else ""
    return f"for {name(organisation, person)}{until}"


def voter(organisation: Organisation, vote: SignOff | Signature | Refused) -> str:
    """Who voted or signed: "Dee", or "Dee for Eli"."""
    return name(organisation, vote.person) + for_whom(organisation, vote.on_behalf_of)


def for_whom(organisation: Organisation, person: PersonId | None) -> str:
    """Say " for Eli" of what is done in somebody's place; nothing of one's own."""
    return f" for {name(organisation, person)}" if person else ""


def in_brackets(organisation: Organisation, person: PersonId | None) -> str:
    """Say " (for Eli)" behind whoever is to act in somebody's place."""
    return f" ({for_whom(organisation, person).strip()})" if person else ""


def people_acting(
    organisation: Organisation,
    today: date,
    persons: Iterable[PersonId],
    in_place_of: Mapping[PersonId, PersonId],
    word: str,
    *,
    mentioned: bool = False,
) -> tuple[Span, ...]:
    """Like `listing.people`, with "(for Eli)" behind a delegate; who is away without one is not called."""
    ordered = organisation.by_name(persons)
    kept = ordered if len(ordered) <= MOST else ordered[: MOST - 1]
    items: list[tuple[Span, ...]] = []
    for one in kept:
        called = mention(organisation, one) if mentioned and one not in organisation.away else name(organisation, one)
        behind = in_brackets(organisation, in_place_of.get(one)) or away_note(organisation, one, today)
        items.append((called, behind) if behind else (called,))
    more = len(ordered) - len(kept)
    return _joined([*items, (f"{more} more",)] if more else items, word)


def _joined(items: Sequence[tuple[Span, ...]], word: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    for index, item in enumerate(items):
        if index:
            spans.append(f" {word} " if index == len(items) - 1 else ", ")
        spans += item
    return tuple(spans)


def _planned(organisation: Organisation, person: PersonId, absence: Absence) -> str:
    begun = person in organisation.away
    days = f"until {full_day(absence.last)}" if begun else f"{full_day(absence.first)} to {full_day(absence.last)}"
    acts = f" ({name(organisation, absence.delegate)} acts)" if absence.delegate else ""
    return f"{name(organisation, person)} {days}{acts}"


def _days(absence: Absence, today: date) -> str:
    last = day(absence.last, today)
    if absence.has_begun:
        return f"until {last}"
    return f"on {last}" if absence.first == absence.last else f"from {day(absence.first, today)} to {last}"


def _was(page: AbsencePage) -> tuple[Text, ...]:
    """What was said before, where it was other days or somebody else acted."""
    before, now = page.before, page.absence
    if before is None or now is None:
        return ()
    if (before.first, before.last, before.delegate) == (now.first, now.last, now.delegate):
        return ()
    who = name(page.organisation, before.delegate) if before.delegate else "nobody"
    return ((f"Before, you were away {_days(before, page.today)}, and {who} acted for you.",),)


def _who_acts(organisation: Organisation, absence: Absence) -> str:
    if absence.delegate is None:
        return "Nobody acts for you. You get no reminders meanwhile, and whoever waits for your answer is told."
    who = name(organisation, absence.delegate)
    asked = "They are asked instead of you, and what they do is recorded as done on your behalf."
    return f"{who} acts for you, and will be told. {asked}"


def _presses(absence: Absence) -> tuple[Button, ...]:
    off = "I am back" if absence.has_begun else "I am not away after all"
    return (button(off, ComeBack()), opens("Change…", "away"))


def _last(organisation: Organisation, person: PersonId) -> str:
    return full_day(organisation.absences[person].last)
