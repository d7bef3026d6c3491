"""What could not be read, as data: the words for it live in the views."""

from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """Why a text is not a command."""

    UNKNOWN_COMMAND = "unknown-command"
    INITIATIVE_NEEDED = "initiative-needed"
    UNKNOWN_INITIATIVE = "unknown-initiative"
    NO_INITIATIVE_HERE = "no-initiative-here"
    NO_INITIATIVE_CALLED = "no-initiative-called"
    GATE_NEEDED = "gate-needed"
    UNKNOWN_GATE = "unknown-gate"
    RESERVED_GATE = "reserved-gate"
    OTHER_INITIATIVE = "other-initiative"
    UNKNOWN_PARTY = "unknown-party"
    PARTY_NEEDED = "party-needed"
    UNKNOWN_MILESTONE = "unknown-milestone"
    UNKNOWN_CONDITION = "unknown-condition"
    UNKNOWN_TEMPLATE = "unknown-template"
    UNKNOWN_REASON = "unknown-reason"
    UNKNOWN_WORD = "unknown-word"
    UNKNOWN_ZONE = "unknown-zone"
    UNKNOWN_CURRENCY = "unknown-currency"
    BAD_KEY = "bad-key"
    BAD_DATE = "bad-date"
    DATE_NEEDED = "date-needed"
    BAD_TIME = "bad-time"
    BAD_DURATION = "bad-duration"
    BAD_NUMBER = "bad-number"
    PERSON_NEEDED = "person-needed"
    CHANNEL_NEEDED = "channel-needed"
    TEXT_NEEDED = "text-needed"
    CODE_NEEDED = "code-needed"
    CONTROL_NEEDED = "control-needed"
    QUOTES_NEEDED = "quotes-needed"
    UNBALANCED_QUOTE = "unbalanced-quote"
    SAID_TWICE = "said-twice"
    TOO_MANY_WORDS = "too-many-words"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why nothing was done.

    `command` is the command that was recognised, None where none was; `got` the word at fault, shortened, empty where
    something is missing; `nearest` up to four valid forms, to be shown in code style; `usage` the command's usage line.
    """

    kind: ProblemKind
    command: str | None = None
    got: str = ""
    nearest: tuple[str, ...] = ()
    usage: str = ""


class Unreadable(Exception):
    """Stops the reading of one command; never leaves `grammar.parse`. `at` is the token it stopped at."""

    def __init__(self, problem: Problem, at: int) -> None:
        """Keep the problem for the answer."""
        super().__init__(str(problem.kind))
        self.problem = problem
        self.at = at
