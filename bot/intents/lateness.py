"""How late an initiative was."""

from bot.intents.intent import Intent, Number, Text


class ShowLateness(Intent, frozen=True, tag="la"):
    """How late an initiative was against its stages: the whole on page 0, then its gates, a page at a time."""

    initiative: Text
    page: Number = 0
