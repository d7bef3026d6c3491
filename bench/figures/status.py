"""`/readiness status`, signed and over HTTP, against bare bolt: figures 1, 3 and 4."""

import random
from collections.abc import Iterator, Sequence
from itertools import islice
from statistics import median

from bench.figure import Figure, Goal
from bench.house import ASKER, account
from bench.load import answer, drive, latencies
from bench.process import Server
from bench.progress import Progress
from bench.sampling import Pair, alternated, ratio
from bench.seed import channel
from bench.servers.bare import ANSWER
from bench.signed import command
from bench.sizes import Sizes
from bench.stand import Stand

AT_ONCE = 8
"""Requests under way where throughput is measured."""

KEPT = 100
"""Initiatives read again and again where nothing changes."""

WARM_UP = 20
"""Requests before anything is measured."""

EXPECTED = b"Initiative "
"""What stands in the heading of every status."""

THROUGHPUT = Goal(0.25, 0.40, at_most=False)
UNCHANGED = Goal(0.60, 0.75, at_most=False)
SINGLE = Goal(4, 2.2, " ×")
GROWTH = Goal(1.3, 1.1, " ×")


def throughput(stand: Stand, sizes: Sizes, progress: Progress) -> list[Figure]:
    """Figure 1: requests per CPU second of the server, each for another initiative; and those read before."""
    bare, bot = stand.bare, stand.bot(sizes.large)
    numbers = _warmed(bot, sizes.large, 1)
    progress.say(f"figure 1: status of {sizes.large:,} initiatives, {sizes.rounds} rounds")
    new = alternated(
        sizes.rounds,
        lambda: _bare_cpu(bare, sizes.bare_requests),
        lambda: _status_cpu(bot, list(islice(numbers, sizes.status_requests))),
    )
    kept = list(islice(numbers, KEPT))
    _status_cpu(bot, kept)
    progress.say(f"figure 1: the same, unchanged since last read, {sizes.rounds} rounds")
    same = alternated(
        sizes.rounds,
        lambda: _bare_cpu(bare, sizes.bare_requests),
        lambda: _status_cpu(bot, (kept * (sizes.status_requests // KEPT + 1))[: sizes.status_requests]),
    )
    what = f"status at {sizes.large:,} initiatives, SQLite, bare bolt = 1"
    return [
        Figure(1, what, ratio(new), THROUGHPUT, _cpu_words(new)),
        Figure(1, "the same, unchanged since last read", ratio(same), UNCHANGED, _cpu_words(same)),
    ]


def single(stand: Stand, sizes: Sizes, progress: Progress) -> list[Figure]:
    """Figure 3: how long one request takes while no other is under way; unread initiatives, and read ones."""
    bare, bot = stand.bare, stand.bot(sizes.large)
    numbers = _warmed(bot, sizes.large, 3)

    def bare_p50() -> float:
        return median(
            latencies(bare.port, [_bare_request() for _ in range(2 * sizes.single_requests)], ANSWER.encode())
        )

    progress.say(f"figure 3: one at a time, {sizes.rounds} rounds")
    new = alternated(sizes.rounds, lambda: _p50(bot, list(islice(numbers, sizes.single_requests))), bare_p50)
    kept = list(islice(numbers, KEPT))
    _p50(bot, kept)
    same = alternated(sizes.rounds, lambda: _p50(bot, kept), bare_p50)
    return [
        Figure(3, "p50, one at a time, against bare bolt", ratio(new), SINGLE, _time_words(new, "bare")),
        Figure(3, "the same, unchanged since last read", ratio(same), SINGLE, _time_words(same, "bare")),
    ]


def growth(stand: Stand, sizes: Sizes, progress: Progress) -> list[Figure]:
    """Figure 4: what more initiatives in the database cost each request."""
    few, many = stand.bot(sizes.small), stand.bot(sizes.large)
    from_few, from_many = _warmed(few, sizes.small, 4), _warmed(many, sizes.large, 4)
    progress.say(f"figure 4: {sizes.small:,} against {sizes.large:,} initiatives, {sizes.rounds} rounds")
    pairs = alternated(
        sizes.rounds,
        lambda: _p50(many, list(islice(from_many, sizes.single_requests))),
        lambda: _p50(few, list(islice(from_few, sizes.single_requests))),
    )
    what = f"p50 growth {sizes.small:,} → {sizes.large:,} initiatives"
    return [Figure(4, what, ratio(pairs), GROWTH, _time_words(pairs, f"{sizes.small:,}"))]


def _warmed(bot: Server, count: int, figure: int) -> Iterator[int]:
    """Initiatives in an order of the figure's own, so that none was read before; a few were, to warm the server up."""
    numbers = list(range(count))
    random.Random(figure).shuffle(numbers)
    for number in numbers[:WARM_UP]:
        answer(bot.port, _status_request(number))
    return iter(numbers[WARM_UP:])


def _bare_cpu(bare: Server, count: int) -> float:
    return _cpu(bare, [_bare_request() for _ in range(count)], ANSWER.encode())


def _status_cpu(bot: Server, numbers: Sequence[int]) -> float:
    return _cpu(bot, [_status_request(number) for number in numbers], EXPECTED)


def _cpu(server: Server, requests: Sequence[bytes], expected: bytes) -> float:
    """CPU seconds per request."""
    before = server.cpu()
    drive(server.port, requests, AT_ONCE, expected)
    return (server.cpu() - before) / len(requests)


def _p50(bot: Server, numbers: Sequence[int]) -> float:
    return median(latencies(bot.port, [_status_request(number) for number in numbers], EXPECTED))


def _bare_request() -> bytes:
    return command("status", user=account(ASKER), channel=channel(0))


def _status_request(number: int) -> bytes:
    """Typed without a name in the channel where that initiative lives alone."""
    return command("status", user=account(ASKER), channel=channel(number))


def _cpu_words(pairs: Sequence[Pair]) -> str:
    bare, status = (median(values) * 1e6 for values in zip(*pairs, strict=True))
    return f"{status:,.0f} µs CPU a request, bare bolt {bare:,.0f}"


def _time_words(pairs: Sequence[Pair], other: str) -> str:
    first, second = (median(values) * 1e3 for values in zip(*pairs, strict=True))
    return f"{first:.2f} ms, {other} {second:.2f}"
