"""Whatever a story does on a stage can be done on the local Teams."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.demo.cast import ANA, BEN, GUS, KIM
from bot.demo.stage import Stage, StoryFailed
from tests.fakes import FixedClock
from tests.teams.stage import TeamsStage, install_everywhere, move_in
from tests.teams.standin import LocalTeams
from tests.teams.test_standin.cards import PEOPLE, attached, card, execute, fetch, mention, opens, says, shows, words
from tests.teams.test_standin.small_bot import TOKEN, SmallBot, listening

HOME = "churn-model"


def press(verb: str, gate: str) -> str:
    """A press as the bot encodes it."""
    return json.dumps([verb, ["churn-model", gate]])


@dataclass
class Bot:
    """Answers what is typed and pressed as the readiness bot does, with words of one line."""

    teams: LocalTeams
    small: SmallBot
    channels: dict[str, str]
    waiting: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Messages that the next delivery sends, and to which conversation."""

    async def answer(self, activity: dict[str, Any]) -> Any:
        """The answer to an activity."""
        if activity["type"] == "message":
            return await self._typed(activity, activity.get("text", ""))
        name = activity.get("name")
        if name == "task/fetch":
            return opens(self.form(), "New")
        if name == "task/submit":
            return self.submitted(activity["value"]["data"])
        return shows(card(words("Noted."))) if name else None

    async def _typed(self, activity: dict[str, Any], text: str) -> None:
        if "new" in text:
            content = attached(card(words("A new one?"), actions=[fetch("Open the form", press='["n"]')]))
            await self.small.reply(activity, content)
        elif "later" in text:
            self.waiting.append((activity["conversation"]["id"], {"text": "here", "replyToId": activity["id"]}))
        elif "home" in text:
            await self.small.reply(activity, attached(card(words("Your gates"), actions=[execute("Refresh")])))
        elif "quiet" not in text:
            await self.small.reply(activity, {"text": "⛔ no" if "bad" in text else "done"})

    def form(self) -> dict[str, Any]:
        """A form with one field of each kind that needs another id in Teams."""
        channels = [{"title": name, "value": channel} for name, channel in self.channels.items()]
        return card(
            {"type": "Input.Text", "id": "field:name", "label": "Name", "isRequired": True},
            {"type": "Input.ChoiceSet", "id": "field:owner", "label": "O", "choices": [], "choices.data": PEOPLE},
            {"type": "Input.ChoiceSet", "id": "field:channel", "label": "C", "choices": channels},
            actions=[{"type": "Action.Submit", "title": "Start", "data": {"press": '["n"]'}}],
        )

    def submitted(self, data: dict[str, Any]) -> Any:
        """The form again for a name that is taken, else what was filled in."""
        if data["field:name"] == "taken":
            return opens(self.form(), "New")
        return {"task": {"type": "message", "value": f"{data['field:name']} is started"}}

    async def settle(self) -> None:
        """Deliver what waits."""
        while self.waiting:
            conversation, content = self.waiting.pop(0)
            assert (await self.small.send(conversation, content)).status == 201

    async def post(self, channel: str, content: dict[str, Any]) -> None:
        """Post a card."""
        assert (await self.small.send(channel, attached(content))).status == 201


@dataclass
class Play:
    """The stage and the bot."""

    stage: TeamsStage
    bot: Bot
    channels: dict[str, str]

    def heard(self) -> dict[str, Any]:
        """What the bot heard last."""
        return self.bot.small.heard[-1]


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    clock = FixedClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    teams = LocalTeams(clock=clock, app_id="app", app_password="hush", authorization=lambda _: "Bearer signed")
    channels = move_in(teams)

    async def move(to: datetime) -> None:
        clock.now = to

    async with teams, listening(teams) as small:
        teams.accept_token(TOKEN)
        bot = Bot(teams, small, channels)
        small.answer = bot.answer
        await install_everywhere(teams, channels)
        yield Play(TeamsStage(teams, channels, bot.settle, move), bot, channels)
        assert teams.violations == []


def test_it_is_a_stage() -> None:
    """What a story needs, checked by the type checker too."""
    stage: type[Stage] = TeamsStage
    assert stage is TeamsStage


async def test_a_typed_line_mentions_the_bot_and_is_answered_in_its_thread(play: Play) -> None:
    (seen,) = await play.stage.type(ANA, HOME, "assign compute @Kim")
    assert (seen.where, seen.text) == ("thread", "done")
    assert play.heard()["text"] == "<at>Readiness</at>&nbsp;assign compute <at>Kim</at>\n"
    (seen,) = await play.stage.type(ANA, None, "status")
    assert (seen.where, seen.text) == ("message", "done")
    assert play.heard()["text"] == "status"


async def test_an_answer_that_comes_with_the_delivery_counts_too(play: Play) -> None:
    assert [seen.text for seen in await play.stage.type(ANA, HOME, "later")] == ["here"]


async def test_typing_on_stops_at_silence_and_at_a_refusal(play: Play) -> None:
    await play.stage.type_on(ANA, HOME, "fine")
    for text in ("quiet", "bad"):
        with pytest.raises(StoryFailed):
            await play.stage.type_on(ANA, HOME, text)


async def test_a_form_is_opened_from_the_answer_and_takes_accounts_and_channel_names(play: Play) -> None:
    await play.stage.type(ANA, HOME, "new")
    values: dict[str, object] = {"name": "Churn", "owner": BEN.account, "channel": "demand"}
    (seen,) = await play.stage.fill(ANA, values)
    assert (seen.where, seen.text) == ("private", "Churn is started")
    data = play.heard()["value"]["data"]
    assert data["field:owner"] == play.stage.person_of(BEN).object_id
    assert data["field:channel"] == play.channels["demand"]


async def test_a_form_that_comes_back_or_cannot_be_sent_fails_the_story(play: Play) -> None:
    with pytest.raises(StoryFailed, match="no form open"):
        await play.stage.fill(ANA, {})
    await play.stage.type(ANA, HOME, "new")
    with pytest.raises(StoryFailed, match="please fill in: Name"):
        await play.stage.fill(ANA, {})
    with pytest.raises(StoryFailed, match="not taken"):
        await play.stage.fill(ANA, {"name": "taken"})


async def test_a_button_is_found_by_its_words_and_its_gate(play: Play) -> None:
    buttons = [execute("Decline…", press=press("de", gate)) for gate in ("compute", "lineage")]
    await play.bot.post(play.channels[HOME], card(words("Two gates"), actions=[*buttons, execute("Accept all 3")]))
    (seen,) = await play.stage.press(GUS, HOME, "Decline…", about="gates", gate="lineage")
    assert (seen.where, seen.text) == ("private", "Noted.")
    assert play.heard()["value"]["action"]["data"]["press"] == press("de", "lineage")
    await play.stage.press(BEN, HOME, "Accept all", about="gates")
    with pytest.raises(StoryFailed, match="sees no message"):
        await play.stage.press(BEN, HOME, "Accept all", about="gates")


async def test_a_question_is_answered_with_yes(play: Play) -> None:
    show = {"type": "Action.ShowCard", "title": "Cancel…", "card": card(actions=[execute("Cancel it", press='["c"]')])}
    await play.bot.post(play.channels[HOME], card(words("Churn"), actions=[show]))
    await play.stage.press(ANA, HOME, "Cancel…", about="Churn")
    assert play.heard()["value"]["action"]["data"]["press"] == '["c"]'


async def test_somebody_is_picked_in_the_list_that_belongs_to_the_gate(play: Play) -> None:
    gates = ("compute", "lineage")
    pickers = [
        {"type": "Input.ChoiceSet", "id": gate, "placeholder": "Name someone", "choices": [], "choices.data": PEOPLE}
        for gate in gates
    ]
    buttons = [execute("Name", press=press("as", gate), pick=gate) for gate in gates]
    chat = play.bot.teams.personal(play.stage.person_of(ANA))
    await play.bot.post(chat.id, card(words("Nobody owns these"), *pickers, actions=buttons))
    await play.stage.press(ANA, None, "Name someone", about="Nobody", gate="compute", choose=KIM)
    data = play.heard()["value"]["action"]["data"]
    assert data == {"press": press("as", "compute"), "pick": "compute", "compute": play.stage.person_of(KIM).object_id}


async def test_a_kept_message_is_pressed_as_it_was(play: Play) -> None:
    await play.bot.post(play.channels[HOME], card(words("revision 2"), actions=[execute("Approve", press='["so",2]')]))
    play.stage.keep(BEN, HOME, about="revision 2")
    message = play.bot.teams.messages(play.stage.person_of(BEN), play.bot.teams.conversation(play.channels[HOME]))[-1]
    path = ("conversations", play.channels[HOME], "activities", message.id)
    await play.bot.small.call("PUT", *path, body={"type": "message", **attached(card(words("revision 3")))})
    await play.stage.press_kept(BEN, "Approve")
    assert play.heard()["value"]["action"]["data"] == {"press": '["so",2]'}
    with pytest.raises(StoryFailed, match="sees no message"):
        play.stage.keep(BEN, HOME, about="revision 2")


async def test_people_see_what_the_bot_wrote_with_mentions_by_name(play: Play) -> None:
    entities = {"entities": [mention(play.stage.person_of(BEN))]}
    await play.bot.post(play.channels[HOME], card(words("<at>Ben</at>, your turn"), msteams=entities))
    await play.stage.type(ANA, HOME, "hello")
    assert [(seen.where, seen.text) for seen in play.stage.sees(BEN, HOME)] == [
        ("message", "@Ben, your turn"),
        ("thread", "done"),
    ]


async def test_home_is_typed_in_the_personal_chat(play: Play) -> None:
    page = await play.stage.home(ANA)
    assert (page.where, page.text, page.labels) == ("home", "Your gates\n[Refresh]", ("Refresh",))


async def test_a_bot_that_answers_a_press_with_a_failure_fails_the_story(play: Play) -> None:
    await play.bot.post(play.channels[HOME], card(words("Gate"), actions=[execute("Yes")]))
    play.bot.small.answer = lambda _: says("no")
    play.bot.small.status = 500
    with pytest.raises(StoryFailed, match="answered 500"):
        await play.stage.press(ANA, HOME, "Yes", about="Gate")
    play.bot.teams.violations.clear()
