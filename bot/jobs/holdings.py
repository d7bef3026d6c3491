"""What waits until somebody does something, as readyz and the metrics tell it: a source of `Health`."""

from collections.abc import Awaitable, Callable, Iterable

from bot.health import Degradation
from bot.views.words.counting import counted
from bot.views.words.remedies import refused_words, remedy_words
from readiness.usecases.frame.ports import HeldMessages


async def holdings(waiting: Callable[[], Awaitable[Iterable[HeldMessages]]]) -> tuple[Degradation, ...]:
    """One degradation for each answer of each platform, since the first; of a closed channel its owners know."""
    found: dict[tuple[str, str], list[HeldMessages]] = {}
    for one in await waiting():
        if not one.hold.is_closed:
            found.setdefault((one.workspace.platform, one.hold.code), []).append(one)
    return tuple(_degradation(platform, code, alike) for (platform, code), alike in found.items())


def _degradation(platform: str, code: str, alike: list[HeldMessages]) -> Degradation:
    first = alike[0].hold
    count = sum(one.waiting for one in alike)
    refused = refused_words(first, platform, "", whose="the bot's")
    wait = f"{counted(count, 'message')} {'waits' if count == 1 else 'wait'}"
    words = f"{refused}: {wait}. {remedy_words(first.remedy, first.detail)}"
    return Degradation(platform, code, first.since, words)
