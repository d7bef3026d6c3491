"""Every card, form and view holds the limits, reads right and carries presses that can be read back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cards import (
    Actions,
    Bullets,
    Button,
    Card,
    Emphasis,
    Form,
    Menu,
    Note,
    Part,
    PersonPicker,
    Section,
    View,
)
from bot.conversation.forms import FORMS
from bot.intents.codec import PRESS_LIMIT, decode
from bot.intents.form import OpenForm
from bot.render import limits, plain
from bot.views.examples.every import examples
from bot.views.examples.example import Example
from tests.look.check import local
from tests.look.draw import Picture, heights
from tests.look.need import require
from tests.views.payloads import PEOPLE, payload

GOLDENS = Path(__file__).parent / "goldens"
ALL = examples()
CARDS = [example for example in ALL if isinstance(example.shown, Card)]
FORM_EXAMPLES = [example for example in ALL if isinstance(example.shown, Form)]
TALLEST = 30
"""Blocks of a message that fit on one screen with its scroll; the picture of the checklist has 14."""


def named(examples_: list[Example]):
    return pytest.mark.parametrize("example", examples_, ids=lambda example: example.name)


def parts_of(example: Example) -> tuple[Part, ...]:
    shown = example.shown
    return shown.intro if isinstance(shown, Form) else shown.parts


def pressables(example: Example) -> Iterator[Button | Menu | PersonPicker]:
    for part in parts_of(example):
        if isinstance(part, Actions):
            yield from part.items
        elif isinstance(part, Section | Bullets) and part.accessory is not None:
            yield part.accessory


def presses(example: Example) -> Iterator[str]:
    if isinstance(example.shown, Form):
        yield example.shown.press
    for item in pressables(example):
        if isinstance(item, Menu):
            yield from (one.press for one in item.items)
        else:
            yield item.press


def text_of(example: Example) -> str:
    shown = example.shown
    if isinstance(shown, Form):
        fields = "\n".join(f"{field.label}: {field.hint}".strip() for field in shown.fields)
        return f"{shown.title} [{shown.submit}]\n{plain.text(Card('', shown.intro))}\n{fields}\n"
    if isinstance(shown, View):
        return plain.text(Card("", shown.parts)) + "\n"
    return f"{plain.clean(shown.summary)}\n\n{plain.text(shown)}\n"


def test_every_example_has_a_name_of_its_own():
    assert len({example.name for example in ALL}) == len(ALL) > 200


@named(list(ALL))
def test_an_example_reads_as_its_golden_says(example, request):
    golden = GOLDENS / f"{example.name}.txt"
    if request.config.getoption("--snapshot-update", default=False):
        golden.write_text(text_of(example), encoding="utf-8")
    assert text_of(example) == golden.read_text(encoding="utf-8")


def test_every_golden_belongs_to_an_example():
    assert {path.stem for path in GOLDENS.glob("*.txt")} == {example.name for example in ALL}


@named(list(ALL))
def test_an_example_holds_the_limits(example):
    assert local(payload(example)) == []


@named(CARDS)
def test_a_message_is_not_taller_than_a_screen(example):
    assert len(payload(example)["blocks"]) <= TALLEST


@named(CARDS)
def test_nothing_of_a_message_is_left_out_by_the_renderer(example):
    shown = str(payload(example))
    assert "not shown here" not in shown
    assert "(shortened)" not in shown


@named(list(ALL))
def test_at_most_one_thing_is_wanted(example):
    primary = [item for item in pressables(example) if isinstance(item, Button) and item.emphasis is Emphasis.PRIMARY]
    assert len(primary) <= 1


@named(list(ALL))
def test_every_press_can_be_read_back(example):
    for press in presses(example):
        assert len(press) <= PRESS_LIMIT
        decode(press)


@named(list(ALL))
def test_every_form_that_a_button_opens_exists(example):
    for press in presses(example):
        intent = decode(press)
        if isinstance(intent, OpenForm):
            assert intent.form in FORMS
            assert intent.form in ("new", "away", "calendar") or intent.ref is not None


@named(list(ALL))
def test_labels_can_be_read_whole(example):
    for item in pressables(example):
        if isinstance(item, Button):
            assert limits.fits(item.label, limits.BUTTON_LABEL)
        if isinstance(item, Menu):
            assert len(item.items) <= 5


@named(CARDS)
def test_a_message_has_words_for_a_notification(example):
    assert example.shown.summary.strip()


@named(FORM_EXAMPLES)
def test_a_form_says_in_a_word_what_its_button_does(example):
    form = example.shown
    assert 0 < len(form.title) <= 24
    assert 0 < len(form.submit) <= 24
    keys = [field.key for field in form.fields]
    assert len(keys) == len(set(keys))


def test_every_form_has_an_example():
    opened = [decode(example.shown.press) for example in FORM_EXAMPLES]
    assert {intent.form for intent in opened} == set(FORMS)


@pytest.mark.parametrize("name", ["prompt-nothing", "prompt-older", "sign-off-replaced", "reminder-answered"])
def test_what_asks_nobody_is_one_line_of_small_print(name):
    shown = next(example.shown for example in ALL if example.name == name)
    assert isinstance(shown, Card)
    assert [type(part) for part in shown.parts] == [Note]


def test_every_message_can_be_drawn():
    require("node", "npm", "chromium")
    some = [example for example in CARDS if not example.name.startswith(("unreadable", "refused", "answer"))]
    found = heights(Picture(payload(example), example.name, people=PEOPLE) for example in some)
    assert len(found) == len(some)
    assert min(found) > 40, "a message without a line has 36"
