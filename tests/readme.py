"""The part of the README that the demo writes: `python -m tests.readme` puts the story's transcript there."""

import asyncio
import logging
from pathlib import Path

import structlog

from bot.demo.run import run_demo

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- story -->\n", "<!-- /story -->"


def transcript() -> str:
    """What `readiness demo --story` prints, the same every time."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    try:
        lines: list[str] = []
        code = asyncio.run(run_demo(lines.append, port=0, serve=False))
    finally:
        structlog.reset_defaults()
    assert code == 0, "\n".join(lines[-20:])
    return "\n".join(lines).strip() + "\n"


def shown() -> str:
    """The transcript that the README shows."""
    text = README.read_text(encoding="utf-8")
    block = text[text.index(BEGIN) + len(BEGIN) : text.index(END)]
    return block.partition("```text\n")[2].partition("```\n")[0]


def rewrite() -> None:
    """Put the present transcript into the README."""
    text = README.read_text(encoding="utf-8")
    before, after = text[: text.index(BEGIN) + len(BEGIN)], text[text.index(END) :]
    folded = f"<details>\n<summary>The whole transcript</summary>\n\n```text\n{transcript()}```\n\n</details>\n"
    README.write_text(before + folded + after, encoding="utf-8")


if __name__ == "__main__":
    rewrite()
