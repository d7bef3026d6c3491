"""Lists that Slack gives in pages."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

MOST_PAGES = 1000
"""More are never read in one go: a list that does not end is a fault of its own."""


async def pages(
    call: Callable[..., Awaitable[Any]], *, cursor: str | None = None, **asked: object
) -> AsyncIterator[Any]:
    """Every page of a list, from `cursor` or the first one on; Slack may give less at once than `asked` for."""
    for _ in range(MOST_PAGES):
        page = await call(**asked, cursor=cursor)
        yield page
        cursor = next_cursor(page)
        if cursor is None:
            return


def next_cursor(page: Any) -> str | None:
    """Where the next page begins; None after the last one."""
    return (page.get("response_metadata") or {}).get("next_cursor") or None
