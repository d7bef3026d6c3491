"""However Teams tells of the mentions in a message, the same line is read, with the same people."""

import html
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.reading.words import Person, Segment, tokenise
from bot.teams.activity import line_of, read_activity
from bot.teams.mentions import TypedLine, mentioned, segments

BOT = "28:app"
WORDS = ("assign", "compute", "backup", "R&D", "<b>", "a&amp;b", "until", "friday")
NAMES = st.text(st.sampled_from("AnBé'&<>.-#1中"), min_size=1, max_size=6)


@dataclass(frozen=True)
class Written:
    """A name as it stands in a message: `parts` of one tag each, and of each whether its entity tells its text."""

    address: str
    parts: tuple[str, ...]
    is_told: tuple[bool, ...]

    @property
    def text(self) -> str:
        return " ".join(f"<at>{html.escape(part, quote=False)}</at>" for part in self.parts)

    @property
    def entities(self) -> list[dict[str, Any]]:
        return [_entity(self.address, part, told) for part, told in zip(self.parts, self.is_told, strict=True)]


def _entity(address: str, name: str, told: bool) -> dict[str, Any]:
    text = {"text": f"<at>{html.escape(name, quote=False)}</at>"} if told else {}
    return {"type": "mention", "mentioned": {"id": address, "name": name}, **text}


@st.composite
def lines(draw: st.DrawFn) -> tuple[list[str | Written], list[dict[str, Any]], list[str | Person]]:
    """A line as it is written, its entities in any order, and the line that is meant, after the bot was called."""
    words = draw(st.lists(NAMES, min_size=4, max_size=8, unique=True))
    people = {
        BOT: ("Readiness", "Helper"),
        "29:1": tuple(words[:1]),
        "29:2": tuple(words[1:3]),
        "29:3": tuple(words[3:]),
    }
    said: list[str | Written] = []
    meant: list[str | Person] = []
    for address in (BOT, *draw(st.lists(st.sampled_from(["29:1", "29:2", "29:3", BOT]), max_size=5))):
        parts = draw(st.sampled_from([people[address], (" ".join(people[address]),)]))
        told = draw(st.tuples(*(st.booleans() for _ in parts)))
        word = draw(st.sampled_from(WORDS))
        said += [Written(address, parts, told), word]
        meant += [*([] if address == BOT else [Person(f"id of {address}", " ".join(people[address]))]), word]
    entities = [entity for one in said if isinstance(one, Written) for entity in one.entities]
    return said, draw(st.permutations(entities)), meant


@given(line=lines(), space=st.sampled_from([" ", "&nbsp;", " &nbsp;", "\n"]))
def test_split_nameless_and_in_any_order_the_same_line_and_people_are_read(
    line: tuple[list[str | Written], list[dict[str, Any]], list[str | Person]], space: str
) -> None:
    said, entities, meant = line
    text = space.join(one.text if isinstance(one, Written) else html.escape(one, quote=False) for one in said)
    assert read(text, entities) == tokenise(spaced(meant)).tokens
    people = {one.account.removeprefix("id of ") for one in meant if isinstance(one, Person)}
    assert mentioned(line_told(text, entities), BOT) == people


def line_told(text: str, entities: list[dict[str, Any]]) -> TypedLine:
    place = {"conversation": {"id": "a:1"}, "serviceUrl": "https://smba/", "recipient": {"id": BOT}}
    return line_of(read_activity({"type": "message", **place, "text": text, "entities": entities}))


def read(text: str, entities: list[dict[str, Any]]) -> tuple[object, ...]:
    accounts = {address: f"id of {address}" for address in ("29:1", "29:2", "29:3", "29:4")}
    return tokenise(segments(line_told(text, entities), BOT, accounts)).tokens


def spaced(meant: list[str | Person]) -> list[Segment]:
    return [each for one in meant for each in (one, " ")]


def told(address: str, name: str, text: str | None = "") -> dict[str, Any]:
    mark = {} if text is None else {"text": text or f"<at>{name}</at>"}
    return {"type": "mention", "mentioned": {"id": address, "name": name}, **mark}


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("<at>Kim</at> <at>Larsen</at> can", [told("29:1", "Kim"), told("29:1", "Larsen")]),
        ("<at>Kim Larsen</at> can", [told("29:1", "Kim Larsen", None)]),
        ("<at>Kim&nbsp;Larsen</at> can", [told("29:1", "Kim Larsen")]),
        ('<at id="0">Kim Larsen</at> can', [told("29:1", "Kim Larsen")]),
        ('<at id="0">Kim Larsen</at> can', [told("29:1", "K. Larsen", '<at id="0">Kim Larsen</at>')]),
        ("Kim Larsen can", [told("29:1", "Kim Larsen", "Kim Larsen")]),
    ],
    ids=["in parts", "without text", "unbroken", "numbered", "renamed", "untagged"],
)
def test_one_person_is_one_mention(text: str, entities: list[dict[str, Any]]) -> None:
    assert read(text, entities) == tokenise((Person("id of 29:1", "Kim Larsen"), " can")).tokens


@pytest.mark.parametrize("name", ["R&D", "R&amp;D", "&#1"])
@pytest.mark.parametrize("typed", [html.escape, str], ids=["escaped", "as it is"])
def test_a_name_that_could_be_markup_is_found_without_the_text_of_its_entity(name: str, typed: Any) -> None:
    (person,) = read(f"<at>{typed(name)}</at>", [told("29:1", name, None)])
    assert person.account == "id of 29:1"


def test_whoever_is_mentioned_again_may_be_told_of_once() -> None:
    found = read("<at>Kim</at> gives <at>Kim</at>", [told("29:1", "Kim")])
    assert found == tokenise((Person("id of 29:1", "Kim"), " gives ", Person("id of 29:1", "Kim"))).tokens


def test_two_people_of_one_name_stay_two() -> None:
    found = read("<at>Alex</at> <at>Alex</at>", [told("29:1", "Alex"), told("29:2", "Alex")])
    assert found == tokenise((Person("id of 29:1", "Alex"), " ", Person("id of 29:2", "Alex"))).tokens


def test_a_tag_that_nothing_tells_of_is_no_mention() -> None:
    assert read("<at>Kim</at>", []) == tokenise(("<at>Kim</at>",)).tokens
    assert read("<at>Kim</at>", [told("29:1", "Gus")]) == tokenise(("<at>Kim</at>",)).tokens


def test_what_is_typed_like_a_mention_is_none() -> None:
    assert read("&lt;at&gt;Kim&lt;/at&gt; <at>Gus</at>", [told("29:1", "Gus")])[-1] == Person("id of 29:1", "Gus")
