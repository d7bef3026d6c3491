"""What a run found, as a table: on the screen, and in docs/reliability.md."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.soak import suite
from tests.soak.outcome import Outcome

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
SUITE = "By tests of the suite, at the same size (`READINESS_SIZE=tenth`):"
BEGINS, ENDS = "<!-- soak -->", "<!-- /soak -->"

Found = Iterable[tuple[str, str, Outcome]]
"""Database, scenario, outcome."""


def table(found: Found) -> str:
    """A Markdown table."""
    rows = [
        f"| {one.promise} | {database} | {one.done} | {one.missing} | {one.doubled} | {one.false} |"
        for database, _, one in found
    ]
    head = "| promise | database | what was done | missing | doubled | false |\n| --- | --- | --- | --- | --- | --- |"
    return "\n".join([head, *rows])


def write_page(found: Found, held: Sequence[suite.Held], sentence: str) -> None:
    """Put the tables into the page, in the place of the last run's."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    tables = f"{sentence}\n\n{table(found)}\n\n{SUITE}\n\n{suite.table(held)}"
    PAGE.write_text(f"{before}{BEGINS}\n{tables}\n{ENDS}{after}", encoding="utf-8")
