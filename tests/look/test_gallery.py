"""Slack and Teams take every example, and the gallery shows what the bot says today."""

import pytest

from bot.views.examples.every import examples
from tests.look import gallery
from tests.look.check import check_blocks
from tests.look.check_card import check_cards
from tests.look.chosen import CHOSEN, TEAMS
from tests.look.need import require
from tests.views import teams_payloads
from tests.views.payloads import payload

REDRAW = "a message changed: run `make gallery` and look at the pictures"


def test_slack_s_own_types_limits_and_validators_accept_every_example():
    require("node", "npm")
    problems = check_blocks([payload(example) for example in examples()])
    assert [f"{examples()[int(said.split()[1].strip(':'))].name}: {said}" for said in problems] == []


def test_microsoft_s_schema_and_types_and_the_rules_of_teams_accept_every_example():
    require("node", "npm")
    problems = check_cards([teams_payloads.content(example) for example in examples()])
    assert [f"{examples()[int(said.split()[1].strip(':'))].name}: {said}" for said in problems] == []


def test_the_page_shows_exactly_what_was_chosen_as_it_is_now():
    assert gallery.PAGE.read_text(encoding="utf-8") == gallery.page(), REDRAW


def test_every_picture_of_the_page_is_there_and_no_other():
    wanted = {picture.out for picture in gallery.pictures()}
    assert {str(path) for path in gallery.FOLDER.iterdir()} == wanted, REDRAW


def test_the_pictures_stay_small():
    assert sum(path.stat().st_size for path in gallery.FOLDER.iterdir()) <= 8_000_000


def test_every_form_of_the_bot_is_shown():
    forms = {example.name for example in examples() if example.name.startswith("form-")}
    assert forms - {one.name for group in CHOSEN.values() for one in group} == {"form-new-short"}


def test_without_a_browser_it_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(gallery.shutil, "which", lambda program: None if "chrom" in program else program)
    assert gallery.main() == 1
    assert "apt-get install chromium" in capsys.readouterr().err


@pytest.mark.parametrize("group", [*CHOSEN.values(), TEAMS], ids=[*CHOSEN, gallery.TEAMS_HEADING])
def test_every_picture_says_when_it_is_seen(group):
    assert all(one.seen.endswith(".") for one in group)
