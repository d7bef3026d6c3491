"""Gates: row ↔ value.

What SQL asks for has a column; the rule, and all that most gates have none of, are JSON. The columns of the table stand
in the order in which `gate_from` unpacks a row: the hot path spends its time here.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import orjson

from readiness.domain.approval import ApprovalRule, Group, Meaning, Quorum
from readiness.domain.gate import (
    Block,
    ChangesReason,
    Condition,
    Decision,
    Evidence,
    Gate,
    Progress,
    SignOff,
    Span,
    Waiver,
)
from readiness.domain.identity import PersonId
from readiness.domain.ownership import Ownership
from storage import tables
from storage.database import Row
from storage.types import json_text

COLUMNS = [column for column in tables.gates.c if column.name not in {"organisation_id", "initiative_id", "position"}]
"""What a gate is made of, in the order in which `gate_from` takes it."""

_CONDITIONS: dict[str | None, Condition | None] = {
    None: None,
    **{condition.value: condition for condition in Condition},
}
# A look-up in a dict is several times faster than calling the enumeration.
_DECISIONS = {decision.value: decision for decision in Decision}
_MEANINGS = {meaning.value: meaning for meaning in Meaning}
_PROGRESS = {progress.value: progress for progress in Progress}


def gate_row(gate: Gate) -> dict[str, object]:
    """The columns of `gates` but those that say where the gate belongs."""
    ownership = gate.ownership
    return {
        "key": gate.key,
        "title": gate.title,
        "party": gate.party,
        "condition": gate.condition,
        "needed_by": gate.needed_by,
        "working_days_before": gate.working_days_before,
        "due_override": gate.due_override,
        "backup": gate.backup,
        "owner": ownership.owner,
        "offered_to": ownership.offered_to,
        "giver": ownership.giver,
        "previous": ownership.previous,
        "owned_since": ownership.since,
        "progress": gate.progress.value,
        "progress_since": gate.progress_since,
        "revision": gate.revision,
        "asks": gate.asks,
        "allows_not_applicable": gate.allows_not_applicable,
        "allows_waiver": gate.allows_waiver,
        "created_at": gate.created_at,
        "rule": rule_text(gate.rule),
        "state": _state_text(gate),
    }


def gate_from(row: Row) -> Gate:
    """The gate of a row of `COLUMNS`."""
    (
        key, title, party, condition, needed_by, working_days_before, due_override, backup, owner, offered_to, giver,
        previous, owned_since, progress, progress_since, revision, asks, allows_not_applicable, allows_waiver,
        created_at, rule, state,
    ) = row  # fmt: skip
    return Gate(
        key=key,
        title=title,
        party=party,
        condition=_CONDITIONS[condition],
        needed_by=needed_by,
        ownership=Ownership(owned_since, owner, offered_to, giver, previous),
        rule=rule_from(rule),
        created_at=created_at,
        progress_since=progress_since,
        working_days_before=working_days_before,
        due_override=due_override,
        backup=backup,
        progress=_PROGRESS[progress],
        revision=revision,
        asks=asks,
        allows_not_applicable=allows_not_applicable,
        allows_waiver=allows_waiver,
        **(_state_from(state) if state else {}),
    )


def rule_text(rule: ApprovalRule) -> str:
    """The rule as JSON; equal rules give equal text."""
    return json_text(rule)


@lru_cache(maxsize=4096)
def rule_from(text: str) -> ApprovalRule:
    """The rule that `rule_text` wrote. Most gates share a few rules, and a rule never changes: one value serves all."""
    found = orjson.loads(text)
    return ApprovalRule(tuple(map(group_from, found["groups"])), found["ordered"], Meaning(found["meaning"]))


def group_from(found: dict[str, Any]) -> Group:
    """One group of a rule."""
    need = found["need"]
    return Group(
        need=need if isinstance(need, int) else Quorum(need),
        people=frozenset(found["people"]),
        parties=tuple(found["parties"]),
    )


def _state_text(gate: Gate) -> str | None:
    """JSON of the parts that are there, by their names in `Gate`; None when there is none."""
    parts = {
        "evidence": gate.evidence,
        "contributors": gate.contributors,
        "votes": gate.votes,
        "depends_on": gate.depends_on,
        "block": gate.block,
        "waiver": gate.waiver,
        "settled": gate.settled,
    }
    there = {name: part for name, part in parts.items() if part}
    return json_text(there) if there else None


def _state_from(text: str) -> dict[str, Any]:
    """The parts by their names, as arguments of `Gate`."""
    return {name: _READERS[name](part) for name, part in orjson.loads(text).items()}


def _evidence(found: dict[str, Any]) -> Evidence:
    given_at = datetime.fromisoformat(found["given_at"])
    return Evidence(found["revision"], found["content"], found["given_by"], given_at)


def _votes(found: list[dict[str, Any]]) -> tuple[SignOff, ...]:
    return tuple(map(_vote, found))


def _vote(found: dict[str, Any]) -> SignOff:
    return SignOff(
        person=PersonId(found["person"]),
        decision=_DECISIONS[found["decision"]],
        meaning=_MEANINGS[found["meaning"]],
        revision=found["revision"],
        at=datetime.fromisoformat(found["at"]),
        comment=found["comment"],
        reason=ChangesReason(found["reason"]) if found["reason"] else None,
        until=date.fromisoformat(found["until"]) if found["until"] else None,
        control=found["control"],
    )


def _block(found: dict[str, Any]) -> Block:
    return Block(found["reason"], found["by"], datetime.fromisoformat(found["since"]))


def _waiver(found: dict[str, Any]) -> Waiver:
    return Waiver(found["reason"], found["control"], date.fromisoformat(found["until"]))


def _settled(found: list[dict[str, str]]) -> tuple[Span, ...]:
    return tuple(
        Span(
            datetime.fromisoformat(span["start"]),
            datetime.fromisoformat(span["end"]) if span["end"] else None,
        )
        for span in found
    )


_READERS: dict[str, Callable[[Any], object]] = {
    "evidence": _evidence,
    "contributors": frozenset,
    "votes": _votes,
    "depends_on": tuple,
    "block": _block,
    "waiver": _waiver,
    "settled": _settled,
}
