"""P27a: one bad item in any sweep: all others are done, and it is reported once."""

import ast
from collections.abc import Awaitable, Callable, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.jobs.faults import LoggedFaults
from readiness import usecases
from readiness.domain.rules import contract as contract_rules
from readiness.domain.values.identity import OrganisationId, WorkspaceId
from readiness.domain.values.notice import NoticeKind
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import Absence
from readiness.domain.values.schedule import WeeklySlot
from readiness.usecases import looking
from readiness.usecases.belonging import look_at_people
from readiness.usecases.contract_lapse import notice_parties
from readiness.usecases.exporting import export
from readiness.usecases.frame.changing import acting
from readiness.usecases.frame.ports import (
    DatabaseUnavailable,
    DigestSchedule,
    PlatformUnavailable,
    ScheduleKind,
    Sweep,
    Workspace,
)
from readiness.usecases.leaving import go_on_without
from readiness.usecases.recounting import recount_reviews
from readiness.usecases.sweeping import run_due
from tests.fakes import MONDAY, SLACK, World, a_world, an_asker
from tests.fakes import _State as State
from tests.readiness.build import (
    ANA,
    BEN,
    CHI,
    EVERYBODY,
    GUS,
    START,
    a_gate,
    an_initiative,
    an_organisation,
    offered_to,
    waived,
)

ELSEWHERE = "Mars/Phobos"


@dataclass(frozen=True)
class Case:
    """How one item of a sweep is made bad, how the sweep is run, and how its world and result show the others done."""

    spoil: Callable[[World], str]
    run: Callable[[World], Awaitable[object]]
    is_done: Callable[[World, Any], bool]


def a_busy_world() -> World:
    """Two initiatives in two channels, of which something is due in every sweep."""
    one = an_initiative(a_gate("offered", ownership=offered_to(BEN)), a_gate("chis", ownership=offered_to(CHI)))
    other = replace(an_initiative(a_gate("offered", ownership=offered_to(CHI)), slug="fraud"), id="fraud")
    other = replace(other, name="Fraud", home=replace(other.home, channel="C2"))
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(one, other)
    for channel in ("C1", "C2"):
        slot = WeeklySlot(0, 9, 0, "UTC")
        due = DigestSchedule(SLACK.id, channel, ScheduleKind.CHANNEL, slot, MONDAY)
        world.storage.state().schedules[SLACK.id, channel] = due
    return world


def reminded(world: World) -> set[str | None]:
    return {row.notice.person for row in world.storage.rows if row.notice.kind is NoticeKind.REMINDER}


def digests(world: World) -> set[str | None]:
    return {row.notice.channel for row in world.storage.rows if row.notice.kind is NoticeKind.DIGEST}


def a_broken_organisation(world: World) -> str:
    """Another organisation, whose initiatives cannot even be listed."""
    broken = OrganisationId("a-broken")
    world.storage.states[broken] = State(Organisation(id=broken, name="Broken"), schedules=None)  # type: ignore[arg-type]
    return broken


def an_organisation_whose_absences_cannot_be_kept(world: World) -> str:
    """Another organisation, of whom somebody's days away begin today."""
    today = MONDAY.date()
    away = replace(an_organisation().person(BEN), absence=Absence(today, today))
    broken = Organisation(id=OrganisationId("a-broken"), name="Broken", people={BEN: away})
    world.storage.states[broken.id] = State(broken)
    world.storage.refuses[broken.id] = RuntimeError("no")
    return broken.id


def one_owner_left(world: World) -> str:
    """Somebody who owns a gate of each initiative, with a backup, is no member any more."""
    left = an_organisation(gone=(BEN,))
    world.change_organisation(replace(left, addresses=world.storage.stored_organisation().addresses))
    for slug in ("churn-model", "fraud"):
        one = world.initiative(slug)
        world.keep(one.with_gate(replace(one.gates["offered"], ownership=Ownership(START, owner=BEN), backup=CHI)))
    return one_that_cannot_be_saved(world)


def contracts_of_which_one_cannot_be_saved(world: World) -> str:
    """Both contracts wait for the signature of a party whose owner is about to be another."""
    act = acting(world.deps, ANA, world.storage.stored_organisation())
    for slug in ("churn-model", "fraud"):
        one = world.initiative(slug)
        gate = replace(one.gates["offered"], ownership=Ownership(START, owner=GUS), party="platform")
        one = replace(one, gates={"offered": gate})
        world.keep(contract_rules.ask(one, act).initiative)
    known = world.storage.stored_organisation()
    platform = replace(known.parties["platform"], owner=CHI, members=frozenset({CHI}))
    world.change_organisation(replace(known, parties={**known.parties, "platform": platform}))
    return one_that_cannot_be_saved(world)


def a_workspace_that_cannot_be_claimed(world: World) -> str:
    """A workspace that nobody can say was looked at, before another one."""
    other = Workspace(WorkspaceId("w-other"), SLACK.organisation, SLACK.platform, "T2")
    world.storage.workspaces[other.id] = other
    known = world.storage.stored_organisation()
    world.change_organisation(replace(known, addresses={**known.addresses, other.id: {CHI: "ZOE"}}))
    world.storage.refuses[SLACK.id] = RuntimeError("no")
    return SLACK.id


def an_initiative_that_cannot_be_told(world: World) -> str:
    one = world.initiative("churn-model")
    world.keep(replace(one, incidents=(None,)))  # type: ignore[arg-type]
    return "churn-model"


def a_digest_from_nowhere(world: World) -> str:
    key = (SLACK.id, "C1")
    known = world.storage.state().schedules[key]
    world.storage.state().schedules[key] = replace(known, slot=replace(known.slot, timezone=ELSEWHERE))
    return f"{SLACK.id}:C1"


def a_person_from_nowhere(world: World) -> str:
    known = world.storage.stored_organisation()
    world.change_organisation(known.with_person(replace(known.person(BEN), timezone=ELSEWHERE)))
    return BEN


def an_initiative_that_breaks_a_rule(world: World) -> str:
    one = world.initiative("churn-model")
    world.keep(replace(one, rework=(None,)))  # type: ignore[arg-type]
    return "churn-model"


def one_that_cannot_be_saved(world: World) -> str:
    world.storage.refuses["churn-model"] = RuntimeError("no")
    return "churn-model"


def a_reminder_that_cannot_be_claimed(world: World) -> str:
    world.storage.refuses[BEN] = RuntimeError("no")
    return BEN


def a_look_up_that_fails(world: World) -> str:
    world.people.refused["BEN"] = [PlatformUnavailable("internal_error")]
    return BEN


def waivers_that_end(world: World) -> None:
    for slug in ("churn-model", "fraud"):
        one = world.initiative(slug)
        world.keep(one.with_gate(waived(next(iter(one.gates.values())), MONDAY.date().replace(day=1))))


async def run_all(world: World) -> None:
    await run_due(world.deps)


async def send_digests(world: World) -> None:
    await run_due(world.deps, initiatives_too=False)


async def follow_a_leaver(world: World) -> None:
    await go_on_without(world.deps, SLACK.organisation, BEN)


async def recount_waivers(world: World) -> None:
    waivers_that_end(world)
    await recount_reviews(world.deps, SLACK.organisation, CHI, frozenset())


async def let_another_speak(world: World) -> None:
    await notice_parties(world.deps, SLACK.organisation, ANA, frozenset({"platform"}))


async def look_everywhere(world: World) -> None:
    await look_at_people(world.deps)


async def export_all(world: World) -> object:
    return await export(world.storage, world.clock, world.deps.faults, "")


async def let_waivers_end(world: World) -> None:
    waivers_that_end(world)
    await run_due(world.deps)


def a_waiver_ended(world: World, _: object) -> bool:
    return world.initiative("fraud").gates["offered"].waiver is None


def a_contract_ended(world: World, _: object) -> bool:
    version = world.initiative("fraud").contract.version
    return version is not None and version.changed_at is not None


def owned(world: World, slug: str) -> Ownership:
    return world.initiative(slug).gates["offered"].ownership


CASES: dict[Sweep, Case] = {
    Sweep.ORGANISATIONS: Case(a_broken_organisation, send_digests, lambda world, _: digests(world) == {"C1", "C2"}),
    Sweep.DIGESTS: Case(a_digest_from_nowhere, run_all, lambda world, _: digests(world) == {"C2"}),
    Sweep.FINDING: Case(a_person_from_nowhere, run_all, lambda world, _: CHI in reminded(world)),
    Sweep.REMINDERS: Case(a_reminder_that_cannot_be_claimed, run_all, lambda world, _: CHI in reminded(world)),
    Sweep.PEOPLE: Case(
        a_look_up_that_fails, lambda world: look_at_people(world.deps), lambda world, _: "CHI" in world.people.lookups
    ),
    Sweep.CATCHING_UP: Case(one_that_cannot_be_saved, let_waivers_end, a_waiver_ended),
    Sweep.ABSENCES: Case(
        an_organisation_whose_absences_cannot_be_kept, run_all, lambda world, _: digests(world) == {"C1", "C2"}
    ),
    Sweep.LEAVING: Case(one_owner_left, follow_a_leaver, lambda world, _: owned(world, "fraud").offered_to == CHI),
    Sweep.RECOUNTING: Case(one_that_cannot_be_saved, recount_waivers, a_waiver_ended),
    Sweep.NOTICING: Case(contracts_of_which_one_cannot_be_saved, let_another_speak, a_contract_ended),
    Sweep.WORKSPACES: Case(
        a_workspace_that_cannot_be_claimed, look_everywhere, lambda world, _: "ZOE" in world.people.lookups
    ),
    Sweep.EXPORT: Case(
        an_initiative_that_cannot_be_told,
        export_all,
        lambda _, told: [one["slug"] for one in told["initiatives"]] == ["fraud"],
    ),
}
"""What takes one item and leaves the others, by sweep."""

ELSEWHERE_TESTED = {
    Sweep.DOCUMENTS: "tests/storage/test_unreadable.py",
    Sweep.PAGES: "below: lists and the start page",
    Sweep.METRICS: "tests/web/test_application.py",
    Sweep.CHANNELS: "tests/usecases/test_channels.py",
}


def test_every_sweep_has_its_test():
    assert CASES.keys() | ELSEWHERE_TESTED.keys() == set(Sweep)


@pytest.mark.parametrize("sweep", CASES, ids=str)
async def test_all_others_are_done_and_the_one_is_reported_once(sweep: Sweep):
    world, case = a_busy_world(), CASES[sweep]
    item = case.spoil(world)
    done = await case.run(world)
    assert case.is_done(world, done)
    assert world.deps.faults.items() == [(str(sweep), item)]


@pytest.mark.parametrize("sweep", CASES, ids=str)
async def test_it_is_logged_once_with_a_reference_and_counted(sweep: Sweep):
    world, case = a_busy_world(), CASES[sweep]
    case.spoil(world)
    await case.run(world)
    ((_, item, error),) = world.deps.faults.failures
    faults = LoggedFaults()
    with capture_logs() as logs:
        for _ in range(3):
            faults.failed(sweep, item, error)
    (entry,) = logs
    assert (entry["event"], entry["sweep"], entry["item"]) == ("item failed", str(sweep), item)
    assert entry["reference"]
    assert faults.counts == {sweep: 3}


async def test_an_initiative_that_breaks_a_rule_keeps_nobody_from_being_reminded_of_another():
    world = a_busy_world()
    an_initiative_that_breaks_a_rule(world)
    await run_due(world.deps)
    assert CHI in reminded(world)
    assert world.deps.faults.items() == [("finding", "churn-model")]


async def test_an_initiative_that_cannot_be_read_takes_no_other_from_list_and_home_and_is_said_to_be_missing():
    world = a_busy_world()
    world.storage.spoil("churn-model")
    listed = await looking.overview(world.deps, an_asker(CHI), "all")
    home = await looking.home_page(world.deps, an_asker(CHI))
    assert ([one.initiative.slug for one in listed.standings], listed.missing) == (["fraud"], 1)
    assert ([one.initiative.slug for one, _ in home.offers], home.missing) == (["fraud"], 1)


@pytest.mark.parametrize("follow", [recount_reviews, notice_parties], ids=lambda one: one.__name__)
async def test_a_database_that_does_not_answer_ends_what_follows(follow: Callable):
    world = a_busy_world()

    def away(_organisation: OrganisationId):
        raise DatabaseUnavailable

    world.storage.read = away  # type: ignore[method-assign]
    with pytest.raises(DatabaseUnavailable):
        await follow(world.deps, SLACK.organisation, BEN, frozenset({"compliance"}))


# --- the next loop ----------------------------------------------------------------------------------------------------

TOGETHER = {
    "readiness/usecases/absence.py": "each recount guards its initiatives",
    "readiness/usecases/belonging.py": "workspaces are guarded, and so is each person asked about",
    "readiness/usecases/frame/asking.py": "what one person may see is one answer",
    "readiness/usecases/calendar.py": "one transaction",
    "readiness/usecases/frame/changing.py": "one transaction",
    "readiness/usecases/checking.py": "each chain is verified by itself, and what cannot be read is the finding",
    "readiness/usecases/codes.py": "one code after the other until one is free",
    "readiness/usecases/frame/concerning.py": "one answer",
    "readiness/usecases/given_up.py": "one transaction",
    "readiness/usecases/frame/handling.py": "one answer",
    "readiness/usecases/digest.py": "one transaction",
    "readiness/usecases/holding.py": "one transaction",
    "readiness/usecases/joining.py": "one transaction",
    "readiness/usecases/linking.py": "one transaction",
    "readiness/usecases/looking.py": "names in one line; lists are guarded",
    "readiness/usecases/reaching.py": "one transaction",
    "readiness/usecases/replying.py": "one answer",
    "readiness/usecases/reminder.py": "kept again until all of it is",
}
"""Where a loop that waits for something belongs together, and why."""


TOGETHER_IN_THE_BOT = {
    "bot/bootstrap.py": "opened and closed as one; what each waits for guards itself",
    "bot/jobs/deliver.py": "copies of one message",
    "bot/jobs/errand.py": "one delivery",
    "bot/slack/lookup.py": "pages of one list",
    "bot/slack/pages.py": "pages of one list",
    "bot/slack/room.py": "each name is given up alone",
    "bot/slack/socket.py": "one connection",
    "bot/teams/people.py": "one person; channels of one team",
    "bot/teams/room.py": "channels of one team",
}


@pytest.mark.parametrize(
    ("folders", "together"),
    [
        (["readiness/usecases"], TOGETHER.keys()),
        (["bot/*.py", "bot/jobs", "bot/doctor", "bot/slack", "bot/teams", "bot/web"], TOGETHER_IN_THE_BOT.keys()),
    ],
    ids=["use cases", "bot"],
)
def test_every_other_loop_that_waits_for_something_is_guarded(folders: list[str], together: Set[str]):
    root = Path(usecases.__file__).parents[2]
    files = [
        file
        for folder in folders
        for file in (root.glob(folder) if folder.endswith(".py") else (root / folder).rglob("*.py"))
    ]
    found = set()
    for file in files:
        loops = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.For | ast.AsyncFor)]
        if any(_waits(loop) and not _is_guarded(loop) for loop in loops):
            found.add(str(file.relative_to(root)))
    assert found == together


def _waits(loop: ast.For | ast.AsyncFor) -> bool:
    return any(isinstance(node, ast.Await) for part in loop.body for node in ast.walk(part))


def _is_guarded(loop: ast.For | ast.AsyncFor) -> bool:
    calls = [node.func for part in loop.body for node in ast.walk(part) if isinstance(node, ast.Call)]
    return any(getattr(call, "id", "") in ("guarded", "each", "guard") for call in calls)
