"""What Teams sends, read into the few things a turn needs (docs/decisions/0013)."""

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botbuilder.schema import Activity

from bot.conversation.words import Person, Segment
from readiness.usecases.ports import Conversation, ConversationKind

FIELD = "field:"
"""What the id of a form's input begins with; the field's key follows."""

_KINDS = {"personal": ConversationKind.PERSONAL, "channel": ConversationKind.CHANNEL}
_THREAD = ";messageid="

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody asked from, and by which way they can be answered.

    `account` is their directory id, `address` what Teams calls them for this bot. `place` is the conversation as it is
    answered in, thread included. `message` is the one that was pressed, or that the typed line is.
    """

    tenant: str
    account: str
    address: str
    name: str
    timezone: str
    place: str
    conversation: Conversation
    message: str = ""

    @property
    def channel(self) -> str | None:
        """The channel, without its thread; None in a chat, of two or of several."""
        return self.conversation.id if self.conversation.kind is ConversationKind.CHANNEL else None

    @property
    def is_overheard(self) -> bool:
        """Whether others read the answer."""
        return self.conversation.kind is not ConversationKind.PERSONAL


def origin_of(activity: Activity) -> Origin:
    """Where an activity comes from; what it does not tell is empty."""
    told: Body = activity.channel_data if isinstance(activity.channel_data, Mapping) else {}
    sender, conversation = activity.from_property, activity.conversation
    place = str(conversation.id or "") if conversation else ""
    account = str((sender.aad_object_id if sender else None) or "")
    address = str((sender.id if sender else None) or "")
    kind = _KINDS.get(str(conversation.conversation_type or "personal"), ConversationKind.GROUP)
    personal = kind is ConversationKind.PERSONAL
    channel = _part(told, "channel")
    return Origin(
        tenant=str(_part(told, "tenant").get("id") or ""),
        account=account,
        address=address,
        name=str((sender.name if sender else None) or account),
        timezone=str(activity.local_timezone or _client_info(activity).get("timezone") or ""),
        place=place,
        conversation=Conversation(
            id=place.partition(_THREAD)[0],
            kind=kind,
            service_url=str(activity.service_url or ""),
            name=str(channel.get("name") or ""),
            team=str(_part(told, "team").get("id") or ""),
            account=account if personal else "",
            address=address if personal else "",
        ),
        message=str(activity.reply_to_id or activity.id or ""),
    )


def in_thread(channel: str, root: str | None) -> str:
    """The conversation in which the thread of that message goes on; the channel itself without one."""
    return f"{channel}{_THREAD}{root}" if root else channel


def press_of(data: object) -> tuple[str, str | None]:
    """The encoded intent of a pressed button, and the account that was picked with it."""
    if not isinstance(data, Mapping):
        return "", None
    pick = data.get("pick")
    picked = str(data.get(pick) or "") if isinstance(pick, str) else ""
    return str(data.get("press") or ""), picked or None


def form_values(data: object) -> dict[str, str]:
    """What was filled in, by the field's key; empty where nothing was."""
    if not isinstance(data, Mapping):
        return {}
    return {key.removeprefix(FIELD): str(value or "") for key, value in data.items() if key.startswith(FIELD)}


def mentioned(activity: Activity, bot: str) -> frozenset[str]:
    """The addresses of the people who are mentioned, the bot left out."""
    return frozenset(address for address, _ in _mentions(activity) if address != bot)


def segments(activity: Activity, bot: str, accounts: Mapping[str, str]) -> Iterator[Segment]:
    """What was typed, without the mentions that call the bot; `accounts` gives the account behind an address.

    Only what an entity marks is a mention: the SDK's own way takes the bot's name out of every sentence.
    """
    text, at = str(activity.text or ""), 0
    for address, mark in _mentions(activity):
        found = text.find(mark, at)
        if found < 0:
            continue
        if found > at:
            yield _plain(text[at:found])
        if address != bot:
            yield Person(accounts.get(address, address), _plain(_label(mark)))
        at = found + len(mark)
    if at < len(text):
        yield _plain(text[at:])


def _mentions(activity: Activity) -> Iterator[tuple[str, str]]:
    """Who is mentioned, by address, and the text that stands for them, in the order of the message."""
    for entity in activity.entities or ():
        told = entity.additional_properties or {}
        address, mark = _part(told, "mentioned").get("id"), told.get("text")
        if entity.type == "mention" and address and mark:
            yield str(address), str(mark)


def _plain(text: str) -> str:
    """As it was typed: Teams escapes what would be markup, and puts spaces that do not break beside mentions."""
    return html.unescape(text).replace("\xa0", " ")


def _label(mark: str) -> str:
    return mark.partition(">")[2].rpartition("<")[0]


def _client_info(activity: Activity) -> Body:
    for entity in activity.entities or ():
        if entity.type == "clientInfo":
            return dict(entity.additional_properties or {})
    return {}


def _part(told: Body, name: str) -> Body:
    found = told.get(name)
    return found if isinstance(found, Mapping) else {}
