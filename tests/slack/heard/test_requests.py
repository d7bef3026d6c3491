"""What reaches a handler is Slack's, whole and in time; nothing that anybody sends makes the bot fail (promise P23)."""

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest

from bot.demo.cast import ANA, BEN
from bot.demo.house import SIGNING_SECRET, House
from bot.playground.wire.signature import signed
from bot.web.application import LARGEST_BODY
from tests.slack.home import HOME, all_words, calls, faultless, private, settled, type_

FORM = "application/x-www-form-urlencoded"
COMMAND = urlencode(
    {
        "command": "/readiness",
        "text": "new Ghost",
        "team_id": "T0LOCAL01",
        "channel_id": HOME,
        "user_id": ANA.account,
        "response_url": "http://127.0.0.1:1/",
        "trigger_id": "1",
    }
).encode()


def stamped(home: House, body: bytes = COMMAND, secret: str = SIGNING_SECRET, **ago: float) -> dict[str, str]:
    return {"Content-Type": FORM, **signed(body, secret, home.clock() - timedelta(**ago))}


GARBAGE = (b"", b"{", b"[1]", b"payload=%7B", b"payload=1", b"\xff\xfe\x00", b"[" * 90_000, b"payload=" + b"[" * 9000)
VIEW = {"type": "modal", "id": "V1", "callback_id": "form"}


async def refused(home: House, body: bytes, headers: Mapping[str, str]) -> int:
    """The status; nothing was looked up, changed or said."""
    before = len(home.slack.calls)
    status, _ = await home.slack.raw(body, headers)
    await home.bot.settle()
    assert len(home.slack.calls) == before
    assert "Ghost" not in all_words(home)
    assert await home.bot.storage.organisations() == ()
    return status


async def test_a_signed_request_is_answered(home: House) -> None:
    status, body = await home.slack.raw(COMMAND, stamped(home))
    assert (status, b"is started" in body) == (200, True)


@pytest.mark.parametrize("ago", [{"seconds": 301}, {"days": 30}, {"seconds": -301}])
async def test_a_replayed_old_or_future_request_is_refused(home: House, ago: dict[str, float]) -> None:
    assert await refused(home, COMMAND, stamped(home, **ago)) == 401


BAD_HEADERS = (
    ("X-Slack-Signature", "v0=" + "0" * 64),
    ("X-Slack-Signature", "v0=" + "é" * 64),
    ("X-Slack-Signature", ""),
    ("X-Slack-Signature", "garbage"),
    ("X-Slack-Request-Timestamp", "soon"),
    ("X-Slack-Request-Timestamp", ""),
    ("X-Slack-Request-Timestamp", "٣٣٣"),
    ("X-Slack-Request-Timestamp", "1e9"),
    ("X-Slack-Request-Timestamp", "9" * 5000),
    ("X-Slack-Request-Timestamp", "-1"),
)


async def test_bad_headers_are_refused_and_never_an_error_of_ours(home: House) -> None:
    for name, value in BAD_HEADERS:
        assert await refused(home, COMMAND, {**stamped(home), name: value}) == 401, (name, value)


async def test_a_changed_body_is_refused(home: House) -> None:
    assert await refused(home, COMMAND + b"&text=new+Ghost", stamped(home)) == 401


async def test_another_secret_is_refused(home: House) -> None:
    assert await refused(home, COMMAND, stamped(home, secret="another")) == 401


async def test_unsigned_garbage_is_refused_before_it_is_read(home: House) -> None:
    for kind in (FORM, "application/json", "text/plain", "multipart/form-data; boundary=x", "%%%"):
        for body in (*GARBAGE, COMMAND):
            assert await refused(home, body, {"Content-Type": kind}) == 401, (kind, body[:20])


async def test_signed_garbage_is_no_error_of_ours(home: House) -> None:
    for kind in (FORM, "application/json"):
        for body in GARBAGE:
            expected = 200 if _is_form(body, kind) else 400
            assert await refused(home, body, {**stamped(home, body), "Content-Type": kind}) == expected, (
                kind,
                body[:20],
            )


def _is_form(body: bytes, kind: str) -> bool:
    """Any other ASCII text is a form with one field, which is none of ours."""
    return kind == FORM and body not in (b"", b"\xff\xfe\x00") and not body.startswith(b"payload=")


async def test_headers_that_are_not_even_text_are_refused(home: House) -> None:
    _, _, rest = home.slack._stage.courier.url.partition("//")
    host, _, port = rest.partition("/")[0].partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: " + FORM.encode() + b"\r\nContent-Length: 3\r\n"
        b"X-Slack-Request-Timestamp: \xb2\xb3\r\nX-Slack-Signature: v0=\xff\xfe\r\nConnection: close\r\n\r\na=b"
    )
    answer = await reader.read()
    writer.close()
    assert answer.split(b" ", 2)[1] == b"401"


@pytest.mark.filterwarnings("ignore:Sending a large body")
async def test_a_body_beyond_a_mebibyte_is_refused_before_it_is_parsed(home: House) -> None:
    body = b"payload=" + b"%5B" * (LARGEST_BODY // 3)
    assert len(body) > LARGEST_BODY
    assert await refused(home, body, stamped(home, body)) == 413
    assert await refused(home, body, {"Content-Type": FORM}) == 413


async def test_a_body_just_below_a_mebibyte_is_read(home: House) -> None:
    body = COMMAND + b"&filler=" + b"x" * (LARGEST_BODY - len(COMMAND) - 20)
    assert (await home.slack.raw(body, stamped(home, body)))[0] == 200


async def test_slack_may_look_at_the_certificate(home: House) -> None:
    body = b"ssl_check=1&token=whatever"
    assert await refused(home, body, {"Content-Type": FORM}) == 200
    assert await refused(home, body, stamped(home, body)) == 200


async def test_looking_at_the_certificate_opens_no_side_door(home: House) -> None:
    assert await refused(home, b"ssl_check=1&" + COMMAND, {"Content-Type": FORM}) == 401


async def test_the_address_is_verified_with_slacks_challenge(home: House) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c0ffee", "token": "x"}).encode()
    headers = {**stamped(home, body), "Content-Type": "application/json"}
    status, answer = await home.slack.raw(body, headers)
    assert (status, json.loads(answer)) == (200, {"challenge": "c0ffee"})
    assert await refused(home, body, {"Content-Type": "application/json"}) == 401


@pytest.mark.parametrize("word", ["payload", "payload=x", "&payload={}", "a payload of 3 % & more = less"])
async def test_a_command_that_says_payload_is_a_command(started: House, word: str) -> None:
    said = await settled(started, BEN, f"evidence approved-datasets {word}")
    assert "revision 1" in said


async def test_slack_is_not_asked_who_the_bot_is_on_every_request(started: House) -> None:
    assert calls(started, "auth.test") == 1
    for _ in range(5):
        await type_(started, ANA, "status")
    assert calls(started, "auth.test") == 1


async def test_an_unknown_event_is_taken(home: House) -> None:
    answer = await home.slack.event({"type": "team_rename", "name": "Elsewhere"})
    assert answer.status == 200


UNHEARD = (
    {"type": "shortcut", "callback_id": "x"},
    {"type": "message_action", "callback_id": "x"},
    {"type": "block_suggestion", "action_id": "x", "value": ""},
    {"type": "view_closed", "view": {"id": "V1", "callback_id": "form"}},
    {"type": "workflow_step_edit"},
    {"type": "interactive_message", "actions": [{"name": "x"}]},
    {"type": "never heard of"},
    {"nothing": "known"},
)
UNKNOWN_PRESSES = (
    {"type": "block_actions", "actions": [{"type": "button", "action_id": "a", "value": "[["}]},
    {"type": "block_actions", "actions": [{"type": "overflow", "action_id": "a", "selected_option": None}]},
    {"type": "block_actions", "actions": [{"type": "users_select", "action_id": "a", "selected_user": None}]},
    {"type": "block_actions", "actions": [{"type": "button", "action_id": "a", "value": '["so",["a","b"],"approve"]'}]},
    {"type": "view_submission", "view": {**VIEW, "private_metadata": "", "state": {"values": {}}}},
    {"type": "view_submission", "view": {**VIEW, "private_metadata": "[1]", "state": None}},
    {"type": "view_submission", "view": {**VIEW, "private_metadata": '{"press":"[\\"s\\"]"}'}},
)
BROKEN_PRESSES = (
    {"type": "block_actions", "actions": []},
    {"type": "block_actions", "actions": None},
    {"type": "view_submission", "view": {}},
    {"type": "view_submission"},
)


async def interaction(home: House, payload: Mapping[str, object]) -> int:
    common = {"team": {"id": "T0LOCAL01"}, "user": {"id": ANA.account, "team_id": "T0LOCAL01"}, "trigger_id": "1"}
    body = b"payload=" + quote(json.dumps({**common, **payload})).encode()
    return (await home.slack.raw(body, stamped(home, body)))[0]


async def test_what_nothing_listens_to_is_taken_silently(home: House) -> None:
    for payload in UNHEARD:
        assert await interaction(home, payload) == 200, payload


async def test_a_press_that_no_button_of_ours_sends_is_answered(home: House) -> None:
    for payload in UNKNOWN_PRESSES:
        assert await interaction(home, payload) == 200, payload


async def test_an_interaction_without_its_parts_is_no_error_of_ours(home: House) -> None:
    for payload in BROKEN_PRESSES:
        assert await interaction(home, payload) in (200, 400), payload


async def test_an_event_that_comes_again_has_one_effect(started: House) -> None:
    started.slack.add_user(BEN.account, "Ben", real_name="Ben", tz="Asia/Tokyo")
    before = await version(started)
    event = {"type": "user_change", "user": {"id": BEN.account}}
    for attempt in range(4):
        retry = {} if attempt == 0 else {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": "http_timeout"}
        body = json.dumps(
            {"type": "event_callback", "team_id": "T0LOCAL01", "event_id": "Ev1", "event": event}
        ).encode()
        headers = {**stamped(started, body), **retry, "Content-Type": "application/json"}
        assert (await started.slack.raw(body, headers))[0] == 200
    assert await version(started) == before + 1


async def test_the_same_signed_press_a_hundred_times_has_one_effect(started: House) -> None:
    body = COMMAND.replace(b"new+Ghost", b"claim+nothing")
    body = body.replace(b"claim+nothing", quote("evidence approved-datasets same words").encode())
    body = body.replace(ANA.account.encode(), BEN.account.encode())
    statuses = {(await started.slack.raw(body, stamped(started, body)))[0] for _ in range(100)}
    assert statuses == {200}
    assert "revision 1" in await settled(started, BEN, "show approved-datasets")


async def test_bolts_own_oauth_stays_off(database, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "not-a-secret")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-of-somebody-else")
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    async with faultless(database) as home:
        assert home.bot.platforms["slack"].app(home.bot.deps, {}, home.bot.admission).oauth_flow is None
        assert "Nothing waits for you" in private(await type_(home, ANA, "status"))
    assert not (tmp_path / "nobody").exists()


async def version(home: House) -> int:
    ((organisation, _),) = await home.bot.storage.organisations()
    async with home.bot.storage.read(organisation) as uow:
        return (await uow.organisations.get()).version
