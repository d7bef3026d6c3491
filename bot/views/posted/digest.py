"""The weekly message about stalls, for a channel or for leadership."""

from datetime import date

from bot.cards import Bold, Bullets, Button, Card, Code, Divider, Heading, Mark, Meter, Note, Part, Section, Span
from bot.intents.block import Waits
from bot.intents.contract import ShowContract
from bot.intents.intent import GateRef
from bot.intents.looking import ListInitiatives, Status
from bot.views.words.circles import WHO_WAITS, circle_words
from bot.views.words.conditions import NAME_AN_OWNER
from bot.views.words.contract import short_state, state_line, violation_parts
from bot.views.words.counting import counted, money
from bot.views.words.dates import WEEKDAYS, day, full_day
from bot.views.words.direction import steady
from bot.views.words.initiative import BETWEEN, VALUE_NOT_SET, against_model, cost_text
from bot.views.words.listing import codes, listed, name
from bot.views.words.missing import missing_parts
from bot.views.words.presses import HANDOFF, button, opens, show, typed
from bot.views.words.slots import slot_sentence
from bot.views.words.stall import fix_line, stall_line
from bot.views.words.terms import milestone
from readiness.domain.readings.digest import Digest, InitiativeDigest, Move, MoveKind, NextDate
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.schedule import WeeklySlot
from readiness.domain.values.step import NextStep, StallCause

MOST_MOVES = 4
MOST_IN_FULL = 3
MOST_FINGERPRINTS = 10


def digest_card(
    digest: Digest,
    organisation: Organisation,
    late: bool = False,
    slot: WeeklySlot | None = None,
    *,
    leadership: bool = False,
) -> Card:
    """The digest; `slot` is when it is sent weekly, None when it was asked for; `late` when the run was missed."""
    title = _title(digest, leadership=leadership)
    parts: list[Part] = [Heading(title), _first_note(digest, late=late)]
    stalled = [one for one in digest.initiatives if one.stall_count]
    quiet = [one for one in digest.initiatives if not one.stall_count]
    for index, one in enumerate(stalled[:MOST_IN_FULL]):
        parts += [Divider()] if index else []
        parts += _initiative(one, organisation, digest.day, is_first=index == 0)
    parts += _in_short(stalled[MOST_IN_FULL:], digest.day)
    parts += _quiet(quiet, digest, organisation)
    if digest.more_initiatives:
        more = button("All initiatives", ListInitiatives("all"))
        parts.append(Section(((f"And {counted(digest.more_initiatives, 'more initiative')}.",),), accessory=more))
    parts += _moved(stalled[:MOST_IN_FULL], organisation)
    parts += missing_parts(digest.missing)
    return Card(title, (*parts, *_record(digest), _last(slot)))


def _title(digest: Digest, *, leadership: bool) -> str:
    whose = "Leadership digest" if leadership else f"{WEEKDAYS[digest.day.weekday()]} digest"
    count = counted(digest.initiative_count, "initiative")
    if digest.is_quiet and digest.missing:
        return f"{whose}{BETWEEN}{count}, {digest.missing} missing"
    if digest.is_quiet:
        return f"{whose}{BETWEEN}{count}, nothing stands still"
    return f"{whose}{BETWEEN}{count}, {counted(digest.stalls, 'stall')}"


def _first_note(digest: Digest, *, late: bool) -> Note:
    spans: list[Span] = [full_day(digest.day)]
    sums = [one for one in digest.costs if one.amount > 0]
    if sums:
        spans += [f"{BETWEEN}cost of waiting so far: ", *listed([Bold(money(one)) for one in sums], most=6)]
    if digest.without_value:
        spans.append(f"{BETWEEN}{counted(digest.without_value, 'initiative')}: {VALUE_NOT_SET}")
    if late:
        spans.append(f"{BETWEEN}sent late: the usual time was missed")
    return Note(tuple(spans))


def _initiative(one: InitiativeDigest, organisation: Organisation, today: date, *, is_first: bool) -> tuple[Part, ...]:
    title: tuple[Span, ...] = (Bold(steady(one.name)), f"{BETWEEN}{_model_complete(one, today)}")
    lines = _stall_lines(one, organisation, today)
    if one.more_stalls:
        lines.append((f"and {one.more_stalls} more",))
    parts: list[Part] = [Section((title,)), _meter(one), *violation_parts(one.violations, organisation, today)]
    parts += [Note(state_line(one.contract, organisation, today)), Bullets(tuple(lines)), *_circles(one, organisation)]
    if one.undated:
        parts.append(Note(("No date depends on ", *codes(one.undated))))
    if one.fix_first is not None:
        stall, waiting = one.fix_first
        press = _press(one, is_first=is_first)
        parts.append(Section((fix_line(stall, waiting),), Mark.NEXT, press))
    return tuple(parts)


def _stall_lines(one: InitiativeDigest, organisation: Organisation, today: date) -> list[tuple[Span, ...]]:
    """The stalls that are shown; who takes a step on which several of them wait is said once."""
    told = {stall.gate for stall in one.stalls if not stall.waits_for_gate}
    return [
        stall_line(
            stall,
            organisation,
            today,
            is_nobodys=stall.gate in one.nobodys,
            is_told=stall.waits_for_gate and stall.next_gate in told,
        )
        for stall in one.stalls
    ]


def _circles(one: InitiativeDigest, organisation: Organisation) -> tuple[Part, ...]:
    """Who waits for each other, where anybody does; gates that are blocked are stalls, so this never stands alone."""
    if not one.circles:
        return ()
    more = f"{BETWEEN}and {len(one.circles) - 1} more" if len(one.circles) > 1 else ""
    words = circle_words(one.circles[0], organisation)
    look = button(WHO_WAITS, Waits(one.slug))
    return (Section(((Bold("Waiting in a circle: "), *words, more),), Mark.WARNING, look),)


def _in_short(others: list[InitiativeDigest], today: date) -> tuple[Part, ...]:
    """Further initiatives with stalls, a line each, so that the message stays readable."""
    lines: list[tuple[Span, ...]] = []
    for one in others:
        down = one.burndown
        count = f"{down.done} of {down.total}{BETWEEN}{counted(one.stall_count, 'stall')}"
        cost = cost_text(one.cost, is_complete=one.is_complete)
        words = (_model_complete(one, today), count, *((cost,) if cost else ()))
        lines.append((Bold(steady(one.name)), f"{BETWEEN}{BETWEEN.join(words)}{_contract(one)}"))
    if not lines:
        return ()
    stalled = button("What stands still", ListInitiatives("stalled"))
    return (Divider(), Bullets(tuple(lines), "Also", stalled))


def _press(one: InitiativeDigest, *, is_first: bool) -> Button | None:
    if one.fix_first is None:
        return None
    stall = one.fix_first[0]
    key = stall.next_gate or HANDOFF
    if stall.next_step is NextStep.NAME_OWNER:
        return opens(NAME_AN_OWNER, "assign", GateRef(one.slug, key), primary=is_first)
    if stall.cause is StallCause.CONTRACT_NOT_SIGNED:
        return button("Contract", ShowContract(one.slug), primary=is_first)
    if stall.next_gate is None:
        return button("Open", Status(one.slug), primary=is_first)
    return show("Open", GateRef(one.slug, key), primary=is_first)


def _model_complete(one: InitiativeDigest, today: date) -> str:
    return against_model(one.model_complete, today, is_complete=one.is_complete)


def _meter(one: InitiativeDigest) -> Meter:
    down = one.burndown
    words = f"{down.done} of {down.total}"
    if one.is_complete:
        words += f"{BETWEEN}{cost_text(one.cost, is_complete=True)}"
    elif down.open_at_model_complete is not None:
        left = down.open_at_model_complete
        words += f"{BETWEEN}on course {'for ' + counted(left, 'open gate') if left else 'to be ready'}"
    return Meter(down.done, down.total, (words,))


def _quiet(quiet: list[InitiativeDigest], digest: Digest, organisation: Organisation) -> tuple[Part, ...]:
    """Initiatives in which nothing stands still: a line each, with what moved and the next dates."""
    lines: list[tuple[Span, ...]] = []
    for one in quiet:
        moved = _moves(one, organisation)
        dates = _dates(one.next_dates, digest)
        down = one.burndown
        line: tuple[Span, ...] = (Bold(steady(one.name)), f"{BETWEEN}{down.done} of {down.total}{_contract(one)}")
        lines.append((*line, *((BETWEEN, *moved) if moved else ()), *((f"{BETWEEN}next: ", *dates) if dates else ())))
    title = "" if digest.is_quiet else "Nothing stands still in"
    return (
        *((Divider(),) if not digest.is_quiet and lines else ()),
        *((Bullets(tuple(lines), title),) if lines else ()),
    )


def _contract(one: InitiativeDigest) -> str:
    said = short_state(one.contract, one.violations)
    return f"{BETWEEN}{said}" if said else ""


def _dates(dates: tuple[NextDate, ...], digest: Digest) -> tuple[Span, ...]:
    spans: list[Span] = []
    for one in dates:
        spans += [", "] if spans else []
        spans += [Code(one.gate)] if one.gate else [milestone(one.milestone or "")]
        spans.append(f" {day(one.day, digest.day)}")
    return tuple(spans)


def _moved(stalled: list[InitiativeDigest], organisation: Organisation) -> tuple[Part, ...]:
    """What moved last week in the initiatives that have stalls, named where there are several of them."""
    lines: list[tuple[Span, ...]] = []
    for one in stalled:
        moved = _moves(one, organisation)
        if moved:
            where = f"{steady(one.name)}: " if len(stalled) > 1 else ""
            lines.append((where, *moved))
    if not lines:
        return ()
    if len(lines) == 1:
        return (Divider(), Section(((Bold("Moved last week:"), " ", *lines[0]),)))
    return (Divider(), Bullets(tuple(lines), "Moved last week"))


def _moves(one: InitiativeDigest, organisation: Organisation) -> tuple[Span, ...]:
    spans: list[Span] = []
    for move in one.moves[:MOST_MOVES]:
        spans += [BETWEEN] if spans else []
        spans += _move(move, organisation)
    more = len(one.moves) - MOST_MOVES
    return (*spans, f"{BETWEEN}{more} more") if more > 0 else tuple(spans)


def _move(move: Move, organisation: Organisation) -> tuple[Span, ...]:
    gates = listed([Code(key) if key else "the handoff" for key in move.gates])
    giver = name(organisation, move.giver) if move.giver else "its owner"
    taker = name(organisation, move.taker) if move.taker else "its new owner"
    words = {
        MoveKind.SIGNED_OFF: " signed off",
        MoveKind.NOT_APPLICABLE: " not applicable",
        MoveKind.WAIVED: " waived",
        MoveKind.HANDED_OVER: f" handed from {giver} to {taker}",
        MoveKind.ACCEPTED: f" accepted by {taker}",
        MoveKind.HANDED_BACK: " handed back",
        MoveKind.REOPENED: " open again",
    }
    return (*gates, words[move.kind])


def _record(digest: Digest) -> tuple[Part, ...]:
    """The fingerprints of the records, so that the channel itself witnesses them."""
    prints = [one.fingerprint for one in digest.initiatives[:MOST_FINGERPRINTS]]
    marks: list[Span] = []
    for one in prints:
        marks += [" ", Code(one)]
    return (Note(("Record", *marks)),) if marks else ()


def _last(slot: WeeklySlot | None) -> Note:
    sent = "Shown because you asked, to you alone" if slot is None else f"Sent {slot_sentence(slot)}"
    return Note((sent, f"{BETWEEN}change or stop it: ", typed("help digest")))
