"""A reply, told in the way that Teams has for where it was asked: a message, a card in place of a card, a dialog."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.cards import Actions, Bullets, Card, Choice, Form, Part, Section
from bot.conversation.turn import Again, Ask, Draw, Mend, Refused, Reply, Say, Snapshot, Tell
from bot.render import adaptive, plain
from bot.teams.messages import card_answer, dialog, message, text_answer
from bot.views.refusals.problems import DONE, NOT_DONE, problems_card
from bot.views.shown.forms import offered_form
from bot.views.shown.home import home_card

Drawn = Say | Refused | Tell | Ask | Draw | Mend | Again
"""A reply of which nothing has to be drawn any more."""


async def drawn(reply: Reply) -> Drawn:
    """The reply with its card; raises what drawing it raises."""
    return Say(await reply.draw()) if isinstance(reply, Snapshot) else reply


@dataclass(frozen=True, slots=True)
class Told:
    """What to tell, to whom people are the `accounts`; `form` is the one that was filled in with `values`."""

    reply: Drawn
    accounts: Mapping[str, str]
    form: Form | None = None
    values: Mapping[str, str] | None = None
    channels: tuple[Choice, ...] = ()


def as_message(told: Told, *, is_overheard: bool) -> dict[str, Any]:
    """The reply as a message of its own.

    Where others read it too, it calls nobody, unless it was meant for them, and is the same for everybody.
    """
    card = card_of(told.reply)
    if is_overheard:
        card = replace(card, renewed_by="")
    names = {} if is_overheard and not isinstance(told.reply, Tell) else told.accounts
    return message(adaptive.message(card, names), card.summary)


def as_press_answer(told: Told) -> dict[str, Any]:
    """The reply as the answer to a pressed button: words under its card, or what can be pressed on in its place."""
    card = card_of(told.reply)
    if any(map(_has_control, card.parts)):
        return card_answer(adaptive.message(card, told.accounts))
    return text_answer(plain.text(card))


def as_dialog(told: Told) -> dict[str, Any]:
    """The reply as what a dialog shows: a form, the same form with what is wrong in it, or a page that ends it."""
    match told.reply:
        case Ask(form):
            return dialog(form.title, adaptive.dialog(form, told.accounts, told.channels))
        case Mend(problems) if told.form is not None:
            return dialog(told.form.title, _again(told, told.form, problems=problems))
        case Refused(card) if told.form is not None:
            return dialog(told.form.title, _again(told, told.form, above=card.parts))
    card = card_of(told.reply)
    title = NOT_DONE if isinstance(told.reply, Refused | Mend) else DONE
    return dialog(title, adaptive.page(card, told.accounts))


def card_of(reply: Drawn) -> Card:
    """The reply as one card."""
    match reply:
        case Say(card) | Refused(card) | Tell(card) | Again(Say(card) | Tell(card)):
            return card
        case Ask(form):
            return offered_form(form)
        case Draw(view):
            return home_card(view)
        case Mend(problems):
            return problems_card(problems)


def _again(
    told: Told, form: Form, *, problems: Mapping[str, str] | None = None, above: tuple[Part, ...] = ()
) -> dict[str, Any]:
    return adaptive.dialog(form, told.accounts, told.channels, problems or {}, told.values or {}, above)


def _has_control(part: Part) -> bool:
    match part:
        case Actions():
            return True
        case Section(accessory=accessory) | Bullets(accessory=accessory):
            return accessory is not None
        case _:
            return False
