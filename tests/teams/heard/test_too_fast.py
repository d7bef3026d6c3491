"""Whatever one person asks for in Teams is throttled with a word."""

from bot.demo.cast import ANA, BEN
from bot.throttle import AT_ONCE, Throttle
from tests.teams.home import TeamsHouse, said

WORDS = "more at once than I can take"


async def test_the_eleventh_line_at_once_is_answered_with_a_word(
    started: TeamsHouse,
) -> None:
    now = [0.0]
    started.bot.admission.throttle = Throttle(2.0, lambda: now[0])
    for _ in range(AT_ONCE):
        assert WORDS not in await said(started, BEN, "status")
    assert WORDS in await said(started, BEN, "status")
    assert started.bot.admission.refused["teams", "too-fast"] == 1
    assert WORDS not in await said(started, ANA, "status")
    now[0] += 0.5
    assert WORDS not in await said(started, BEN, "status")


async def test_what_a_client_asks_for_by_itself_counts_for_nobody(started: TeamsHouse) -> None:
    await said(started, BEN, "status churn-model", None)
    ben = started.stage.person_of(BEN)
    status = started.teams.messages(ben)[-1]
    started.bot.admission.throttle = Throttle(2.0, lambda: 0.0)
    for _ in range(2 * AT_ONCE):
        assert "Churn model" in (await started.teams.refresh(ben, status)).plain()
    assert WORDS not in await said(started, BEN, "status")
