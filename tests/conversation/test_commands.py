from itertools import chain
from pathlib import Path

import pytest

from bot.conversation import commands
from bot.conversation.commands import COMMANDS, Topic, family, find, first_words, names
from bot.conversation.reading.words import from_text
from bot.intents.codec import INTENTS
from bot.intents.looking import AllGates, Help, Share
from tests.conversation.saying import TEMPLATES, say, scope

PRESSED_ONLY = {AllGates, Share}
"""What only buttons ask for: a page, posting an answer for everybody, the start page."""

WHERE = scope(templates=TEMPLATES)
by_name = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)


@by_name
def test_an_example_gives_the_intent_it_claims(command):
    assert type(say(command.example, WHERE)) is command.gives[0]


@by_name
def test_an_example_gives_the_same_in_capitals(command):
    typed = command.name.upper() + command.example[len(command.name) :]
    assert say(typed, WHERE) == say(command.example, WHERE)


@by_name
def test_usage_and_example_begin_with_the_name_or_an_alias(command):
    assert command.example.startswith((command.name, *command.aliases))
    assert command.usage.startswith(command.name)


@by_name
def test_a_command_is_told_in_one_short_sentence_or_two(command):
    assert command.does.endswith(".")
    assert len(command.does) <= 100
    assert len(command.usage) <= 100


@by_name
def test_help_knows_every_command_by_every_name(command):
    for name in (command.name, *command.aliases):
        assert say(f"help {name}") == Help(command.name)
    assert command in family(command.name)


def test_every_intent_that_can_be_typed_is_in_the_table():
    given = set(chain.from_iterable(command.gives for command in COMMANDS))
    assert given == set(INTENTS) - PRESSED_ONLY


def test_no_name_is_used_twice():
    every = [name for command in COMMANDS for name in (command.name, *command.aliases)]
    assert len(every) == len(set(every))


def test_every_topic_has_commands():
    assert {command.topic for command in COMMANDS} == set(Topic)


def test_every_command_of_the_stable_interface_is_there():
    promised = (
        "status list show new assign claim accept decline evidence request handoff approve changes waive n/a blocked "
        "party approvers milestone digest remind pause resume cancel gate due depends unblock withdraw role template "
        "settings help"
    )
    ours = (
        "home value lead sponsor admin join link waits away finding rework expires escalation reconfirm confirm"
        " questions lateness incident contract person timezone weekend holidays"
    )
    assert set(first_words()) == {*promised.split(), *ours.split()}


def test_a_family_is_found_by_its_first_word():
    assert [command.name for command in family("gate")] == ["gate add", "gate remove"]
    assert [command.name for command in family("digest")] == [
        "digest",
        "digest weekly",
        "digest off",
        "digest leadership",
    ]
    assert family("nonsense") == ()
    assert family("") == ()


def test_a_command_is_found_with_the_token_behind_its_name():
    assert [(found[0].name, found[1]) for found in map(find, map(from_text, ("status x", "gate add x"))) if found] == [
        ("status", 1),
        ("gate add", 2),
    ]
    assert find(from_text("")) is None
    assert find(from_text("gate x")) is None
    assert find(from_text('"status"')) is None


def test_names_are_in_the_order_of_the_table():
    assert names() == tuple(command.name for command in COMMANDS)


def test_the_table_names_no_platform():
    source = Path(commands.__file__).read_text(encoding="utf-8").lower()
    assert "slack" not in source
    assert "teams" not in source
