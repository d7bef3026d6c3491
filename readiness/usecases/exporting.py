"""What one organisation's initiatives hold, as plain values for JSON: no credentials, tokens or messages."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from readiness.domain.readings.questions import Answer, questions
from readiness.domain.values.gate import Evidence, Gate, SignOff
from readiness.domain.values.incident import Incident
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.record import Entry, SaltedText
from readiness.domain.values.refusals import NotFound
from readiness.domain.values.telling import Telling
from readiness.usecases.frame.guarding import guarded
from readiness.usecases.frame.ports import Clock, Faults, Storage, Sweep, UnitOfWork
from readiness.usecases.frame.tenancy import organisation_named

VERSION = 1
"""Of the format; it grows when something that was there means something else."""

Json = dict[str, Any]


async def export(storage: Storage, clock: Clock, faults: Faults, organisation: str, slug: str = "") -> Json:
    """Every initiative by slug, or the one of that slug, with gates, the five questions and the whole record.

    People are named by their ids, and `people` says what they are called. Equal states exported on the same day of the
    organisation are equal. `unreadable` are the slugs of those that are missing: why is reported to `faults`. Raises
    `NotFound`, `NoOrganisation`, `OrganisationNeeded`, and `Unreadable` for one that is asked for by its slug.
    """
    async with storage.read(await organisation_named(storage, organisation)) as uow:
        owner, now = await uow.organisations.get(), clock()
        found: dict[str, Json] = {}
        for one in await _chosen(uow, slug):
            with guarded(faults, Sweep.EXPORT, one.slug):
                found[one.slug] = await _initiative(uow, one, owner, now)
        wanted = [slug] if slug else sorted(await uow.initiatives.slugs())
    return {
        "version": VERSION,
        "as_of": owner.calendar.local_date(now).isoformat(),
        "initiatives": list(found.values()),
        "unreadable": [one for one in wanted if one not in found],
        "people": {person.id: person.name for person in owner.people.values()},
    }


async def _chosen(uow: UnitOfWork, slug: str) -> tuple[Initiative, ...]:
    if not slug:
        lines = sorted(await uow.initiatives.lines(), key=lambda line: line.slug)
        return await uow.initiatives.load([line.id for line in lines])
    found = await uow.initiatives.by_slug(slug)
    if found is None:
        raise NotFound(initiative=slug)
    return (found,)


async def _initiative(uow: UnitOfWork, initiative: Initiative, organisation: Organisation, now: datetime) -> Json:
    texts = await uow.record.texts(initiative.id)
    return {
        "slug": initiative.slug,
        "name": initiative.name,
        "life": str(initiative.life),
        "lead": initiative.lead,
        "handoff_owner": initiative.handoff.owner,
        "milestones": [
            {"name": one.key, "planned": _day(one.planned), "actual": _day(one.actual)}
            for one in initiative.milestones.values()
        ],
        "gates": [_gate(gate) for gate in initiative.gates.values()],
        "questions": [_answer(answer) for answer in questions(initiative, organisation, now)],
        "incidents": [_incident(incident) for incident in initiative.incidents],
        "told": [_telling(telling) for telling in initiative.tellings],
        "record": [_entry(entry, texts) for entry in await uow.record.entries(initiative.id)],
    }


def _gate(gate: Gate) -> Json:
    return {
        "key": gate.key,
        "title": gate.title,
        "party": gate.party,
        "condition": None if gate.condition is None else str(gate.condition),
        "needed_by": gate.needed_by,
        "state": str(gate.progress),
        "since": _instant(gate.progress_since),
        "owner": gate.owner,
        "evidence": None if gate.evidence is None else _evidence(gate.evidence),
        "sign_offs": [_sign_off(vote) for vote in gate.votes],
    }


def _sign_off(vote: SignOff) -> Json:
    return {"decision": str(vote.decision), "by": vote.person, "at": _instant(vote.at), "revision": vote.revision}


def _evidence(evidence: Evidence) -> Json:
    return {
        "revision": evidence.revision,
        "content": evidence.content,
        "by": evidence.given_by,
        "at": _instant(evidence.given_at),
    }


def _answer(answer: Answer) -> Json:
    return {
        "question": str(answer.question),
        "state": str(answer.state),
        "people": list(answer.people),
        "at": _instant(answer.at),
        "evidence": [{"gate": key, **_evidence(evidence)} for key, evidence in answer.evidence],
        "working_days_late": answer.days_late,
    }


def _incident(incident: Incident) -> Json:
    return {
        "number": incident.number,
        "gate": incident.gate,
        "day": _day(incident.day),
        "what": incident.what,
        "verdict": str(incident.verdict),
        "since": _day(incident.since),
    }


def _telling(telling: Telling) -> Json:
    """Who was told of what is still open, the last time."""
    return {
        "gate": telling.gate,
        "cause": str(telling.cause),
        "person": telling.person,
        "as": str(telling.place),
        "at": _instant(telling.at),
        "waits_since": _instant(telling.since),
    }


def _entry(entry: Entry, texts: Mapping[tuple[int, str], SaltedText]) -> Json:
    """One entry as it is hashed, its hash, and the texts beside it."""
    said = {name: texts[entry.sequence, name] for name in entry.texts if (entry.sequence, name) in texts}
    return {
        "sequence": entry.sequence,
        "previous": entry.previous,
        "at": _instant(entry.at),
        "actor": entry.actor,
        "kind": entry.kind,
        "gate": entry.gate,
        "data": dict(entry.data),
        "texts": dict(entry.texts),
        "hash": entry.hash,
        "said": {name: {"salt": one.salt, "text": one.text} for name, one in said.items()},
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat(timespec="microseconds")


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
