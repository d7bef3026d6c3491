"""A small size of `make soak`, by real processes: killed, pressed by many at once, answered twice, kept out."""

from pathlib import Path

import pytest

from tests.soak.database import Embedded
from tests.soak.outcome import Outcome
from tests.soak.play import SCENARIOS, played
from tests.soak.report import table
from tests.soak.sizes import SMOKE

QUICK = ("clicks", "crowds", "replays", "archived")
"""Those that wait for no lease."""


async def test_a_small_soak_finds_nothing_missing_doubled_or_false(tmp_path: Path) -> None:
    found = [("sqlite", name, one) async for name, one in played(tmp_path, Embedded(tmp_path), SMOKE, QUICK)]
    assert len(found) == len(QUICK)
    assert all(one.is_kept for _, _, one in found), table(found)


@pytest.mark.parametrize("broken", [{"missing": 1}, {"doubled": 1}, {"false": 1}])
def test_one_thing_wrong_is_a_broken_promise(broken: dict[str, int]) -> None:
    assert Outcome("P1", "done").is_kept
    assert not Outcome("P1", "done", **broken).is_kept


def test_every_scenario_says_what_it_does() -> None:
    for name, scenario in SCENARIOS.items():
        assert (getattr(scenario, "func", scenario).__doc__ or "").strip(), name
