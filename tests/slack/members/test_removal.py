"""The app taken out of the workspace is known from the event, whichever comes first, and a late event harms nothing."""

from itertools import permutations

import pytest

from bot.demo.cast import ANA, BEN
from bot.demo.house import House
from tests.slack.home import calls, everything, settled

REVOKED = {"type": "tokens_revoked", "tokens": {"bot": ["U0READY"]}}
UNINSTALLED = {"type": "app_uninstalled"}


async def degraded(home: House) -> list[tuple[str, str]]:
    """What of the bot does not work, as readyz and the metrics tell it."""
    return [(one.part, one.code) for one in await home.bot.health.degraded()]


@pytest.mark.parametrize("events", [*permutations((REVOKED, UNINSTALLED))], ids=["revoked first", "uninstalled first"])
async def test_it_is_shown_with_the_first_event_and_goes_on_once_it_is_installed_again(
    started: House, events: tuple[dict[str, object], ...]
) -> None:
    started.slack.revoke_token()
    for event in events:
        assert (await started.slack.event(event)).status == 200
        assert await degraded(started) == [("slack", "token_revoked")]
    started.slack.installation.revoked = False
    assert (await started.slack.event(UNINSTALLED)).status == 200
    assert await degraded(started) == []
    assert "Churn model" in await settled(started, ANA, "status")


async def test_nothing_is_sent_into_a_workspace_that_took_the_app_out_until_it_is_back(started: House) -> None:
    started.slack.revoke_token()
    await started.slack.event(UNINSTALLED)
    tried = calls(started, "chat.postMessage")
    request = "request approved-datasets"
    await settled(started, BEN, "evidence approved-datasets https://wiki.example/a")
    await settled(started, BEN, request)
    assert calls(started, "chat.postMessage") <= tried + 1
    started.slack.installation.revoked = False
    await started.slack.event(UNINSTALLED)
    await started.bot.settle()
    asked = [message for message in everything(started) if "Please sign off" in message.plain()]
    assert len(asked) == 1
    assert await started.bot.storage.deliveries.waiting() == 0


async def test_what_is_revoked_of_somebody_else_or_told_late_is_asked_about_and_no_more(started: House) -> None:
    asked = calls(started, "auth.test")
    await started.slack.event({"type": "tokens_revoked", "tokens": {"oauth": ["U0SOMEBODY"]}})
    assert (await degraded(started), calls(started, "auth.test")) == ([], asked + 1)
