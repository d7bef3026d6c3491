"""What every request passes first: those that are taken are counted, those that are refused told with the reason."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.health import Degradation
from bot.throttle import Throttle, Verdict
from readiness.usecases.frame.ports import TooFast

SECONDS_SUSPECTED = 900.0
"""How long after the last refusal a setting is suspected."""

MOST_BEFORE_SUSPICION = 3
"""So many requests in a row have to be refused: one may be a replay, or forged."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RefusedRequest:
    """Why a request is not taken: `reason` is a label of few values, `advice` for the operator alone.

    `suspicion` says to strangers what is wrong if all are refused so; None where anybody on the internet can cause it.
    `seconds_off` is how far ahead of its sender this machine's clock is.
    """

    reason: str
    advice: str
    suspicion: str | None = None
    seconds_off: int | None = None


TOO_FAST = RefusedRequest("too-fast", "one person asks for more than READINESS_REQUESTS_PER_SECOND allows")


@dataclass(slots=True)
class _Row:
    """Refusals in a row: how many, since when (by the clock), and the latest with when it came (in seconds)."""

    count: int
    since: datetime
    latest: RefusedRequest
    at: float


@dataclass(slots=True)
class Admission:
    """Keeps the counts; `taken` is by kind, `refused` by platform and reason. `seconds` never go back."""

    clock: Callable[[], datetime]
    seconds: Callable[[], float] = time.monotonic
    throttle: Throttle = field(default_factory=lambda: Throttle(0))
    taken: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    _rows: dict[str, _Row] = field(default_factory=dict)

    def accept(self, platform: str, kind: str) -> None:
        """Take a request: a command, press, form, event or other."""
        self.taken[kind] += 1
        self._rows.pop(platform, None)

    def refuse(self, platform: str, refused: RefusedRequest) -> None:
        """Count it and log it, once a minute for each reason: whoever sends it may send very many."""
        self.refused[platform, refused.reason] += 1
        details = {} if refused.seconds_off is None else {"seconds_off": refused.seconds_off}
        log.warning(
            "request refused",
            platform=platform,
            reason=refused.reason,
            advice=refused.advice,
            **details,
            limited=(platform, refused.reason),
        )
        if refused.suspicion is not None:
            row = self._rows.setdefault(platform, _Row(0, self.clock(), refused, 0))
            row.count, row.latest, row.at = row.count + 1, refused, self.seconds()

    def admit(self, platform: str, account: str) -> None:
        """Take what a person asks for, before anything is looked up for it; raises `TooFast`.

        Its detail `again` says that they were told a moment ago.
        """
        verdict = self.throttle.take((platform, account))
        if verdict is not Verdict.TAKEN:
            self.refuse(platform, TOO_FAST)
            raise TooFast(again=verdict is Verdict.REFUSED_AGAIN)

    async def suspected(self) -> tuple[Degradation, ...]:
        """A source of `Health`: platforms whose every request was lately refused in a way that a setting may cause."""
        return tuple(
            Degradation(f"{platform}-requests", row.latest.reason, row.since, str(row.latest.suspicion))
            for platform, row in self._rows.items()
            if row.count >= MOST_BEFORE_SUSPICION and self.seconds() - row.at <= SECONDS_SUSPECTED
        )
