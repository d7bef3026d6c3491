"""What sounds like a yes is a small vocabulary; everything else is not read as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.reading.assent import KIND, LONGEST, YES, sounds_like_yes
from bot.conversation.reading.words import Channel, Person, Segment, Url


def test_every_word_of_the_vocabulary_is_one_by_itself():
    assert [word for word in YES if not sounds_like_yes([word])] == []
    assert [word for word in KIND if sounds_like_yes([word])] == []


@pytest.mark.parametrize(
    "text",
    [
        "Looks good!", "LGTM", "lgtm :+1:", ":+1::skin-tone-4:", "\U0001f44d\U0001f3fd", "\U0001f44d",
        "\u2714\ufe0f", "+1", "Approved.", "OK", "Fine by me \N{EN DASH} thanks",
        "yes, looks good", "Looks good to me.\nThanks!", "\uff2c\uff27\uff34\uff2d",
    ],
)  # fmt: skip
def test_a_yes_is_one_whatever_its_case_pauses_and_emoji(text: str):
    assert sounds_like_yes([text])


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "thanks", "not ok", "no", "nope", "looks good?", "ok?", "ok but the lineage is missing", "yes and no",
        "+1 from me",         "not yet approved", "approved with changes", "\U0001f44e", ":-1:",
        "\U0001f44d\U0001f44e", "ok, no", "looks good except revision 2",
        "isn't this ok", "yes " * LONGEST,
    ],
)  # fmt: skip
def test_what_is_no_plain_yes_is_none(text: str):
    assert not sounds_like_yes([text])


def test_who_is_named_beside_it_is_passed_over_and_a_link_or_channel_says_more_than_yes():
    said: list[Segment] = [Person("U1", "ben"), " looks good ", Person("U2", "dee")]
    assert sounds_like_yes(said)
    assert not sounds_like_yes(["ok ", Url("https://example.com")])
    assert not sounds_like_yes(["ok ", Channel("C1", "general")])


NEGATIONS = st.sampled_from(
    ["not", "no", "never", "don't", "isn't", "cannot", "but", "except", "unless", "nope", "\U0001f44e"]
)


@given(st.sampled_from(sorted(YES)), NEGATIONS, st.booleans())
def test_a_negation_never_passes_for_a_yes(word: str, negation: str, comes_first: bool):
    assert not sounds_like_yes([f"{negation} {word}" if comes_first else f"{word} {negation}"])


@given(st.lists(st.text() | st.builds(Person, st.text(), st.text()), max_size=4))
def test_no_text_breaks_it(said: list[Segment]):
    assert sounds_like_yes(said) in (True, False)
