"""A form as a Slack modal."""

from typing import Any

from bot.cards import ChannelField, ChoiceField, DateField, Field, Form, PersonField, TextField
from bot.render import limits
from bot.render.blocks import EMPTY, body
from bot.render.characters import clean, cut, paragraph
from bot.render.elements import Element, option, words
from bot.render.mrkdwn import Accounts
from bot.render.parts import Block

CALLBACK = "form"
"""The callback_id of every modal: what its submission completes stands in private_metadata."""
VALUE = "value"
"""The action_id of every input; the block_id is the field's key."""
CANCEL = "Cancel"


def modal(form: Form, accounts: Accounts) -> dict[str, Any]:
    """Give a modal; submitted, `view.state.values[key]["value"]` holds each answer and `private_metadata` the press.

    Raises ValueError for what is ours to keep short: the press, a key, a choice's value, the number of fields.
    """
    if len(form.fields) > limits.VIEW_BLOCKS:
        raise ValueError(f"a form has {len(form.fields)} fields, Slack takes {limits.VIEW_BLOCKS}")
    room = limits.VIEW_BLOCKS - len(form.fields)
    intro = body(form.intro, accounts, room) if room else []
    content = [*intro, *[_input(field, accounts) for field in form.fields]]
    made: dict[str, Any] = {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": limits.demand(form.press, limits.PRIVATE_METADATA, "a form's press"),
        "title": words(form.title, limits.VIEW_TITLE),
        "close": words(CANCEL, limits.VIEW_TITLE),
        "blocks": content or [EMPTY],
    }
    if form.fields or form.submit:
        made["submit"] = words(form.submit, limits.VIEW_TITLE)
    return made


def _input(field: Field, accounts: Accounts) -> Block:
    made: Block = {
        "type": "input",
        "block_id": limits.demand(field.key, limits.BLOCK_ID, "a field's key"),
        "label": words(field.label, limits.INPUT_LABEL),
        "element": _element(field, accounts),
        "optional": field.optional,
    }
    if field.hint:
        made["hint"] = words(field.hint, limits.INPUT_LABEL)
    return made


def _element(field: Field, accounts: Accounts) -> Element:
    match field:
        case TextField():
            return _text(field)
        case DateField():
            initial = field.initial.isoformat() if field.initial else ""
            return _with({"type": "datepicker", "action_id": VALUE}, "initial_date", initial)
        case ChoiceField():
            return _choice(field)
        case PersonField():
            chosen = accounts.get(field.initial, "")
            return _with({"type": "users_select", "action_id": VALUE}, "initial_user", chosen)
        case ChannelField():
            return _with(_channel(), "initial_conversation", field.initial)


def _text(field: TextField) -> Element:
    limit = max(1, min(field.limit, limits.INPUT_TEXT))
    made: Element = {
        "type": "plain_text_input",
        "action_id": VALUE,
        "multiline": field.paragraph,
        "max_length": limit,
    }
    return _with(made, "initial_value", cut(_entered(field), limit))


def _entered(field: TextField) -> str:
    """Keep the line breaks of a paragraph, which the person who edits it put there."""
    return paragraph(field.initial) if field.paragraph else clean(field.initial)


def _channel() -> Element:
    """Channels that a bot can post to, without direct messages, which belong to somebody."""
    where = {"include": ["public", "private"], "exclude_bot_users": True}
    return {"type": "conversations_select", "action_id": VALUE, "filter": where}


def _choice(field: ChoiceField) -> Element:
    if not field.choices:
        raise ValueError(f"the choice {field.key!r} has nothing to choose from")
    options = [option(choice.label, choice.value, "a choice's value") for choice in field.choices]
    made: Element = {"type": "static_select", "action_id": VALUE}
    if len(options) <= limits.SELECT_OPTIONS:
        made["options"] = options
    else:
        made["option_groups"] = _option_groups(options)
    initial = next((one for one in options if one["value"] == field.initial), None)
    return _with(made, "initial_option", initial)


def _option_groups(options: list[Element]) -> list[Element]:
    """Split a longer list into hundreds, each named after its first label: Slack takes a hundred hundreds."""
    step = limits.SELECT_OPTIONS
    if len(options) > step * limits.OPTION_GROUPS:
        raise ValueError(f"a choice has {len(options)} options, Slack takes {step * limits.OPTION_GROUPS}")
    chunks = [options[at : at + step] for at in range(0, len(options), step)]
    return [{"label": chunk[0]["text"], "options": chunk} for chunk in chunks]


def _with(made: Element, key: str, value: object) -> Element:
    return {**made, key: value} if value else made
