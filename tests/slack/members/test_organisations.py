"""Two workspaces on one database, with the same ids: nothing of the one reaches the other (promise P22)."""

from pathlib import Path

from bot.demo.cast import ANA, BEN, DEE
from tests.slack.home import all_words, faultless, in_review, later, settled, start, type_

LEFT, RIGHT = "canary-left", "canary-right"


async def test_equal_ids_in_two_workspaces_are_two_organisations(database: Path) -> None:
    async with faultless(database, team="T0LEFT") as left, faultless(database, team="T0RIGHT") as right:
        await start(left, 'new "Churn model" model-complete 2026-11-13 value 25000 EUR')
        await start(right, 'new "Churn model" model-complete 2026-11-13 value 25000 EUR')
        await settled(left, BEN, f"evidence approved-datasets {LEFT}")
        await settled(right, BEN, f"evidence approved-datasets {RIGHT}")
        for home, own, other in ((left, LEFT, RIGHT), (right, RIGHT, LEFT)):
            assert own in await settled(home, DEE, "show churn-model approved-datasets")
            for line in ("status", "list all", "list stalled", "digest", "settings"):
                assert other not in await settled(home, ANA, line)
        await in_review(left)
        await settled(left, DEE, "approve approved-datasets")
        assert "1 of 18" in await settled(left, ANA, "status")
        assert "0 of 18" in await settled(right, ANA, "status")
        await later(left, days=9)
        await later(right, days=9)
        assert RIGHT not in all_words(left)
        assert LEFT not in all_words(right)
        assert len(await left.bot.storage.organisations()) == 2


async def test_a_process_sends_nothing_for_a_workspace_it_has_no_token_for(database: Path) -> None:
    async with faultless(database, team="T0LEFT") as left, faultless(database, team="T0RIGHT") as right:
        await type_(right, ANA, 'new "canary-right model"')
        await left.bot.settle()
        assert "canary-right" not in all_words(left)
        assert await left.bot.storage.deliveries.waiting() > 0
        await later(right, minutes=5)
        assert "canary-right" in all_words(right)
