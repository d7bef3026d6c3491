"""The README shows what the demo tells, and names the variables that exist."""

import re

from bot.settings import Settings
from tests.readme import README, shown, transcript

OVERRIDDEN_IN_TESTS = {"SLACK_API_URL", "TEAMS_LOCAL_UNAUTHENTICATED"}

TEXT = README.read_text(encoding="utf-8")


def test_the_transcript_in_the_readme_is_what_the_demo_tells():
    assert shown() == transcript(), "the story changed: python -m tests.readme"


def test_every_variable_in_the_table_is_a_setting():
    table = TEXT[TEXT.index("## Running it") : TEXT.index("Every secret")]
    named = set(re.findall(r"(?:READINESS|SLACK|TEAMS)_[A-Z_]+", table))
    assert named == {field.alias for field in Settings.model_fields.values()} - OVERRIDDEN_IN_TESTS
