"""A field of a form as an input of an Adaptive Card, with what is said about it."""

from collections.abc import Sequence

from bot.cards import ChannelField, Choice, ChoiceField, DateField, Field, PersonField, TextField
from bot.render import adaptive_limits as limits
from bot.render.adaptive_presses import person_input
from bot.render.adaptive_sheet import Accounts, Element, Sheet
from bot.render.adaptive_text import PROBLEM, SMALL, inert, lines
from bot.render.characters import clean, cut, paragraph, plain

FIELD = "field:"
"""The start of an input's id; the field's key stands behind it."""

CHOOSE = "Choose one"
CHOOSE_CHANNEL = "Choose a channel"

_NEEDED: dict[type, str] = {
    TextField: "Please write something here.",
    DateField: "Please choose a date.",
    ChoiceField: "Please choose one.",
    PersonField: "Please choose a person.",
    ChannelField: "Please choose a channel.",
}


def field_elements(field: Field, value: str, channels: Sequence[Choice], wrong: str, sheet: Sheet) -> list[Element]:
    """The input with `value` in it, below it what is wrong with that, and the field's hint.

    Raises ValueError for a choice without choices, which is our mistake.
    """
    made: Element = {
        **_input(field, FIELD + field.key, channels),
        "label": cut(inert(field.label), limits.FIELD_LABEL),
    }
    if value:
        made["value"] = value
    if not field.optional:
        made |= {"isRequired": True, "errorMessage": _NEEDED[type(field)]}
    said = [*problem(wrong, sheet), *lines(((field.hint,),), sheet, limits.TEXT, SMALL)]
    return [made, *[{**row, "spacing": "Small"} for row in said]]


def problem(said: str, sheet: Sheet) -> list[Element]:
    """What is wrong, so that it is seen; nothing for ""."""
    return lines(((said,),), sheet, limits.TEXT, PROBLEM, start="⚠️ ")


def initial(field: Field, accounts: Accounts) -> str:
    """What stands in the field before anybody typed: a text, an ISO date, a choice, a directory id or a channel."""
    match field:
        case TextField():
            text = paragraph(field.initial) if field.paragraph else clean(field.initial)
            return cut(text, _longest(field))
        case DateField():
            return field.initial.isoformat() if field.initial else ""
        case PersonField():
            return accounts.get(field.initial, "")
        case ChoiceField() | ChannelField():
            return field.initial


def _input(field: Field, key: str, channels: Sequence[Choice]) -> Element:
    match field:
        case TextField():
            return {"type": "Input.Text", "id": key, "isMultiline": field.paragraph, "maxLength": _longest(field)}
        case DateField():
            return {"type": "Input.Date", "id": key}
        case PersonField():
            return person_input(key)
        case ChannelField():
            return _choices(key, channels, CHOOSE_CHANNEL)
        case ChoiceField():
            if not field.choices:
                raise ValueError(f"the choice {field.key!r} has nothing to choose from")
            return _choices(key, field.choices, CHOOSE)


def _longest(field: TextField) -> int:
    return max(1, min(field.limit, limits.TEXT))


def _choices(key: str, choices: Sequence[Choice], placeholder: str) -> Element:
    return {
        "type": "Input.ChoiceSet",
        "id": key,
        "style": "compact" if len(choices) <= limits.COMPACT_CHOICES else "filtered",
        "choices": [{"title": plain(choice.label, limits.CHOICE_LABEL), "value": choice.value} for choice in choices],
        "placeholder": placeholder,
    }
