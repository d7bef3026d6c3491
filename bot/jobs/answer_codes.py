"""What the answers of a chat platform mean for a message: one table per platform, a CSV file in that platform's room.

Columns: `code` (the platform's word, or an HTTP status), `verdict`, `scope`, `then`, `remedy`, `source`.
A code that the table does not know needs a person (docs/decisions/0021).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from readiness.domain.values.hold import Remedy


class Verdict(StrEnum):
    """What an answer means for the message that it refuses."""

    PASSES = "passes"
    NEEDS_PERSON = "needs-person"
    NEVER = "never"


class Scope(StrEnum):
    """What else the same answer would refuse. `CALL` depends on the call: a missing scope stops only what needs it."""

    MESSAGE = "message"
    PERSON = "person"
    CHANNEL = "channel"
    DIRECT = "direct"
    WORKSPACE = "workspace"
    CALL = "call"


class Then(StrEnum):
    """What the bot does itself before the verdict counts.

    `LOOK`: the message may have been taken, so it is looked up before it is sent again. `ANEW`: the message that the
    call named is gone, so it is posted anew. `SHORTEN`: the message is our fault, so a smaller one is sent.
    """

    NOTHING = ""
    LOOK = "look"
    ANEW = "anew"
    SHORTEN = "shorten"


@dataclass(frozen=True, slots=True)
class AnswerCode:
    """One row of the table."""

    code: str
    verdict: Verdict
    scope: Scope
    then: Then = Then.NOTHING
    remedy: Remedy = Remedy.NONE
    source: str = ""


def unlisted(code: str) -> AnswerCode:
    """What a code means that the table does not know.

    Nobody knows how far it reaches, so only what was refused with it waits.
    """
    return AnswerCode(code, Verdict.NEEDS_PERSON, Scope.MESSAGE, remedy=Remedy.REPORT)


def read_answer_codes(package: str) -> Mapping[str, AnswerCode]:
    """The table of `answer_codes.csv` in that package, by code; raises ValueError for a word that has no meaning."""
    text = files(package).joinpath("answer_codes.csv").read_text("utf-8")
    rows = [_row(row) for row in csv.DictReader(text.splitlines())]
    table = {row.code: row for row in rows}
    if len(table) < len(rows):
        raise ValueError(f"a code stands twice in the table of {package}")
    return table


def _row(row: Mapping[str, str]) -> AnswerCode:
    return AnswerCode(
        row["code"],
        Verdict(row["verdict"]),
        Scope(row["scope"]),
        Then(row["then"]),
        Remedy(row["remedy"]),
        row["source"],
    )
