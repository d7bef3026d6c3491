"""The stage on the local Slack, over real HTTP or Socket Mode."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.demo.stage import Actor, Seen, StoryFailed
from bot.playground import Answer, LocalSlack, Message
from bot.render.mrkdwn import COMMAND

OK = 200


class SlackStage:
    """People of one local Slack workspace. `settle` lets the bot deliver; `move` moves its clock."""

    def __init__(
        self,
        slack: LocalSlack,
        channels: Mapping[str, str],
        settle: Callable[[], Awaitable[None]],
        move: Callable[[datetime], Awaitable[None]],
    ) -> None:
        """Keep the workspace; `channels` maps a channel's name to its id."""
        self._slack = slack
        self._channels = channels
        self._settle = settle
        self._move = move
        self._kept: dict[str, Message] = {}

    async def type(self, actor: Actor, where: str | None, text: str) -> Sequence[Seen]:
        """Type `/readiness text`."""
        return await self._outcome(actor, await self._slack.command(actor.account, self._place(where), text))

    def line(self, actor: Actor, where: str | None, text: str) -> str:
        """A slash command, wherever it is typed."""
        return f"{COMMAND} {text}"

    async def type_on(self, actor: Actor, where: str | None, text: str) -> None:
        """Type, and go on at once."""
        answer = await self._slack.command(actor.account, self._place(where), text)
        said = " ".join(message.plain() for message in answer.messages)
        if answer.status != OK or not said or "⛔" in said or ":no_entry:" in said:
            raise StoryFailed(f"`{text}` was answered {answer.status}: {said or 'nothing'}")

    async def press(
        self, actor: Actor, where: str | None, label: str, *, about: str, gate: str = "", choose: Actor | None = None
    ) -> Sequence[Seen]:
        """Press on the newest message that says `about` and has that button."""
        for message in reversed(self._visible(actor, where)):
            control = _control(message.blocks, label, gate) if about in self._text(actor, message) else None
            if control is not None:
                chosen = choose.account if choose else control.choice
                answer = await self._slack.press(
                    actor.account, message, control.action, block=control.block, choose=chosen
                )
                return await self._outcome(actor, answer)
        raise StoryFailed(f"{actor.name} sees no message about “{about}” with “{label}” for `{gate}`")

    async def press_kept(self, actor: Actor, label: str) -> Sequence[Seen]:
        """Press as a client does that has not heard of an edit yet."""
        message = self._kept[actor.account]
        return await self._outcome(actor, await self._slack.press(actor.account, message, label, stale=True))

    def keep(self, actor: Actor, where: str | None, *, about: str) -> None:
        """Remember the message as it stands."""
        found = [message for message in self._visible(actor, where) if about in self._text(actor, message)]
        if not found:
            raise StoryFailed(f"{actor.name} sees no message about “{about}”")
        self._kept[actor.account] = found[-1]

    async def fill(self, actor: Actor, values: Mapping[str, object]) -> Sequence[Seen]:
        """Submit the open modal."""
        answer = await self._slack.submit(actor.account, values)
        if answer.errors:
            raise StoryFailed(f"the form was not taken: {answer.errors}")
        return await self._outcome(actor, answer)

    def sees(self, actor: Actor, where: str | None) -> Sequence[Seen]:
        """What stands in a channel or DM."""
        return [self._seen(actor, message) for message in self._visible(actor, where)]

    async def leave(self, actor: Actor, by: Actor) -> None:
        """Deactivate the account; the bot hears of it within the hour."""
        self._slack.deactivate(actor.account)

    async def home(self, actor: Actor) -> Seen:
        """Open the Home tab."""
        await self._slack.open_home(actor.account)
        view = self._slack.home(actor.account)
        if view is None:
            raise StoryFailed(f"{actor.name} sees no start page")
        return Seen("home", view.plain(tz=actor.timezone), tuple(view.labels()))

    async def settle(self) -> None:
        """Let the bot deliver."""
        await self._settle()

    async def move_clock(self, to: datetime) -> None:
        """Move the bot's clock."""
        await self._move(to)

    async def _outcome(self, actor: Actor, answer: Answer) -> Sequence[Seen]:
        if answer.status != OK:
            raise StoryFailed(f"the bot answered {answer.status}")
        await self._settle()
        return [self._seen(actor, message) for message in answer.messages]

    def _place(self, where: str | None) -> str:
        return "dm" if where is None else self._channels[where]

    def _visible(self, actor: Actor, where: str | None) -> list[Message]:
        if where is None:
            return self._slack.dm(actor.account)
        channel = self._channels[where]
        top = self._slack.messages(channel, as_user=actor.account)
        replies = [
            reply
            for message in top
            for reply in self._slack.messages(channel, thread=message.ts, as_user=actor.account)
            if reply.is_reply
        ]
        return sorted([*top, *replies], key=lambda message: float(message.ts))

    def _seen(self, actor: Actor, message: Message) -> Seen:
        where = "private" if message.ephemeral_to else "thread" if message.is_reply else "message"
        return Seen(where, self._text(actor, message), tuple(message.labels()))

    def _text(self, actor: Actor, message: Message) -> str:
        return message.plain(tz=actor.timezone)


@dataclass(frozen=True, slots=True)
class _Control:
    """Something to press: its action id, its block's id, and of a menu the line's value."""

    action: str
    block: str | None
    choice: str | None = None


def _control(blocks: Iterable[dict[str, Any]], label: str, gate: str) -> _Control | None:
    """The first control that reads `label` and is about `gate`; a label may go on, as in "Accept all 3"."""
    for block in blocks:
        for element in _elements(block):
            for option in element.get("options", ()) if element["type"] == "overflow" else ():
                if _fits(option, label, gate):
                    return _Control(str(element["action_id"]), block.get("block_id"), str(option["value"]))
            if _fits(element, label, gate):
                return _Control(str(element["action_id"]), block.get("block_id"))
    return None


def _fits(element: dict[str, Any], label: str, gate: str) -> bool:
    shown = (element.get("text") or element.get("placeholder") or {}).get("text", "")
    about = f'"{gate}"' in element.get("value", "") + element.get("action_id", "")
    return (shown == label or shown.startswith(label + " ")) and (not gate or about)


def _elements(block: dict[str, Any]) -> Iterable[dict[str, Any]]:
    if block["type"] == "context":
        return ()
    accessory = block.get("accessory")
    return [*block.get("elements", []), *([accessory] if accessory else [])]
