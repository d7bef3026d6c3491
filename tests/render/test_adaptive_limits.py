"""What a card in Teams holds, at one below, exactly, and one above."""

import orjson
import pytest

from bot.cards import (
    Actions,
    Bullets,
    Button,
    Card,
    Fact,
    Facts,
    Heading,
    Link,
    Mention,
    Menu,
    MenuItem,
    Note,
    PersonPicker,
    Quote,
    Section,
)
from bot.render import adaptive
from bot.render import adaptive_limits as limits
from bot.render.characters import SHORTENED
from tests.look.check_card import local, runs, texts

LEFT_OUT = "parts are not shown here."


def shown(*parts, accounts=None):
    made = adaptive.message(Card("summary", parts), accounts or {})
    assert local(made) == []
    return made


def near(limit):
    return pytest.mark.parametrize("length", [limit - 1, limit, limit + 1])


def words(length):
    """Text of `length` characters in words of nine and a space."""
    return ("abcdefghi " * (length // 10 + 1))[: length - 1] + "."


@near(limits.TEXT)
@pytest.mark.parametrize("part", [lambda text: Section(((text,),)), lambda text: Note((text,)), Quote])
def test_a_long_text_is_cut_at_a_word_and_says_so(length, part):
    said = "".join(runs(shown(part(words(length)))))
    assert len(said) <= limits.TEXT
    assert said.endswith("i" + SHORTENED) if length > limits.TEXT else len(said) == length


def test_a_cut_text_leaves_no_link_half_shown():
    said = "".join(runs(shown(Section((("x" * 2_960, Link("https://wiki.example", "Evidence " * 20)),)))))
    assert said == "x" * 2_960 + SHORTENED


def test_a_cut_text_keeps_its_first_lines():
    said = list(runs(shown(Section((("first",), (words(5_000),), ("last",))))))
    assert said[0] == "first"
    assert "last" not in said


@near(limits.HEADING)
def test_a_heading_is_cut_with_an_ellipsis(length):
    (text,) = texts(shown(Heading(words(length))))
    assert len(text) == length if length <= limits.HEADING else text.endswith("…")


@near(limits.FACT)
def test_a_fact_is_cut_and_says_so(length):
    _, value = texts(shown(Facts((Fact("Evidence", (words(length),)),))))
    assert len(value) == length if length <= limits.FACT else value.endswith(SHORTENED)


@near(limits.BUTTONS)
def test_a_seventh_button_goes_into_another_row(length):
    made = shown(Actions((*[Button(str(number), "p") for number in range(length)], Menu((MenuItem("m", "p"),)))))
    rows = [len(row["actions"]) for row in made["body"]]
    assert rows == ([length + 1] if length <= limits.BUTTONS else [limits.BUTTONS, length - limits.BUTTONS + 1])


@near(limits.BUTTON_LABEL)
def test_labels_of_things_to_press_are_cut(length):
    made = shown(Actions((Button("b" * length, "p"), Menu((MenuItem("m" * length, "p"),)))))
    assert all(len(one["title"]) == min(length, limits.BUTTON_LABEL) for one in made["body"][0]["actions"])


@near(limits.BESIDE)
def test_a_label_that_leaves_no_room_beside_the_text_stands_below(length):
    made = shown(Section((("x",),), accessory=Button("b" * length, "p")))
    assert (made["body"][0]["type"] == "ColumnSet") is (length <= limits.BESIDE)


def test_a_press_is_never_cut():
    made = shown(Actions((Button("b", "x" * 8_000),)))
    assert made["body"][0]["actions"][0]["data"] == {"press": "x" * 8_000}


@near(200)
def test_a_list_that_is_too_long_counts_what_it_leaves_out(length):
    # An item of 5 characters weighs 60 bytes, so that 200 of them are exactly what a list may weigh.
    item = ("abcde",)
    assert limits.LIST == 200 * 60
    said = list(runs(shown(Bullets((item,) * length, "Title"))))
    kept = said.count("• abcde")
    assert said[0] == "Title"
    assert kept == length or said[-1] == f"…and {length - kept} more"


def padded(extra):
    """A card of exactly `limits.CARD` bytes and `extra`."""
    last = Note(("how to change it",))

    def parts(length):
        return [*[Section((("x" * 1_000,),))] * 24, Section((("y" * length,),)), last]

    room = limits.CARD - len(orjson.dumps(adaptive.message(Card("", tuple(parts(1))), {})))
    return parts(room + 1 + extra)


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_a_card_counts_the_parts_that_do_not_fit_and_keeps_the_last(extra):
    made = shown(*padded(extra))
    said = list(runs(made))
    assert said[-1] == "how to change it"
    if extra <= 0:
        assert len(orjson.dumps(made)) == limits.CARD + extra
    else:
        assert said[-2] == "1 more part is not shown here."


def test_people_named_only_in_what_was_left_out_are_not_mentioned():
    accounts = {f"p{number}": f"{number:036}" for number in range(150)}
    people = [Section(((Mention(person, f"Person {person}"), "x" * 100),)) for person in accounts]
    made = shown(*people, Note(("last",)), accounts=accounts)
    mentions = [text for text in texts(made) if "<at>" in text]
    assert any(LEFT_OUT in said for said in runs(made))
    assert len(made["msteams"]["entities"]) == len(mentions) < 150


def test_a_last_part_that_fits_nowhere_is_counted_too():
    made = shown(Section((("x",),)), Facts(tuple(Fact("", ("y" * 1_900,)) for _ in range(20))))
    assert list(runs(made)) == ["x", "1 more part is not shown here."]


def test_everything_at_its_longest_is_right_for_microsoft_s_schema():
    long = words(20_000)
    parts = (
        Heading(long),
        Note((long,)),
        Bullets(((long,), (long,)), long, Menu((MenuItem(long, "x" * 150),) * 5)),
        Section(((long,),), accessory=PersonPicker(long, "x" * 250)),
        Facts((Fact(long, (long,)),)),
        Actions((Button(long, "x"),) * 26),
    )
    for part in parts:
        shown(part)
    shown(*parts)
