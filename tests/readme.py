"""What the demo writes into the pages: `python -m tests.readme` puts the stories' transcripts there."""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.demo.run import Tale, long_story, main_job, run_demo

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BEGIN, END = "<!-- story -->\n", "<!-- /story -->"


@dataclass(frozen=True)
class Page:
    """A page that shows what a tale prints."""

    file: Path
    tale: Tale

    def transcript(self) -> str:
        """What `readiness demo --story` prints of it, the same every time."""
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
        try:
            lines: list[str] = []
            code = asyncio.run(run_demo(lines.append, port=0, serve=False, tale=self.tale))
        finally:
            structlog.reset_defaults()
        assert code == 0, "\n".join(lines[-20:])
        return "\n".join(lines).strip() + "\n"

    def shown(self) -> str:
        """The transcript that the page shows."""
        text = self.file.read_text(encoding="utf-8")
        block = text[text.index(BEGIN) + len(BEGIN) : text.index(END)]
        return block.partition("```text\n")[2].partition("```\n")[0]

    def rewrite(self) -> None:
        """Put the present transcript into the page."""
        text = self.file.read_text(encoding="utf-8")
        before, after = text[: text.index(BEGIN) + len(BEGIN)], text[text.index(END) :]
        folded = (
            f"<details>\n<summary>The whole transcript</summary>\n\n```text\n{self.transcript()}```\n\n</details>\n"
        )
        self.file.write_text(before + folded + after, encoding="utf-8")


PAGES = (Page(README, main_job), Page(ROOT / "docs" / "twelve-weeks.md", long_story))


if __name__ == "__main__":
    for page in PAGES:
        page.rewrite()
