"""The nouns of a message. Frozen, without behaviour; a renderer per platform knows escaping, limits and schemas."""

from collections.abc import Sequence
from datetime import date, datetime

from readiness.domain.values.value import Term, value

# --- text -----------------------------------------------------------------------------------------------------------


@value(frozen=True, slots=True)
class Bold:
    """Words that carry the message."""

    text: str


@value(frozen=True, slots=True)
class Code:
    """A key, such as a gate's, or a fingerprint."""

    text: str


@value(frozen=True, slots=True)
class Typed:
    """Something to say to the bot, without the word that calls it on the reader's platform: "help digest"."""

    text: str


@value(frozen=True, slots=True)
class Link:
    """A web address behind a label."""

    url: str
    label: str


@value(frozen=True, slots=True)
class Mention:
    """A person who must act. `person` is the opaque id; `name` is shown where that person has no account."""

    person: str
    name: str


@value(frozen=True, slots=True)
class When:
    """An instant, shown in the reader's own timezone where the platform can; `fallback` where it cannot."""

    instant: datetime
    fallback: str


Span = str | Bold | Code | Typed | Link | Mention | When
"""A piece of text; a plain str is shown literally, whatever it contains."""

Text = Sequence[Span]


class Mark(Term):
    """A sign at the start of a line. The words beside it say the same, so nothing depends on seeing it."""

    READY = "ready"
    WAITING = "waiting"
    WARNING = "warning"
    NOT_STARTED = "not started"
    WAIVED = "waived"
    REFUSED = "refused"
    CHANGED = "changed"
    NEXT = "next"
    PAUSED = "paused"


# --- things to press ------------------------------------------------------------------------------------------------


class Emphasis(Term):
    """How a button looks. Primary is the one thing wanted; a message has at most one."""

    NORMAL = "normal"
    PRIMARY = "primary"
    DANGER = "danger"


@value(frozen=True, slots=True)
class Confirm:
    """A question asked before a press counts."""

    title: str
    text: str
    yes: str
    no: str = "Not now"


@value(frozen=True, slots=True)
class Button:
    """A press that sends `press`, the encoded intent (bot/intents/codec.py); `opens_form` when a form answers it."""

    label: str
    press: str
    emphasis: Emphasis = Emphasis.NORMAL
    confirm: Confirm | None = None
    opens_form: bool = False


@value(frozen=True, slots=True)
class PersonPicker:
    """A chooser of one person that sends `press` with the chosen person added."""

    placeholder: str
    press: str


@value(frozen=True, slots=True)
class MenuItem:
    """One line of a menu; likewise."""

    label: str
    press: str
    opens_form: bool = False


@value(frozen=True, slots=True)
class Menu:
    """Rarer actions behind one button; at most five fit."""

    items: tuple[MenuItem, ...]


Accessory = Button | PersonPicker | Menu

# --- parts of a card ------------------------------------------------------------------------------------------------


@value(frozen=True, slots=True)
class Heading:
    """The state in words, once at the top."""

    text: str


@value(frozen=True, slots=True)
class Note:
    """Small print: when, how to change or silence it, the fingerprint."""

    text: Text


@value(frozen=True, slots=True)
class Section:
    """Lines of text, each on its own line, with one thing to press beside them."""

    lines: tuple[Text, ...]
    mark: Mark | None = None
    accessory: Accessory | None = None


@value(frozen=True, slots=True)
class Meter:
    """How much is done, as a bar, and the words beside it."""

    done: int
    total: int
    text: Text = ()


@value(frozen=True, slots=True)
class Bullets:
    """A titled list; items beyond what fits are counted, never dropped silently."""

    items: tuple[Text, ...]
    title: str = ""
    accessory: Accessory | None = None


@value(frozen=True, slots=True)
class Fact:
    """A titled piece of text beside others."""

    title: str
    text: Text


@value(frozen=True, slots=True)
class Facts:
    """Titled pieces of text side by side."""

    facts: tuple[Fact, ...]


@value(frozen=True, slots=True)
class Quote:
    """What a person wrote, shown as theirs."""

    text: str


@value(frozen=True, slots=True)
class Divider:
    """A line between parts."""


@value(frozen=True, slots=True)
class Actions:
    """Things to press in a row."""

    items: tuple[Accessory, ...]


Part = Heading | Note | Section | Meter | Bullets | Facts | Quote | Divider | Actions


@value(frozen=True, slots=True)
class Card:
    """A message. `summary` is what a notification and a screen reader say; it has no markup.

    `renewed_by` is a press that draws it anew and changes nothing, for clients that ask for that by themselves.
    """

    summary: str
    parts: tuple[Part, ...]
    renewed_by: str = ""


# --- forms ----------------------------------------------------------------------------------------------------------


@value(frozen=True, slots=True)
class TextField:
    """A line, or with `lines` a paragraph, of text; at most `limit` characters."""

    key: str
    label: str
    hint: str = ""
    optional: bool = False
    initial: str = ""
    paragraph: bool = False
    limit: int = 3000


@value(frozen=True, slots=True)
class DateField:
    """A local date."""

    key: str
    label: str
    hint: str = ""
    optional: bool = False
    initial: date | None = None


@value(frozen=True, slots=True)
class Choice:
    """One option of a choice."""

    value: str
    label: str


@value(frozen=True, slots=True)
class ChoiceField:
    """One of at most a hundred choices."""

    key: str
    label: str
    choices: tuple[Choice, ...]
    hint: str = ""
    optional: bool = False
    initial: str = ""


@value(frozen=True, slots=True)
class PersonField:
    """One person of the workspace; `initial` is an opaque person id."""

    key: str
    label: str
    hint: str = ""
    optional: bool = False
    initial: str = ""


@value(frozen=True, slots=True)
class ChannelField:
    """One channel of the workspace; `initial` is the platform's channel id."""

    key: str
    label: str
    hint: str = ""
    optional: bool = False
    initial: str = ""


Field = TextField | DateField | ChoiceField | PersonField | ChannelField


@value(frozen=True, slots=True)
class Form:
    """A modal or dialog. `press` is the encoded intent that its submission completes; titles hold 24 characters."""

    title: str
    submit: str
    press: str
    fields: tuple[Field, ...]
    intro: tuple[Part, ...] = ()


@value(frozen=True, slots=True)
class View:
    """The personal start page (Home tab, personal chat)."""

    parts: tuple[Part, ...]
