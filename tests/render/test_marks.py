"""The sign of a mark is the same one everywhere: a character, and the name that Slack has for it."""

import pytest

from bot.cards import Card, Mark, Section
from bot.playground.blocks.emoji import drawn
from bot.render import blocks
from bot.render.marks import sign


@pytest.mark.parametrize("mark", Mark)
def test_slack_knows_the_sign_of_every_mark_by_name(mark: Mark):
    (block,) = blocks.message(Card("Said", (Section((("Said",),), mark),)), {})["blocks"]
    assert drawn(block["text"]["text"]) == f"{sign(mark)}Said"
