"""Typing: in the personal chat as it is, elsewhere only what mentions the bot reaches it."""

from __future__ import annotations

import html
import re
from typing import Any

from tests.teams.standin.answer import Answer
from tests.teams.standin.directory import Conversation, Person
from tests.teams.standin.errors import StandinError
from tests.teams.standin.message import Message
from tests.teams.standin.scene import Activity, Scene


async def type_(scene: Scene, person: Person, place: Conversation, text: str, thread: Message | None = None) -> Answer:
    """Write a message, in a channel under `thread` if given, and return what the bot made of it.

    Outside the personal chat a member's name behind an @ becomes a mention, and without a mention of the bot it is
    not told. Raises StandinError where the person cannot write, or where the bot cannot be mentioned.
    """
    place = scene.place(person, place)
    if place.kind == "personal" and not place.has_bot:
        raise StandinError(f"{person.name} has not added the app")
    written, entities = (text, []) if place.kind == "personal" else _with_mentions(scene, place, text)
    message = _write(scene, person, place, written, thread)
    root = (message.root or message.id) if place.kind == "channel" else ""
    activity = scene.activity("message", person, place, root, **_content(message, written, entities))
    if place.kind != "personal" and all(one["mentioned"]["id"] != scene.directory.bot_id for one in entities):
        return Answer(0, 0.0, None, activity)
    return await scene.act(person, activity, f"{person.name} types {text!r}")


def _write(scene: Scene, person: Person, place: Conversation, text: str, thread: Message | None) -> Message:
    root = (thread.root or thread.id) if thread is not None and place.kind == "channel" else ""
    return scene.timeline.put(Message(scene.timeline.new_id(), place.id, person.id, text, root=root))


def _content(message: Message, text: str, entities: list[Activity]) -> Activity:
    """Teams sends each message a second time, as HTML."""
    shown = html.escape(text, quote=False) if not entities else text
    return {
        "id": message.id,
        "text": text,
        "textFormat": "plain",
        "attachments": [{"contentType": "text/html", "content": f"<p>{shown}</p>"}],
        "entities": entities,
    }


def _with_mentions(scene: Scene, place: Conversation, text: str) -> tuple[str, list[dict[str, Any]]]:
    """The text as Teams writes it, and an entity for each mention, not in the order of the text.

    After a mention Teams puts a no-break space as an HTML entity, and it ends the line. With `split_mentions` each word
    of a name is a mention of its own (botbuilder-js#4379).
    """
    accounts = {person.name: {"id": person.id, "name": person.name} for person in scene.directory.members(place)}
    if scene.directory.has_bot(place):
        accounts[scene.directory.bot_name] = scene.bot
    elif f"@{scene.directory.bot_name}" in text:
        raise StandinError(f"{scene.directory.bot_name} is not in {place.name or place.kind}")
    entities: list[dict[str, Any]] = []

    def mention(found: re.Match[str]) -> str:
        parts = found.group(1).split() if scene.split_mentions else [found.group(1)]
        entities[:0] = [_mention(accounts[found.group(1)]["id"], part) for part in parts]
        written = " ".join(f"<at>{html.escape(part, quote=False)}</at>" for part in parts)
        return written + ("&nbsp;" if found.group(1) == scene.directory.bot_name else found.group(2))

    names = "|".join(re.escape(name) for name in sorted(accounts, key=len, reverse=True))
    written = re.sub(rf"(?<!\S)@({names})(?!\w)( ?)", mention, text)
    return (f"{written}\n" if entities else written), entities


def _mention(address: str, name: str) -> dict[str, Any]:
    """What Teams tells of a mention; with an & in the name without its text (BotFramework-Services#204)."""
    text = {} if "&" in name else {"text": f"<at>{html.escape(name, quote=False)}</at>"}
    return {"type": "mention", "mentioned": {"id": address, "name": name}, **text}
