"""The personal start page: what waits for me, what is mine, where I am in."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from bot.cards import Actions, Bold, Button, Card, Code, Divider, Heading, Mark, Note, Part, Section, Span, View
from bot.intents.absence import ShowAway
from bot.intents.block import Unblock
from bot.intents.codec import encode
from bot.intents.contract import ShowContract
from bot.intents.intent import GateRef
from bot.intents.looking import ListInitiatives, OpenHome, Status
from bot.intents.ownership import Accept
from bot.views.words.absence import acting_lines, away_until, for_whom, own_line
from bot.views.words.counting import capital, counted, counted_in_words
from bot.views.words.dates import lately
from bot.views.words.direction import steady
from bot.views.words.gate import due_text, lateness, needed, state
from bot.views.words.initiative import BETWEEN, headline, short_state
from bot.views.words.listing import begun, name
from bot.views.words.missing import missing_parts
from bot.views.words.presses import HANDOFF, button, opens, show, typed
from readiness.domain.readings.report import Standing
from readiness.domain.rights.permissions import Action, represented
from readiness.domain.values.gate import Gate
from readiness.domain.values.identity import PersonId
from readiness.domain.values.person import Person
from readiness.usecases.looking import HomePage

MOST = 8
MOST_INITIATIVES = 10
Row = TypeVar("Row")


def home_view(page: HomePage) -> View:
    """The page: what waits for the person first; when there is nothing at all, what to do first."""
    start = Actions((opens("New initiative", "new", primary=not _waits(page)), _all(), _away(page)))
    if not (page.gates or page.initiatives or page.missing or _waits(page)):
        return View((Heading("Nothing waits for you"), *_absences(page), *_first_steps(), start, _last(page)))
    parts: list[Part] = [Heading(_title(page)), *_absences(page)]
    parts += _listed("Sign off", page.approvals, lambda row: _approval(page, *row))
    parts += _listed("Sign the contract", page.contracts, _contract)
    parts += _listed("Accept or decline", page.offers, lambda row: _offer(*row))
    parts += _listed("Waits for me", page.awaited, lambda row: _awaited(*row))
    parts += _listed("My gates", _by_due(page.gates), lambda row: _gate(page, *row))
    parts += _listed("My handoffs", page.handoffs, lambda row: _handoff(page, row))
    owned = {one.initiative.slug for one in page.handoffs}
    others = [one for one in page.initiatives if one.initiative.slug not in owned]
    parts += _listed("My initiatives", others, _initiative, MOST_INITIATIVES)
    return View((*parts, *missing_parts(page.missing), Divider(), start, _last(page)))


def home_card(view: View) -> Card:
    """The page as a message, for whoever asked for it where there is no page."""
    headings = [part.text for part in view.parts if isinstance(part, Heading)]
    title = headings[0] if headings else "Your start page"
    return Card(title, view.parts, renewed_by=encode(OpenHome()))


def _absences(page: HomePage) -> tuple[Part, ...]:
    """That the reader is away, and for whom they act."""
    organisation, person = page.organisation, PersonId(page.person)
    said = tuple(filter(None, (own_line(organisation, person), *acting_lines(organisation, person))))
    return (Section(tuple((one,) for one in said), Mark.PAUSED),) if said else ()


def _away(page: HomePage) -> Button:
    """To say that one is away; for who said so, to look at it and to end it."""
    if page.person in page.organisation.absences:
        return button("My days away", ShowAway())
    return opens("I am away…", "away")


def _reader(page: HomePage) -> Person:
    return page.organisation.person(PersonId(page.person))


def _waits(page: HomePage) -> int:
    return len(page.approvals) + len(page.contracts) + len(page.offers) + len(page.awaited)


def _title(page: HomePage) -> str:
    count = _waits(page)
    if count:
        said = counted_in_words(count, "thing waits", "things wait")
        return f"{said[:1].upper()}{said[1:]} for you"
    late = sum(bool(standing.days_late(gate)) for standing, gate in page.gates)
    if late:
        said = counted_in_words(late, "gate of yours is late", "gates of yours are late")
        return f"{said[:1].upper()}{said[1:]}"
    return "Not everything of yours can be read" if page.missing else "Nobody waits for your answer"


def _first_steps() -> tuple[Part, ...]:
    lines: tuple[tuple[Span, ...], ...] = (
        ("Here you find the gates you own, the sign-offs you are asked for and the handoffs you hold.",),
        ("Start with an initiative, before its development does: its checklist names one person for every gate.",),
    )
    return (Section(lines),)


def _listed(title: str, rows: Iterable[Row], draw: Callable[[Row], Section], most: int = MOST) -> list[Part]:
    """A titled list of which at most `most` are drawn and the others counted."""
    found = list(rows)
    if not found:
        return []
    parts: list[Part] = [Divider(), Section(((Bold(title), f"{BETWEEN}{len(found)}"),))]
    parts += [draw(row) for row in found[:most]]
    if len(found) > most:
        parts.append(Note((f"And {len(found) - most} more: ", typed("list mine"))))
    return parts


def _approval(page: HomePage, standing: Standing, gate: Gate) -> Section:
    since = lately(standing.organisation.calendar.local_date(gate.progress_since), standing.today)
    late = lateness(standing, gate)
    behalf = represented(Action.SIGN, _reader(page), page.organisation, standing.initiative, gate)
    for_them = f"{capital(away_until(page.organisation, behalf, standing.today))}{BETWEEN}" if behalf else ""
    waits: tuple[Span, ...] = (f"{for_them}Waiting since {since}", *((BETWEEN, Bold(late)) if late else ()))
    title: tuple[Span, ...] = (Code(gate.key), f" {steady(gate.title)}, {steady(standing.initiative.name)}")
    return Section((title, waits), accessory=show("Look and answer", _ref(standing, gate.key)))


def _contract(standing: Standing) -> Section:
    initiative, step = standing.initiative, standing.survey.contract
    since = lately(standing.organisation.calendar.local_date(step.since), standing.today) if step else "today"
    title: tuple[Span, ...] = ("The deployment contract", f", {steady(initiative.name)}")
    press = button("Look and answer", ShowContract(initiative.slug))
    return Section((title, (f"Waiting since {since}",)), accessory=press)


def _offer(standing: Standing, gate: Gate | None) -> Section:
    initiative, organisation = standing.initiative, standing.organisation
    ownership = initiative.handoff if gate is None else gate.ownership
    accountable = ownership.accountable
    stays = (
        f"Until you accept, {name(organisation, accountable)} stays accountable" if accountable else "Offered to you"
    )
    if gate is None:
        accept = button("Accept", Accept(_ref(standing, HANDOFF)))
        return Section((("The handoff as a whole", f", {steady(initiative.name)}"), (stays,)), accessory=accept)
    title: tuple[Span, ...] = (Code(gate.key), f" {steady(gate.title)}, {steady(initiative.name)}")
    when = (stays, BETWEEN, *needed(standing, gate))
    return Section((title, when), accessory=show("Look and answer", _ref(standing, gate.key)))


def _awaited(standing: Standing, gate: Gate) -> Section:
    ref = _ref(standing, gate.key)
    title: tuple[Span, ...] = (Code(gate.key), f" {steady(gate.title)}, {steady(standing.initiative.name)}")
    return Section((title, begun(state(standing, gate))), accessory=button("It can go on", Unblock(ref)))


def _gate(page: HomePage, standing: Standing, gate: Gate) -> Section:
    due = due_text(standing, gate)
    title: tuple[Span, ...] = (Code(gate.key), f" {steady(gate.title)}, {steady(standing.initiative.name)}")
    line = begun((*_owned_by(page, gate.owner), *state(standing, gate), *((BETWEEN, *due) if due else ())))
    return Section((title, line), accessory=show("Show gate", _ref(standing, gate.key)))


def _owned_by(page: HomePage, owner: PersonId | None) -> tuple[Span, ...]:
    """Whose it is, where the reader only acts for them."""
    return () if owner is None or owner == page.person else (f"{for_whom(page.organisation, owner).strip()}{BETWEEN}",)


def _handoff(page: HomePage, standing: Standing) -> Section:
    unowned = standing.survey.unowned
    missing = f"{BETWEEN}{counted(len(unowned), 'gate')} without an owner" if unowned else ""
    whose = _owned_by(page, standing.initiative.handoff.owner)
    return _initiative(standing, missing, whose)


def _initiative(standing: Standing, more: str = "", whose: tuple[Span, ...] = ()) -> Section:
    stalls = len(standing.survey.stalls)
    still = f"{BETWEEN}{counted(stalls, 'stall')}" if stalls else ""
    line = begun((*whose, f"{short_state(standing)}{still}{more}"))
    press = button("Checklist", Status(standing.initiative.slug))
    return Section(((Bold(headline(standing)),), line), accessory=press)


def _by_due(gates: Iterable[tuple[Standing, Gate]]) -> list[tuple[Standing, Gate]]:
    """The gates due first come first, those without a date last."""

    def order(pair: tuple[Standing, Gate]) -> tuple[bool, str]:
        due = pair[0].due(pair[1])
        return due is None, due.isoformat() if due else ""

    return sorted(gates, key=order)


def _all() -> Button:
    return button("All initiatives", ListInitiatives("all"))


def _last(page: HomePage) -> Note:
    reminders = page.organisation.person(PersonId(page.person)).reminders
    switch = "remind on" if reminders.off else "remind off"
    return Note((f"Reminders are {'off' if reminders.off else 'on'}: ", typed(switch), BETWEEN, typed("help")))


def _ref(standing: Standing, key: str) -> GateRef:
    return GateRef(standing.initiative.slug, key)
