"""Somebody whose timezone this machine does not know: they and everybody else are served."""

from dataclasses import replace

import pytest

from bot.demo.cast import ANA, BEN, CHI, GUS
from bot.demo.house import House
from tests.slack.home import later, settled


def lives_in(home: House, account: str, tz: str) -> None:
    """Slack says so from now on."""
    workspace = home.slack.workspace
    workspace.put_person(replace(workspace.people[account], tz=tz))


@pytest.mark.parametrize("tz", ["Mars/Phobos", "W. Europe Standard Time", ""])
async def test_everybody_is_reminded_whatever_slack_says_of_one_of_them(started: House, tz: str) -> None:
    for gate in ("downstream-told", "compute", "incident-team"):
        await settled(started, ANA, f"due {gate} 2026-11-13")
    lives_in(started, BEN.account, tz)
    await later(started, days=1)
    await later(started, days=29)
    for actor in (BEN, GUS, CHI):
        assert "Due Friday" in "".join(message.plain() for message in started.slack.dm(actor.account)), actor
