"""An initiative begins: its checklist from a template, each gate offered to its party's owner."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from readiness.domain.rights.permissions import Action, require
from readiness.domain.rights.signing import can_act
from readiness.domain.rules.change import Act, Change, limited, must_be_known, must_be_member
from readiness.domain.rules.milestone import milestone_keys
from readiness.domain.rules.repeating import is_repeat
from readiness.domain.values.approval import ApprovalRule
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.gate import Gate
from readiness.domain.values.identity import InitiativeId, PersonId, is_key
from readiness.domain.values.initiative import Home, Initiative, Life, Money, TemplateRef
from readiness.domain.values.milestone import LIVE_INPUTS, OUTPUTS_IN_USE, Milestone
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.refusals import BadKey, NameMissing, SaidJustNow
from readiness.domain.values.template import Template, TemplateGate
from readiness.domain.values.value import value

NAME_LIMIT = 80


@value(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What `new` is told. `planned` gives planned dates by milestone key."""

    name: str
    home: Home
    handoff_owner: PersonId | None = None
    planned: Mapping[str, date] | None = None
    value_per_week: Money | None = None
    sponsor: PersonId | None = None


def start(proposal: Proposal, template: Template, act: Act, *, id: InitiativeId, slug: str) -> Change:
    """A new initiative led by the actor, with facts for itself and for every gate's first owner.

    Raises `NotAllowed`, `NameMissing`, `BadText`, `NotAMember`, `BadKey`, `NotFound` for a milestone.
    """
    require(Action.CREATE, act.actor, act.organisation)
    name = limited(proposal.name, "the name", NAME_LIMIT)
    if not name:
        raise NameMissing
    owner = proposal.handoff_owner or act.actor.id
    must_be_member(act.organisation, owner)
    if proposal.sponsor is not None:
        must_be_known(act.organisation, proposal.sponsor)
    if not is_key(slug):
        raise BadKey(key=slug)
    gates = [_gate(item, act) for item in template.gates]
    initiative = Initiative(
        id=id,
        organisation=act.organisation.id,
        slug=slug,
        name=name,
        lead=act.actor.id,
        home=proposal.home,
        template=TemplateRef(template.key, template.version),
        handoff=_first_ownership(owner, act),
        created_at=act.at,
        standing_since=act.at,
        sponsor=proposal.sponsor,
        value_per_week=proposal.value_per_week,
        milestones={key: Milestone(key, day) for key, day in _planned(proposal).items()},
        gates={gate.key: gate for gate in gates},
    )
    return Change(initiative, _facts(initiative))


def refuse_repeat(proposal: Proposal, initiatives: Iterable[Initiative], act: Act) -> None:
    """Raise `SaidJustNow` where the actor started one of that name within minutes, and it is not cancelled."""
    for one in initiatives:
        is_same = (one.name, one.lead, one.standing is Life.CANCELLED) == (proposal.name.strip(), act.actor.id, False)
        if is_same and is_repeat(one.created_at, act.at):
            raise SaidJustNow(initiative=one.slug, at=one.created_at)


def parties_of(template: Template, organisation: Organisation) -> tuple[str, ...]:
    """The template's parties that have no owner yet: those the form of `new` asks for."""
    return tuple(
        party.key
        for party in template.parties
        if party.key not in organisation.parties or organisation.parties[party.key].owner is None
    )


def gate_from(item: TemplateGate, act: Act) -> Gate:
    """The gate that a checklist item describes, not owned by anybody yet."""
    return Gate(
        key=item.key,
        title=item.title,
        party=item.party,
        condition=item.condition,
        needed_by=item.needed_by,
        ownership=Ownership(since=act.at),
        rule=ApprovalRule(item.groups, item.ordered, item.meaning),
        created_at=act.at,
        progress_since=act.at,
        working_days_before=item.working_days_before,
        depends_on=item.depends_on,
        allows_not_applicable=item.allows_not_applicable,
        allows_waiver=item.allows_waiver,
        answers=item.answers,
        valid_days=item.valid_days,
    )


def _gate(item: TemplateGate, act: Act) -> Gate:
    gate = gate_from(item, act)
    party = act.organisation.parties.get(item.party)
    if party is None:
        return gate
    if party.backup is not None and can_act(party.backup, act.organisation):
        gate = replace(gate, backup=party.backup)
    if party.owner is not None and can_act(party.owner, act.organisation):
        gate = replace(gate, ownership=_first_ownership(party.owner, act))
    return gate


def _first_ownership(owner: PersonId, act: Act) -> Ownership:
    """Offered by the lead, or held at once by the lead themselves."""
    if owner == act.actor.id:
        return Ownership(since=act.at, owner=owner, giver=act.actor.id, confirmed_at=act.at)
    return Ownership(since=act.at, offered_to=owner, giver=act.actor.id)


def _planned(proposal: Proposal) -> dict[str, date]:
    """The planned dates, `live DATE` having set both live facts (rules.md, "Initiatives")."""
    planned = {key: day for name, day in (proposal.planned or {}).items() for key in milestone_keys(name)}
    if LIVE_INPUTS in planned:
        planned.setdefault(OUTPUTS_IN_USE, planned[LIVE_INPUTS])
    return planned


def _facts(initiative: Initiative) -> tuple[Fact, ...]:
    created = Fact(
        FactKind.INITIATIVE_CREATED,
        None,
        {
            "slug": initiative.slug,
            "lead": initiative.lead,
            "template": initiative.template.key,
            "template_version": initiative.template.version,
            "gates": list(initiative.gates),
        },
        {"name": initiative.name},
    )
    planned = tuple(
        Fact(FactKind.MILESTONE_PLANNED, None, {"milestone": key, "planned": str(milestone.planned)})
        for key, milestone in initiative.milestones.items()
    )
    handoff = _ownership_fact(None, initiative.handoff, FactKind.HANDOFF_OFFERED, FactKind.HANDOFF_ACCEPTED)
    gates = tuple(
        _ownership_fact(gate.key, gate.ownership, FactKind.GATE_OFFERED, FactKind.GATE_ACCEPTED)
        for gate in initiative.gates.values()
        if gate.ownership.holder is not None
    )
    return (created, *planned, handoff, *gates)


def _ownership_fact(key: str | None, ownership: Ownership, offered: FactKind, accepted: FactKind) -> Fact:
    kind = offered if ownership.offered_to else accepted
    return Fact(kind, key, {"person": ownership.holder, "giver": ownership.giver})
