"""A place where messages are posted: a channel, or the conversation between a person and the bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Channel:
    """One conversation; `im_user` is set when it is a direct message with the bot."""

    id: str
    name: str
    members: frozenset[str]
    private: bool = False
    archived: bool = False
    ext_shared: bool = False
    im_user: str | None = None
    created: int = 0

    @property
    def is_im(self) -> bool:
        """Whether this is a direct message between the bot and one person."""
        return self.im_user is not None

    @property
    def scope_kind(self) -> str:
        """The first half of the scope that guards it: `channels`, `groups` or `im`."""
        if self.is_im:
            return "im"
        return "groups" if self.private else "channels"

    @property
    def name_in_payload(self) -> str:
        """The name Slack puts in commands and interactions; private places do not tell theirs."""
        if self.is_im:
            return "directmessage"
        return "privategroup" if self.private else self.name

    def record(self, bot_id: str) -> dict[str, Any]:
        """Return the conversation object of conversations.info and conversations.list."""
        if self.is_im:
            return {"id": self.id, "created": self.created, "is_im": True, "is_org_shared": False,
                    "user": self.im_user, "is_archived": False, "is_open": True}  # fmt: skip
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "created": self.created,
            "is_channel": not self.private,
            "is_group": self.private,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.private,
            "is_archived": self.archived,
            "is_general": False,
            "is_shared": self.ext_shared,
            "is_ext_shared": self.ext_shared,
            "is_org_shared": False,
            "is_member": bot_id in self.members,
            "num_members": len(self.members),
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }
