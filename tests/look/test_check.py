"""The checks find what is wrong; each of these would be refused by Slack."""

import copy

import pytest

from tests.look import need
from tests.look.check import check_blocks

GOOD = {
    "text": "words",
    "blocks": [
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": "words", "verbatim": True},
            "accessory": {
                "type": "overflow",
                "action_id": "press",
                "options": [{"text": {"type": "plain_text", "text": "One"}, "value": "1"}],
            },
        },
        {"type": "actions", "elements": [{"type": "users_select", "action_id": "pick:1"}]},
    ],
}


def broken(change):
    payload = copy.deepcopy(GOOD)
    change(payload["blocks"])
    return payload


BROKEN = {
    "characters, SectionBlock takes 3000": lambda blocks: blocks[0]["text"].update(text="x" * 3001),
    "characters, PlainTextOption takes 150": lambda blocks: blocks[0]["accessory"]["options"][0].update(
        value="x" * 151
    ),
    "items, ActionsBlock takes 25": lambda blocks: blocks[1].update(elements=blocks[1]["elements"] * 26),
    "an action_id comes twice": lambda blocks: blocks[1].update(elements=blocks[1]["elements"] * 2),
    "not verbatim": lambda blocks: blocks[0]["text"].pop("verbatim"),
    "an empty text": lambda blocks: blocks[0]["text"].update(text=" "),
    "51 blocks": lambda blocks: blocks.extend([{"type": "divider"}] * 49),
    "is not assignable": lambda blocks: blocks[1]["elements"][0].update(type="users_choose"),
    "does not exist": lambda blocks: blocks[1]["elements"][0].update(acton="x"),
}


def test_every_mistake_is_found_in_its_own_payload():
    need.require("node", "npm")
    problems = check_blocks([GOOD, *map(broken, BROKEN.values())])
    for index, said in enumerate(BROKEN, 1):
        assert any(problem.startswith(f"payload {index}:") and said in problem for problem in problems), said
    assert not any(problem.startswith("payload 0:") for problem in problems)


def test_a_missing_program_skips_with_what_to_install(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="please install no-such-program"):
        need.require("no-such-program")


def test_a_missing_program_fails_where_every_check_counts(monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="please install no-such-program"):
        need.require("no-such-program")
