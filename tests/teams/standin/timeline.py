"""Everything that was written, and what each person sees in place of a card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from tests.teams.standin.errors import StandinError
from tests.teams.standin.message import Message
from tests.teams.standin.tree import Node


class Timeline:
    """The messages of all conversations, in the order in which they were written."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._messages: dict[str, Message] = {}
        self._replaced: dict[tuple[str, str], Node] = {}
        self._last = 0

    @property
    def moment(self) -> int:
        """How many messages were written so far."""
        return len(self._messages)

    def new_id(self) -> str:
        """An id as Teams makes them: milliseconds, never twice the same."""
        self._last = max(self._last + 1, int(self._clock().timestamp() * 1000))
        return str(self._last)

    def put(self, message: Message) -> Message:
        """Add a message, or let it stand in place of what it was; then it looks the same to everybody again."""
        self._messages[message.id] = message
        self._replaced = {key: card for key, card in self._replaced.items() if key[0] != message.id}
        return message

    def show(self, message_id: str, object_id: str, card: Node) -> None:
        """Show somebody another card in place of a message's own."""
        self._replaced[message_id, object_id] = card

    def find(self, conversation: str, message_id: str) -> Message | None:
        """A message that stands or stood in a conversation."""
        message = self._messages.get(message_id)
        return message if message is not None and message.conversation == conversation else None

    def has_thread(self, conversation: str, root: str) -> bool:
        """Whether a thread is there: one whose first message was deleted lives on with its replies."""
        first = self.find(conversation, root)
        return first is not None and (not first.is_deleted or any(one.root == root for one in self.of(conversation)))

    def of(self, conversation: str) -> list[Message]:
        """What stands in a conversation, oldest first."""
        return [one for one in self._messages.values() if one.conversation == conversation and not one.is_deleted]

    def since(self, moment: int) -> list[Message]:
        """What was written after a moment and still stands."""
        return [message for message in list(self._messages.values())[moment:] if not message.is_deleted]

    def seen_by(self, message: Message, object_id: str) -> Message:
        """The message as somebody sees it."""
        card = self._replaced.get((message.id, object_id))
        return message if card is None else replace(message, card=card, private_to=object_id)

    def current(self, message: Message, object_id: str) -> Message:
        """A message as it stands now for somebody. Raises StandinError when it was deleted."""
        found = self._messages.get(message.id)
        if found is None or found.is_deleted:
            raise StandinError("this message is gone")
        return self.seen_by(found, object_id)
