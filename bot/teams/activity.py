"""What Teams sends, read into the few things a turn needs (docs/decisions/0013)."""

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, Entity

from bot.conversation.words import Person, Segment
from bot.render.adaptive_fields import FIELD
from readiness.usecases.ports import Conversation, ConversationKind
from readiness.zones import known_zone

_KINDS = {"personal": ConversationKind.PERSONAL, "channel": ConversationKind.CHANNEL}
_THREAD = ";messageid="

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody asked from, and by which way they can be answered.

    `account` is their directory id, `address` what Teams calls them for this bot. `place` is the conversation as it is
    answered in, thread included. `bot` is what Teams calls the bot that was asked.
    """

    account: str
    address: str
    timezone: str
    place: str
    conversation: Conversation
    bot: str = ""

    @property
    def channel(self) -> str | None:
        """The channel, without its thread; None in a chat, of two or of several."""
        return self.conversation.id if self.conversation.kind is ConversationKind.CHANNEL else None

    @property
    def thread(self) -> str:
        """The message whose thread it is; empty outside of threads."""
        return self.place.partition(_THREAD)[2]

    @property
    def is_overheard(self) -> bool:
        """Whether others read the answer."""
        return self.conversation.kind is not ConversationKind.PERSONAL


def read_activity(body: Body) -> Activity:
    """What was sent, in the fields that a turn looks at; raises ValueError for what is no activity.

    The SDK's own reading looks for every field there is as JSON and as XML, which takes twenty times as long.
    """
    sender, place = _part(body, "from"), _part(body, "conversation")
    activity = Activity(
        type=_text(body, "type"),
        id=_text(body, "id"),
        name=_text(body, "name"),
        action=_text(body, "action"),
        text=_text(body, "text"),
        value=_part(body, "value"),
        reply_to_id=_text(body, "replyToId"),
        service_url=_text(body, "serviceUrl"),
        local_timezone=_text(body, "localTimezone"),
        channel_data=_part(body, "channelData"),
        from_property=_account(sender),
        recipient=_account(_part(body, "recipient")),
        conversation=ConversationAccount(
            id=_text(place, "id"), conversation_type=_text(place, "conversationType") or "personal"
        ),
        members_removed=[_account(one) for one in _parts(body, "membersRemoved")],
        entities=[_entity(one) for one in _parts(body, "entities")],
    )
    if not (activity.type and activity.conversation.id and activity.service_url):
        raise ValueError("an activity has a type, a conversation and a service address")
    return activity


def _timezone(activity: Activity) -> str:
    """Told twice, and not always by a name that anybody knows: Windows has its own."""
    told: list[str] = [activity.local_timezone, _text(_client_info(activity), "timezone")]
    return next(filter(known_zone, told), told[0] or told[1])


def origin_of(activity: Activity) -> Origin:
    """Where an activity comes from; what it does not tell is empty."""
    told: Body = activity.channel_data
    sender, place = activity.from_property, activity.conversation.id
    kind = _KINDS.get(activity.conversation.conversation_type, ConversationKind.GROUP)
    personal = kind is ConversationKind.PERSONAL
    return Origin(
        account=sender.aad_object_id,
        address=sender.id,
        timezone=_timezone(activity),
        place=place,
        conversation=Conversation(
            id=place.partition(_THREAD)[0],
            kind=kind,
            service_url=activity.service_url,
            name=_text(_part(told, "channel"), "name"),
            team=_text(_part(told, "team"), "id"),
            account=sender.aad_object_id if personal else "",
            address=sender.id if personal else "",
        ),
        bot=activity.recipient.id,
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
    text, at = activity.text, 0
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
    for entity in activity.entities:
        told = entity.additional_properties
        address, mark = _text(_part(told, "mentioned"), "id"), _text(told, "text")
        if entity.type == "mention" and address and mark:
            yield address, mark


def _plain(text: str) -> str:
    """As it was typed: Teams escapes what would be markup, and puts spaces that do not break beside mentions."""
    return html.unescape(text).replace("\xa0", " ")


def _label(mark: str) -> str:
    return mark.partition(">")[2].rpartition("<")[0]


def _client_info(activity: Activity) -> Body:
    return next((one.additional_properties for one in activity.entities if one.type == "clientInfo"), {})


def _account(told: Body) -> ChannelAccount:
    return ChannelAccount(id=_text(told, "id"), name=_text(told, "name"), aad_object_id=_text(told, "aadObjectId"))


def _entity(told: Body) -> Entity:
    """The SDK names the type of an entity; all else is additional to it."""
    entity = Entity(type=_text(told, "type"))
    entity.additional_properties = told
    return entity


def _parts(told: Body, name: str) -> Iterator[Body]:
    found = told.get(name)
    return (one for one in found if isinstance(one, Mapping)) if isinstance(found, list) else iter(())


def _part(told: Body, name: str) -> Body:
    found = told.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(told: Body, name: str) -> str:
    found = told.get(name)
    return found if isinstance(found, str) else ""
