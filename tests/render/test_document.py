"""A page as Markdown and as HTML: every noun has its form, and people's words stay words."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import Bold, Code, Link, Mark, Mention, Typed, When
from bot.document import Chapter, Document, Paragraph, Points, Quotation, Table
from bot.render.document_html import html
from bot.render.document_html import literal as html_literal
from bot.render.document_markdown import line, literal, markdown

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SPANS = (
    "plain ",
    Bold("Bold: "),
    Code("a-key"),
    " ",
    Typed("contract sign"),
    " ",
    Link("https://wiki.example/a(b)", "the wiki"),
    " ",
    Mention("dee", "Dee"),
    " ",
    When(NOON, "23 Nov 2026, 13:00"),
)
PAGE = Document(
    "A page",
    (Paragraph(("How it stands.",), Mark.READY),),
    (Chapter("Chapter", (Paragraph(SPANS), Points((("one",), ("two",))), Table(("A", "B"), ((("1",), ("2",)),)))),),
    (("small",),),
)


def test_every_noun_has_its_markdown():
    assert markdown(PAGE) == (
        "# A page\n\n✅ How it stands.\n\n## Chapter\n\n"
        "plain **Bold:** `a-key` `contract sign` [the wiki](<https://wiki.example/a%28b%29>) Dee 23 Nov 2026, 13:00\n\n"
        "- one\n- two\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\n---\n\n<sub>small</sub>\n"
    )


def test_every_noun_has_its_html():
    page = html(PAGE)
    for piece in (
        "<h1>A page</h1>",
        "<p>✅ How it stands.</p>",
        "plain <strong>Bold: </strong><code>a-key</code> <code>contract sign</code> ",
        '<a href="https://wiki.example/a%28b%29" rel="noreferrer">the wiki</a> Dee ',
        '<time datetime="2026-11-23T12:00:00+00:00">23 Nov 2026, 13:00</time>',
        "<ul><li>one</li><li>two</li></ul>",
        '<th scope="col">A</th>',
        "<td>2</td>",
        "<footer><p>small</p></footer>",
    ):
        assert piece in page


def test_what_a_person_wrote_keeps_its_lines():
    page = Document("t", (), (Chapter("c", (Quotation("one\n\n# two\n- three"),)),))
    assert "> one\\\n> \\\n> \\# two\\\n> \\- three\n" in markdown(page)
    assert "<blockquote>one<br><br># two<br>- three</blockquote>" in html(page)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*x* _y_ `z`", "\\*x\\* \\_y\\_ \\`z\\`"),
        ("<script>", "\\<script\\>"),
        ("[x](https://evil.example)", "\\[x\\](https\\://evil.example)"),
        ("www.evil.example", "www\\.evil.example"),
        ("a | b", "a \\| b"),
        ("&lt;", "\\&lt;"),
        ("@here", "@\u200bhere"),
        ("a\nb\u202ec", "a bc"),
    ],
)
def test_words_are_no_markdown(written, shown):
    assert literal(written) == shown


@pytest.mark.parametrize("begins", ["# x", "- x", "+ x", "=== x", "1. x", "2) x", "--- x"])
def test_a_line_begins_no_block(begins):
    assert "\\" in line((begins,))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", " https://x"])
def test_only_web_addresses_are_links(address):
    page = Document("t", (Paragraph((Link(address, "label"),)),), ())
    assert "label" in html(page)
    assert "href" not in html(page)
    assert "](" not in markdown(page)


@given(st.text(max_size=60))
def test_no_text_escapes_from_html(text):
    shown = html_literal(text)
    assert not {"<", ">", '"', "'"} & set(shown)


@given(st.text(alphabet="`ab| ", max_size=12))
def test_code_ends_where_it_is_meant_to(text):
    shown = line((Code(text),))
    fence = shown[: len(shown) - len(shown.lstrip("`"))]
    assert shown == "" or (shown.endswith(fence) and fence not in shown[len(fence) : -len(fence)].strip())
