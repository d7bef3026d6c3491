"""One-time codes: short enough to type, too many to guess."""

from datetime import UTC, datetime, timedelta
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.values.code import ALPHABET, LENGTH, LIFETIMES, Code, CodeKind, code_from, digest_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ids = st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}")


@given(ids)
def test_a_code_is_three_groups_of_four_that_no_eye_takes_for_another(randomness):
    groups = code_from(randomness).split("-")
    assert [len(group) for group in groups] == [4, 4, 4]
    assert set("".join(groups)) <= set(ALPHABET)


def test_there_are_more_codes_than_anybody_tries():
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert log2(len(ALPHABET)) * LENGTH >= 50
    assert not [pair for pair in ("B8", "I1", "O0", "S5", "Z2", "UV", "G6") if set(pair) <= set(ALPHABET)]


@given(ids, ids)
def test_different_randomness_gives_different_codes(one, other):
    assert (code_from(one) == code_from(other)) is (int(one, 16) % 24**12 == int(other, 16) % 24**12)


@given(ids)
def test_a_code_is_known_however_it_was_typed_and_never_kept(randomness):
    code = code_from(randomness)
    typed = (code.lower(), code.replace("-", " "), code.replace("-", ""), code.replace("-", "–"), f" {code}\n")
    assert {digest_of(one) for one in typed} == {digest_of(code)}
    assert code.replace("-", "") not in digest_of(code)


@pytest.mark.parametrize("kind", CodeKind)
def test_a_code_does_one_thing_for_its_lifetime(kind):
    code = Code(digest_of("X"), kind, NOW + LIFETIMES[kind])
    last = code.expires_at - timedelta(microseconds=1)
    assert [each for each in CodeKind if code.does(each, last)] == [kind]
    assert not code.does(kind, code.expires_at)
