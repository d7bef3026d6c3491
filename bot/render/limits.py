"""Slack's limits. Where nothing else is said the source is the doc comments of npm @slack/types; tests/look checks."""

MESSAGE_BLOCKS = 50
"""Documented for messages; views have the double."""
VIEW_BLOCKS = 100
MESSAGE_CHARACTERS = 9_000
"""Undocumented: chat.postMessage answered msg_blocks_too_long at 11,341 characters of text and took 9,597
(slackapi/bolt-js issues 2509 and 2867). Views were not seen to have such a limit."""
SUMMARY = 4_000
"""chat.update answers msg_too_long beyond it (its reference page); chat.postMessage would take more."""

SECTION_TEXT = 3_000
FIELDS = 10
FIELD_TEXT = 2_000
HEADER = 150
ACTIONS = 25

BUTTON_LABEL = 75
BUTTON_VALUE = 2_000
ACTION_ID = 255
PLACEHOLDER = 150
OVERFLOW_OPTIONS = 5
SELECT_OPTIONS = 100
OPTION_GROUPS = 100
OPTION_LABEL = 75
OPTION_VALUE = 150
"""The option object's reference page and slack_sdk say 150; the doc comment in @slack/types still says 75."""

CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30

VIEW_TITLE = 24
PRIVATE_METADATA = 3_000
BLOCK_ID = 255
INPUT_LABEL = 2_000
INPUT_TEXT = 3_000


def size(text: str) -> int:
    """How long Slack may find `text`: in UTF-16 units, of which an emoji has two, to be never less than its count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def fits(text: str, limit: int) -> bool:
    """Whether `text` is within `limit`; the first comparison settles nearly every case without measuring.

    What runs for every line and button makes that comparison itself, as the call costs more (docs/speed.md, figure 8).
    """
    return len(text) * 2 <= limit or size(text) <= limit


def demand(text: str, limit: int, what: str) -> str:
    """Give `text` back, or raise ValueError: cutting it would change what it means to us."""
    if len(text) * 2 <= limit or fits(text, limit):
        return text
    raise ValueError(f"{what} has {size(text)} characters, Slack takes {limit}: {text[:60]!r}…")
