"""Typing a slash command."""

from __future__ import annotations

from typing import Any

from bot.playground.acts.command_text import sent_text
from bot.playground.acts.stage import Stage
from bot.playground.errors import ApiRefusal, PlaygroundError
from bot.playground.person import Person
from bot.playground.wire.delivery import Delivery, Reply
from bot.playground.workspace.answer import Answer
from bot.playground.workspace.channel import Channel
from bot.playground.workspace.draft import read_draft
from bot.playground.workspace.workspace import APP_ID


async def type_command(stage: Stage, user: str, channel: str, text: str, command: str) -> Answer:
    """Send a command as a person would; raise PlaygroundError where Slack's client would not let them."""
    person = stage.workspace.acting(user)
    if person.team_id != stage.workspace.team_id:
        raise PlaygroundError(f"@{person.name} belongs to another company and cannot use commands of this one")
    place = stage.place(person, channel)
    moment = stage.workspace.timeline.moment
    payload = _payload(stage, person, place, text, command)
    reply = await stage.courier.carry(Delivery("slash_commands", payload))
    stage.watch(f"{command} {text}".rstrip(), reply)
    _show(stage, person, place, command, reply)
    return stage.outcome(user, moment, reply)


def _payload(stage: Stage, person: Person, place: Channel, text: str, command: str) -> dict[str, Any]:
    workspace = stage.workspace
    return {
        "token": "local-verification-token",
        "team_id": workspace.team_id,
        "team_domain": workspace.team_name.lower(),
        "channel_id": place.id,
        "channel_name": place.name_in_payload,
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": sent_text(text.strip(), workspace, should_escape=stage.should_escape),
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": stage.response_url(person.id, place.id),
        "trigger_id": workspace.triggers.issue(person.id),
    }


def _show(stage: Stage, person: Person, place: Channel, command: str, reply: Reply) -> None:
    error = _failure(reply)
    if error is None and reply.text:
        error = _answer(stage, person, place, reply)
    if error is not None:
        stage.workspace.slackbot_says(place.id, person.id, f'{command} failed with the error "{error}"')


def _failure(reply: Reply) -> str | None:
    if reply.trouble == "http_timeout":
        return "operation_timeout"
    return None if reply.ok else "dispatch_failed"


def _answer(stage: Stage, person: Person, place: Channel, reply: Reply) -> str | None:
    content = _content(reply)
    if content is None:
        stage.workspace.flag(f"the answer to a command is {reply.text[:80]!r}, which Slack prints as it is")
        content = {"text": reply.text}
    try:
        draft = read_draft(content, stage.workspace.serial)
    except ApiRefusal as refusal:
        stage.workspace.flag(f"the answer to a command is refused: {refusal.error} {'; '.join(refusal.messages)}")
        return "invalid_command_response"
    only_for = None if content.get("response_type") == "in_channel" else person.id
    stage.workspace.bot_says(place.id, draft.text, draft.blocks, ephemeral_to=only_for)
    return None


def _content(reply: Reply) -> dict[str, Any] | None:
    """The message that answers; None for JSON that holds none, such as `{}` (slack-morphism-rust#141)."""
    if isinstance(reply.body, dict):
        return reply.body or None
    return {"text": reply.text} if reply.body == reply.text else None
