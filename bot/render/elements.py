"""The things to press, as Block Kit elements.

One listener takes every press: what was meant is in the value, and the action_id only says where to look for it.
`press` or `press:N`: the value, or the selected option's value. `pick:…`: the rest of the id, and the selected user.
"""

from typing import Any

from bot.cards import Accessory, Button, Confirm, Emphasis, Menu, MenuItem, PersonPicker
from bot.render import limits
from bot.render.characters import plain

Element = dict[str, Any]

PRESS = "press"
"""The action_id of buttons and menus; further ones in the same block are numbered behind a colon."""
PICK = "pick:"
"""The start of a person picker's action_id; Slack gives a picker no value, so the press stands behind it."""

MORE = "More"

# Up to Python 3.11, looking a member up on its enumeration costs more than the comparison; this runs for every button.
_NORMAL = Emphasis.NORMAL


def words(text: str, limit: int) -> Element:
    """Make a plain_text object. Slack reads no markup in it, and with `emoji` off a colon stays a colon."""
    return {"type": "plain_text", "text": plain(text, limit), "emoji": False}


def element(item: Accessory, index: int = 0) -> Element:
    """One thing to press, the `index`-th of its block. ValueError when a press is too long to carry."""
    action = f"{PRESS}:{index}" if index else PRESS
    if isinstance(item, Button):
        return _button(item, action)
    if isinstance(item, PersonPicker):
        return _picker(item)
    return _menu(item, action)


def _button(button: Button, action: str) -> Element:
    made: Element = {
        "type": "button",
        "text": words(button.label, limits.BUTTON_LABEL),
        "action_id": action,
        "value": limits.demand(button.press, limits.BUTTON_VALUE, "a button's press"),
    }
    if button.emphasis is not _NORMAL:
        made["style"] = str(button.emphasis)
    if button.confirm:
        made["confirm"] = _confirm(button.confirm, button.emphasis)
    return made


def _confirm(confirm: Confirm, emphasis: Emphasis) -> Element:
    made: Element = {
        "title": words(confirm.title, limits.CONFIRM_TITLE),
        "text": words(confirm.text, limits.CONFIRM_TEXT),
        "confirm": words(confirm.yes, limits.CONFIRM_BUTTON),
        "deny": words(confirm.no, limits.CONFIRM_BUTTON),
    }
    if emphasis is Emphasis.DANGER:
        made["style"] = str(emphasis)
    return made


def _picker(picker: PersonPicker) -> Element:
    return {
        "type": "users_select",
        "placeholder": words(picker.placeholder, limits.PLACEHOLDER),
        "action_id": limits.demand(PICK + picker.press, limits.ACTION_ID, "a person picker's press"),
    }


def _menu(menu: Menu, action: str) -> Element:
    options = [_item(item) for item in menu.items]
    if len(options) <= limits.OVERFLOW_OPTIONS:
        return {"type": "overflow", "action_id": action, "options": options}
    # The dots hold five; a list to choose from reports its choice in the same place and holds a hundred.
    if len(options) > limits.SELECT_OPTIONS:
        raise ValueError(f"a menu has {len(options)} items, Slack takes {limits.SELECT_OPTIONS}")
    return {
        "type": "static_select",
        "action_id": action,
        "placeholder": words(MORE, limits.PLACEHOLDER),
        "options": options,
    }


def _item(item: MenuItem) -> Element:
    return option(item.label, item.press, "a menu item's press")


def option(label: str, value: str, what: str) -> Element:
    """One option of a menu or a choice; `what` names the value when it is too long."""
    return {
        "text": words(label, limits.OPTION_LABEL),
        "value": limits.demand(value, limits.OPTION_VALUE, what),
    }
