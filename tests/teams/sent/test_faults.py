"""What goes wrong in Teams or on our side is told in one sentence, and a press counts once."""

import json
from pathlib import Path

import pytest

from bot.bootstrap import random_id
from bot.demo.cast import ANA, BEN, DEE
from bot.intents.codec import encode
from bot.intents.joining import BecomeAdministrator
from readiness.usecases.codes import administrator_code
from tests.faults.broken import BrokenDatabase
from tests.teams.home import HOME, TeamsHouse, pressed, said, teams_house, words


@pytest.fixture
async def asked(started: TeamsHouse) -> TeamsHouse:
    """A sign-off is waited for."""
    await said(started, BEN, "evidence approved-datasets https://wiki.example/datasets")
    await said(started, BEN, "request approved-datasets")
    return started


async def test_a_press_that_takes_too_long_is_not_confirmed_and_counts_once(
    asked: TeamsHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as slow:
        slow.setattr("bot.teams.turns.SECONDS_TO_DECIDE", 0)
        assert "We could not confirm this" in await pressed(asked, DEE, "Approve", "Please sign off")
    assert "Signed off" in words(asked.stage.sees(DEE, HOME))
    assert "1 of 18 ready" in await said(asked, ANA, "status")


async def test_without_the_database_everybody_is_answered_and_nothing_is_claimed(asked: TeamsHouse) -> None:
    whole = asked.bot.storage._database
    broken = BrokenDatabase(whole)
    asked.bot.storage._database = broken
    broken.fuse.reset(1, kept=False)
    answer = await pressed(asked, DEE, "Approve", "Please sign off")
    asked.bot.storage._database = whole
    assert "does not answer" in answer or "could not confirm" in answer
    assert "Signed off" in await pressed(asked, DEE, "Approve", "Please sign off")


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'"x"', b"\xff", b'{"type": 1}'])
async def test_what_is_no_activity_is_refused_before_anybody_reads_it(house: TeamsHouse, content: bytes) -> None:
    assert (await house.teams.raw(content, {"Content-Type": "application/json"})).status in (400, 401)


@pytest.mark.parametrize("key", ["type", "conversation", "serviceUrl", "from", "channelData", "value"])
@pytest.mark.parametrize("wrong", [None, 5, "x", [], {}, {"id": 7}])
async def test_an_activity_with_something_wrong_in_it_is_never_a_failure_of_ours(
    house: TeamsHouse, key: str, wrong: object
) -> None:
    for kind, more in (("message", {"text": "status"}), ("invoke", {"name": "adaptiveCard/action"})):
        activity = house.teams.activity(kind, house.stage.person_of(ANA), None, **more)
        assert (await house.teams.deliver({**activity, key: wrong})).status < 500


@pytest.mark.parametrize(
    "press", ["", "nonsense", "[]", '["x"]', '["ac"]', json.dumps(["ac", ["churn-model", "compute"], 1])]
)
async def test_a_press_that_nobody_made_is_answered(started: TeamsHouse, press: str) -> None:
    for name, value in (
        ("adaptiveCard/action", {"action": {"type": "Action.Execute", "verb": "press", "data": {"press": press}}}),
        ("task/fetch", {"data": {"press": press}}),
        ("task/submit", {"data": {"press": press, "field:reason": "because"}}),
    ):
        activity = started.teams.activity("invoke", started.stage.person_of(BEN), None, name=name, value=value)
        reply = await started.teams.deliver(activity)
        assert reply.status == 200
        assert reply.body


async def test_a_button_in_a_dialog_that_is_refused_is_done_once(house: TeamsHouse) -> None:
    """Wrong codes are counted: five in an hour are looked at, and the fifth here is the right one."""
    wrong = encode(BecomeAdministrator("WRNG-WRNG-WRNG"))
    for _ in range(4):
        value = {"data": {"press": wrong}}
        activity = house.teams.activity("invoke", house.stage.person_of(BEN), None, name="task/submit", value=value)
        assert (await house.teams.deliver(activity)).status == 200
    code = await administrator_code(house.bot.storage, house.clock, random_id)
    assert "Ben is an administrator now" in await said(house, BEN, f"admin {code}", None)


async def test_an_invoke_that_is_none_of_ours_is_taken_silently(house: TeamsHouse) -> None:
    activity = house.teams.activity("invoke", house.stage.person_of(ANA), None, name="composeExtension/query", value={})
    assert (await house.teams.deliver(activity)).status == 200


async def test_while_teams_does_not_answer_a_lookup_that_is_told_and_nothing_changed(started: TeamsHouse) -> None:
    newcomer = started.teams.add_person("Noor")
    started.teams.invite(started.teams.team_of(started.teams.conversation(started.channels[HOME])), newcomer)
    started.teams.fail("member", times=9, status=500)
    assert "does not answer me right now" in await said(started, ANA, "assign compute @Noor")
    assert "No owner" in await said(started, ANA, "show compute")


async def test_without_a_channel_a_start_says_what_to_do_first(database: Path) -> None:
    async with teams_house(database, in_team=False) as house:
        await house.stage.press(BEN, None, "New initiative", about="handoffs accountable")
        dialog = house.teams.dialog(house.stage.person_of(BEN))
        assert dialog is not None
        assert "add me to the team" in dialog.plain()


async def test_what_happens_while_the_database_is_away_is_no_failure_of_ours(house: TeamsHouse) -> None:
    broken = BrokenDatabase(house.bot.storage._database)
    newcomer = house.teams.add_person("Noor")
    house.bot.storage._database = house.bot.storage.conversations._database = broken
    broken.fuse.reset(1, kept=False)
    assert (await house.teams.install(newcomer)).status == 200
