"""A button value that the bot did not write is refused by the codec, or does what anybody may who presses it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from bot.bootstrap import built_in_templates
from bot.conversation.forms import FORMS
from bot.conversation.pressed import answer_press
from bot.conversation.turn import Refused, Reply, Turn
from bot.intents.codec import VERBS, BadPress, decode, encode
from bot.intents.form import FormName
from readiness.domain.values.person import Role
from tests.fakes import a_world, an_asker
from tests.forged import forgeries, presses
from tests.readiness.build import ANA, BEN, CHI, DEE, EVERYBODY, a_gate, an_initiative, an_organisation, offered_to

PRESSES = presses()
BUILT_IN = built_in_templates()
REPLIES = get_args(Reply)


async def pressed(press: str) -> Reply:
    """What comes of it when an administrator, who leads the initiative too, presses that."""
    acme = an_organisation()
    ana = replace(acme.people[ANA], role=Role.ADMINISTRATOR)
    world = a_world(replace(acme, people={**acme.people, ANA: ana}), in_channel=EVERYBODY)
    gates = (a_gate("privacy", ownership=offered_to(DEE)), a_gate("drift", owner=CHI), a_gate("lineage", owner=BEN))
    world.keep(an_initiative(*gates))
    return await answer_press(Turn(world.deps, an_asker(ANA), BUILT_IN), press)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_a_press_to_forge(verb: str) -> None:
    press = json.dumps(PRESSES[verb])
    assert type(decode(press)) is VERBS[verb]
    assert decode(encode(decode(press))) == decode(press)


@pytest.mark.parametrize("verb", VERBS)
async def test_whatever_becomes_of_a_press_it_is_refused_or_answered(verb: str) -> None:
    refused = 0
    for forged in forgeries(PRESSES[verb]):
        try:
            decode(forged)
        except BadPress:
            refused += 1
        else:
            assert isinstance(await pressed(forged), REPLIES), forged
    assert refused > 20


@pytest.mark.parametrize("forged", ['["sr","churn-model","stop"]', '["zz"]', "", '["apt","churn-model","boss","BEN"]'])
async def test_what_is_refused_is_told_in_one_sentence(forged: str) -> None:
    reply = await pressed(forged)
    assert isinstance(reply, Refused)
    assert isinstance(reply.refusal, BadPress)
    assert "not one of mine" in reply.card.summary


def _words(hint: Any) -> Iterator[Any]:
    if get_origin(hint) is Literal or (isinstance(hint, type) and issubclass(hint, Enum)):
        yield hint
    for inner in get_args(hint):
        yield from _words(inner)


CLOSED = [
    (verb, at)
    for verb, kind in VERBS.items()
    for at, hint in enumerate(get_type_hints(kind).values(), 1)
    if any(_words(hint))
]


@pytest.mark.parametrize(("verb", "at"), CLOSED)
@pytest.mark.parametrize("word", ["", "another", "OWNER", "owner ", "administrator\u0000"])
def test_a_field_of_a_few_words_takes_no_other(verb: str, at: int, word: str) -> None:
    press = list(PRESSES[verb])
    press[at] = word
    with pytest.raises(BadPress):
        decode(json.dumps(press))


def test_there_are_such_fields() -> None:
    assert {verb for verb, _ in CLOSED} >= {"l", "apt", "sr", "p", "r", "so", "se", "o", "ga"}


def test_every_form_has_a_name_that_a_press_can_carry() -> None:
    assert set(get_args(FormName)) == FORMS.keys()


@pytest.mark.parametrize(
    "slot", [[7, 9, 0, ""], [0, 24, 0, ""], [0, 9, 60, ""], [0, 9, 0, "Nowhere/City"], [0, 9, 0, "../passwd"]]
)
def test_a_digest_comes_at_a_time_that_there_is(slot: list[Any]) -> None:
    assert decode(json.dumps(["dw", [6, 23, 59, "Europe/Berlin"]]))
    with pytest.raises(BadPress):
        decode(json.dumps(["dw", slot]))
