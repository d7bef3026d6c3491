"""What a scenario found, in figures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """A promise, what was done to it, and how often it was broken."""

    promise: str
    done: str
    missing: int = 0
    doubled: int = 0
    false: int = 0

    @property
    def is_kept(self) -> bool:
        """Whether nothing is missing, doubled or wrongly confirmed."""
        return not (self.missing or self.doubled or self.false)
