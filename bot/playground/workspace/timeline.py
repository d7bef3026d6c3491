"""Every message of every conversation, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.playground.blocks.mrkdwn import Directory
from bot.playground.workspace.changes import Changes
from bot.playground.workspace.message import Message


class Timeline:
    """Keeps messages; a ts is never given twice and always grows."""

    def __init__(self, clock: Callable[[], datetime], directory: Directory, changes: Changes) -> None:
        self._clock = clock
        self._directory = directory
        self._changes = changes
        self._last = 0
        self._moment = 0
        self._messages: dict[str, list[Message]] = {}

    @property
    def moment(self) -> int:
        """A number that grows whenever a message appears or an answer replaces one."""
        return self._moment

    def next_ts(self) -> str:
        """Return a new ts: seconds and microseconds of the clock, later than any before."""
        self._last = max(int(self._clock().timestamp() * 1_000_000), self._last + 100)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def post(self, channel: str, user: str, text: str, blocks: list[dict[str, Any]], **more: Any) -> Message:
        """Add a message and return it; `more` are further fields of Message."""
        self._moment += 1
        message = Message(
            channel, self.next_ts(), user, text, blocks, **more, touched=self._moment, directory=self._directory
        )
        self._messages.setdefault(channel, []).append(message)
        self._changes.mark()
        return message

    def edit(self, message: Message, *, answer: bool = False, **changes: Any) -> Message:
        """Replace fields of a message and return it; `answer` marks it as newly seen by the person who acted."""
        self._moment += answer
        touched = self._moment if answer else message.touched
        edited = replace(message, **{"edited": self.next_ts(), **changes}, touched=touched)
        place = self._messages[message.channel]
        place[self._index(message)] = edited
        self._changes.mark()
        return edited

    def remove(self, message: Message) -> None:
        """Take a message away; one that was answered leaves a tombstone, which goes with its last reply."""
        place = self._messages[message.channel]
        if self._replies(message.channel, message.ts):
            place[self._index(message)] = message.tombstone()
        else:
            del place[self._index(message)]
            parent = self.find(message.channel, message.thread_ts) if message.thread_ts else None
            if parent is not None and parent.is_tombstone and not self._replies(parent.channel, parent.ts):
                del place[self._index(parent)]
        self._changes.mark()

    def find(self, channel: str, ts: str) -> Message | None:
        """Return the message as it stands now, None when it is gone."""
        return next((message for message in self.of(channel) if message.ts == ts), None)

    def of(self, channel: str) -> list[Message]:
        """Return everything in a conversation, oldest first, replies and ephemeral messages included."""
        return list(self._messages.get(channel, ()))

    def since(self, moment: int) -> Iterator[Message]:
        """Yield every message that appeared, or was replaced as an answer, after `moment`; oldest first."""
        recent = [message for place in self._messages.values() for message in place if message.touched > moment]
        yield from sorted(recent, key=lambda message: message.touched)

    def _replies(self, channel: str, ts: str) -> list[Message]:
        below = (message for message in self.of(channel) if message.is_reply and message.ephemeral_to is None)
        return [message for message in below if message.thread_ts == ts]

    def _index(self, message: Message) -> int:
        place = self._messages[message.channel]
        return next(index for index, other in enumerate(place) if other.ts == message.ts)
