"""The one button codec: an Intent as a short string that a button, menu or picker carries, and back.

A press is a compact JSON list: a verb of one to three letters, then the intent's fields in the order in which the
dataclass names them, trailing defaults left out. So a field with a default can be added at the end and older buttons
still work; a verb, once used, keeps its meaning. Enums travel as their values, dates as ISO text, durations as seconds,
decimals as text, values inside (a gate reference, a weekly slot) as lists.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, ClassVar, Literal, TypeAlias, get_args, get_origin, get_type_hints

import orjson

from bot import intents
from bot.intents import Intent
from readiness.domain.rules.organisation import DAYS_OF_A_WEEK
from readiness.domain.values.refusal import Refusal
from readiness.domain.values.schedule import WeeklySlot
from readiness.zones import known_zone

PRESS_LIMIT = 140
"""Characters that a press about the longest slug and gate key stays within (a menu's value may hold 150)."""

BUTTON_LIMIT = 2_000
"""Characters that a button of its own carries on every platform; free text can make a press longer than that."""

LONGEST_PRESS = 8_000
"""Characters beyond which nothing is decoded: no button on any platform carries more."""

Json: TypeAlias = str | int | bool | list["Json"] | None

VERBS: dict[str, type[Intent]] = {
    "h": intents.Help,
    "s": intents.Status,
    "ag": intents.AllGates,
    "l": intents.ListInitiatives,
    "sh": intents.Show,
    "wf": intents.Waits,
    "qu": intents.Questions,
    "la": intents.ShowLateness,
    "lt": intents.ListTemplates,
    "st": intents.ShowTemplate,
    "ss": intents.ShowSettings,
    "shr": intents.Share,
    "n": intents.New,
    "as": intents.Assign,
    "cl": intents.Claim,
    "ac": intents.Accept,
    "de": intents.Decline,
    "ho": intents.HandOff,
    "cf": intents.Confirm,
    "ev": intents.GiveEvidence,
    "rq": intents.Request,
    "so": intents.SignOff,
    "wd": intents.Withdraw,
    "bl": intents.Blocked,
    "ub": intents.Unblock,
    "rw": intents.ShowRework,
    "fi": intents.ApproveWithFinding,
    "re": intents.EndRework,
    "ra": intents.AssignRework,
    "in": intents.ReportIncident,
    "ct": intents.ShowContract,
    "ca": intents.AskParties,
    "cs": intents.SignContract,
    "cr": intents.RefuseContract,
    "m": intents.SetMilestone,
    "du": intents.SetDue,
    "dp": intents.SetDepends,
    "ga": intents.AddGate,
    "gr": intents.RemoveGate,
    "sr": intents.Steer,
    "va": intents.SetValue,
    "apt": intents.Appoint,
    "ap": intents.SetApprovers,
    "vd": intents.SetValidity,
    "p": intents.ChangeParty,
    "r": intents.SetRole,
    "pl": intents.SayLeft,
    "es": intents.ShowEscalation,
    "se": intents.SetEscalation,
    "rc": intents.SetReconfirmation,
    "cal": intents.ShowCalendar,
    "cc": intents.ChangeCalendar,
    "adm": intents.BecomeAdministrator,
    "jn": intents.JoinOrganisation,
    "lk": intents.LinkAccounts,
    "dn": intents.DigestNow,
    "dw": intents.DigestWeekly,
    "do": intents.DigestOff,
    "dl": intents.DigestLeadership,
    "rm": intents.Remind,
    "sz": intents.Snooze,
    "aws": intents.ShowAway,
    "aw": intents.GoAway,
    "awo": intents.ComeBack,
    "o": intents.OpenForm,
    "oh": intents.OpenHome,
}

_LETTERS = {intent: verb for verb, intent in VERBS.items()}
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CURRENCY = re.compile("[A-Z]{3}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_NUMBER_LIMIT = 2**31
"""Whole numbers stay below this: pages, revisions and seconds never come near it, and every database can hold it."""

_DIGITS = 15
"""No amount has more digits before its point: nobody types one, and none can be counted with."""


class BadPress(Refusal, ValueError):
    """This button is not one of mine, or from an older version. Ask for `status` and press there."""

    code: ClassVar[str] = "bad-press"


def encode(intent: Intent) -> str:
    """The press that `decode` turns into an equal intent; within `PRESS_LIMIT` unless it carries free text."""
    values = [_LETTERS[type(intent)], *_packed(intent)]
    return orjson.dumps(values, _pack, orjson.OPT_PASSTHROUGH_DATACLASS).decode()


def decode(press: str) -> Intent:
    """The intent of a press. Raises `BadPress` for whatever `encode` could not have written."""
    content = _json(press)
    if not isinstance(content, list) or not content or not isinstance(content[0], str) or content[0] not in VERBS:
        raise BadPress
    intent: Intent = _unpacked(VERBS[content[0]], content[1:])
    return intent


def with_person(intent: Intent, account: str) -> Intent:
    """The intent of a picker with the person who was picked. Raises `BadPress` where no person belongs."""
    match intent:
        case intents.Assign() | intents.HandOff() | intents.SetRole():
            return replace(intent, person=account)
        case intents.ChangeParty():
            return replace(intent, people=(account,))
        case _:
            raise BadPress


def _json(press: str) -> object:
    if len(press) > LONGEST_PRESS:
        raise BadPress
    try:
        return json.loads(press)
    except (ValueError, RecursionError) as problem:
        raise BadPress from problem


# --- values to JSON ---------------------------------------------------------------------------------------------------


def _packed(value: Any) -> list[Any]:
    """The fields of a dataclass, without the last ones that hold their defaults."""
    kind: type = type(value)
    members = _members(kind)
    values = [getattr(value, name) for name, _ in members]
    while values and values[-1] == members[len(values) - 1][1]:
        values.pop()
    return values


def _pack(value: object) -> Json:
    """What orjson has no form of its own for; members of an enumeration, dates and tuples it knows."""
    match value:
        case timedelta():
            return round(value.total_seconds())
        case Decimal():
            return str(value)
        case _:
            return _packed(value)


@cache
def _members(kind: type) -> tuple[tuple[str, object], ...]:
    """Name and default of each field of a dataclass; `MISSING`, which equals no value, where it has none."""
    return tuple((member.name, member.default) for member in fields(kind))


# --- JSON to values ---------------------------------------------------------------------------------------------------


@cache
def _kinds(kind: type) -> tuple[tuple[str, Any, bool], ...]:
    """Name, type and whether it is required, of each field of a dataclass."""
    hints = get_type_hints(kind)
    return tuple((member.name, hints[member.name], member.default is MISSING) for member in fields(kind))


def _unpacked(kind: type, content: Iterable[object]) -> Any:
    values, members = list(content), _kinds(kind)
    if len(values) > len(members) or any(required for _, _, required in members[len(values) :]):
        raise BadPress
    given = zip(members, values, strict=False)
    made = kind(**{name: _unpack(hint, value) for (name, hint, _), value in given})
    return made if _is_possible(made) else _bad()


def _is_possible(made: object) -> bool:
    """Whether fields that are right by themselves mean something together."""
    match made:
        case WeeklySlot(timezone=zone):
            return made.is_possible and known_zone(zone) == zone
        case intents.ChangeCalendar(timezone=zone, weekend=weekend):
            return known_zone(zone or "") == (zone or "") and all(day < DAYS_OF_A_WEEK for day in weekend or ())
        case intents.SetValue(currency=currency) | intents.New(value=Decimal(), currency=currency):
            return _CURRENCY.fullmatch(currency) is not None
        case _:
            return True


def _unpack(kind: Any, value: object) -> Any:
    origin = get_origin(kind)
    if origin is Literal:
        return next((word for word in get_args(kind) if value == word), None) or _bad()
    if origin is UnionType:
        return _unpack_either(get_args(kind), value)
    if origin is tuple:
        return _unpack_tuple(get_args(kind), value)
    if is_dataclass(kind) and isinstance(kind, type):
        return _unpacked(kind, value) if isinstance(value, list) else _bad()
    return _unpack_single(kind, value)


def _unpack_either(kinds: Iterable[Any], value: object) -> Any:
    """The first of the kinds that the value is; None only for null."""
    for kind in kinds:
        if kind is NoneType:
            if value is None:
                return None
            continue
        try:
            return _unpack(kind, value)
        except BadPress:
            continue
    raise BadPress


def _unpack_tuple(kinds: tuple[Any, ...], value: object) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise BadPress
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_unpack(kinds[0], item) for item in value)
    if len(kinds) != len(value):
        raise BadPress
    return tuple(_unpack(kind, item) for kind, item in zip(kinds, value, strict=True))


def _unpack_single(kind: Any, value: object) -> Any:
    if kind is bool:
        return value if isinstance(value, bool) else _bad()
    if kind is str:
        return value if isinstance(value, str) and not _UNSTORABLE.search(value) else _bad()
    if kind is int or kind is timedelta:
        return _number(kind, value)
    if not isinstance(value, str):
        raise BadPress
    try:
        return _from_text(kind, value)
    except (ValueError, InvalidOperation) as problem:
        raise BadPress from problem


def _number(kind: Any, value: object) -> Any:
    if type(value) is not int or not 0 <= value < _NUMBER_LIMIT:
        raise BadPress
    return value if kind is int else timedelta(seconds=value)


def _from_text(kind: Any, text: str) -> Any:
    if kind is date:
        return date.fromisoformat(text) if _ISO_DATE.fullmatch(text) else _bad()
    if kind is Decimal:
        amount = Decimal(text)
        return amount if amount.is_finite() and abs(amount.adjusted()) < _DIGITS else _bad()
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(text)
    raise BadPress


def _bad() -> Any:
    raise BadPress
