"""Forms that open."""

from typing import Literal

from bot.intents.intent import GateRef, Intent, Number, Text

FormName = Literal[
    "new",
    "evidence",
    "changes",
    "waive",
    "not-applicable",
    "finding",
    "rework",
    "assign",
    "decline",
    "handoff",
    "blocked",
    "incident",
    "withdraw",
    "away",
    "calendar",
    "refuse-contract",
]
"""A field that takes one of a few words says which: so the codec refuses any other."""


class OpenForm(Intent, frozen=True, tag="o"):
    """Open a form about a gate or an initiative.

    `number` is that of an item of rework, for the forms about one.
    """

    form: FormName
    ref: GateRef | None = None
    seen: Number | None = None
    under: Text | None = None
    number: Number | None = None
