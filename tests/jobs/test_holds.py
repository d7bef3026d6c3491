"""A platform that takes nothing until somebody does something: all waits, one message tries now and then, nothing is
lost (promises P14 and P14a)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.jobs.answer_codes import Scope
from bot.jobs.messenger import NeedsPerson
from bot.jobs.pace import Pace
from bot.jobs.pump import Pump
from bot.render import plain
from readiness.domain.values.hold import DIRECT, EVERYWHERE, Remedy
from readiness.domain.values.identity import OrganisationId, WorkspaceId
from readiness.domain.values.person import Role
from readiness.usecases import gate
from readiness.usecases.arrivals import identify
from readiness.usecases.frame.notices import notices
from readiness.usecases.frame.ports import Workspace
from readiness.usecases.holding import channel_reopened, workspace_refused, workspace_restored
from tests.fakes import MONDAY, SLACK, World, a_world, an_asker, needs_person
from tests.readiness.build import ANA, BEN, CHI, EVERYBODY, HANA, a_gate, an_initiative, an_organisation, offered_to

MANY = 40
REVOKED = NeedsPerson("token_revoked", Scope.WORKSPACE, Remedy.REINSTALL)
REASONS = {
    "token_revoked": REVOKED,
    "missing_scope": needs_person("missing_scope", Scope.WORKSPACE, detail="chat:write"),
    "account_inactive": needs_person("account_inactive", Scope.WORKSPACE),
    "message_limit_exceeded": needs_person("message_limit_exceeded", Scope.WORKSPACE),
}


class Bot:
    """A process that delivers; `passes` lets time go by in steps, delivering at each."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.pump = Pump(
            world.deps, world.deliveries, {"slack": world.messenger}, Pace(world.clock.seconds, timedelta())
        )

    async def passes(self, *, step: float = 5, **time: float) -> None:
        until = self.world.clock() + timedelta(**time)
        await self.pump.drain()
        while self.world.clock() < until:
            self.world.clock.move(seconds=step)
            await self.pump.drain()

    def posts(self) -> int:
        return sum(what == "post" for what, *_ in self.world.messenger.calls)


@pytest.fixture
def world() -> World:
    """Forty new initiatives in as many channels; Ana administers."""
    organisation = an_organisation()
    ana = replace(organisation.person(ANA), role=Role.ADMINISTRATOR)
    world = a_world(organisation.with_person(ana), in_channel=EVERYBODY)
    for number in range(MANY):
        one = replace(an_initiative(a_gate("lineage"), slug=f"i-{number}"), version=1)
        world.keep(replace(one, home=replace(one.home, channel=f"C{number}")))
        world.storage.enqueue(SLACK.organisation, notices(None, world.initiative(f"i-{number}"))[0], world.clock())
    return world


@pytest.fixture
def bot(world: World) -> Bot:
    return Bot(world)


@pytest.mark.parametrize("reason", REASONS)
async def test_forty_messages_and_half_an_hour_of_refusal_nothing_is_missing_or_twice_and_ana_is_told_once(
    world: World, bot: Bot, reason: str
) -> None:
    world.messenger.refusing["*"] = REASONS[reason]
    await bot.passes(minutes=30)
    assert world.messenger.sent == []
    assert len(world.storage.held_at(EVERYWHERE)) == MANY + 1
    world.messenger.refusing.clear()
    await bot.passes(minutes=16)
    keys = world.messenger.keys()
    told = [key for key in keys if key.startswith("held:")]
    assert sorted(set(keys) - set(told)) == sorted(f"checklist:i-{number}" for number in range(MANY))
    assert len(keys) == len(set(keys)) == MANY + 1
    assert told == [f"held:slack:{reason}:ana:2026-11-23"]
    assert world.storage.given_up() == {}
    assert world.storage.state().holds == {}


async def test_meanwhile_one_message_tries_now_and_then_and_less_and_less_often(world: World, bot: Bot) -> None:
    world.messenger.refusing["*"] = REVOKED
    await bot.passes(minutes=1)
    at_first = bot.posts()
    await bot.passes(hours=5, step=60)
    assert bot.posts() - at_first <= 26


async def test_a_refusal_of_a_few_seconds_is_told_nobody(world: World, bot: Bot) -> None:
    world.messenger.refusing["*"] = REVOKED
    await bot.passes(seconds=4, step=1)
    world.messenger.refusing.clear()
    await bot.passes(seconds=20, step=1)
    assert sorted(world.messenger.keys()) == sorted(f"checklist:i-{number}" for number in range(MANY))


async def test_what_is_asked_meanwhile_waits_without_being_tried(world: World, bot: Bot) -> None:
    world.messenger.refusing["*"] = REVOKED
    await bot.passes(seconds=5)
    tried = len(world.messenger.calls)
    await gate.assign(world.deps, an_asker(HANA), "i-0", "lineage", CHI)
    await bot.pump.drain()
    assert len(world.messenger.calls) == tried
    assert [key for key in world.storage.held_at(EVERYWHERE) if key.startswith("prompt:i-0:chi")] != []


async def test_what_asks_nothing_any_more_when_it_works_again_is_dropped_and_counted(world: World, bot: Bot) -> None:
    await bot.passes(seconds=1)
    world.messenger.refusing["*"] = REVOKED
    await gate.assign(world.deps, an_asker(HANA), "i-0", "lineage", CHI)
    await bot.passes(minutes=1)
    await gate.decline(world.deps, an_asker(CHI), "i-0", "lineage", "not mine")
    world.messenger.refusing.clear()
    await bot.passes(minutes=16)
    assert not world.messenger.told("prompt:i-0:chi")
    assert bot.pump.counts.overtaken == 1
    assert world.storage.waiting() == ()


async def test_it_goes_on_at_once_when_somebody_types_there(world: World, bot: Bot) -> None:
    world.messenger.refusing["*"] = REVOKED
    await bot.passes(hours=2, step=60)
    world.messenger.refusing.clear()
    await bot.passes(seconds=30)
    assert world.messenger.sent == []
    await identify(world.deps, SLACK, "ANA", "C1")
    await bot.pump.drain()
    assert len(world.messenger.keys()) == MANY + 1


async def test_however_often_somebody_types_it_is_tried_once_in_ten_seconds(world: World, bot: Bot) -> None:
    world.messenger.refusing["*"] = REVOKED
    await bot.passes(hours=1, step=60)
    before = len(world.messenger.calls)
    for _ in range(100):
        await identify(world.deps, SLACK, "ANA", "C1")
        await bot.passes(seconds=1, step=1)
    assert len(world.messenger.calls) - before <= 11


async def test_without_a_hold_a_turn_asks_the_storage_nothing_more(world: World) -> None:
    commits = world.storage.commits
    await identify(world.deps, SLACK, "ANA", "C1")
    assert world.storage.commits == commits


async def test_one_channel_that_refuses_holds_up_no_other(world: World, bot: Bot) -> None:
    world.messenger.refusing["C0"] = needs_person("restricted_action")
    await bot.passes(minutes=2)
    assert len(world.messenger.told("checklist")) == MANY - 1
    assert world.storage.held_at("C0") == ("checklist:i-0",)
    (told,) = world.messenger.told("held")
    assert "in a channel" in told.card.summary
    world.messenger.refusing.clear()
    await bot.passes(minutes=16)
    assert world.messenger.has("checklist:i-0")


async def test_an_answer_that_nobody_knows_holds_only_what_got_it(world: World, bot: Bot) -> None:
    world.messenger.refusing["C0"] = needs_person("never_heard_of", Scope.MESSAGE)
    await bot.passes(minutes=2)
    assert len(world.messenger.told("checklist")) == MANY - 1
    assert world.storage.held_at("?never_heard_of") == ("checklist:i-0",)


async def test_a_message_that_is_refused_for_itself_stops_none_that_wait_with_it(world: World, bot: Bot) -> None:
    for number in range(3):
        world.messenger.refusing[f"C{number}"] = needs_person("never_heard_of", Scope.MESSAGE)
    await bot.passes(minutes=1)
    del world.messenger.refusing["C1"], world.messenger.refusing["C2"]
    await bot.passes(minutes=40)
    assert world.storage.held_at("?never_heard_of") == ("checklist:i-0",)


async def test_direct_messages_that_are_refused_hold_up_no_channel(world: World, bot: Bot) -> None:
    await bot.passes(seconds=1)
    no_scope = needs_person("missing_scope", Scope.DIRECT, detail="im:write")
    world.messenger.failures["direct"] = [no_scope] * 9
    eli = replace(an_initiative(a_gate(ownership=offered_to(BEN)), slug="one"), version=1)
    world.keep(replace(eli, home=replace(eli.home, channel="C9")))
    for notice in notices(None, world.initiative("one")):
        world.storage.enqueue(SLACK.organisation, notice, world.clock())
    await bot.passes(minutes=2)
    assert world.messenger.has("checklist:one")
    assert "prompt:one:ben:1" in world.storage.held_at(DIRECT)


# --- where it is told -------------------------------------------------------------------------------------------------


async def test_the_administrator_is_told_elsewhere_while_the_workspace_takes_nothing(world: World, bot: Bot) -> None:
    teams = Workspace(WorkspaceId("teams"), OrganisationId("acme"), "slack", "T2", "Contoso")
    world.storage.workspaces[teams.id] = teams
    acme = world.storage.stored_organisation()
    world.change_organisation(replace(acme, addresses={**acme.addresses, teams.id: {ANA: "ANA-2"}}))
    for number in range(MANY):
        world.messenger.refusing[f"C{number}"] = REVOKED
    await bot.passes(minutes=2)
    (told,) = world.messenger.sent
    assert told.channel == "D-ANA-2"
    assert "Slack takes none of my messages in Acme." in told.card.summary
    assert "Install the app again" in plain.text(told.card)


async def test_who_can_be_told_nowhere_else_reads_afterwards_that_it_is_over(world: World, bot: Bot) -> None:
    world.messenger.refusing["*"] = REVOKED
    await bot.passes(minutes=2)
    world.messenger.refusing.clear()
    await bot.passes(minutes=16)
    (told,) = world.messenger.told("held")
    assert told.card.summary == "My messages are taken again."


# --- channels that close and open -------------------------------------------------------------------------------------


async def test_a_channel_is_closed_only_when_a_second_look_says_so(world: World, bot: Bot) -> None:
    world.messenger.refusing["C0"] = needs_person("channel_not_found")
    world.messenger.closed["C1"] = needs_person("is_archived")
    await bot.passes(seconds=5)
    holds = world.storage.state().holds
    assert (holds[SLACK.id, "C0"].is_closed, holds[SLACK.id, "C1"].is_closed) == (False, True)


@pytest.mark.parametrize("sign", ["spoken to", "event", "time"])
async def test_what_waited_for_a_closed_channel_is_posted_when_it_is_back(world: World, bot: Bot, sign: str) -> None:
    world.messenger.closed["C0"] = needs_person("is_archived")
    await bot.passes(hours=3, step=600)
    posts = bot.posts()
    world.messenger.closed.clear()
    if sign == "spoken to":
        await identify(world.deps, SLACK, "ANA", "C0")
    elif sign == "event":
        await channel_reopened(world.deps, SLACK, "C0")
    await bot.passes(**({"hours": 7, "step": 600} if sign == "time" else {"seconds": 5}))
    assert world.messenger.has("checklist:i-0")
    assert bot.posts() == posts + 1
    assert world.storage.state().holds == {}


async def test_a_closed_channel_costs_a_look_now_and_then_and_no_message(world: World, bot: Bot) -> None:
    world.messenger.closed["C0"] = needs_person("is_archived")
    await bot.passes(seconds=1)
    calls = len(world.messenger.calls)
    await bot.passes(days=2, step=600)
    assert {what for what, *_ in world.messenger.calls[calls:]} == {"look"}
    assert len(world.messenger.calls) - calls <= 14


# --- what the platform says by itself ---------------------------------------------------------------------------------


async def test_a_workspace_that_says_so_itself_is_not_even_tried(world: World, bot: Bot) -> None:
    await workspace_refused(world.deps, SLACK, "app_uninstalled", Remedy.REINSTALL)
    world.messenger.refusing["*"] = REVOKED
    await bot.pump.drain()
    assert world.messenger.calls == []
    world.messenger.refusing.clear()
    await bot.passes(seconds=11)
    await workspace_restored(world.deps, SLACK)
    await bot.pump.drain()
    assert len(world.messenger.sent) == MANY


async def test_a_hold_for_which_nothing_waits_ends_when_the_platform_says_that_all_is_well(
    world: World, bot: Bot
) -> None:
    world.storage.rows.clear()
    await workspace_refused(world.deps, SLACK, "app_uninstalled", Remedy.REINSTALL)
    await bot.passes(minutes=1)
    assert world.storage.state().holds == {}


# --- replicas ---------------------------------------------------------------------------------------------------------


async def test_of_two_processes_one_tries_and_both_know(world: World, bot: Bot) -> None:
    other = Bot(world)
    world.messenger.refusing["*"] = REVOKED
    await bot.passes(seconds=5)
    for _ in range(240):
        world.clock.move(seconds=15)
        await bot.pump.drain()
        await other.pump.drain()
    probes = world.storage.state().holds[SLACK.id, EVERYWHERE].probes
    assert probes <= 12
    world.messenger.refusing.clear()
    for _ in range(100):
        world.clock.move(seconds=15)
        await other.pump.drain()
        await bot.pump.drain()
    keys = world.messenger.keys()
    assert len(keys) == len(set(keys)) == MANY + 1
    assert world.clock() > MONDAY
