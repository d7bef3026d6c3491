"""An incident is recorded, with how its gap stood on that day, read from what the record says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from readiness.domain.readings.lateness import gaps_of
from readiness.domain.rights.permissions import Action, require
from readiness.domain.rules.change import Act, Change, gate_of, limited
from readiness.domain.rules.repeating import is_repeat
from readiness.domain.values.fact import Fact, FactKind, Scalar
from readiness.domain.values.gate import Decision, Gate, Span
from readiness.domain.values.identity import PersonId
from readiness.domain.values.incident import GapCause, Incident, Verdict
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.record import Entry, SaltedText
from readiness.domain.values.refusals import Cancelled, IncidentInTheFuture, SaidJustNow, WhatHappenedMissing
from readiness.domain.values.value import value

WHAT_LIMIT = 1000


@value(frozen=True, slots=True)
class Past:
    """The initiative's whole record: its entries, the oldest first, and their texts by sequence and name."""

    entries: Sequence[Entry]
    texts: Mapping[tuple[int, str], SaltedText]


def report(
    initiative: Initiative, key: str | None, day: date, what: str, act: Act, past: Past, *, again: bool = False
) -> Change:
    """Record an incident of that local day at a gate, or with `key` None one that no gate covered.

    Any member may, also while the initiative is paused or live. Raises `NotAllowed`, `Cancelled`, `NotFound`,
    `IncidentInTheFuture`, `WhatHappenedMissing` and `BadText`, and `SaidJustNow` for the same within minutes unless it
    is `again` on purpose.
    """
    gate = None if key is None else gate_of(initiative, key)
    require(Action.REPORT, act.actor, act.organisation, initiative, gate)
    if initiative.standing is Life.CANCELLED:
        raise Cancelled(life=str(initiative.standing))
    if day > act.today:
        raise IncidentInTheFuture(day=day.isoformat())
    said = limited(what, "what happened", WHAT_LIMIT)
    if not said:
        raise WhatHappenedMissing
    if not again:
        _refuse_repeat(initiative, key, day, said, act)
    bare = Incident(
        number=len(initiative.incidents) + 1,
        gate=key,
        day=day,
        what=said,
        by=act.actor.id,
        at=act.at,
        verdict=Verdict.NEVER_LISTED,
    )
    incident = bare if gate is None else _judged(bare, initiative, gate, act, past)
    after = replace(initiative, incidents=(*initiative.incidents, incident))
    return Change(after, (Fact(FactKind.INCIDENT_RECORDED, key, _data(incident), {"what": said}),))


def _refuse_repeat(initiative: Initiative, key: str | None, day: date, said: str, act: Act) -> None:
    for one in initiative.incidents:
        is_same = (one.gate, one.day, one.what, one.by) == (key, day, said, act.actor.id)
        if is_same and is_repeat(one.at, act.at):
            raise SaidJustNow(number=one.number, at=one.at)


def _data(incident: Incident) -> dict[str, Scalar]:
    return {
        "number": incident.number,
        "day": incident.day.isoformat(),
        "verdict": str(incident.verdict),
        "since": incident.since.isoformat() if incident.since else None,
    }


def _judged(incident: Incident, initiative: Initiative, gate: Gate, act: Act, past: Past) -> Incident:
    """The incident with its verdict. A gate that was added after that day was not listed then.

    It is judged as the day began, or the gate was added on it: what people do in answer to an incident changes nothing
    in what is said of it.
    """
    calendar = act.organisation.calendar
    if calendar.local_date(gate.created_at) > incident.day:
        return incident
    instant = max(calendar.start_of(incident.day), gate.created_at)
    span = next((one for one in gate.settled if one.start <= instant and (one.end is None or instant < one.end)), None)
    if span is not None:
        settled = replace(incident, since=calendar.local_date(span.start))
        return _settled(settled, [entry for entry in past.entries if entry.gate == gate.key], span, past)
    since, cause = _visible(initiative, gate, instant, act, past)
    return replace(incident, verdict=Verdict.OPEN, since=calendar.local_date(since), cause=cause)


def _visible(initiative: Initiative, gate: Gate, instant: datetime, act: Act, past: Past) -> tuple[datetime, GapCause]:
    """Since when the open gate stood out; where it did not, since when it was open."""
    for gap in gaps_of(initiative, gate.key, past.entries, act.organisation.calendar, instant):
        if gap.acted_at is None:
            return gap.since, gap.cause
    reopened = [span.end for span in gate.settled if span.end is not None and span.end <= instant]
    return max(reopened, default=gate.created_at), GapCause.OPEN


# --- how it was settled -----------------------------------------------------------------------------------------------


_VERDICTS: dict[str, Verdict] = {
    FactKind.GATE_SIGNED_OFF: Verdict.SIGNED_OFF,
    FactKind.GATE_NOT_APPLICABLE: Verdict.NOT_APPLICABLE,
    FactKind.GATE_WAIVED: Verdict.WAIVED,
}
_VOIDS = frozenset({FactKind.EVIDENCE_GIVEN, FactKind.GATE_RULE_CHANGED, FactKind.WAIVER_EXPIRED})


def _settled(incident: Incident, entries: Sequence[Entry], span: Span, past: Past) -> Incident:
    """The incident with how the gate was settled at the beginning of `span`; `entries` are the gate's."""
    index = next(at for at, entry in enumerate(entries) if entry.kind in _VERDICTS and entry.at >= span.start)
    verdict = _VERDICTS[entries[index].kind]
    if verdict is not Verdict.WAIVED:
        return replace(incident, verdict=verdict)
    votes = _votes_to_waive(entries[:index])
    last = votes[-1]
    control = past.texts.get((last.sequence, "control"))
    until = str(last.data["until"])
    return replace(
        incident,
        verdict=verdict,
        waived_until=date.fromisoformat(until),
        waived_by=tuple(PersonId(str(vote.actor)) for vote in votes if vote.data["until"] == until),
        control=(control.text if control else None) or "",
    )


def _votes_to_waive(entries: Sequence[Entry]) -> list[Entry]:
    """The votes for a waiver that stood in the end, the last one last."""
    votes: dict[str | None, Entry] = {}
    for entry in entries:
        match entry.kind:
            case FactKind.SIGN_OFF_CAST:
                votes.pop(entry.actor, None)
                if entry.data["decision"] == Decision.WAIVE:
                    votes[entry.actor] = entry
            case FactKind.SIGN_OFF_WITHDRAWN:
                votes.pop(entry.actor, None)
            case FactKind.SIGN_OFF_VOIDED:
                votes.pop(str(entry.data["person"]), None)
            case kind if kind in _VOIDS:
                votes.clear()
            case _:
                pass
    return list(votes.values())
