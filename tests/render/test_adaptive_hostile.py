"""Whatever people write is shown in Teams as they wrote it and does nothing."""

import json
import re
from html import unescape

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import (
    Bold,
    Card,
    Choice,
    ChoiceField,
    Code,
    Form,
    Heading,
    Link,
    Mention,
    Section,
    TextField,
)
from bot.render import adaptive
from bot.render.characters import clean
from tests.look import node
from tests.look.check_card import local, runs, texts
from tests.look.need import require
from tests.render.test_hostile import CONTROL, CORPUS, SPANS, WORDS, card_of

TEAMS = [
    *CORPUS,
    "<at>Ana</at>",
    "&lt;at&gt;Ana&lt;/at&gt;",
    "<AT>Ana</AT>",
    "{{DATE(2026-11-23T09:42:00Z,SHORT)}} {{TIME(2026-11-23T09:42:00Z)}}",
    "[wiki](https://evil.example)",
    "![seen](https://evil.example/pixel.png)",
    "[wiki]: https://evil.example",
    "<https://evil.example>",
    "<b>x</b><script>",
    "- item",
    "1. item",
    "2) item",
    "# heading",
    "---",
    "| a | b |",
    r"\*x\* \[x\]",
    "a**b**c ***x***",
    "&copy; &#42;",
    "]",
    "](https://evil.example)",
]
SHORT = [text for text in TEAMS if len(text) < 900 and text.strip()]
LIVE = re.compile(r"</?at\b|\{\{|\]\(|&\w+;|https?://", re.IGNORECASE)
UNSEEN = str.maketrans(
    {"\u2217": "*", "\u02cd": "_", "\u223c": "~", "\u02cb": "`", "\uff3b": "[", "\uff3d": "]"}
    | dict.fromkeys("\u2060\u2068\u2069")
)
ANA = Mention("p", "Ana")
OURS = re.compile(r'</?(?:p|strong|em|at)>|<a href="https://ours\.example/[^"<>]*">|</a>')


def seen(text):
    """What a reader sees of typed text, every sign as itself; spaces and our mention aside."""
    return "".join(clean(text).translate(UNSEEN).split()).replace("Ana", "")


def marked(text):
    """Everything that becomes markdown, as it is sent."""
    typed = [text, Bold(text), Code(text), Link("https://ours.example/" + text, text), Mention("nobody", text)]
    lines = [*[(ANA, " ", span) for span in typed], *[(span, ANA) for span in typed]]
    return list(texts(adaptive.message(Card("", (Heading(text), Section(tuple(lines)))), {"p": "id"})))


@pytest.mark.parametrize("text", SHORT, ids=lambda text: ascii(text[:20]))
def test_runs_hold_the_very_words_and_nothing_that_is_read(text):
    made = adaptive.message(Card("", (Section(((text,), (Bold(text),), (Code(text),))),)), {})
    for said in runs(made):
        assert not re.search(r"\{\{|</?at\b", said, re.IGNORECASE)
        assert not CONTROL.search(said)
        assert seen(said) == seen(text)


def test_markdown_shows_every_sign_as_itself_and_makes_nothing_of_it():
    require("node", "npm")
    sent = [(text, said) for text in SHORT for said in marked(text)]
    for (text, said), html in zip(sent, json.loads(node.run("markdown.mjs", [said for _, said in sent])), strict=True):
        words = OURS.sub("", html)
        assert "<" not in words, html
        assert seen(unescape(words)) == seen(text)
        assert html.count("<at>") == said.count("<at>") <= 1


def test_bold_words_and_keys_stay_themselves_among_any_neighbours():
    require("node", "npm")
    spans = {
        (ANA, Bold("a"), Bold("b"), Code("c")): "<strong>a</strong><strong>b</strong><em>c</em>",
        (ANA, "no", Bold("t"), "e"): "no<strong>t</strong>e",
        (ANA, "x", Bold("(y)"), "z", Code("[k]"), "1"): "x<strong>(y)</strong>z<em>[k]</em>1",
        (ANA, Bold(" late "), Bold(""), Code("k_1")): " <strong>late</strong> <em>k_1</em>",
    }
    sent = [next(texts(adaptive.message(Card("", (Section((line,)),)), {"p": "id"}))) for line in spans]
    shown = [html.replace("\u2060", "").strip() for html in json.loads(node.run("markdown.mjs", sent))]
    assert shown == [f"<p><at>Ana</at>{html}</p>" for html in spans.values()]


@given(st.lists(st.tuples(st.sampled_from(SPANS), WORDS), max_size=6))
def test_no_spans_whatever_become_live_beside_a_mention(made):
    (said,) = texts(adaptive.message(Card("", (Section(((ANA, *[span(text) for span, text in made]),)),)), {"p": "id"}))
    assert said.count("<at>") == said.count("</at>") == 1
    rest = re.sub(r"\]\(https?://[!-'*-~]*\)", "", said.replace("<at>Ana</at>", ""), flags=re.IGNORECASE)
    assert not LIVE.search(rest)
    assert not CONTROL.search(said)


@given(WORDS)
@settings(max_examples=25)
def test_any_words_anywhere_give_a_card_teams_takes(text):
    card = card_of(text)
    made = adaptive.message(card, {"p": "id"})
    assert local(made) == []
    assert len(orjson.dumps(made)) <= 28_000
    mentions = re.findall("<at>.*?</at>", " ".join(texts(made)))
    assert set(mentions) == {entity["text"] for entity in made["msteams"].get("entities", [])}
    assert local(adaptive.page(card, {"p": "id"})) == []


@given(WORDS)
@settings(max_examples=25)
def test_any_words_anywhere_give_a_dialog_teams_takes(text):
    fields = (
        TextField("a", text, text, initial=text, limit=20),
        ChoiceField("b", text, (Choice("x", text), Choice("y", text)), text, initial="y"),
    )
    made = adaptive.dialog(
        Form(text, text, "press", fields, card_of(text).parts),
        {"p": "id"},
        problems={"a": text},
        above=card_of(text).parts,
    )
    assert local(made) == []
    orjson.dumps(made)
