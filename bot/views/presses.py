"""Things to press, each carrying the whole intent it sends."""

from bot import intents
from bot.cards import Button, Code, Emphasis, MenuItem, PersonPicker
from bot.intents import GateRef, Intent
from bot.intents.codec import encode

COMMAND = "/readiness"
HANDOFF = "handoff"
ALL = "all"


def button(label: str, intent: Intent, *, primary: bool = False) -> Button:
    """A button; primary for the one thing wanted."""
    return Button(label, encode(intent), Emphasis.PRIMARY if primary else Emphasis.NORMAL)


def item(label: str, intent: Intent) -> MenuItem:
    """One line of a menu."""
    return MenuItem(label, encode(intent))


def opens(label: str, form: str, ref: GateRef | None = None, *, primary: bool = False) -> Button:
    """A button that opens a form."""
    return button(label, intents.OpenForm(form, ref), primary=primary)


def menu_opens(label: str, form: str, ref: GateRef) -> MenuItem:
    """A line of a menu that opens a form."""
    return item(label, intents.OpenForm(form, ref))


def name_someone(ref: GateRef) -> PersonPicker:
    """A chooser that offers the gate to whoever is chosen."""
    return PersonPicker("Name someone", encode(intents.Assign(ref, "")))


def show(label: str, ref: GateRef, *, primary: bool = False) -> Button:
    """A button that shows one gate."""
    return button(label, intents.Show(ref), primary=primary)


def typed(command: str) -> Code:
    """Something to type, as it is typed."""
    return Code(f"{COMMAND} {command}")
