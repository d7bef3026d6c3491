"""Things to press, each carrying the whole intent it sends."""

from bot.cards import Button, Emphasis, MenuItem, PersonPicker, Typed
from bot.intents.codec import encode
from bot.intents.form import FormName, OpenForm
from bot.intents.intent import GateRef, Intent
from bot.intents.looking import Show
from bot.intents.ownership import Assign

HANDOFF = "handoff"
ALL = "all"


def button(label: str, intent: Intent, *, primary: bool = False) -> Button:
    """A button; primary for the one thing wanted."""
    emphasis = Emphasis.PRIMARY if primary else Emphasis.NORMAL
    return Button(label, encode(intent), emphasis, opens_form=isinstance(intent, OpenForm))


def for_good(label: str, intent: Intent) -> Button:
    """A button for what cannot be taken back."""
    return Button(label, encode(intent), Emphasis.DANGER)


def item(label: str, intent: Intent) -> MenuItem:
    """One line of a menu."""
    return MenuItem(label, encode(intent), opens_form=isinstance(intent, OpenForm))


def opens(label: str, form: FormName, ref: GateRef | None = None, *, primary: bool = False) -> Button:
    """A button that opens a form."""
    return button(label, OpenForm(form, ref), primary=primary)


def menu_opens(label: str, form: FormName, ref: GateRef) -> MenuItem:
    """A line of a menu that opens a form."""
    return item(label, OpenForm(form, ref))


def name_someone(ref: GateRef) -> PersonPicker:
    """A chooser that offers the gate to whoever is chosen."""
    return PersonPicker("Name someone", encode(Assign(ref, "")))


def show(label: str, ref: GateRef, *, primary: bool = False) -> Button:
    """A button that shows one gate."""
    return button(label, Show(ref), primary=primary)


def typed(command: str) -> Typed:
    """Something to type, as it is typed."""
    return Typed(command)
