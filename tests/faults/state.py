"""What is stored about one gate, and whether its parts agree."""

from dataclasses import dataclass

from readiness.domain.values.fact import FactKind
from readiness.domain.values.gate import Progress
from readiness.usecases.checking import verify
from storage import SqlStorage


@dataclass(frozen=True)
class Stored:
    """Whether the gate is signed off, and how many messages about anything wait to be sent."""

    signed: bool
    waiting: int


async def stored(storage: SqlStorage, gate: str, slug: str = "churn-model") -> Stored:
    """What is stored; fails unless gate, votes and record say the same and the record verifies."""
    ((organisation, _),) = await storage.organisations()
    async with storage.read(organisation) as uow:
        initiative = await uow.initiatives.by_slug(slug)
        assert initiative is not None
        entries = [entry for entry in await uow.record.entries(initiative.id) if entry.gate == gate]
    signed = initiative.gates[gate].progress is Progress.SIGNED_OFF
    kinds = [entry.kind for entry in entries]
    voided = kinds.count(FactKind.EVIDENCE_GIVEN) > 1
    assert len(initiative.gates[gate].votes) == int(signed)
    assert kinds.count(FactKind.SIGN_OFF_CAST) == kinds.count(FactKind.GATE_SIGNED_OFF)
    assert signed or voided or FactKind.SIGN_OFF_CAST not in kinds
    assert kinds.count(FactKind.SIGN_OFF_CAST) <= 1
    assert [one.broken for one in await verify(storage, "", "")] == [None, None]
    return Stored(signed, await storage.deliveries.waiting())
