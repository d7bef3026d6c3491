"""The shapes of interactive elements, with their limits.

Sources: docs.slack.dev/reference/block-kit/block-elements, @slack/types block-elements.ts.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.playground.blocks.composition import (
    ACTION_ID,
    CONFIRM,
    DISPATCH_ACTION_CONFIG,
    FILTER,
    ONE_SOURCE_OF_OPTIONS,
    OPTION_GROUPS,
    OPTIONS,
    SLACK_FILE,
    TYPE,
    URL_RULE,
    option,
    plain_text,
)
from bot.playground.blocks.schema import (
    Rule,
    anything,
    array,
    boolean,
    every,
    exactly_one,
    integer,
    matching,
    one_of,
    record,
    string,
)

ACTION: dict[str, Rule] = {"action_id": string(ACTION_ID)}
CONFIRMED: dict[str, Rule] = {**ACTION, "confirm": CONFIRM}
PLACEHOLDER: dict[str, Rule] = {"placeholder": plain_text(150), "focus_on_load": boolean}
MANY: dict[str, Rule] = {"max_selected_items": integer(1)}
TYPED: dict[str, Rule] = {**ACTION, **PLACEHOLDER, "dispatch_action_config": DISPATCH_ACTION_CONFIG}
ID = string(255)
IDS = array(ID, 100)
DATE = matching(r"\d{4}-\d{2}-\d{2}", "must be a valid date: YYYY-MM-DD")
TIME = matching(r"\d{2}:\d{2}", "must be a valid time: HH:mm")


def _select(required: Mapping[str, Rule], optional: Mapping[str, Rule]) -> Rule:
    return record({**TYPE, **required}, {**CONFIRMED, **PLACEHOLDER, **optional})


BUTTON = record(
    {**TYPE, "text": plain_text(75)},
    {
        **CONFIRMED,
        "url": URL_RULE,
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "accessibility_label": string(75),
    },
)
OVERFLOW = record({**TYPE, "options": array(option(url=True), 5)}, CONFIRMED)
STATIC = {"options": OPTIONS, "option_groups": OPTION_GROUPS}
CHOICES = array(option(rich=True), 10)
IMAGE = every(
    record(
        {**TYPE, "alt_text": string(2000)},
        {"image_url": URL_RULE, "slack_file": SLACK_FILE},
    ),
    exactly_one("image_url", "slack_file"),
)
CONVERSATION = {"default_to_current_conversation": boolean, "filter": FILTER}
RESPONSE_URL = {"response_url_enabled": boolean}

SELECTS: dict[str, Rule] = {
    "static_select": every(_select({}, {**STATIC, "initial_option": option()}), ONE_SOURCE_OF_OPTIONS),
    "external_select": _select({}, {"initial_option": option(), "min_query_length": integer(0)}),
    "users_select": _select({}, {"initial_user": ID}),
    "conversations_select": _select({}, {"initial_conversation": ID, **CONVERSATION, **RESPONSE_URL}),
    "channels_select": _select({}, {"initial_channel": ID, **RESPONSE_URL}),
    "multi_static_select": every(
        _select({}, {**STATIC, **MANY, "initial_options": array(option(), 100)}), ONE_SOURCE_OF_OPTIONS
    ),
    "multi_external_select": _select(
        {}, {**MANY, "initial_options": array(option(), 100), "min_query_length": integer(0)}
    ),
    "multi_users_select": _select({}, {**MANY, "initial_users": IDS}),
    "multi_conversations_select": _select({}, {**MANY, **CONVERSATION, "initial_conversations": IDS}),
    "multi_channels_select": _select({}, {**MANY, "initial_channels": IDS}),
}

PICKERS: dict[str, Rule] = {
    "datepicker": record(TYPE, {**CONFIRMED, **PLACEHOLDER, "initial_date": DATE}),
    "timepicker": record(TYPE, {**CONFIRMED, **PLACEHOLDER, "initial_time": TIME, "timezone": string()}),
    "datetimepicker": record(
        TYPE, {**CONFIRMED, "focus_on_load": boolean, "initial_date_time": integer(10**9, 10**10 - 1)}
    ),
    "checkboxes": record(
        {**TYPE, "options": CHOICES}, {**CONFIRMED, "initial_options": CHOICES, "focus_on_load": boolean}
    ),
    "radio_buttons": record(
        {**TYPE, "options": CHOICES}, {**CONFIRMED, "initial_option": option(rich=True), "focus_on_load": boolean}
    ),
}

FIELDS: dict[str, Rule] = {
    "plain_text_input": record(
        TYPE,
        {
            **TYPED,
            "initial_value": string(3000, 0),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
    ),
    "number_input": record(
        {**TYPE, "is_decimal_allowed": boolean},
        {**TYPED, "initial_value": string(), "min_value": string(), "max_value": string()},
    ),
    "url_text_input": record(TYPE, {**TYPED, "initial_value": string()}),
    "email_text_input": record(TYPE, {**TYPED, "initial_value": string()}),
    "rich_text_input": record(TYPE, {**TYPED, "initial_value": anything}),
    "file_input": record(TYPE, {**ACTION, "filetypes": array(string(), 100), "max_files": integer(1, 10)}),
}

IN_SECTION: dict[str, Rule] = {
    **SELECTS, **PICKERS, "button": BUTTON, "overflow": OVERFLOW, "image": IMAGE,
}  # fmt: skip
IN_ACTIONS: dict[str, Rule] = {**SELECTS, **PICKERS, "button": BUTTON, "overflow": OVERFLOW}
IN_INPUT: dict[str, Rule] = {**SELECTS, **PICKERS, **FIELDS}
