"""Whom an answer says will be asked or told gets a message about it, in the channel or alone."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from bot.conversation.route import answer
from bot.conversation.turn import Turn
from bot.intents.block import Blocked, Unblock
from bot.intents.contract import AskParties
from bot.intents.gate import GroupSpec, SetApprovers
from bot.intents.intent import GateRef
from bot.intents.ownership import Assign, Decline, HandOff
from bot.intents.review import GiveEvidence, Request, SignOff
from bot.intents.rework import AssignRework
from bot.intents.validity import SetValidity
from bot.jobs.messenger import PersonUnreachable
from bot.jobs.pace import Pace
from bot.jobs.pump import Pump
from bot.render import plain
from bot.views.answers.changed import WORDED
from bot.views.examples.every import examples
from readiness.domain.values.approval import Quorum
from readiness.domain.values.fact import FactKind
from readiness.domain.values.gate import Block, ChangesReason, Decision, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import Absence
from readiness.domain.values.rework import Rework, ReworkKind
from tests.fakes import SLACK, Sent, World, a_world, an_asker
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    DEE,
    ELI,
    EVERYBODY,
    GUS,
    HANA,
    MONDAY,
    START,
    a_gate,
    a_vote,
    an_initiative,
    an_organisation,
    any_of,
    days_before,
    offered_to,
    owned_by,
    signed_off,
)
from tests.views.test_examples import text_of

KEY = "data-lineage"
REF, HANDOFF = GateRef("churn-model", KEY), GateRef("churn-model", "handoff")
WORDS = "Because of the vendor."
IN_REVIEW = a_gate(KEY, progress=Progress.IN_REVIEW)
CHANGES = Rework(
    number=1,
    gate=KEY,
    kind=ReworkKind.FINDING,
    reason=None,
    party="compliance",
    raised_by=DEE,
    raised_at=START,
    stage=None,
    due=date(2026, 12, 4),
    text="Link it",
    owner=BEN,
)
PASSED_ON = replace(owned_by(BEN), previous=GUS)


@dataclass(frozen=True)
class Act:
    """Somebody says something, and `who` are promised a message that says `what`."""

    kind: FactKind
    initiative: Initiative
    by: PersonId
    intent: object
    who: tuple[PersonId, ...]
    what: str = KEY


ACTS: dict[str, Act] = {
    "an offer": Act(FactKind.GATE_OFFERED, an_initiative(a_gate(KEY)), ANA, Assign(REF, "GUS"), (GUS,)),
    "an offer of the handoff": Act(
        FactKind.HANDOFF_OFFERED, an_initiative(), HANA, Assign(HANDOFF, "GUS"), (GUS,), "handoff"
    ),
    "what is said with it": Act(
        FactKind.GATE_OFFERED, an_initiative(a_gate(KEY)), BEN, HandOff(REF, "GUS", WORDS), (GUS,), WORDS
    ),
    "declined, nobody's": Act(
        FactKind.GATE_DECLINED,
        an_initiative(a_gate(KEY, ownership=offered_to(GUS))),
        GUS,
        Decline(REF, WORDS),
        (HANA,),
        WORDS,
    ),
    "declined, its owner's": Act(
        FactKind.GATE_DECLINED,
        an_initiative(a_gate(KEY, ownership=offered_to(GUS, by=BEN, owner=BEN), depends_on=("b",)), a_gate("b")),
        GUS,
        Decline(REF, WORDS),
        (BEN,),
        WORDS,
    ),
    "the handoff declined": Act(
        FactKind.HANDOFF_DECLINED,
        an_initiative(handoff=offered_to(GUS)),
        GUS,
        Decline(HANDOFF, WORDS),
        (CHI,),
        WORDS,
    ),
    "handed back to nobody": Act(
        FactKind.GATE_RETURNED, an_initiative(a_gate(KEY)), BEN, Decline(REF, WORDS), (HANA,), WORDS
    ),
    "handed back to who had it": Act(
        FactKind.GATE_RETURNED,
        an_initiative(replace(IN_REVIEW, ownership=PASSED_ON)),
        BEN,
        Decline(REF, WORDS),
        (GUS,),
        WORDS,
    ),
    "the handoff handed back to nobody": Act(
        FactKind.HANDOFF_RETURNED, an_initiative(), HANA, Decline(HANDOFF, WORDS), (CHI,), WORDS
    ),
    "the handoff handed back to who had it": Act(
        FactKind.HANDOFF_RETURNED, an_initiative(handoff=PASSED_ON), BEN, Decline(HANDOFF, WORDS), (GUS,), WORDS
    ),
    "evidence while it is in review": Act(
        FactKind.EVIDENCE_GIVEN, an_initiative(IN_REVIEW), BEN, GiveEvidence(REF, "more"), (DEE, ELI)
    ),
    "a request": Act(
        FactKind.REVIEW_REQUESTED, an_initiative(a_gate(KEY, evidence_by=BEN)), BEN, Request(REF), (DEE, ELI)
    ),
    "changes": Act(
        FactKind.GATE_RETURNED_FOR_CHANGES,
        an_initiative(IN_REVIEW),
        DEE,
        SignOff(REF, Decision.CHANGES, 1, WORDS, ChangesReason.LINEAGE),
        (BEN,),
        WORDS,
    ),
    "blocked by somebody": Act(
        FactKind.GATE_BLOCKED, an_initiative(a_gate(KEY)), BEN, Blocked(REF, WORDS, "GUS"), (GUS,), WORDS
    ),
    "blocked by a party": Act(
        FactKind.GATE_BLOCKED,
        an_initiative(a_gate(KEY)),
        BEN,
        Blocked(REF, WORDS, None, "platform"),
        (GUS,),
        WORDS,
    ),
    "it can go on": Act(
        FactKind.GATE_UNBLOCKED,
        an_initiative(replace(a_gate(KEY), block=Block("x", BEN, START, waits_for=GUS))),
        GUS,
        Unblock(REF),
        (BEN,),
    ),
    "it can go on, but waits for another": Act(
        FactKind.GATE_UNBLOCKED,
        an_initiative(
            replace(a_gate(KEY, depends_on=("other",)), block=Block("x", BEN, START, waits_for=GUS)), a_gate("other")
        ),
        GUS,
        Unblock(REF),
        (),
    ),
    "who must sign": Act(
        FactKind.GATE_RULE_CHANGED,
        an_initiative(IN_REVIEW),
        ANA,
        SetApprovers(REF, (GroupSpec(Quorum.ANY, ("CHI", "GUS")),)),
        (CHI, GUS),
    ),
    "somebody is to do it": Act(
        FactKind.REWORK_ASSIGNED,
        replace(an_initiative(signed_off(a_gate(KEY))), rework=(CHANGES,)),
        DEE,
        AssignRework("churn-model", 1, "CHI"),
        (CHI,),
    ),
    "a sign-off is too old": Act(
        FactKind.GATE_VALIDITY_CHANGED,
        an_initiative(
            replace(
                signed_off(a_gate(KEY, progress=Progress.IN_REVIEW), at=START),
                votes=(a_vote(DEE, at=START),),
            )
        ),
        ANA,
        SetValidity(REF, 7),
        (DEE, ELI),
    ),
    "the contract": Act(
        FactKind.CONTRACT_OPENED,
        an_initiative(a_gate(KEY, rule=any_of("compliance"))),
        ANA,
        AskParties("churn-model"),
        (DEE,),
        "contract",
    ),
}

_PROMISE = re.compile(r"\bwill be (?:asked|told)\b")
_OWN = re.compile(r"[Yy]ou will be asked")
"""Of the reader, who is asked by a reminder later on."""


def _promises(text: str) -> bool:
    return _PROMISE.search(_OWN.sub("", text)) is not None


def _later(text: str) -> bool:
    """Of a sign-off that holds for a while: somebody will be asked then, not now."""
    return "it will be asked for again" in text and "now." not in text


async def _said(world: World, act: Act) -> str:
    reply = await answer(Turn(world.deps, an_asker(act.by), {}), act.intent)
    return plain.text(reply.card)


async def _deliver(world: World) -> tuple[Sent, ...]:
    before = len(world.messenger.sent)
    pace = Pace(world.clock.seconds, timedelta())
    await Pump(world.deps, world.deliveries, {"slack": world.messenger}, pace).drain()
    return tuple(one for one in world.messenger.sent[before:] if not one.key.startswith("checklist:"))


def _reached(sent: Iterable[Sent], person: PersonId, what: str) -> bool:
    mentioned = f"Mention(person='{person}'"
    return any(
        what in repr(one.card) for one in sent if one.channel == f"D-{person.upper()}" or mentioned in repr(one.card)
    )


@pytest.mark.parametrize("in_channel", [EVERYBODY, ()], ids=["in the channel", "alone"])
@pytest.mark.parametrize("name", ACTS)
async def test_who_will_be_asked_or_told_gets_a_message_that_says_so(name, in_channel):
    act, world = ACTS[name], a_world(an_organisation(), in_channel=in_channel)
    world.keep(act.initiative)
    text = await _said(world, act)
    assert _promises(text) is bool(act.who), text
    sent = await _deliver(world)
    for person in act.who:
        assert _reached(sent, person, act.what), (person, text, sent)


@pytest.mark.parametrize("why", ["refused", "no account"])
@pytest.mark.parametrize("name", [name for name, act in ACTS.items() if act.who])
async def test_who_cannot_be_reached_is_said_to_somebody_else_by_name(name, why):
    act, world = ACTS[name], a_world(an_organisation())
    world.keep(act.initiative)
    await _said(world, act)
    if why == "refused":
        world.messenger.closed = {f"D-{one.upper()}": PersonUnreachable("user_disabled") for one in act.who}
    else:
        known = world.storage.stored_organisation()
        accounts = {one: account for one, account in known.addresses[SLACK.id].items() if one not in act.who}
        world.change_organisation(replace(known, addresses={SLACK.id: accounts}))
    said = {one.card.summary for one in await _deliver(world)}
    assert {f"I cannot send {person.capitalize()} a message." for person in act.who} <= said


async def test_what_somebody_away_has_to_do_is_told_to_who_acts_for_them():
    act = ACTS["changes"]
    absence = Absence(days_before(1).date(), date(2026, 12, 1), delegate=GUS, has_begun=True)
    known = an_organisation()
    world = a_world(known.with_person(replace(known.person(BEN), absence=absence)), in_channel=EVERYBODY)
    world.keep(act.initiative)
    assert "Gus (for Ben) will be told what to change" in await _said(world, act)
    assert _reached(await _deliver(world), GUS, WORDS)


async def test_a_new_initiative_asks_whom_its_answer_says_will_be_asked():
    gates = [a_gate("a", ownership=offered_to(GUS)), a_gate("b", ownership=offered_to(BEN))]
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(an_initiative(*gates, handoff=Ownership(MONDAY)))
    await answer(Turn(world.deps, an_asker(ANA), {}), Assign(GateRef("churn-model", "a"), "CHI"))
    assert _reached(await _deliver(world), CHI, "Accept")


def test_every_answer_that_promises_a_message_is_held_to_it(monkeypatch):
    """The table above leaves none out: what answers promise is read from their examples."""
    promised: set[FactKind] = set()

    def noting(kind: FactKind, worded: Callable) -> Callable:
        def said(outcome, facts):
            answered = worded(outcome, facts)
            text = "\n".join(map(plain.line, answered.lines))
            if _promises(text) and not _later(text):
                promised.add(kind)
            return answered

        return said

    for kind, worded in WORDED.items():
        monkeypatch.setitem(WORDED, kind, noting(kind, worded))
    examples.__wrapped__()
    assert promised - {act.kind for act in ACTS.values()} == set()
    assert {act.kind for act in ACTS.values() if act.who} >= promised


_SENT = r"(?:told|asked|reminded|notified|informed|sent|mentioned|posted)\b(?! for\b)"
_CLAIM = re.compile(rf"\b(?:is|are|was|were|has been|have been|got) {_SENT}")
_PAST = re.compile(rf"\b(?:was|were|has been|have been|had been) {_SENT}")
_HELD_BY_STATE = (
    "Nobody is asked yet.",  # nothing was offered
    "Nobody is reminded, ",  # paused or cancelled
    "nobody has been asked to sign",  # the contract has no version
    "Nobody has been asked to sign",
    "nobody had been asked to sign",
)
_RESTS_ON_TELLINGS = {"status-told", "reminder-late", "reminder-unconfirmed"}
"""What is read from `initiative.tellings`: `tests/jobs/test_told.py` holds it to the messages that arrived."""


def _claimed(name: str, what: re.Pattern[str]) -> bool:
    (example,) = [one for one in examples() if one.name == name]
    text = text_of(example)
    for allowed in _HELD_BY_STATE:
        text = text.replace(allowed, "")
    return what.search(text) is not None


@pytest.mark.parametrize("name", [one.name for one in examples() if one.name.startswith("answer-")])
def test_no_answer_says_that_a_message_was_sent_which_is_only_on_its_way(name):
    assert not _claimed(name, _CLAIM)


def test_nothing_else_says_that_somebody_was_told_but_what_reads_it_from_what_was_delivered():
    assert {one.name for one in examples() if _claimed(one.name, _PAST)} == _RESTS_ON_TELLINGS
