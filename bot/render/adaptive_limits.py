"""What fits into a card in Teams, and how much of it we use. What says no source is our choice."""

import orjson

CARD = 28_000
"""Bytes of a card as UTF-8. Microsoft gives 28 KB for webhooks, about 100 KB for bots: the smaller holds everywhere."""
BUTTONS = 6
"""Buttons in a row: `maxActions` of Teams' host configuration. Of further ones some clients show none."""

TEXT = 3_000
"""Characters of one part and of one typed field: as many as in Slack, so that nothing is cut on one platform alone."""
FACT = 2_000
HEADING = 150
LIST = 12_000
"""Bytes of one list; what is left of the card is for the parts around it."""
TITLE = 300

BUTTON_LABEL = 75
BESIDE = 22
"""Characters of the longest label that leaves room for text beside the button (measured at 520 pixels)."""
FIELD_LABEL = 200
CHOICE_LABEL = 75
COMPACT_CHOICES = 20
"""Choices that a list to open holds well; more of them are searched by typing."""


def weight(content: object) -> int:
    """How many bytes `content` adds to a card."""
    return len(orjson.dumps(content))
