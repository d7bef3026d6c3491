"""Things to press, each carrying the whole intent it sends."""

from bot.cards import Button, Code, Emphasis, MenuItem, PersonPicker
from bot.conversation import intents
from bot.conversation.codec import encode
from bot.conversation.intents import GateRef, Intent

COMMAND = "/readiness"
HANDOFF = "handoff"
ALL = "all"


def button(label: str, intent: Intent, *, primary: bool = False) -> Button:
    """A button; primary for the one thing wanted."""
    return Button(label, encode(intent), Emphasis.PRIMARY if primary else Emphasis.NORMAL)


def item(label: str, intent: Intent) -> MenuItem:
    """One line of a menu."""
    return MenuItem(label, encode(intent))


def opens(
    label: str, form: str, ref: GateRef | None = None, seen: int | None = None, *, primary: bool = False
) -> Button:
    """A button that opens a form."""
    return button(label, intents.OpenForm(form, ref, seen), primary=primary)


def menu_opens(label: str, form: str, ref: GateRef, seen: int | None = None) -> MenuItem:
    """A line of a menu that opens a form."""
    return item(label, intents.OpenForm(form, ref, seen))


def name_someone(ref: GateRef) -> PersonPicker:
    """A chooser that offers the gate to whoever is chosen."""
    return PersonPicker("Name someone", encode(intents.Assign(ref, "")))


def show(label: str, ref: GateRef, *, primary: bool = False) -> Button:
    """A button that shows one gate."""
    return button(label, intents.Show(ref), primary=primary)


def typed(command: str) -> Code:
    """Something to type, as it is typed."""
    return Code(f"{COMMAND} {command}")
