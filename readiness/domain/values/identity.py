"""The opaque ids and readable keys by which things are named."""

import hashlib
import re
import unicodedata
from typing import NewType

OrganisationId = NewType("OrganisationId", str)
PersonId = NewType("PersonId", str)
InitiativeId = NewType("InitiativeId", str)
WorkspaceId = NewType("WorkspaceId", str)

KEY_PATTERN = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
HANDOFF = "handoff"
"""What the handoff as a whole is called where a gate's key is wanted."""

RESERVED_GATE_KEYS = frozenset({HANDOFF, "all", "unlisted"})

KEY_LIMIT = 40


def is_key(text: str) -> bool:
    """Whether `text` may name a gate, party, milestone or initiative (rules.md, "Names and grammar")."""
    return KEY_PATTERN.fullmatch(text) is not None


def slug_from(name: str) -> str:
    """The slug made from an initiative's name; "initiative" when the name holds no Latin letter or digit."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")
    return words[:KEY_LIMIT].strip("-") or "initiative"


def unguessable(wanted: str, secret: str) -> str:
    """`wanted` with four characters made from `secret` at its end, at most 40 characters long.

    What lives in a private channel is called so, whether or not its name is taken: then nobody who takes the same name
    elsewhere is refused it, and learns of the other by that.
    """
    tail = f"-{hashlib.sha256(secret.encode()).hexdigest()[:4]}"
    return wanted[: KEY_LIMIT - len(tail)].rstrip("-") + tail


def unused(wanted: str, taken: frozenset[str] | set[str]) -> str:
    """`wanted`, or `wanted-2`, `wanted-3`, … the first that is not in `taken`, at most 40 characters long."""
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        tail = f"-{number}"
        candidate = wanted[: KEY_LIMIT - len(tail)].rstrip("-") + tail
    return candidate
