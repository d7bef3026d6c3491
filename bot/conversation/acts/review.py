"""Answers to evidence, requests, votes and blocks."""

from bot.conversation.turn import Reply, Say, Turn
from bot.intents.block import Blocked, Unblock
from bot.intents.review import GiveEvidence, Request, SignOff, Withdraw
from bot.views.answers.changed import answer_card
from readiness.domain.rules.review import Vote
from readiness.usecases import gate


async def give_evidence(turn: Turn, intent: GiveEvidence) -> Reply:
    """Add an evidence revision."""
    done = await gate.give_evidence(turn.deps, turn.asker, intent.ref.initiative, intent.ref.gate, intent.content)
    return Say(answer_card(done, intent))


async def request(turn: Turn, intent: Request) -> Reply:
    """Ask for the sign-off."""
    return Say(answer_card(await gate.request(turn.deps, turn.asker, intent.ref.initiative, intent.ref.gate), intent))


async def sign_off(turn: Turn, intent: SignOff) -> Reply:
    """Count a vote."""
    ballot = Vote(
        decision=intent.decision,
        seen=intent.seen,
        under=intent.under,
        comment=intent.comment,
        reason=intent.reason,
        until=intent.until,
        control=intent.control,
    )
    done = await gate.sign_off(turn.deps, turn.asker, intent.ref.initiative, intent.ref.gate, ballot)
    return Say(answer_card(done, intent))


async def withdraw(turn: Turn, intent: Withdraw) -> Reply:
    """Take back one's own vote."""
    done = await gate.withdraw(turn.deps, turn.asker, intent.ref.initiative, intent.ref.gate, intent.reason)
    return Say(answer_card(done, intent))


async def blocked(turn: Turn, intent: Blocked) -> Reply:
    """Say that a gate cannot go on."""
    person = await turn.person(intent.waits_for) if intent.waits_for else None
    ref = intent.ref
    done = await gate.block(
        turn.deps, turn.asker, ref.initiative, ref.gate, intent.reason, waits_for=person, party=intent.party
    )
    return Say(answer_card(done, intent))


async def unblock(turn: Turn, intent: Unblock) -> Reply:
    """Say that it can."""
    return Say(answer_card(await gate.unblock(turn.deps, turn.asker, intent.ref.initiative, intent.ref.gate), intent))
