"""How much is measured: enough for a table, or just enough to see that it works."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """`rounds` of each pair; per round so many requests, repetitions and starts.

    No initiative is asked for twice where that matters: `small` is at least 20 and, for each round and the one before
    them, `single_requests`; `large` likewise `press_requests`.
    """

    rounds: int
    small: int
    large: int
    bare_requests: int
    status_requests: int
    stock_requests: int
    press_requests: int
    single_requests: int
    repetitions: int
    starts: int


FULL = Sizes(
    rounds=21,
    small=1_000,
    large=100_000,
    bare_requests=1_500,
    status_requests=500,
    stock_requests=60,
    press_requests=300,
    single_requests=44,
    repetitions=300,
    starts=7,
)
QUICK = Sizes(
    rounds=5,
    small=300,
    large=2_000,
    bare_requests=300,
    status_requests=100,
    stock_requests=20,
    press_requests=60,
    single_requests=40,
    repetitions=50,
    starts=2,
)
