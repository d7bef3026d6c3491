import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import fields

from bot.intents.block import Unblock
from bot.intents.codec import INTENTS, LONGEST_PRESS, PRESS_LIMIT, VERBS, BadPress, decode, encode, with_person
from bot.intents.digest import Slot
from bot.intents.form import OpenForm
from bot.intents.intent import GateRef
from bot.intents.looking import AllGates, Help, Share, Show, Status
from bot.intents.milestone import SetMilestone
from bot.intents.ownership import Accept, Assign, Claim, HandOff
from bot.intents.party import ChangeParty
from bot.intents.person import SetRole
from bot.intents.reminder import Remind, Snooze
from bot.intents.review import Request, SignOff, Withdraw
from readiness.domain.values.gate import Decision
from readiness.domain.values.person import Role
from readiness.domain.values.policy import SETTABLE
from readiness.domain.values.refusal import Refusal

LONGEST = GateRef("s" * 40, "g" * 40)
REVISION = 9_999

SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30),
    int: st.integers(0, 2**31 - 1),
    bool: st.booleans(),
    NoneType: st.none(),
    date: st.dates(),
    timedelta: st.integers(0, 10**7).map(lambda seconds: timedelta(seconds=seconds)),
    Decimal: st.decimals(0, 10**12, places=2),
    Slot: st.builds(
        Slot,
        st.integers(0, 6),
        st.integers(0, 23),
        st.integers(0, 59),
        st.sampled_from(("", "UTC")),
    ),
}

ZONES = ("UTC", "Europe/Berlin", "Asia/Tokyo")
POSSIBLE: dict[str, st.SearchStrategy[Any]] = {
    "place": st.sampled_from(SETTABLE),
    "currency": st.from_regex("[A-Z]{3}", fullmatch=True),
    "timezone": st.sampled_from((None, *ZONES)),
    "weekend": st.none() | st.lists(st.integers(0, 6), max_size=7, unique=True).map(tuple),
}
"""What a field of that name holds, of all that its type could."""


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type that an intent is made of."""
    if kind in SIMPLE:
        return SIMPLE[kind]
    arguments = get_args(kind)
    if get_origin(kind) in (Union, UnionType):
        return st.one_of(*map(values, arguments))
    if get_origin(kind) is tuple:
        if arguments[-1] is Ellipsis:
            return st.lists(values(arguments[0]), max_size=3).map(tuple)
        return st.tuples(*map(values, arguments))
    if isinstance(kind, type) and issubclass(kind, Struct):
        hints = get_type_hints(kind)
        given = {field.name: values(hints[field.name]) for field in fields(kind)}
        given |= {name: strategy for name, strategy in POSSIBLE.items() if name in given}
        return st.builds(kind, **given)
    return st.sampled_from(arguments or list(kind))


@pytest.mark.parametrize("kind", INTENTS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_intent_comes_back_equal(kind, data):
    intent = data.draw(values(kind))
    assert decode(encode(intent)) == intent
    assert encode(decode(encode(intent))) == encode(intent)


def test_every_intent_has_one_verb_of_one_to_three_letters():
    assert len(VERBS) == len(INTENTS)
    assert all(1 <= len(verb) <= 3 and verb.isalpha() for verb in VERBS)


@pytest.mark.parametrize(
    "intent",
    [
        *(SignOff(LONGEST, decision, seen=REVISION) for decision in Decision),
        *(
            OpenForm(form, LONGEST, REVISION)
            for form in ("not-applicable", "evidence", "changes", "waive", "decline", "handoff", "blocked", "withdraw")
        ),
        *(kind(LONGEST) for kind in (Accept, Claim, Request, Show, Unblock, Withdraw)),
        Assign(LONGEST, ""),
        Assign(LONGEST, "U0123456789"),
        HandOff(LONGEST, "U0123456789"),
        AllGates("s" * 40, 99),
        Share("s" * 40),
        Status("s" * 40),
        SetMilestone("s" * 40, "development-started", done=True, day=date(2026, 12, 31)),
        Snooze(round(timedelta(days=366).total_seconds())),
        Remind(on=False),
    ],
    ids=lambda intent: encode(intent)[:24],
)
def test_what_buttons_and_menus_carry_fits_with_the_longest_names(intent):
    assert len(encode(intent)) <= PRESS_LIMIT
    assert decode(encode(intent)) == intent


def test_a_press_is_short_and_readable():
    assert (
        encode(SignOff(GateRef("fraud", "compute"), Decision.APPROVE, seen=3))
        == '["so",["fraud","compute"],"approve",3]'
    )
    assert encode(Help()) == '["h"]'


def test_a_button_from_before_a_field_was_added_still_works():
    assert decode('["ac",["fraud","compute"]]') == Accept(GateRef("fraud", "compute"))
    assert decode('["so",["fraud","compute"],"approve"]') == SignOff(GateRef("fraud", "compute"), Decision.APPROVE)


@pytest.mark.parametrize(
    "press",
    [
        "",
        "nonsense",
        "null",
        "1",
        '"h"',
        "{}",
        "[]",
        "[1]",
        "[null]",
        '[["h"]]',
        '["zz"]',
        '["H"]',
        '["h","status","more"]',
        '["h",1]',
        '["ac"]',
        '["ac",null]',
        '["ac","fraud/compute"]',
        '["ac",["fraud"]]',
        '["ac",["fraud",1]]',
        '["ac",["fraud","compute","x"]]',
        '["ac",{"initiative":"fraud","gate":"compute"}]',
        '["so",["f","c"],"APPROVE"]',
        '["so",["f","c"],"approve","3"]',
        '["so",["f","c"],"approve",-1]',
        '["so",["f","c"],"approve",true]',
        '["so",["f","c"],"approve",1.0]',
        '["so",["f","c"],"approve",99999999999999999999]',
        '["so",["f","c"],"waive",null,"",null,"2026-02-30"]',
        '["so",["f","c"],"waive",null,"",null,"20260203"]',
        '["rm",1]',
        '["rm"]',
        '["sz",-5]',
        '["sz","3d"]',
        '["n","x",null,null,[["live"]]]',
        '["n","x",null,null,[],"NaN"]',
        '["n","x",null,null,[],"lots"]',
        '["n","x",null,null,[],25]',
        '["h","\\ud800"]',
        '["h","\\u0000"]',
        '["h",NaN]',
        '["h"] ["h"]',
        "[" * 5_000,
        '["h"' + "," * 10 + "]",
        "1" * 5_000,
        '["h","' + "x" * LONGEST_PRESS + '"]',
    ],
    ids=lambda press: press[:30],
)
def test_a_press_that_was_not_written_here_is_refused(press):
    with pytest.raises(BadPress) as refused:
        decode(press)
    assert isinstance(refused.value, Refusal)
    assert isinstance(refused.value, ValueError)
    assert "status" in refused.value.sentence()


@given(
    st.text()
    | st.recursive(st.none() | st.booleans() | st.integers() | st.text() | st.floats(), st.lists).map(json.dumps)
)
def test_no_press_does_anything_but_decode_or_be_refused(press):
    try:
        intent = decode(press)
    except BadPress:
        return
    assert decode(encode(intent)) == intent


@given(
    st.sampled_from(sorted(VERBS)), st.lists(st.recursive(st.none() | st.text() | st.integers(), st.lists), max_size=6)
)
def test_a_known_verb_with_any_fields_decodes_or_is_refused(verb, given_fields):
    try:
        decode(json.dumps([verb, *given_fields]))
    except BadPress:
        return


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Assign(LONGEST, ""), Assign(LONGEST, "U1")),
        (HandOff(LONGEST, "", "holiday"), HandOff(LONGEST, "U1", "holiday")),
        (SetRole("", Role.AUDITOR), SetRole("U1", Role.AUDITOR)),
        (ChangeParty("sre", "owner", ()), ChangeParty("sre", "owner", ("U1",))),
    ],
)
def test_a_picker_fills_the_person_in(before, after):
    assert with_person(before, "U1") == after


def test_a_picker_of_something_without_a_person_is_refused():
    with pytest.raises(BadPress):
        with_person(Help(), "U1")


PRESSES = (Path(__file__).parent / "recorded_presses.txt").read_text("utf-8").splitlines()


def test_a_button_that_was_posted_before_works_as_it_did():
    """Each stands in a message somewhere: what it asked for, field by field, is what it asks for now."""
    for press in PRESSES:
        verb = json.loads(press)[0]
        intent = decode(press)
        assert type(intent) is VERBS[verb]
        assert encode(intent) == press


def test_there_is_a_recorded_button_of_each_verb_that_there_was():
    assert {json.loads(press)[0] for press in PRESSES} <= set(VERBS)
    assert len(PRESSES) == len(set(PRESSES))
