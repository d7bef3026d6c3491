"""Messages to the bot that a process has in mind: platforms tell of one twice when they think that we were late."""

from collections import OrderedDict

MOST_HEARD = 10_000
"""Some 1 MB; a message is told again within minutes."""


class Heard:
    """The last messages that were heard."""

    def __init__(self) -> None:
        """Begin with none."""
        self._heard: OrderedDict[str, None] = OrderedDict()

    def is_first(self, message: str) -> bool:
        """Whether the message of that id is new, which it is not from now on."""
        is_new = message not in self._heard
        self._heard[message] = None
        if len(self._heard) > MOST_HEARD:
            self._heard.popitem(last=False)
        return is_new

    def forget(self, message: str) -> None:
        """Let the message be new again: nobody knows what came of it."""
        self._heard.pop(message, None)
