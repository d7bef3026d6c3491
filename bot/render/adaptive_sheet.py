"""What the parts of one Adaptive Card share."""

from collections.abc import Mapping
from typing import Any

import orjson

from bot.cards import Mention
from bot.render.adaptive_markdown import JOINER, literal
from bot.render.characters import ELLIPSIS, clean

Element = dict[str, Any]

Accounts = Mapping[str, str]
"""Opaque person id → directory (AAD) object id in the tenant that the card goes to."""


class Sheet:
    """A card being drawn: where it is shown, who is mentioned in it, and which ids its person pickers have."""

    def __init__(self, accounts: Accounts, *, in_dialog: bool = False) -> None:
        self.in_dialog = in_dialog
        self._accounts = accounts
        self._entities: dict[str, Element] = {}
        self._pickers = 0

    def has_account(self, mention: Mention) -> bool:
        """Whether the mentioned person can be reached here; others are only named."""
        return bool(self._accounts.get(mention.person))

    def mentioned(self, mention: Mention) -> str:
        """Give the markup that mentions a person with an account.

        Teams finds the person by this text alone, so it is another one for everybody, also for two of the same name.
        """
        account = self._accounts[mention.person]
        if account not in self._entities:
            self._entities[account] = self._entity(account, mention.name)
        text: str = self._entities[account]["text"]
        return text

    def picker_id(self) -> str:
        """Give an id that no other person picker of the card has."""
        self._pickers += 1
        return f"pick:{self._pickers}"

    def entities(self, body: list[Element]) -> list[Element]:
        """Those mentioned in `body`, which may be a part of what was drawn: Teams wants no entity without its text."""
        shown = orjson.dumps(body)
        return [entity for entity in self._entities.values() if orjson.dumps(entity["text"])[1:-1] in shown]

    def _entity(self, account: str, name: str) -> Element:
        taken = {entity["text"] for entity in self._entities.values()}
        shown = literal(name).strip() or ELLIPSIS
        while f"<at>{shown}</at>" in taken:
            shown += JOINER
        mentioned = {"id": account, "name": clean(name).strip() or ELLIPSIS}
        return {"type": "mention", "text": f"<at>{shown}</at>", "mentioned": mentioned}
