"""Parties and who belongs to them."""

from typing import Literal

from bot.intents.intent import Intent, Text

PartyAct = Literal["owner", "backup", "member", "remove"]


class ChangeParty(Intent, frozen=True, tag="p"):
    """Who owns a party or stands in, who belongs to it; with an initiative, members change only there."""

    party: Text
    what: PartyAct
    people: tuple[Text, ...]
    initiative: Text | None = None
