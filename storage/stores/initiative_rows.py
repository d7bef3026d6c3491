"""Initiatives: row ↔ value, and whom an initiative concerns.

What SQL asks for has a column; all the rest is one JSON document, read by its types (docs/decisions/0012).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from msgspec.json import Decoder

from readiness.domain.values.contract import Contract, Violation
from readiness.domain.values.deadlock import Deadlock
from readiness.domain.values.gate import SETTLED, Gate, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.incident import Incident
from readiness.domain.values.initiative import Home, Initiative, Life, Money, TemplateRef
from readiness.domain.values.milestone import Milestone
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.record import Head
from readiness.domain.values.rework import Rework
from readiness.domain.values.telling import Telling
from readiness.usecases.frame.ports import Faults, InitiativeLine
from storage.engine import tables
from storage.engine.database import Row
from storage.engine.reading import read_or_refuse, readable
from storage.engine.types import json_text, number, whole

COLUMNS = [column for column in tables.initiatives.c if column.name != "life"]
"""What an initiative is made of, in the order in which `initiative_from` takes it."""

LINE = [
    tables.initiatives.c.id,
    tables.initiatives.c.slug,
    tables.initiatives.c.name,
    tables.initiatives.c.life,
    tables.initiatives.c.version,
    tables.initiatives.c.private,
    tables.initiatives.c.workspace_id,
    tables.initiatives.c.channel,
]
"""What tells initiatives apart, in the order in which `line_from` takes it."""

VERSION = [column.name for column in COLUMNS].index("version")
"""Where the version stands among `COLUMNS`."""


NO_VERSION = 0
"""Stands in a line for a version that cannot be read, so that the line counts as one that is missing."""


@dataclass(slots=True)
class _State:
    """What of an initiative has no column. A field added later needs a default, for the documents that lack it."""

    lead: PersonId
    backup: PersonId | None
    sponsor: PersonId | None
    template: TemplateRef
    handoff: Ownership
    standing: Life
    standing_since: datetime | None
    value_per_week: Money | None
    created_at: datetime
    milestones: tuple[Milestone, ...]
    gates: tuple[Gate, ...]
    member_overrides: dict[str, frozenset[PersonId]]
    deadlocks: tuple[Deadlock, ...] = ()
    rework: tuple[Rework, ...] = ()
    incidents: tuple[Incident, ...] = ()
    contract: Contract = field(default_factory=Contract)
    violations: tuple[Violation, ...] = ()
    tellings: tuple[Telling, ...] = ()


_READER = Decoder(_State)
_PARTY = "party:"


def initiative_row(initiative: Initiative) -> dict[str, object]:
    """The columns of `initiatives`."""
    return {
        "organisation_id": initiative.organisation,
        "id": initiative.id,
        "slug": initiative.slug,
        "name": initiative.name,
        "workspace_id": initiative.home.workspace,
        "channel": initiative.home.channel,
        "private": initiative.home.private,
        "life": initiative.life.value,
        "version": initiative.version,
        "head_sequence": initiative.head.sequence,
        "head_hash": initiative.head.hash,
        "head_at": initiative.head.at,
        "state": _state_text(initiative),
    }


def initiative_from(row: Row) -> Initiative:
    """The initiative of a row of `COLUMNS`; raises `Unreadable`."""
    return read_or_refuse(lambda: _initiative(row), what(row))


def initiatives_from(rows: Iterable[Row], faults: Faults) -> Iterator[Initiative]:
    """The initiatives of such rows, without those that cannot be read."""
    return readable(rows, _initiative, what, faults)


def lines_from(rows: Iterable[Row], faults: Faults) -> Iterator[InitiativeLine]:
    """The lines of rows that begin with `LINE`, without those that cannot be read."""
    return readable(rows, line_from, lambda row: f"initiative {row[1]}", faults)


def what(row: Row) -> str:
    """What a row of `COLUMNS` is called where it cannot be read."""
    return f"initiative {row[2]}"


def _initiative(row: Row) -> Initiative:
    organisation, id_, slug, name, workspace, channel, private, version, sequence, hash_, head_at, text = whole(row)
    state = _READER.decode(text)
    return Initiative(
        id=id_,
        organisation=organisation,
        slug=slug,
        name=name,
        lead=state.lead,
        home=Home(workspace, channel, private),
        template=state.template,
        handoff=state.handoff,
        created_at=state.created_at,
        backup=state.backup,
        sponsor=state.sponsor,
        standing=state.standing,
        standing_since=state.standing_since,
        value_per_week=state.value_per_week,
        milestones={milestone.key: milestone for milestone in state.milestones},
        gates={gate.key: gate for gate in state.gates},
        member_overrides=state.member_overrides,
        deadlocks=state.deadlocks,
        rework=state.rework,
        contract=state.contract,
        violations=state.violations,
        version=number(version),
        head=Head(number(sequence), hash_, head_at),
        incidents=state.incidents,
        tellings=state.tellings,
    )


def line_from(row: Row) -> InitiativeLine:
    """The line of a row that begins with `LINE`."""
    id_, slug, name, life, version, private, workspace, channel, *_others = row
    seen = version if isinstance(version, int) else NO_VERSION
    return InitiativeLine(id_, slug, name, Life(life), seen, private, workspace, channel)


def subjects(initiative: Initiative) -> set[str]:
    """Whom it concerns: the ids of the people it names, and `party:KEY` of a party that is asked.

    A party is asked where it has a gate in review, where one waits for it, and while it has not signed the contract.
    """
    asked = {
        party_subject(party)
        for gate in initiative.gates.values()
        if gate.progress is Progress.IN_REVIEW
        for group in gate.rule.groups
        for party in group.parties
    }
    blocks = [gate.block for gate in initiative.gates.values() if gate.block and gate.progress not in SETTLED]
    asked.update(party_subject(block.party) for block in blocks if block.party is not None)
    contract = initiative.contract.open_version
    if contract is not None:
        asked.update(map(party_subject, contract.missing))
    return asked | initiative.people()


def party_subject(party: str) -> str:
    """The subject that stands for a party; no person's id holds a colon."""
    return f"{_PARTY}{party}"


def is_party(subject: str) -> bool:
    """Whether that subject stands for a party."""
    return subject.startswith(_PARTY)


def _state_text(initiative: Initiative) -> str:
    return json_text(
        _State(
            lead=initiative.lead,
            backup=initiative.backup,
            sponsor=initiative.sponsor,
            template=initiative.template,
            handoff=initiative.handoff,
            standing=initiative.standing,
            standing_since=initiative.standing_since,
            value_per_week=initiative.value_per_week,
            created_at=initiative.created_at,
            milestones=tuple(initiative.milestones.values()),
            gates=tuple(initiative.gates.values()),
            member_overrides=dict(initiative.member_overrides),
            deadlocks=initiative.deadlocks,
            rework=initiative.rework,
            incidents=initiative.incidents,
            contract=initiative.contract,
            violations=initiative.violations,
            tellings=initiative.tellings,
        )
    )
