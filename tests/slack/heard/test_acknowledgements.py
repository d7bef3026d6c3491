"""Every kind of payload × every kind of reply: the HTTP body, or the acknowledgement in Socket Mode, is Slack's.

Slack shows whatever body it is sent, `{}` too, and an empty one alone says nothing.
"""

from collections.abc import Mapping
from typing import Any, get_args

import orjson
import pytest

from bot.cards import Card, Form, Section, View, When
from bot.conversation.turn import Again, Ask, Draw, Mend, Refused, Reply, Say, Snapshot, Tell
from bot.demo.cast import ANA
from bot.demo.house import House
from bot.playground.wire.delivery import Delivery, Kind
from bot.slack import turns
from bot.slack.answering import unconfirmed
from bot.slack.app import EVENTS
from readiness.usecases.arrivals import organisation_now
from tests.slack.home import BEGINS, HOME

CARD = Card("Done.", (Section((("Done.",),)),))
FILLED = {"values": {"name": {"name": {"type": "plain_text_input", "value": "x"}}}}
PAGE = {"id": "V0PAGE", "type": "modal", "callback_id": "", "private_metadata": "{}", "state": FILLED}
BUTTON = {"type": "button", "action_id": "a", "block_id": "b", "value": "status", "text": {"type": "plain_text"}}
MESSAGE = {"type": "message", "channel_id": HOME, "message_ts": "1.1"}

COMMAND: Mapping[str, Any] = {"command": "/readiness", "text": "status", "channel_id": HOME, "user_id": ANA.account}

INTERACTIONS: Mapping[str, Mapping[str, Any]] = {
    "press in a message": {"type": "block_actions", "container": MESSAGE, "actions": [BUTTON]},
    "press in a private message": {
        "type": "block_actions", "container": {**MESSAGE, "is_ephemeral": True}, "actions": [BUTTON],
    },
    "press in a modal": {"type": "block_actions", "container": {"type": "view"}, "view": PAGE, "actions": [BUTTON]},
    "press on Home": {"type": "block_actions", "view": {"id": "V0HOME", "type": "home"}, "actions": [BUTTON]},
    "view_submission": {"type": "view_submission", "view": PAGE},
    "view_closed": {"type": "view_closed", "view": PAGE, "is_cleared": True},
    "shortcut": {"type": "shortcut", "callback_id": "none"},
    "message_action": {"type": "message_action", "callback_id": "none", "message": {"ts": "1.1"}},
    "block_suggestion": {"type": "block_suggestion", "action_id": "a", "block_id": "b", "value": "x"},
    "nobody knows": {"type": "of_next_year"},
}  # fmt: skip
"""Everything that Slack sends to the interactivity address (docs.slack.dev/reference/interaction-payloads)."""

HAPPENED = (*sorted({event.partition(".")[0] for event in EVENTS}), "of_next_year")


@pytest.fixture
async def replies(either: House) -> tuple[Reply, ...]:
    """One of every kind."""
    await either.slack.command(ANA.account, HOME, "help")
    ((known, _),) = await either.bot.deps.storage.organisations()
    organisation = await organisation_now(either.bot.deps, known)

    async def draw() -> Card:
        return CARD

    found = (
        Say(CARD),
        Snapshot(("key",), draw, When(BEGINS, "then"), organisation),
        unconfirmed(),
        Tell(CARD),
        Ask(Form("Form", "Send", "help", (), CARD.parts)),
        Draw(View(CARD.parts)),
        Mend({"name": "is missing"}),
        Mend({"unseen": "is missing"}),
        Again(Say(CARD)),
        Again(Tell(CARD)),
    )
    assert {type(one) for one in found} == set(get_args(Reply))
    return found


async def told(
    home: House, monkeypatch: pytest.MonkeyPatch, reply: Reply, kind: Kind, payload: Mapping[str, Any]
) -> str:
    """The body that acknowledges that payload when this is the reply to it."""

    async def decided(*_: object) -> Reply:
        return reply

    for name in ("answer_typed", "answer_press", "answer_form"):
        monkeypatch.setattr(turns, name, decided)
    stage, slack = home.slack._stage, home.slack.workspace
    source = None if kind == "slash_commands" else slack.whisper(HOME, ANA.account, "Pressed.", [])
    common = {} if source is None else stage.common_fields(slack.person(ANA.account))
    way_back = {
        "response_url": stage.response_url(ANA.account, HOME, source),
        "trigger_id": slack.triggers.issue(ANA.account),
    }
    sent = await stage.courier.carry(Delivery(kind, {**common, **way_back, **payload}))
    assert sent.status == 200, (sent, payload, reply)
    return sent.text


async def test_a_command_is_answered_by_a_message_or_by_nothing(
    either: House, replies: tuple[Reply, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for reply in replies:
        body = await told(either, monkeypatch, reply, "slash_commands", COMMAND)
        if isinstance(reply, Ask) or reply == Again(Tell(CARD)):
            assert body == ""
            continue
        message = orjson.loads(body)
        assert message["response_type"] == ("in_channel" if isinstance(reply, Tell) else "ephemeral")
        assert message["text"]
        assert message["blocks"]


@pytest.mark.parametrize("what", INTERACTIONS)
async def test_of_interactions_only_a_submitted_form_is_answered_and_only_when_it_stays_open(
    either: House, replies: tuple[Reply, ...], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    for reply in replies:
        body = await told(either, monkeypatch, reply, "interactive", INTERACTIONS[what])
        if what == "view_submission" and isinstance(reply, Refused | Mend):
            assert orjson.loads(body)["response_action"] in {"errors", "push"}
        else:
            assert body == "", (what, reply)


@pytest.mark.parametrize("what", HAPPENED)
async def test_an_event_is_taken_without_a_word(either: House, what: str) -> None:
    envelope = {"type": "event_callback", "event_id": "Ev1", "team_id": "T0LOCAL01"}
    event = {"type": what, "user": ANA.account, "channel": HOME, "tab": "home"}
    sent = await either.slack._stage.courier.carry(Delivery("events_api", {**envelope, "event": event}))
    assert (sent.status, sent.text) == (200, "")
