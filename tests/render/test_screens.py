"""The target screens, from cards to the very JSON, text and picture."""

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.render import blocks, plain
from tests.look.check import check_blocks
from tests.look.draw import Picture, draw
from tests.look.need import require
from tests.render.screens import ACCOUNTS, PEOPLE, SCREENS


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_becomes_these_blocks(name, snapshot: SnapshotAssertion):
    made = blocks.message(SCREENS[name](), ACCOUNTS)
    assert made == snapshot(extension_class=JSONSnapshotExtension)


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_reads_as_plain_text(name, snapshot: SnapshotAssertion):
    assert plain.text(SCREENS[name]()) == snapshot


def test_slack_s_own_types_and_limits_accept_every_screen():
    require("node", "npm")
    assert check_blocks([blocks.message(screen(), ACCOUNTS) for screen in SCREENS.values()]) == []


def test_every_screen_can_be_drawn_light_and_dark(tmp_path):
    require("node", "npm", "chromium")
    pictures = [
        Picture(blocks.message(screen(), ACCOUNTS), str(tmp_path / f"{name}-{dark}.png"), dark, PEOPLE)
        for name, screen in SCREENS.items()
        for dark in (False, True)
    ]
    draw(pictures)
    assert all((tmp_path / picture.out).stat().st_size > 10_000 for picture in pictures)


def test_the_same_card_names_people_where_they_have_an_account_and_by_name_elsewhere():
    text = str(blocks.message(SCREENS["refusals"](), {"p4": "W4"}))
    assert "<@W4> or Eli of compliance" in text
