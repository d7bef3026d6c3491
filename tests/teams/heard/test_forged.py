"""An invoke with a press that somebody made up."""

import json

import pytest

from bot.demo.cast import ANA
from tests.anything import FAILED
from tests.forged import presses
from tests.slack.heard.test_forged import WRONG
from tests.teams.home import TeamsHouse, said


async def sent(house: TeamsHouse, press: str) -> str:
    """What answers it, as it came over the wire."""
    value = {"action": {"type": "Action.Execute", "verb": "press", "data": {"press": press}}}
    activity = house.teams.activity("invoke", house.stage.person_of(ANA), None, name="adaptiveCard/action", value=value)
    reply = await house.teams.deliver(activity)
    assert reply.status == 200
    return json.dumps(reply.body)


@pytest.mark.parametrize("press", WRONG)
async def test_it_is_answered_kindly(started: TeamsHouse, press: str) -> None:
    assert "not one of mine" in await sent(started, press)
    assert "0 of 18" in await said(started, ANA, "status")


async def test_no_verb_with_a_wrong_field_is_a_failure_of_ours(started: TeamsHouse) -> None:
    for content in presses().values():
        for at in range(1, len(content)):
            answer = await sent(started, json.dumps([*content[:at], {"what": ["is", None]}, *content[at + 1 :]]))
            assert "not one of mine" in answer
            assert FAILED not in answer
