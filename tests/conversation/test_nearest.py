from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.reading.nearest import nearest, nearest_or_first

GATES = ("compliance-review", "load-tested", "documentation", "compute")


def test_the_most_alike_comes_first():
    assert nearest("complience-reveiw", GATES)[0] == "compliance-review"
    assert nearest("documantation", GATES) == ("documentation",)


def test_the_beginning_of_a_name_or_of_a_part_of_it_is_enough():
    assert nearest("compli", GATES)[0] == "compliance-review"
    assert nearest("tested", GATES) == ("load-tested",)


def test_nothing_alike_is_nothing():
    assert nearest("zzz", GATES) == ()
    assert nearest("", GATES) == ()
    assert nearest("x", ()) == ()


def test_where_nothing_is_alike_the_first_can_stand_in():
    assert nearest_or_first("zzz", GATES, 2) == ("compliance-review", "load-tested")


@given(st.text(max_size=200), st.lists(st.text(max_size=50), max_size=20))
def test_suggestions_are_known_words_and_few(word, known):
    found = nearest(word, known)
    assert len(found) <= 3
    assert set(found) <= set(known)
