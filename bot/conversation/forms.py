"""Forms: opened by a press, completed to the same intent that could have been typed."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.cards import Form
from bot.conversation.reading.amounts import read_amount, read_currency, split_amount
from bot.conversation.reading.clock import ABBREVIATIONS, read_zone
from bot.conversation.reading.words import folded
from bot.conversation.turn import Ask, Mend, Reply, Turn
from bot.intents.absence import GoAway
from bot.intents.block import Blocked
from bot.intents.calendar import ChangeCalendar
from bot.intents.contract import RefuseContract
from bot.intents.form import FormName, OpenForm
from bot.intents.incident import ReportIncident
from bot.intents.initiative import New
from bot.intents.intent import GateRef, Intent
from bot.intents.ownership import Assign, Decline, HandOff
from bot.intents.review import GiveEvidence, SignOff, Withdraw
from bot.intents.rework import ApproveWithFinding, AssignRework
from bot.views.shown import forms as views
from bot.views.shown.calendar import calendar_form
from bot.views.words.absence import away_form
from readiness.domain.rules.initiative import parties_of
from readiness.domain.values.gate import ChangesReason, Decision
from readiness.domain.values.milestone import MILESTONES
from readiness.domain.values.refusal import Refusal
from readiness.domain.values.refusals import (
    BadText,
    ControlMissing,
    DateInThePast,
    DateTooFar,
    DelegateAway,
    DirectHome,
    IncidentInTheFuture,
    LastBeforeFirst,
    NameMissing,
    NobodyToWaitFor,
    NoSuchRework,
    NotAMember,
    NotFound,
    OwnDelegate,
    ReasonMissing,
    TooManyHolidays,
    WaitsForItself,
)
from readiness.usecases import looking
from readiness.usecases.absence import look_at_absence
from readiness.usecases.arrivals import UnknownAccount
from readiness.usecases.calendar import look_at_calendar

Values = Mapping[str, str]
"""What was filled in, by field key: dates in ISO form, people and channels by their account id, empty if left out."""

LIVE = "live"


@dataclass(frozen=True, slots=True)
class FormKind:
    """How one form is opened and read. Its fields named here take refusals about words, people and days."""

    open: Callable[[Turn, OpenForm], Awaitable[Form]]
    read: Callable[[OpenForm, Values], Intent]
    text_field: str = "reason"
    person_field: str = "person"
    day_field: str = "until"


async def open_form(turn: Turn, intent: OpenForm) -> Reply:
    """The form of that name."""
    return Ask(await FORMS[intent.form].open(turn, intent))


def complete(opened: OpenForm, values: Values) -> Intent | Mend:
    """The intent that the filled form stands for, or what is wrong in it by field."""
    try:
        return FORMS[opened.form].read(opened, values)
    except BadField as bad:
        return Mend({bad.field: views.field_problem(bad.kind)})


def mend(opened: OpenForm, refusal: Refusal, values: Values) -> Mend | None:
    """A refusal told at the field it is about, so that nothing typed is lost; None when it is about no field."""
    kind = FORMS[opened.form]
    match refusal:
        case NameMissing() | ReasonMissing() | BadText() | TooManyHolidays():
            fields = [kind.text_field]
        case ControlMissing():
            fields = ["control"]
        case DateTooFar():
            fields = [field for field, filled in values.items() if filled == refusal.details["day"]]
        case DateInThePast() | LastBeforeFirst() | IncidentInTheFuture():
            fields = [kind.day_field]
        case NotAMember() | UnknownAccount() | WaitsForItself() | NobodyToWaitFor() | OwnDelegate() | DelegateAway():
            fields = [kind.person_field]
        case DirectHome() if opened.form == "new":
            fields = ["channel"]
        case _:
            return None
    return Mend(dict.fromkeys(fields, refusal.sentence()))


class BadField(Exception):
    """A field holds what cannot be used; `kind` names the sentence in bot/views/shown/forms.py."""

    def __init__(self, field: str, kind: str) -> None:
        """Name the field and the problem."""
        super().__init__(f"{field}: {kind}")
        self.field = field
        self.kind = kind


# --- opening ----------------------------------------------------------------------------------------------------------


async def _open_new(turn: Turn, intent: OpenForm) -> Form:
    page = await looking.settings(turn.deps, turn.asker)
    templates = await looking.templates(turn.deps, turn.asker, turn.built_in)
    chosen = next(one for one in templates if one.key == page.organisation.default_template)
    today = page.organisation.calendar.local_date(turn.deps.clock())
    return views.new_form(
        page.organisation,
        templates,
        parties_of(chosen, page.organisation),
        channel=turn.asker.channel or "",
        owner=turn.asker.person,
        today=today,
    )


async def _open_away(turn: Turn, intent: OpenForm) -> Form:
    return away_form(intent, await look_at_absence(turn.deps, turn.asker))


async def _open_calendar(turn: Turn, intent: OpenForm) -> Form:
    return calendar_form(intent, await look_at_calendar(turn.deps, turn.asker, to_change=True))


async def _open_incident(turn: Turn, intent: OpenForm) -> Form:
    stands = await looking.status(turn.deps, turn.asker, _ref(intent).initiative)
    return views.incident_form(intent, stands)


def _about_gate(form: Callable[[OpenForm, str, str], Form]) -> Callable[[Turn, OpenForm], Awaitable[Form]]:
    async def opened(turn: Turn, intent: OpenForm) -> Form:
        ref = _ref(intent)
        if ref.gate in ("handoff", "all"):
            stands = await looking.status(turn.deps, turn.asker, ref.initiative)
            return form(intent, stands.initiative.name, ref.gate)
        page = await looking.gate_page(turn.deps, turn.asker, ref.initiative, ref.gate)
        return form(intent, page.standing.initiative.name, page.gate.title)

    return opened


async def _open_blocked(turn: Turn, intent: OpenForm) -> Form:
    ref = _ref(intent)
    page = await looking.gate_page(turn.deps, turn.asker, ref.initiative, ref.gate)
    standing = page.standing
    return views.blocked_form(intent, standing.initiative.name, page.gate.title, standing.organisation.parties.values())


async def _open_rework(turn: Turn, intent: OpenForm) -> Form:
    """As it is now; a day that is over could not be sent again, so it is left out."""
    ref = _ref(intent)
    page = await looking.gate_page(turn.deps, turn.asker, ref.initiative, ref.gate)
    initiative, today = page.standing.initiative, page.standing.today
    item = next((one for one in initiative.rework if one.number == intent.number), None)
    if item is None:
        raise NoSuchRework(number=intent.number)
    owner, due = initiative.rework_owner(item) or "", item.due if item.due >= today else None
    return views.rework_form(intent, initiative.name, page.gate.title, owner=owner, due=due)


async def _open_refuse_contract(turn: Turn, intent: OpenForm) -> Form:
    stands = await looking.status(turn.deps, turn.asker, _ref(intent).initiative)
    return views.refuse_contract_form(intent, stands.initiative.name)


# --- reading ----------------------------------------------------------------------------------------------------------


def _read_new(opened: OpenForm, values: Values) -> Intent:
    amount, currency = _money(values.get("value", ""))
    owners = tuple((key.removeprefix("party:"), who) for key, who in values.items() if key.startswith("party:") and who)
    planned = tuple((key, _day(values, key)) for key in (*MILESTONES, LIVE) if values.get(key))
    return New(
        name=values.get("name", "").strip(),
        template=values.get("template") or None,
        owner=values.get("owner") or None,
        planned=planned,
        value=amount,
        currency=currency,
        channel=values.get("channel") or None,
        party_owners=owners,
    )


def _read_evidence(opened: OpenForm, values: Values) -> Intent:
    return GiveEvidence(_ref(opened), values.get("content", ""))


def _read_changes(opened: OpenForm, values: Values) -> Intent:
    reason = ChangesReason(values.get("reason") or ChangesReason.OTHER)
    comment = values.get("comment", "")
    return SignOff(_ref(opened), Decision.CHANGES, opened.seen, comment, reason, under=opened.under)


def _read_waive(opened: OpenForm, values: Values) -> Intent:
    return SignOff(
        _ref(opened),
        Decision.WAIVE,
        opened.seen,
        values.get("reason", ""),
        until=_day(values, "until"),
        control=values.get("control", ""),
        under=opened.under,
    )


def _read_not_applicable(opened: OpenForm, values: Values) -> Intent:
    reason = values.get("reason", "")
    return SignOff(_ref(opened), Decision.NOT_APPLICABLE, opened.seen, reason, under=opened.under)


def _read_finding(opened: OpenForm, values: Values) -> Intent:
    person, due = _person(values), _day(values, "due")
    return ApproveWithFinding(_ref(opened), person, due, values.get("text", ""), seen=opened.seen, under=opened.under)


def _read_rework(opened: OpenForm, values: Values) -> Intent:
    if opened.number is None:
        raise NotFound(form=opened.form)
    due = _day(values, "due") if values.get("due") else None
    return AssignRework(_ref(opened).initiative, opened.number, _person(values), due)


def _read_assign(opened: OpenForm, values: Values) -> Intent:
    return Assign(_ref(opened), _person(values), values.get("backup") or None)


def _read_decline(opened: OpenForm, values: Values) -> Intent:
    return Decline(_ref(opened), values.get("reason", ""))


def _read_hand_off(opened: OpenForm, values: Values) -> Intent:
    return HandOff(_ref(opened), _person(values), values.get("reason", ""))


def _read_blocked(opened: OpenForm, values: Values) -> Intent:
    person, party = values.get("person") or None, values.get("party") or None
    if person and party:
        raise BadField("party", "one-of-both")
    return Blocked(_ref(opened), values.get("reason", ""), person, party)


def _read_incident(opened: OpenForm, values: Values) -> Intent:
    ref = GateRef(_ref(opened).initiative, values.get("gate", ""))
    return ReportIncident(ref, values.get("what", ""), _day(values, "day"))


def _read_withdraw(opened: OpenForm, values: Values) -> Intent:
    return Withdraw(_ref(opened), values.get("reason", ""))


def _read_calendar(opened: OpenForm, values: Values) -> Intent:
    word, days = values.get("timezone", "").strip(), values.get("weekend", "")
    zone = read_zone(word)
    if zone is None:
        raise BadField("timezone", "several-zones" if folded(word) in ABBREVIATIONS else "bad-zone")
    weekend = None if not days else tuple(int(one) for one in days if one.isdigit())
    return ChangeCalendar(zone, weekend, tuple(_holidays(values.get("holidays", ""))))


def _holidays(text: str) -> Iterator[tuple[date, str]]:
    """A day and its name from each line that holds something."""
    for line in filter(None, map(str.strip, text.splitlines())):
        word, _, name = line.partition(" ")
        try:
            yield date.fromisoformat(word.rstrip(",:;")), name.strip()
        except ValueError:
            raise BadField("holidays", "bad-holidays") from None


def _read_away(opened: OpenForm, values: Values) -> Intent:
    return GoAway(_day(values, "first"), _day(values, "last"), values.get("delegate") or None)


def _read_refuse_contract(opened: OpenForm, values: Values) -> Intent:
    return RefuseContract(_ref(opened).initiative, values.get("reason", ""), opened.under)


def _ref(opened: OpenForm) -> GateRef:
    if opened.ref is None:
        raise NotFound(form=opened.form)
    return opened.ref


def _person(values: Values) -> str:
    account = values.get("person", "")
    if not account:
        raise BadField("person", "person-needed")
    return account


def _day(values: Values, key: str) -> date:
    try:
        return date.fromisoformat(values.get(key, ""))
    except ValueError:
        raise BadField(key, "bad-date") from None


def _money(text: str) -> tuple[Decimal | None, str]:
    """An amount and its currency, as they can be typed too ("25,000 EUR"); nothing where nothing was filled in."""
    words = text.split()
    if not words:
        return None, ""
    if read_currency(words[0]):
        words.reverse()
    digits, glued = split_amount(words[0])
    amount, currency = read_amount(digits), read_currency(glued or "".join(words[1:]))
    if amount is None or currency is None or len(words) > (1 if glued else 2):
        raise BadField("value", "bad-money")
    return amount, currency


FORMS: Mapping[FormName, FormKind] = {
    "new": FormKind(_open_new, _read_new, text_field="name", person_field="owner"),
    "evidence": FormKind(_about_gate(views.evidence_form), _read_evidence, text_field="content"),
    "changes": FormKind(_about_gate(views.changes_form), _read_changes, text_field="comment"),
    "waive": FormKind(_about_gate(views.waive_form), _read_waive),
    "not-applicable": FormKind(_about_gate(views.not_applicable_form), _read_not_applicable),
    "finding": FormKind(_about_gate(views.finding_form), _read_finding, text_field="text", day_field="due"),
    "rework": FormKind(_open_rework, _read_rework, day_field="due"),
    "assign": FormKind(_about_gate(views.assign_form), _read_assign),
    "decline": FormKind(_about_gate(views.decline_form), _read_decline),
    "handoff": FormKind(_about_gate(views.hand_off_form), _read_hand_off),
    "blocked": FormKind(_open_blocked, _read_blocked),
    "incident": FormKind(_open_incident, _read_incident, text_field="what", day_field="day"),
    "withdraw": FormKind(_about_gate(views.withdraw_form), _read_withdraw),
    "calendar": FormKind(_open_calendar, _read_calendar, text_field="holidays"),
    "away": FormKind(_open_away, _read_away, person_field="delegate", day_field="last"),
    "refuse-contract": FormKind(_open_refuse_contract, _read_refuse_contract),
}
"""Every form by name. Each stands for a command that can be typed as well."""
