"""Measuring two things in turn and comparing each pair: a machine that slows down slows both."""

from collections.abc import Callable, Iterable, Sequence
from statistics import quantiles

from bench.figure import Sample

Pair = tuple[float, float]


def alternated(rounds: int, first: Callable[[], float], second: Callable[[], float]) -> list[Pair]:
    """Both measured `rounds` times, the order turned around every time; a round before warms up and does not count."""
    pairs: list[Pair] = []
    first(), second()
    for turn in range(rounds):
        if turn % 2:
            later = second()
            pairs.append((first(), later))
        else:
            pairs.append((first(), second()))
    return pairs


def ratio(pairs: Iterable[Pair]) -> Sample:
    """The first of each pair divided by the second, summed up."""
    return summed_up([first / second for first, second in pairs])


def summed_up(values: Sequence[float]) -> Sample:
    """Median and quartiles of at least one value."""
    if len(values) == 1:
        return Sample(values[0], values[0], values[0], 1)
    low, median, high = quantiles(values, n=4, method="inclusive")
    return Sample(median, low, high, len(values))
