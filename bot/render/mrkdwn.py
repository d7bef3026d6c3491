"""Spans as Slack's mrkdwn, in which people's words can never become markup.

Escaping & < > (docs.slack.dev, formatting message text) keeps mentions, links and dates out, and `verbatim` keeps
"@here" and bare addresses from being found. That leaves `*`, `_`, `~`, backticks, `:emoji:` and a leading `>`, for
which Slack has no escape. They are replaced by characters that look the same and mean nothing, except inside a word,
where Slack does not read them and a name such as model_v3 can still be copied.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from bot.cards import Bold, Code, Link, Mention, Span, Text, Typed, When
from bot.render.characters import SHORTENED, clean, isolate, whole_words
from bot.render.limits import fits, size

COMMAND = "/readiness"
"""What calls the bot in Slack; it stands before whatever can be typed."""

Accounts = Mapping[str, str]
"""Opaque person id → account id in the workspace that the message goes to."""

# An opening sign needs a break before it and a closing one a break after it; this one breaks and takes no room.
_BREAK = "\u200b"
_TWINS = {"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb", ":": "\u2236"}
_MARKUP = re.compile(r"`|(?<![^\W_])[*_~]|[*_~](?![^\W_])|:(?=[^\s:]+:)")
_OUTSIDE = " .,;"
_LEADING_QUOTE = re.compile(r"^\s*(?:&gt;\s*)+")
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_ADDRESS_SAFE = "!#$%&'()*+,-./:;=?@[]_~"


def line(text: Text, accounts: Accounts) -> str:
    """One line of mrkdwn."""
    out = ""
    styled = False
    for span in text:
        if type(span) is str:
            if piece := literal(span):
                out += _BREAK + piece if styled and piece[0].isalnum() else piece
                styled = False
        elif type(span) is Bold or type(span) is Code or type(span) is Typed:
            if type(span) is Bold:
                piece, opens, ends = _bold(span.text if out else span.text.lstrip())
            else:
                piece, opens, ends = _code(span.text if type(span) is Code else f"{COMMAND} {span.text}")
            if piece:
                out += _BREAK + piece if opens and (styled or out[-1:].isalnum()) else piece
                styled = ends
        elif piece := _other(span, accounts):
            out += _BREAK + piece if styled and piece[0].isalnum() else piece
            styled = False
    return out


def lines(texts: Sequence[Text], accounts: Accounts, limit: int, start: str = "") -> str:
    """Lines of mrkdwn of at most `limit` characters; what is cut away is said to be."""
    whole = start + "\n".join([line(text, accounts) for text in texts])
    if len(whole) * 2 <= limit or fits(whole, limit):
        return whole
    return _shortened(texts, accounts, limit - len(SHORTENED), start) + SHORTENED


def quoted(text: str, limit: int) -> str:
    """Mark every line of what a person wrote as quoted."""
    rows: list[Text] = [(row,) for row in text.strip().splitlines()]
    whole = "\n".join(["> " + line(row, {}) for row in rows])
    return whole if fits(whole, limit) else _shortened(rows, {}, limit - len(SHORTENED), "> ", "\n> ") + SHORTENED


@lru_cache(maxsize=4096)
def literal(text: str) -> str:
    """`text` exactly as it reads, on one line. The same few words and names come again in every message."""
    return isolate(_neutral(_escaped(clean(text))))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _neutral(text: str) -> str:
    text = _MARKUP.sub(lambda found: _TWINS[found[0]], text)
    return _LEADING_QUOTE.sub(lambda found: found[0].replace("&gt;", "\u203a"), text)


class _Styled(NamedTuple):
    """Marked words, and whether they begin and end with the mark itself."""

    piece: str
    opens: bool
    ends: bool


def _styled(piece: str, text: str) -> _Styled:
    """What became of `text`; Slack wants the mark beside a letter, so a space at the end stands behind the mark."""
    if not piece:
        return _Styled("", opens=False, ends=False)
    ends = not text[-1].isspace()
    return _Styled(piece if ends else f"{piece} ", piece[0] not in _OUTSIDE, ends)


@lru_cache(maxsize=1024)
def _bold(text: str) -> _Styled:
    # Slack reads the mark only where a word follows, so what goes on with a sentence begins before it.
    words = clean(text).rstrip()
    inner = words.lstrip(_OUTSIDE)
    before = words[: len(words) - len(inner)]
    return _styled(before + isolate(f"*{_neutral(_escaped(inner))}*") if inner else before, text)


@lru_cache(maxsize=1024)
def _code(text: str) -> _Styled:
    inner = _escaped(clean(text).strip()).replace("`", _TWINS["`"])
    return _styled(isolate(f"`{inner}`") if inner else "", text)


def _other(span: Span, accounts: Accounts) -> str:
    if type(span) is Mention:
        account = accounts.get(span.person)
        return f"<@{account}>" if account else literal(span.name)
    if isinstance(span, When):
        return _when(span)
    # What remains is a kind of str: an enum's member, say.
    return _link(span) if isinstance(span, Link) else literal(str(span))


def _link(link: Link) -> str:
    label = literal(link.label).strip() or literal(link.url)
    if _WEB.match(link.url):
        return f"<{_address(link.url)}|{label}>"
    return label if link.label == link.url else f"{label} ({literal(link.url)})"


def _address(url: str) -> str:
    # Whatever could end the address or start its label is percent-encoded; what is encoded already stays.
    return quote(url.encode("utf-8", "replace"), safe=_ADDRESS_SAFE).replace("&", "&amp;")


def _when(when: When) -> str:
    instant = int(when.instant.timestamp())
    return f"<!date^{instant}^{{date_short_pretty}} at {{time}}|{literal(when.fallback).strip() or instant}>"


def _shortened(texts: Iterable[Text], accounts: Accounts, room: int, start: str, between: str = "\n") -> str:
    out = start
    for index, text in enumerate(texts):
        lead = between if index else ""
        whole = line(text, accounts)
        left = room - size(out) - len(lead)
        if size(whole) > left:
            part = _part(text, accounts, left)
            return (out + lead + part if part else out).rstrip()
        out += lead + whole
    return out


def _part(text: Text, accounts: Accounts, room: int) -> str:
    """As many spans as fit, and of the next one as many words: nothing that has an end is ever left open."""
    kept: list[Span] = []
    for span in text:
        if size(line([*kept, span], accounts)) > room:
            return line([*kept, *_words(kept, span, accounts, room)], accounts)
        kept.append(span)
    return line(kept, accounts)


def _words(kept: Sequence[Span], span: Span, accounts: Accounts, room: int) -> Text:
    if isinstance(span, Link | Mention | When):
        return ()
    make = type(span)
    words = span if isinstance(span, str) else span.text
    least, most = 0, min(len(words), max(room, 0))
    while least < most:
        middle = (least + most + 1) // 2
        if size(line([*kept, make(words[:middle])], accounts)) <= room:
            least = middle
        else:
            most = middle - 1
    return (make(whole_words(words[:least])),) if least else ()
