"""Answers to who holds what: assign, claim, accept, decline, hand off, confirm."""

from bot.conversation.turn import Refused, Reply, Say, Turn
from bot.intents.ownership import Accept, Assign, Claim, Confirm, Decline, HandOff
from bot.views.answers.changed import answer_card
from bot.views.answers.repeated import changed_hands_just_now_card
from readiness.domain.values.refusals import SaidJustNow
from readiness.usecases import gate


async def assign(turn: Turn, intent: Assign) -> Reply:
    """Offer a gate or the handoff to somebody."""
    person = await turn.person(intent.person)
    backup = await turn.person(intent.backup) if intent.backup else None
    done = await gate.assign(turn.deps, turn.asker, intent.ref.initiative, intent.ref.gate, person, backup)
    return Say(answer_card(done, intent))


async def claim(turn: Turn, intent: Claim) -> Reply:
    """Take a gate nobody owns."""
    return Say(answer_card(await gate.claim(turn.deps, turn.asker, intent.ref.initiative, intent.ref.gate), intent))


async def accept(turn: Turn, intent: Accept) -> Reply:
    """Accept what is offered."""
    return Say(answer_card(await gate.accept(turn.deps, turn.asker, intent.ref.initiative, intent.ref.gate), intent))


async def decline(turn: Turn, intent: Decline) -> Reply:
    """Decline an offer, or hand back; for the owner, once a backup is sure."""
    ref = intent.ref
    try:
        done = await gate.decline(turn.deps, turn.asker, ref.initiative, ref.gate, intent.reason, again=intent.is_sure)
    except SaidJustNow as said:
        return Refused(changed_hands_just_now_card(intent), said)
    return Say(answer_card(done, intent))


async def hand_off(turn: Turn, intent: HandOff) -> Reply:
    """Offer what one owns to somebody else."""
    person = await turn.person(intent.person)
    done = await gate.hand_off(turn.deps, turn.asker, intent.ref.initiative, intent.ref.gate, person, intent.reason)
    return Say(answer_card(done, intent))


async def confirm(turn: Turn, intent: Confirm) -> Reply:
    """Say that what one owns is still one's own."""
    return Say(answer_card(await gate.confirm(turn.deps, turn.asker, intent.ref.initiative, intent.ref.gate), intent))
