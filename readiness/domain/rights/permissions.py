"""Who may do what (rules.md, "Who may do what"), as one table and one function."""

from collections.abc import Callable
from enum import StrEnum

from readiness.domain.rights.signing import can_act, may_sign, party_members, place_of
from readiness.domain.rights.speaking import parties_of, speakers_of
from readiness.domain.rights.unblocking import answerers
from readiness.domain.values.approval import members_of
from readiness.domain.values.gate import Gate
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Person, Role, Standing
from readiness.domain.values.refusals import (
    AuditorRefused,
    NotAllowed,
    OutsiderRefused,
    OwnEvidence,
    OwnGate,
    OwnRule,
    StandsIn,
)


class Action(StrEnum):
    """Everything that rights are asked for."""

    ADMINISTER = "change settings, parties, templates, roles and tokens"
    CREATE = "start an initiative"
    PLAN = "change dates"
    ASSIGN = "name owners"
    SHAPE = "change gates and what they wait for"
    SET_RULE = "change who must sign"
    STEER = "pause, resume, cancel or name a sponsor"
    SCHEDULE = "change when the digest is sent"
    CLAIM = "claim a gate"
    ANSWER_OFFER = "accept or decline"
    CONFIRM = "say that it is still theirs"
    WORK = "give evidence, ask for a sign-off, say it is blocked or hand it off"
    UNBLOCK = "say that it can go on"
    SIGN = "approve, ask for changes, waive or say it does not apply"
    WITHDRAW = "withdraw a vote"
    REPORT = "record an incident"
    ASK_PARTIES = "ask every party to sign the contract"
    SIGN_CONTRACT = "sign or refuse the contract"
    REMIND = "choose reminders"
    AWAY = "say when they are away"
    LINK = "link accounts"


class Who(StrEnum):
    """The holders of a right, as a denial names them."""

    ADMINISTRATOR = "an administrator"
    LEAD = "the lead"
    HANDOFF_OWNER = "the handoff owner"
    GATE_OWNER = "the gate's owner"
    BACKUP = "its backup"
    OFFERED = "the person it is offered to"
    WAITED_FOR = "whoever it waits for"
    APPROVER = "an approver of this gate"
    MEMBER = "any member"
    VOTER = "the one who voted"
    SPEAKER = "whoever speaks for a party"


_STEERING = (Who.LEAD, Who.HANDOFF_OWNER, Who.ADMINISTRATOR)

TABLE: dict[Action, tuple[Who, ...]] = {
    Action.ADMINISTER: (Who.ADMINISTRATOR,),
    Action.CREATE: (Who.MEMBER,),
    Action.PLAN: _STEERING,
    Action.ASSIGN: _STEERING,
    Action.SHAPE: _STEERING,
    Action.SET_RULE: (Who.LEAD, Who.ADMINISTRATOR),
    Action.STEER: _STEERING,
    Action.SCHEDULE: _STEERING,
    Action.CLAIM: (Who.MEMBER,),
    Action.ANSWER_OFFER: (Who.OFFERED, Who.GATE_OWNER, Who.BACKUP),
    Action.CONFIRM: (Who.GATE_OWNER,),
    Action.WORK: (Who.GATE_OWNER, Who.BACKUP),
    Action.UNBLOCK: (Who.GATE_OWNER, Who.BACKUP, Who.WAITED_FOR),
    Action.SIGN: (Who.APPROVER,),
    Action.WITHDRAW: (Who.VOTER,),
    Action.REPORT: (Who.MEMBER,),
    Action.ASK_PARTIES: _STEERING,
    Action.SIGN_CONTRACT: (Who.SPEAKER,),
    Action.REMIND: (Who.MEMBER,),
    Action.AWAY: (Who.MEMBER,),
    Action.LINK: (Who.MEMBER,),
}

_DELEGATED = frozenset({Who.LEAD, Who.HANDOFF_OWNER, Who.GATE_OWNER, Who.BACKUP, Who.SPEAKER})
"""What a delegate holds for somebody who is away; whose place they take as an approver, `signing` says."""

_PERSONAL = frozenset({Action.ANSWER_OFFER, Action.WITHDRAW})
"""What nobody does for another: owning is accepted, and a vote taken back, by oneself."""

_Holders = Callable[[Initiative, Gate | None, Organisation], frozenset[PersonId]]


def _only(*people: PersonId | None) -> frozenset[PersonId]:
    return frozenset(person for person in people if person is not None)


_HOLDERS: dict[Who, _Holders] = {
    Who.ADMINISTRATOR: lambda _i, _g, organisation: administrators(organisation),
    Who.LEAD: lambda initiative, _g, _o: _only(initiative.lead),
    Who.HANDOFF_OWNER: lambda initiative, _g, _o: _only(initiative.handoff.owner, initiative.backup),
    Who.GATE_OWNER: lambda initiative, gate, _o: _only(gate.owner if gate else initiative.handoff.owner),
    Who.BACKUP: lambda initiative, gate, _o: _only(gate.backup if gate else initiative.backup),
    Who.OFFERED: lambda initiative, gate, _o: _only(
        gate.ownership.offered_to if gate else initiative.handoff.offered_to
    ),
    Who.WAITED_FOR: lambda initiative, gate, organisation: (
        answerers(gate, initiative, organisation) if gate else frozenset()
    ),
    Who.APPROVER: lambda initiative, gate, organisation: (
        may_sign(gate, initiative, organisation) if gate else frozenset()
    ),
    Who.VOTER: lambda _i, gate, _o: frozenset(vote.person for vote in gate.votes) if gate else frozenset(),
    Who.SPEAKER: lambda initiative, _g, organisation: speakers_of(parties_of(initiative), initiative, organisation),
}


def administrators(organisation: Organisation) -> frozenset[PersonId]:
    """The active administrators."""
    return frozenset(
        person.id for person in organisation.people.values() if person.role is Role.ADMINISTRATOR and person.is_member
    )


def require_member(actor: Person) -> None:
    """Refuse outsiders and auditors, who change nothing whatever else they are."""
    if not actor.is_member:
        raise OutsiderRefused(standing=actor.standing, who=(Who.MEMBER,), people=frozenset())
    if actor.role is Role.AUDITOR:
        raise AuditorRefused(who=(Who.MEMBER,), people=frozenset())


def require_insider(
    action: Action,
    actor: Person,
    organisation: Organisation,
    initiative: Initiative | None = None,
    gate: Gate | None = None,
) -> None:
    """Refuse whoever changes nothing here: outsiders, auditors, and people or initiatives of another organisation.

    What the organisation knows of the actor decides, so that somebody unknown to it, or a value loaded before somebody
    left, opens nothing.
    """
    known = organisation.people.get(actor.id)
    if known is None or (initiative is not None and initiative.organisation != organisation.id):
        raise OutsiderRefused(standing=Standing.STRANGER, who=(Who.MEMBER,), people=frozenset())
    if Role.AUDITOR in (known.role, actor.role) and known.is_member and actor.is_member:
        raise AuditorRefused(who=TABLE[action], people=people_who_may(action, organisation, initiative, gate))
    require_member(actor)
    require_member(known)


def require(
    action: Action,
    actor: Person,
    organisation: Organisation,
    initiative: Initiative | None = None,
    gate: Gate | None = None,
) -> None:
    """Let `actor` do `action`, or raise `NotAllowed` with `who` may (roles) and `people` (ids) who do.

    `gate` None with an initiative means the handoff as a whole.
    """
    require_insider(action, actor, organisation, initiative, gate)
    owns = gate is not None and gate.owner == actor.id
    if holds(action, actor, organisation, initiative, gate) and not (action is Action.SET_RULE and owns):
        return
    people = people_who_may(action, organisation, initiative, gate)
    raise _denial(action, actor, gate, organisation)(action=str(action), who=TABLE[action], people=people)


def holds(
    action: Action, actor: Person, organisation: Organisation, initiative: Initiative | None, gate: Gate | None
) -> bool:
    """Whether the table gives `actor` the right, before outsiders, auditors and a gate's own rule are considered.

    It may be the right of somebody who is away and for whom they stand in (see `represented`).
    """
    if _holds(action, actor, organisation, initiative, gate):
        return True
    return represented(action, actor, organisation, initiative, gate) is not None


def represented(
    action: Action, actor: Person, organisation: Organisation, initiative: Initiative | None, gate: Gate | None
) -> PersonId | None:
    """In whose right `actor` does it: somebody who is away and for whom they stand in.

    None where they have the right themselves, or nobody gives it to them.
    """
    if initiative is None or action in _PERSONAL:
        return None
    if action is Action.SIGN:
        return None if gate is None else place_of(actor.id, gate, initiative, organisation)
    people = organisation.represented_by(actor.id)
    if not people or _holds(action, actor, organisation, initiative, gate):
        return None
    held = [_HOLDERS[who](initiative, gate, organisation) for who in TABLE[action] if who in _DELEGATED]
    barred = _only(gate.owner) if gate is not None and action is Action.SET_RULE else frozenset()
    return next((one for one in people if one not in barred and any(one in holders for holders in held)), None)


def _holds(
    action: Action, actor: Person, organisation: Organisation, initiative: Initiative | None, gate: Gate | None
) -> bool:
    known = organisation.people.get(actor.id)
    for who in TABLE[action]:
        if who is Who.MEMBER or (who is Who.ADMINISTRATOR and known is not None and known.role is Role.ADMINISTRATOR):
            return True
        if initiative is None or who is Who.ADMINISTRATOR:
            continue
        if actor.id in _HOLDERS[who](initiative, gate, organisation):
            return True
    return False


def people_who_may(
    action: Action, organisation: Organisation, initiative: Initiative | None = None, gate: Gate | None = None
) -> frozenset[PersonId]:
    """The people who may, administrators only where nobody nearer may; empty where any member may.

    Of somebody who is away and their delegate, the delegate is named.
    """
    near: frozenset[PersonId] = frozenset()
    if initiative is not None:
        for who in TABLE[action]:
            if who not in (Who.MEMBER, Who.ADMINISTRATOR):
                near |= _HOLDERS[who](initiative, gate, organisation)
    owner = _only(gate.owner) if gate is not None and action is Action.SET_RULE else frozenset()
    active = frozenset(person for person in near - owner if can_act(person, organisation))
    if organisation.away and action not in (*_PERSONAL, Action.SIGN):
        active = frozenset(organisation.stand_in(person) or person for person in active) - owner
    if active or Who.ADMINISTRATOR not in TABLE[action]:
        return active
    return administrators(organisation) - owner


def can_see(
    actor: Person, initiative: Initiative, *, in_home_channel: bool, organisation: Organisation | None = None
) -> bool:
    """Whether the initiative exists for `actor` (rules.md: a private home hides it on every surface).

    Auditors read all. Members see what is homed in public, and in private if they are named in it, sign one of its
    gates or its contract or belong to a party that one waits for (known only when `organisation` is given), stand in
    for somebody who is or does, or are in its channel. Guests see only what lives in a channel they are in; strangers,
    bots and deactivated people see nothing.
    """
    if organisation is not None and (initiative.organisation != organisation.id or actor.id not in organisation.people):
        return False
    if actor.standing is Standing.GUEST:
        return in_home_channel
    if not actor.is_member:
        return False
    if actor.role is Role.AUDITOR or not initiative.home.private or in_home_channel:
        return True
    return _is_of(actor.id, initiative, organisation)


def _is_of(person: PersonId, initiative: Initiative, organisation: Organisation | None) -> bool:
    """Whether the initiative names that person, or asks them; or somebody for whom they stand in meanwhile."""
    if organisation is None:
        return person in initiative.people()
    concerned = (person, *organisation.represented_by(person))
    named = initiative.people()
    return any(one in named or _is_asked(one, initiative, organisation) for one in concerned)


def _is_asked(person: PersonId, initiative: Initiative, organisation: Organisation) -> bool:
    """Whether that person signs a gate, or belongs to a party that one waits for."""
    if any(person in answerers(gate, initiative, organisation) for gate in initiative.gates.values()):
        return True
    parties = party_members(initiative, organisation)
    groups = (group for gate in initiative.gates.values() for group in gate.rule.groups)
    if any(person in members_of(group, parties) for group in groups):
        return True
    asked = initiative.contract.open_version
    return asked is not None and person in speakers_of(asked.missing, initiative, organisation)


def _denial(action: Action, actor: Person, gate: Gate | None, organisation: Organisation) -> type[NotAllowed]:
    """The refusal that tells best why: one's own gate and one's own evidence have their own words."""
    if gate is not None and action is Action.SET_RULE and actor.id == gate.owner:
        return OwnRule
    if gate is not None and action is Action.SIGN and actor.id in gate.contributors:
        return OwnEvidence
    if gate is not None and action is Action.SIGN and actor.id == gate.owner:
        return OwnGate
    if gate is not None and action is Action.SIGN:
        stands_in = gate.contributors.union(_only(gate.owner)).intersection(organisation.represented_by(actor.id))
        return StandsIn if stands_in else NotAllowed
    return NotAllowed
