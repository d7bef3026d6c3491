"""What Teams sends, read into the few things a turn needs (docs/decisions/0013)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, Entity

from bot.render.adaptive_fields import FIELD
from bot.teams.mentions import MentionEntity, TypedLine
from readiness.usecases.frame.ports import Conversation, ConversationKind
from readiness.zones import known_zone

_KINDS = {"personal": ConversationKind.PERSONAL, "channel": ConversationKind.CHANNEL}
_THREAD = ";messageid="

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody asked from, and by which way they can be answered.

    `account` is their directory id, `address` what Teams calls them for this bot. `place` is the conversation as it is
    answered in, thread included. `bot` is what Teams calls the bot that was asked. `request` is the same for each
    delivery of the same activity, and for no other; empty where Teams does not name it.
    """

    account: str
    address: str
    timezone: str
    place: str
    conversation: Conversation
    bot: str = ""
    request: str = ""

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
    channel, here = _part(told, "channel"), place.partition(_THREAD)[0]
    return Origin(
        account=sender.aad_object_id,
        address=sender.id,
        timezone=_timezone(activity),
        place=place,
        conversation=Conversation(
            id=here,
            kind=kind,
            service_url=activity.service_url,
            name=_text(channel, "name") if _text(channel, "id") == here else "",
            team=_text(_part(told, "team"), "id"),
            account=sender.aad_object_id if personal else "",
            address=sender.id if personal else "",
        ),
        bot=activity.recipient.id,
        request=f"{place} {activity.id}" if activity.id else "",
    )


def event_of(activity: Activity) -> str:
    """What Teams calls that which happened to a team or one of its channels; empty for all else."""
    return _text(activity.channel_data, "eventType")


def channel_of(activity: Activity) -> Conversation | None:
    """The channel that an event of a team is about; None where it is about none.

    Teams tells it in the conversation of the team, which is its General channel (subscribe-to-conversation-events).
    """
    told: Body = activity.channel_data
    channel, team = _part(told, "channel"), _text(_part(told, "team"), "id")
    which, name = _text(channel, "id"), _text(channel, "name")
    if not (which and event_of(activity).startswith("channel")):
        return None
    return Conversation(which, ConversationKind.CHANNEL, activity.service_url, name=name, team=team)


def in_thread(channel: str, root: str | None) -> str:
    """The conversation in which the thread of that message goes on; the channel itself without one."""
    return f"{channel}{_THREAD}{root}" if root else channel


def line_of(activity: Activity) -> TypedLine:
    """What was typed, and what is told of whom it mentions."""
    told = [one.additional_properties for one in activity.entities if one.type == "mention"]
    people = [(_part(one, "mentioned"), _text(one, "text")) for one in told]
    return TypedLine(
        activity.text,
        tuple(MentionEntity(_text(who, "id"), mark, _text(who, "name")) for who, mark in people if _text(who, "id")),
    )


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
