"""Whatever people type, press and fill in, in whatever order: all of it is answered, and the record stays whole."""

from datetime import timedelta

import pytest

from bot.demo.house import House
from bot.demo.stage import Actor
from bot.playground.blocks.control import Control, controls
from bot.playground.errors import PlaygroundError
from bot.playground.workspace.answer import Answer
from bot.playground.workspace.message import Message
from bot.playground.workspace.view import ViewState
from tests.anything import CAST, FAILED, STEPS, Whims, entries
from tests.slack.home import HOME, all_words


class Anybody:
    """Somebody of the cast, another one at every step, who does what can be done, without sense."""

    def __init__(self, home: House, seed: int) -> None:
        self._home, self._whims = home, Whims(seed)
        self.answers = 0

    async def act(self) -> None:
        """Type, press, fill in or wait; what Slack's own client would not send is not sent."""
        actor = self._whims.somebody()
        modal = self._home.slack.modal(actor.account)
        try:
            if modal is not None:
                await self._leave(actor, modal)
            elif self._whims.happens(0.45):
                self._hear(await self._home.slack.command(actor.account, self._where(), self._whims.line()))
            elif self._whims.happens(0.85):
                await self._press(actor)
            else:
                await self._home.stage.move_clock(self._home.clock() + timedelta(hours=self._whims.hours()))
        except PlaygroundError:
            return
        if self._whims.happens(0.3):
            await self._home.bot.settle()

    def _hear(self, answer: Answer) -> None:
        assert (answer.status, answer.seconds < 3) == (200, True), answer
        self.answers += 1

    def _where(self) -> str:
        return self._whims.pick((HOME, HOME, HOME, "general", "dm"))

    async def _press(self, actor: Actor) -> None:
        seen = [one for one in await self._seen(actor) if list(controls(one.blocks))]
        if not seen:
            return
        shown = self._whims.pick(seen[-12:])
        control = self._whims.pick(list(controls(shown.blocks)))
        chosen = None if control.type == "button" else self._value(control)
        aim = {"block": control.block_id, "choose": chosen, "stale": self._whims.happens(0.1)}
        self._hear(await self._home.slack.press(actor.account, shown, control.action_id, **aim))

    async def _seen(self, actor: Actor) -> list[Message | ViewState]:
        workspace = self._home.slack.workspace
        if self._whims.happens(0.15):
            await self._home.slack.open_home(actor.account)
            start_page = self._home.slack.home(actor.account)
            return [start_page] if start_page is not None else []
        person = workspace.person(actor.account)
        here = workspace.timeline.of(workspace.channel(HOME).id)
        return [*(one for one in here if workspace.visible(person, one)), *self._home.slack.dm(actor.account)]

    async def _leave(self, actor: Actor, modal: ViewState) -> None:
        if modal.submit is None or self._whims.happens(0.2):
            await self._home.slack.close_modal(actor.account, all=True)
            return
        inputs = [one for one in controls(modal.blocks) if one.is_input and self._whims.happens(0.9)]
        values = {one.block_id: value for one in inputs if (value := self._value(one)) is not None}
        self._hear(await self._home.slack.submit(actor.account, values))

    def _value(self, control: Control) -> str | None:
        """Something that can be put into it; None for what is left as it is."""
        match control.type:
            case "users_select":
                return self._whims.pick(CAST).account
            case "datepicker":
                return self._whims.day()
            case "static_select" | "overflow":
                return str(self._whims.pick(control.element["options"])["text"]["text"])
            case "plain_text_input":
                return self._whims.text()
            case _:
                return None


@pytest.mark.parametrize("seed", [1, 2])
async def test_anything_in_any_order_is_answered_and_recorded(started: House, seed: int) -> None:
    before = await entries(started.bot.storage)
    anybody = Anybody(started, seed)
    for _ in range(STEPS):
        await anybody.act()
    await started.bot.settle()
    assert anybody.answers > STEPS / 2
    assert FAILED not in all_words(started)
    assert await entries(started.bot.storage) > before + 5
