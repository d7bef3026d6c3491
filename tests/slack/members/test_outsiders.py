"""Whoever is no member changes nothing, wherever they press, and is told so in private (promise P20)."""

import json
from collections.abc import Callable
from urllib.parse import quote, urlencode

import pytest

from bot.demo.cast import ANA, BEN, DEE
from bot.demo.house import SIGNING_SECRET, House
from bot.playground import Message
from bot.playground.wire.signature import signed
from tests.slack.home import HOME, calls, everything, in_review, press, settled, standing

OUTSIDERS: dict[str, dict[str, object]] = {
    "a stranger of a shared channel": {"is_stranger": True},
    "somebody of another workspace": {"team_id": "T0FOREIGN"},
    "a guest": {"is_restricted": True},
    "a guest of one channel": {"is_ultra_restricted": True},
    "a bot": {"is_bot": True},
}


async def record(home: House) -> list[tuple[str, str]]:
    """Every entry of every chain: nothing changes without one."""
    found: list[tuple[str, str]] = []
    for organisation, _ in await home.bot.storage.organisations():
        async with home.bot.storage.read(organisation) as uow:
            for chain in (organisation, *(line.id for line in await uow.initiatives.lines())):
                found += [(chain, entry.hash) for entry in await uow.record.entries(chain)]
    return found


@pytest.mark.parametrize("who", OUTSIDERS)
async def test_an_outsider_presses_in_vain(started: House, who: str) -> None:
    started.slack.add_user("U0OUT", "outsider", **OUTSIDERS[who])
    started.slack.invite(HOME, "U0OUT")
    request = await in_review(started)
    before, shown = await record(started), [m.plain() for m in everything(started)]
    said = await press(started, "U0OUT", request, "Approve")
    assert "member" in said or "not for you" in said
    opened = await started.slack.press("U0OUT", request, "Request changes")
    if opened.view is not None:
        await started.slack.submit("U0OUT", {"reason": "other", "comment": "nothing good"})
    await started.bot.settle()
    assert await record(started) == before
    assert [m.plain() for m in everything(started)] == shown


@pytest.mark.parametrize("who", ["a guest", "a guest of one channel", "a bot"])
async def test_an_outsider_types_in_vain(started: House, who: str) -> None:
    started.slack.add_user("U0OUT", "outsider", **OUTSIDERS[who])
    started.slack.invite(HOME, "U0OUT")
    await in_review(started)
    before = await record(started)
    for line in (
        "approve approved-datasets",
        'new "Mine"',
        "claim compute",
        "remind off",
        "cancel",
        "party sre owner @outsider",
    ):
        assert await settled(started, "U0OUT", line), line
    assert await record(started) == before


async def test_somebody_deactivated_after_the_button_was_drawn_signs_nothing(started: House) -> None:
    request = await in_review(started)
    started.slack.deactivate(DEE.account)
    await started.slack.event({"type": "user_change", "user": {"id": DEE.account, "deleted": True}})
    before = await record(started)
    status, _ = await pressed_anyway(started, DEE.account, request, "Approve")
    await started.bot.settle()
    assert status == 200
    assert await record(started) == before
    assert "Signed off" not in standing(started, "Datasets approved").plain()


async def test_nobody_is_asked_who_left_and_nobody_can_name_them(started: House) -> None:
    started.slack.deactivate(BEN.account)
    await started.slack.event({"type": "user_change", "user": {"id": BEN.account, "deleted": True}})
    assert "cannot be asked" in await typed_by_id(started, ANA.account, f"assign load-tested <@{BEN.account}|Ben>")


async def test_a_person_whom_slack_does_not_know_cannot_be_named(started: House) -> None:
    assert "cannot find that person" in await typed_by_id(started, ANA.account, "assign load-tested <@U0NOBODY|x>")


async def test_a_payload_of_another_workspace_opens_no_organisation(started: House) -> None:
    started.slack.add_user("U0OUT", "outsider", team_id="T0FOREIGN", is_admin=True)
    request = await in_review(started)
    before = await record(started)

    def foreign(payload: dict) -> dict:
        return {**payload, "team": {"id": "T0FOREIGN", "domain": "elsewhere"}}

    status, _ = await pressed_anyway(started, "U0OUT", request, "Approve", foreign)
    await started.bot.settle()
    assert status == 200
    assert len(await started.bot.storage.organisations()) == 1
    assert await record(started) == before


async def test_an_org_wide_installation_sends_no_team(started: House) -> None:
    request = await in_review(started)

    def org_wide(payload: dict) -> dict:
        return {**payload, "team": None, "enterprise": {"id": "E1", "name": "Grid"}, "is_enterprise_install": True}

    status, _ = await pressed_anyway(started, DEE.account, request, "Approve", org_wide)
    await started.bot.settle()
    assert status == 200
    assert "Signed off" in standing(started, "Datasets approved").plain()


async def test_a_denial_is_told_with_who_may(started: House) -> None:
    request = await in_review(started)
    said = await press(started, ANA, request, "Approve")
    assert "Dee" in said or "compliance" in said.lower()
    assert calls(started, "chat.postEphemeral") == 0


async def typed_by_id(home: House, account: str, text: str) -> str:
    """The answer to a command in which somebody is named whom Slack's own client would not offer."""
    fields = {
        "command": "/readiness",
        "text": text,
        "team_id": home.slack.workspace.team_id,
        "channel_id": HOME,
        "user_id": account,
        "response_url": f"{home.slack.url}/response/none",
        "trigger_id": "1",
    }
    status, answer = await home.slack.raw(*sealed(home, urlencode(fields).encode()))
    assert status == 200
    return answer.decode()


def sealed(home: House, body: bytes) -> tuple[bytes, dict[str, str]]:
    """The body with the headers under which Slack sends a form."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return body, {**kind, **signed(body, SIGNING_SECRET, home.clock())}


async def pressed_anyway(
    home: House, account: str, message: Message, label: str, change: Callable[[dict], dict] = dict
) -> tuple[int, bytes]:
    """A signed press as Slack sends it, by somebody whom Slack's own client would not let."""
    button = next(
        e for b in message.blocks for e in b.get("elements", ()) if (e.get("text") or {}).get("text") == label
    )
    person = home.slack.workspace.person(account)
    payload = {
        "type": "block_actions",
        "team": {"id": home.slack.workspace.team_id},
        "user": {"id": account, "team_id": person.team_id},
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": False,
        },
        "channel": {"id": message.channel},
        "trigger_id": "1",
        "response_url": f"{home.slack.url}/response/none",
        "actions": [{key: button[key] for key in ("type", "action_id", "value")}],
    }
    body = b"payload=" + quote(json.dumps(change(payload))).encode()
    return await home.slack.raw(*sealed(home, body))
