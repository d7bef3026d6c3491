"""Whatever people write is shown as they wrote it and does nothing."""

import re
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import (
    Actions,
    Bold,
    Bullets,
    Button,
    Card,
    Choice,
    ChoiceField,
    Code,
    Fact,
    Facts,
    Form,
    Heading,
    Link,
    Mark,
    Mention,
    Meter,
    Note,
    PersonPicker,
    Quote,
    Section,
    TextField,
    When,
)
from bot.render import blocks, mrkdwn, plain
from bot.render.modal import modal
from tests.look.check import local, texts

CORPUS = [
    "<!channel>",
    "<!here|here>",
    "<!subteam^S1>",
    "<@U1>",
    "<#C1>",
    "<https://evil.example|wiki>",
    "<!date^1^{date}^https://evil.example|x>",
    "@here @channel @everyone #general",
    "https://evil.example",
    "*x*",
    " *x* ",
    "_x_ ~x~ __init__",
    "`code`",
    "```block```",
    "*",
    "a*",
    "> quoted",
    ">>> all of it",
    ":warning: :+1: 10:42:31",
    "</>",
    "&lt;!channel&gt;",
    "R&D <3",
    "\u202etxt.exe",
    "\u2066\u2067\u2068\u2069\u202a",
    "שלום",
    "مرحبا *x*",
    "name\n:white_check_mark: *Approved*",
    "a\u2028b\u2029c\vd\x85e",
    "\x00\x1b[31mred\x07\x9b",
    "\ud800 half",
    "😀" * 10_000,
    "*" * 10_000,
    "&" * 10_000,
    "",
    " ",
]
LIVE = re.compile(r"<[^>]*>")
OPENING = re.compile(r"(?<![^\W_])[*_~](?=\S)|`|:[^\s:]+:|^\s*(>|&gt;)", re.MULTILINE)
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066\u2067\ud800-\udfff]")
SPANS = [str, Bold, Code, lambda text: Link(text, text), lambda text: Mention("nobody", text)]
WORDS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="a1 *_~`:<>&!@#|^/\\\n\u202eש😀é", max_size=30),
    st.sampled_from(CORPUS),
)


@pytest.mark.parametrize("text", CORPUS, ids=lambda text: ascii(text[:20]))
def test_plain_words_hold_no_markup(text):
    shown = mrkdwn.line((text,), {})
    assert not LIVE.search(shown)
    assert not OPENING.search(shown)
    assert not CONTROL.search(shown)
    assert "\n" not in shown


@pytest.mark.parametrize("text", CORPUS, ids=lambda text: ascii(text[:20]))
def test_bold_and_code_end_where_they_should(text):
    for sign, span in (("*", Bold(text)), ("`", Code(text))):
        shown = mrkdwn.line(("a ", span, " b"), {})
        inner = shown.removeprefix("a ").removesuffix(" b").strip(" ").strip("\u2068\u2069")
        assert inner == "" or (inner[0] == inner[-1] == sign and not inner[1:-1].startswith(" "))
        assert not LIVE.search(shown)
        assert sign not in re.sub(r"(?<=[^\W_])\*(?=[^\W_])", "", inner[1:-1])


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("R&D <3", "R&amp;D &lt;3"),
        ("model_v3 has 2*3 parts at 10:42", "model_v3 has 2*3 parts at 10:42"),
        ("*late*", "\u2217late\u2217"),
        ("_x ~5 days `rm`", "\u02cdx \u223c5 days \u02cbrm\u02cb"),
        (":warning:", "\u2236warning:"),
        ("> quoted > twice", "\u203a quoted &gt; twice"),
        ("line one\nline two", "line one line two"),
        ("\u202ereversed\x00", "reversed"),
        ("שלום", "\u2068שלום\u2069"),
        ("Zoë 😀 · 日本", "Zoë 😀 · 日本"),
        ("half \ud83d", "half \ufffd"),
    ],
)
def test_words_look_as_written(written, shown):
    assert mrkdwn.line((written,), {}) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://wiki.example/a?b=c&d=%20e#f", "<https://wiki.example/a?b=c&amp;d=%20e#f|wiki>"),
        ("HTTP://wiki.example", "<HTTP://wiki.example|wiki>"),
        ("https://wiki.example/a|b>c<d e", "<https://wiki.example/a%7Cb%3Ec%3Cd%20e|wiki>"),
        ("javascript:alert(1)", "wiki (javascript:alert(1))"),
        ("slack://open", "wiki (slack://open)"),
        ("https://", "wiki (https://)"),
        (" https://wiki.example", "wiki ( https://wiki.example)"),
    ],
)
def test_only_web_addresses_become_links(url, shown):
    assert mrkdwn.line((Link(url, "wiki"),), {}) == shown


def test_a_link_without_a_label_shows_its_address():
    assert mrkdwn.line((Link("https://wiki.example", " "),), {}) == "<https://wiki.example|https://wiki.example>"


def test_a_moment_is_shown_in_the_reader_s_timezone_with_words_for_the_rest():
    span = When(datetime(2026, 11, 23, 9, 42, tzinfo=UTC), "<Mon> 10:42")
    assert mrkdwn.line((span,), {}) == "<!date^1795426920^{date_short_pretty} at {time}|&lt;Mon&gt; 10:42>"


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        (("no", Bold("t"), "e"), "no\u200b*t*\u200be"),
        ((Bold("a"), Bold("b"), Code("c")), "*a*\u200b*b*\u200b`c`"),
        ((Bold("late"), ", and ", Code("x"), "."), "*late*, and `x`."),
        ((Bold(" spaced "), Bold(""), Code("`")), "*spaced* `\u02cb`"),
        (("a", "", Bold("b")), "a\u200b*b*"),
        ((Mark.WARNING, " is a str"), "warning is a str"),
    ],
)
def test_signs_stand_apart_from_the_words_around_them(spans, shown):
    assert mrkdwn.line(spans, {}) == shown


@given(st.lists(st.tuples(st.sampled_from(SPANS), WORDS), max_size=6))
def test_no_spans_whatever_become_live(made):
    shown = mrkdwn.line([span(text) for span, text in made], {})
    for token in LIVE.findall(shown):
        assert re.fullmatch(r"<https?://[^\s<>|]+\|[^<>]*>", token, re.IGNORECASE)
    assert not CONTROL.search(shown)


def card_of(text):
    spans = (text, Bold(text), Code(text), Link("https://x.example/" + text, text), Mention("p", text))
    button = Button(text, "press", confirm=None)
    return Card(
        text,
        (
            Heading(text),
            Section((spans, (text,)), Mark.WAIVED, button),
            Meter(1, 2, spans),
            Bullets((spans, (text,)), text, PersonPicker(text, "press")),
            Facts((Fact(text, spans),)),
            Quote(text),
            Actions((button, button)),
            Note(spans),
        ),
    )


@given(WORDS)
def test_any_words_anywhere_give_a_message_slack_takes(text):
    message = blocks.message(card_of(text), {"p": "U1"})
    assert local(message) == []
    orjson.dumps(message)
    for shown in texts(message["blocks"]):
        assert shown["type"] == "plain_text" or "<!" not in shown["text"]
        assert set(re.findall("<@[^>]*>", shown["text"])) <= {"<@U1>", *re.findall("<@[^>]*>", text)}
        assert not CONTROL.search(shown["text"])


@given(WORDS)
def test_any_words_anywhere_give_a_modal_slack_takes(text):
    fields = (
        TextField("a", text, text, initial=text, limit=20),
        ChoiceField("b", text, (Choice("x", text), Choice("y", text)), text, initial="y"),
    )
    made = modal(Form(text, text, "press", fields, card_of(text).parts), {"p": "U1"})
    assert local(made) == []
    orjson.dumps(made)


@given(WORDS)
def test_plain_text_has_no_control_characters(text):
    assert not CONTROL.search(plain.text(card_of(text)))


def test_a_space_at_the_end_of_bold_words_stands_behind_the_mark():
    assert mrkdwn.line((Bold("Offered "), Code("compute"), " to Kim"), {}) == "*Offered* `compute` to Kim"
