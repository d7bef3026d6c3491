"""What every intent is made of.

Initiatives are named by slug, gates by key ("handoff" is ownership of the handoff itself, "all" every gate of the
asker's where that makes sense), people by the account id of the platform they were named on. `seen` is the evidence
revision on the button that was pressed, None when the line was typed.
"""

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

Text: TypeAlias = Annotated[str, Meta(pattern=r"^[^\x00]*$")]
"""Words without the one character that PostgreSQL cannot store."""

Number: TypeAlias = Annotated[int, Meta(ge=0, lt=2**31)]
"""Pages, revisions and days never come near this bound, and every database can hold it."""


class Intent(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Something that a person asks for. Its tag is the verb that buttons carry: once used, a verb keeps its meaning.

    A button carries the fields by their order, so a new field goes to the end and has a default.
    """


class Nested(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A value inside an intent."""


class GateRef(Nested, frozen=True):
    """One gate of one initiative."""

    initiative: Text
    gate: Text
