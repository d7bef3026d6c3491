"""Answers that were drawn before, kept under what they were drawn from (rules.md, "Files and processes")."""

from collections import OrderedDict

import orjson

from bot.cards import When
from bot.conversation.turn import Snapshot
from bot.render import blocks, mrkdwn
from bot.slack.answering import Addresses

MOST_KEPT = 2_000
"""Some 4 kB each."""


class DrawnAnswers:
    """The bodies of private answers to commands, as JSON; the least used is forgotten first.

    Only the instant in it ("as of") differs between two answers of one key, and is put in anew.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: OrderedDict[tuple[object, ...], tuple[str, str]] = OrderedDict()

    async def body(self, snapshot: Snapshot, addresses: Addresses) -> str:
        """The answer, drawn now or before; raises what drawing it raises."""
        stamp = _stamp(snapshot.stamp)
        kept = self._kept.get(snapshot.key)
        if kept is not None:
            self._kept.move_to_end(snapshot.key)
            return kept[0].replace(kept[1], stamp)
        message = blocks.message(await snapshot.draw(), addresses)
        body = orjson.dumps({"response_type": "ephemeral", **message}).decode()
        self._kept[snapshot.key] = (body, stamp)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return body


def _stamp(when: When) -> str:
    """The instant as it stands in the body; it holds nothing that JSON would escape."""
    return mrkdwn.line((when,), {})
