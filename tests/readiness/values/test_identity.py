"""Keys, slugs, and the sentences of refusals."""

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.values import refusals
from readiness.domain.values.identity import KEY_LIMIT, is_key, slug_from, unguessable, unused
from readiness.domain.values.refusal import Refusal


@pytest.mark.parametrize("key", ["a", "0", "dpia", "data-lineage", "2fa", "a-", "a--b", "x" * 40])
def test_small_letters_digits_and_hyphens_make_a_key(key: str):
    assert is_key(key)


@pytest.mark.parametrize("key", ["", "-a", "A", "a b", "a_b", "ä", "a\n", "x" * 41, "a/b", "a.b", "٣"])
def test_anything_else_does_not(key: str):
    assert not is_key(key)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Churn model", "churn-model"),
        ("  Fraud — v2.1!  ", "fraud-v2-1"),
        ("Überprüfung Kündigung", "uberprufung-kundigung"),
        ("“Next best offer”", "next-best-offer"),
        ("予測モデル", "initiative"),
        ("---", "initiative"),
        ("x" * 39 + " yz", "x" * 39),
        ("a" * 60, "a" * 40),
    ],
)
def test_a_slug_is_made_from_the_name(name: str, slug: str):
    assert slug_from(name) == slug


@given(st.text(max_size=80))
def test_every_name_makes_a_slug_that_is_a_key(name: str):
    assert is_key(slug_from(name))


@given(st.text(max_size=50), st.integers(0, 30))
def test_a_slug_that_is_taken_gets_the_first_free_number(name: str, often: int):
    taken: set[str] = set()
    for _ in range(often):
        taken.add(unused(slug_from(name), taken))
    fresh = unused(slug_from(name), frozenset(taken))
    assert len(taken) == often
    assert fresh not in taken
    assert is_key(fresh)
    assert len(fresh) <= KEY_LIMIT


def test_the_numbers_count_up_from_two():
    assert unused("churn", {"churn"}) == "churn-2"
    assert unused("churn", {"churn", "churn-2", "churn-4"}) == "churn-3"
    assert unused("x" * 40, {"x" * 40}) == "x" * 38 + "-2"


REFUSALS = [kind for _, kind in inspect.getmembers(refusals, inspect.isclass) if issubclass(kind, Refusal)]


def test_a_refusal_says_its_docstring_with_the_details_filled_in():
    told = refusals.DateInThePast(day="2026-11-22")
    assert str(told) == "2026-11-22 is over. Choose a later day."
    assert told.details == {"day": "2026-11-22"}


def test_a_detail_that_is_missing_stays_visible_instead_of_failing_the_answer():
    assert str(refusals.DateInThePast()) == "{day} is over. Choose a later day."


def test_details_are_never_read_as_a_format():
    assert str(refusals.BadKey(key="{limit.__class__}")).startswith("`{limit.__class__}` cannot be a name")


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.__name__)
def test_every_refusal_has_a_sentence_and_a_code_of_its_own(kind: type[Refusal]):
    assert kind.__doc__
    assert kind.__doc__ != (Refusal.__doc__ if kind is not Refusal else None)
    assert [other for other in REFUSALS if other.code == kind.code] == [kind]


def test_what_lives_in_private_takes_no_name_from_anybody():
    assert unguessable("churn-model", "one") != unguessable("churn-model", "two") != "churn-model"
    assert is_key(unguessable("x" * 40, "one"))
    assert len(unguessable("x" * 40, "one")) == 40
