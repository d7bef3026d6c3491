"""Figures as an aligned table, for the terminal and for Markdown."""

from collections.abc import Iterable, Sequence

from bench.figure import Figure

HEAD = ("#", "figure", "measured", "floor", "aim", "verdict", "in plain numbers")


def aligned(figures: Iterable[Figure]) -> str:
    """Columns under each other, two spaces apart."""
    rows = [HEAD, *map(_row, figures)]
    widths = _widths(rows)
    return "\n".join("  ".join(_padded(row, widths)).rstrip() for row in rows)


def markdown(figures: Iterable[Figure]) -> str:
    """The same as a Markdown table, aligned as well."""
    rows = [HEAD, *map(_row, figures)]
    widths = _widths(rows)
    ruled = [rows[0], tuple("-" * width for width in widths), *rows[1:]]
    return "\n".join(f"| {' | '.join(_padded(row, widths))} |" for row in ruled)


def _row(figure: Figure) -> tuple[str, ...]:
    goal = figure.goal
    bounds = goal.shown(goal.floor), goal.shown(goal.aim)
    return (str(figure.number), figure.what, figure.measured, *bounds, figure.verdict.value, figure.detail)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*rows, strict=True)]


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
