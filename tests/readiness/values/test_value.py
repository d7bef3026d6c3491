"""Values stay frozen, cost little and compare by their fields (docs/decisions/0011)."""

from dataclasses import replace
from pathlib import Path

import pytest
from mypy import api

from bot.cards import Bold, Code
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.value import value
from tests.readiness.build import MONDAY

ROOT = Path(__file__).parents[3]


@value(frozen=True, slots=True)
class Point:
    x: int
    y: int = 0


def test_the_type_checker_refuses_to_change_a_value(tmp_path: Path) -> None:
    program = tmp_path / "changes.py"
    program.write_text(
        "from bot.cards import Bold\n"
        "from readiness.domain.values.milestone import Milestone\n"
        "milestone, bold = Milestone('design-closed'), Bold('x')\n"
        "milestone.key = 'live'\n"
        "bold.text = 'y'\n"
    )
    said, _, code = api.run(["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(tmp_path), str(program)])
    assert code == 1
    assert [line.split(":")[1] for line in said.splitlines() if "read-only" in line] == ["4", "5"], said


def test_equal_fields_make_equal_values_of_one_type() -> None:
    assert Point(1) == Point(1, 0)
    assert hash(Point(1)) == hash(Point(1, 0))
    assert Bold("x") != Code("x")


def test_a_value_has_no_place_for_anything_else() -> None:
    with pytest.raises(AttributeError):
        Point(1).z = 2  # type: ignore[attr-defined]


def test_a_change_is_a_new_value() -> None:
    before = Ownership(MONDAY)
    after = replace(before, owner="ana")
    assert (before.owner, after.owner) == (None, "ana")
