"""A page in a real Chromium, driven from a test that also holds the bot."""

import asyncio
import json
import shutil
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.look import node
from tests.look.need import require

HERE = Path(__file__).parent
SECONDS_TO_ANSWER = 40


class Browser:
    """Does what a person does; every method waits until it can be done. Raises `AssertionError` when it cannot."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def do(self, name: str, /, **how: Any) -> Any:
        """One of the things that its script can."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": name, **how}).encode() + b"\n")
        async with asyncio.timeout(SECONDS_TO_ANSWER):
            line = await self._process.stdout.readline()
        assert line, "the browser has ended"
        answer = json.loads(line)
        assert "error" not in answer, (name, how, answer)
        return answer["is"]

    async def act_as(self, name: str) -> None:
        """Become somebody."""
        await self.do("act_as", name=name)

    async def say(self, text: str) -> None:
        """Type a line and send it."""
        await self.do("say", text=text)

    async def press(self, name: str, *, about: str = "") -> None:
        """Press the last button of that name, on the last message that says `about`."""
        await self.do("press", name=name, about=about)

    async def sees(self, words: str) -> str:
        """Wait until the words can be seen; all of what stands there."""
        return str(await self.do("sees", words=words))


@asynccontextmanager
async def a_browser(
    width: int, height: int, *, dark: bool = False, script: Path = HERE / "browser.mjs"
) -> AsyncIterator[Browser]:
    """Chromium with a fresh profile, driven by `script`; the test is skipped, or with CI fails, where there is none."""
    require("node", "npm", "chromium")
    await asyncio.to_thread(node.install)
    look = "dark" if dark else "light"
    process = await asyncio.create_subprocess_exec(
        "node", script, str(shutil.which("chromium")), str(width), str(height), look,
        stdin=PIPE, stdout=PIPE,
    )  # fmt: skip
    try:
        yield Browser(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
