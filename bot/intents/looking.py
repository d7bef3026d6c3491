"""What can be looked at."""

from typing import Literal

from bot.intents.intent import GateRef, Intent, Number, Text

Which = Literal["mine", "all", "stalled"]


class Help(Intent, frozen=True, tag="h"):
    """What can be said here, or how one command is used."""

    command: Text | None = None


class Status(Intent, frozen=True, tag="s"):
    """The checklist of one initiative; None means the channel's own, elsewhere all that concern the asker."""

    initiative: Text | None = None


class AllGates(Intent, frozen=True, tag="ag"):
    """Every gate of an initiative, a page at a time (pages count from 0)."""

    initiative: Text
    page: Number = 0


class ListInitiatives(Intent, frozen=True, tag="l"):
    """Initiatives: "mine", "all" or "stalled"."""

    which: Which = "mine"


class Show(Intent, frozen=True, tag="sh"):
    """One gate with its guidance, evidence, votes and buttons."""

    ref: GateRef


class Questions(Intent, frozen=True, tag="qu"):
    """The five questions about one initiative, each with its answer."""

    initiative: Text


class ListTemplates(Intent, frozen=True, tag="lt"):
    """The checklists there are."""


class ShowTemplate(Intent, frozen=True, tag="st"):
    """One checklist."""

    name: Text


class ShowSettings(Intent, frozen=True, tag="ss"):
    """The organisation's settings and who administers them."""


class Share(Intent, frozen=True, tag="shr"):
    """Post the private answer to `status` into the channel for everybody."""

    initiative: Text


class OpenHome(Intent, frozen=True, tag="oh"):
    """Draw the personal start page."""
