"""A checked checklist file as the domain's `Template`, everything in the order of the file."""

from readiness.domain.values.approval import Group, Meaning, Quorum
from readiness.domain.values.gate import Condition, Subject
from readiness.domain.values.template import (
    Template,
    TemplateGate,
    TemplateParty,
    TemplateSource,
)
from readiness.templates.schema import OUTSIDE, ChecklistEntry, GateEntry, GroupEntry


def to_template(entry: ChecklistEntry) -> Template:
    """The template that `entry` describes."""
    return Template(
        key=entry.key,
        version=entry.version,
        name=entry.name,
        description=entry.description,
        parties=tuple(TemplateParty(party.key, party.name) for party in entry.parties),
        gates=tuple(_gate(gate) for gate in entry.gates),
        sources=tuple(TemplateSource(source.key, source.title, source.url) for source in entry.sources),
    )


def _gate(entry: GateEntry) -> TemplateGate:
    return TemplateGate(
        key=entry.key,
        title=entry.title,
        condition=None if entry.condition == OUTSIDE else Condition(entry.condition),
        party=entry.party,
        needed_by=entry.needed_by,
        guidance=entry.guidance,
        why=entry.why,
        evidence_hint=entry.evidence,
        groups=tuple(_group(group) for group in entry.approval.groups),
        ordered=entry.approval.ordered,
        meaning=Meaning(entry.approval.meaning),
        working_days_before=entry.working_days_before,
        depends_on=tuple(entry.depends_on),
        allows_not_applicable=entry.not_applicable == "allowed",
        allows_waiver=entry.waiver == "allowed",
        answers=None if entry.answers is None else Subject(entry.answers),
        valid_days=entry.valid_days,
        sources=tuple(entry.sources),
    )


def _group(entry: GroupEntry) -> Group:
    need = entry.need if isinstance(entry.need, int) else Quorum(entry.need)
    return Group(need=need, parties=tuple(entry.parties))
