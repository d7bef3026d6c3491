"""What the record says of a gate, written by hand for tests."""

from dataclasses import dataclass, field
from datetime import datetime

from readiness.domain.values.fact import FactKind, Scalar
from tests.readiness.build import ANA, BEN


@dataclass(frozen=True)
class Deed:
    """Who did what to a gate and when; `actor` None is the clock."""

    kind: FactKind
    at: datetime
    gate: str | None = "data-lineage"
    actor: str | None = BEN
    data: dict[str, Scalar] = field(default_factory=dict)


def offered(at: datetime, gate: str = "data-lineage", by: str | None = ANA, to: str = BEN) -> Deed:
    return Deed(FactKind.GATE_OFFERED, at, gate, by, {"person": to, "giver": by})


def accepted(at: datetime, gate: str = "data-lineage", by: str = BEN, giver: str = ANA) -> Deed:
    return Deed(FactKind.GATE_ACCEPTED, at, gate, by, {"person": by, "giver": giver})


def declined(at: datetime, gate: str = "data-lineage", by: str = BEN) -> Deed:
    return Deed(FactKind.GATE_DECLINED, at, gate, by, {"person": by, "giver": ANA})


def returned(at: datetime, to: str | None, gate: str = "data-lineage", by: str = BEN) -> Deed:
    return Deed(FactKind.GATE_RETURNED, at, gate, by, {"person": by, "to": to})


def blocked(at: datetime, gate: str = "data-lineage", by: str = BEN) -> Deed:
    return Deed(FactKind.GATE_BLOCKED, at, gate, by)


def evidence(at: datetime, gate: str = "data-lineage", by: str = BEN) -> Deed:
    return Deed(FactKind.EVIDENCE_GIVEN, at, gate, by, {"revision": 1})


def settled(at: datetime, gate: str = "data-lineage", kind: FactKind = FactKind.GATE_SIGNED_OFF) -> Deed:
    return Deed(kind, at, gate, "dee", {"revision": 1})
