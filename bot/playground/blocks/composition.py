"""The shapes of texts, options and confirmations, with their limits.

Sources: docs.slack.dev/reference/block-kit/composition-objects, @slack/types composition-objects.ts.
"""

from __future__ import annotations

from bot.playground.blocks.schema import (
    Rule,
    anything,
    array,
    at_least_one,
    boolean,
    every,
    exactly_one,
    matching,
    one_of,
    record,
    string,
    tagged,
)

TEXT = 3000
OPTION_TEXT = 75
OPTION_VALUE = 150  # docs.slack.dev and slack_sdk; the comment in @slack/types still says 75
ACTION_ID = 255
URL = 3000


def plain_text(most: int, least: int = 1) -> Rule:
    """Demand a plain_text object."""
    return record({"type": one_of("plain_text"), "text": string(most, least)}, {"emoji": boolean})


def mrkdwn(most: int) -> Rule:
    """Demand a mrkdwn object."""
    return record({"type": one_of("mrkdwn"), "text": string(most)}, {"verbatim": boolean})


def text(most: int = TEXT) -> Rule:
    """Demand a text object of either kind."""
    return tagged({"plain_text": plain_text(most), "mrkdwn": mrkdwn(most)})


URL_RULE = every(string(URL), matching(r"(?s)[A-Za-z][A-Za-z0-9+.-]*:.+", "must be a valid URL"))

CONFIRM = record(
    {"title": plain_text(100), "text": text(300), "confirm": plain_text(30), "deny": plain_text(30)},
    {"style": one_of("primary", "danger")},
)


def option(*, rich: bool = False, url: bool = False) -> Rule:
    """Demand an option; `rich` allows mrkdwn (checkboxes, radio buttons), `url` a link (overflow)."""
    words = text(OPTION_TEXT) if rich else plain_text(OPTION_TEXT)
    extra = {"url": URL_RULE} if url else {}
    return record({"text": words, "value": string(OPTION_VALUE)}, {"description": words, **extra})


OPTIONS = array(option(), 100)
OPTION_GROUPS = array(record({"label": plain_text(75), "options": OPTIONS}), 100)
ONE_SOURCE_OF_OPTIONS = exactly_one("options", "option_groups")

FILTER = every(
    record(
        {},
        {
            "include": array(one_of("im", "mpim", "private", "public"), 4),
            "exclude_external_shared_channels": boolean,
            "exclude_bot_users": boolean,
        },
    ),
    at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),
)

DISPATCH_ACTION_CONFIG = record(
    {}, {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 2)}
)

SLACK_FILE = every(record({}, {"id": string(), "url": string()}), exactly_one("id", "url"))
TYPE: dict[str, Rule] = {"type": anything}
