"""`serve` and `run-due` with Teams alone: a real process against a strict local tenant."""

import asyncio
import json

import aiohttp

from bot.demo.cast import ANA
from tests.cli.place import Place
from tests.cli.serving import metric, serving
from tests.cli.tenant import a_tenant
from tests.teams.home import PASSWORD
from tests.teams.stage import move_in


async def test_an_empty_database_is_set_up_and_people_are_answered(nowhere: Place) -> None:
    async with a_tenant(nowhere) as tenant:
        channels = move_in(tenant.teams)
        ana, home = tenant.teams.person(ANA.name), tenant.teams.conversation(channels["churn-model"])
        async with serving(nowhere) as bot:
            tenant.teams.deliver_to(f"{bot.url}/api/messages")
            await tenant.teams.install(ana)
            assert "What you can say here" in (await tenant.teams.type(ana, None, "help")).plain()
            await tenant.teams.install_in_team(tenant.teams.team_of(home), ana)
            assert "is started" in (await tenant.teams.type(ana, home, '@Readiness new "First model"')).plain()
            async with aiohttp.ClientSession() as session, session.post(f"{bot.url}/api/messages", json={}) as answer:
                assert answer.status == 401
            assert await bot.get("/readyz") == (200, '{"status": "ready"}')
            assert metric((await bot.get("/metrics"))[1], 'readiness_turns_total{kind="command"}') == 2
        assert [line["event"] for line in bot.logged[:2]] == ["a new, empty database was made", "serving"]
        assert bot.logged[1]["platforms"] == ["teams"]
        assert not any(PASSWORD in str(line) for line in bot.logged)


async def test_what_is_due_is_delivered_without_slack(nowhere: Place) -> None:
    async with a_tenant(nowhere):
        assert (await asyncio.to_thread(nowhere.run, "migrate")).code == 0
        done = await asyncio.to_thread(nowhere.run, "run-due")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["waiting"] == 0
