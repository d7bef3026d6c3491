"""Whatever the story posts, edits, opens, publishes or answers is what the platforms' own types and schemas accept."""

from pathlib import Path
from typing import Any

import pytest

from bot.demo import story, twelve_weeks
from bot.demo.cast import CAST, CHANNELS, FAY
from bot.demo.house import House
from bot.demo.narrator import Narrator
from bot.demo.play import Play
from bot.demo.run import Tale
from readiness.templates.builtin import builtin_templates
from tests.look.check import check_blocks
from tests.look.check_card import check_cards
from tests.look.need import require
from tests.slack.home import faultless, name_parties
from tests.teams import home as teams
from tests.teams.home import teams_house

STAY = [actor for actor in CAST if actor is not FAY]
"""Who does not leave in either story."""

SENT = ("text", "blocks")
BOTH = pytest.mark.parametrize("told", [story.play, twelve_weeks.play], ids=["main job", "twelve weeks"])


@BOTH
async def test_every_payload_of_a_story_is_accepted(database: Path, told: Tale) -> None:
    require("node", "npm")
    async with faultless(database, socket_mode=False) as home:
        await name_parties(home)
        await told(Play(home.stage, Narrator(lambda _: None), home.clock, builtin_templates()[0]))
        for actor in STAY:
            await home.stage.home(actor)
        payloads = [*_messages(home), *_views(home)]
    assert len(payloads) > 100
    assert check_blocks(payloads) == []


@BOTH
async def test_every_card_of_a_story_in_teams_is_accepted(database: Path, told: Tale) -> None:
    """Posted, edited, put in another's place or opened as a dialog: by Microsoft's schema and types."""
    require("node", "npm")
    cards: list[dict[str, Any]] = []

    def keep(card: dict[str, Any]) -> tuple[str, ...]:
        cards.append(card)
        return ()

    async with teams_house(database, validate=keep) as home:
        await teams.name_parties(home)
        await told(Play(home.stage, Narrator(lambda _: None), home.clock, builtin_templates()[0]))
        for actor in STAY:
            await home.stage.home(actor)
    assert len(cards) > 100
    assert check_cards(cards) == []


def _messages(home: House) -> list[dict[str, Any]]:
    """What was posted and edited, and the private answers that people saw."""
    called = [call.args for call in home.slack.calls if call.method in ("chat.postMessage", "chat.update")]
    private = [
        {"text": message.text, "blocks": message.blocks}
        for channel in CHANNELS.values()
        for message in home.slack.messages(channel)
        if message.ephemeral_to
    ]
    return [{name: args[name] for name in SENT} for args in (*called, *private) if args.get("blocks")]


def _views(home: House) -> list[dict[str, Any]]:
    return [
        call.args["view"] for call in home.slack.calls if call.method in ("views.open", "views.push", "views.publish")
    ]
