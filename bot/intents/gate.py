"""The checklist itself changes."""

from bot.intents.intent import GateRef, Intent, Nested, Number, Text
from readiness.domain.values.approval import Quorum
from readiness.domain.values.gate import Condition


class AddGate(Intent, frozen=True, tag="ga"):
    """A gate the template did not have."""

    initiative: Text
    key: Text
    title: Text
    party: Text
    condition: Condition | None = None
    needed_by: Text | None = None


class RemoveGate(Intent, frozen=True, tag="gr"):
    """Take a gate off the checklist."""

    ref: GateRef
    reason: Text


class SetDepends(Intent, frozen=True, tag="dp"):
    """A gate waits for another of the same initiative, or no longer does."""

    ref: GateRef
    on: Text
    off: bool = False


class GroupSpec(Nested, frozen=True):
    """One group of an approval rule; `people` are accounts, `parties` keys."""

    need: Quorum | Number
    people: tuple[Text, ...] = ()
    parties: tuple[Text, ...] = ()


class SetApprovers(Intent, frozen=True, tag="ap"):
    """Who must sign a gate."""

    ref: GateRef
    groups: tuple[GroupSpec, ...]
