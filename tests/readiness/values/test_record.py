"""P21: whatever somebody does to the record afterwards is found, and the first broken entry is named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.record import (
    GENESIS,
    Appended,
    Broken,
    Entry,
    Head,
    SaltedText,
    Witness,
    append,
    fingerprint,
    read_fingerprint,
    text_hash,
    verify,
)

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
CHAIN = "i1"
KINDS = (
    Fact(FactKind.EVIDENCE_GIVEN, "dpia", {"revision": 1}, {"evidence": "https://example.com/dpia"}),
    Fact(FactKind.GATE_RULE_CHANGED, "dpia", {"groups": ["any compliance", "2 ann app"], "ordered": True}),
    Fact(
        FactKind.SIGN_OFF_CAST,
        "dpia",
        {"decision": "waive", "until": None},
        {"comment": "Pilot", "control": "Prüfung ✓"},
    ),
    Fact(FactKind.INITIATIVE_PAUSED, None, {}, {"reason": "Budget"}),
)


@dataclass(frozen=True)
class Kept:
    """A record as it lies in a database, where somebody can reach it."""

    entries: tuple[Entry, ...] = ()
    texts: Mapping[tuple[int, str], SaltedText] = field(default_factory=dict)
    head: Head = field(default_factory=Head)
    witnesses: tuple[Witness, ...] = ()

    def verify(self) -> Broken | None:
        return verify(CHAIN, self.entries, self.texts, self.head, self.witnesses)

    def with_entry(self, index: int, entry: Entry) -> "Kept":
        return replace(self, entries=(*self.entries[:index], entry, *self.entries[index + 1 :]))

    def with_text(self, key: tuple[int, str], text: SaltedText) -> "Kept":
        return replace(self, texts={**self.texts, key: text})


def kept(length: int = 12) -> Kept:
    """A record of `length` facts, an hour apart, whose head was witnessed in a channel."""
    entries: list[Entry] = []
    texts: dict[tuple[int, str], SaltedText] = {}
    head = Head()
    for number in range(length):
        facts = (KINDS[number % len(KINDS)],)
        salts = (f"{number + 1:030x}{place:02x}" for place in range(4))
        added = append(CHAIN, head, facts, actor="ann", at=AT + timedelta(hours=number), salts=salts)
        entries.extend(added.entries)
        texts.update(added.texts)
        head = added.head
    witness = read_fingerprint(fingerprint("churn", head))
    assert witness is not None
    return Kept(tuple(entries), texts, head, (witness,))


WHOLE = kept()

OTHER: dict[str, object] = {
    "chain": "i2",
    "sequence": 99,
    "previous": "f" * 64,
    "at": AT + timedelta(minutes=7),
    "actor": "ben",
    "kind": "gate.waived",
    "gate": "serving",
    "data": {"revision": 2},
    "texts": {"evidence": "0" * 64},
    "hash": "a" * 64,
}
"""For each field of an entry, something else to write into it."""


def rehashed(given: Kept, start: int) -> Kept:
    """`given` with everything from entry `start` on chained anew, head included: the work of somebody thorough."""
    entries = list(given.entries[:start])
    for number, entry in enumerate(given.entries[start:], start):
        previous = entries[-1].hash if entries else GENESIS
        entry = replace(entry, sequence=number + 1, previous=previous)  # noqa: PLW2901
        entries.append(replace(entry, hash=entry.computed_hash()))
    head = Head(len(entries), entries[-1].hash if entries else GENESIS)
    return replace(given, entries=tuple(entries), head=head)


def edits() -> Iterator[tuple[str, int, Kept]]:
    for index, entry in enumerate(WHOLE.entries):
        for name, value in OTHER.items():
            after = WHOLE.with_entry(index, replace(entry, **{name: value}))  # type: ignore[arg-type]
            yield f"edit {name} of {index + 1}", index + 1, after
        if index:
            sealed = replace(entry, actor="ben")
            sealed = replace(sealed, hash=sealed.computed_hash())
            last = index + 1 == len(WHOLE.entries)
            after = WHOLE.with_entry(index, sealed)
            yield f"edit and re-hash {index + 1}", index + 1 if last else index + 2, after


def deletions() -> Iterator[tuple[str, int, Kept]]:
    for index in range(len(WHOLE.entries)):
        entries = (*WHOLE.entries[:index], *WHOLE.entries[index + 1 :])
        yield f"delete {index + 1}", index + 1, replace(WHOLE, entries=entries)
        after = rehashed(replace(WHOLE, entries=entries), index)
        yield f"delete {index + 1} and chain anew", index + 1, after


def swaps() -> Iterator[tuple[str, int, Kept]]:
    for first in range(len(WHOLE.entries)):
        for second in range(first + 1, len(WHOLE.entries)):
            entries = list(WHOLE.entries)
            entries[first], entries[second] = entries[second], entries[first]
            yield f"swap {first + 1} with {second + 1}", first + 1, replace(WHOLE, entries=tuple(entries))


def insertions() -> Iterator[tuple[str, int, Kept]]:
    for index in range(len(WHOLE.entries) + 1):
        copy = WHOLE.entries[index - 1]
        entries = (*WHOLE.entries[:index], copy, *WHOLE.entries[index:])
        yield f"insert after {index}", index + 1, replace(WHOLE, entries=entries)
        previous = WHOLE.entries[index - 1].hash if index else GENESIS
        forged = replace(copy, sequence=index + 1, previous=previous, kind="gate.waived", texts={})
        forged = replace(forged, hash=forged.computed_hash())
        entries = (*WHOLE.entries[:index], forged, *WHOLE.entries[index:])
        texts_there = any(sequence == index + 1 for sequence, _ in WHOLE.texts)
        first = index + 1 if texts_there or index == len(WHOLE.entries) else index + 2
        yield f"forge after {index}", first, replace(WHOLE, entries=entries)


def truncations() -> Iterator[tuple[str, int, Kept]]:
    for length in range(len(WHOLE.entries)):
        short = replace(WHOLE, entries=WHOLE.entries[:length])
        yield f"cut off after {length}", length + 1, short
        head = Head(length, short.entries[-1].hash if length else GENESIS)
        texts = {key: text for key, text in WHOLE.texts.items() if key[0] <= length}
        yield f"cut off after {length}, head and texts too", length + 1, replace(short, head=head, texts=texts)


def rewrites() -> Iterator[tuple[str, int, Kept]]:
    for index, entry in enumerate(WHOLE.entries):
        after = rehashed(WHOLE.with_entry(index, replace(entry, actor="ben")), index)
        yield f"rewrite from {index + 1} on", len(WHOLE.entries), after


def text_changes() -> Iterator[tuple[str, int, Kept]]:
    for (sequence, name), text in WHOLE.texts.items():
        key = (sequence, name)
        for what, other in (
            ("edit", SaltedText(text.salt, "something else")),
            ("empty", SaltedText(text.salt, "")),
            ("salt", SaltedText("0" * 32, text.text)),
            ("half erase", SaltedText(text.salt, None)),
            ("half erase salt", SaltedText(None, text.text)),
        ):
            yield f"{what} {name} of {sequence}", sequence, WHOLE.with_text(key, other)
        gone = {other: kept for other, kept in WHOLE.texts.items() if other != key}
        yield f"remove {name} of {sequence}", sequence, replace(WHOLE, texts=gone)
        yield (
            f"add beside {name} of {sequence}",
            sequence,
            WHOLE.with_text((sequence, "note"), SaltedText("1" * 32, "added")),
        )
    for sequence in (-1, 0, 13, 99):
        yield (
            f"add a text to {sequence}",
            sequence,
            WHOLE.with_text((sequence, "note"), SaltedText("1" * 32, "added")),
        )
    swapped = {(1, "evidence"): WHOLE.texts[5, "evidence"], (5, "evidence"): WHOLE.texts[1, "evidence"]}
    yield "swap two texts", 1, replace(WHOLE, texts={**WHOLE.texts, **swapped})


TAMPERINGS = [
    tampering
    for made in (edits, deletions, swaps, insertions, truncations, rewrites, text_changes)
    for tampering in made()
]


def test_an_honest_record_is_whole():
    assert WHOLE.verify() is None
    assert Kept().verify() is None


def test_more_than_two_hundred_tamperings_are_tried():
    assert len({what for what, _, _ in TAMPERINGS}) == len(TAMPERINGS) > 300


@pytest.mark.parametrize(("what", "first", "after"), TAMPERINGS, ids=[what for what, _, _ in TAMPERINGS])
def test_every_tampering_is_found_at_the_first_entry_it_touches(what: str, first: int, after: Kept):
    broken = after.verify()
    assert broken is not None
    assert broken.reason
    if "anew" not in what:
        assert broken.sequence == first, broken


def test_the_first_of_two_broken_entries_is_named():
    twice = WHOLE.with_entry(8, replace(WHOLE.entries[8], actor="ben")).with_text(
        (3, "note"), SaltedText("1" * 32, "x")
    )
    assert twice.verify() == Broken(3, "its note was added later")


def test_a_record_rewritten_as_a_whole_is_found_only_against_a_witness():
    rewritten = rehashed(WHOLE.with_entry(0, replace(WHOLE.entries[0], actor="ben")), 0)
    assert replace(rewritten, witnesses=()).verify() is None
    assert rewritten.verify() is not None


def test_a_last_entry_that_is_not_the_one_the_head_holds_is_found_without_a_witness():
    sealed = rehashed(WHOLE.with_entry(11, replace(WHOLE.entries[11], actor="ben")), 11)
    after = replace(sealed, head=WHOLE.head, witnesses=())
    assert after.verify() == Broken(12, "its hash is not the one that the head of the record holds")


def test_every_witness_of_one_entry_counts():
    true = WHOLE.witnesses[0]
    false = replace(true, digits="0" * 16)
    for order in ((true, false), (false, true)):
        assert replace(WHOLE, witnesses=order).verify() is not None


def test_a_witness_of_the_empty_record_has_the_genesis_hash():
    head = read_fingerprint(fingerprint("churn", Head()))
    assert head is not None
    assert replace(WHOLE, witnesses=(head,)).verify() is None
    assert replace(WHOLE, witnesses=(replace(head, digits="f" * 16),)).verify() is not None


def test_erased_texts_leave_the_record_whole():
    erased = dict.fromkeys(WHOLE.texts, SaltedText(None, None))
    assert replace(WHOLE, texts=erased).verify() is None


def test_an_entry_older_than_the_one_before_it_is_found():
    first = append(CHAIN, Head(), KINDS[1:2], actor=None, at=AT, salts=())
    second = append(CHAIN, replace(first.head, at=None), KINDS[1:2], actor=None, at=AT - timedelta(seconds=1), salts=())
    broken = verify(CHAIN, (*first.entries, *second.entries), {}, second.head)
    assert broken == Broken(2, "it is older than the entry before it")


def test_entries_of_one_instant_are_in_order():
    added = append(CHAIN, Head(), KINDS[1:2] * 3, actor=None, at=AT, salts=())
    assert verify(CHAIN, added.entries, {}, added.head) is None


def test_a_record_is_not_taken_for_that_of_another_chain():
    assert verify("i2", WHOLE.entries, WHOLE.texts, WHOLE.head) == Broken(1, "an entry of another record stands here")


# --- the canonical form: once written, it never changes -------------------------------------------------------------


def golden() -> Appended:
    return append("i1", Head(), KINDS, actor="p1", at=AT, salts=(f"{number:032x}" for number in range(9)))


def test_the_canonical_form_never_changes():
    assert [entry.hash for entry in golden().entries] == [
        "78cc990230189e937aa80e5b2626838e3fe0a05f6184e7aa9d065e204bb146d5",
        "171b488cf42a77d75f4ee3c9a393bef2d6df6475ffd5dab48bced872c4b1e57a",
        "96daac48fc6a0e92b210f6972229ec69fdf0e4cc663a9ad6bb51c4b24afee025",
        "d8b3140a96e353829e8802ad67526963fe032fd525b9af7f533f4a2533b207a6",
    ]
    assert (
        text_hash(SaltedText("00", "Prüfung ✓")) == "6691f1cbfb4ce3ed56a01c6307390290be20295b5f9e1acc053611942aa2059c"
    )


def test_the_order_of_keys_and_the_zone_of_the_instant_do_not_change_a_hash():
    entry = golden().entries[2]
    shuffled = replace(
        entry,
        data=dict(reversed(entry.data.items())),
        texts=dict(reversed(entry.texts.items())),
        at=entry.at.astimezone(timezone(timedelta(hours=5, minutes=45))),
    )
    assert shuffled.computed_hash() == entry.hash


def test_no_part_of_a_text_can_move_into_its_salt():
    assert text_hash(SaltedText("a", "\0b")) != text_hash(SaltedText("a\0", "b"))
    assert text_hash(SaltedText("a", None)) != text_hash(SaltedText("a", "None"))


_SCALARS = st.one_of(st.text(max_size=20), st.integers(), st.booleans(), st.none(), st.lists(st.text(max_size=5)))


@given(
    facts=st.lists(
        st.builds(
            Fact,
            st.sampled_from(FactKind),
            st.one_of(st.none(), st.text(max_size=10)),
            st.dictionaries(st.text(max_size=8), _SCALARS, max_size=4),
            st.dictionaries(st.text(max_size=8), st.text(max_size=30), max_size=3),
        ),
        max_size=6,
    ),
    cut=st.integers(0, 6),
)
def test_what_is_appended_in_parts_verifies_as_one(facts: list[Fact], cut: int):
    salts = (f"{number:032x}" for number in range(100))
    first = append(CHAIN, Head(), facts[:cut], actor="a", at=AT, salts=salts)
    second = append(CHAIN, first.head, facts[cut:], actor=None, at=AT, salts=salts)
    entries = (*first.entries, *second.entries)
    assert len(entries) == second.head.sequence == len(facts)
    assert verify(CHAIN, entries, {**first.texts, **second.texts}, second.head) is None


# --- fingerprints ---------------------------------------------------------------------------------------------------


def test_a_fingerprint_reads_back_as_the_witness_it_is():
    assert WHOLE.head.sequence == 12
    text = fingerprint("churn-model-2", WHOLE.head)
    assert text == f"churn-model-2#12:{WHOLE.head.hash[:16]}"
    witness = Witness("churn-model-2", 12, WHOLE.head.hash[:16])
    assert [read_fingerprint(form) for form in (text, f" {text} ", f"`{text}`")] == [witness] * 3


@pytest.mark.parametrize(
    "text",
    ["", "churn", "churn#12", "churn#x:abcdef", "churn#12:abcde", "#12:abcdef", "Churn#12:abcdef", "c#12:ghijkl"],
)
def test_what_is_no_fingerprint_is_not_read_as_one(text: str):
    assert read_fingerprint(text) is None


def test_the_first_six_digits_of_a_fingerprint_witness_too():
    witness = read_fingerprint(f"churn#12:{WHOLE.head.hash[:6]}")
    assert witness is not None
    assert replace(WHOLE, witnesses=(witness,)).verify() is None


def test_no_entry_is_older_than_the_one_before_it_even_when_the_clock_went_back():
    first = append(CHAIN, Head(), KINDS[1:2], actor=None, at=AT, salts=())
    behind = append(CHAIN, first.head, KINDS[1:2], actor=None, at=AT - timedelta(seconds=120), salts=())
    assert behind.entries[0].at == AT
    assert verify(CHAIN, (*first.entries, *behind.entries), {}, behind.head) is None
