"""The deployment contract on Slack: typed and pressed, signed, refused, overtaken."""

from bot.demo.cast import ANA, BEN, KIM
from bot.demo.house import House
from tests.slack.home import PARTIES, everything, press, private, settled, standing, type_


async def asked(home: House) -> None:
    """Every party of the churn model is asked to sign."""
    assert "Asked every party to sign the contract of Churn model" in await settled(home, ANA, "contract ask")


async def test_every_party_signs_in_the_thread_and_the_checklist_says_so(started: House) -> None:
    assert "not signed yet" in everything(started)[0].plain()
    await asked(started)
    for people in PARTIES.values():
        await press(started, people[0], standing(started, "Please sign the contract"), "Sign")
        if "Signed by every party" in everything(started)[-1].plain():
            break
    assert "The contract is signed by every party" in everything(started)[0].plain()
    assert standing(started, "Signed by every party: the contract of Churn model")
    assert "Nothing more to do" in await settled(started, ANA, "contract ask")


async def test_who_speaks_for_no_party_is_told_who_does(started: House) -> None:
    await asked(started)
    said = await press(started, KIM, standing(started, "Please sign the contract"), "Sign")
    assert "This is for whoever speaks for a party." in said
    assert "can sign or refuse the contract" in said


async def test_a_refusal_is_a_form_or_a_line_and_is_shown_with_its_reason(started: House) -> None:
    await asked(started)
    await press(started, PARTIES["sre"][0], standing(started, "Please sign the contract"), "Refuse…")
    answer = await started.slack.submit(PARTIES["sre"][0].account, {"reason": "No rollback yet."})
    await started.bot.settle()
    assert "Refused for SRE" in private(answer)
    assert "“No rollback yet.”" in standing(started, "Please sign the contract").plain()
    assert "Refused for compliance" in await settled(
        started, PARTIES["compliance"][0], "contract refuse the criteria lack a limit"
    )


async def test_a_press_on_what_was_overtaken_shows_the_new_one_and_counts_nothing(started: House) -> None:
    await asked(started)
    request = standing(started, "Please sign the contract")
    await type_(started, ANA, "gate remove downstream-told nobody consumes it")
    said = await press(started, PARTIES["sre"][0], request, "Sign")
    assert "The contract changed since this message." in said
    assert "Taken off the checklist: `downstream-told`" in said
    assert "can sign for it" in said


async def test_what_changed_can_be_looked_at(started: House) -> None:
    assert "nothing to compare with" in await settled(started, ANA, "contract changes")
    await asked(started)
    await type_(started, ANA, "gate remove downstream-told nobody consumes it")
    assert "Everybody signs again for" in await settled(started, ANA, "contract changes")


async def test_development_that_starts_without_a_contract_is_told_to_whoever_says_so_and_to_everybody(
    started: House,
) -> None:
    said = await settled(started, ANA, "milestone development-started done")
    sentence = "without a signed contract: nobody had been asked to sign it."
    assert sentence in said
    assert sentence in everything(started)[0].plain()


async def test_an_owner_who_hands_over_is_told_that_the_contract_ends(started: House) -> None:
    await asked(started)
    await type_(started, BEN, "handoff approved-datasets @ida")
    said = await settled(started, PARTIES["data-engineering"][1], "accept approved-datasets")
    assert "The contract changed while it was being signed" in said
