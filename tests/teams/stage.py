"""The story's stage on the strict local Teams: the same people, the same channels, the same words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.demo.cast import CAST, CHANNELS
from bot.demo.stage import Actor, Seen, StoryFailed
from tests.teams.standin import Answer, Control, Conversation, LocalTeams, Message, Person, StandinError

TOLD = frozenset({200, 201, 202})
FIELD = "field:"
"""The start of a form's input ids (decision 0013)."""


def move_in(teams: LocalTeams) -> dict[str, str]:
    """Add everybody of the story and a team with their channels; the id of each channel by its name."""
    people = [teams.add_person(actor.name, timezone=actor.timezone) for actor in CAST]
    team = teams.add_team("Delivery", people)
    general = {"general": teams.general(team).id}
    return general | {name: teams.add_channel(team, name).id for name in CHANNELS if name != "general"}


async def install_everywhere(teams: LocalTeams, channels: Mapping[str, str]) -> None:
    """Add the app to the team of those channels, if there are any, and for everybody."""
    people = [teams.person(actor.name) for actor in CAST]
    if channels:
        await teams.install_in_team(teams.team_of(teams.conversation(channels["general"])), people[0])
    for person in people:
        await teams.install(person)


class TeamsStage:
    """People of one local tenant. `settle` lets the bot deliver; `move` moves its clock.

    An actor of the story is the person with their name; where the story names an account, `people` says whose.
    """

    def __init__(
        self,
        teams: LocalTeams,
        channels: Mapping[str, str],
        settle: Callable[[], Awaitable[None]],
        move: Callable[[datetime], Awaitable[None]],
        people: Iterable[Actor] = CAST,
    ) -> None:
        """Keep the tenant; `channels` maps a channel's name to its id."""
        self._teams = teams
        self._channels = channels
        self._settle = settle
        self._move = move
        self._names = {actor.account: actor.name for actor in people}
        self._kept: dict[str, Message] = {}
        self._answered: dict[str, Sequence[Message]] = {}

    def person_of(self, actor: Actor) -> Person:
        """Who plays this actor."""
        return self._teams.person(actor.name)

    async def type(self, actor: Actor, where: str | None, text: str) -> Sequence[Seen]:
        """Type `@Readiness text`, or `text` in the personal chat; what answers it, at once or when all has arrived."""
        answer = await self._typed(actor, where, text)
        await self._settle()
        return self._seen(self._answers(actor, where, answer))

    def line(self, actor: Actor, where: str | None, text: str) -> str:
        """A mention of the bot and the command; in the personal chat the command alone."""
        return text if where is None else f"@{self._teams.bot_name} {text}"

    async def type_on(self, actor: Actor, where: str | None, text: str) -> None:
        """Type, and go on at once."""
        said = " ".join(
            message.plain() for message in self._answers(actor, where, await self._typed(actor, where, text))
        )
        if not said or "⛔" in said:
            raise StoryFailed(f"`{text}` was answered: {said or 'nothing'}")

    async def press(
        self, actor: Actor, where: str | None, label: str, *, about: str, gate: str = "", choose: Actor | None = None
    ) -> Sequence[Seen]:
        """Press on the newest message that says `about` and has that button."""
        for message in reversed(self._visible(actor, where)):
            aim = _aim(message, label, gate) if about in message.plain() else None
            if aim is not None:
                return await self._pressed(actor, message, aim, choose)
        raise StoryFailed(f"{actor.name} sees no message about “{about}” with “{label}” for `{gate}`")

    async def press_kept(self, actor: Actor, label: str) -> Sequence[Seen]:
        """Press as a client does that has not heard of an edit yet."""
        message = self._kept[actor.account]
        aim = _aim(message, label, "")
        if aim is None:
            raise StoryFailed(f"what {actor.name} kept has no “{label}”")
        return await self._pressed(actor, message, aim, None, stale=True)

    def keep(self, actor: Actor, where: str | None, *, about: str) -> None:
        """Remember the message as it stands."""
        found = [message for message in self._visible(actor, where) if about in message.plain()]
        if not found:
            raise StoryFailed(f"{actor.name} sees no message about “{about}”")
        self._kept[actor.account] = found[-1]

    async def fill(self, actor: Actor, values: Mapping[str, object]) -> Sequence[Seen]:
        """Submit the open dialog; without one, open it with the button of the newest answer first."""
        person = self.person_of(actor)
        if self._form(person) is None:
            await self._open_form(actor)
        inputs = self._form(person)
        if inputs is None:
            raise StoryFailed(f"{actor.name} has no form open")
        try:
            answer = await self._teams.submit(person, self._entered(inputs, values))
        except StandinError as refused:
            raise StoryFailed(f"the form was not sent: {refused}") from refused
        if self._form(person) is not None:
            raise StoryFailed(f"the form was not taken: {answer.plain()}")
        return await self._outcome(answer)

    def sees(self, actor: Actor, where: str | None) -> Sequence[Seen]:
        """What the bot wrote in a channel or in the personal chat."""
        return self._seen(self._visible(actor, where))

    async def leave(self, actor: Actor, by: Actor) -> None:
        """Say so: Teams does not tell who left the tenant."""
        await self.type_on(by, "general", f"person @{actor.name} left")

    async def home(self, actor: Actor) -> Seen:
        """Ask for the start page, which is an answer in the personal chat."""
        pages = await self.type(actor, None, "home")
        if not pages:
            raise StoryFailed(f"{actor.name} sees no start page")
        return Seen("home", pages[-1].text, pages[-1].labels)

    async def settle(self) -> None:
        """Let the bot deliver."""
        await self._settle()

    async def move_clock(self, to: datetime) -> None:
        """Move the bot's clock."""
        await self._move(to)

    # typing

    async def _typed(self, actor: Actor, where: str | None, text: str) -> Answer:
        line = self.line(actor, where, text)
        answer = await self._teams.type(self.person_of(actor), self._place(where), line)
        if answer.status not in TOLD:
            raise StoryFailed(f"`{text}` was answered {answer.status}")
        return answer

    def _answers(self, actor: Actor, where: str | None, answer: Answer) -> Sequence[Message]:
        """What answers a typed line: in its thread, or in the same chat meanwhile; or whatever says that it does."""
        typed = str(answer.activity["id"])
        conversation = answer.activity["conversation"]["id"].partition(";")[0]
        meanwhile = [one for one in answer.messages if one.conversation == conversation and one.root in ("", typed)]
        if where is not None:
            meanwhile = [one for one in meanwhile if one.root == typed]
        there = {one.id for one in meanwhile}
        later = [one for one in self._visible(actor, where) if one.reply_to == typed and one.id not in there]
        self._answered[actor.account] = [*meanwhile, *later]
        return self._answered[actor.account]

    # pressing

    async def _pressed(
        self, actor: Actor, message: Message, aim: _Aim, choose: Actor | None, *, stale: bool = False
    ) -> Sequence[Seen]:
        person = self.person_of(actor)
        if self._teams.dialog(person) is not None:
            self._teams.close_dialog(person)
        chosen = {aim.picks: self.person_of(choose)} if choose is not None else {}
        answer = await self._teams.press(person, message, aim.label, about=aim.press, choose=chosen, stale=stale)
        return await self._outcome(answer)

    async def _outcome(self, answer: Answer) -> Sequence[Seen]:
        if answer.status not in TOLD:
            raise StoryFailed(f"the bot answered {answer.status}")
        await self._settle()
        return self._seen(answer.messages)

    # forms

    def _form(self, person: Person) -> Sequence[dict[str, Any]] | None:
        """The inputs of the form that is open, None when there is none; an answer in a dialog is no form."""
        dialog = self._teams.dialog(person)
        inputs = dialog.inputs() if dialog is not None else []
        return inputs if any(field["id"].startswith(FIELD) for field in inputs) else None

    async def _open_form(self, actor: Actor) -> None:
        for message in reversed(self._answered.get(actor.account, ())):
            for control in message.controls():
                if control.opens_dialog:
                    await self._pressed(actor, message, _Aim(control.label, press_of(control)), None)
                    return

    def _entered(self, inputs: Sequence[dict[str, Any]], values: Mapping[str, object]) -> dict[str, object]:
        """The values under the inputs' ids, with the ids that Teams has for people and channels."""
        fields = {field["id"]: field for field in inputs}
        entered: dict[str, object] = {}
        for key, value in values.items():
            name = f"{FIELD}{key}" if f"{FIELD}{key}" in fields else key
            entered[name] = self._value(fields.get(name, {}), value)
        return entered

    def _value(self, field: Mapping[str, Any], value: object) -> object:
        if field.get("type") != "Input.ChoiceSet":
            return value
        if "choices.data" in field:
            return self._teams.person(self._names[str(value)])
        return self._channels.get(str(value), value)

    # seeing

    def _place(self, where: str | None) -> Conversation | None:
        return None if where is None else self._teams.conversation(self._channels[where])

    def _visible(self, actor: Actor, where: str | None) -> list[Message]:
        everything = self._teams.messages(self.person_of(actor), self._place(where))
        return [message for message in everything if message.is_from_bot]

    def _seen(self, messages: Iterable[Message]) -> Sequence[Seen]:
        return [Seen(_where(message), message.plain(), tuple(message.labels())) for message in messages]


@dataclass(frozen=True, slots=True)
class _Aim:
    """Something to press: its label, the press it carries, and the input that a picker's choice goes into."""

    label: str
    press: str
    picks: str = ""


def _aim(message: Message, label: str, gate: str) -> _Aim | None:
    """The first thing that reads `label` and is about `gate`; a label may go on, as in "Accept all 3".

    A question before it counts is answered with yes, and a picker is known by what stands in its input.
    """
    for control in message.controls():
        if control.kind in ("Action.Execute", "Action.Submit") and (not gate or f'"{gate}"' in press_of(control)):
            names = (control.label, *control.behind, *_placeholders(control))
            if any(name == label or name.startswith(f"{label} ") for name in names):
                return _Aim(control.label, press_of(control), str(control.data.get("pick", "")))
    return None


def press_of(control: Control) -> str:
    return str(control.data.get("press", ""))


def _placeholders(control: Control) -> Iterator[str]:
    """What can be read in the person picker that this button sends."""
    for field in control.inputs:
        if field["id"] == control.data.get("pick"):
            yield from (str(field[key]) for key in ("placeholder", "label") if field.get(key))


def _where(message: Message) -> str:
    if message.private_to:
        return "private"
    return "thread" if message.is_reply else "message"
