"""What is delivered twice happens once, whatever it is, on each way that it can come (promise P17, decision 0024)."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import assembled, random_id
from bot.conversation import route
from bot.demo.stage import Stage
from bot.intents.digest import DigestLeadership
from bot.intents.looking import Share
from bot.intents.person import SayLeft
from bot.views.answers.repeated import DELIVERED_AGAIN
from bot.web.server import listening
from readiness.usecases.codes import administrator_code
from tests.slack.home import database, faultless, migrated
from tests.stories.walk import (
    SLACK,
    TEAMS,
    Say,
    Step,
    Wait,
    changing_commands,
    commands_walked,
    contents,
    effects,
    requests_handled,
    take,
)
from tests.teams.home import teams_house
from tests.teams.standin.tree import strings

__all__ = ["database", "migrated"]


@dataclass(frozen=True)
class Way:
    """One way in: a platform, and a second process of the bot on the same database, which has heard nothing."""

    platform: Any
    stage: Stage
    bot: Any
    clock: Any
    here: str
    other: str

    async def code(self) -> str:
        """A one-time code that makes an administrator."""
        return await administrator_code(self.bot.storage, self.clock, random_id)

    async def again(self, url: str) -> Any:
        """Deliver what was last delivered once more, to that process."""
        self.platform.deliver_to(url)
        answer = await self.platform.deliver_again()
        await self.bot.settle()
        self.platform.deliver_to(self.here)
        return answer


@asynccontextmanager
async def slack_way(file: Path) -> AsyncIterator[Way]:
    """Slack over HTTP."""
    async with AsyncExitStack() as stack:
        home = await stack.enter_async_context(faultless(file))
        url = await second(stack, home.bot, home.clock)
        here = f"{home.url}/slack/events"
        yield Way(home.slack, home.stage, home.bot, home.clock, here, f"{url}/slack/events")


@asynccontextmanager
async def socket_way(file: Path) -> AsyncIterator[Way]:
    """Slack in Socket Mode, where what is delivered again comes in another envelope; no second process."""
    async with faultless(file, socket_mode=True) as home:
        yield Way(home.slack, home.stage, home.bot, home.clock, "", "")


@asynccontextmanager
async def teams_way(file: Path) -> AsyncIterator[Way]:
    """Teams."""
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(teams_house(file))
        url = await second(stack, house.bot, house.clock)
        here = house.teams._scene.courier.url
        yield Way(house.teams, house.stage, house.bot, house.clock, here, f"{url}/api/messages")


async def second(stack: AsyncExitStack, first: Any, clock: Any) -> str:
    bot = await stack.enter_async_context(assembled(first.settings, clock=clock, ids=random_id, gap=timedelta()))
    port = await stack.enter_async_context(listening(await stack.enter_async_context(bot.hearing()), "127.0.0.1", 0))
    return f"http://127.0.0.1:{port}"


WAYS = {"slack": (slack_way, SLACK), "teams": (teams_way, TEAMS)}


@pytest.mark.parametrize("way", WAYS)
async def test_everything_that_changes_something_is_done_once(
    way: str, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive, walk = WAYS[way]
    with effects(monkeypatch) as seen:
        async with arrive(database) as walked:
            for step in walk:
                await step_and_repeats(walked, step, database)
    only_the_other = {kind for kind in route.CHANGING if kind in _ONLY[way]}
    assert route.CHANGING.keys() - seen == only_the_other


SOME = 24
"""Steps with everything that comes by an envelope: lines, a form, a press."""

_ONLY = {"slack": {SayLeft}, "teams": {Share, DigestLeadership}}


async def test_what_comes_in_two_envelopes_of_socket_mode_is_done_once(database: Path) -> None:
    async with socket_way(database) as walked:
        for step in SLACK[:SOME]:
            await step_and_repeats(walked, step, database)


def test_the_walk_uses_every_command_that_changes_something() -> None:
    assert {one.name for one in changing_commands()} - commands_walked() == set()


async def step_and_repeats(way: Way, step: Step, file: Path) -> None:
    """Do the step, have it delivered again, and say the same again by a request of its own: only the first counts."""
    before = requests_handled(file)
    await take(way.stage, step, way.clock, way.code)
    await way.bot.settle()
    if isinstance(step, Wait):
        return
    after, does = contents(file), not getattr(step, "only_asks", False)
    assert (requests_handled(file) > before) is does, step
    first = way.platform.last_body
    same = await way.again(way.here)
    assert (same.status, same.body) == (200, first), step
    assert not does or list(same.messages) == [], step
    if way.other:
        await delivered_elsewhere(way, step, does=does)
    if isinstance(step, Say) and step.line not in ADDS:
        await take(way.stage, step, way.clock, way.code)
    await way.bot.settle()
    assert (step, contents(file)) == (step, after)


ADDS = {"join", "link", "admin {code}"}
"""What is different each time: a code of its own."""


async def delivered_elsewhere(way: Way, step: Step, *, does: bool) -> None:
    """Have it delivered to another process, which knows only what is kept."""
    elsewhere = await way.again(way.other)
    assert elsewhere.status == 200, step
    if does:
        said = [*strings(elsewhere.body), *(message.plain() for message in elsewhere.messages)]
        assert any(DELIVERED_AGAIN in one for one in said), (step, said)
