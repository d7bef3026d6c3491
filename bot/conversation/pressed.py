"""What a press and a filled form are answered with, whatever platform they come from."""

from contextlib import suppress

from bot.cards import Form, View
from bot.conversation.forms import Values, complete, mend
from bot.conversation.route import answer, explained
from bot.conversation.turn import Ask, Draw, Mend, Refused, Reply, Turn
from bot.intents.codec import BadPress, decode, with_person
from bot.intents.form import OpenForm
from bot.intents.looking import AllGates, OpenHome, Show, Status
from readiness.domain.values.refusal import Refusal

LOOKS = (Status, AllGates, Show, OpenHome)
"""What changes nothing, however often it is asked for."""


async def answer_press(turn: Turn, press: str, picked: str | None = None) -> Reply:
    """The reply to a press; `picked` is the account that was chosen in a person picker."""
    try:
        intent = decode(press)
        intent = with_person(intent, picked) if picked else intent
    except BadPress as bad:
        return Refused(await explained(turn, bad), bad)
    return await answer(turn, intent)


async def answer_renewal(turn: Turn, press: str) -> Reply:
    """The reply to a client that asks by itself for the newest view of a card: to nothing else than looking."""
    with suppress(BadPress):
        intent = decode(press)
        if isinstance(intent, LOOKS):
            return await answer(turn, intent)
    bad = BadPress()
    return Refused(await explained(turn, bad), bad)


async def answer_form(turn: Turn, press: str, values: Values, picked: str | None = None) -> Reply:
    """The reply to a filled form; a refusal is told at its field where it is about one.

    A press that opens no form is answered as such: where dialogs hold buttons, these are sent like a form.
    """
    try:
        opened = decode(press)
        if not isinstance(opened, OpenForm):
            return await answer_press(turn, press, picked)
        completed = complete(opened, values)
    except Refusal as refusal:
        return Refused(await explained(turn, refusal), refusal)
    reply = completed if isinstance(completed, Mend) else await answer(turn, completed)
    return (mend(opened, reply.refusal, values) or reply) if isinstance(reply, Refused) else reply


async def form_again(turn: Turn, press: str) -> Form | None:
    """The form that a press opens, to be filled in once more; None for any other press, which is not done again."""
    with suppress(Refusal):
        opened = decode(press)
        if isinstance(opened, OpenForm):
            reply = await answer(turn, opened)
            return reply.form if isinstance(reply, Ask) else None
    return None


async def start_page(turn: Turn) -> View:
    """The asker's own start page; what is refused stands on it."""
    reply = await answer(turn, OpenHome())
    if isinstance(reply, Draw):
        return reply.view
    return View(reply.card.parts if isinstance(reply, Refused) else ())
