"""A gate on its way to being signed off: evidence, request, votes, withdrawal, expiry (rules.md, "Gates")."""

from collections.abc import Set
from dataclasses import replace
from datetime import date, datetime, timedelta

from readiness.domain.rights.permissions import (
    TABLE,
    Action,
    holds,
    people_who_may,
    represented,
    require,
    require_insider,
)
from readiness.domain.rights.signing import may_sign, missing_groups, review, signs_for
from readiness.domain.rules.change import (
    Act,
    Change,
    allow,
    changed_gate,
    gate_of,
    limited,
    reason,
    texts,
)
from readiness.domain.rules.finding import raise_changes
from readiness.domain.values.fact import Fact, FactKind, Scalar
from readiness.domain.values.gate import (
    SETTLED,
    ChangesReason,
    Decision,
    Evidence,
    Gate,
    Progress,
    SignOff,
    Span,
    Waiver,
)
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.refusals import (
    AcceptFirst,
    AlreadyDone,
    AlreadyEvidence,
    ControlMissing,
    DateInThePast,
    EvidenceMissing,
    FindingOverdue,
    NobodyCanApprove,
    NoSuchVote,
    NotInReview,
    NotYourTurn,
    ReasonMissing,
    Stale,
    StaleRule,
    VoteForbidden,
    WaitsForOthers,
)
from readiness.domain.values.rework import overdue_findings
from readiness.domain.values.value import value

FREE_WITHDRAWAL = timedelta(minutes=5)


@value(frozen=True, slots=True)
class Vote:
    """What somebody wants to say about a gate.

    `seen` is the evidence revision on the button and `under` the mark of its approval rule; both None when typed.
    """

    decision: Decision
    seen: int | None = None
    under: str | None = None
    comment: str = ""
    reason: ChangesReason | None = None
    until: date | None = None
    control: str = ""


def give_evidence(initiative: Initiative, key: str, content: str, act: Act) -> Change:
    """Add the next evidence revision. It voids votes: in review asks again, settled returns to in review.

    Raises `AlreadyEvidence` for what the last revision says, whoever gave that.
    """
    gate = gate_of(initiative, key)
    _allow_work(initiative, gate, act)
    text = limited(content, "the evidence")
    if not text:
        raise ReasonMissing
    given = gate.evidence
    if given is not None and given.content == text:
        raise AlreadyEvidence(gate=key, revision=given.revision, by=given.given_by, at=given.given_at)
    evidence = Evidence(gate.revision + 1, text, act.actor.id, act.at)
    behalf = represented(Action.WORK, act.actor, act.organisation, initiative, gate)
    givers = frozenset({act.actor.id} if behalf is None else {act.actor.id, behalf})
    after = replace(gate, revision=evidence.revision, evidence=evidence, contributors=givers, votes=())
    if gate.progress in SETTLED or gate.progress is Progress.IN_REVIEW:
        after = asked_again(after, act.at)
    fact = Fact(FactKind.EVIDENCE_GIVEN, key, {"revision": evidence.revision}, {"evidence": text})
    return changed_gate(initiative, after, fact)


def request(initiative: Initiative, key: str, act: Act) -> Change:
    """Ask for the sign-off. Refused without evidence, while it waits for other gates, or when nobody could answer.

    `NobodyCanApprove` names the groups that lack people, and who can add some.
    """
    gate = gate_of(initiative, key)
    _allow_work(initiative, gate, act)
    if gate.progress in SETTLED or gate.progress is Progress.IN_REVIEW:
        raise _already(gate)
    if gate.revision == 0:
        raise EvidenceMissing(gate=key)
    waits = open_dependencies(initiative, gate, act.at)
    if waits:
        raise WaitsForOthers(gate=key, waits_for=waits)
    lacking = missing_groups(gate, initiative, act.organisation)
    if lacking or not gate.rule.groups:
        people = people_who_may(Action.SET_RULE, act.organisation, initiative, gate)
        raise NobodyCanApprove(gate=key, groups=lacking, who=TABLE[Action.SET_RULE], people=people)
    after = _moved(replace(gate, votes=(), asks=gate.asks + 1), Progress.IN_REVIEW, act.at)
    return changed_gate(initiative, after, Fact(FactKind.REVIEW_REQUESTED, key, {"revision": gate.revision}))


def vote(initiative: Initiative, key: str, ballot: Vote, act: Act) -> Change:
    """Count one person's sign-off, and settle or return the gate when that decides it.

    Refused, in this order: outsiders; what is already so; who may not; what the checklist forbids; a stale button; what
    nobody asked for; an approval over an overdue finding; missing words. Told in the same order, so that a person hears
    first what matters most to them.
    """
    gate = gate_of(initiative, key)
    require_insider(Action.SIGN, act.actor, act.organisation, initiative, gate)
    _refuse_settled(gate, ballot)
    allow(Action.SIGN, act, initiative, gate)
    _refuse_forbidden(gate, ballot)
    refuse_stale(gate, ballot.seen, ballot.under)
    _refuse_unasked(gate, ballot)
    _refuse_overdue(initiative, gate, ballot, act)
    if _says_it_again(gate.vote_of(act.actor.id), ballot):
        return _counted_anew(initiative, gate, act)
    behalf = represented(Action.SIGN, act.actor, act.organisation, initiative, gate)
    others = _others(gate, {act.actor.id, behalf or act.actor.id})
    _refuse_out_of_turn(initiative, replace(gate, votes=others), ballot, act)
    sign_off = replace(_sign_off(gate, ballot, act), on_behalf_of=behalf)
    cast = replace(gate, votes=(*others, sign_off))
    return changed_gate(initiative, cast, _cast_fact(key, sign_off)).then(
        _outcome(initiative.with_gate(cast), cast, sign_off, act)
    )


def recount(initiative: Initiative, key: str, act: Act) -> Change:
    """Settle a gate in review whose rule is met without one more vote; nothing changes where it is not.

    A vote counts by the membership at that moment, so this is asked when people joined or left a party: the signature
    that was missing may have been that of somebody who is gone.
    """
    gate = gate_of(initiative, key)
    if gate.progress is not Progress.IN_REVIEW:
        return Change(initiative)
    signers = may_sign(gate, initiative, act.organisation)
    held_up = bool(overdue_findings(initiative.rework, key, act.today))
    for cast in reversed(gate.votes):
        over = cast.until is not None and cast.until < act.today
        kept_from = cast.decision is Decision.CHANGES or (cast.decision is Decision.APPROVE and held_up)
        if kept_from or cast.person not in signers or over:
            continue
        if review(gate, initiative, act.organisation, cast.decision).is_met:
            return _settle(initiative, gate, cast, act)
    return Change(initiative)


def recount_reassigned(before: Initiative | None, change: Change, act: Act) -> Change:
    """The change with every gate in review counted anew whose owner it changed.

    Votes stay when a gate changes hands. The new owner's own one counts no more, so that of "all" one less is needed;
    and who handed it off may sign.
    """
    for key, gate in change.initiative.gates.items():
        earlier = before.gates.get(key) if before is not None else None
        if earlier is not None and earlier is not gate and earlier.owner != gate.owner:
            change = change.then(recount(change.initiative, key, act))
    return change


def withdraw(initiative: Initiative, key: str, act: Act, *, why: str = "") -> Change:
    """Take back one's own vote: five minutes without a word, later with a reason. The record keeps both.

    A gate goes back to review when the vote was part of what decided it; also while the initiative is paused.
    """
    gate = gate_of(initiative, key)
    require_insider(Action.WITHDRAW, act.actor, act.organisation, initiative, gate)
    standing = gate.vote_of(act.actor.id)
    if standing is None:
        raise NoSuchVote(gate=key)
    require(Action.WITHDRAW, act.actor, act.organisation, initiative, gate)
    said = limited(why, "the reason")
    if act.at - standing.at > FREE_WITHDRAWAL and not said:
        raise ReasonMissing
    after = without_vote(initiative, gate, standing, act)
    data: dict[str, Scalar] = {"decision": str(standing.decision), "revision": standing.revision}
    return changed_gate(initiative, after, Fact(FactKind.SIGN_OFF_WITHDRAWN, key, data, texts(reason=said)))


def expire_waiver(initiative: Initiative, key: str, at: datetime) -> Change:
    """Reopen a gate whose waiver is over; the votes for it go with it."""
    gate = gate_of(initiative, key)
    span = gate.settled[-1] if gate.settled else None
    if gate.progress is not Progress.WAIVED or span is None or span.end is None or span.end > at:
        return Change(initiative)
    after = replace(gate, progress=Progress.OPEN, progress_since=span.end, waiver=None, votes=())
    return changed_gate(initiative, after, Fact(FactKind.WAIVER_EXPIRED, key, {"ended": span.end.isoformat()}))


def expire_sign_off(initiative: Initiative, key: str, at: datetime) -> Change:
    """Ask again for a sign-off that has held for its time; the votes for it go with it."""
    gate = gate_of(initiative, key)
    span = gate.settled[-1] if gate.settled else None
    if gate.progress is not Progress.SIGNED_OFF or span is None or span.end is None or span.end > at:
        return Change(initiative)
    fact = Fact(FactKind.SIGN_OFF_EXPIRED, key, {"ended": span.end.isoformat()})
    return changed_gate(initiative, asked_again(replace(gate, votes=()), at), fact)


def void_votes(gate: Gate, at: datetime) -> Gate:
    """The gate after its approval rule changed: votes are void, and what was asked or settled is asked again."""
    if gate.progress not in SETTLED and gate.progress is not Progress.IN_REVIEW:
        return replace(gate, votes=())
    return asked_again(replace(gate, votes=()), at)


def without_vote(initiative: Initiative, gate: Gate, vote: SignOff, act: Act) -> Gate:
    """The gate without that vote: asked again when it was decided by it, open again when nothing is left to answer."""
    left = replace(gate, votes=tuple(other for other in gate.votes if other is not vote))
    if gate.progress is Progress.IN_REVIEW:
        return left if left.votes or left.revision else asked_again(left, act.at)
    decided = _DECIDED_BY.get(gate.progress) is vote.decision
    still = gate.progress in SETTLED and review(left, initiative, act.organisation, vote.decision).is_met
    return asked_again(left, act.at) if decided and not still else left


def asked_again(gate: Gate, at: datetime) -> Gate:
    """Back in review; open where there is neither evidence nor a vote, so nothing that anybody could answer."""
    if not gate.revision and not gate.votes:
        return _moved(replace(gate, waiver=None), Progress.OPEN, at)
    return _moved(replace(gate, waiver=None, asks=gate.asks + 1), Progress.IN_REVIEW, at)


def refuse_stale(gate: Gate, seen: int | None, under: str | None) -> None:
    """Only new evidence and a changed rule make a button stale (rules.md, "Gates"); raises `Stale`."""
    given = gate.evidence
    if seen is not None and seen != gate.revision:
        by, at = (given.given_by, given.given_at) if given else (None, None)
        raise Stale(gate=gate.key, revision=gate.revision, by=by, at=at, seen=seen)
    if under is not None and under != gate.rule.mark:
        raise StaleRule(gate=gate.key, revision=gate.revision, seen=seen)


def open_dependencies(initiative: Initiative, gate: Gate, at: datetime) -> tuple[str, ...]:
    """The keys of the gates that `gate` still waits for."""
    return tuple(
        key for key in gate.depends_on if key in initiative.gates and not initiative.gates[key].is_settled_at(at)
    )


def _allow_work(initiative: Initiative, gate: Gate, act: Act) -> None:
    """Whoever the gate is offered to, and who may not work on it anyway, is told to accept it first."""
    offered = gate.ownership.offered_to == act.actor.id
    if offered and not holds(Action.WORK, act.actor, act.organisation, initiative, gate):
        require_insider(Action.WORK, act.actor, act.organisation, initiative, gate)
        raise AcceptFirst(gate=gate.key)
    allow(Action.WORK, act, initiative, gate)


_DECIDED_BY = {
    Progress.SIGNED_OFF: Decision.APPROVE,
    Progress.NOT_APPLICABLE: Decision.NOT_APPLICABLE,
    Progress.WAIVED: Decision.WAIVE,
    Progress.CHANGES_REQUESTED: Decision.CHANGES,
}


def _refuse_settled(gate: Gate, ballot: Vote) -> None:
    """A second press of the same button is answered with who did it and when, whoever presses."""
    if _DECIDED_BY.get(gate.progress) is ballot.decision and ballot.seen in (None, gate.revision):
        raise _already(gate)


def _already(gate: Gate) -> AlreadyDone:
    """Who brought the gate to where it is, as far as a vote did, and when."""
    by = gate.votes[-1].person if gate.votes and gate.progress in _DECIDED_BY else None
    return AlreadyDone(gate=gate.key, progress=str(gate.progress), by=by, at=gate.progress_since)


def _refuse_forbidden(gate: Gate, ballot: Vote) -> None:
    if ballot.decision is Decision.NOT_APPLICABLE and not gate.allows_not_applicable:
        raise VoteForbidden(gate=gate.key, decision=str(ballot.decision))
    if ballot.decision is Decision.WAIVE and not gate.allows_waiver:
        raise VoteForbidden(gate=gate.key, decision=str(ballot.decision))


def _refuse_unasked(gate: Gate, ballot: Vote) -> None:
    """Approve and changes answer a request; n/a and waive may come before one, but not on top of a settled gate.

    Nothing is approved unseen: a review that began with an n/a or a waiver, before any evidence, takes no approval.
    """
    if gate.progress in SETTLED:
        raise _already(gate)
    unseen = ballot.decision is Decision.APPROVE and gate.revision == 0
    answers = ballot.decision in (Decision.APPROVE, Decision.CHANGES)
    if unseen or (answers and gate.progress is not Progress.IN_REVIEW):
        raise NotInReview(gate=gate.key, progress=str(gate.progress))


def _refuse_overdue(initiative: Initiative, gate: Gate, ballot: Vote, act: Act) -> None:
    """What was promised with an earlier approval is done first, or gets a new date."""
    overdue = overdue_findings(initiative.rework, gate.key, act.today)
    if ballot.decision is Decision.APPROVE and overdue:
        first = overdue[0]
        raise FindingOverdue(
            gate=gate.key, number=first.number, owner=first.owner, due=first.due.isoformat(), text=first.text
        )


def _others(gate: Gate, voters: Set[PersonId]) -> tuple[SignOff, ...]:
    """The votes that stand beside one of those people: none that was cast by one of them, or in the place of one."""
    if gate.progress is not Progress.IN_REVIEW:
        return ()
    return tuple(vote for vote in gate.votes if vote.person not in voters and vote.on_behalf_of not in voters)


def _says_it_again(standing: SignOff | None, ballot: Vote) -> bool:
    """Whether this is the vote that stands already; a waiver on other terms is another vote."""
    if standing is None or standing.decision is not ballot.decision:
        return False
    terms = (ballot.until, ballot.control.strip()) if ballot.decision is Decision.WAIVE else (None, "")
    return terms == (standing.until, standing.control)


def _counted_anew(initiative: Initiative, gate: Gate, act: Act) -> Change:
    """A second press changes nothing, unless the rule has come to be met since the first."""
    change = recount(initiative, gate.key, act)
    standing = gate.vote_of(act.actor.id)
    if not change.facts and standing is not None:
        raise AlreadyDone(gate=gate.key, progress=str(gate.progress), by=standing.person, at=standing.at)
    return change


def _refuse_out_of_turn(initiative: Initiative, gate: Gate, ballot: Vote, act: Act) -> None:
    if not gate.rule.ordered or ballot.decision is Decision.CHANGES:
        return
    now = review(gate, initiative, act.organisation, ballot.decision)
    if not now.is_met and signs_for(act.actor.id, gate, initiative, act.organisation) not in now.waiting_for:
        raise NotYourTurn(action=str(Action.SIGN), who=TABLE[Action.SIGN], people=now.waiting_for)


def _sign_off(gate: Gate, ballot: Vote, act: Act) -> SignOff:
    comment = limited(ballot.comment, "the comment")
    if ballot.decision is Decision.WAIVE:
        return replace(
            _plain(gate, ballot, act, reason(comment)), until=_waiver_day(ballot, act), control=_control(ballot)
        )
    if ballot.decision is Decision.APPROVE:
        return _plain(gate, ballot, act, comment)
    return _plain(gate, ballot, act, reason(comment))


def _plain(gate: Gate, ballot: Vote, act: Act, comment: str) -> SignOff:
    why = (ballot.reason or ChangesReason.OTHER) if ballot.decision is Decision.CHANGES else None
    return SignOff(act.actor.id, ballot.decision, gate.rule.meaning, gate.revision, act.at, comment, why)


def _waiver_day(ballot: Vote, act: Act) -> date:
    if ballot.until is None:
        raise ReasonMissing
    if ballot.until < act.today:
        raise DateInThePast(day=ballot.until.isoformat())
    return ballot.until


def _control(ballot: Vote) -> str:
    control = limited(ballot.control, "the compensating control")
    if not control:
        raise ControlMissing
    return control


def _cast_fact(key: str, cast: SignOff) -> Fact:
    data: dict[str, Scalar] = {
        "decision": str(cast.decision),
        "meaning": str(cast.meaning),
        "revision": cast.revision,
        "reason": str(cast.reason) if cast.reason else None,
        "until": cast.until.isoformat() if cast.until else None,
    }
    kept = {name: value for name, value in data.items() if value is not None}
    return Fact(FactKind.SIGN_OFF_CAST, key, kept, texts(comment=cast.comment, control=cast.control))


_SETTLES: dict[Decision, tuple[Progress, FactKind]] = {
    Decision.APPROVE: (Progress.SIGNED_OFF, FactKind.GATE_SIGNED_OFF),
    Decision.NOT_APPLICABLE: (Progress.NOT_APPLICABLE, FactKind.GATE_NOT_APPLICABLE),
    Decision.WAIVE: (Progress.WAIVED, FactKind.GATE_WAIVED),
}


def _outcome(initiative: Initiative, gate: Gate, cast: SignOff, act: Act) -> Change:
    """What the vote decides: one "changes" returns the gate, a met rule settles it, else it goes on waiting."""
    if cast.decision is Decision.CHANGES:
        fact = Fact(FactKind.GATE_RETURNED_FOR_CHANGES, gate.key, {"reason": str(cast.reason)})
        returned = changed_gate(initiative, _moved(gate, Progress.CHANGES_REQUESTED, act.at), fact)
        return returned.then(raise_changes(returned.initiative, gate, cast, act))
    if not review(gate, initiative, act.organisation, cast.decision).is_met:
        if gate.progress is Progress.IN_REVIEW:
            return Change(initiative)
        asked = _moved(replace(gate, asks=gate.asks + 1), Progress.IN_REVIEW, act.at)
        return changed_gate(initiative, asked, Fact(FactKind.REVIEW_REQUESTED, gate.key, {"revision": gate.revision}))
    return _settle(initiative, gate, cast, act)


def _settle(initiative: Initiative, gate: Gate, cast: SignOff, act: Act) -> Change:
    """The gate as `cast`, one of the votes that met the rule, decides it."""
    progress, kind = _SETTLES[cast.decision]
    waiver = Waiver(cast.comment, cast.control, cast.until) if cast.until else None
    calendar = act.organisation.calendar
    ends = calendar.end_of(cast.until) if cast.until else None
    if cast.decision is Decision.APPROVE:
        ends = gate.sign_off_ends(act.at, calendar)
    settled = _moved(replace(gate, waiver=waiver), progress, act.at, ends=ends)
    return changed_gate(initiative, settled, Fact(kind, gate.key, {"revision": gate.revision}))


def _moved(gate: Gate, progress: Progress, at: datetime, *, ends: datetime | None = None) -> Gate:
    """The gate in its new progress, with the stretches of time in which it was settled kept up.

    A clock that runs behind the one that settled the gate still closes the stretch, at its start.
    """
    spans = gate.settled
    if spans and (spans[-1].end is None or spans[-1].end > at):
        spans = (*spans[:-1], replace(spans[-1], end=max(spans[-1].start, at)))
    if progress in SETTLED:
        spans = (*spans, Span(at, ends))
    return replace(gate, progress=progress, progress_since=at, settled=spans)
