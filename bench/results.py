"""What a full run leaves behind: `bench/results/latest.json`, and its table in `docs/speed.md`."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import orjson

from bench.figure import Figure
from bench.machine import Machine
from bench.table import markdown

LATEST = Path(__file__).parent / "results" / "latest.json"
PAGE = Path(__file__).parent.parent / "docs" / "speed.md"
BEGIN, END = "<!-- the last full run: written by make bench -->\n", "<!-- end of the last full run -->"


def write_latest(figures: Sequence[Figure], machine: Machine, seconds: float) -> None:
    """Keep every figure with its floor, aim and verdict, and the machine."""
    found = [{**asdict(figure), "verdict": figure.verdict.value} for figure in figures]
    content = {"machine": asdict(machine), "seconds": round(seconds), "figures": found}
    LATEST.parent.mkdir(exist_ok=True)
    LATEST.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")


def write_page(figures: Sequence[Figure], machine: Machine, seconds: float) -> None:
    """Put the table between the two marks in the page; the words around it stay."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    run = f"{machine.sentence()} {seconds / 60:.0f} minutes.\n\n{markdown(figures)}\n"
    PAGE.write_text(f"{before}{BEGIN}{run}{END}{after}", encoding="utf-8")
