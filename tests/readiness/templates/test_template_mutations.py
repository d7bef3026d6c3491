"""Whatever a file holds, it is a template or refused in our words: nothing else ever comes out."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.domain.values.template import Template
from readiness.templates.builtin import BUILTIN_KEYS, builtin_text
from readiness.templates.loader import parse
from readiness.templates.problem import BrokenTemplate

# A short beginning of a real file keeps each example fast and still has every kind of field.
START = builtin_text(BUILTIN_KEYS[0])[:200] + builtin_text(BUILTIN_KEYS[0])[3200:6200]
PIECES = st.sampled_from(
    [
        *"[]{}'\"|>!?%#\n \t\x00\u2028é",
        "\ud800",
        "  - ",
        ": ",
        "&a",
        "*a",
        "key: ",
        "gates:\n",
        "null",
        "1",
        "\\x",
        "<<: ",
    ]
)


def outcome(text: str | bytes) -> Template | BrokenTemplate:
    try:
        return parse(text, source="file")
    except BrokenTemplate as refused:
        return refused


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(START)), st.integers(0, 30), PIECES), min_size=1, max_size=4))
def test_a_damaged_file_is_refused_with_lines_that_exist(damage: list[tuple[int, int, str]]) -> None:
    text = START
    for position, length, piece in damage:
        text = text[:position] + piece + text[position + length :]
    refused = outcome(text)
    assert isinstance(refused, BrokenTemplate)
    assert refused.problems
    last = len(text.splitlines()) + 1
    assert all(1 <= problem.line <= last and problem.column >= 1 for problem in refused.problems)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200))
def test_noise_is_refused(noise: str | bytes) -> None:
    assert isinstance(outcome(noise), BrokenTemplate)


FIELDS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["key", "gates", "parties", "sources", "approval", "groups", "depends-on", "party"]), inner
        )
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(["key", "gates", "parties", "sources", "version"]), FIELDS, min_size=1))
def test_fields_of_every_wrong_shape_are_refused(data: dict[str, object]) -> None:
    assert isinstance(outcome(json.dumps(data)), BrokenTemplate)
