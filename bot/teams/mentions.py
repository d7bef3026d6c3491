"""Who is mentioned in what was typed, however Teams tells of it.

A mention is a tag in the text and an entity beside it. The entities come in any order; one may lack its text, as those
of names with an `&` do (BotFramework-Services#204); and a name of two words can come as two tags and two entities of
one id (botbuilder-js#4379).
"""

import html
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.conversation.reading.words import Person, Segment

MOST_UNTAGGED = 50
"""Each is looked for in the whole text."""

_TAG = re.compile(r"<at(?:\s[^<>]*)?>((?:(?!</?at\b).)*)</at>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class MentionEntity:
    """What an entity tells of a mention; `mark` is how it stands in the text, empty where that is not told."""

    address: str
    mark: str
    name: str


@dataclass(frozen=True, slots=True)
class TypedLine:
    """What was typed, and what is told of the mentions in it, in any order."""

    text: str
    told: tuple[MentionEntity, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody who is mentioned, by the address that Teams has for them, from `start` to `end` of the text."""

    address: str
    label: str
    start: int
    end: int


def segments(line: TypedLine, bot: str, accounts: Mapping[str, str]) -> Iterator[Segment]:
    """What was typed, without the mentions that call the bot; `accounts` gives the account behind an address.

    Only what an entity tells of is a mention: the SDK's own way takes the bot's name out of every sentence.
    """
    text, at = line.text, 0
    for mention in mentions(line):
        if mention.start > at:
            yield _plain(text[at : mention.start])
        if mention.address != bot:
            yield Person(accounts.get(mention.address, mention.address), mention.label)
        at = mention.end
    if at < len(text):
        yield _plain(text[at:])


def mentioned(line: TypedLine, bot: str) -> frozenset[str]:
    """The addresses of the people who are mentioned, the bot left out."""
    return frozenset(one.address for one in mentions(line) if one.address != bot)


def mentions(line: TypedLine) -> tuple[Mention, ...]:
    """Everybody who is mentioned, in the order of the text; a name that came in parts is one mention."""
    tagged = tuple(_tagged(line.text, line.told))
    untagged = _untagged(line.text, line.told, tagged)
    return tuple(_joined(line.text, sorted((*tagged, *untagged), key=lambda one: one.start)))


def _tagged(text: str, told: Sequence[MentionEntity]) -> Iterator[Mention]:
    """The tags of the text with whom an entity tells of, by its text, or else by the name."""
    by_mark, by_name = defaultdict[str, deque[MentionEntity]](deque), defaultdict[str, deque[MentionEntity]](deque)
    for one in sorted(told, key=lambda one: bool(one.mark)):
        # Whether Teams escapes the name in an entity is not documented.
        for name in {one.name, _plain(one.name)}:
            by_name[name].append(one)
        if one.mark:
            by_mark[_plain(one.mark)].append(one)
    for tag in _TAG.finditer(text):
        label = _plain(tag[1])
        same = by_mark.get(_plain(tag[0])) or by_name.get(label)
        if same:
            # Of people with one name each tag is the next one's; one who is mentioned again may be told of once.
            found = same.popleft() if len(same) > 1 else same[0]
            yield Mention(found.address, label, tag.start(), tag.end())


def _untagged(text: str, told: Sequence[MentionEntity], tagged: Sequence[Mention]) -> Iterator[Mention]:
    """What other clients than Teams' own mark without a tag, each where it stands first outside of the others."""
    taken = [(one.start, one.end) for one in tagged]
    for one in islice((one for one in told if one.mark and not _TAG.fullmatch(one.mark)), MOST_UNTAGGED):
        for match in re.finditer(re.escape(one.mark), text):
            if all(match.end() <= start or end <= match.start() for start, end in taken):
                taken.append(match.span())
                yield Mention(one.address, _plain(one.mark), *match.span())
                break


def _joined(text: str, found: Iterable[Mention]) -> Iterator[Mention]:
    """Neighbours of one address as one mention."""
    last: Mention | None = None
    for mention in found:
        if last is not None and last.address == mention.address and not _plain(text[last.end : mention.start]).strip():
            last = replace(last, label=f"{last.label} {mention.label}", end=mention.end)
            continue
        if last is not None:
            yield last
        last = mention
    if last is not None:
        yield last


def _plain(text: str) -> str:
    """As it was typed: Teams escapes what would be markup, and puts spaces that do not break beside mentions."""
    return html.unescape(text).replace("\xa0", " ")
