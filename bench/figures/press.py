"""A button pressed in Teams, signed and over HTTP, against the SDK's own integration adapter: figure 10."""

import random
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from bench.figure import Figure, Goal
from bench.house import ASKER
from bench.load import drive
from bench.pressed import WORDS, press
from bench.process import Server
from bench.progress import Progress
from bench.sampling import Pair, alternated, ratio
from bench.seed import slug
from bench.sizes import Sizes
from bench.stand import Stand
from bot.intents.intent import Intent
from bot.intents.looking import AllGates, Help

AT_ONCE = 8
"""Requests under way."""

GOAL = Goal(5, 25, " ×", at_most=False)

Measured = Callable[[], float]


def pressing(stand: Stand, sizes: Sizes, progress: Progress) -> list[Figure]:
    """Figure 10: presses per CPU second of the server: the way in alone, then the bot with its help and with a read."""
    numbers = _numbers(sizes.large)
    bot = stand.bot_in_teams(sizes.large)

    def way_in() -> float:
        return _cpu(stand, stand.own_teams, [Help()] * sizes.press_requests, WORDS)

    def helped() -> float:
        return _cpu(stand, bot, [Help()] * sizes.press_requests, "What you can say here")

    def read() -> float:
        asked = [AllGates(slug(next(numbers))) for _ in range(sizes.press_requests)]
        return _cpu(stand, bot, asked, " of 18 ready")

    rows: dict[str, Measured] = {
        "a press in Teams, the way in alone, stock adapter = 1": way_in,
        "the same, answered by the bot with its help": helped,
        "the same, answered with all gates of an initiative": read,
    }
    return [_figure(what, own, stand, sizes, progress) for what, own in rows.items()]


def _figure(what: str, own: Measured, stand: Stand, sizes: Sizes, progress: Progress) -> Figure:
    def stock() -> float:
        return _cpu(stand, stand.stock_teams, [Help()] * sizes.stock_requests, WORDS)

    progress.say(f"figure 10: {what}, {sizes.rounds} rounds")
    pairs = alternated(sizes.rounds, stock, own)
    return Figure(10, what, ratio(pairs), GOAL, _words(pairs))


def _numbers(count: int) -> Iterator[int]:
    """Initiatives in an order in which none follows its neighbour."""
    numbers = list(range(count))
    random.Random(10).shuffle(numbers)
    return iter(numbers)


def _cpu(stand: Stand, server: Server, pressed: Sequence[Intent], expected: str) -> float:
    """CPU seconds per press."""
    service_url = stand.teams["TEAMS_SERVICE_URLS"]
    requests = [press(intent, ASKER, service_url, stand.token) for intent in pressed]
    before = server.cpu()
    drive(server.port, requests, AT_ONCE, expected.encode())
    return (server.cpu() - before) / len(requests)


def _words(pairs: Sequence[Pair]) -> str:
    stock, own = (median(values) * 1e6 for values in zip(*pairs, strict=True))
    return f"{own:,.0f} µs CPU a press, stock adapter {stock:,.0f}"
