import pytest

from bot.conversation.reading.words import (
    Channel,
    Person,
    Quoted,
    Unclosed,
    Url,
    Utterance,
    Word,
    folded,
    from_text,
    shown,
    tokenise,
)

ANA = Person("U1", "ana")


def test_plain_text_is_split_at_white_space():
    assert from_text("  status\tfraud\n scoring ").tokens == (Word("status"), Word("fraud"), Word("scoring"))


def test_no_text_has_no_tokens():
    assert from_text("").tokens == ()
    assert from_text(" \n\u00a0\u3000").tokens == ()


@pytest.mark.parametrize("typed", ['"a b"', "“a b”", "„a b“", "”a b”", '“a b"', "＂a b＂"])
def test_curly_quotes_count_as_straight(typed):
    assert from_text(f"new {typed} x").tokens == (Word("new"), Quoted("a b"), Word("x"))


def test_a_quote_inside_a_word_is_part_of_it():
    assert from_text('5" disk').tokens == (Word('5"'), Word("disk"))


def test_an_apostrophe_is_no_quote():
    assert from_text("don't 'do it'").tokens == (Word("don't"), Word("'do"), Word("it'"))


def test_a_quote_that_nothing_closes_runs_to_the_end():
    assert from_text('new "a b c').tokens == (Word("new"), Unclosed("a b c"))


def test_an_empty_quote_is_a_token():
    assert from_text('""x').tokens == (Quoted(""), Word("x"))


def test_mentions_and_links_are_tokens_of_their_own():
    told = tokenise(["assign x ", ANA, " in ", Channel("C1", "general"), " see ", Url("https://a.org/x y")])
    assert told.tokens[2:] == (ANA, Word("in"), Channel("C1", "general"), Word("see"), Url("https://a.org/x y"))
    assert told.text == "assign x @ana in #general see https://a.org/x y"


def test_mentions_need_no_white_space_around_them():
    assert tokenise(["(", ANA, ",", Person("U2", "ben"), ")"]).tokens == (
        Word("("),
        ANA,
        Word(","),
        Person("U2", "ben"),
        Word(")"),
    )


def test_a_typed_web_address_is_a_url():
    assert from_text("https://a.org/b HTTP://c ftp://d").tokens == (
        Url("https://a.org/b"),
        Url("HTTP://c"),
        Word("ftp://d"),
    )


def test_a_mention_inside_quotes_becomes_its_label():
    assert tokenise(['"ask ', ANA, ' first" now']).tokens == (Quoted("ask @ana first"), Word("now"))


def test_a_quote_in_a_name_does_not_close_a_quote():
    assert tokenise(['"ask ', Person("U1", 'ana "the" boss'), ' first"']).tokens == (
        Quoted('ask @ana "the" boss first'),
    )


def test_a_mention_without_a_label_shows_its_account():
    assert tokenise([Person("U1", ""), " ", Channel("C1", "")]).text == "@U1 #C1"


def test_the_rest_is_as_typed_with_people_by_name():
    told = tokenise(["approve x  fine,  “mostly”\n says ", ANA, " "])
    assert told.rest(2) == "fine,  “mostly”\n says @ana"


def test_a_rest_of_one_quoted_token_loses_its_quotes():
    assert from_text('decline x " no time "').rest(2) == "no time"
    assert from_text('decline x "no" time').rest(2) == '"no" time'


def test_a_rest_keeps_a_quote_that_nothing_closes():
    assert from_text('decline x it is 5 "or more').rest(2) == 'it is 5 "or more'


def test_the_text_between_two_tokens_is_as_typed():
    told = from_text("a  b   c / d")
    assert told.between(1, 3) == "b   c"
    assert told.between(2, 2) == ""
    assert told.rest(9) == ""


def test_every_token_starts_where_its_start_says():
    told = from_text('say "a b" now')
    assert [told.text[start] for start in told.starts] == ["s", '"', "n"]


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x85", chr(0xD800), chr(0xDFFF)])
def test_what_cannot_be_stored_is_shown_as_a_replacement(character):
    told = tokenise([f"a{character}b"])
    assert told.text == "a\ufffdb"
    told.text.encode()


def test_line_ends_are_one_kind():
    assert from_text("a x\r\ny\rz\u2028w").rest(1) == "x\ny\nz\nw"


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("Status", "status"),
        ("`load-tested`", "load-tested"),
        ("load\u2011tested", "load-tested"),
        ("load–tested", "load-tested"),
        ("\u200bstatus\u200f", "status"),
        ("ｓｔａｔｕｓ", "status"),
        ("\u2066status\u2069", "status"),
        ("−3d", "-3d"),
        ("STRASSE", "strasse"),
        ("`", ""),
    ],
)
def test_words_are_compared_without_what_people_do_not_see(typed, compared):
    assert folded(typed) == compared


def test_a_token_is_shown_as_it_was_typed():
    tokens = (Word("a"), Quoted("b"), Unclosed("c"), ANA, Channel("C1", "d"), Url("https://e"))
    assert [shown(token) for token in tokens] == ["a", "b", "c", "@ana", "#d", "https://e"]


def test_ten_thousand_quotes_are_read_in_one_go():
    assert len(from_text('" ' * 5_000).tokens) == 2_500
    assert isinstance(from_text('"' * 10_001), Utterance)
