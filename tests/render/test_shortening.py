"""Any card can be made so small that a platform takes it, and keeps its headline and what acts."""

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import (
    Actions,
    Bold,
    Bullets,
    Button,
    Card,
    Divider,
    Emphasis,
    Fact,
    Facts,
    Heading,
    Link,
    Mention,
    Menu,
    MenuItem,
    Meter,
    Note,
    PersonPicker,
    Quote,
    Section,
    Typed,
)
from bot.render import adaptive, blocks, plain
from bot.render.characters import cut
from bot.render.shortening import BUDGETS, LEAST, folded, shorter, size, smallest
from bot.views.examples.every import examples
from tests.look.check import local

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40)
longer = st.builds(lambda text, times: text * times, words, st.integers(0, 60))
spans = st.one_of(
    longer, st.builds(Mention, st.just("p1"), words), st.builds(Link, st.just("https://a.example"), words)
)
texts = st.lists(spans, max_size=3).map(tuple)
presses = st.text("abc", min_size=1, max_size=200)
buttons = st.builds(Button, words, presses, st.sampled_from(Emphasis))
menus = st.builds(
    Menu, st.lists(st.builds(MenuItem, words, st.text("abc", min_size=1, max_size=150)), max_size=5).map(tuple)
)
things = st.one_of(buttons, menus, st.builds(PersonPicker, words, st.text("abc", min_size=1, max_size=90)))
parts = st.one_of(
    st.builds(Heading, words),
    st.builds(Note, texts),
    st.builds(Quote, longer),
    st.builds(Divider),
    st.builds(Meter, st.integers(0, 5), st.just(5), texts),
    st.builds(Section, st.lists(texts, max_size=30).map(tuple), st.none(), st.none() | things),
    st.builds(Bullets, st.lists(texts, max_size=60).map(tuple), words, st.none() | things),
    st.builds(Facts, st.lists(st.builds(Fact, words, texts), max_size=12).map(tuple)),
    st.builds(Actions, st.lists(buttons, max_size=8, unique_by=lambda one: one.press).map(tuple)),
)
cards = st.builds(Card, words.filter(str.strip), st.lists(parts, max_size=20).map(tuple))


def acting(card: Card) -> list[object]:
    found: list[object] = []
    for part in card.parts:
        if isinstance(part, Actions):
            found += part.items
        elif isinstance(part, Section | Bullets) and part.accessory is not None:
            found.append(part.accessory)
    return found


@settings(max_examples=60, deadline=None)
@given(cards)
def test_the_smallest_of_any_card_is_small_and_keeps_its_headline_and_what_is_wanted_most(card):
    small = smallest(card)
    assert size(small) <= LEAST + 50
    assert len(orjson.dumps(blocks.message(small, {}))) < 20_000
    assert len(orjson.dumps(adaptive.message(small, {}))) < 20_000
    assert local(blocks.message(small, {})) == []
    heading = next((part.text for part in card.parts if isinstance(part, Heading) and part.text.strip()), card.summary)
    assert small.parts[0] == Section(((Bold(cut(heading, LEAST)),),))
    kept = acting(small)
    pressable = [one for one in acting(card) if not isinstance(one, Menu) or one.items]
    primary = [one for one in pressable if isinstance(one, Button) and one.emphasis is Emphasis.PRIMARY]
    assert len(kept) >= min(len(pressable), 1)
    assert not primary or primary[0] in kept


@settings(max_examples=60, deadline=None)
@given(cards)
def test_each_smaller_card_is_smaller_and_presses_the_same_until_the_smallest(card):
    *between, _last = shorter(card)
    before = size(card)
    for smaller in between:
        assert size(smaller) <= before
        assert acting(smaller) == acting(card)
        before = size(smaller)


@pytest.mark.parametrize("budget", BUDGETS)
def test_the_longest_list_gives_way_first_and_counts_what_it_leaves_out(budget):
    many = tuple((f"gate {number} waits for somebody",) for number in range(400))
    card = Card("s", (Heading("Churn model"), Bullets(many, "Gates"), Section((("short",),))))
    small = folded(card, budget)
    heading, bullets, section = small.parts
    assert (heading, section) == (card.parts[0], card.parts[2])
    kept = len(bullets.items) - 1
    assert bullets.items[:kept] == many[:kept]
    assert bullets.items[-1] == (f"and {400 - kept} more under ", Typed("status"))
    assert size(small) <= budget


def test_of_too_many_parts_the_last_that_do_nothing_are_counted():
    act = Actions((Button("Approve", "p"),))
    card = Card("s", (Heading("h"), *[Section((("x" * 100,),))] * 60, act))
    small = folded(card, 1_500)
    assert (small.parts[0], small.parts[-2]) == (card.parts[0], act)
    assert "more parts under" in plain.text(small)
    assert size(small) <= 1_600


@pytest.mark.parametrize(
    "example", [one for one in examples() if isinstance(one.shown, Card)], ids=lambda one: one.name
)
def test_every_message_of_ours_can_be_made_smaller(example):
    for smaller in shorter(example.shown):
        assert local(blocks.message(smaller, {})) == []
