"""P30: people act on one initiative in any order, and the rules never part from a plain model of what they say.

The model below is written from rules.md alone: mutable, one rule per gate of one group, every step a few lines.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from readiness.domain import offering, reviewing, shaping
from readiness.domain.approval import Quorum
from readiness.domain.change import Act, Change
from readiness.domain.gate import SETTLED, Decision, Gate, Progress
from readiness.domain.identity import PersonId
from readiness.domain.initiative import Initiative
from readiness.domain.person import Standing
from readiness.domain.record import Entry, Head, SaltedText, append, verify
from readiness.domain.refusal import Refusal
from readiness.domain.reviewing import Vote
from tests.readiness import scene
from tests.readiness.scene import ACME, ADA, ANN, APP, AUD, BAK, GIV, GUEST, HAL, LEA, MIA, NOW, OLA

KEYS = ("a", "b", "c")
ACTORS = (LEA, HAL, ADA, OLA, BAK, APP, ANN, GIV, MIA, AUD, GUEST)
TERMS = (date(2026, 12, 1), date(2026, 12, 24))
NEEDS: tuple[Quorum | int, ...] = (Quorum.ANY, 2, Quorum.ALL)

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
    blocked: bool = False

    @property
    def settled(self) -> bool:
        return self.progress in SETTLED

    def ask_again(self) -> None:
        self.until = None
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
        self.plain = {key: told(gate) for key, gate in self.initiative.gates.items()}
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
        self.keep(change, actor)

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
        self.give(actor, key, to, leads, lambda i, act: offering.assign(i, key, to, act))

    @rule(who=whom, key=gates, to=people)
    def hand_off(self, who: int, key: str, to: PersonId) -> None:
        actor = self.pick(who, (self.plain[key].owner, BAK))
        self.give(actor, key, to, self.works(actor, key), lambda i, act: offering.hand_off(i, key, to, act))

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
        self.do(actor, expected, lambda i, act: offering.accept(i, key, act))
        if expected:
            gate.owner, gate.previous, gate.offered = actor, gate.owner, None

    @rule(who=whom, key=gates)
    def decline(self, who: int, key: str) -> None:
        gate = self.plain[key]
        actor = self.pick(who, (gate.offered, gate.owner, BAK))
        expected = self.answers(actor, key) and (gate.offered is not None or gate.owner is not None)
        self.do(actor, expected, lambda i, act: offering.decline(i, key, act, why="no time"))
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
        self.do(actor, expected, lambda i, act: offering.claim(i, key, act))
        if expected:
            gate.owner, gate.previous, gate.offered = actor, gate.owner, None

    # --- evidence and review ----------------------------------------------------------------------------------------

    @rule(who=whom, key=gates)
    def give_evidence(self, who: int, key: str) -> None:
        gate = self.plain[key]
        actor = self.pick(who, (gate.owner, BAK))
        expected = self.works(actor, key)
        self.do(actor, expected, lambda i, act: reviewing.give_evidence(i, key, "https://example.com", act))
        if expected:
            gate.revision, gate.giver, gate.votes = gate.revision + 1, actor, {}
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
        self.do(actor, expected, lambda i, act: reviewing.request(i, key, act))
        if expected:
            gate.progress, gate.votes = Progress.IN_REVIEW, {}

    @rule(who=whom, key=gates, decision=decisions, until=terms)
    def vote(self, who: int, key: str, decision: Decision, until: date) -> None:
        self.sign(self.pick(who, self.eligible(self.plain[key])), key, decision, until, seen=None)

    @rule(who=whom, key=gates, decision=decisions, older=st.integers(0, 1))
    def press_a_button(self, who: int, key: str, decision: Decision, older: int) -> None:
        gate = self.plain[key]
        self.sign(self.pick(who, self.eligible(gate)), key, decision, TERMS[0], seen=gate.revision - older)

    @rule(key=gates)
    def everybody_approves(self, key: str) -> None:
        for actor in sorted(self.organisation.parties["compliance"].members):
            self.sign(actor, key, Decision.APPROVE, TERMS[0], seen=self.plain[key].revision)

    def sign(self, actor: PersonId, key: str, decision: Decision, until: date, seen: int | None) -> None:
        gate = self.plain[key]
        terms = until if decision is Decision.WAIVE else None
        ballot = Vote(decision, seen, comment="because", until=terms, control="checks" if terms else "")
        again = gate.votes.get(actor) == (decision, terms)
        settles = next((p for d, p in DECIDES.items() if d is decision), None)
        expected = (
            actor in self.eligible(gate)
            and gate.progress is not settles
            and not gate.settled
            and seen in (None, gate.revision)
            and self.was_asked(gate, decision)
            and (not again or self.comes_to(gate) is not None)
            and (again or terms is None or terms >= self.now.date())
        )
        self.do(actor, expected, lambda i, act: reviewing.vote(i, key, ballot, act))
        if not expected:
            return
        if not again:
            others = gate.votes if gate.progress is Progress.IN_REVIEW else {}
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
        self.do(actor, expected, lambda i, act: reviewing.withdraw(i, key, act, why=why))
        if not expected:
            return
        decision, until = gate.votes.pop(actor)
        if gate.progress is Progress.IN_REVIEW:
            gate.ask_again()
        elif gate.progress is DECIDES[decision]:
            left = decision is not Decision.CHANGES and self.is_met(gate, decision, until)
            if not left:
                gate.ask_again()

    # --- what the leads and the world change ------------------------------------------------------------------------

    @rule(who=whom, key=gates, need=needs)
    def set_rule(self, who: int, key: str, need: Quorum | int) -> None:
        gate = self.plain[key]
        actor = self.pick(who, LEADS)
        expected = actor in (LEA, ADA) and self.can_act(actor) and actor != gate.owner and need != gate.need
        self.do(actor, expected, lambda i, act: shaping.set_rule(i, key, scene.rule(need), act))
        if expected:
            gate.need, gate.votes = need, {}
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
        self.do(actor, expected, lambda i, act: shaping.set_dependency(i, key, on, act))
        if expected:
            gate.waits_for.append(on)

    @rule(who=whom, key=gates, blocked=st.booleans())
    def block_or_unblock(self, who: int, key: str, blocked: bool) -> None:
        gate = self.plain[key]
        actor = self.pick(who, (gate.owner, BAK))
        expected = self.works(actor, key) and (blocked or gate.blocked)
        if blocked:
            self.do(actor, expected, lambda i, act: shaping.block(i, key, "no budget", act))
        else:
            self.do(actor, expected, lambda i, act: shaping.unblock(i, key, act))
        if expected:
            gate.blocked = blocked

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
        self.do(ADA, gate.progress is Progress.IN_REVIEW, lambda i, act: reviewing.recount(i, key, act))
        if gate.progress is Progress.IN_REVIEW:
            self.settle(gate, self.comes_to(gate))

    @rule(passed=st.sampled_from((timedelta(seconds=1), timedelta(minutes=4), timedelta(days=6))))
    def time_passes(self, passed: timedelta) -> None:
        self.now += passed
        for key, gate in self.plain.items():
            self.keep(reviewing.expire_waiver(self.initiative, key, self.now), None)
            if gate.progress is Progress.WAIVED and gate.until is not None and gate.until < self.now.date():
                gate.progress, gate.until, gate.votes = Progress.OPEN, None, {}

    # --- what always holds ------------------------------------------------------------------------------------------

    @invariant()
    def the_rules_agree_with_the_plain_model(self) -> None:
        assert {key: told(gate) for key, gate in self.initiative.gates.items()} == self.plain

    @invariant()
    def a_gate_is_settled_just_while_its_last_stretch_lasts(self) -> None:
        for gate in self.initiative.gates.values():
            lasting = [span for span in gate.settled if span.end is None or span.end > self.now]
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
        blocked=gate.block is not None,
    )


TestRules = Rules.TestCase
TestRules.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
