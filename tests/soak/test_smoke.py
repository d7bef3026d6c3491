"""A small size of `make soak`, by real processes: killed, pressed by many at once, answered twice, kept out."""

from pathlib import Path

import pytest

from tests.soak import suite
from tests.soak.database import Databases, Embedded
from tests.soak.outcome import Outcome
from tests.soak.play import IN_SLACK, IN_TEAMS, played
from tests.soak.report import table
from tests.soak.sizes import SMOKE

QUICK = ("clicks", "crowds", "replays", "archived")
"""Those that wait for no lease."""


async def test_a_small_soak_finds_nothing_missing_doubled_or_false(tmp_path: Path) -> None:
    databases = Databases(Embedded(tmp_path), Embedded(tmp_path))
    found = [("sqlite", name, one) async for name, one in played(tmp_path, databases, SMOKE, QUICK)]
    assert len(found) == len(QUICK)
    assert all(one.is_kept for _, _, one in found), table(found)


@pytest.mark.parametrize("broken", [{"missing": 1}, {"doubled": 1}, {"false": 1}])
def test_one_thing_wrong_is_a_broken_promise(broken: dict[str, int]) -> None:
    assert Outcome("P1", "done").is_kept
    assert not Outcome("P1", "done", **broken).is_kept


def test_every_scenario_says_what_it_does() -> None:
    for name, scenario in (IN_SLACK | IN_TEAMS).items():
        assert (getattr(scenario, "func", scenario).__doc__ or "").strip(), name


def test_a_report_of_the_suite_is_read_by_promise() -> None:
    def case(promise: str, what: str, verdict: str = "") -> str:
        said = f'<property name="promise" value="{promise}"/><property name="what" value="{what}"/>'
        return f"<testcase><properties>{said}</properties>{verdict}</testcase>"

    cases = [case("P12", "writers"), case("P12", "writers", "<failure/>"), case("P2", "Teams", "<skipped/>")]
    found = suite.read(f"<testsuites><testsuite>{''.join(cases)}<testcase/></testsuite></testsuites>")
    assert found == (suite.Held("P2", "Teams", 0, 0, 1), suite.Held("P12", "writers", 1, 1, 0))
    with pytest.raises(RuntimeError, match="no test"):
        suite.read("<testsuites/>")
