"""One listener can take every press: ids are few, stable, and unique within their block."""

import pytest

from bot.cards import (
    Actions,
    Button,
    Card,
    Confirm,
    Emphasis,
    Menu,
    MenuItem,
    PersonPicker,
    Section,
)
from bot.render import blocks


def elements(*items):
    return blocks.message(Card("", (Actions(items),)), {})["blocks"][0]["elements"]


def test_a_button_carries_its_press_as_value():
    made = blocks.message(Card("", (Section((("x",),), accessory=Button("Open", "open:1")),)), {})
    assert made["blocks"][0]["accessory"] == {
        "type": "button",
        "text": {"type": "plain_text", "text": "Open", "emoji": False},
        "action_id": "press",
        "value": "open:1",
    }


def test_buttons_in_one_block_are_numbered():
    made = elements(Button("a", "a"), Button("b", "b"), Menu((MenuItem("c", "c"),)))
    assert [one["action_id"] for one in made] == ["press", "press:1", "press:2"]


def test_a_picker_carries_its_press_in_its_id():
    assert elements(PersonPicker("Name someone", "name:churn:compute"))[0]["action_id"] == "pick:name:churn:compute"


def test_a_menu_carries_its_presses_as_option_values():
    assert [option["value"] for option in elements(Menu((MenuItem("a", "1"), MenuItem("b", "2"))))[0]["options"]] == [
        "1",
        "2",
    ]


def test_a_menu_without_items_is_left_out():
    assert blocks.message(Card("", (Actions((Menu(()),)), Section((("x",),), accessory=Menu(())))), {})["blocks"] == [
        {"type": "section", "text": {"type": "mrkdwn", "text": "x", "verbatim": True}}
    ]


def test_the_same_picker_twice_in_a_row_is_our_mistake():
    with pytest.raises(ValueError, match="the same press"):
        elements(PersonPicker("a", "x"), PersonPicker("b", "x"))


def test_a_dangerous_button_asks_dangerously():
    made = elements(Button("Stop", "stop", Emphasis.DANGER, Confirm("Sure?", "It stops.", "Stop")))[0]
    assert made["style"] == made["confirm"]["style"] == "danger"
    assert made["confirm"]["deny"]["text"] == "Not now"
