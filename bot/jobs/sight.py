"""When each message was last known to stand."""

from collections import OrderedDict

from readiness.domain.values.notice import Post
from readiness.usecases.frame.ports import Seconds

FRESH = 600.0
"""For so many seconds a message that was seen is taken to stand; then it is looked at before one is posted below it."""

MOST_REMEMBERED = 10_000


class Sight:
    """What this process saw on the platforms: a message it posted or edited stood there at that moment."""

    def __init__(self, seconds: Seconds) -> None:
        """Nothing was seen yet; `seconds` is a clock that nobody sets."""
        self._seconds = seconds
        self._seen: OrderedDict[tuple[str, str, str], float] = OrderedDict()

    def saw(self, post: Post) -> None:
        """It stands."""
        self._seen[_name(post)] = self._seconds()
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)

    def lose(self, post: Post) -> None:
        """It may not stand any more."""
        self._seen.pop(_name(post), None)

    def is_fresh(self, post: Post) -> bool:
        """Whether it was seen a short while ago."""
        seen = self._seen.get(_name(post))
        return seen is not None and self._seconds() - seen < FRESH


def _name(post: Post) -> tuple[str, str, str]:
    return post.workspace, post.channel, post.message
