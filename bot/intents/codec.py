"""The one button codec: an Intent as a short string that a button, menu or picker carries, and back.

A press is a compact JSON list: a verb of one to three letters, then the intent's fields in their order, trailing
defaults left out. So a field with a default can be added at the end and older buttons still work. Enums travel as
their values, dates as ISO text, decimals as text, values inside (a gate reference, a weekly slot) as lists.
"""

from collections.abc import Mapping
from types import ModuleType
from typing import Any, ClassVar, Union

import msgspec
from msgspec.structs import astuple, replace

from bot.intents import (
    absence,
    block,
    calendar,
    contract,
    digest,
    escalation,
    form,
    gate,
    incident,
    initiative,
    joining,
    lateness,
    looking,
    milestone,
    ownership,
    party,
    person,
    reminder,
    review,
    rework,
    validity,
)
from bot.intents.intent import Intent
from bot.intents.ownership import Assign, HandOff
from bot.intents.party import ChangeParty
from bot.intents.person import SetRole
from readiness.domain.values.refusal import Refusal

PRESS_LIMIT = 140
"""Characters that a press about the longest slug and gate key stays within (a menu's value may hold 150)."""

BUTTON_LIMIT = 2_000
"""Characters that a button of its own carries on every platform; free text can make a press longer than that."""

LONGEST_PRESS = 8_000
"""Characters beyond which nothing is decoded: no button on any platform carries more."""

_TOPICS: tuple[ModuleType, ...] = (
    absence,
    block,
    calendar,
    contract,
    digest,
    escalation,
    form,
    gate,
    incident,
    initiative,
    joining,
    lateness,
    looking,
    milestone,
    ownership,
    party,
    person,
    reminder,
    review,
    rework,
    validity,
)


class BadPress(Refusal, ValueError):
    """This button is not one of mine, or from an older version. Ask for `status` and press there."""

    code: ClassVar[str] = "bad-press"


class Codec:
    """Writes and reads the presses of some kinds of intents."""

    def __init__(self, kinds: tuple[type[Intent], ...]) -> None:
        self.verbs: Mapping[str, type[Intent]] = {str(kind.__struct_config__.tag): kind for kind in kinds}
        self._decoder = msgspec.json.Decoder(Union[kinds])  # noqa: UP007
        self._encoder = msgspec.json.Encoder()

    def encode(self, intent: Intent) -> str:
        """The press that `decode` turns into an equal intent; within `PRESS_LIMIT` unless it carries free text."""
        return self._encoder.encode((intent.__struct_config__.tag, *_needed(intent))).decode()

    def decode(self, press: str) -> Intent:
        """The intent of a press. Raises `BadPress` for whatever `encode` could not have written."""
        if len(press) > LONGEST_PRESS:
            raise BadPress
        try:
            intent: Intent = self._decoder.decode(press)
        except (ValueError, RecursionError) as problem:
            raise BadPress from problem
        return intent


def _needed(intent: Intent) -> list[Any]:
    """The fields without the last ones that hold their defaults: a menu's value has little room."""
    values, defaults = list(astuple(intent)), intent.__struct_defaults__
    first_optional = len(values) - len(defaults)
    while len(values) > first_optional and values[-1] == defaults[len(values) - 1 - first_optional]:
        values.pop()
    return values


INTENTS: tuple[type[Intent], ...] = tuple(
    kind
    for topic in _TOPICS
    for kind in vars(topic).values()
    if isinstance(kind, type) and issubclass(kind, Intent) and kind.__module__ == topic.__name__
)
"""Every kind of intent, as the topics define them."""

_CODEC = Codec(INTENTS)
VERBS, encode, decode = _CODEC.verbs, _CODEC.encode, _CODEC.decode


def with_person(intent: Intent, account: str) -> Intent:
    """The intent of a picker with the person who was picked. Raises `BadPress` where no person belongs."""
    match intent:
        case Assign() | HandOff() | SetRole():
            return replace(intent, person=account)
        case ChangeParty():
            return replace(intent, people=(account,))
        case _:
            raise BadPress
