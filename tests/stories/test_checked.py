"""Whatever the story posts, edits, opens, publishes or answers is what the platforms' own types and schemas accept."""

from pathlib import Path
from typing import Any

from bot.demo.cast import CAST, CHANNELS
from bot.demo.house import House
from bot.demo.narrator import Narrator
from bot.demo.play import Play
from bot.demo.story import play
from readiness.templates.builtin import builtin_templates
from tests.look.check import check_blocks
from tests.look.check_card import check_cards
from tests.look.need import require
from tests.slack.home import faultless, name_parties
from tests.teams import home as teams
from tests.teams.home import teams_house

SENT = ("text", "blocks")


async def test_every_payload_of_the_story_is_accepted(database: Path) -> None:
    require("node", "npm")
    async with faultless(database, socket_mode=False) as home:
        await name_parties(home)
        await play(Play(home.stage, Narrator(lambda _: None), home.clock, builtin_templates()[0]))
        for actor in CAST:
            await home.stage.home(actor)
        payloads = [*_messages(home), *_views(home)]
    assert len(payloads) > 100
    assert check_blocks(payloads) == []


async def test_every_card_of_the_story_in_teams_is_accepted(database: Path) -> None:
    """Posted, edited, put in another's place or opened as a dialog: by Microsoft's schema and types."""
    require("node", "npm")
    cards: list[dict[str, Any]] = []

    def keep(card: dict[str, Any]) -> tuple[str, ...]:
        cards.append(card)
        return ()

    async with teams_house(database, validate=keep) as home:
        await teams.name_parties(home)
        await play(Play(home.stage, Narrator(lambda _: None), home.clock, builtin_templates()[0]))
        for actor in CAST:
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
