"""`serve` beside a platform that is away or refuses it: the others are served, and log and readyz say what is wrong."""

import json

from bot.demo.cast import ANA
from tests.cli.place import APP_TOKEN, SIGNING_SECRET, Place
from tests.cli.serving import metric, serving
from tests.cli.tenant import a_tenant

NOWHERE = "http://127.0.0.1:9/api/"


async def test_teams_is_served_while_slack_cannot_be_reached(nowhere: Place) -> None:
    slack = {
        "SLACK_API_URL": NOWHERE, "SLACK_BOT_TOKEN": "xoxb-x",
        "SLACK_SIGNING_SECRET": SIGNING_SECRET, "SLACK_APP_TOKEN": APP_TOKEN,
    }  # fmt: skip
    async with a_tenant(nowhere) as tenant:
        ana = tenant.teams.add_person(ANA.name)
        async with serving(nowhere, **slack) as bot:
            tenant.teams.deliver_to(f"{bot.url}/api/messages")
            await tenant.teams.install(ana)
            assert "What you can say here" in (await tenant.teams.type(ana, None, "help")).plain()
            status, body = await bot.get("/readyz")
            told = json.loads(body)
            assert (status, told["status"]) == (200, "ready")
            assert {one["part"]: one["code"] for one in told["degraded"]} == {
                "slack": "unreachable",
                "slack-socket": "unreachable",
            }
            page = (await bot.get("/metrics"))[1]
            assert metric(page, 'readiness_degraded{code="unreachable",part="slack"}') == 1
    logged = {line["part"]: line for line in bot.logged if line["event"] == "degraded"}
    assert {part: line["level"] for part, line in logged.items()} == {"slack": "error", "slack-socket": "error"}
    assert f"cannot be reached at {NOWHERE}" in logged["slack"]["advice"]
    assert [line["event"] for line in bot.logged if line["event"] == "serving"] == ["serving"]


def test_a_token_that_slack_refuses_is_told_on_stderr_and_what_is_due_is_kept(place: Place) -> None:
    done = place.run("run-due", "--now", "2026-11-23T09:00:00+01:00", SLACK_BOT_TOKEN="xoxb-wrong")
    assert done.out, done.err
    counts = json.loads(done.out)
    assert (done.code, counts["degraded"], counts["given_up"]) == (0, 1, 0)
    assert "SLACK_BOT_TOKEN is refused by Slack (invalid_auth): copy it again from the app's page" in done.err
    assert "xoxb-wrong" not in done.err + done.out
