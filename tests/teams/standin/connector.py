"""What a bot can ask of Teams, without HTTP: conversations, messages, members, teams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.teams.standin import roster
from tests.teams.standin.activity_check import card_of, check_activity, demand_activity
from tests.teams.standin.directory import THREAD, Conversation, Person, thread_of
from tests.teams.standin.errors import (
    Refused,
    activity_not_found,
    bad_syntax,
    conversation_not_found,
    not_in_roster,
    writes_blocked,
)
from tests.teams.standin.message import Message
from tests.teams.standin.scene import Scene

Result = tuple[int, dict[str, Any] | list[Any]]


@dataclass(frozen=True)
class Asked:
    """One request: the ids in its path, its query, its body."""

    ids: Mapping[str, str]
    query: Mapping[str, str]
    body: dict[str, Any]

    @property
    def thread(self) -> str:
        """The conversation or team it is about; for a new conversation, with whom or where."""
        known = self.ids.get("conversation") or self.ids.get("team")
        return thread_of(known or self.text("channelData", "channel", "id") or self.text("members", 0, "id"))[0]

    def text(self, *path: str | int) -> str:
        """What stands deep in the body; "" when nothing does."""
        found: Any = self.body
        for step in path:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return ""
        return str(found)


def create(scene: Scene, asked: Asked) -> Result:
    """POST /v3/conversations: a thread in a channel, or the personal chat of somebody who has the app."""
    channel = asked.text("channelData", "channel", "id")
    if channel:
        return _create_thread(scene, channel, asked.body)
    if asked.body.get("isGroup") or len(asked.body.get("members") or ()) != 1:
        raise bad_syntax("Bots cannot create group chats; a conversation has one member")
    if asked.text("bot", "id") != scene.directory.bot_id:
        raise bad_syntax("bot.id is not this bot")
    tenant = asked.text("channelData", "tenant", "id") or asked.text("tenantId")
    if tenant != scene.directory.tenant_id:
        raise bad_syntax(f"No such tenant: {tenant!r}")
    chat = roster.personal(scene.directory, _member(scene, asked.text("members", 0, "id")))
    if not chat.has_bot:
        raise writes_blocked()
    sent = {"activityId": _post(scene, chat, asked.body["activity"], "").id} if asked.body.get("activity") else {}
    return 201, {"id": chat.id, **sent}


def send(scene: Scene, asked: Asked) -> Result:
    """POST …/activities and …/activities/{id}: a message in a chat, a channel, or one of its threads."""
    base, root = thread_of(asked.ids["conversation"])
    conversation = reachable(scene, base)
    if root and not scene.timeline.has_thread(base, root):
        raise conversation_not_found()
    reply_to = asked.ids.get("activity") or str(asked.body.get("replyToId") or "")
    return 201, {"id": _post(scene, conversation, asked.body, root, reply_to).id}


def edit(scene: Scene, asked: Asked) -> Result:
    """PUT …/activities/{id}: another text or card in place of the bot's own message, for everybody."""
    message = _own(scene, asked)
    demand_activity(asked.body)
    _look_at(scene, f"editing {message.id}", asked.body)
    scene.timeline.put(replace(message, **_content(asked.body), is_edited=True))
    return 200, {"id": message.id}


def delete(scene: Scene, asked: Asked) -> Result:
    """DELETE …/activities/{id}: the bot's own message."""
    scene.timeline.put(replace(_own(scene, asked), is_deleted=True))
    return 200, {}


def members(scene: Scene, asked: Asked) -> Result:
    """GET …/members: everybody at once, as older bots ask."""
    everybody = scene.directory.members(reachable(scene, asked.thread))
    return 200, [roster.account(person) for person in everybody]


def paged_members(scene: Scene, asked: Asked) -> Result:
    """GET …/pagedmembers: everybody, page by page."""
    return 200, roster.page(scene.directory.members(reachable(scene, asked.thread)), asked.query)


def member(scene: Scene, asked: Asked) -> Result:
    """GET …/members/{id}: one of them, by `29:` id or object id."""
    wanted = asked.ids["member"]
    for person in scene.directory.members(reachable(scene, asked.thread)):
        if wanted in (person.id, person.object_id):
            return 200, roster.account(person)
    raise Refused(404, "MemberNotFoundInConversation", "The member was not found in the conversation.")


def team(scene: Scene, asked: Asked) -> Result:
    """GET /v3/teams/{id}: its name and its group."""
    return 200, roster.team(scene.directory, asked.ids["team"])


def channels(scene: Scene, asked: Asked) -> Result:
    """GET /v3/teams/{id}/conversations: its channels; General has no name."""
    return 200, {"conversations": roster.channels(scene.directory, asked.ids["team"])}


def reachable(scene: Scene, conversation_id: str) -> Conversation:
    """A conversation in which the bot is. Raises Refused otherwise."""
    conversation = scene.directory.conversations.get(conversation_id)
    if conversation is None:
        raise conversation_not_found()
    if not scene.directory.has_bot(conversation):
        raise writes_blocked() if conversation.kind == "personal" else not_in_roster()
    return conversation


def _create_thread(scene: Scene, channel: str, body: dict[str, Any]) -> Result:
    conversation = reachable(scene, channel)
    if not isinstance(body.get("activity"), dict):
        raise bad_syntax("A new thread needs an activity")
    message = _post(scene, conversation, body["activity"], "")
    return 201, {"id": f"{conversation.id}{THREAD}{message.id}", "activityId": message.id}


def _member(scene: Scene, wanted: str) -> Person:
    """Teams takes the `29:` id or the object id, never an address."""
    for person in scene.directory.people.values():
        if wanted in (person.id, person.object_id) and person.tenant_id == scene.directory.tenant_id:
            return person
    raise Refused(400, "BadArgument", "Failed to decrypt pairwise id")


def _post(scene: Scene, conversation: Conversation, activity: dict[str, Any], root: str, reply_to: str = "") -> Message:
    demand_activity(activity)
    _look_at(scene, f"a message in {conversation.name or conversation.kind}", activity)
    message = Message(scene.timeline.new_id(), conversation.id, scene.directory.bot_id, root=root, reply_to=reply_to)
    message = replace(message, **_content(activity))
    return scene.timeline.put(message) if activity["type"] == "message" else message


def _content(activity: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": str(activity.get("text") or ""),
        "card": card_of(activity),
        "summary": str(activity.get("summary") or ""),
    }


def _look_at(scene: Scene, where: str, activity: dict[str, Any]) -> None:
    scene.flag(where, check_activity(activity, scene.directory))
    card = card_of(activity)
    scene.flag(where, scene.validate(card) if card is not None else ())


def _own(scene: Scene, asked: Asked) -> Message:
    """The bot's own message that still stands. An edit of a deleted one is answered with an error of no meaning."""
    conversation = reachable(scene, asked.thread)
    message = scene.timeline.find(conversation.id, asked.ids["activity"])
    if message is None:
        raise activity_not_found()
    if message.is_deleted:
        raise Refused(403, "ServiceError", "Unknown")
    if not message.is_from_bot:
        raise Refused(403, "Forbidden", "A bot changes its own messages only.")
    return message
