"""A versioned checklist: what an initiative starts with. A published version never changes."""

from readiness.domain.values.approval import Group, Meaning
from readiness.domain.values.gate import Condition, Subject
from readiness.domain.values.value import value


@value(frozen=True, slots=True)
class TemplateParty:
    """A party the checklist needs; created in the organisation when it is not there yet."""

    key: str
    name: str


@value(frozen=True, slots=True)
class TemplateSource:
    """A published text the gates are drawn from."""

    key: str
    title: str
    url: str


@value(frozen=True, slots=True, kw_only=True)
class TemplateGate:
    """One gate as the checklist describes it. `sources` are keys of the template's sources."""

    key: str
    title: str
    condition: Condition | None
    party: str
    needed_by: str | None
    guidance: str
    why: str
    evidence_hint: str
    groups: tuple[Group, ...]
    ordered: bool = False
    meaning: Meaning = Meaning.APPROVAL
    working_days_before: int = 0
    depends_on: tuple[str, ...] = ()
    allows_not_applicable: bool = True
    allows_waiver: bool = True
    answers: Subject | None = None
    valid_days: int | None = None
    sources: tuple[str, ...] = ()


@value(frozen=True, slots=True, kw_only=True)
class Template:
    """One version of a checklist, its gates in the order in which they are shown."""

    key: str
    version: int
    name: str
    description: str
    parties: tuple[TemplateParty, ...]
    gates: tuple[TemplateGate, ...]
    sources: tuple[TemplateSource, ...] = ()

    def gate(self, key: str) -> TemplateGate | None:
        """The gate with that key, None where the initiative added one of its own."""
        return next((gate for gate in self.gates if gate.key == key), None)
