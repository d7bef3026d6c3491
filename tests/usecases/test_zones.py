"""A timezone that nobody knows here, or one by Windows' name: wherever it comes from, everybody else goes on."""

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from babel.core import get_global

import bot
import readiness
import storage
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.notice import NoticeKind
from readiness.usecases.arrivals import identify, refresh_person
from readiness.usecases.sweeping import run_due
from readiness.zones import known_zone
from tests.fakes import SLACK, World, a_world
from tests.readiness.build import ANA, BEN, CHI, EVERYBODY, a_gate, a_person, an_initiative, an_organisation, offered_to

WINDOWS, NONSENSE = "W. Europe Standard Time", "Mars/Phobos"
BAD = [
    NONSENSE,
    "",
    " ",
    ".",
    "Europe",
    "localtime",
    "Factory",
    "posixrules",
    "posix/Europe/Berlin",
    "right/Europe/Berlin",
    "../../../etc/passwd",
    "/etc/passwd",
    "a\0b",
    "x" * 5000,
    "Zürich",
]


@pytest.mark.parametrize("name", BAD)
def test_a_name_that_nobody_knows_is_no_zone(name):
    assert known_zone(name) == ""


def test_every_name_of_windows_is_a_zone_that_this_machine_knows():
    names = get_global("windows_zone_mapping")
    assert {name: known_zone(name) for name in names} == {**names, "UTC": "UTC"}
    assert known_zone(WINDOWS) == "Europe/Berlin"


def test_every_name_of_this_machine_is_itself():
    names = available_timezones() - {"localtime", "Factory"}
    assert {known_zone(name) for name in names} == names


# --- where people come in ---------------------------------------------------------------------------------------------


def a_berlin_world() -> World:
    """An organisation in Berlin, where it is ten in the morning."""
    organisation = replace(an_organisation(), calendar=WorkingCalendar("Europe/Berlin"))
    world = a_world(organisation, in_channel=EVERYBODY)
    world.keep(an_initiative(a_gate("one", ownership=offered_to(BEN)), a_gate("two", ownership=offered_to(CHI))))
    return world


async def arrives(world: World, zone: str) -> str:
    """A new person, of whom the platform tells that zone; where they live then."""
    world.people.people["UNEW"] = a_person(ANA, timezone=zone)
    new = await identify(world.deps, SLACK, "UNEW", None)
    return world.storage.stored_organisation().person(new.person).timezone


async def moves(world: World, zone: str) -> str:
    """Ben, of whom the platform tells that zone from now on; where he lives then."""
    world.people.people["BEN"] = a_person(BEN, timezone=zone)
    await refresh_person(world.deps, SLACK, "BEN")
    return world.storage.stored_organisation().person(BEN).timezone


@pytest.mark.parametrize("zone", BAD)
async def test_who_comes_from_nowhere_lives_where_the_organisation_does(zone):
    assert await arrives(a_berlin_world(), zone) == "Europe/Berlin"


@pytest.mark.parametrize("zone", BAD)
async def test_who_moves_to_nowhere_stays_where_they_were(zone):
    world = a_berlin_world()
    assert await moves(world, "Asia/Tokyo") == "Asia/Tokyo"
    assert await moves(world, zone) == "Asia/Tokyo"


@pytest.mark.parametrize("comes_in", [arrives, moves])
async def test_a_name_of_windows_is_understood(comes_in: Callable):
    world = a_berlin_world()
    assert await comes_in(world, "Tokyo Standard Time") == "Asia/Tokyo"
    assert world.deps.faults.replacements == []


@pytest.mark.parametrize("comes_in", [arrives, moves])
async def test_who_comes_from_nowhere_is_told_to_the_operator(comes_in: Callable):
    world = a_berlin_world()
    await comes_in(world, NONSENSE)
    ((what, _, value),) = world.deps.faults.replacements
    assert (what, value) == ("timezone", NONSENSE)


async def test_the_first_administrator_from_nowhere_leaves_the_organisation_a_zone():
    world = a_world(replace(an_organisation(), people={}))
    world.people.people["UNEW"] = a_person(ANA, timezone=NONSENSE)
    world.people.admins.add("UNEW")
    await identify(world.deps, SLACK, "UNEW", None)
    assert world.storage.stored_organisation().calendar.timezone == "UTC"


@pytest.mark.parametrize("zone", [NONSENSE, WINDOWS])
async def test_everybody_is_reminded_whatever_one_of_them_is_from(zone):
    world = a_berlin_world()
    await moves(world, zone)
    await run_due(world.deps)
    told = {row.notice.person for row in world.storage.rows if row.notice.kind is NoticeKind.REMINDER}
    assert {BEN, CHI} <= told


# --- where the next one might come in ---------------------------------------------------------------------------------

READS_A_VALUE = {
    "readiness/domain/values/calendar.py": "the zone of an organisation",
    "readiness/domain/readings/reminder.py": "the zone of a person",
    "readiness/domain/values/schedule.py": "the zone of a slot",
    "readiness/usecases/digest.py": "the zone of a slot",
    "readiness/usecases/reminder.py": "the zone of a person",
    "bot/views/words/dates.py": "the zone of an organisation, a person or a slot",
}
"""Where a zone is looked up by a name that was checked when it came in, or when it was read from the database."""

CHECKS = {"readiness/zones.py", "bot/playground/person.py"}
"""Where a name is tried, and what that raises is caught."""


def test_a_zone_is_looked_up_by_an_unchecked_name_nowhere():
    found = set()
    for package in (bot, readiness, storage):
        root = Path(package.__file__).parent
        for file in root.rglob("*.py"):
            calls = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
            if any(_names_a_zone(call) for call in calls):
                found.add(str(file.relative_to(root.parent)))
    assert found == READS_A_VALUE.keys() | CHECKS


def _names_a_zone(call: ast.Call) -> bool:
    is_zone = getattr(call.func, "id", getattr(call.func, "attr", "")) == "ZoneInfo"
    return is_zone and not all(isinstance(one, ast.Constant) for one in call.args)
