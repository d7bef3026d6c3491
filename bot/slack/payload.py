"""What Slack sends, read into the few things a turn needs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from yarl import URL

Body = dict[str, Any]

BY_PEOPLE = frozenset({"", "file_share", "thread_broadcast"})
"""The kinds of message that people write: with a file, or in a thread and shown in the channel too, or neither."""

SHORT = 4_096
"""Characters; a command has some six hundred and what was typed."""


class Unreadable(ValueError):
    """The body is not what its content type says."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody asked from, and by which way they can be answered.

    `answer_at` is Slack's response URL, empty where there is none (Home). `ephemeral` is a press on a message that only
    the asker sees, which is replaced instead of answered below. `view` is the modal that was pressed in. `written` is
    the message that asked, which has none of these ways. `request` is the same for each delivery of the same press,
    line, form or message, and for no other.
    """

    team: str
    account: str
    channel: str | None = None
    answer_at: str = ""
    trigger: str = ""
    ephemeral: bool = False
    is_home: bool = False
    view: str = ""
    written: "Written | None" = None
    request: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A message that a person wrote in `channel`, in answer to the message `thread` where that is not empty.

    `ts` is what Slack calls it there. `is_direct` where it is between them and the bot alone, `is_grouped` where it is
    in a conversation of several people that is no channel.
    """

    account: str
    channel: str
    ts: str
    text: str
    thread: str = ""
    is_direct: bool = False
    is_grouped: bool = False

    @property
    def key(self) -> str:
        """The same in every event that tells of this message, and in no other."""
        return f"{self.channel} {self.ts}"


def read_body(raw: bytes, content_type: str) -> Body:
    """The command, interaction or event in a request's body; raises `Unreadable`.

    Read here and not by bolt, which takes a command whose text contains "payload" for an interaction and loses it, and
    which parses before anybody checked the signature.
    """
    try:
        text = raw.decode("utf-8")
        if content_type.startswith("application/json"):
            return _object(json.loads(text))
        form = _form(text)
        if "payload" in form and "command" not in form:
            return _object(json.loads(form["payload"]))
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from error
    if not form:
        raise Unreadable("empty")
    return dict(form)


def _form(text: str) -> dict[str, str]:
    """The fields of a form; yarl reads them alike (tests/slack/heard/test_payload.py) in a tenth of the time.

    But it keeps the last 128 texts that it read, so it is given only what is short, as every command is.
    """
    if len(text) > SHORT:
        return dict(parse_qsl(text, keep_blank_values=True))
    return dict(URL.build(query_string=text, encoded=True).query.items())


def command_origin(body: Mapping[str, Any]) -> Origin:
    """Where a command was typed; a DM, of two or of several, is no channel that an initiative could live in."""
    is_group_dm = str(body.get("channel_name", "")).startswith("mpdm-")
    return Origin(
        team=_team(body),
        account=str(body.get("user_id", "")),
        channel=None if is_group_dm else _channel(str(body.get("channel_id", ""))),
        answer_at=str(body.get("response_url", "")),
        trigger=str(body.get("trigger_id", "")),
        request=_request(body),
    )


def press_origin(body: Mapping[str, Any]) -> Origin:
    """Where a button was pressed."""
    container, view = body.get("container") or {}, body.get("view") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    return Origin(
        team=_team(body),
        account=_account(body),
        channel=_channel(str(channel)),
        answer_at=str(body.get("response_url") or ""),
        trigger=str(body.get("trigger_id", "")),
        ephemeral=bool(container.get("is_ephemeral")),
        is_home=view.get("type") == "home",
        view=str(view.get("id", "")) if view.get("type") == "modal" else "",
        request=_request(body),
    )


def form_origin(body: Mapping[str, Any]) -> tuple[Origin, str]:
    """Where a submitted form was opened from, and the press it completes: both travel in its private metadata.

    The press is empty for a form that is not ours.
    """
    kept = _kept(str((body.get("view") or {}).get("private_metadata", "")))
    origin = Origin(
        team=_team(body),
        account=_account(body),
        channel=kept.get("channel"),
        answer_at=str(kept.get("answer_at", "")),
        trigger=str(body.get("trigger_id", "")),
        ephemeral=bool(kept.get("ephemeral")),
        is_home=bool(kept.get("is_home")),
        request=_request(body),
    )
    return origin, str(kept.get("press", ""))


def kept_in_form(origin: Origin, press: str) -> str:
    """The private metadata from which `form_origin` reads both back."""
    kept = {
        "press": press,
        "channel": origin.channel,
        "answer_at": origin.answer_at,
        "ephemeral": origin.ephemeral,
        "is_home": origin.is_home,
    }
    return json.dumps({key: value for key, value in kept.items() if value}, separators=(",", ":"))


def written_origin(team: str, message: Written) -> Origin:
    """Where a message was written to the bot."""
    channel = None if message.is_grouped else _channel(message.channel)
    return Origin(team, message.account, channel, written=message, request=message.key)


def written(body: Mapping[str, Any]) -> Written | None:
    """The message that a person wrote, of which an event tells; None for all else: edits, deletions, bots, other apps.

    Some of those come without their subtype (docs.slack.dev, message_replied), so what every message has is asked for.
    """
    happened = body.get("event") or {}
    told = [happened.get(name) for name in ("user", "channel", "ts", "text")]
    found = [one for one in told if isinstance(one, str) and one]
    is_others = any(happened.get(name) for name in ("bot_id", "app_id", "edited", "hidden"))
    if is_others or len(found) < len(told) or str(happened.get("subtype") or "") not in BY_PEOPLE:
        return None
    account, channel, ts, text = found
    thread = happened.get("thread_ts")
    return Written(
        account,
        channel,
        ts,
        text,
        thread if isinstance(thread, str) and thread != ts else "",
        is_direct=happened.get("channel_type") == "im",
        is_grouped=happened.get("channel_type") == "mpim",
    )


def press_of(action: Mapping[str, Any]) -> tuple[str, str | None]:
    """The encoded intent of a pressed element, and the account that was picked with it."""
    kind = action.get("type")
    if kind == "users_select":
        return str(action["action_id"]).removeprefix("pick:"), action.get("selected_user")
    if kind == "overflow":
        return str((action.get("selected_option") or {}).get("value", "")), None
    return str(action.get("value", "")), None


def form_values(body: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by block id: text, date, chosen option, person or channel; empty where nothing was."""
    state = ((body.get("view") or {}).get("state") or {}).get("values") or {}
    return {block: _value(next(iter(elements.values()), {})) for block, elements in state.items()}


def _value(element: Mapping[str, Any]) -> str:
    chosen = element.get("selected_option")
    for found in (
        element.get("value"),
        element.get("selected_date"),
        element.get("selected_user"),
        element.get("selected_conversation"),
        element.get("selected_channel"),
        chosen.get("value") if isinstance(chosen, dict) else None,
    ):
        if found is not None:
            return str(found)
    return ""


def _object(value: object) -> Body:
    if not isinstance(value, dict):
        raise Unreadable("not an object")
    return value


def _kept(metadata: str) -> Body:
    try:
        kept = json.loads(metadata)
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _team(body: Mapping[str, Any]) -> str:
    """What the app is installed in: a workspace, or for an org-wide installation the Enterprise Grid org.

    An event says so in its authorization, since what happened in a shared channel may name the other side's workspace
    (docs.slack.dev, apis/events-api); a view in `app_installed_team_id`, for the same reason.
    """
    authorized = next(iter(body.get("authorizations") or ()), body)
    enterprise = authorized.get("enterprise")
    inside = (enterprise.get("id") if isinstance(enterprise, dict) else None) or authorized.get("enterprise_id")
    if inside and authorized.get("is_enterprise_install") in (True, "true"):
        return str(inside)
    team, user = authorized.get("team"), body.get("user")
    installed = (body.get("view") or {}).get("app_installed_team_id")
    named = (team.get("id") if isinstance(team, dict) else None) or authorized.get("team_id")
    own = user.get("team_id") if isinstance(user, dict) else None
    return str(installed or named or inside or own or "")


def _account(body: Mapping[str, Any]) -> str:
    user = body.get("user")
    return str(user.get("id", "")) if isinstance(user, dict) else str(user or "")


def _request(body: Mapping[str, Any]) -> str:
    """Slack's id of what somebody did, else all that it says of it: a signed body has something that is its alone."""
    return str(body.get("trigger_id") or "") or json.dumps(body, sort_keys=True)


def _channel(channel: str) -> str | None:
    """Direct messages (D…) are no channels."""
    return None if not channel or channel.startswith("D") else channel
