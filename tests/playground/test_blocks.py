"""Blocks are taken at the limit and refused one past it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.playground.blocks.check import MOST_CHARACTERS, check_length, check_message, check_view
from bot.playground.errors import ApiRefusal

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Block:
    return {"type": "section", **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def button(**more: Any) -> Block:
    return {"type": "button", "text": plain("Go"), **more}


def option(number: int = 0, text: str = "One", **more: Any) -> Block:
    return {"text": plain(text), "value": f"v{number}", **more}


def select(**more: Any) -> Block:
    return actions({"type": "static_select", "placeholder": plain("Which?"), **more})


def options(count: int) -> list[Block]:
    return [option(number) for number in range(count)]


def confirm(**more: Any) -> Block:
    words = {"title": plain("t"), "text": mrkdwn("x"), "confirm": plain("y"), "deny": plain("n")}
    return actions(button(confirm={**words, **more}))


def field(element: Block | None = None, **more: Any) -> Block:
    return {"type": "input", "label": plain("Name"), "element": element or {"type": "plain_text_input"}, **more}


def image(**more: Any) -> Block:
    return {"type": "image", "alt_text": "x", "image_url": "https://example.com/x.png", **more}


def table(rows: int = 1, cells: int = 1) -> Block:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells] * rows}


URL = "https://example.com/"
LIMITS: dict[str, tuple[int, Callable[[int], Block]]] = {
    "section text": (3000, lambda n: section(text=mrkdwn("x" * n))),
    "section fields": (10, lambda n: section(fields=[mrkdwn("x")] * n)),
    "section field": (2000, lambda n: section(fields=[mrkdwn("x" * n)])),
    "header": (150, lambda n: {"type": "header", "text": plain("x" * n)}),
    "context elements": (10, lambda n: {"type": "context", "elements": [mrkdwn("x")] * n}),
    "actions elements": (25, lambda n: actions(*[button()] * n)),
    "context_actions elements": (5, lambda n: {"type": "context_actions", "elements": [button()] * n}),
    "block_id": (255, lambda n: section(text=plain("x"), block_id="x" * n)),
    "action_id": (255, lambda n: actions(button(action_id="x" * n))),
    "button text": (75, lambda n: actions(button(text=plain("x" * n)))),
    "button value": (2000, lambda n: actions(button(value="x" * n))),
    "button url": (3000, lambda n: actions(button(url=URL + "x" * (n - len(URL))))),
    "button accessibility label": (75, lambda n: actions(button(accessibility_label="x" * n))),
    "select options": (100, lambda n: select(options=options(n))),
    "select option groups": (100, lambda n: select(option_groups=[{"label": plain("g"), "options": options(1)}] * n)),
    "select group label": (75, lambda n: select(option_groups=[{"label": plain("x" * n), "options": options(1)}])),
    "select placeholder": (150, lambda n: select(options=options(1), placeholder=plain("x" * n))),
    "option text": (75, lambda n: select(options=[option(text="x" * n)])),
    "option value": (150, lambda n: select(options=[{"text": plain("x"), "value": "x" * n}])),
    "option description": (75, lambda n: select(options=[option(description=plain("x" * n))])),
    "overflow options": (5, lambda n: actions({"type": "overflow", "options": options(n)})),
    "checkboxes": (10, lambda n: actions({"type": "checkboxes", "options": options(n)})),
    "radio buttons": (10, lambda n: actions({"type": "radio_buttons", "options": options(n)})),
    "confirm title": (100, lambda n: confirm(title=plain("x" * n))),
    "confirm text": (300, lambda n: confirm(text=mrkdwn("x" * n))),
    "confirm confirm": (30, lambda n: confirm(confirm=plain("x" * n))),
    "confirm deny": (30, lambda n: confirm(deny=plain("x" * n))),
    "input label": (2000, lambda n: field(label=plain("x" * n))),
    "input hint": (2000, lambda n: field(hint=plain("x" * n))),
    "input max_length": (3000, lambda n: field({"type": "plain_text_input", "max_length": n})),
    "image alt text": (2000, lambda n: image(alt_text="x" * n)),
    "image title": (2000, lambda n: image(title=plain("x" * n))),
    "image url": (3000, lambda n: image(image_url=URL + "x" * (n - len(URL)))),
    "markdown": (12_000, lambda n: {"type": "markdown", "text": "x" * n}),
    "table rows": (100, lambda n: table(rows=n)),
    "table cells": (20, lambda n: table(cells=n)),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_block_is_taken_at_its_limit_and_refused_one_past_it(name: str) -> None:
    limit, build = LIMITS[name]
    check_message([build(limit)])
    with pytest.raises(ApiRefusal) as caught:
        check_message([build(limit + 1)])
    assert caught.value.error == "invalid_blocks"
    assert "[json-pointer:/blocks/0" in caught.value.messages[0]


def test_a_message_holds_fifty_blocks() -> None:
    check_message([{"type": "divider"}] * 50)
    with pytest.raises(ApiRefusal, match="invalid_blocks"):
        check_message([{"type": "divider"}] * 51)


def test_all_texts_together_are_limited() -> None:
    blocks = [section(text=plain("x" * 3000)) for _ in range(MOST_CHARACTERS // 3000)]
    check_length(blocks)
    with pytest.raises(ApiRefusal, match="msg_blocks_too_long"):
        check_length([*blocks, section(text=plain("x"))])


def test_the_refusal_is_worded_like_slacks() -> None:
    with pytest.raises(ApiRefusal) as caught:
        check_message([section(text=mrkdwn("x" * 3001))])
    words = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert caught.value.answer()["response_metadata"] == {"messages": [f"[ERROR] {words}"]}


WRONG: dict[str, Block] = {
    "no text in a section": section(),
    "an unknown block": {"type": "blink"},
    "no type": {"text": plain("x")},
    "an unknown key": section(text=plain("x"), colour="red"),
    "a misspelt style": actions(button(style="success")),
    "an empty text": section(text=plain("")),
    "mrkdwn in a header": {"type": "header", "text": mrkdwn("x")},
    "mrkdwn in a button": actions(button(text=mrkdwn("x"))),
    "verbatim on plain text": section(text={**plain("x"), "verbatim": True}),
    "an unknown element": actions({"type": "slider"}),
    "a text field outside an input": actions({"type": "plain_text_input"}),
    "a button in an input": field(button()),
    "a file field in a message": field({"type": "file_input"}),
    "options and groups at once": select(options=options(1), option_groups=[]),
    "a select without options": select(),
    "a wrong date": actions({"type": "datepicker", "initial_date": "tomorrow"}),
    "actions without elements": actions(),
    "a URL that is none": actions(button(url="nowhere")),
    "equal action ids in one block": actions(button(action_id="a"), button(action_id="a")),
    "a confirmation without its title": actions(button(confirm={"text": plain("x")})),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_block_is_refused(name: str) -> None:
    with pytest.raises(ApiRefusal, match="invalid_blocks"):
        check_message([WRONG[name]])


def test_block_ids_are_unique_in_a_message() -> None:
    with pytest.raises(ApiRefusal, match="invalid_blocks"):
        check_message([section(text=plain("x"), block_id="b"), section(text=plain("y"), block_id="b")])


def test_equal_action_ids_in_two_blocks_are_fine() -> None:
    check_message([actions(button(action_id="a")), actions(button(action_id="a"))])


RIGHT: list[Block] = [
    {"type": "video", "alt_text": "x", "title": plain("x"), "thumbnail_url": URL, "video_url": URL},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]},
    {"type": "context", "elements": [{"type": "image", "alt_text": "x", "image_url": URL}, plain("x")]},
    section(text=plain("x"), accessory={"type": "users_select", "placeholder": plain("Who?")}),
    actions({"type": "multi_users_select"}, {"type": "timepicker"}, {"type": "datetimepicker"}),
    actions({"type": "external_select", "min_query_length": 0}, {"type": "channels_select"}),
    actions({"type": "conversations_select", "default_to_current_conversation": True}),
]


@pytest.mark.parametrize("block", RIGHT, ids=lambda block: str(block["type"]))
def test_blocks_that_are_taken(block: Block) -> None:
    check_message([block])


# views


def modal(*blocks: Block, **more: Any) -> Block:
    return {"type": "modal", "title": plain("Form"), "blocks": list(blocks) or [{"type": "divider"}], **more}


VIEW_LIMITS: dict[str, tuple[int, Callable[[int], Block]]] = {
    "title": (24, lambda n: modal(title=plain("x" * n))),
    "submit": (24, lambda n: modal(submit=plain("x" * n))),
    "close": (24, lambda n: modal(close=plain("x" * n))),
    "private_metadata": (3000, lambda n: modal(private_metadata="x" * n)),
    "callback_id": (255, lambda n: modal(callback_id="x" * n)),
    "external_id": (255, lambda n: modal(external_id="x" * n)),
    "blocks of a modal": (100, lambda n: modal(*[{"type": "divider"}] * n)),
    "blocks of a home tab": (100, lambda n: {"type": "home", "blocks": [{"type": "divider"}] * n}),
}


@pytest.mark.parametrize("name", VIEW_LIMITS)
def test_a_view_is_taken_at_its_limit_and_refused_one_past_it(name: str) -> None:
    limit, build = VIEW_LIMITS[name]
    check_view(build(limit))
    with pytest.raises(ApiRefusal, match="invalid_arguments"):
        check_view(build(limit + 1))


@pytest.mark.parametrize(
    "view",
    [
        modal(field()),
        modal({"type": "markdown", "text": "x"}),
        modal(table()),
        {"type": "sheet", "blocks": []},
        {"type": "home", "title": plain("x"), "blocks": [{"type": "divider"}]},
    ],
    ids=["input without submit", "markdown in a modal", "table in a modal", "unknown type", "titled home"],
)
def test_a_wrong_view_is_refused(view: Block) -> None:
    with pytest.raises(ApiRefusal, match="invalid_arguments"):
        check_view(view)


def test_a_modal_takes_files_numbers_and_addresses() -> None:
    kinds: list[Block] = [{"type": "file_input"}, {"type": "number_input", "is_decimal_allowed": False}]
    kinds += [{"type": "url_text_input"}, {"type": "email_text_input"}]
    check_view(modal(*[field(kind) for kind in kinds], submit=plain("Send")))


def test_a_view_of_more_than_250_kilobytes_is_refused() -> None:
    heavy = [actions(*[button(value="x" * 2000) for _ in range(25)]) for _ in range(6)]
    with pytest.raises(ApiRefusal, match="view_too_large"):
        check_view(modal(*heavy))
