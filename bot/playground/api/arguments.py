"""The arguments of a Web API request, however they were sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from bot.playground.errors import ApiRefusal

_TRUE = (True, "1", "true", "True")  # a tuple, because what is compared may not be hashable


class Arguments:
    """Reads arguments from JSON, a form or a query; JSON inside a string is decoded where it is asked for."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = {key: value for key, value in values.items() if key != "token"}

    def text(self, name: str) -> str | None:
        """Return a string, None when it is missing or empty."""
        value = self.values.get(name)
        return str(value) if value not in (None, "") else None

    def needed(self, name: str, error: str = "invalid_arguments") -> str:
        """Return a string; raise ApiRefusal `error` without it."""
        value = self.text(name)
        if value is None:
            words = [f"missing required field: {name} [json-pointer:/{name}]"] if error == "invalid_arguments" else []
            raise ApiRefusal(error, messages=words)
        return value

    def flag(self, name: str) -> bool:
        """Return whether a switch is on."""
        return self.values.get(name) in _TRUE

    def off(self, name: str) -> bool:
        """Return whether a switch was explicitly turned off."""
        return name in self.values and not self.flag(name)

    def number(self, name: str, default: int, most: int) -> int:
        """Return a positive whole number of at most `most`; raise ApiRefusal for anything else."""
        value = self.text(name)
        if value is None:
            return default
        if not value.isdigit() or int(value) < 1:
            raise ApiRefusal("invalid_arguments", messages=[f"must be a positive integer [json-pointer:/{name}]"])
        return min(int(value), most)

    def json(self, name: str, error: str = "invalid_arguments") -> Any:
        """Return an object or a list, decoded when it came as a string; raise ApiRefusal `error` when broken."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return orjson.loads(value) if value else None
        except orjson.JSONDecodeError:
            raise ApiRefusal(error) from None
