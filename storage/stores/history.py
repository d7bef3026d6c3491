"""Every evidence revision and every vote there ever was. The gate holds the latest; rows here are only added."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update

from readiness.domain.values.approval import Meaning
from readiness.domain.values.gate import ChangesReason, Decision, Evidence, Gate, SignOff
from readiness.domain.values.identity import InitiativeId
from readiness.domain.values.initiative import Initiative
from storage.engine.database import Row
from storage.engine.scope import OWN, scoped
from storage.engine.session import Unit
from storage.engine.tables import evidence, sign_offs
from storage.engine.types import whole

_EVIDENCE = scoped(
    select(evidence.c.gate, evidence.c.revision, evidence.c.content, evidence.c.given_by, evidence.c.given_at)
    .where(evidence.c.organisation_id == OWN, evidence.c.initiative_id == bindparam("initiative"))
    .order_by(evidence.c.id)
)
_SIGN_OFFS = scoped(
    select(
        sign_offs.c.gate,
        sign_offs.c.stands,
        sign_offs.c.person,
        sign_offs.c.decision,
        sign_offs.c.meaning,
        sign_offs.c.revision,
        sign_offs.c.at,
        sign_offs.c.comment,
        sign_offs.c.reason,
        sign_offs.c.until,
        sign_offs.c.control,
        sign_offs.c.on_behalf_of,
    )
    .where(sign_offs.c.organisation_id == OWN, sign_offs.c.initiative_id == bindparam("initiative"))
    .order_by(sign_offs.c.id)
)
_ADD_EVIDENCE = evidence.insert()
_ADD_VOTE = sign_offs.insert()
_OVERTAKE = scoped(
    update(sign_offs)
    .where(
        sign_offs.c.organisation_id == OWN,
        sign_offs.c.initiative_id == bindparam("initiative"),
        sign_offs.c.gate == bindparam("of_gate"),
        sign_offs.c.person == bindparam("by"),
        sign_offs.c.at == bindparam("cast_at"),
    )
    .values(stands=False)
)


@dataclass(frozen=True, slots=True)
class GivenEvidence:
    """One revision given for a gate."""

    gate: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CastVote:
    """One vote cast on a gate; it no longer stands once it was withdrawn or overtaken."""

    gate: str
    vote: SignOff
    stands: bool


@dataclass(frozen=True, slots=True)
class History:
    """All of both, oldest first."""

    evidence: tuple[GivenEvidence, ...]
    sign_offs: tuple[CastVote, ...]


def history_of(connection: Connection, unit: Unit, initiative: InitiativeId) -> History:
    """The history of that initiative."""
    where = {"organisation": unit.organisation, "initiative": initiative}
    return History(
        evidence=tuple(map(_given, connection.execute(_EVIDENCE, where))),
        sign_offs=tuple(map(_cast_vote, connection.execute(_SIGN_OFFS, where))),
    )


def keep_history(
    connection: Connection, initiative: Initiative, key: str, before: Gate | None, after: Gate | None
) -> None:
    """Keep what a change of the gate `key` adds; None is a gate that was not there, or is not any more."""
    owner = {"organisation_id": initiative.organisation, "initiative_id": initiative.id, "gate": key}
    given = after.evidence if after is not None else None
    if given is not None and given != (before.evidence if before is not None else None):
        row = {"revision": given.revision, "content": given.content, "given_by": given.given_by}
        connection.execute(_ADD_EVIDENCE, row | owner | {"given_at": given.given_at})
    was = before.votes if before is not None else ()
    now = after.votes if after is not None else ()
    if cast := [vote for vote in now if vote not in was]:
        connection.execute(_ADD_VOTE, [_vote_row(vote) | owner for vote in cast])
    if ended := [vote for vote in was if vote not in now]:
        where = {"organisation": initiative.organisation, "initiative": initiative.id, "of_gate": key}
        connection.execute(_OVERTAKE, [where | {"by": vote.person, "cast_at": vote.at} for vote in ended])


def _vote_row(vote: SignOff) -> dict[str, object]:
    return {
        "person": vote.person,
        "decision": vote.decision.value,
        "meaning": vote.meaning.value,
        "revision": vote.revision,
        "at": vote.at,
        "comment": vote.comment,
        "reason": vote.reason,
        "until": vote.until,
        "control": vote.control,
        "on_behalf_of": vote.on_behalf_of,
        "stands": True,
    }


def _given(row: Row) -> GivenEvidence:
    gate, *given = whole(row)
    return GivenEvidence(gate, Evidence(*given))


def _cast_vote(row: Row) -> CastVote:
    gate, stands, person, decision, meaning, revision, at, comment, reason, until, control, on_behalf_of = whole(row)
    vote = SignOff(
        person=person,
        decision=Decision(decision),
        meaning=Meaning(meaning),
        revision=revision,
        at=at,
        comment=comment,
        reason=ChangesReason(reason) if reason else None,
        until=until,
        control=control,
        on_behalf_of=on_behalf_of,
    )
    return CastVote(gate, vote, stands)
