"""Slack's escaped text → the segments that the grammar reads.

With `should_escape` a command carries `<@U1|ana>`, `<#C1|name>` and `<https://…|label>`, and & < > as entities. Those
are undone once, after the tags were found, so that what a person typed as `&lt;@U1&gt;` stays text.
"""

import re
from collections.abc import Iterator

from bot.conversation.reading.words import Channel, Person, Segment, Url

_TAG = re.compile(r"<(?P<kind>[@#!]?)(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


def segments(text: str) -> Iterator[Segment]:
    """The text with its people, channels and links taken out; anything else in angle brackets stays as typed."""
    at = 0
    for match in _TAG.finditer(text):
        if match.start() > at:
            yield _plain(text[at : match.start()])
        yield _segment(match)
        at = match.end()
    if at < len(text):
        yield _plain(text[at:])


def _segment(match: re.Match[str]) -> Segment:
    target, label = match["target"], _plain(match["label"] or "")
    match match["kind"]:
        case "@":
            return Person(target, label or target)
        case "#":
            return Channel(target, label or target)
        case "" if target.startswith(("http://", "https://")):
            return Url(_plain(target))
        case "" if target.startswith("mailto:"):
            return label or _plain(target.removeprefix("mailto:"))
        case _:
            return label or _plain(match[0])


def _plain(escaped: str) -> str:
    return escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
