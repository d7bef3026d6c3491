"""Lets a rule read what storage gives page by page, so that memory does not grow and nobody else has to wait."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

PAGE = 200


async def over(stream: AsyncIterator[Item], rule: Callable[[Iterable[Item]], Result]) -> Result:
    """What `rule` makes of everything in `stream`; it runs in a thread and is handed a page of items at a time."""
    loop = asyncio.get_running_loop()

    def items() -> Iterator[Item]:
        while page := asyncio.run_coroutine_threadsafe(_page(stream), loop).result():
            yield from page

    return await asyncio.to_thread(rule, items())


async def _page(stream: AsyncIterator[Item]) -> list[Item]:
    page: list[Item] = []
    while len(page) < PAGE:
        try:
            page.append(await anext(stream))
        except StopAsyncIteration:
            break
    return page
