"""Initiatives and milestones: row ↔ value, and whom an initiative concerns."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson

from readiness.domain.gate import Gate, Progress
from readiness.domain.initiative import Home, Initiative, Life, Money, TemplateRef
from readiness.domain.milestone import Milestone
from readiness.domain.ownership import Ownership
from readiness.domain.record import Head
from storage.database import Row
from storage.types import json_text


def initiative_row(initiative: Initiative) -> dict[str, object]:
    """The columns of `initiatives`."""
    handoff, value = initiative.handoff, initiative.value_per_week
    return {
        "organisation_id": initiative.organisation,
        "id": initiative.id,
        "slug": initiative.slug,
        "name": initiative.name,
        "workspace_id": initiative.home.workspace,
        "channel": initiative.home.channel,
        "private": initiative.home.private,
        "template_key": initiative.template.key,
        "template_version": initiative.template.version,
        "lead": initiative.lead,
        "backup": initiative.backup,
        "sponsor": initiative.sponsor,
        "handoff_owner": handoff.owner,
        "handoff_offered_to": handoff.offered_to,
        "handoff_giver": handoff.giver,
        "handoff_previous": handoff.previous,
        "handoff_since": handoff.since,
        "standing": initiative.standing.value,
        "standing_since": initiative.standing_since,
        "life": initiative.life.value,
        "value_amount": str(value.amount) if value else None,
        "value_currency": value.currency if value else None,
        "member_overrides": json_text(initiative.member_overrides) if initiative.member_overrides else None,
        "created_at": initiative.created_at,
        "version": initiative.version,
        "head_sequence": initiative.head.sequence,
        "head_hash": initiative.head.hash,
        "head_at": initiative.head.at,
    }


def initiative_from(row: Row, milestones: Mapping[str, Milestone], gates: Mapping[str, Gate]) -> Initiative:
    """The initiative of a row of `initiatives` with its parts; the columns come first and in the table's order."""
    (
        organisation, id_, slug, name, workspace, channel, private, template, template_version, lead, backup, sponsor,
        owner, offered_to, giver, previous, owned_since, standing, standing_since, _life, amount, currency, overrides,
        created_at, version, head_sequence, head_hash, head_at, *_others,
    ) = row  # fmt: skip
    return Initiative(
        id=id_,
        organisation=organisation,
        slug=slug,
        name=name,
        lead=lead,
        home=Home(workspace, channel, private),
        template=TemplateRef(template, template_version),
        handoff=Ownership(owned_since, owner, offered_to, giver, previous),
        created_at=created_at,
        backup=backup,
        sponsor=sponsor,
        standing=Life(standing),
        standing_since=standing_since,
        value_per_week=None if amount is None else Money(Decimal(amount), currency),
        milestones=milestones,
        gates=gates,
        member_overrides=_overrides(overrides) if overrides else {},
        version=version,
        head=Head(head_sequence, head_hash, head_at),
    )


def milestone_row(milestone: Milestone) -> dict[str, object]:
    """The columns of `milestones` but those that say where it belongs."""
    return {"key": milestone.key, "planned": milestone.planned, "actual": milestone.actual}


def subjects(initiative: Initiative) -> set[str]:
    """Whom it concerns: the ids of the people it names, and `party:KEY` where a party has a gate in review."""
    asked = {
        party_subject(party)
        for gate in initiative.gates.values()
        if gate.progress is Progress.IN_REVIEW
        for group in gate.rule.groups
        for party in group.parties
    }
    return asked | initiative.people()


def party_subject(party: str) -> str:
    """The subject that stands for a party; no person's id holds a colon."""
    return f"party:{party}"


def _overrides(text: str) -> dict[str, Any]:
    return {party: frozenset(members) for party, members in orjson.loads(text).items()}
