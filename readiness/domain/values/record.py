"""The append-only, hash-chained record: entries, fingerprints and their proof.

An entry hashes canonical JSON (sorted keys, no spaces, UTF-8: the subset of RFC 8785 that strings, integers, booleans,
nulls and lists of strings need). Free text stands beside the chain: an entry holds only SHA-256 of a random salt and
the text, so that text and salt can be erased without breaking the chain (rules.md, "The record").
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime

from readiness.domain.values.fact import Fact, Scalar
from readiness.domain.values.value import value

GENESIS = "0" * 64
FINGERPRINT_DIGITS = 16
_FINGERPRINT = re.compile(r"(?P<chain>[a-z0-9][a-z0-9-]*)#(?P<sequence>\d{1,9}):(?P<digits>[0-9a-f]{6,64})")


@value(frozen=True, slots=True)
class Head:
    """The end of a chain: how many entries it has, the last one's hash and its time."""

    sequence: int = 0
    hash: str = GENESIS
    at: datetime | None = field(default=None, compare=False)


@value(frozen=True, slots=True)
class SaltedText:
    """A free text with the salt under which its hash stands in the chain; both None once erased."""

    salt: str | None
    text: str | None


@value(frozen=True, slots=True)
class Entry:
    """One entry of a chain. `actor` is an opaque person id, None for the clock; `texts` maps names to hashes."""

    chain: str
    sequence: int
    previous: str
    at: datetime
    actor: str | None
    kind: str
    gate: str | None
    data: Mapping[str, Scalar]
    texts: Mapping[str, str]
    hash: str = ""

    def computed_hash(self) -> str:
        """SHA-256, in hex, over the canonical JSON of everything but the hash itself."""
        body = {
            "chain": self.chain,
            "sequence": self.sequence,
            "previous": self.previous,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": self.actor,
            "kind": self.kind,
            "gate": self.gate,
            "data": dict(self.data),
            "texts": dict(self.texts),
        }
        return hashlib.sha256(_canonical(body)).hexdigest()


@value(frozen=True, slots=True)
class Appended:
    """What appending facts gives: the entries, the salted texts by (sequence, name), and the new head."""

    entries: tuple[Entry, ...]
    texts: Mapping[tuple[int, str], SaltedText]
    head: Head


@value(frozen=True, slots=True)
class Broken:
    """The first entry that does not hold, and in which way."""

    sequence: int
    reason: str


@value(frozen=True, slots=True)
class Witness:
    """A fingerprint that somebody has seen: the chain's slug, a sequence number and the first digits of its hash."""

    slug: str
    sequence: int
    digits: str


def append(
    chain: str, head: Head, facts: Iterable[Fact], *, actor: str | None, at: datetime, salts: Iterable[str]
) -> Appended:
    """Entries that continue `chain` after `head`, one per fact, each free text salted with the next of `salts`.

    No entry is older than the one before it, even when the clock went back or another machine's is behind (promise P8).
    """
    at = max(at, head.at) if head.at else at
    salt_of = iter(salts)
    entries: list[Entry] = []
    texts: dict[tuple[int, str], SaltedText] = {}
    for fact in facts:
        sequence = head.sequence + 1
        salted = {name: SaltedText(next(salt_of), text) for name, text in sorted(fact.texts.items())}
        texts.update({(sequence, name): text for name, text in salted.items()})
        entry = Entry(
            chain=chain,
            sequence=sequence,
            previous=head.hash,
            at=at,
            actor=actor,
            kind=str(fact.kind),
            gate=fact.gate,
            data=fact.data,
            texts={name: text_hash(text) for name, text in salted.items()},
        )
        entry = replace(entry, hash=entry.computed_hash())
        entries.append(entry)
        head = Head(sequence, entry.hash, at)
    return Appended(tuple(entries), texts, head)


def text_hash(text: SaltedText) -> str:
    """SHA-256, in hex, of the salt and the text, as a canonical list: nothing can move from one into the other."""
    return hashlib.sha256(_canonical([text.salt, text.text])).hexdigest()


@value(frozen=True, slots=True)
class _Proof:
    """What a chain is held against: the texts beside it, by sequence and name, and what was witnessed, by sequence."""

    chain: str
    texts: Mapping[int, Mapping[str, SaltedText]]
    witnesses: Mapping[int, tuple[Witness, ...]]


def verify(
    chain: str,
    entries: Iterable[Entry],
    texts: Mapping[tuple[int, str], SaltedText],
    head: Head,
    witnesses: Iterable[Witness] = (),
) -> Broken | None:
    """The first thing wrong with `chain`, or None when it is whole.

    Found are edited, deleted, swapped and inserted entries, edited texts, an end that is not the stored `head`, and
    (against `witnesses`) a chain rewritten or cut off as a whole.
    """
    proof = _Proof(chain, _texts_by_sequence(texts), _witnesses_by_sequence(witnesses))
    end, latest = Head(), datetime.min.replace(tzinfo=UTC)
    broken = _check_witnesses(end, proof)
    for entry in entries:
        broken = broken or _check_entry(entry, end, latest, proof)
        if broken:
            return broken
        end, latest = Head(entry.sequence, entry.hash), entry.at
    return broken or _check_end(end, head, proof)


def fingerprint(slug: str, head: Head) -> str:
    """`slug#sequence:hash`, the hash cut to 16 hex digits: short enough to post, too long to match by trying."""
    return f"{slug}#{head.sequence}:{head.hash[:FINGERPRINT_DIGITS]}"


def read_fingerprint(text: str) -> Witness | None:
    """The witness written as `slug#sequence:hash` (6 digits or more), or None when `text` is not one."""
    match = _FINGERPRINT.fullmatch(text.strip().strip("`"))
    if match is None:
        return None
    return Witness(match["chain"], int(match["sequence"]), match["digits"])


def _check_entry(entry: Entry, end: Head, latest: datetime, proof: _Proof) -> Broken | None:
    expected = end.sequence + 1
    if entry.chain != proof.chain:
        return Broken(expected, "an entry of another record stands here")
    if entry.sequence != expected:
        return Broken(expected, f"entry {expected} is missing; the next one is {entry.sequence}")
    if entry.previous != end.hash:
        return Broken(expected, "it does not continue the entry before it")
    if entry.hash != entry.computed_hash():
        return Broken(expected, "its content was changed")
    if entry.at < latest:
        return Broken(expected, "it is older than the entry before it")
    return _check_texts(entry, proof) or _check_witnesses(Head(entry.sequence, entry.hash), proof)


def _check_texts(entry: Entry, proof: _Proof) -> Broken | None:
    given = proof.texts.get(entry.sequence, {})
    for name, expected in entry.texts.items():
        text = given.get(name)
        if text is None:
            return Broken(entry.sequence, f"its {name} is missing; an erased text leaves an empty row")
        erased = text.text is None and text.salt is None
        if not erased and text_hash(text) != expected:
            return Broken(entry.sequence, f"its {name} was changed")
    added = sorted(given.keys() - entry.texts.keys())
    return Broken(entry.sequence, f"its {added[0]} was added later") if added else None


def _check_witnesses(end: Head, proof: _Proof) -> Broken | None:
    for witness in proof.witnesses.get(end.sequence, ()):
        if not end.hash.startswith(witness.digits):
            return Broken(end.sequence, f"the fingerprint that was witnessed begins with {witness.digits}")
    return None


def _check_end(end: Head, head: Head, proof: _Proof) -> Broken | None:
    if end.sequence != head.sequence:
        first = min(end.sequence, head.sequence) + 1
        return Broken(first, f"the record ends with entry {end.sequence}, but its head says entry {head.sequence}")
    if end.hash != head.hash:
        return Broken(end.sequence, "its hash is not the one that the head of the record holds")
    stray = sorted(sequence for sequence in proof.texts if not 1 <= sequence <= end.sequence)
    if stray:
        return Broken(stray[0], "a text belongs to an entry that is not there")
    beyond = sorted(sequence for sequence in proof.witnesses if sequence > end.sequence)
    return Broken(end.sequence + 1, f"entry {beyond[0]} was witnessed and is missing") if beyond else None


def _texts_by_sequence(texts: Mapping[tuple[int, str], SaltedText]) -> Mapping[int, Mapping[str, SaltedText]]:
    found: dict[int, dict[str, SaltedText]] = {}
    for (sequence, name), text in texts.items():
        found.setdefault(sequence, {})[name] = text
    return found


def _witnesses_by_sequence(witnesses: Iterable[Witness]) -> Mapping[int, tuple[Witness, ...]]:
    found: dict[int, tuple[Witness, ...]] = {}
    for witness in witnesses:
        found[witness.sequence] = (*found.get(witness.sequence, ()), witness)
    return found


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
