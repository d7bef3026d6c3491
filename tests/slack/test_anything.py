"""Whatever people type, press and fill in, in whatever order: all of it is answered, and the record stays whole."""

from datetime import timedelta
from random import Random

import pytest

from bot.demo.cast import ANA, CAST
from bot.demo.house import House
from bot.demo.stage import Actor
from bot.playground.answer import Answer
from bot.playground.control import Control, controls
from bot.playground.errors import PlaygroundError
from bot.playground.message import Message
from bot.playground.view import ViewState
from readiness.usecases.checking import verify
from tests.slack.home import HOME, all_words

STEPS = 400
GATES = ("compute", "data-lineage", "approved-datasets", "incident-team", "live-data-sign-off", "handoff", "all", "x")
DAYS = ("friday", "+3w", "2026-12-01", "yesterday", "off", "1 december")
WORDS = ("because", "https://wiki.example/x", "<b>*bold*_</b> & `code`", "ünï 😀 \u202eabc / watch it", "")
LINES = (
    *("status", "list all", "list stalled", "waits", "questions", "lateness", "home", "settings", "help", "rework"),
    *("show {gate}", "claim {gate}", "accept {gate}", "confirm {gate}", "unblock {gate}", "request {gate}"),
    *(
        "evidence {gate} {words}",
        "approve {gate} {words}",
        "changes {gate} documentation {words}",
        "n/a {gate} {words}",
    ),
    *("waive {gate} until {day} {words}", "withdraw {gate} {words}", "decline {gate} {words}", "due {gate} {day}"),
    *("assign {gate} @{person}", "handoff {gate} to @{person} {words}", "blocked {gate} by @{person} {words}"),
    *("finding {gate} @{person} {day} {words}", "rework assign 1 @{person}", "rework done 1 {words}"),
    *("incident {gate} {day} {words}", "milestone model-complete done {day}", "milestone design-closed plan {day}"),
    *("depends {gate} on compute", "depends compute off {gate}", "gate remove {gate} {words}", "expires {gate} 30d"),
    *('gate add pen-test "Pen test" party compliance', "approvers {gate} any of @{person} and 2 of sre"),
    *("party compliance member @{person}", "party sre owner @{person}", "lead @{person}", "sponsor @{person}"),
    *("role @{person} administrator", "away {day}..+1w delegate @{person}", "away off"),
    *("contract", "contract ask", "contract sign", "contract refuse {words}", "contract changes", "pause", "resume"),
    *("cancel {words}", "digest now", "remind off", "remind on", "escalation backup 3", "reconfirm 1", "link"),
)


class Anybody:
    """Somebody of the cast, another one at every step, who does what can be done, without sense."""

    def __init__(self, home: House, seed: int) -> None:
        self._home, self._random = home, Random(seed)  # noqa: S311
        self.answers = 0

    async def act(self) -> None:
        """Type, press, fill in or wait; what Slack's own client would not send is not sent."""
        actor, chance = self._random.choice((*CAST, ANA, ANA, ANA, ANA)), self._random.random()
        modal = self._home.slack.modal(actor.account)
        try:
            if modal is not None:
                await self._leave(actor, modal)
            elif chance < 0.45:
                self._hear(await self._home.slack.command(actor.account, self._where(), self._line()))
            elif chance < 0.92:
                await self._press(actor)
            else:
                await self._home.stage.move_clock(
                    self._home.clock() + timedelta(hours=self._random.choice((1, 26, 72)))
                )
        except PlaygroundError:
            return
        if chance < 0.3:
            await self._home.bot.settle()

    def _hear(self, answer: Answer) -> None:
        assert (answer.status, answer.seconds < 3) == (200, True), answer
        self.answers += 1

    def _where(self) -> str:
        return self._random.choice((HOME, HOME, HOME, "general", "dm"))

    def _line(self) -> str:
        pick = self._random.choice
        return pick(LINES).format(gate=pick(GATES), words=pick(WORDS), day=pick(DAYS), person=pick(CAST).name)

    async def _press(self, actor: Actor) -> None:
        seen = [one for one in await self._seen(actor) if list(controls(one.blocks))]
        if not seen:
            return
        shown = self._random.choice(seen[-12:])
        control = self._random.choice(list(controls(shown.blocks)))
        chosen = None if control.type == "button" else self._value(control)
        stale = self._random.random() < 0.1
        what, block = control.action_id, control.block_id
        self._hear(await self._home.slack.press(actor.account, shown, what, block=block, choose=chosen, stale=stale))

    async def _seen(self, actor: Actor) -> list[Message | ViewState]:
        workspace = self._home.slack.workspace
        if self._random.random() < 0.15:
            await self._home.slack.open_home(actor.account)
            start_page = self._home.slack.home(actor.account)
            return [start_page] if start_page is not None else []
        person = workspace.person(actor.account)
        here = workspace.timeline.of(workspace.channel(HOME).id)
        return [*(one for one in here if workspace.visible(person, one)), *self._home.slack.dm(actor.account)]

    async def _leave(self, actor: Actor, modal: ViewState) -> None:
        if modal.submit is None or self._random.random() < 0.2:
            await self._home.slack.close_modal(actor.account, all=True)
            return
        inputs = [one for one in controls(modal.blocks) if one.is_input and self._random.random() < 0.9]
        values = {one.block_id: value for one in inputs if (value := self._value(one)) is not None}
        self._hear(await self._home.slack.submit(actor.account, values))

    def _value(self, control: Control) -> str | None:
        """Something that can be put into it; None for what is left as it is."""
        match control.type:
            case "users_select":
                return self._random.choice(CAST).account
            case "datepicker":
                return self._random.choice(("2026-10-20", "2026-12-01", "2020-01-01"))
            case "static_select" | "overflow":
                return str(self._random.choice(control.element["options"])["text"]["text"])
            case "plain_text_input":
                return self._random.choice((*WORDS[:-1], "25000 EUR", "x" * 200))
            case _:
                return None


async def entries(home: House) -> int:
    """How many entries the records have, all of them whole."""
    records = await verify(home.bot.storage, "", "", ())
    assert [one.broken for one in records] == [None] * len(records)
    return sum(one.entries for one in records)


@pytest.mark.parametrize("seed", [1, 2])
async def test_anything_in_any_order_is_answered_and_recorded(started: House, seed: int) -> None:
    before = await entries(started)
    anybody = Anybody(started, seed)
    for _ in range(STEPS):
        await anybody.act()
    await started.bot.settle()
    assert anybody.answers > STEPS / 2
    assert "Something went wrong" not in all_words(started)
    assert await entries(started) > before + 20
