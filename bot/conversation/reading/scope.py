"""What the words of one message can refer to, loaded before it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from readiness.domain.values.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Names and dates that hold for one asker in one place.

    `here` are the slugs of the channel's initiatives that the asker sees; `gates` the gate keys of each visible
    initiative among `here` and those the message may name (`grammar.slugs_named`); `slugs` others that may be
    suggested.
    """

    today: date
    here: tuple[str, ...] = ()
    gates: Mapping[str, frozenset[str]] = field(default_factory=dict)
    parties: frozenset[str] = frozenset()
    templates: frozenset[str] = frozenset()
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    slugs: frozenset[str] = frozenset()

    def gates_of(self, slug: str) -> frozenset[str]:
        """The gate keys of a visible initiative; none for one that is not."""
        return self.gates.get(slug, frozenset())

    def is_visible(self, slug: str) -> bool:
        """Whether the asker may know of that initiative."""
        return slug in self.gates

    def known_slugs(self) -> tuple[str, ...]:
        """Every initiative that may be suggested, the channel's own first."""
        return tuple(dict.fromkeys((*self.here, *sorted(self.gates), *sorted(self.slugs))))
