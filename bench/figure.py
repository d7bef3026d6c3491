"""A figure of the table: what was measured, what it should be, and whether it is."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How near a figure came."""

    AIM = "met aim"
    FLOOR = "met floor"
    NOT_MET = "not met"


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should be: at least, or where `at_most` is set at most, `floor` and better `aim`."""

    floor: float
    aim: float
    unit: str = ""
    at_most: bool = True

    def verdict(self, value: float) -> Verdict:
        """Whether `value` reaches the aim, the floor or neither."""
        if self._reached(value, self.aim):
            return Verdict.AIM
        return Verdict.FLOOR if self._reached(value, self.floor) else Verdict.NOT_MET

    def shown(self, bound: float) -> str:
        """The bound with its direction and unit: `≤ 1.3 ×`."""
        return f"{'≤' if self.at_most else '≥'} {bound:.4g}{self.unit}"

    def _reached(self, value: float, bound: float) -> bool:
        return value <= bound if self.at_most else value >= bound


@dataclass(frozen=True, slots=True)
class Sample:
    """Repeated measurements of one thing: their median and the quartiles around it."""

    median: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One row. `number` is the row of shared figures it answers; `detail` gives the plain measurements behind it."""

    number: int
    what: str
    sample: Sample
    goal: Goal
    detail: str

    @property
    def verdict(self) -> Verdict:
        """Whether the median is what it should be."""
        return self.goal.verdict(self.sample.median)

    @property
    def measured(self) -> str:
        """The median and, in brackets, the quartiles."""
        unit, sample = self.goal.unit, self.sample
        digits = 0 if sample.median >= 20 else 2
        return f"{sample.median:.{digits}f}{unit} ({sample.low:.{digits}f}–{sample.high:.{digits}f})"
