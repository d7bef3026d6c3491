"""What the Bot Connector refused, said in our words (Microsoft's "Status codes from bot conversational APIs")."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import orjson

from bot.jobs.answer_codes import AnswerCode, Then, Verdict, read_answer_codes, unlisted
from bot.jobs.messenger import NotSent, TryLater, UnknownOutcome, refusal

LONGEST_WAIT = 3600
_SUB_CODE = re.compile(rb"subCode\W+(\w+)")


class Again(Exception):
    """Worth another try, `seconds` from now at the earliest; without one, `told` is what to raise."""

    def __init__(self, told: NotSent | UnknownOutcome, seconds: int = 0) -> None:
        """Keep both."""
        super().__init__(str(told))
        self.told, self.seconds = told, seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body and the header that says how long to wait."""

    status: int
    body: bytes
    retry_after: str = ""


def refused(answer: Answer) -> NotSent | UnknownOutcome | Again:
    """What to raise for an answer that is no success."""
    found = answer_code(answer.status, _code(answer.body))
    why = f"{answer.status} {_code(answer.body)}".strip()
    named = _seconds(answer.retry_after)
    told = refusal(found, why, seconds=named or (30 if answer.status == 429 else 10))
    return Again(told, named) if isinstance(told, TryLater) else told


@lru_cache(256)
def answer_code(status: int, code: str) -> AnswerCode:
    """What an answer with that status and that word of Microsoft's, if it has one, means.

    The word is more exact, but whether to try again, or with a smaller message, the status alone says.
    """
    by_status = _table().get("500" if status > 504 else str(status))
    if by_status is not None:
        says_all = by_status.verdict is Verdict.PASSES or by_status.then is Then.SHORTEN
        if says_all or not code:
            return by_status
    return _table().get(code) or unlisted(code or str(status))


@cache
def _table() -> dict[str, AnswerCode]:
    return dict(read_answer_codes("bot.teams"))


def _code(body: bytes) -> str:
    """The most exact of Microsoft's words for what went wrong, empty where there is none."""
    found = _SUB_CODE.search(body)
    if found:
        return found[1].decode()
    try:
        error = orjson.loads(body)["error"]
        return str(error["code"])
    except (ValueError, TypeError, LookupError):
        return ""


def _seconds(retry_after: str) -> int:
    """How long to wait; 0 where nothing is named, or something that is not a whole number."""
    is_number = retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 10
    return min(int(retry_after), LONGEST_WAIT) if is_number else 0
