"""A button value that somebody made up, sent as Slack would send it."""

import json
from dataclasses import replace

import pytest

from bot.demo.cast import ANA
from bot.demo.house import House
from bot.intents.codec import VERBS
from bot.playground.blocks.control import controls
from bot.playground.workspace.message import Message
from tests.anything import FAILED
from tests.forged import presses
from tests.slack.home import all_words, press, settled, standing

WRONG = ("", "no json", "[]", "[[]]", '["zz"]', '["sr","churn-model","stop"]', '["apt","churn-model","boss","U1"]')


def with_value(message: Message, value: str) -> Message:
    """The message as somebody sees it whose client sends another value for its first button."""
    blocks = json.loads(json.dumps(message.blocks))
    button = next(control for control in controls(blocks) if control.type == "button")
    button.element["value"] = value
    button.element["text"]["text"] = "Forged"
    return replace(message, blocks=blocks)


@pytest.mark.parametrize("value", WRONG[1:])
async def test_it_is_answered_kindly(started: House, value: str) -> None:
    forged = with_value(standing(started, "of 18 ready"), value)
    assert "not one of mine" in await press(started, ANA, forged, "Forged", stale=True)
    assert "0 of 18" in await settled(started, ANA, "status")


async def test_no_verb_with_a_wrong_field_is_a_failure_of_ours(started: House) -> None:
    checklist = standing(started, "of 18 ready")
    for verb, content in presses().items():
        for at in range(1, len(content)):
            wrong = [*content[:at], {"what": ["is", None]}, *content[at + 1 :]]
            answer = await press(started, ANA, with_value(checklist, json.dumps(wrong)), "Forged", stale=True)
            assert "not one of mine" in answer, (verb, wrong)
    assert len(VERBS) > 60
    assert FAILED not in all_words(started)
