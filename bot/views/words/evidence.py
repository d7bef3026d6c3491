"""What was given for a gate: an address to follow, words to read."""

import re

from bot.cards import Link, Part, Quote, Span
from bot.views.words.dates import moment
from bot.views.words.listing import name
from readiness.domain.values.gate import Evidence
from readiness.domain.values.organisation import Organisation

_ADDRESS = re.compile(r"https?://[^\s<>|\"]+")
_LABEL = 60
QUOTE_LIMIT = 600
CUT = " … (the whole text: Show gate)"


def evidence_line(evidence: Evidence, organisation: Organisation) -> tuple[Span, ...]:
    """Where it is, by whom and when; whoever reads it need not act, so the giver is not mentioned."""
    address = _ADDRESS.search(evidence.content)
    where: tuple[Span, ...] = (link(address[0]),) if address else ("Text below",)
    when = moment(evidence.given_at, organisation.calendar)
    return (*where, f" by {name(organisation, evidence.given_by)}, ", when)


def evidence_quote(evidence: Evidence, limit: int = QUOTE_LIMIT) -> tuple[Part, ...]:
    """Its words, unless it is an address alone."""
    if evidence.is_link or _ADDRESS.fullmatch(evidence.content.strip()):
        return ()
    _, words = leading_link(evidence.content)
    return (Quote(words if len(words) <= limit else words[: limit - len(CUT)].rstrip() + CUT),)


def leading_link(content: str) -> tuple[Link | None, str]:
    """The address that a text begins with, if it does, and the words behind it."""
    words = content.strip()
    address = _ADDRESS.match(words)
    return (link(address[0]), words[address.end() :].strip()) if address else (None, words)


def link(address: str) -> Link:
    """An address by its host and path."""
    label = re.sub(r"^https?://(www\.)?", "", address).rstrip("/")
    return Link(address, label if len(label) <= _LABEL else label[: _LABEL - 1] + "…")
