"""Draw Block Kit and Adaptive Cards in Chromium, with slack-blocks-to-jsx and Microsoft's adaptivecards.

python -m tests.look.draw IN.json OUT.png [IN.json OUT.png ...] [--dark]
"""

import argparse
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.look import node


@dataclass(frozen=True)
class Picture:
    """One payload, where its PNG goes, and names for the account ids in it.

    A payload is a message, modal or home view of Slack; or for Teams the contents of `cards`, in a dialog if it has a
    `title`.
    """

    payload: Mapping[str, Any]
    out: str
    dark: bool = False
    people: Mapping[str, str] = field(default_factory=dict)


def draw(pictures: Iterable[Picture]) -> list[str]:
    """Draw all pictures, in one browser a platform; the files written. A picture is no validation: see check.py."""
    chromium = _chromium()
    jobs = [asdict(picture) for picture in pictures]
    drawn: list[str] = []
    for script, is_teams in (("draw.mjs", False), ("draw_card.mjs", True)):
        if todo := [job for job in jobs if ("cards" in job["payload"]) is is_teams]:
            drawn += node.run(script, {"chromium": chromium, "jobs": todo}).splitlines()
    return drawn


def heights(pictures: Iterable[Picture]) -> list[float]:
    """How tall each picture of Slack would be, in CSS pixels, drawn in the browser without a file being written."""
    given = {"chromium": _chromium(), "measure": True, "jobs": [asdict(picture) for picture in pictures]}
    return [float(line) for line in node.run("draw.mjs", given).splitlines()]


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise FileNotFoundError("Chromium is needed to draw pictures")
    return found


def main() -> None:
    """Draw files given on the command line."""
    parser = argparse.ArgumentParser(description="Draw Block Kit and Adaptive Cards as pictures.")
    parser.add_argument("files", nargs="+", metavar="IN.json OUT.png")
    parser.add_argument("--dark", action="store_true")
    given = parser.parse_args()
    pairs = zip(given.files[::2], given.files[1::2], strict=True)
    draw(Picture(json.loads(Path(source).read_text()), out, given.dark) for source, out in pairs)


if __name__ == "__main__":
    main()
