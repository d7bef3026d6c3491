"""The things to press as actions of an Adaptive Card.

In a message a press is an Action.Execute, which Teams answers with a card for the presser alone, with an Action.Submit
for clients that do not know it. What opens a form is an Action.Submit that says so, since Teams has to know before it
asks. In a dialog there is only Action.Submit, and nothing there opens another form.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.cards import Accessory, Button, Confirm, Emphasis, Menu, MenuItem, PersonPicker
from bot.render import adaptive_limits as limits
from bot.render.adaptive_sheet import Element, Sheet
from bot.render.adaptive_text import STRONG, lines
from bot.render.characters import plain

VERB = "press"
"""The verb of every Action.Execute: what was meant is in its data, under `press`."""
PEOPLE = "graph.microsoft.com/users"
"""The directory of the tenant, which Teams searches itself; it gives a directory (AAD) object id."""
SEARCH = "Search for a person"

_STYLES = {Emphasis.PRIMARY: {"style": "positive"}, Emphasis.DANGER: {"style": "destructive"}, Emphasis.NORMAL: {}}


def pressed(items: Iterable[Accessory], sheet: Sheet) -> list[Element]:
    """Things to press as rows; what the lines of menus do stands behind the dots of the last row."""
    pickers: list[Element] = []
    buttons: list[Element] = []
    rarer: list[Element] = []
    for item in items:
        match item:
            case PersonPicker():
                pickers.append(_picker(item, sheet))
            case Menu(items=choices):
                rarer += [_menu_item(choice, sheet) for choice in choices if _is_possible(choice, sheet)]
            case Button() if _is_possible(item, sheet):
                buttons.append(_button(item, sheet))
    return [*pickers, *_rows(buttons, rarer)]


def is_beside(item: Accessory) -> bool:
    """Whether there is room for it beside text: not for a picker, nor for what unfolds a question below itself."""
    if isinstance(item, Button):
        return item.confirm is None and len(item.label) <= limits.BESIDE
    return isinstance(item, Menu)


def person_input(key: str) -> Element:
    """A search for one person."""
    return {
        "type": "Input.ChoiceSet",
        "id": key,
        "choices": [],
        "choices.data": {"type": "Data.Query", "dataset": PEOPLE},
        "placeholder": SEARCH,
    }


def submit(label: str, press: str) -> Element:
    """What sends a form."""
    return {
        "type": "Action.Submit",
        "title": plain(label, limits.BUTTON_LABEL),
        **_STYLES[Emphasis.PRIMARY],
        "data": {"press": press},
    }


def renewal(press: str) -> Element:
    """What a client does by itself to have its own, newest view of a card; who is asked for is left to Teams."""
    return {"action": {"type": "Action.Execute", "verb": VERB, "data": {"press": press}}}


def _rows(buttons: Sequence[Element], rarer: Sequence[Element]) -> list[Element]:
    rows = [list(buttons[at : at + limits.BUTTONS]) for at in range(0, len(buttons), limits.BUTTONS)]
    if rarer:
        rows = [*rows[:-1], [*(rows[-1] if rows else []), *rarer]]
    return [{"type": "ActionSet", "actions": row} for row in rows]


def _is_possible(item: Button | MenuItem, sheet: Sheet) -> bool:
    return not (item.opens_form and sheet.in_dialog)


def _button(button: Button, sheet: Sheet) -> Element:
    style = _STYLES[button.emphasis]
    if button.confirm is None:
        return _action(button.label, button.press, sheet, opens_form=button.opens_form, **style)
    yes = _action(button.confirm.yes, button.press, sheet, opens_form=button.opens_form, **style)
    title = plain(button.label, limits.BUTTON_LABEL)
    return {"type": "Action.ShowCard", "title": title, **style, "card": _question(button.confirm, yes, sheet)}


def _question(confirm: Confirm, yes: Element, sheet: Sheet) -> Element:
    """What unfolds below the button; to answer no is not to press on."""
    asked = [*lines(((confirm.title,),), sheet, limits.TEXT, STRONG), *lines(((confirm.text,),), sheet, limits.TEXT)]
    return {"type": "AdaptiveCard", "body": [*asked, {"type": "ActionSet", "actions": [yes]}]}


def _menu_item(item: MenuItem, sheet: Sheet) -> Element:
    return _action(item.label, item.press, sheet, opens_form=item.opens_form, mode="secondary")


def _picker(picker: PersonPicker, sheet: Sheet) -> Element:
    key = sheet.picker_id()
    choose = _action(picker.placeholder, picker.press, sheet, data={"pick": key})
    return {
        "type": "ColumnSet",
        "spacing": "Small",
        "columns": [
            {"type": "Column", "width": "stretch", "items": [person_input(key)]},
            {"type": "Column", "width": "auto", "items": [{"type": "ActionSet", "actions": [choose]}]},
        ],
    }


def _action(
    label: str, press: str, sheet: Sheet, *, opens_form: bool = False, data: Any = None, **look: str
) -> Element:
    sent = {"press": press, **(data or {})}
    shared: Element = {"title": plain(label, limits.BUTTON_LABEL), **look}
    if opens_form:
        return {"type": "Action.Submit", **shared, "data": {"msteams": {"type": "task/fetch"}, **sent}}
    plainly: Element = {"type": "Action.Submit", **shared, "data": sent}
    if sheet.in_dialog:
        return plainly
    return {"type": "Action.Execute", "verb": VERB, **shared, "data": sent, "fallback": plainly}
