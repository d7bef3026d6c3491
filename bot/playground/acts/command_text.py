"""What a person types, as Slack sends it with should_escape."""

from __future__ import annotations

import re

from bot.playground.blocks.mrkdwn import escaped
from bot.playground.workspace.workspace import Workspace

_PIECES = re.compile(
    r"(?P<mention><[@#][A-Z0-9]+(?:\|[^<>]*)?>)"
    r"|(?P<url>https?://[^\s<>|]+)"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w@])@(?P<person>[\w][\w.-]*)"
    r"|(?<![\w#&])#(?P<channel>[\w][\w-]*)",
)
_SPECIAL = frozenset({"here", "channel", "everyone"})


def sent_text(typed: str, workspace: Workspace, *, should_escape: bool = True) -> str:
    """Return the `text` of a slash command: mentions with ids, links in angle brackets, & < > escaped."""
    if not should_escape:
        return escaped(typed)
    pieces: list[str] = []
    end = 0
    for match in _PIECES.finditer(typed):
        pieces += [escaped(typed[end : match.start()]), _piece(match, workspace)]
        end = match.end()
    return "".join([*pieces, escaped(typed[end:])])


def _piece(match: re.Match[str], workspace: Workspace) -> str:
    kind = match.lastgroup
    if kind == "mention":
        return match[0] if _known(match[0], workspace) else escaped(match[0])
    if kind == "url":
        return f"<{escaped(match[0])}>"
    if kind == "mail":
        return f"<mailto:{match[0]}|{match[0]}>"
    if kind == "person":
        return _person(match["person"], workspace)
    return _channel(match["channel"], workspace)


def _known(mention: str, workspace: Workspace) -> bool:
    target = mention.strip("<>").partition("|")[0][1:]
    return workspace.has_person(target) or workspace.has_channel(target)


def _person(typed: str, workspace: Workspace) -> str:
    name = typed.rstrip(".-")
    rest = typed[len(name) :]
    if name in _SPECIAL:
        return f"<!{name}>{rest}"
    for person in workspace.people.values():
        if person.name.casefold() == name.casefold() and not person.deleted:
            return f"<@{person.id}|{person.name}>{rest}"
    return f"@{typed}"


def _channel(typed: str, workspace: Workspace) -> str:
    name = typed.rstrip("-")
    channel = workspace.channel_named(name)
    if channel is None:
        return f"#{typed}"
    # A private channel hides its name from apps: the label is empty (docs: implementing-slash-commands).
    label = "" if channel.private else channel.name
    return f"<#{channel.id}|{label}>{typed[len(name) :]}"
