"""The local Slack, for the one call the bot makes of it when it starts."""

import asyncio

from bench.house import now
from bench.servers.told import until_stdin_ends
from bench.signed import SECRET, TEAM, TOKEN
from bot.playground.local_slack import LocalSlack


async def _serve() -> None:
    async with LocalSlack(clock=now, signing_secret=SECRET, bot_token=TOKEN, team_id=TEAM) as slack:
        await until_stdin_ends(int(slack.url.rsplit(":", 1)[1]))


if __name__ == "__main__":
    asyncio.run(_serve())
