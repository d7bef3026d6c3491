"""Many click at once: each gate is signed off once, and whoever came later is told who and when (P16, smoke size)."""

import asyncio
from collections.abc import Iterable

from bot.demo.cast import ANA, BEN, CAST, CHI, DEE
from bot.demo.house import House
from bot.playground import Answer
from tests.faults.state import stored
from tests.slack.home import in_review, press, private, settled

GATES, CLICKS = 20, 10


async def test_ten_clicks_on_each_of_twenty_gates_are_twenty_sign_offs(started: House) -> None:
    clickers = [actor for actor in CAST if actor is not CHI]
    signers = " ".join(f"@{actor.name}" for actor in clickers)
    for number in range(GATES):
        gate = f"crowd-{number}"
        await settled(started, ANA, f'gate add {gate} "Crowd {number}" party sre')
        await settled(started, ANA, f"approvers {gate} any of {signers}")
        await settled(started, CHI, f"claim {gate}")
        request = await in_review(started, gate, CHI)
        presses = [started.slack.press(actor.account, request, "Approve") for actor in (*clickers, clickers[0])]
        assert len(presses) == CLICKS
        answers = await asyncio.gather(*presses)
        told = told_to(answers)
        assert {answer.status for answer in answers} == {200}
        assert all(answer.seconds < 3 for answer in answers)
        winners = [said for said in told if said.startswith("✅ Signed off")]
        losers = [said for said in told if "signed this off, Oct 12, 2026 at 08:00" in said]
        assert (len(winners), len(losers)) == (1, CLICKS - 1), told
        names = {said.split()[1] for said in losers}
        assert len(names - {"You"}) == 1, names
        await started.bot.settle()
        assert (await stored(started.bot.storage, gate)).signed


def told_to(answers: Iterable[Answer]) -> list[str]:
    """Every private message once: who presses twice sees both answers to both presses."""
    found = {message.ts: message.plain() for answer in answers for message in answer.messages if message.ephemeral_to}
    return list(found.values())


async def test_a_double_click_is_one_signature(started: House) -> None:
    request = await in_review(started)
    twice = (started.slack.press(DEE.account, request, "Approve", stale=True) for _ in range(2))
    told = told_to(await asyncio.gather(*twice))
    await started.bot.settle()
    assert [said.startswith("✅ Signed off") for said in told].count(True) == 1
    assert [said.startswith("✅ You signed this off") for said in told].count(True) == 1
    assert (await stored(started.bot.storage, "approved-datasets")).signed


async def test_a_vote_and_new_evidence_at_once_never_sign_what_was_not_seen(started: House) -> None:
    request = await in_review(started)
    voted, _ = await asyncio.gather(
        started.slack.press(DEE.account, request, "Approve", stale=True),
        started.slack.command(BEN.account, "churn-model", "evidence approved-datasets https://wiki.example/second"),
    )
    await started.bot.settle()
    said = private(voted)
    assert "Signed off" in said or "changed since" in said
    shown = await settled(started, BEN, "show approved-datasets")
    assert "revision 2" in shown
    assert not (await stored(started.bot.storage, "approved-datasets")).signed


async def test_approve_and_changes_at_once_count_once_each_or_tell_the_loser(started: House) -> None:
    request = await in_review(started)
    approve = started.slack.press(DEE.account, request, "Approve")
    changes = started.slack.command("U0ELI", "churn-model", "changes approved-datasets other not yet")
    answers = await asyncio.gather(approve, changes)
    await started.bot.settle()
    assert all(private(answer) for answer in answers)
    assert await press(started, BEN, request, "Approve", stale=True)
