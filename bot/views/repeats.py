"""What arrives twice: the same request delivered again."""

from bot import intents
from bot.cards import Actions, Bold, Button, Card, Mark, Part, Section, Text
from bot.intents import GateRef, Intent
from bot.views.presses import button, show, typed
from readiness.domain.identity import RESERVED_GATE_KEYS

DELIVERED_AGAIN = "Already done. Nothing was done twice."


def already_handled_card(intent: Intent | None = None) -> Card:
    """What is said to a request that was done when it was delivered before; that answer may not have arrived.

    `intent` is None where it cannot be read any more, as its gate was removed.
    """
    lines: tuple[Text, ...] = (("This reached me again. I did it the first time, and it counts once.",),)
    lines = (*lines, *_unless_it_arrived(intent))
    parts: list[Part] = [Section(((Bold(DELIVERED_AGAIN),), *lines), Mark.READY)]
    looks = _looks(intent)
    if looks:
        parts.append(Actions(looks))
    return Card(DELIVERED_AGAIN, tuple(parts))


def _unless_it_arrived(intent: Intent | None) -> tuple[Text, ...]:
    """What to do where the effect was that answer itself."""
    match intent:
        case intents.Share():
            return (("If you do not see it in the channel, share it once more.",),)
        case intents.JoinOrganisation(code=None):
            return (("If you did not see the code, ask for a new one: ", typed("join")),)
        case intents.LinkAccounts(code=None):
            return (("If you did not see the code, ask for a new one: ", typed("link")),)
        case _:
            return ()


def _looks(intent: Intent | None) -> tuple[Button, ...]:
    """A look at what it was about, as it is now."""
    ref, initiative = getattr(intent, "ref", None), getattr(intent, "initiative", None)
    if isinstance(ref, GateRef):
        checklist = button("Show checklist", intents.Status(ref.initiative))
        return (checklist,) if ref.gate in RESERVED_GATE_KEYS else (show("Show gate", ref), checklist)
    return (button("Show checklist", intents.Status(initiative)),) if isinstance(initiative, str) else ()
