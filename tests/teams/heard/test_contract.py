"""The deployment contract in Teams: signed from the card, refused in a dialog, overtaken."""

import pytest

from bot.demo.cast import ANA, BEN, DEE
from tests.teams.home import HOME, TeamsHouse, name_parties, pressed, said, words

CARD = "Please sign the contract of Churn model"


@pytest.fixture
async def asked(house: TeamsHouse) -> TeamsHouse:
    """The churn model with a name for every gate, and every party asked to sign."""
    await name_parties(house)
    assert "is started" in await said(house, ANA, 'new "Churn model" development-started 2026-10-26')
    assert "Asked every party to sign" in await said(house, ANA, "contract ask")
    return house


async def test_a_party_signs_from_the_card(asked: TeamsHouse) -> None:
    assert "Signed for compliance" in await pressed(asked, DEE, "Sign", CARD)
    assert "Compliance: signed by Dee" in await said(asked, ANA, "contract")


async def test_a_party_refuses_in_a_dialog(asked: TeamsHouse) -> None:
    await pressed(asked, BEN, "Refuse…", CARD)
    assert "Refused for data engineering" in words(await asked.stage.fill(BEN, {"reason": "No licence yet."}))
    assert "refused by Ben" in await said(asked, ANA, "contract")


async def test_a_press_on_what_was_overtaken_counts_nothing_and_shows_the_new_one(asked: TeamsHouse) -> None:
    asked.stage.keep(DEE, HOME, about=CARD)
    await said(asked, ANA, "gate remove downstream-told nobody consumes it")
    seen = words(await asked.stage.press_kept(DEE, "Sign"))
    assert "The contract changed since this message." in seen
    assert "Dee can sign for it" in seen
    assert "contract not signed yet" in await said(asked, ANA, "contract")
