"""A card, a view or a form as the content of an Adaptive Card for Microsoft Teams.

A card says the same on both platforms; how it is laid out follows each, and was chosen by looking at pictures
(docs/gallery.md): every line of text is an element of its own (adaptive_text.py says why), short buttons stand beside
their text, longer ones and searches for people below it, rarer actions behind the dots of the last row.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.cards import Card, Choice, Divider, Form, Meter, Part, Section
from bot.render import adaptive_limits as limits
from bot.render.adaptive_fields import field_elements, initial, problem
from bot.render.adaptive_parts import elements
from bot.render.adaptive_presses import renewal, submit
from bot.render.adaptive_sheet import Accounts, Element, Sheet
from bot.render.adaptive_text import SMALL, lines
from bot.render.characters import ELLIPSIS

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.5"
"""The newest that Teams promises to bots."""


def message(card: Card, accounts: Accounts) -> dict[str, Any]:
    """Give the content of a message; `accounts` maps opaque person ids to directory (AAD) object ids of its tenant.

    It has at most `limits.CARD` bytes: what exceeds them is shortened or counted where it can be seen. What a
    notification says is `card.summary`, which belongs on the activity.
    """
    made = _shown(card, Sheet(accounts))
    return {**made, "refresh": renewal(card.renewed_by)} if card.renewed_by else made


def page(card: Card, accounts: Accounts) -> dict[str, Any]:
    """Give a card that answers inside a dialog: a message without what opens a form, since no dialog opens another."""
    return _shown(card, Sheet(accounts, in_dialog=True))


def dialog(
    form: Form,
    accounts: Accounts,
    channels: Sequence[Choice] = (),
    problems: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
    above: Sequence[Part] = (),
) -> dict[str, Any]:
    """Give a form for a dialog; submitted, its data holds `press`, and each answer under "field:" and the field's key.

    `channels` are those to choose from. `problems` are what is wrong and `values` what was typed, by the field's key; a
    problem of no field stands on top. `above` is shown over the form. Nothing typed is ever cut; the words above the
    fields have what these leave of `limits.CARD` bytes. Raises ValueError for a choice without choices.
    """
    sheet = Sheet(accounts, in_dialog=True)
    problems, values = problems or {}, values or {}
    fields: list[Element] = []
    for field in form.fields:
        value = values.get(field.key, initial(field, accounts))
        fields += field_elements(field, value, channels, problems.get(field.key, ""), sheet)
    keys = {field.key for field in form.fields}
    others = [problem(said, sheet) for key, said in problems.items() if key not in keys]
    first = [row for rows in others for row in rows]
    actions = [submit(form.submit, form.press)] if form.fields or form.submit else []
    taken = limits.weight({"body": [first, fields], "actions": actions})
    words = _body((*above, Divider(), *form.intro), sheet, taken)
    made = _content([*first, *words, *fields] or lines(((ELLIPSIS,),), sheet, limits.TEXT), sheet)
    return {**made, "actions": actions} if actions else made


def _shown(card: Card, sheet: Sheet) -> Element:
    return _content(_body(card.parts, sheet, 0) or lines(((card.summary,),), sheet, limits.TEXT), sheet)


def _content(body: list[Element], sheet: Sheet) -> Element:
    entities = sheet.entities(body)
    return {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "msteams": {"width": "Full", **({"entities": entities} if entities else {})},
        "body": body,
    }


def _body(parts: Iterable[Part], sheet: Sheet, taken: int) -> list[Element]:
    """Parts as elements that fit into a card of which `taken` bytes are taken; what is left out is counted."""
    groups = _groups(parts, sheet)
    whole = [element for group in groups for element in group]
    fits = limits.weight(_content(whole, sheet)) + taken <= limits.CARD
    return whole if fits or not groups else _fitted(groups, sheet, taken)


def _groups(parts: Iterable[Part], sheet: Sheet) -> list[list[Element]]:
    """Give the elements of every part that has some; those of one part are shown or left out together."""
    groups: list[list[Element]] = []
    above: type | None = None
    for part in parts:
        if group := elements(part, sheet):
            groups.append([{**group[0], **_distance(above, part)}, *group[1:]] if groups else group)
        if group or isinstance(part, Divider):
            above = type(part)
    return groups


def _distance(above: type | None, part: Part) -> Element:
    """How it stands below what is above: a divider is a line between both, a bar belongs to what it measures."""
    if above is Divider:
        return {"separator": True, "spacing": "Medium"}
    return {"spacing": "None"} if above is Section and isinstance(part, Meter) else {}


def _fitted(groups: Sequence[list[Element]], sheet: Sheet, taken: int) -> list[Element]:
    """Keep the first parts that fit and the last, which says how to change the message; count those in between."""
    room = limits.CARD - taken - limits.weight([_content([], sheet), _left_out(len(groups), sheet)])
    others, last = groups[:-1], groups[-1]
    if _cost(last, sheet) > room:
        others, last = groups, []
    room -= _cost(last, sheet)
    kept: list[Element] = []
    for index, group in enumerate(others):
        room -= _cost(group, sheet)
        if room < 0:
            return [*kept, *_left_out(len(others) - index, sheet), *last]
        kept += group
    return [*kept, *last]


def _cost(group: list[Element], sheet: Sheet) -> int:
    return limits.weight(group) + limits.weight(sheet.entities(group))


def _left_out(count: int, sheet: Sheet) -> list[Element]:
    said = "1 more part is not shown here." if count == 1 else f"{count} more parts are not shown here."
    return lines(((said,),), sheet, limits.TEXT, SMALL)
