"""What is wrong with a checklist file, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from readiness.domain.values.refusal import Refusal

SHOWN_PROBLEMS = 10
"""How many problems the sentence of a refusal tells; the others are counted there and kept in `problems`."""

EXCERPT_LENGTH = 50


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to fix: where (line and column count from 1) and a sentence that says what is wrong and what to do."""

    line: int
    column: int
    sentence: str

    def __str__(self) -> str:
        """The sentence after its line, as people read it."""
        return f"line {self.line}: {self.sentence}"


class BrokenTemplate(Refusal):
    """{source} cannot be used as a checklist yet. {listing}"""  # noqa: D400 - the listing ends the sentence

    code: ClassVar[str] = "broken-template"

    def __init__(self, source: str, problems: Iterable[Problem]) -> None:
        """Keep all `problems` in the order of their lines; `source` is what people call the file."""
        self.source = source
        self.problems = tuple(sorted(set(problems)))
        super().__init__(source=source, problems=self.problems, listing=_listing(self.problems))


def quote(value: object) -> str:
    """`value` as code within a sentence: one line, shortened, without backticks of its own."""
    text = " ".join(str(value).split()).replace("`", "'")
    if len(text) > EXCERPT_LENGTH:
        text = text[: EXCERPT_LENGTH - 1].rstrip() + "…"
    return f"`{text}`"


def _listing(problems: tuple[Problem, ...]) -> str:
    lines = [f"Line {problem.line}: {problem.sentence}" for problem in problems[:SHOWN_PROBLEMS]]
    rest = len(problems) - len(lines)
    return "\n".join([*lines, *([f"And {rest} more."] if rest > 0 else [])])
