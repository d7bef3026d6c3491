"""Two workspaces in two processes on one database: an administrator by code, one organisation, one person."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.bootstrap import random_id
from bot.demo.cast import ANA, BEN, CHI, DEE, GUS
from bot.demo.house import House
from bot.demo.stage import Actor
from readiness.usecases.checking import verify
from readiness.usecases.codes import administrator_code
from tests.slack.home import faultless, in_review, press, private, settled, standing, start, type_

Houses = tuple[House, House]


@pytest.fixture
async def houses(database: Path) -> AsyncIterator[Houses]:
    """Left with the churn model under way; right with nothing in it but people who have typed something."""
    async with AsyncExitStack() as stack:
        left = await stack.enter_async_context(faultless(database, team="T0LEFT", team_name="Left"))
        right = await stack.enter_async_context(faultless(database, team="T0RIGHT", team_name="Right"))
        await start(left)
        for actor in (ANA, DEE, GUS):
            await said(right, actor, "list")
        yield left, right


async def said(home: House, actor: Actor, text: str) -> str:
    """Type, and give the private answer; what it caused is left to the process that reaches its workspace."""
    return private(await type_(home, actor, text))


async def code(home: House, actor: Actor, command: str) -> str:
    """What the answer to `command` says to type elsewhere."""
    found = re.search(rf"{command} (\w{{4}}-\w{{4}}-\w{{4}})", await said(home, actor, command))
    assert found is not None
    return found[1]


async def linked(home: House, actor: Actor, with_code: str) -> str:
    """Type the code to link, and answer the question whether both are oneself."""
    asked = await type_(home, actor, f"link {with_code}")
    if "Are both of these you?" not in private(asked):
        return private(asked)
    answer = await home.slack.press(actor.account, asked.messages[-1], "Yes, both are me")
    return private(answer)


async def test_a_code_makes_an_administrator_once(houses: Houses) -> None:
    left, _ = houses
    once = await administrator_code(left.bot.storage, left.clock, random_id)
    assert "Chi is an administrator now" in await said(left, CHI, f"admin {once.lower()}")
    assert "does not work" in await said(left, BEN, f"admin {once}")


async def test_an_approver_of_one_workspace_signs_what_lives_in_the_other(houses: Houses) -> None:
    left, right = houses
    assert "Churn model" not in await said(right, DEE, "list all")
    assert "is part of Left now" in await said(right, ANA, f"join {await code(left, ANA, 'join')}")
    assert "Slack: Left · Slack: Right" in await said(right, DEE, "settings")
    assert "are one person now" in await linked(right, DEE, await code(left, DEE, "link"))

    request = await in_review(left)
    assert "Signed off" in await said(right, DEE, "approve churn-model/approved-datasets")
    await left.bot.settle()
    edited = standing(left, "Signed off", "Dee")
    assert edited.ts == request.ts
    assert [one.broken for one in await verify(left.bot.storage, "", "")] == [None] * 3


async def test_both_processes_know_at_once_who_is_who(houses: Houses) -> None:
    left, right = houses
    joining = await code(left, ANA, "join")
    # The invitation is typed on the right, where nobody but this process hears of it.
    await said(right, ANA, f"join {joining}")
    assert "does not work" in await settled(left, ANA, f"join {joining}")
    linking = await code(right, GUS, "link")
    assert "are one person now" in await linked(left, GUS, linking)
    await left.bot.settle()
    for home in houses:
        assert "churn-model" in await said(home, GUS, "list")
    assert "You did this already" in await said(right, GUS, "accept churn-model/compute")


async def test_two_workspaces_with_initiatives_stay_two(houses: Houses) -> None:
    left, right = houses
    await said(right, ANA, 'new "Other model"')
    told = await said(right, ANA, f"join {await code(left, ANA, 'join')}")
    assert "Both organisations have initiatives" in told
    assert "Churn model" not in await said(right, ANA, "list all")


async def test_whose_evidence_it_was_may_not_have_approved_it_by_another_account(houses: Houses) -> None:
    left, right = houses
    await said(right, ANA, f"join {await code(left, ANA, 'join')}")
    request = await in_review(left)
    await said(right, ANA, "party compliance member @Gus")
    await said(right, GUS, "approve churn-model/approved-datasets")
    await left.bot.settle()
    assert "Signed off" in standing(left, "Signed off", "Gus").plain()
    # The Gus on the right turns out to be the Ben on the left, who gave the evidence.
    told = await linked(right, GUS, await code(left, BEN, "link"))
    assert "1 sign-off counts no more" in told
    await left.bot.settle()
    assert standing(left, "Please sign off").ts != request.ts
    assert "own evidence" in await said(right, GUS, "approve churn-model/approved-datasets")
    assert "Signed off" in await press(left, DEE, standing(left, "Please sign off"), "Approve")
