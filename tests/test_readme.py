"""The README shows what the demo tells, and names the variables that exist."""

import re

import pytest

from bot.settings import Settings
from tests.readme import PAGES, README, Page

OVERRIDDEN_IN_TESTS = {
    "SLACK_API_URL",
    "TEAMS_OPENID_URL",
    "TEAMS_AUTHORITY_URL",
    "TEAMS_SERVICE_URLS",
    "TEAMS_LOCAL_UNAUTHENTICATED",
}
"""What nobody sets who runs the bot: the platforms' own addresses, and the way around them."""

SETTINGS = {field.alias for field in Settings.model_fields.values()}
VARIABLE = re.compile(r"(?:READINESS|SLACK|TEAMS)_[A-Z_]+")
TEXT = README.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file.stem)
def test_the_transcript_in_a_page_is_what_the_demo_tells(page: Page):
    assert page.shown() == page.transcript(), "the story changed: python -m tests.readme"


def test_every_variable_in_the_table_is_a_setting():
    table = TEXT[TEXT.index("## Running it") : TEXT.index("Every secret")]
    assert set(VARIABLE.findall(table)) == SETTINGS - OVERRIDDEN_IN_TESTS


def test_every_variable_in_the_guides_is_a_setting():
    for guide in (README.parent / "docs" / "how-to").glob("*.md"):
        named = VARIABLE.findall(guide.read_text(encoding="utf-8"))
        assert {name.removesuffix("_FILE") for name in named} <= SETTINGS, guide.name
