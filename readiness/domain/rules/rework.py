"""Rework on its way to its end: a finding with an approval, done, given to somebody else, overdue, void."""

from dataclasses import replace
from datetime import date, datetime

from readiness.domain.rights.permissions import TABLE, Action, Who, holds, people_who_may, represented, require_insider
from readiness.domain.rights.signing import can_act, may_sign
from readiness.domain.rules.change import (
    Act,
    Change,
    allow,
    changed_gate,
    gate_of,
    limited,
    must_be_active,
    must_be_member,
    texts,
)
from readiness.domain.rules.finding import Finding, raise_finding
from readiness.domain.rules.review import Vote, asked_again, recount, refuse_stale, vote
from readiness.domain.values.fact import ON_BEHALF_OF, Fact, FactKind, Scalar
from readiness.domain.values.gate import SETTLED, Decision, Gate, Progress, SignOff
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Person
from readiness.domain.values.refusals import AlreadyDone, DateInThePast, EndsWithItsGate, NoSuchRework, NotAllowed
from readiness.domain.values.rework import Rework, ReworkEnd, ReworkKind

OWNER, RAISER = "its owner", "the one who raised it"
"""Holders of a right as a denial names them, who belong to an item and not to a gate."""


def approve_with_finding(
    initiative: Initiative,
    key: str,
    finding: Finding,
    act: Act,
    *,
    seen: int | None = None,
    under: str | None = None,
    again: bool = False,
) -> Change:
    """Approve, on the condition that somebody does something by a day; `seen` and `under` as of a vote.

    Whoever has approved already adds the finding to that vote. Refused as a vote is, where the finding lacks words, and
    where they raised it minutes ago, unless it is `again` on purpose.
    """
    gate = gate_of(initiative, key)
    cast = standing_approval(gate, act.actor.id)
    if cast is not None:
        allow(Action.SIGN, act, initiative, gate)
        refuse_stale(gate, seen, under)
        return raise_finding(initiative, gate, cast, finding, act, again=again)
    change = vote(initiative, key, Vote(Decision.APPROVE, seen, under), act)
    *_, cast = change.initiative.gates[key].votes
    return change.then(raise_finding(change.initiative, gate, cast, finding, act, again=again))


def end(initiative: Initiative, number: int, act: Act, *, said: str = "") -> Change:
    """Say that a finding is done: its owner, their delegate, or who may sign its gate. What it held up is counted anew.

    Raises `NoSuchRework`, `AlreadyDone`, `EndsWithItsGate` for requested changes, and `NotAllowed`.
    """
    item = _open_item(initiative, number)
    gate = gate_of(initiative, item.gate)
    require_insider(Action.SIGN, act.actor, act.organisation, initiative, gate)
    if item.kind is ReworkKind.CHANGES:
        raise EndsWithItsGate(gate=gate.key)
    people = people_who_may_end(item, initiative, act.organisation)
    if act.actor.id not in people:
        raise NotAllowed(action="say that it is done", who=(OWNER, Who.APPROVER), people=people)
    must_be_active(initiative)
    behalf = _in_whose_right(Action.SIGN, item.owner, act, initiative, gate)
    change = _ended(initiative, item, ReworkEnd.DONE, act, limited(said, "the comment"), behalf)
    return change.then(recount(change.initiative, gate.key, act))


def assign(initiative: Initiative, number: int, owner: PersonId, act: Act, *, due: date | None = None) -> Change:
    """Give an item to somebody, and perhaps another due date: who raised it, their delegate, or who names owners."""
    item = _open_item(initiative, number)
    gate = gate_of(initiative, item.gate)
    require_insider(Action.ASSIGN, act.actor, act.organisation, initiative, gate)
    if not may_assign(item, act.actor, initiative, act.organisation):
        raiser = act.organisation.stand_in(item.raised_by) or item.raised_by
        people = people_who_may(Action.ASSIGN, act.organisation, initiative, gate) | {raiser}
        raise NotAllowed(action="give it to somebody else", who=(RAISER, *TABLE[Action.ASSIGN]), people=people)
    must_be_active(initiative)
    must_be_member(act.organisation, owner)
    if due is not None and due < act.today:
        raise DateInThePast(day=due.isoformat())
    after = replace(item, owner=owner, due=due or item.due)
    if after == item:
        return Change(initiative)
    behalf = _in_whose_right(Action.ASSIGN, item.raised_by, act, initiative, gate)
    data: dict[str, Scalar] = {"number": number, "owner": owner, "due": after.due.isoformat(), **_for(behalf)}
    change = Change(initiative.with_rework(after), (Fact(FactKind.REWORK_ASSIGNED, item.gate, data),))
    return change.then(recount(change.initiative, gate.key, act))


def people_who_may_end(item: Rework, initiative: Initiative, organisation: Organisation) -> frozenset[PersonId]:
    """Who may say that a finding is done, as far as they can act: its owner, their delegate, who may sign its gate."""
    signers = may_sign(initiative.gates[item.gate], initiative, organisation)
    if item.owner is None:
        return signers
    holders = (item.owner, organisation.stand_in(item.owner))
    return signers.union([one for one in holders if one is not None and can_act(one, organisation)])


def may_assign(item: Rework, person: Person, initiative: Initiative, organisation: Organisation) -> bool:
    """Whether that person may give the item to somebody else."""
    gate, raiser = initiative.gates.get(item.gate), item.raised_by
    if person.id in (raiser, organisation.stand_in(raiser)):
        return True
    return holds(Action.ASSIGN, person, organisation, initiative, gate)


def revoke_overdue(initiative: Initiative, act: Act) -> Change:
    """Take back every approval whose finding is past its due date, and ask again; the finding stays open.

    Nothing is revoked while the initiative is paused or cancelled, as nobody is chased then.
    """
    change = Change(initiative)
    if initiative.standing is not Life.ACTIVE:
        return change
    for item in initiative.rework:
        if item.kind is ReworkKind.FINDING and item.is_overdue(act.today) and item.gate in initiative.gates:
            change = change.then(_revoked(change.initiative, item, act.at))
    return change


def end_with_gates(before: Initiative | None, change: Change, act: Act) -> Change:
    """The change with every item ended that it leaves nothing to do about.

    Requested changes end when their gate is settled, or when whoever asked for them takes that back. A finding ends
    when its gate is settled otherwise than by approvals, or when the approval it hung on is void: by new evidence, a
    changed rule, another vote; not when an overdue one of the same person took it.
    """
    if before is None or not change.initiative.rework:
        return change
    facts = change.facts
    for item in change.initiative.rework:
        how = _over(before, change.initiative, item, facts) if item.is_open else None
        if how is not None:
            change = change.then(_ended(change.initiative, item, how, act))
    return change


def standing_approval(gate: Gate, person: PersonId) -> SignOff | None:
    """That person's approval, if it stands."""
    cast = gate.vote_of(person)
    return cast if cast is not None and cast.decision is Decision.APPROVE else None


def _open_item(initiative: Initiative, number: int) -> Rework:
    item = next((one for one in initiative.rework if one.number == number), None)
    if item is None:
        raise NoSuchRework(number=number)
    if not item.is_open:
        raise AlreadyDone(by=item.ended_by, at=item.ended_at)
    return item


def _in_whose_right(
    action: Action, whose: PersonId | None, act: Act, initiative: Initiative, gate: Gate
) -> PersonId | None:
    """For whom the actor does what `whose` item it is may do, or who has the right; None in their own name."""
    about = (act.actor, act.organisation, initiative, gate)
    person = represented(action, *about)
    if act.actor.id == whose or (person is None and holds(action, *about)):
        return None
    is_theirs = whose is not None and act.organisation.stand_in(whose) == act.actor.id
    return whose if is_theirs else person


def _for(person: PersonId | None) -> dict[str, Scalar]:
    return {} if person is None else {ON_BEHALF_OF: person}


def _ended(
    initiative: Initiative, item: Rework, how: ReworkEnd, act: Act, said: str = "", behalf: PersonId | None = None
) -> Change:
    after = replace(item, how=how, ended_at=act.at, ended_by=act.actor.id or None)
    data: dict[str, Scalar] = {"number": item.number, "how": str(how), **_for(behalf)}
    return Change(initiative.with_rework(after), (Fact(FactKind.REWORK_ENDED, item.gate, data, texts(comment=said)),))


def _revoked(initiative: Initiative, item: Rework, at: datetime) -> Change:
    """The gate without the approval that the finding hung on, in review again even if the others' would do."""
    gate = initiative.gates[item.gate]
    cast = standing_approval(gate, item.raised_by)
    if cast is None and gate.progress is not Progress.SIGNED_OFF:
        return Change(initiative)
    after = replace(gate, votes=tuple(vote for vote in gate.votes if vote is not cast))
    if gate.progress in (Progress.SIGNED_OFF, Progress.IN_REVIEW):
        after = asked_again(after, at)
    person = None if cast is None else cast.person
    data: dict[str, Scalar] = {"number": item.number, "person": person, "revision": gate.revision}
    taken = initiative.with_rework(replace(item, revoked_at=at))
    return changed_gate(taken, after, Fact(FactKind.SIGN_OFF_REVOKED, gate.key, data))


def _over(before: Initiative, after: Initiative, item: Rework, facts: tuple[Fact, ...]) -> ReworkEnd | None:
    """How the item ended with this change; None where it is still to be done."""
    earlier, gate = before.gates.get(item.gate), after.gates.get(item.gate)
    if gate is None:
        return ReworkEnd.REMOVED
    if item.kind is ReworkKind.CHANGES:
        if gate.progress in SETTLED:
            return ReworkEnd.SETTLED
        return ReworkEnd.VOID if earlier is not None and _is_taken_back(earlier, gate, item, facts) else None
    if gate.progress in (Progress.NOT_APPLICABLE, Progress.WAIVED):
        return ReworkEnd.SETTLED
    return ReworkEnd.VOID if earlier is not None and _is_void(earlier, gate, item, facts) else None


def _is_taken_back(earlier: Gate, gate: Gate, item: Rework, facts: tuple[Fact, ...]) -> bool:
    """Whether the request for changes that made the item was withdrawn, and not answered with new evidence."""
    cast = earlier.vote_of(item.raised_by)
    if cast is None or cast.at != item.raised_at or cast in gate.votes:
        return False
    return any(fact.kind is FactKind.SIGN_OFF_WITHDRAWN and fact.gate == item.gate for fact in facts)


def _is_void(earlier: Gate, gate: Gate, item: Rework, facts: tuple[Fact, ...]) -> bool:
    """Whether the approval that the finding hung on is judged anew."""
    if (earlier.revision, earlier.rule) != (gate.revision, gate.rule):
        return True
    stood, stands = (standing_approval(one, item.raised_by) is not None for one in (earlier, gate))
    taken = [fact.data["person"] for fact in facts if fact.kind is FactKind.SIGN_OFF_REVOKED and fact.gate == item.gate]
    return stood and not stands and item.raised_by not in taken
