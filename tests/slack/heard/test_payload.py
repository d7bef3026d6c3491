"""Bodies are read once, by us: what bolt's own reader loses arrives."""

import json
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.payload import (
    Origin,
    Unreadable,
    command_origin,
    form_origin,
    form_values,
    kept_in_form,
    press_of,
    read_body,
)

FORM = "application/x-www-form-urlencoded"


def test_a_command_that_says_payload_is_still_a_command():
    raw = urlencode({"command": "/readiness", "text": "changes api other payload change", "user_id": "U1"}).encode()
    assert read_body(raw, FORM)["text"] == "changes api other payload change"


def test_an_interaction_is_the_json_in_its_payload_field():
    raw = urlencode({"payload": json.dumps({"type": "block_actions"})}).encode()
    assert read_body(raw, FORM) == {"type": "block_actions"}


@given(st.text(st.sampled_from("ab=&%+;#?/ 015AFfz_é€🙂\x00\n\"'<>")) | st.text())
def test_a_form_is_read_as_the_standard_library_reads_it(text: str):
    wanted = dict(parse_qsl(text, keep_blank_values=True))
    if wanted and ("payload" not in wanted or "command" in wanted):
        assert read_body(text.encode(), FORM) == wanted


def test_a_long_form_is_read_too():
    assert (
        read_body(urlencode({"command": "/readiness", "text": "a b+" * 5_000}).encode(), FORM)["text"] == "a b+" * 5_000
    )


def test_an_event_is_json():
    assert read_body(b'{"type": "event_callback"}', "application/json") == {"type": "event_callback"}


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", FORM),
        (b"\xff\xfe", FORM),
        (b"payload=%7Bnot+json", FORM),
        (b"payload=%5B1%5D", FORM),
        (b"[1, 2]", "application/json"),
        (b"{", "application/json"),
        (b"[" * 100_000, "application/json"),
    ],
)
def test_what_cannot_be_read_is_said_to_be_unreadable(raw, kind):
    with pytest.raises(Unreadable):
        read_body(raw, kind)


def test_a_direct_message_is_no_channel():
    body = {"team_id": "T1", "user_id": "U1", "channel_id": "D1", "response_url": "http://x", "trigger_id": "1"}
    assert command_origin(body).channel is None


def test_a_form_remembers_where_it_was_opened():
    origin = Origin("T1", "U1", "C1", "https://answer.example", "trigger", ephemeral=True)
    body = {
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "trigger_id": "2",
        "view": {"private_metadata": kept_in_form(origin, '["o","evidence"]')},
    }
    back, press = form_origin(body)
    assert (back.channel, back.answer_at, back.ephemeral, press) == ("C1", origin.answer_at, True, '["o","evidence"]')


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ({"type": "button", "action_id": "press", "value": "a"}, ("a", None)),
        ({"type": "users_select", "action_id": "pick:b", "selected_user": "U1"}, ("b", "U1")),
        ({"type": "overflow", "action_id": "press:2", "selected_option": {"value": "c"}}, ("c", None)),
    ],
)
def test_a_press_is_read_from_every_kind_of_element(action, expected):
    assert press_of(action) == expected


def test_form_values_are_texts_by_field_and_empty_where_nothing_was_filled_in():
    values = {
        "name": {"value": {"type": "plain_text_input", "value": "Churn"}},
        "live": {"value": {"type": "datepicker", "selected_date": None}},
        "owner": {"value": {"type": "users_select", "selected_user": "U1"}},
        "template": {"value": {"type": "static_select", "selected_option": {"value": "t"}}},
        "channel": {"value": {"type": "conversations_select", "selected_conversation": "C1"}},
    }
    found = form_values({"view": {"state": {"values": values}}})
    assert found == {"name": "Churn", "live": "", "owner": "U1", "template": "t", "channel": "C1"}
