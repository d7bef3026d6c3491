"""P30: people act on one initiative in any order, and the rules never part from a plain model of what they say.

The model below is written from rules.md and docs/decisions/0016 alone: mutable, one rule per gate of one group, every
step a few lines.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from readiness.domain.rules import gate as gate_rules
from readiness.domain.rules import ownership as ownership_rules
from readiness.domain.rules import review as review_rules
from readiness.domain.rules import rework as rework_rules
from readiness.domain.rules import validity
from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.finding import Finding
from readiness.domain.rules.review import Vote
from readiness.domain.values.approval import Quorum
from readiness.domain.values.gate import SETTLED, Decision, Gate, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.person import Standing
from readiness.domain.values.record import Entry, Head, SaltedText, append, verify
from readiness.domain.values.refusal import Refusal
from readiness.domain.values.rework import ReworkKind
from readiness.usecases.frame.expiry import elapse
from tests.readiness import scene
from tests.readiness.scene import ACME, ADA, ANN, APP, AUD, BAK, GIV, GUEST, HAL, LEA, MIA, NOW, OLA

KEYS = ("a", "b", "c")
ACTORS = (LEA, HAL, ADA, OLA, BAK, APP, ANN, GIV, MIA, AUD, GUEST)
TERMS = (date(2026, 12, 1), date(2026, 12, 24))
NEEDS: tuple[Quorum | int, ...] = (Quorum.ANY, 2, Quorum.ALL)

DAYS = (None, 3, 30)
LEADS = (LEA, HAL, ADA)

gates, needs, decisions = st.sampled_from(KEYS), st.sampled_from(NEEDS), st.sampled_from(Decision)
people, terms = st.sampled_from((OLA, BAK, APP, ANN, MIA)), st.sampled_from(TERMS)
whom = st.integers(0, 59)
"""Whom to let act: mostly somebody who may, every fourth time just anybody."""


@dataclass
class Plain:
    """What the rules say of one gate, as plainly as can be."""

    owner: PersonId | None = None
    offered: PersonId | None = None
    previous: PersonId | None = None
    revision: int = 0
    giver: PersonId | None = None
    progress: Progress = Progress.OPEN
    votes: dict[PersonId, tuple[Decision, date | None]] = field(default_factory=dict)
    until: date | None = None
    need: Quorum | int = Quorum.ANY
    waits_for: list[str] = field(default_factory=list)
    blocked: str = ""
    content: str = ""
    findings: dict[int, tuple[PersonId, PersonId, date]] = field(default_factory=dict)
    """Of each open one by number: who raised it, who has it, until when."""
    days: int | None = None
    signed_on: date | None = None

    @property
    def settled(self) -> bool:
        return self.progress in SETTLED

    @property
    def signed_until(self) -> date | None:
        return self.signed_on + timedelta(days=self.days) if self.signed_on and self.days else None

    def void(self) -> None:
        """The votes and what hangs on them."""
        self.votes, self.findings = {}, {}

    def ask_again(self) -> None:
        self.until = self.signed_on = None
        self.progress = Progress.IN_REVIEW if self.revision or self.votes else Progress.OPEN


class Rules(RuleBasedStateMachine):
    """The rules on one side, the plain model on the other, the same people doing the same to both."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.organisation = ACME
        bare = scene.gate("a", owner=None, evidence_by=None)
        held, asked = scene.gate("b", evidence_by=OLA), scene.in_review(scene.gate("c", evidence_by=OLA))
        self.initiative: Initiative = scene.initiative(bare, held, asked)
        self.plain = {key: self.told(key) for key in self.initiative.gates}
        self.entries: list[Entry] = []
        self.texts: dict[tuple[int, str], SaltedText] = {}
        self.head = Head()

    # --- the frame --------------------------------------------------------------------------------------------------

    def can_act(self, person: PersonId) -> bool:
        return person not in (AUD, GUEST) and self.organisation.people[person].standing is Standing.MEMBER

    def pick(self, who: int, likely: Iterable[PersonId | None]) -> PersonId:
        able = sorted(person for person in likely if person is not None)
        pool = able if who % 4 and able else ACTORS
        return pool[who // 4 % len(pool)]

    def eligible(self, gate: Plain) -> set[PersonId]:
        members = self.organisation.parties["compliance"].members
        return {person for person in members - {gate.owner, gate.giver} if self.can_act(person)}

    def needed(self, gate: Plain) -> int:
        if gate.need is Quorum.ANY:
            return 1
        return max(len(self.eligible(gate)), 1) if gate.need is Quorum.ALL else int(gate.need)

    def is_met(self, gate: Plain, decision: Decision, until: date | None) -> bool:
        agreeing = {person for person, vote in gate.votes.items() if vote == (decision, until)}
        return len(agreeing & self.eligible(gate)) >= self.needed(gate)

    def do(self, actor: PersonId, expected: bool, step: Callable[[Initiative, Act], Change]) -> None:
        """Take the step: it goes through just when the model expects it, touches no value and is recorded."""
        before, image = self.initiative, repr(self.initiative)
        act = Act(self.organisation.people[actor], self.now, self.organisation)
        try:
            change = step(before, act)
        except Refusal as refusal:
            if expected:
                raise AssertionError("refused against expectation") from refusal
            return
        finally:
            assert repr(before) == image
        assert expected or not change.facts
        assert change.facts or change.initiative == before
        self.keep(rework_rules.end_with_gates(before, change, act), actor)

    def keep(self, change: Change, actor: PersonId | None) -> None:
        salts = (f"{len(self.entries):016x}{number:016x}" for number in range(99))
        added = append("i1", self.head, change.facts, actor=actor, at=self.now, salts=salts)
        self.entries.extend(added.entries)
        self.texts.update(added.texts)
        self.head = added.head
        self.initiative = change.initiative

    # --- ownership --------------------------------------------------------------------------------------------------

    @rule(who=whom, key=gates, to=people)
    def assign(self, who: int, key: str, to: PersonId) -> None:
        actor = self.pick(who, LEADS)
        leads = actor in LEADS and self.can_act(actor)
        self.give(actor, key, to, leads, lambda i, act: ownership_rules.assign(i, key, to, act))

    @rule(who=whom, key=gates, to=people)
    def hand_off(self, who: int, key: str, to: PersonId) -> None:
        actor = self.pick(who, (self.plain[key].owner, BAK))
        self.give(actor, key, to, self.works(actor, key), lambda i, act: ownership_rules.hand_off(i, key, to, act))

    def give(
        self, actor: PersonId, key: str, to: PersonId, may: bool, step: Callable[[Initiative, Act], Change]
    ) -> None:
        gate = self.plain[key]
        already = to == gate.offered or (to == gate.owner and gate.offered is None)
        expected = may and self.can_act(to) and not already
        self.do(actor, expected, step)
        if not expected:
            return
        if to == gate.owner:
            gate.offered = None
        elif to == actor:
            gate.owner, gate.previous, gate.offered = to, gate.owner, None
        else:
            gate.offered = to

    def works(self, actor: PersonId, key: str) -> bool:
        return self.can_act(actor) and actor in (self.plain[key].owner, BAK)

    def answers(self, actor: PersonId, key: str) -> bool:
        return self.works(actor, key) or (self.can_act(actor) and actor == self.plain[key].offered)

    @rule(who=whom, key=gates)
    def accept(self, who: int, key: str) -> None:
        gate = self.plain[key]
        actor = self.pick(who, (gate.offered, gate.offered, BAK))
        expected = self.answers(actor, key) and gate.offered is not None and actor != gate.owner
        self.do(actor, expected, lambda i, act: ownership_rules.accept(i, key, act))
        if expected:
            gate.owner, gate.previous, gate.offered = actor, gate.owner, None

    @rule(who=whom, key=gates)
    def decline(self, who: int, key: str) -> None:
        gate = self.plain[key]
        actor = self.pick(who, (gate.offered, gate.owner, BAK))
        expected = self.answers(actor, key) and (gate.offered is not None or gate.owner is not None)
        self.do(actor, expected, lambda i, act: ownership_rules.decline(i, key, act, why="no time", again=True))
        if not expected:
            return
        if gate.offered is None or actor == gate.owner:
            gate.owner = gate.previous if gate.previous and self.can_act(gate.previous) else None
            gate.previous = None
        gate.offered = None

    @rule(who=whom, key=gates)
    def claim(self, who: int, key: str) -> None:
        gate = self.plain[key]
        actor = self.pick(who, ())
        mine = gate.offered == actor and gate.owner != actor
        expected = self.can_act(actor) and (mine or (gate.owner is None and gate.offered is None))
        self.do(actor, expected, lambda i, act: ownership_rules.claim(i, key, act))
        if expected:
            gate.owner, gate.previous, gate.offered = actor, gate.owner, None

    # --- evidence and review ----------------------------------------------------------------------------------------

    @rule(who=whom, key=gates, content=st.sampled_from(("https://example.com", "It is done.")))
    def give_evidence(self, who: int, key: str, content: str) -> None:
        gate = self.plain[key]
        actor = self.pick(who, (gate.owner, BAK))
        expected = self.works(actor, key) and gate.content != content
        self.do(actor, expected, lambda i, act: review_rules.give_evidence(i, key, content, act))
        if expected:
            gate.revision, gate.giver, gate.content = gate.revision + 1, actor, content
            gate.void()
            if gate.settled or gate.progress is Progress.IN_REVIEW:
                gate.ask_again()

    @rule(who=whom, key=gates)
    def request(self, who: int, key: str) -> None:
        gate = self.plain[key]
        actor = self.pick(who, (gate.owner, BAK))
        waits = any(not self.plain[on].settled for on in gate.waits_for)
        asked = gate.settled or gate.progress is Progress.IN_REVIEW
        somebody = len(self.eligible(gate)) >= self.needed(gate)
        expected = self.works(actor, key) and not asked and gate.revision > 0 and not waits and somebody
        self.do(actor, expected, lambda i, act: review_rules.request(i, key, act))
        if expected:
            gate.findings = {n: f for n, f in gate.findings.items() if not self.approved(gate, f[0])}
            gate.progress, gate.votes = Progress.IN_REVIEW, {}

    @rule(who=whom, key=gates, decision=decisions, until=terms)
    def vote(self, who: int, key: str, decision: Decision, until: date) -> None:
        self.sign(self.pick(who, self.eligible(self.plain[key])), key, decision, until, seen=None)

    @rule(who=whom, key=gates, decision=decisions, older=st.sampled_from(((0, 0), (0, 0), (1, 0), (0, 1))))
    def press_a_button(self, who: int, key: str, decision: Decision, older: tuple[int, int]) -> None:
        """One that shows the evidence and the rule as they are, or either as it was before."""
        gate, (evidence, rule) = self.plain[key], older
        under = "of before" if rule else self.initiative.gates[key].rule.mark
        actor = self.pick(who, self.eligible(gate))
        self.sign(actor, key, decision, TERMS[0], seen=gate.revision - evidence, under=under, is_older=bool(rule))

    @rule(key=gates)
    def everybody_approves(self, key: str) -> None:
        for actor in sorted(self.organisation.parties["compliance"].members):
            self.sign(actor, key, Decision.APPROVE, TERMS[0], seen=self.plain[key].revision)

    def sign(
        self,
        actor: PersonId,
        key: str,
        decision: Decision,
        until: date,
        seen: int | None,
        under: str | None = None,
        is_older: bool = False,
    ) -> None:
        gate = self.plain[key]
        terms = until if decision is Decision.WAIVE else None
        ballot = Vote(decision, seen, under, comment="because", until=terms, control="checks" if terms else "")
        again = gate.votes.get(actor) == (decision, terms)
        settles = next((p for d, p in DECIDES.items() if d is decision), None)
        expected = (
            actor in self.eligible(gate)
            and gate.progress is not settles
            and not gate.settled
            and seen in (None, gate.revision)
            and not is_older
            and self.was_asked(gate, decision)
            and (not again or self.comes_to(gate) is not None)
            and (again or terms is None or terms >= self.now.date())
            and not (decision is Decision.APPROVE and self.overdue(gate))
        )
        self.do(actor, expected, lambda i, act: review_rules.vote(i, key, ballot, act))
        if not expected:
            return
        if not again:
            others = gate.votes if gate.progress is Progress.IN_REVIEW else {}
            gone = {actor, *gate.votes} - others.keys() | {actor}
            gate.findings = {
                n: f for n, f in gate.findings.items() if f[0] not in gone or not self.approved(gate, f[0])
            }
            gate.votes = {person: vote for person, vote in others.items() if person != actor}
            gate.votes[actor] = (decision, terms)
            assert actor not in (gate.owner, gate.giver)
        self.settle(gate, (decision, terms) if not again else self.comes_to(gate))

    def was_asked(self, gate: Plain, decision: Decision) -> bool:
        if decision is Decision.APPROVE:
            return gate.progress is Progress.IN_REVIEW and gate.revision > 0
        return gate.progress is Progress.IN_REVIEW or decision is not Decision.CHANGES

    def comes_to(self, gate: Plain) -> tuple[Decision, date | None] | None:
        """What the votes have come to without another one, the latest first."""
        for decision, until in reversed(gate.votes.values()):
            latest = [u for p, (d, u) in gate.votes.items() if d is decision and p in self.eligible(gate)][-1:]
            in_force = until is None or until >= self.now.date()
            if decision is Decision.APPROVE and self.overdue(gate):
                continue
            counts = decision is not Decision.CHANGES and latest == [until] and in_force
            if counts and self.is_met(gate, decision, until):
                return decision, until
        return None

    def settle(self, gate: Plain, what: tuple[Decision, date | None] | None) -> None:
        if what is None:
            return
        decision, until = what
        if decision is Decision.CHANGES:
            gate.progress = Progress.CHANGES_REQUESTED
        elif self.is_met(gate, decision, until):
            gate.progress, gate.until = DECIDES[decision], until
            if decision is Decision.APPROVE:
                gate.signed_on = self.now.date()
            else:
                gate.findings = {}
        else:
            gate.progress = Progress.IN_REVIEW

    @rule(who=whom, key=gates, why=st.sampled_from(("", "by mistake")))
    def withdraw(self, who: int, key: str, why: str) -> None:
        gate = self.plain[key]
        actor = self.pick(who, gate.votes)
        cast = self.initiative.gates[key].vote_of(actor)
        expected = actor in gate.votes and self.can_act(actor)
        if expected and cast is not None and self.now - cast.at > timedelta(minutes=5):
            expected = bool(why)
        self.do(actor, expected, lambda i, act: review_rules.withdraw(i, key, act, why=why))
        if not expected:
            return
        if self.approved(gate, actor):
            gate.findings = {n: f for n, f in gate.findings.items() if f[0] != actor}
        decision, until = gate.votes.pop(actor)
        if gate.progress is Progress.IN_REVIEW:
            gate.ask_again()
        elif gate.progress is DECIDES[decision]:
            left = decision is not Decision.CHANGES and self.is_met(gate, decision, until)
            if not left:
                gate.ask_again()

    # --- findings -------------------------------------------------------------------------------------------------

    def approved(self, gate: Plain, person: PersonId) -> bool:
        return gate.votes.get(person) == (Decision.APPROVE, None)

    def overdue(self, gate: Plain) -> bool:
        return any(due < self.now.date() for _, _, due in gate.findings.values())

    @rule(who=whom, key=gates, owner=people, ahead=st.integers(-1, 9), older=st.integers(0, 1))
    def approve_with_a_finding(self, who: int, key: str, owner: PersonId, ahead: int, older: int) -> None:
        gate = self.plain[key]
        actor = self.pick(who, self.eligible(gate))
        due, seen = self.now.date() + timedelta(days=ahead), gate.revision - older
        adds = self.approved(gate, actor)
        expected = (
            actor in self.eligible(gate)
            and (adds or (gate.progress is Progress.IN_REVIEW and gate.revision > 0 and not self.overdue(gate)))
            and older == 0
            and ahead >= 0
            and self.can_act(owner)
        )
        number = len(self.initiative.rework) + 1
        finding = Finding(owner, due, f"thing {number}")
        self.do(actor, expected, lambda i, act: rework_rules.approve_with_finding(i, key, finding, act, seen=seen))
        if not expected:
            return
        if not adds:
            gate.votes[actor] = (Decision.APPROVE, None)
        gate.findings[number] = (actor, owner, due)
        if not adds:
            self.settle(gate, (Decision.APPROVE, None))

    @rule(who=whom, number=st.integers(1, 6))
    def finding_done(self, who: int, number: int) -> None:
        gate = next((one for one in self.plain.values() if number in one.findings), None)
        owner = gate.findings[number][1] if gate else None
        may = self.eligible(gate) | {owner} if gate else set()
        actor = self.pick(who, may)
        expected = actor in may and self.can_act(actor)
        self.do(actor, expected, lambda i, act: rework_rules.end(i, number, act))
        if expected and gate is not None:
            del gate.findings[number]
            self.count_anew(gate)

    @rule(who=whom, number=st.integers(1, 6), to=people, ahead=st.integers(0, 9))
    def give_finding(self, who: int, number: int, to: PersonId, ahead: int) -> None:
        gate = next((one for one in self.plain.values() if number in one.findings), None)
        if gate is None:
            return
        raiser, owner, due = gate.findings[number]
        actor, later = self.pick(who, (*LEADS, raiser)), self.now.date() + timedelta(days=ahead)
        expected = actor in (*LEADS, raiser) and self.can_act(actor) and self.can_act(to)
        expected = expected and (to, later) != (owner, due)
        self.do(actor, expected, lambda i, act: rework_rules.assign(i, number, to, act, due=later))
        if expected:
            gate.findings[number] = (raiser, to, later)
            self.count_anew(gate)

    def count_anew(self, gate: Plain) -> None:
        if gate.progress is Progress.IN_REVIEW:
            self.settle(gate, self.comes_to(gate))

    # --- what the leads and the world change ------------------------------------------------------------------------

    @rule(who=whom, key=gates, need=needs)
    def set_rule(self, who: int, key: str, need: Quorum | int) -> None:
        gate = self.plain[key]
        actor = self.pick(who, LEADS)
        expected = actor in (LEA, ADA) and self.can_act(actor) and actor != gate.owner and need != gate.need
        self.do(actor, expected, lambda i, act: gate_rules.set_rule(i, key, scene.rule(need), act))
        if expected:
            gate.need = need
            gate.void()
            if gate.settled or gate.progress is Progress.IN_REVIEW:
                gate.ask_again()

    @rule(who=whom, key=gates, on=gates)
    def set_dependency(self, who: int, key: str, on: str) -> None:
        actor = self.pick(who, LEADS)
        gate, reached = self.plain[key], {on}
        for _ in KEYS:
            reached |= {other for one in reached for other in self.plain[one].waits_for}
        may = actor in LEADS and self.can_act(actor)
        expected = may and key not in reached and on not in gate.waits_for
        self.do(actor, expected, lambda i, act: gate_rules.set_dependency(i, key, on, act))
        if expected:
            gate.waits_for.append(on)

    @rule(who=whom, key=gates, blocked=st.sampled_from(("", "no budget", "no time")))
    def block_or_unblock(self, who: int, key: str, blocked: str) -> None:
        gate = self.plain[key]
        actor = self.pick(who, (gate.owner, BAK))
        expected = self.works(actor, key) and gate.blocked != blocked
        if blocked:
            self.do(actor, expected, lambda i, act: gate_rules.block(i, key, blocked, act))
        else:
            self.do(actor, expected, lambda i, act: gate_rules.unblock(i, key, act))
        if expected:
            gate.blocked = blocked

    @rule(who=whom, key=gates, days=st.sampled_from(DAYS))
    def set_validity(self, who: int, key: str, days: int | None) -> None:
        gate = self.plain[key]
        actor = self.pick(who, LEADS)
        expected = actor in (LEA, ADA) and self.can_act(actor) and actor != gate.owner and days != gate.days
        self.do(actor, expected, lambda i, act: validity.set_validity(i, key, days, act))
        if expected:
            gate.days = days
            self.expire(gate)

    def expire(self, gate: Plain) -> None:
        if gate.signed_until is not None and gate.signed_until < self.now.date():
            gate.findings = {n: f for n, f in gate.findings.items() if not self.approved(gate, f[0])}
            gate.votes = {}
            gate.ask_again()

    @rule(person=st.sampled_from((APP, ANN, GIV, MIA, OLA)))
    def join_or_leave_compliance(self, person: PersonId) -> None:
        party = self.organisation.parties["compliance"]
        self.organisation = self.organisation.with_party(replace(party, members=party.members ^ {person}))

    @rule(person=st.sampled_from((APP, OLA, MIA)))
    def leave_or_come_back(self, person: PersonId) -> None:
        known = self.organisation.people[person]
        here = known.standing is Standing.MEMBER
        after = replace(known, standing=Standing.DEACTIVATED if here else Standing.MEMBER)
        self.organisation = self.organisation.with_person(after)

    @rule(key=gates)
    def recount(self, key: str) -> None:
        gate = self.plain[key]
        self.do(ADA, gate.progress is Progress.IN_REVIEW, lambda i, act: review_rules.recount(i, key, act))
        if gate.progress is Progress.IN_REVIEW:
            self.settle(gate, self.comes_to(gate))

    @rule(passed=st.sampled_from((timedelta(seconds=1), timedelta(minutes=4), timedelta(days=6))))
    def time_passes(self, passed: timedelta) -> None:
        self.now += passed
        before, act = self.initiative, Act(self.organisation.people[ADA], self.now, self.organisation)
        self.keep(rework_rules.end_with_gates(before, elapse(before, act), act), None)
        for gate in self.plain.values():
            self.revoke(gate)
            if gate.progress is Progress.WAIVED and gate.until is not None and gate.until < self.now.date():
                gate.progress, gate.until, gate.votes = Progress.OPEN, None, {}
            self.expire(gate)

    def revoke(self, gate: Plain) -> None:
        raisers = {raiser for raiser, _, due in gate.findings.values() if due < self.now.date()}
        taken = {person for person in raisers if self.approved(gate, person)}
        if not raisers or not (taken or gate.progress is Progress.SIGNED_OFF):
            return
        gate.votes = {person: vote for person, vote in gate.votes.items() if person not in taken}
        if gate.progress in (Progress.SIGNED_OFF, Progress.IN_REVIEW):
            gate.ask_again()

    # --- what always holds ------------------------------------------------------------------------------------------

    @invariant()
    def the_rules_agree_with_the_plain_model(self) -> None:
        assert {key: self.told(key) for key in self.initiative.gates} == self.plain

    @invariant()
    def a_gate_is_settled_just_while_its_last_stretch_lasts(self) -> None:
        for gate in self.initiative.gates.values():
            lasting = [span for span in gate.settled if span.end is None or span.end > self.now]
            assert gate.progress is not Progress.SIGNED_OFF or (gate.valid_days is None) == (lasting[-1].end is None)
            assert len(lasting) == (gate.progress in SETTLED) == gate.is_settled_at(self.now)
            assert lasting == list(gate.settled[-1:]) or not lasting
            for earlier, later in zip(gate.settled, gate.settled[1:], strict=False):
                assert earlier.end is not None
                assert earlier.start <= earlier.end <= later.start
            assert (gate.progress is Progress.WAIVED) == (gate.waiver is not None)

    @invariant()
    def what_is_signed_off_was_seen_and_signed_by_somebody_else(self) -> None:
        for gate in self.initiative.gates.values():
            assert all(vote.revision == gate.revision for vote in gate.votes)
            assert not {vote.person for vote in gate.votes} & gate.contributors
            if gate.progress is Progress.SIGNED_OFF:
                assert gate.evidence is not None
                assert any(vote.decision is Decision.APPROVE for vote in gate.votes)

    @invariant()
    def an_overdue_finding_never_leaves_its_gate_settled(self) -> None:
        for item in self.initiative.rework:
            if item.kind is ReworkKind.FINDING and item.is_overdue(self.now.date()):
                assert not self.initiative.gates[item.gate].is_settled_at(self.now)

    @invariant()
    def numbers_of_rework_are_never_used_again(self) -> None:
        assert [item.number for item in self.initiative.rework] == list(range(1, len(self.initiative.rework) + 1))

    def told(self, key: str) -> Plain:
        """The gate and its findings in the words of the plain model."""
        gate, open_ones = self.initiative.gates[key], [one for one in self.initiative.rework if one.is_open]
        found = [one for one in open_ones if one.gate == key and one.kind is ReworkKind.FINDING]
        signed = gate.settled[-1].start.date() if gate.progress is Progress.SIGNED_OFF else None
        return replace(
            told(gate),
            findings={one.number: (one.raised_by, one.owner, one.due) for one in found},
            days=gate.valid_days,
            signed_on=signed,
        )

    def teardown(self) -> None:
        assert verify("i1", self.entries, self.texts, self.head) is None


DECIDES = {
    Decision.APPROVE: Progress.SIGNED_OFF,
    Decision.NOT_APPLICABLE: Progress.NOT_APPLICABLE,
    Decision.WAIVE: Progress.WAIVED,
    Decision.CHANGES: Progress.CHANGES_REQUESTED,
}


def told(gate: Gate) -> Plain:
    """The gate in the words of the plain model."""
    need = gate.rule.groups[0].need
    return Plain(
        owner=gate.owner,
        offered=gate.ownership.offered_to,
        previous=gate.ownership.previous,
        revision=gate.revision,
        giver=gate.evidence.given_by if gate.evidence else None,
        progress=gate.progress,
        votes={vote.person: (vote.decision, vote.until) for vote in gate.votes},
        until=gate.waiver.until if gate.waiver else None,
        need=need,
        waits_for=list(gate.depends_on),
        blocked=gate.block.reason if gate.block else "",
        content=gate.evidence.content if gate.evidence else "",
    )


TestRules = Rules.TestCase
TestRules.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
