"""What a checklist file may say: its fields, their bounds and the words they choose from."""

import re
import unicodedata
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from readiness.domain.rules.validity import LONGEST
from readiness.domain.values.approval import Meaning, Quorum
from readiness.domain.values.gate import Condition, Subject
from readiness.domain.values.identity import KEY_LIMIT, RESERVED_GATE_KEYS, is_key
from readiness.domain.values.milestone import MILESTONES

OUTSIDE = "none"
"""What `condition` says for a gate outside the five conditions."""

CHOICE = "choice"
"""The type of the error for a word that is none of those allowed, which stand in its context as `choices`."""

_MOST_SIGNATURES = 20
_TURNS_TEXT_AROUND = re.compile("[\u202a-\u202e\u2066-\u2069]")


def _key(text: str) -> str:
    if not is_key(text):
        sentence = f"use at most {KEY_LIMIT} small letters, digits and hyphens, not beginning with a hyphen"
        raise PydanticCustomError("key", "{sentence}", {"sentence": sentence})
    return text


def _gate_key(text: str) -> str:
    if text in RESERVED_GATE_KEYS:
        raise PydanticCustomError("key", "the bot uses this word itself; choose another key")
    return _key(text)


def _visible(text: str) -> str:
    unseen = next((sign for sign in text if unicodedata.category(sign) in {"Cc", "Cs"} and sign != "\n"), None)
    unseen = unseen or next(iter(_TURNS_TEXT_AROUND.findall(text)), None)
    if unseen:
        raise PydanticCustomError("text", "the invisible character {code} is in it; delete it", {"code": _code(unseen)})
    return text


def _one_line(text: str) -> str:
    if "\n" in text:
        raise PydanticCustomError("text", "it has several lines; write it on one")
    return text


def _code(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"https", "http"} or not parts.hostname or len(text.split()) != 1:
        raise PydanticCustomError("address", "write a web address that begins with https://")
    return text


def _one_of(*choices: str) -> AfterValidator:
    def check(text: str) -> str:
        if text not in choices:
            raise PydanticCustomError(CHOICE, "is not known", {"choices": list(choices)})
        return text

    return AfterValidator(check)


def _need(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        if 1 <= value <= _MOST_SIGNATURES:
            return value
        raise PydanticCustomError("need", "write a number from 1 to {most}", {"most": _MOST_SIGNATURES})
    if value in tuple(Quorum):
        return value
    raise PydanticCustomError(CHOICE, "is not known", {"choices": [*Quorum, "a number"]})


Key = Annotated[str, AfterValidator(_key)]
GateKey = Annotated[str, AfterValidator(_gate_key)]
Text = Annotated[str, AfterValidator(_visible)]
Line = Annotated[Text, AfterValidator(_one_line)]
Permission = Annotated[str, _one_of("allowed", "forbidden")]


class _Entry(BaseModel):
    """Strict: a number is no text. Closed: an unknown field is a spelling mistake."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, str_strip_whitespace=True)


class SourceEntry(_Entry):
    """A published text that gates are drawn from."""

    key: Key
    title: Line = Field(min_length=1, max_length=200)
    url: Annotated[Line, AfterValidator(_web_address)] = Field(max_length=300)


class PartyEntry(_Entry):
    """A party with a stake in the checklist."""

    key: Key
    name: Line = Field(min_length=1, max_length=40)


class GroupEntry(_Entry):
    """Parties of whom `need` must sign."""

    need: Annotated[str | int, BeforeValidator(_need)]
    parties: list[Key] = Field(min_length=1, max_length=10)


class ApprovalEntry(_Entry):
    """Who must sign a gate."""

    groups: list[GroupEntry] = Field(min_length=1, max_length=5)
    ordered: bool = False
    meaning: Annotated[str, _one_of(*Meaning)] = Meaning.APPROVAL.value


class GateEntry(_Entry):
    """One gate of the checklist."""

    key: GateKey
    title: Line = Field(min_length=1, max_length=60)
    condition: Annotated[str, _one_of(*Condition, OUTSIDE)]
    party: Key
    needed_by: Annotated[str, _one_of(*MILESTONES)] | None = Field(default=None, alias="needed-by")
    working_days_before: int = Field(default=0, ge=0, le=260, alias="working-days-before")
    guidance: Text = Field(min_length=1, max_length=600)
    why: Text = Field(min_length=1, max_length=400)
    evidence: Line = Field(min_length=1, max_length=200)
    sources: list[Key] = Field(default=[], max_length=10)
    approval: ApprovalEntry
    depends_on: list[Key] = Field(default=[], max_length=10, alias="depends-on")
    not_applicable: Permission = Field(default="allowed", alias="not-applicable")
    waiver: Permission = "allowed"
    answers: Annotated[str, _one_of(*Subject)] | None = None
    valid_days: int | None = Field(default=None, ge=1, le=LONGEST, alias="valid-days")


class ChecklistEntry(_Entry):
    """A whole file."""

    format: Literal[1] = Field(alias="schema")
    key: Key
    version: int = Field(ge=1, le=1_000_000)
    name: Line = Field(min_length=1, max_length=60)
    description: Text = Field(min_length=1, max_length=400)
    sources: list[SourceEntry] = Field(default=[], max_length=60)
    parties: list[PartyEntry] = Field(min_length=1, max_length=20)
    gates: list[GateEntry] = Field(min_length=1, max_length=60)


_ENTRY_OF: dict[str, type[_Entry]] = {
    "sources": SourceEntry,
    "parties": PartyEntry,
    "gates": GateEntry,
    "approval": ApprovalEntry,
    "groups": GroupEntry,
}


def field_names(owner: tuple[str | int, ...]) -> tuple[str, ...]:
    """The fields that the entry at path `owner` may have, as they are written."""
    names = [part for part in owner if isinstance(part, str)]
    entry = _ENTRY_OF[names[-1]] if names else ChecklistEntry
    return tuple(info.alias or name for name, info in entry.model_fields.items())
