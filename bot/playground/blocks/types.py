"""The shapes of blocks and where each may stand.

Sources: docs.slack.dev/reference/block-kit/blocks, @slack/types block-kit/blocks.ts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bot.playground.blocks import composition, rich_text
from bot.playground.blocks.composition import SLACK_FILE, TYPE, URL_RULE, mrkdwn, plain_text, text
from bot.playground.blocks.elements import BUTTON, IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION
from bot.playground.blocks.schema import (
    Rule,
    array,
    at_least_one,
    boolean,
    every,
    exactly_one,
    one_of,
    record,
    string,
    tagged,
)

Surface = Literal["message", "modal", "home"]

BLOCK_ID: dict[str, Rule] = {"block_id": string(255)}
EVERYWHERE: frozenset[Surface] = frozenset({"message", "modal", "home"})
MESSAGES: frozenset[Surface] = frozenset({"message"})


def _block(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    return record({**TYPE, **required}, {**BLOCK_ID, **(optional or {})})


_TABLE_CELL = tagged({
    "raw_text": record({**TYPE, "text": string()}),
    "rich_text": record({**TYPE, "elements": rich_text.ELEMENTS}),
})  # fmt: skip
_COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})

BLOCKS: dict[str, Rule] = {
    "section": every(
        _block(
            {},
            {
                "text": text(composition.TEXT),
                "fields": array(text(2000), 10),
                "accessory": tagged(IN_SECTION),
                "expand": boolean,
            },
        ),
        at_least_one("text", "fields"),
    ),
    "divider": _block({}),
    "header": _block({"text": plain_text(150)}),
    "context": _block(
        {
            "elements": array(
                tagged(
                    {"mrkdwn": mrkdwn(composition.TEXT), "plain_text": plain_text(composition.TEXT), "image": IMAGE}
                ),
                10,
            )
        }
    ),
    "actions": _block({"elements": array(tagged(IN_ACTIONS), 25)}),
    "context_actions": _block({"elements": array(tagged({"button": BUTTON}), 5)}),
    "input": _block(
        {"label": plain_text(2000), "element": tagged(IN_INPUT)},
        {"hint": plain_text(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": every(
        _block(
            {"alt_text": string(2000)},
            {"title": plain_text(2000), "image_url": URL_RULE, "slack_file": SLACK_FILE},
        ),
        exactly_one("image_url", "slack_file"),
    ),
    "rich_text": _block({"elements": rich_text.ELEMENTS}),
    "markdown": _block({"text": string(12_000)}),
    "table": _block(
        {"rows": array(array(_TABLE_CELL, 20), 100)},
        {"column_settings": array(_COLUMN, 20)},
    ),
    "video": _block(
        {"alt_text": string(), "title": plain_text(199), "thumbnail_url": URL_RULE, "video_url": URL_RULE},
        {
            "title_url": URL_RULE,
            "author_name": string(49),
            "provider_name": string(),
            "provider_icon_url": URL_RULE,
            "description": plain_text(composition.TEXT),
        },
    ),
}

SURFACES: dict[str, frozenset[Surface]] = {
    **dict.fromkeys(BLOCKS, EVERYWHERE),
    "markdown": MESSAGES,
    "table": MESSAGES,
    "context_actions": MESSAGES,
}

# Inputs that a message does not offer; file_input asks for a modal.
NOT_IN_MESSAGES = frozenset({"file_input", "number_input", "email_text_input", "url_text_input"})
NOT_IN_HOME = frozenset({"file_input"})

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}

VIEW_COMMON: dict[str, Rule] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
VIEWS: dict[str, Rule] = {
    "modal": record(
        {**TYPE, "title": plain_text(24), "blocks": array(tagged(BLOCKS), 100)},
        {
            **VIEW_COMMON,
            "submit": plain_text(24),
            "close": plain_text(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
    ),
    "home": record({**TYPE, "blocks": array(tagged(BLOCKS), 100)}, VIEW_COMMON),
}
MESSAGE = array(tagged(BLOCKS), MOST_BLOCKS["message"], least=0)
