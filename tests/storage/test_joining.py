"""Joining and linking on both databases, with what another process remembers and does at the same moment."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from readiness.domain.rules.linking import Link
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.code import CodeKind, digest_of
from readiness.domain.values.gate import Evidence, Gate, Progress
from readiness.domain.values.identity import InitiativeId, OrganisationId, PersonId, WorkspaceId
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import Person, Role
from readiness.domain.values.refusals import BothHaveInitiatives, CodeRefused
from readiness.domain.values.schedule import WeeklySlot
from readiness.usecases import checking, codes, joining, linking, looking
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.guarding import Strict
from readiness.usecases.frame.ports import Deps, DigestSchedule, OrganisationMoved, ScheduleKind, Workspace
from storage import SqlStorage, open_storage
from tests.fakes import FakePeople, FixedClock
from tests.storage.samples import NOW, bare_gate, notice, plain_initiative
from tests.storage.test_small_stores import template

ACME, GLOBEX = OrganisationId("acme"), OrganisationId("globex")
SLACK = Workspace(WorkspaceId("w-slack"), ACME, "slack", "T-acme", "Acme")
TEAMS = Workspace(WorkspaceId("w-teams"), GLOBEX, "teams", "tenant", "Globex")
ANA, BEN, XI, YO = map(PersonId, ("ana", "ben", "xi", "yo"))


def organisation(workspace: Workspace, *people: PersonId) -> Organisation:
    """The first of the people administers it and owns its party."""
    known = {person: Person(person, person.capitalize()) for person in people}
    known[people[0]] = replace(known[people[0]], role=Role.ADMINISTRATOR)
    return Organisation(
        workspace.organisation,
        workspace.name,
        parties={"sre": Party("sre", "SRE", people[0], members=frozenset(people))},
        people=known,
        addresses={workspace.id: {person: person.upper() for person in people}},
    )


@dataclass
class Process:
    """One process: its storage, and what its use cases are given."""

    storage: SqlStorage
    deps: Deps

    async def asker(self, platform: str, external: str, account: str) -> Asker:
        """Who that account is, as this process knows it."""
        workspace = await self.storage.workspace(platform, external)
        assert workspace is not None
        person = await self.storage.person_at(workspace, account)
        assert person is not None
        return Asker(workspace.organisation, person, workspace, account)

    async def slack(self, person: str) -> Asker:
        return await self.asker("slack", "T-acme", person.upper())

    async def teams(self, person: str) -> Asker:
        return await self.asker("teams", "tenant", person.upper())


class Counting:
    """Ids that no other process of the test makes."""

    def __init__(self, begin: int) -> None:
        self._next = begin

    def __call__(self) -> str:
        self._next += 1
        return f"{self._next:032x}"


@pytest.fixture
async def processes(url: str) -> AsyncIterator[tuple[Process, Process]]:
    """Two processes on one database with Acme on Slack and Globex on Teams, both known to both."""
    async with open_storage(url) as one, open_storage(url) as other:
        await one.add_workspace(SLACK, organisation(SLACK, ANA, BEN))
        await one.add_workspace(TEAMS, organisation(TEAMS, XI, YO))
        clock = FixedClock(NOW)
        made = tuple(
            Process(storage, Deps(storage, clock, Counting(begin), FakePeople(), clock.seconds, Strict()))
            for storage, begin in ((one, 10**6), (other, 10**9))
        )
        for process in made:
            for ask in (process.slack("ana"), process.slack("ben"), process.teams("xi"), process.teams("yo")):
                await looking.settings(process.deps, await ask)
        yield made


async def join(process: Process) -> joining.JoinedPage:
    """Globex becomes part of Acme."""
    code = await joining.invite(process.deps, await process.slack("ana"))
    return await joining.join(process.deps, await process.teams("xi"), code)


async def start(process: Process, owner: OrganisationId, *gates: Gate, number: int = 1) -> InitiativeId:
    """An initiative of that organisation, led by Ana."""
    plain = plain_initiative(number, 0, owner)
    known = {gate.key: replace(gate, rule=replace(gate.rule, groups=())) for gate in gates or (bare_gate("one"),)}
    one = replace(
        plain, lead=ANA, sponsor=None, backup=None, handoff=Ownership(NOW, ANA), gates=known, member_overrides={}
    )
    async with process.storage.write(owner) as unit:
        await unit.initiatives.add(one)
        await unit.commit()
    return one.id


async def test_a_digest_that_went_by_the_absorbed_ones_timezone_stays_at_that_time(
    processes: tuple[Process, Process],
) -> None:
    here, _ = processes
    slot = WeeklySlot(0, 9, 0, "Asia/Tokyo")
    schedule = DigestSchedule(TEAMS.id, "C1", ScheduleKind.CHANNEL, slot, NOW, follows=True)
    async with here.storage.write(GLOBEX) as unit:
        globex = await unit.organisations.get()
        await unit.organisations.save(globex, replace(globex, calendar=WorkingCalendar("Asia/Tokyo")))
        await unit.schedules.save(schedule)
        await unit.commit()
    await join(here)
    async with here.storage.read(ACME) as unit:
        assert await unit.schedules.list() == (replace(schedule, follows=False),)


async def test_what_the_absorbed_one_had_belongs_to_the_other(processes: tuple[Process, Process]) -> None:
    here, there = processes
    schedule = DigestSchedule(TEAMS.id, "C1", ScheduleKind.LEADERSHIP, WeeklySlot(0, 9, 0, "UTC"), NOW)
    async with here.storage.write(GLOBEX) as unit:
        await unit.schedules.save(schedule)
        await unit.templates.publish(template(1, "theirs"))
        await unit.templates.publish(template(2, "theirs"))
        await unit.templates.publish(template(1, "both"))
        await unit.outbox.enqueue(notice("waiting", None), NOW)
        await unit.commit()
    async with here.storage.write(ACME) as unit:
        await unit.templates.publish(template(3, "both"))
        await unit.commit()
    page = await join(here)
    assert {one.name for one in page.workspaces} == {"Acme", "Globex"}
    for process in processes:
        async with process.storage.read(ACME) as unit:
            acme = await unit.organisations.get()
            assert acme == replace(page.organisation)
            assert await unit.schedules.due(NOW) == (schedule,)
            assert {one.template.key: one.template.version for one in await unit.templates.list()} == {
                "theirs": 2,
                "both": 3,
            }
        assert acme.addresses == {SLACK.id: {ANA: "ANA", BEN: "BEN"}, TEAMS.id: {XI: "XI", YO: "YO"}}
        assert acme.parties["sre"] == Party("sre", "SRE", ANA, None, frozenset({ANA, BEN, XI, YO}))
    (delivery,) = await there.storage.deliveries.claim(NOW, 5)
    assert delivery.organisation == ACME
    assert await there.storage.organisations() == ((ACME, "Acme"),)
    assert await there.storage.absorbed(ACME) == ((GLOBEX, "Globex"),)


async def test_another_process_finds_out_by_itself_and_once(processes: tuple[Process, Process]) -> None:
    here, there = processes
    stale = await there.teams("yo")
    await join(here)
    for read in (
        lambda: looking.settings(there.deps, stale),
        lambda: there.storage.organisation(GLOBEX),
        lambda: there.storage.named(GLOBEX, "churn"),
        lambda: there.storage.in_channel(GLOBEX, TEAMS.id, "C1"),
    ):
        with pytest.raises(OrganisationMoved) as moved:
            await read()
        assert moved.value.into == ACME
    fresh = await there.teams("yo")
    assert (fresh.organisation, fresh.person) == (ACME, YO)
    assert (await looking.settings(there.deps, fresh)).organisation.id == ACME


async def test_every_record_is_whole_after_joining_and_linking(processes: tuple[Process, Process]) -> None:
    here, there = processes
    await start(here, ACME, replace(bare_gate("one"), ownership=Ownership(NOW, YO)))
    await join(here)
    code = await linking.begin_link(here.deps, await here.slack("ben"))
    await looking.settings(there.deps, await there.slack("ben"))
    with pytest.raises(OrganisationMoved):
        await linking.link(there.deps, await there.teams("yo"), code)
    await linking.link(there.deps, await there.teams("yo"), code)
    found = await checking.verify(here.storage, "", "")
    assert {one.name: one.broken for one in found} == {
        "organisation": None,
        "slug-1": None,
        "absorbed-globex": None,
    }
    assert [one.entries for one in found] == [2, 1, 1]


async def test_joining_while_both_have_initiatives_changes_nothing(processes: tuple[Process, Process]) -> None:
    here, _ = processes
    await start(here, ACME)
    await start(here, GLOBEX)
    code = await joining.invite(here.deps, await here.slack("ana"))
    with pytest.raises(BothHaveInitiatives):
        await joining.join(here.deps, await here.teams("xi"), code)
    assert len(await here.storage.organisations()) == 2
    async with here.storage.read(ACME) as unit:
        assert await unit.codes.find(digest_of(code)) is not None
        assert (await unit.organisations.get()).version == 0


@pytest.mark.parametrize("round_", range(5))
async def test_an_initiative_that_starts_at_that_moment_is_never_left_behind(
    processes: tuple[Process, Process], round_: int
) -> None:
    here, there = processes
    await start(here, ACME)
    joined, started = await asyncio.gather(join(here), start(there, GLOBEX, number=2), return_exceptions=True)
    if isinstance(joined, BothHaveInitiatives):
        assert started == "initiative-000002"
    else:
        assert isinstance(started, OrganisationMoved), (joined, started)
    names = {id_ for id_, _ in await here.storage.organisations()}
    async with here.storage.read(GLOBEX) as unit:
        assert bool(await unit.initiatives.slugs()) is (GLOBEX in names)


async def test_of_two_transactions_that_use_a_code_one_succeeds(processes: tuple[Process, Process]) -> None:
    here, there = processes
    code = await codes.administrator_code(here.storage, here.deps.clock, here.deps.ids)
    told = await asyncio.gather(
        codes.become_administrator(here.deps, await here.slack("ben"), code),
        codes.become_administrator(there.deps, await there.teams("yo"), code),
        return_exceptions=True,
    )
    assert [type(one) for one in told if isinstance(one, BaseException)] == [CodeRefused]


async def test_codes_that_expired_are_forgotten_when_a_new_one_is_made(processes: tuple[Process, Process]) -> None:
    here, _ = processes
    old = await codes.administrator_code(here.storage, here.deps.clock, here.deps.ids)
    async with here.storage.read(ACME) as unit:
        kept = await unit.codes.find(digest_of(old))
    assert kept is not None
    assert (kept.kind, kept.organisation, kept.person) == (CodeKind.ADMINISTRATOR, None, None)
    assert isinstance(here.deps.clock, FixedClock)
    here.deps.clock.move(days=2)
    await codes.administrator_code(here.storage, here.deps.clock, here.deps.ids)
    async with here.storage.read(ACME) as unit:
        assert await unit.codes.find(digest_of(old)) is None


async def test_wrong_codes_are_counted_in_all_processes_together(processes: tuple[Process, Process]) -> None:
    here, there = processes
    code = await codes.administrator_code(here.storage, here.deps.clock, here.deps.ids)
    for process in (here, there, here, there, here):
        with pytest.raises(CodeRefused):
            await codes.become_administrator(process.deps, await process.slack("ben"), "AAAA-AAAA-AAAA")
    with pytest.raises(CodeRefused):
        await codes.become_administrator(there.deps, await there.slack("ben"), code)


async def test_what_is_kept_beside_an_initiative_follows_the_person(processes: tuple[Process, Process]) -> None:
    here, there = processes
    evidence = Evidence(1, "https://example.org", YO, NOW)
    gate = replace(
        bare_gate("one"),
        ownership=Ownership(NOW, YO),
        revision=1,
        evidence=evidence,
        contributors=frozenset({YO}),
        progress=Progress.IN_REVIEW,
    )
    both_named = replace(bare_gate("two"), ownership=Ownership(NOW, BEN))
    first, second = await start(here, ACME, gate), await start(here, ACME, gate, both_named, number=2)
    await join(here)
    code = await linking.begin_link(here.deps, await here.slack("ben"))
    page = await linking.link(here.deps, await here.teams("yo"), code)
    assert page.initiatives == 2
    for process in processes:
        async with process.storage.read(ACME) as unit:
            acme = await unit.organisations.get()
            assert acme.merged == {YO: BEN}
            assert acme.person(YO).id == BEN
            assert YO not in acme.people
            assert await unit.initiatives.concerning(YO, frozenset()) == ()
            assert await unit.initiatives.concerning(BEN, frozenset()) == (first, second)
            history = await unit.initiatives.history(first)
            assert [one.evidence.given_by for one in history.evidence] == [BEN]
            found = await unit.initiatives.get(first)
            assert found is not None
            assert (found.gates["one"].owner, found.version) == (BEN, 2)
        assert (await process.teams("yo")).person == BEN
    assert (await there.slack("ben")).person == BEN


async def test_a_rename_rolls_back_with_the_rest(processes: tuple[Process, Process]) -> None:
    here, _ = processes
    one = await start(here, ACME, replace(bare_gate("one"), ownership=Ownership(NOW, BEN)))
    async with here.storage.write(ACME) as unit:
        await unit.initiatives.rename(Link(ANA, BEN))
        assert await unit.initiatives.concerning(BEN, frozenset()) == ()
    async with here.storage.read(ACME) as unit:
        assert await unit.initiatives.concerning(BEN, frozenset()) == (one,)
        assert await unit.initiatives.naming(BEN) == (one,)
        assert await unit.initiatives.naming(XI) == ()


async def test_nothing_of_a_joining_is_kept_unless_it_is_committed(processes: tuple[Process, Process]) -> None:
    here, there = processes
    async with here.storage.write_both(ACME, GLOBEX) as both:
        await both.move(GLOBEX, ACME)
    assert (await there.storage.workspaces_of(GLOBEX)) == (TEAMS,)
    here.deps.clock.move(seconds=timedelta(seconds=1).seconds)  # type: ignore[attr-defined]
    assert (await join(here)).organisation.id == ACME
