"""What arrives twice: the same request delivered again, or the same said again within minutes."""

from msgspec.structs import replace

from bot.cards import Actions, Bold, Button, Card, Mark, Note, Part, Section, Text
from bot.intents.codec import BUTTON_LIMIT
from bot.intents.incident import ReportIncident
from bot.intents.initiative import New
from bot.intents.intent import GateRef, Intent
from bot.intents.joining import JoinOrganisation, LinkAccounts
from bot.intents.lateness import ShowLateness
from bot.intents.looking import Share, Status
from bot.intents.ownership import Decline
from bot.intents.rework import ApproveWithFinding, ShowRework
from bot.views.words.direction import steady
from bot.views.words.listing import words_of
from bot.views.words.presses import button, show, typed
from readiness.domain.values.identity import RESERVED_GATE_KEYS
from readiness.domain.values.refusals import SaidJustNow

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


def started_just_now_card(said: SaidJustNow, intent: New) -> Card:
    """Whether a second initiative of the same name is meant."""
    slug = str(said.details["initiative"])
    another = _again("Start another one", replace(intent, is_sure=True))
    headline: Text = (f"You started {steady(intent.name)} a few minutes ago. ", Bold("Start another one of that name?"))
    return _question(headline, (button("Show the first one", Status(slug)), *another))


def recorded_just_now_card(said: SaidJustNow, intent: ReportIncident) -> Card:
    """Whether a second incident in the same words is meant."""
    headline: Text = (
        f"You recorded the same a few minutes ago, as incident {said.details['number']}. ",
        Bold("Was there another one?"),
    )
    another = _again("Record another one", replace(intent, is_sure=True))
    return _question(headline, (button("Show incidents", ShowLateness(intent.ref.initiative)), *another))


def raised_just_now_card(said: SaidJustNow, intent: ApproveWithFinding) -> Card:
    """Whether a second finding in the same words is meant."""
    headline: Text = (
        f"You raised the same a few minutes ago, as number {said.details['number']}. ",
        Bold("Is it another finding?"),
    )
    another = _again("Raise another one", replace(intent, is_sure=True))
    return _question(headline, (button("Show rework", ShowRework(intent.ref.initiative)), *another))


def changed_hands_just_now_card(intent: Decline) -> Card:
    """Whether a backup means to hand back what the owner holds, too."""
    headline: Text = ("This changed hands a few minutes ago. ", Bold("Hand it back for its owner, too?"))
    another = _again("Hand it back", replace(intent, is_sure=True))
    return _question(headline, (*_looks(intent)[:1], *another))


def _question(headline: Text, buttons: tuple[Button, ...]) -> Card:
    parts: list[Part] = [Section((headline,), Mark.NEXT), Actions(buttons)]
    if len(buttons) == 1:
        parts.append(Note(("For another one, change a word, so that they can be told apart.",)))
    else:
        parts.append(Note(("Nothing was done a second time.",)))
    return Card("".join(map(words_of, headline)), tuple(parts))


def _again(label: str, intent: Intent) -> tuple[Button, ...]:
    """The button that does it again; none where its words do not fit into one."""
    again = button(label, intent)
    return (again,) if len(again.press) <= BUTTON_LIMIT else ()


def _unless_it_arrived(intent: Intent | None) -> tuple[Text, ...]:
    """What to do where the effect was that answer itself."""
    match intent:
        case Share():
            return (("If you do not see it in the channel, share it once more.",),)
        case JoinOrganisation(code=None):
            return (("If you did not see the code, ask for a new one: ", typed("join")),)
        case LinkAccounts(code=None):
            return (("If you did not see the code, ask for a new one: ", typed("link")),)
        case _:
            return ()


def _looks(intent: Intent | None) -> tuple[Button, ...]:
    """A look at what it was about, as it is now."""
    ref, initiative = getattr(intent, "ref", None), getattr(intent, "initiative", None)
    if isinstance(ref, GateRef):
        checklist = button("Show checklist", Status(ref.initiative))
        return (checklist,) if ref.gate in RESERVED_GATE_KEYS else (show("Show gate", ref), checklist)
    return (button("Show checklist", Status(initiative)),) if isinstance(initiative, str) else ()
