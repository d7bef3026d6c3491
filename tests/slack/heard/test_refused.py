"""What is refused at Slack's address is answered 401, counted and logged with its reason; never a failure of ours."""

import json

from structlog.testing import capture_logs

from bot.demo.house import House
from bot.playground.wire.signature import signed
from tests.slack.heard.test_requests import COMMAND, stamped
from tests.slack.home import private, type_


async def test_every_reason_is_answered_401_counted_and_logged(home: House) -> None:
    good = stamped(home)
    refused = [
        ({}, "missing-header"),
        ({**good, "X-Slack-Signature": "garbage"}, "malformed-header"),
        ({**good, "X-Slack-Request-Timestamp": "soon"}, "malformed-header"),
        (stamped(home, secret="another"), "wrong-signature"),
        (stamped(home, seconds=4000), "stale-timestamp"),
    ]
    with capture_logs() as logged:
        for headers, _ in refused:
            assert (await home.slack.raw(COMMAND, headers))[0] == 401
    assert [line["reason"] for line in logged if line["event"] == "request refused"] == [why for _, why in refused]
    assert [line["seconds_off"] for line in logged if "seconds_off" in line] == [4000]
    page = (await home.bot.metrics.page()).decode()
    for why in {why for _, why in refused}:
        count = sum(why == one for _, one in refused)
        assert f'readiness_refused_requests_total{{platform="slack",reason="{why}"}} {count}.0' in page


async def test_a_signed_body_that_cannot_be_read_is_counted_too(home: House) -> None:
    body = b"payload=%7B"
    assert (await home.slack.raw(body, stamped(home, body)))[0] == 400
    assert home.bot.admission.refused == {("slack", "unreadable"): 1}


async def test_a_wrong_secret_is_told_by_readyz_until_a_request_is_taken(home: House) -> None:
    for _ in range(3):
        await home.slack.raw(COMMAND, stamped(home, secret="another"))
    (degraded,) = (await home.bot.readiness.condition()).degraded
    assert (degraded.part, degraded.code) == ("slack-requests", "wrong-signature")
    await type_(home, "U0ANA", "help")
    assert await home.bot.health.degraded() == ()


async def test_the_address_works_with_a_slash_at_its_end(home: House) -> None:
    url = home.slack._stage.courier.url
    home.slack.deliver_to(f"{url}/")
    assert "Nothing waits" in private(await type_(home, "U0ANA", "status"))
    body = json.dumps({"type": "url_verification", "challenge": "c0ffee"}).encode()
    headers = {"Content-Type": "application/json", **signed(body, "another", home.clock())}
    assert (await home.slack.raw(body, headers))[0] == 401
