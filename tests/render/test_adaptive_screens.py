"""The target screens in Teams, from cards to the very JSON and picture."""

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.render import adaptive
from tests.look.check_card import check_cards
from tests.look.draw import Picture, draw
from tests.look.need import require
from tests.render.screens import ACCOUNTS, PEOPLE, SCREENS


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_becomes_this_card(name, snapshot: SnapshotAssertion):
    made = adaptive.message(SCREENS[name](), ACCOUNTS)
    assert made == snapshot(extension_class=JSONSnapshotExtension)


def test_microsoft_s_schema_and_types_accept_every_screen():
    require("node", "npm")
    assert check_cards([adaptive.message(screen(), ACCOUNTS) for screen in SCREENS.values()]) == []


def test_every_screen_can_be_drawn_light_and_dark(tmp_path):
    require("node", "npm", "chromium")
    pictures = [
        Picture({"cards": [adaptive.message(screen(), ACCOUNTS)]}, str(tmp_path / f"{name}-{dark}.png"), dark, PEOPLE)
        for name, screen in SCREENS.items()
        for dark in (False, True)
    ]
    draw(pictures)
    assert all((tmp_path / picture.out).stat().st_size > 10_000 for picture in pictures)
