"""The one merged direct message to a person."""

from collections.abc import Callable
from datetime import date

from bot.cards import (
    Accessory,
    Actions,
    Bold,
    Button,
    Card,
    Code,
    Divider,
    Menu,
    MenuItem,
    Note,
    Part,
    PersonPicker,
    Section,
    Span,
    Text,
)
from bot.intents.contract import ShowContract
from bot.intents.intent import GateRef
from bot.intents.looking import Help, ListInitiatives, Status
from bot.intents.ownership import Accept, Confirm
from bot.intents.reminder import Snooze
from bot.views.words.absence import away_until, people_acting
from bot.views.words.counting import capital, counted, counted_in_words, days_late
from bot.views.words.dates import lately, on_day, soon, weekday
from bot.views.words.direction import steady
from bot.views.words.gate import shortened
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import codes, listed, name, people
from bot.views.words.presses import ALL, HANDOFF, button, menu_opens, name_someone, opens, show, typed
from bot.views.words.rework import done_button
from bot.views.words.step import does, who_acts
from readiness.domain.readings.reminder import Reminder, ReminderItem, ReminderKind
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.rework import ReworkKind
from readiness.domain.values.step import NextStep

MOST_NAMED = 4
MOST_TO_HAND_OFF = 5
_THE_WHOLE = "the handoff as a whole"
NOTHING_LEFT = "Done: nothing in this message waits for you any more."


def reminder_card(reminder: Reminder, organisation: Organisation, today: date) -> Card:
    """What waits for the person, the most pressing first, then the gates without an owner with a chooser each."""
    if not reminder.items:
        return answered_reminder_card()
    title = _title(reminder)
    mine = [item for item in reminder.items if item.kind is not ReminderKind.NAME_OWNER]
    parts: list[Part] = [Section(((Bold(title),),))]
    for index, item in enumerate(mine):
        parts += _item(item, organisation, today, primary=index == 0)
    parts += _unowned(reminder, organisation, today, has_others=bool(mine))
    if reminder.more:
        home = button("My initiatives", ListInitiatives("mine"))
        parts.append(Section(((f"And {reminder.more} more.",),), accessory=home))
    parts.append(Actions((button("Snooze until Monday", Snooze()), button("Preferences", Help("remind")))))
    return Card(title, (*parts, _last()))


def answered_reminder_card() -> Card:
    """What a reminder becomes when nothing in it asks any more."""
    return Card(NOTHING_LEFT, (Note((NOTHING_LEFT,)),))


def _title(reminder: Reminder) -> str:
    said: list[str] = []
    if reminder.waiting:
        said.append(counted_in_words(reminder.waiting, "thing waits for you", "things wait for you"))
    if reminder.with_others:
        said.append(counted_in_words(reminder.with_others, "thing waits for others", "things wait for others"))
    handoffs = sum(item.kind is ReminderKind.NAME_OWNER and item.gate is None for item in reminder.items)
    gates = reminder.unowned - handoffs
    if gates:
        said.append(counted_in_words(gates, "gate has no owner", "gates have no owner"))
    if handoffs:
        said.append(counted_in_words(handoffs, "handoff has no owner", "handoffs have no owner"))
    return f"{capital(', and '.join(said))}."


def _item(item: ReminderItem, organisation: Organisation, today: date, *, primary: bool) -> tuple[Part, ...]:
    lead, line = _WORDS[item.kind](item, organisation, today)
    about: Text = (Bold(lead), " ", *_subject(item))
    if item.on_behalf_of is not None:
        away = capital(away_until(organisation, item.on_behalf_of, today))
        line = (away, *((BETWEEN, *line) if line else ()))
    lines = (about, line) if line else (about,)
    if item.kind is ReminderKind.CONFIRM:
        return (Section(lines), Actions(_confirm(item, primary=primary)))
    return (Section(lines, accessory=_press(item, primary=primary)),)


def _subject(item: ReminderItem) -> tuple[Span, ...]:
    if item.kind is ReminderKind.CONTRACT:
        return (f"for {steady(item.name)}",)
    named: list[Span] = [_named(gate) for gate in item.gates or (item.gate,)]
    return (*listed(named, most=MOST_NAMED), f" for {steady(item.name)}")


def _named(gate: str | None) -> Span:
    return Code(gate) if gate else _THE_WHOLE


_Words = tuple[str, Text]


def _answer(item: ReminderItem, organisation: Organisation, today: date) -> _Words:
    by = f" by {soon(item.due, today)}" if item.due is not None and item.due >= today else ""
    return f"Answer{by}: sign-off of", (f"Waiting since {_since(item, organisation, today)}", *_late(item))


def _accept(item: ReminderItem, organisation: Organisation, today: date) -> _Words:
    if item.giver is None:
        return "Accept or decline:", (f"Offered {_days_ago(item)}.",)
    giver = name(organisation, item.giver)
    accountable = giver if item.accountable is None else name(organisation, item.accountable)
    return "Accept or decline:", (
        f"Offered by {giver} {_days_ago(item)}. Until you accept, {accountable} stays accountable.",
    )


def _overdue(item: ReminderItem, organisation: Organisation, today: date) -> _Words:
    due = f"Was due {weekday(item.due, today)}" if item.due else "Overdue"
    return "Overdue:", (due, *_late(item), *_waits(item))


def _due_soon(item: ReminderItem, organisation: Organisation, today: date) -> _Words:
    due = f"Due {soon(item.due, today)}:" if item.due else "Due:"
    return due, _waits(item)[1:] or (capital(_STEPS.get(item.step, "Next: your step")),)


def _changes(item: ReminderItem, organisation: Organisation, today: date) -> _Words:
    since = _since(item, organisation, today)
    return "Make the changes:", (f"Changes requested {_when(since)}", *_late(item))


def _waited_for(item: ReminderItem, organisation: Organisation, today: date) -> _Words:
    who = name(organisation, item.giver) if item.giver else "It"
    since = _since(item, organisation, today)
    return "Waits for you:", (f"{who} has waited since {since}. Answer, then say that it can go on", *_late(item))


def _nobody(item: ReminderItem, organisation: Organisation, today: date) -> _Words:
    if item.step is NextStep.ADD_MEMBERS:
        return "Nobody can sign:", ("Too few people may. Add some: ", typed("party NAME member @person"))
    return "Nobody can sign:", ("Say who must: ", typed(f"approvers {item.slug}/{item.gate}"))


def _unanswered(item: ReminderItem, organisation: Organisation, today: date) -> _Words:
    who, days = people_acting(organisation, today, item.people, {}, "or"), counted(item.days, "day")
    then = " Ask in person, or name somebody else."
    if len(item.people) > 1:
        return "No answer yet:", ("No answer from ", *who, f" for {days}.", then)
    return "No answer yet:", (*who, f" has not answered for {days}.", then)


def _rework(item: ReminderItem, organisation: Organisation, today: date) -> _Words:
    one = item.rework
    if one is None:
        return "To be done:", _late(item)
    what = "Finding" if one.kind is ReworkKind.FINDING else "Changes"
    due = f"was due {weekday(one.due, today)}" if one.is_overdue(today) else f"due {soon(one.due, today)}"
    return f"{what} {due}:", (shortened(one.text, 150), *_late(item))


def _late_with_others(item: ReminderItem, organisation: Organisation, today: date) -> _Words:
    told, after = _reminded(item, organisation), _next(item, organisation, today)
    return _how_late(item), (*told, *((" ",) if told and after else ()), *after)


def _nobody_left(item: ReminderItem, organisation: Organisation, today: date) -> _Words:
    return _how_late(item), ("Nobody is left to tell, so it comes to you. Name an owner who can see to it.",)


def _confirmation(item: ReminderItem, organisation: Organisation, today: date) -> _Words:
    return "Still yours?", ("You said so a while ago. If it has moved on, hand it to whoever has it now.",)


def _unconfirmed(item: ReminderItem, organisation: Organisation, today: date) -> _Words:
    who, told = people(organisation, item.people), _reminded(item, organisation)
    said = f" has not said yet whether {'it is' if len(item.gates) == 1 else 'they are'} still theirs."
    if item.asked_at is not None:
        said = f" was asked {on_day(organisation.calendar.local_date(item.asked_at), today)} and has not answered."
    return "Not confirmed:", (*who, said, *((" ", *told) if told else ()))


def _how_late(item: ReminderItem) -> str:
    return f"{days_late(item.days_late)}:" if item.days_late else f"{_NOT_YET[item.step]}:"


def _reminded(item: ReminderItem, organisation: Organisation) -> tuple[Span, ...]:
    """Say "Ben and Kim were reminded."; who was asked, as it says already, is not among them."""
    told = [one for one in item.told if item.kind is not ReminderKind.UNCONFIRMED or one not in item.people]
    were = "was" if len(told) == 1 else "were"
    return (*people(organisation, told, "and", most=MOST_NAMED), f" {were} reminded.") if told else ()


def _next(item: ReminderItem, organisation: Organisation, today: date) -> tuple[Span, ...]:
    """Say "Next: Ben gives evidence."; of a gate that waits for others, for which."""
    if item.blocked_by:
        return ("It waits for ", *codes(item.blocked_by), ".")
    if not item.people:
        return ()
    return ("Next: ", *who_acts(organisation, today, item), " ", *does(item.step, item.needed), ".")


_NOT_YET: dict[NextStep, str] = {
    NextStep.NAME_OWNER: "No owner yet",
    NextStep.ADD_MEMBERS: "Nobody can sign",
    NextStep.CHANGE_RULE: "Nobody can sign",
    NextStep.CLOSE_FINDING: "A finding is open",
    NextStep.CONFIRM: "Not confirmed",
    NextStep.ANSWER: "No answer yet",
    NextStep.ACCEPT_OR_DECLINE: "No answer yet",
}
"""What is said of a step that is not late by a date."""


def _contract(item: ReminderItem, organisation: Organisation, today: date) -> _Words:
    begins = f"Development is to start {soon(item.due, today)}" if item.due and item.due >= today else ""
    due: Text = (begins,) if begins else (f"It was to be signed by {weekday(item.due, today)}",) if item.due else ()
    since = _when(_since(item, organisation, today))
    match item.step:
        case NextStep.SIGN_CONTRACT:
            return "Sign the contract", (f"Asked {since}{BETWEEN if due else ''}", *due, *_late(item))
        case NextStep.SETTLE_REFUSAL:
            return "A party refused the contract", (
                f"Waiting {since} for what has to change, so that every party can sign.",
            )
        case _ if item.due is None:
            return "Ask every party to sign the contract", (f"It has changed {since}, so it no longer holds.",)
        case _:
            return "Ask every party to sign the contract", (*due, *_late(item))


_WORDS: dict[ReminderKind, Callable[[ReminderItem, Organisation, date], _Words]] = {
    ReminderKind.ANSWER: _answer,
    ReminderKind.ACCEPT: _accept,
    ReminderKind.OVERDUE: _overdue,
    ReminderKind.REWORK: _rework,
    ReminderKind.CHANGES_REQUESTED: _changes,
    ReminderKind.WAITED_FOR: _waited_for,
    ReminderKind.NOBODY_CAN_APPROVE: _nobody,
    ReminderKind.DUE_SOON: _due_soon,
    ReminderKind.CONFIRM: _confirmation,
    ReminderKind.NOBODY_LEFT: _nobody_left,
    ReminderKind.LATE: _late_with_others,
    ReminderKind.UNANSWERED: _unanswered,
    ReminderKind.UNCONFIRMED: _unconfirmed,
    ReminderKind.CONTRACT: _contract,
}
_STEPS: dict[NextStep, str] = {
    NextStep.GIVE_EVIDENCE: "next: add evidence",
    NextStep.ASK_FOR_SIGN_OFF: "next: ask for the sign-off",
    NextStep.UNBLOCK: "it is blocked; say when it can go on",
    NextStep.ANSWER_CHANGES: "changes were requested",
    NextStep.CONFIRM: "next: say whether it is still yours",
}


def _confirm(item: ReminderItem, *, primary: bool) -> tuple[Accessory, ...]:
    """One press for everything that is asked, and for each a way to hand it on."""
    if len(item.gates) == 1:
        ref = GateRef(item.slug, item.gates[0] or HANDOFF)
        return (button("Yes, still mine", Confirm(ref), primary=primary), opens("Hand off…", "handoff", ref))
    yes = button("Yes, all mine", Confirm(GateRef(item.slug, ALL)), primary=primary)
    return (yes, Menu(tuple(_hand_off(item.slug, gate) for gate in item.gates[:MOST_TO_HAND_OFF])))


def _hand_off(slug: str, gate: str | None) -> MenuItem:
    return menu_opens(f"Hand off {gate or _THE_WHOLE}…", "handoff", GateRef(slug, gate or HANDOFF))


def _press(item: ReminderItem, *, primary: bool) -> Button | PersonPicker:
    ref = GateRef(item.slug, item.gate or HANDOFF)
    if item.kind is ReminderKind.NOBODY_LEFT:
        return name_someone(ref)
    if item.kind is ReminderKind.CONTRACT:
        return button("Look and answer", ShowContract(item.slug), primary=primary)
    if item.gate is None:
        label = "Accept" if item.kind is ReminderKind.ACCEPT else "Checklist"
        accept = item.kind is ReminderKind.ACCEPT
        press = Accept(ref) if accept else Status(item.slug)
        return button(label, press, primary=primary)
    if item.rework is not None and item.rework.kind is ReworkKind.FINDING:
        return done_button(item.slug, item.rework, primary=primary)
    label = {ReminderKind.ANSWER: "Look and answer", ReminderKind.ACCEPT: "Accept or decline"}.get(
        item.kind, "Show gate"
    )
    if item.step is NextStep.GIVE_EVIDENCE and item.kind in (ReminderKind.OVERDUE, ReminderKind.DUE_SOON):
        return opens("Add evidence", "evidence", ref, primary=primary) if not item.blocked_by else show(label, ref)
    return show(label, ref, primary=primary)


def _unowned(reminder: Reminder, organisation: Organisation, today: date, *, has_others: bool) -> tuple[Part, ...]:
    """Gates nobody holds, by initiative, with a chooser each."""
    parts: list[Part] = []
    slug = ""
    for item in reminder.items:
        if item.kind is not ReminderKind.NAME_OWNER:
            continue
        if item.slug != slug:
            parts += [Divider()] if parts or has_others else []
            parts.append(Section(((Bold(f"No owner yet in {steady(item.name)}"), " (you are asked to name one)"),)))
            slug = item.slug
        late = _late(item)
        due = f"{BETWEEN}due {weekday(item.due, today)}" if item.due and not late else ""
        subject: tuple[Span, ...] = (Code(item.gate),) if item.gate else ("The handoff as a whole",)
        waits = f"{BETWEEN}{counted(item.days, 'day')}" if item.days else ""
        picker = name_someone(GateRef(item.slug, item.gate or HANDOFF))
        behalf = f"{BETWEEN}{away_until(organisation, item.on_behalf_of, today)}" if item.on_behalf_of else ""
        parts.append(Section(((*subject, waits, due, *late, behalf),), accessory=picker))
    return tuple(parts)


def _late(item: ReminderItem) -> tuple[Span, ...]:
    return (f"{BETWEEN}{days_late(item.days_late)}",) if item.days_late else ()


def _waits(item: ReminderItem) -> tuple[Span, ...]:
    return (BETWEEN, "waits for ", *codes(item.blocked_by)) if item.blocked_by else ()


def _since(item: ReminderItem, organisation: Organisation, today: date) -> str:
    return lately(organisation.calendar.local_date(item.since), today)


def _when(since: str) -> str:
    return since if since in ("today", "yesterday") else f"since {since}"


def _days_ago(item: ReminderItem) -> str:
    return {0: "today", 1: "yesterday"}.get(item.days, f"{counted(item.days, 'day')} ago")


def _last() -> Note:
    return Note(("One message a day at most, in your working hours. Silence it: ", typed("remind off")))
