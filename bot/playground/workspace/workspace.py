"""The workspace: its people, its channels and everything in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from bot.playground.blocks.lint import lint
from bot.playground.errors import PlaygroundError
from bot.playground.person import Person
from bot.playground.workspace.changes import Changes
from bot.playground.workspace.channel import Channel
from bot.playground.workspace.entries import Entries
from bot.playground.workspace.message import SLACKBOT, Message
from bot.playground.workspace.timeline import Timeline
from bot.playground.workspace.trigger import Triggers
from bot.playground.workspace.views import Views

APP_ID = "A0LOCAL01"
BOT_ID = "B0LOCAL01"


class Workspace:
    """All state of the local Slack; knows no HTTP."""

    def __init__(self, clock: Callable[[], datetime], team_id: str, team_name: str, bot: Person) -> None:
        self.clock = clock
        self.team_id = team_id
        self.team_name = team_name
        self.bot = bot
        self.people: dict[str, Person] = {bot.id: bot}
        self.channels: dict[str, Channel] = {}
        self.violations: list[str] = []
        self.changes = Changes()
        self.serial = count(1)
        self.entries = Entries()
        self.timeline = Timeline(clock, self, self.changes)
        self.views = Views(self.serial, self.entries, self, self.changes)
        self.triggers = Triggers(clock, team_id)

    # who is who

    def person(self, user_id: str) -> Person:
        """Return a person; raise PlaygroundError when there is none with this id."""
        if user_id not in self.people:
            raise PlaygroundError(f"nobody here has the id {user_id!r}")
        return self.people[user_id]

    def acting(self, user_id: str) -> Person:
        """Return a person who can act now; raise PlaygroundError for unknown and deactivated ones."""
        person = self.person(user_id)
        if person.deleted:
            raise PlaygroundError(f"@{person.name} is deactivated and cannot act")
        return person

    def channel(self, reference: str) -> Channel:
        """Return a channel by id, name or #name; raise PlaygroundError when there is none."""
        found = self.channels.get(reference) or self.channel_named(reference.removeprefix("#"))
        if found is None:
            raise PlaygroundError(f"no channel is called {reference!r}")
        return found

    def channel_named(self, name: str) -> Channel | None:
        """Return the channel with this name, None when there is none."""
        return next((each for each in self.channels.values() if each.name == name and not each.is_im), None)

    def im(self, user_id: str) -> Channel:
        """Return the direct conversation between the bot and a person, made when needed."""
        self.person(user_id)
        channel_id = f"D{user_id}"
        if channel_id not in self.channels:
            members = frozenset({user_id, self.bot.id})
            self.put_channel(Channel(channel_id, "", members, private=True, im_user=user_id))
        return self.channels[channel_id]

    def has_person(self, user_id: str) -> bool:
        """Return whether somebody has this id."""
        return user_id in self.people or user_id == SLACKBOT

    def has_channel(self, channel_id: str) -> bool:
        """Return whether a channel has this id."""
        return channel_id in self.channels

    def person_label(self, user_id: str) -> str | None:
        """Return a person's shown name."""
        if user_id == SLACKBOT:
            return "Slackbot"
        person = self.people.get(user_id)
        return person.real_name if person is not None else None

    def channel_label(self, channel_id: str) -> str | None:
        """Return a channel's name."""
        channel = self.channels.get(channel_id)
        return channel.name if channel is not None else None

    # who sees what

    def can_see(self, person: Person, channel: Channel) -> bool:
        """Return whether a person can read a channel: members can, and full members read every public one."""
        if person.id in channel.members:
            return True
        return not channel.private and not person.is_guest

    def visible(self, person: Person, message: Message) -> bool:
        """Return whether a person sees a message."""
        if message.ephemeral_to not in (None, person.id):
            return False
        return self.can_see(person, self.channels[message.channel])

    # change

    def put_person(self, person: Person) -> None:
        """Add or replace a person."""
        self.people[person.id] = person
        self.changes.mark()

    def put_channel(self, channel: Channel) -> None:
        """Add or replace a channel."""
        self.channels[channel.id] = replace(channel, created=channel.created or int(self.clock().timestamp()))
        self.changes.mark()

    def whisper(self, channel: str, user: str, text: str, blocks: list[dict[str, Any]], **more: Any) -> Message:
        """Show an ephemeral message of the bot to one person."""
        return self.bot_says(channel, text, blocks, ephemeral_to=user, **more)

    def bot_says(self, channel: str, text: str, blocks: list[dict[str, Any]], **more: Any) -> Message:
        """Add a message of the bot, lint it, and return it."""
        self.lint(f"a message in {channel}", text, blocks)
        return self.timeline.post(channel, self.bot.id, text, blocks, bot_id=BOT_ID, **more)

    def slackbot_says(self, channel: str, user: str, text: str) -> Message:
        """Show an ephemeral message of Slack itself, such as `operation_timeout`."""
        return self.timeline.post(channel, SLACKBOT, text, [], ephemeral_to=user)

    def lint(self, where: str, text: str, blocks: list[dict[str, Any]]) -> None:
        """Write down what is dangerous in a text."""
        self.flag(f"{where}: {finding}" for finding in lint(text, blocks, self))

    def flag(self, findings: str | Iterable[str]) -> None:
        """Write down violations."""
        self.violations.extend([findings] if isinstance(findings, str) else findings)
