"""A scope that is taken away while the bot serves is named wherever a message waits for it."""

import pytest
from sqlalchemy import Connection, text
from structlog.testing import capture_logs

from bot.demo.cast import BEN
from bot.demo.house import House
from tests.slack.home import everything, later, settled, type_


def waiting(connection: Connection) -> list[str]:
    return [
        str(why) for (why,) in connection.execute(text("SELECT last_error FROM outbox WHERE last_error IS NOT NULL"))
    ]


@pytest.mark.parametrize("scope", ["chat:write"])
async def test_the_reason_and_the_log_name_it_and_nothing_is_lost(started: House, scope: str) -> None:
    await settled(started, BEN, "evidence approved-datasets https://wiki.example/a")
    granted = started.slack.installation.scopes
    started.slack.installation.scopes = granted - {scope}
    with capture_logs() as logs:
        await type_(started, BEN, "request approved-datasets")
        await started.bot.settle()
    reasons = await started.bot.storage._database.ask(waiting)
    assert any(scope in reason for reason in reasons), reasons
    assert any(scope in str(log) for log in logs), logs
    started.slack.installation.scopes = granted
    await later(started, hours=1)
    await later(started, hours=1)
    assert sum("Please sign off" in message.plain() for message in everything(started)) == 1
