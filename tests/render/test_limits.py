"""Every limit of Slack at one below, exactly, and one above."""

import pytest

from bot.cards import (
    Actions,
    Bold,
    Bullets,
    Button,
    Card,
    Confirm,
    Divider,
    Fact,
    Facts,
    Heading,
    Link,
    Menu,
    MenuItem,
    Meter,
    Note,
    PersonPicker,
    Quote,
    Section,
    View,
)
from bot.render import blocks, limits
from bot.render.characters import SHORTENED
from bot.render.meter import bar
from tests.look.check import check_blocks, local
from tests.look.need import require


def shown(*parts):
    message = blocks.message(Card("summary", parts), {})
    assert local(message) == []
    return message["blocks"]


def near(limit):
    return pytest.mark.parametrize("length", [limit - 1, limit, limit + 1])


def words(length):
    """Text of `length` characters in words of nine and a space."""
    return ("abcdefghi " * (length // 10 + 1))[: length - 1] + "."


@near(limits.SECTION_TEXT)
@pytest.mark.parametrize("part", [lambda text: Section(((text,),)), lambda text: Section(((Bold(text[2:]),),))])
def test_a_section_is_cut_at_a_word_and_says_so(length, part):
    text = shown(part(words(length)))[0]["text"]["text"]
    assert len(text) <= limits.SECTION_TEXT
    assert text.endswith(("i" + SHORTENED, "i*" + SHORTENED)) if length > 3000 else len(text) == length


def test_a_cut_section_leaves_no_link_half_open():
    text = shown(Section((("x" * 2960, Link("https://wiki.example/a-long-way-to-go", "Evidence")),)))[0]["text"]["text"]
    assert text == "x" * 2960 + SHORTENED


def test_a_cut_section_keeps_its_first_lines():
    text = shown(Section((("first",), (words(5000),), ("last",))))[0]["text"]["text"]
    assert text.startswith("first\nabcdefghi")
    assert "last" not in text


@near(limits.SECTION_TEXT - 2)
def test_a_quote_is_cut_and_says_so(length):
    text = shown(Quote(words(length)))[0]["text"]["text"]
    assert len(text) == length + 2 if length <= 2998 else text.endswith(SHORTENED)


def test_every_line_of_a_long_quote_is_marked():
    rows = shown(Quote("a line of nineteen.\n" * 300))[0]["text"]["text"].split("\n")
    assert all(row.startswith("> ") for row in rows)
    assert rows[-1].endswith(SHORTENED)


@near(limits.SECTION_TEXT)
def test_a_note_is_cut_and_says_so(length):
    text = shown(Note((words(length),)))[0]["elements"][0]["text"]
    assert len(text) == length if length <= 3000 else text.endswith(SHORTENED)


@near(limits.HEADER)
def test_a_heading_is_cut_with_an_ellipsis(length):
    text = shown(Heading(words(length)))[0]["text"]["text"]
    assert len(text) == length if length <= 150 else (len(text) <= 150 and text.endswith("…"))


@near(limits.FIELD_TEXT)
def test_a_fact_is_cut_and_says_so(length):
    text = shown(Facts((Fact("", (words(length),)),)))[0]["fields"][0]["text"]
    assert len(text) == length if length <= 2000 else text.endswith(SHORTENED)


@near(limits.FIELDS)
def test_facts_beyond_ten_go_into_another_block(length):
    made = shown(Facts(tuple(Fact(str(number), ("x",)) for number in range(length))))
    assert [len(block["fields"]) for block in made] == ([length] if length <= 10 else [10, length - 10])


@near(limits.ACTIONS)
def test_things_to_press_beyond_25_go_into_another_block(length):
    made = shown(Actions(tuple(Button(str(number), str(number)) for number in range(length))))
    assert [len(block["elements"]) for block in made] == ([length] if length <= 25 else [25, length - 25])


@near(60)
def test_a_list_that_is_too_long_counts_what_it_leaves_out(length):
    # 60 rows of 49 characters and their line breaks are exactly 3,000 characters with the title's line.
    items = tuple((words(47),) for _ in range(length))
    rows = shown(Bullets(items, "Title"))[0]["text"]["text"].split("\n")
    kept = [row for row in rows if row.startswith("• ")]
    assert rows[0] == "*Title*"
    assert len(kept) == length or rows[-1] == f"…and {length - len(kept)} more"


def test_a_list_whose_only_item_is_too_long_shortens_it():
    text = shown(Bullets(((words(9000),), ("second",)), "t" * 500))[0]["text"]["text"]
    assert SHORTENED in text
    assert text.endswith("\n• second")


@near(limits.MESSAGE_BLOCKS)
def test_a_message_counts_the_parts_that_do_not_fit_and_keeps_the_last(length):
    parts = [Section((("x",),))] * (length - 1)
    made = shown(*parts, Note(("how to change it",)))
    assert len(made) == min(length, 50)
    assert made[-1]["elements"][0]["text"] == "how to change it"
    if length > 50:
        assert made[-2]["elements"][0]["text"] == "2 more parts are not shown here."


@near(limits.MESSAGE_CHARACTERS)
def test_a_message_counts_the_parts_whose_characters_do_not_fit(length):
    made = shown(*[Section((("x" * 1000,),))] * 8, Section((("y" * (length - 8004),),)), Note(("last",)))
    hidden = [block for block in made if "not shown" in str(block)]
    assert [block["elements"][0]["text"] for block in hidden] == (
        [] if length <= 9000 else ["1 more part is not shown here."]
    )
    assert made[-1]["elements"][0]["text"] == "last"


def test_a_last_part_that_fits_nowhere_is_counted_too():
    made = shown(Section((("x",),)), Facts(tuple(Fact("", ("y" * 1900,)) for _ in range(6))))
    assert made[-1]["elements"][0]["text"] == "1 more part is not shown here."


@near(limits.VIEW_BLOCKS)
def test_a_home_tab_holds_a_hundred_blocks(length):
    made = blocks.home(View((Divider(),) * length), {})
    assert len(made["blocks"]) == min(length, 100)
    assert local(made) == []


@near(limits.SUMMARY)
def test_a_summary_is_cut_after_escaping(length):
    assert len(blocks.message(Card("<" * length, ()), {})["text"]) <= limits.SUMMARY
    text = blocks.message(Card(words(length), ()), {})["text"]
    assert len(text) == length if length <= 4000 else text.endswith(SHORTENED)


@near(limits.BUTTON_VALUE)
def test_a_button_s_press_is_never_cut(length):
    actions = Card("", (Actions((Button("label", "x" * length),)),))
    if length <= 2000:
        assert local(blocks.message(actions, {})) == []
    else:
        with pytest.raises(ValueError, match="a button's press has 2001 characters"):
            blocks.message(actions, {})


@near(limits.ACTION_ID - len("pick:"))
def test_a_picker_s_press_is_never_cut(length):
    picker = Card("", (Section((("x",),), accessory=PersonPicker("Name someone", "x" * length)),))
    if length <= 250:
        assert local(blocks.message(picker, {})) == []
    else:
        with pytest.raises(ValueError, match="a person picker's press"):
            blocks.message(picker, {})


@near(limits.OPTION_VALUE)
def test_a_menu_item_s_press_is_never_cut(length):
    menu = Card("", (Actions((Menu((MenuItem("label", "x" * length),)),)),))
    if length <= 150:
        assert local(blocks.message(menu, {})) == []
    else:
        with pytest.raises(ValueError, match="a menu item's press"):
            blocks.message(menu, {})


@near(limits.OVERFLOW_OPTIONS)
def test_a_menu_of_more_than_five_becomes_a_list_to_choose_from(length):
    menu = Menu(tuple(MenuItem(str(number), str(number)) for number in range(length)))
    made = shown(Actions((menu,)))[0]["elements"][0]
    assert made["type"] == ("overflow" if length <= 5 else "static_select")
    assert len(made["options"]) == length


def test_a_menu_of_more_than_a_hundred_is_our_mistake():
    with pytest.raises(ValueError, match="a menu has 101 items"):
        shown(Actions((Menu((MenuItem("x", "x"),) * 101),)))


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_labels_of_things_to_press_are_cut(extra):
    confirm = Confirm("t" * (100 + extra), "x" * (300 + extra), "y" * (30 + extra), "n" * (30 + extra))
    shown(
        Actions(
            (
                Button("b" * (75 + extra), "b", confirm=confirm),
                PersonPicker("p" * (150 + extra), "p"),
                Menu((MenuItem("m" * (75 + extra), "m"),)),
            )
        )
    )


def test_an_emoji_counts_as_two_characters_wherever_slack_might_count_so():
    text = shown(Section((("😀" * 10_000,),)))[0]["text"]["text"]
    assert len(text.encode("utf-16-le")) // 2 <= 3000
    heading = shown(Heading("😀" * 150))[0]["text"]["text"]
    assert len(heading.encode("utf-16-le")) // 2 <= 150


def test_the_messages_at_their_limits_are_right_for_slack_s_own_types_too():
    require("node", "npm")
    long = words(20_000)
    button = Button(long, "x" * 2000, confirm=Confirm(long, long, long, long))
    parts = [
        Heading(long),
        Note((long,)),
        Bullets(((long,), (long,)), long, Menu((MenuItem(long, "x" * 150),) * 5)),
        Quote(long),
        Actions((button,) * 26),
        Section(((long,),), accessory=PersonPicker(long, "x" * 250)),
        Facts((Fact(long, (long,)),) * 11),
    ]
    payloads = [blocks.message(Card(long, (part,)), {}) for part in parts]
    assert check_blocks([*payloads, blocks.home(View(tuple(parts)), {})]) == []


@pytest.mark.parametrize(
    ("done", "total", "full"),
    [(0, 18, 0), (1, 1000, 1), (9, 18, 10), (13, 18, 14), (999, 1000, 19), (18, 18, 20), (19, 18, 20), (0, 0, 0)],
)
def test_a_meter_is_empty_only_with_nothing_done_and_full_only_with_everything(done, total, full):
    assert bar(done, total) == "█" * full + "░" * (20 - full)


def test_a_meter_without_words_is_only_the_bar():
    assert shown(Meter(1, 2))[0]["text"]["text"] == "█" * 10 + "░" * 10


@pytest.mark.parametrize("part", [Section(()), Heading(" "), Note(()), Bullets(()), Facts(()), Quote(""), Actions(())])
def test_a_part_without_words_leaves_no_block(part):
    assert shown(part) == []


def test_a_thing_to_press_beside_no_words_is_still_there():
    assert shown(Section((), accessory=Button("Open", "open")))[0]["type"] == "actions"
