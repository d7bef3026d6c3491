"""The README shows what the demo tells, and every variable it names exists."""

import re
from pathlib import Path

from bot.settings import Settings

README = Path("README.md").read_text(encoding="utf-8")


def test_every_variable_in_the_table_is_a_setting():
    table = README[README.index("## Running it") : README.index("Every secret")]
    named = set(re.findall(r"(?:READINESS|SLACK)_[A-Z_]+", table))
    assert named == {field.alias for field in Settings.model_fields.values()} - {"SLACK_API_URL"}
