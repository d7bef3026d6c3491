"""Slack's escaped text becomes neutral segments."""

import pytest

from bot.conversation.reading.words import Channel, Person, Url
from bot.slack.text import segments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("status", ["status"]),
        ("assign compute <@U1|ana>", ["assign compute ", Person("U1", "ana")]),
        ("assign compute <@W1>", ["assign compute ", Person("W1", "W1")]),
        ("digest leadership <#C1|leads>", ["digest leadership ", Channel("C1", "leads")]),
        ("digest leadership <#C1|>", ["digest leadership ", Channel("C1", "C1")]),
        ("evidence x <https://wiki.example/a?b=1&amp;c=2>", ["evidence x ", Url("https://wiki.example/a?b=1&c=2")]),
        ("evidence x <https://wiki.example|wiki.example>", ["evidence x ", Url("https://wiki.example")]),
        ("changes x other a &lt; b &amp;&amp; c", ["changes x other a < b && c"]),
        ("changes x other &lt;@U1&gt;", ["changes x other <@U1>"]),
        ("note <!subteam^S1|@sre> <!here>", ["note ", "@sre", " ", "<!here>"]),
        ("mail <mailto:a@b.example|a@b.example>", ["mail ", "a@b.example"]),
        ("", []),
    ],
)
def test_people_channels_and_links_are_taken_out_and_entities_undone_once(text, expected):
    assert list(segments(text)) == expected
