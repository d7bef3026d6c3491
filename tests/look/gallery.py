"""Redraw docs/gallery.md and the pictures in docs/gallery: `make gallery`.

The pictures come from the examples in bot/views/examples, drawn as tests/look/draw.py draws them. The page holds a
digest of what each picture was drawn from, so that a test notices a message that changed and was not looked at.
"""

import hashlib
import json
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.cards import Card
from bot.conversation.commands import COMMANDS
from bot.views.examples.every import examples
from bot.views.examples.example import Example
from bot.views.shown.help import help_card
from tests.look.chosen import CHOSEN, TEAMS, Chosen
from tests.look.draw import Picture, draw
from tests.look.need import INSTALL
from tests.views import teams_payloads
from tests.views.payloads import PEOPLE, payload

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "gallery.md"
FOLDER = DOCS / "gallery"
THEMES = ("light", "dark")
HEAD = """# Gallery

What the bot shows in Slack: every kind of message, form and page, drawn from the examples in `bot/views` by another
project's renderer. Some of the same examples as [Microsoft Teams](#in-microsoft-teams) shows them follow at the end.
`make gallery` redraws this page. The pictures follow your theme; both are linked below each.
"""
TEAMS_HEADING = "In Microsoft Teams"
WIDTH = {"modal": 552, "teams": 640}


@dataclass(frozen=True)
class Drawn:
    """One picture of the gallery with everything the page says about it."""

    name: str
    seen: str
    title: str
    alt: str
    payload: dict[str, Any]
    people: dict[str, str]

    @property
    def digest(self) -> str:
        """Changes whenever the picture has to be drawn again."""
        return hashlib.sha256(json.dumps([self.payload, self.people], sort_keys=True).encode()).hexdigest()[:12]

    def file(self, theme: str) -> str:
        """The picture's file name, which other pages may link to."""
        return f"{self.name}-{theme}.png"


def gallery() -> dict[str, list[Drawn]]:
    """The pictures by the heading they stand under."""
    slack = {heading: [_drawn(one) for one in chosen] for heading, chosen in CHOSEN.items()}
    return {**slack, TEAMS_HEADING: [_drawn_in_teams(one) for one in TEAMS]}


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for heading, pictures in gallery().items():
        parts.append(f"## {heading}\n")
        parts += [_entry(picture) for picture in pictures]
    return "\n".join(parts)


def pictures() -> list[Picture]:
    """What has to be drawn, light and dark."""
    return [
        Picture(one.payload, str(FOLDER / one.file(theme)), theme == "dark", one.people)
        for group in gallery().values()
        for one in group
        for theme in THEMES
    ]


def _drawn(chosen: Chosen) -> Drawn:
    shown = _examples(chosen)
    together = _together([payload(one) for one in shown])
    return Drawn(chosen.name, chosen.seen, chosen.title or shown[0].title, _alt(shown), together, PEOPLE)


def _drawn_in_teams(chosen: Chosen) -> Drawn:
    if chosen.name == "form-new-returned":
        form = _example("form-new")
        together, title, alt = teams_payloads.returned(form), "The form comes back", f"{form.title}, sent back"
    else:
        shown = _examples(chosen)
        together, title, alt = teams_payloads.sheet(*shown), chosen.title or shown[0].title, _alt(shown)
    return Drawn(f"teams-{chosen.name}", chosen.seen, title, alt, together, teams_payloads.PEOPLE)


def _examples(chosen: Chosen) -> list[Example]:
    return [_example(name) for name in chosen.examples or (chosen.name,)]


def _alt(shown: list[Example]) -> str:
    alt = " · ".join(one.shown.summary for one in shown if isinstance(one.shown, Card)) or shown[0].title
    return " ".join(alt.split())


def _example(name: str) -> Example:
    found = next(one for one in examples() if one.name == name)
    # The views' own example lists a few commands, since they may not know the table; the gallery shows all of them.
    return replace(found, shown=help_card(None, COMMANDS)) if name == "help" else found


def _together(payloads: list[dict[str, Any]]) -> dict[str, Any]:
    """Several small messages on one sheet, a line between them."""
    blocks = [block for one in payloads for block in [*one["blocks"], {"type": "divider"}]][:-1]
    return {**payloads[0], "blocks": blocks} if len(payloads) > 1 else payloads[0]


def _entry(drawn: Drawn) -> str:
    light, dark = (f"gallery/{drawn.file(theme)}" for theme in THEMES)
    alt = drawn.alt.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    width = WIDTH.get("teams" if "cards" in drawn.payload else drawn.payload.get("type", ""), 760)
    return f"""### {drawn.title}

{drawn.seen}

<picture><source media="(prefers-color-scheme: dark)" srcset="{dark}">
<img src="{light}" width="{width}" alt="{alt}"></picture>

[light]({light}) · [dark]({dark}) <!-- {drawn.name} {drawn.digest} -->
"""


def main() -> int:
    """Draw everything anew; 1 and what to install when something is missing."""
    chromium = ("chromium", "chromium-browser", "google-chrome")
    lacking = [program for program in ("node", "npm") if not shutil.which(program)]
    lacking += [] if any(map(shutil.which, chromium)) else ["chromium"]
    if lacking:
        sys.stderr.write("To draw the gallery, please install " + " and ".join(INSTALL[one] for one in lacking) + ".\n")
        return 1
    FOLDER.mkdir(exist_ok=True)
    todo = pictures()
    sys.stdout.write(f"Drawing {len(todo)} pictures (about {len(todo) // 3} seconds) ...\n")
    drawn = {Path(out).name for out in draw(todo)}
    for old in FOLDER.glob("*.png"):
        if old.name not in drawn:
            old.unlink()
    PAGE.write_text(page(), encoding="utf-8")
    size = sum(path.stat().st_size for path in FOLDER.glob("*.png"))
    sys.stdout.write(f"docs/gallery.md and {len(drawn)} pictures, {size / 1_000_000:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
