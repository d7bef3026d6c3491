"""What everything that people do needs: the tenant, its messages, and the way to the bot."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson

from tests.teams.standin.answer import Answer
from tests.teams.standin.card_check import check_card
from tests.teams.standin.courier import Courier, Reply
from tests.teams.standin.dialog import Dialog
from tests.teams.standin.directory import THREAD, Conversation, Directory, Person
from tests.teams.standin.errors import StandinError
from tests.teams.standin.message import Message
from tests.teams.standin.timeline import Timeline
from tests.teams.standin.tree import Node

Activity = dict[str, Any]
Validate = Callable[[Node], list[str]]


@dataclass
class Scene:
    """Shared by all the things that people do, and by the connector."""

    directory: Directory
    timeline: Timeline
    courier: Courier
    clock: Callable[[], datetime]
    authorization: Callable[[str], str]
    validate: Validate
    answer_within: float
    service_url: str = ""
    split_mentions: bool = False
    violations: list[str] = field(default_factory=list)
    dialogs: dict[str, Dialog] = field(default_factory=dict)
    """The open dialog of each person, by object id."""
    delivered: Activity = field(default_factory=dict)
    replied: Reply | None = None
    """The last activity that was delivered, and what the bot answered."""

    # what is wrong

    def flag(self, where: str, findings: Iterable[str]) -> None:
        """Write violations down."""
        self.violations.extend(f"{where}: {finding}" for finding in findings)

    def check(self, where: str, card: Node, *, in_dialog: bool = False) -> None:
        """Write down what is wrong with a card."""
        self.flag(where, check_card(card, self.directory, in_dialog=in_dialog))
        self.flag(where, self.validate(card))

    # who and where

    def place(self, person: Person, conversation: Conversation) -> Conversation:
        """The conversation as it is now. Raises StandinError when the person is not in it."""
        now = self.directory.conversations[conversation.id]
        if person not in self.directory.members(now):
            raise StandinError(f"{person.name} is not in {now.name or now.kind}")
        return now

    def conversation_of(self, message: Message) -> Conversation:
        """Where a message stands."""
        return self.directory.conversations[message.conversation]

    # to the bot and back

    def activity(self, kind: str, person: Person, place: Conversation, root: str = "", **more: Any) -> Activity:
        """What Teams tells a bot of whatever somebody does somewhere; `root` is the thread's first message."""
        now = self.clock()
        local = now.astimezone(_zone(person.timezone))
        return {
            "type": kind,
            "id": f"f:{self.timeline.new_id()}",
            "timestamp": now.isoformat(),
            "localTimestamp": local.isoformat(),
            "localTimezone": person.timezone,
            "locale": person.locale,
            "serviceUrl": self.service_url,
            "channelId": "msteams",
            "from": {"id": person.id, "name": person.name, "aadObjectId": person.object_id},
            "conversation": self._conversation(person, place, root),
            "recipient": self.bot,
            "channelData": self._channel_data(person, place),
            **more,
            "entities": [*more.get("entities", ()), _client(person)],
        }

    @property
    def bot(self) -> dict[str, str]:
        """The bot as an account."""
        return {"id": self.directory.bot_id, "name": self.directory.bot_name}

    async def deliver(self, activity: Activity) -> Reply:
        """Post an activity to the bot as Teams does, signed."""
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": self.authorization(self.service_url),
            "User-Agent": "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)",
        }
        reply = await self.courier.carry(orjson.dumps(activity), headers)
        if activity is not self.delivered:
            self.delivered, self.replied = activity, reply
        return reply

    async def act(self, person: Person, activity: Activity, what: str) -> Answer:
        """Deliver, and return what the person then saw of the bot; a refusal of the bot is a violation."""
        moment = self.timeline.moment
        reply = await self.deliver(activity)
        self._watch(what, activity, reply)
        seen = tuple(one for one in self.timeline.since(moment) if one.is_from_bot and self._sees(person, one))
        return Answer(reply.status, reply.seconds, reply.body, activity, seen, self.dialogs.get(person.object_id))

    def _watch(self, what: str, activity: Activity, reply: Reply) -> None:
        is_invoke = activity["type"] == "invoke"
        if reply.trouble:
            self.flag(what, [reply.trouble])
        elif reply.status not in ((200,) if is_invoke else (200, 201, 202)):
            self.flag(what, [f"answered {reply.status}: {str(reply.body)[:200]}"])
        if is_invoke and reply.seconds > self.answer_within:
            self.flag(
                what, [f"answered after {reply.seconds:.1f} s; a press is answered within {self.answer_within} s"]
            )

    def _sees(self, person: Person, message: Message) -> bool:
        return person in self.directory.members(self.conversation_of(message))

    def _conversation(self, person: Person, place: Conversation, root: str) -> dict[str, Any]:
        about: dict[str, Any] = {"conversationType": place.kind, "tenantId": person.tenant_id}
        if place.kind != "personal":
            about["isGroup"] = True
        return {**about, "id": f"{place.id}{THREAD}{root}" if root else place.id}

    def _channel_data(self, person: Person, place: Conversation) -> dict[str, Any]:
        about: dict[str, Any] = {"tenant": {"id": person.tenant_id}}
        if place.kind != "channel":
            return about
        return {
            "teamsChannelId": place.id,
            "teamsTeamId": place.team_id,
            "channel": {"id": place.id},
            "team": {"id": place.team_id},
            **about,
        }


def _client(person: Person) -> dict[str, str]:
    country = person.locale.partition("-")[2] or "GB"
    return {
        "type": "clientInfo",
        "locale": person.locale,
        "country": country,
        "platform": "Web",
        "timezone": person.timezone,
    }


def _zone(name: str) -> tzinfo:
    """Teams may tell a name that this machine does not know, such as one of Windows' own."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
