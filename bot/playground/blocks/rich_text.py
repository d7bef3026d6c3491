"""The shape of a rich_text block.

Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

from __future__ import annotations

from bot.playground.blocks.composition import TYPE
from bot.playground.blocks.schema import Rule, anything, array, boolean, integer, one_of, record, string, tagged

_STYLE: dict[str, Rule] = {
    "style": record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), boolean))
}
_LEAVES: dict[str, Rule] = {
    "text": record({**TYPE, "text": string()}, _STYLE),
    "link": record({**TYPE, "url": string(3000)}, {**_STYLE, "text": string(), "unsafe": boolean}),
    "user": record({**TYPE, "user_id": string()}, _STYLE),
    "usergroup": record({**TYPE, "usergroup_id": string()}, _STYLE),
    "channel": record({**TYPE, "channel_id": string()}, _STYLE),
    "broadcast": record({**TYPE, "range": one_of("here", "channel", "everyone")}, _STYLE),
    "emoji": record({**TYPE, "name": string()}, {"unicode": anything, **_STYLE}),
    "color": record({**TYPE, "value": string()}, _STYLE),
    "date": record(
        {**TYPE, "timestamp": integer(), "format": string()}, {"url": string(), "fallback": string(), **_STYLE}
    ),
}
_MANY = 3000  # no documented limit on the number of elements
_INLINE = array(tagged(_LEAVES), _MANY, least=0)
_SECTION = record({**TYPE, "elements": _INLINE})
_LIST = record(
    {**TYPE, "style": one_of("bullet", "ordered"), "elements": array(_SECTION, _MANY)},
    {"indent": integer(0, 8), "offset": integer(0), "border": integer(0, 1)},
)

ELEMENTS = array(
    tagged(
        {
            "rich_text_section": _SECTION,
            "rich_text_list": _LIST,
            "rich_text_preformatted": record(
                {**TYPE, "elements": _INLINE}, {"border": integer(0, 1), "language": string()}
            ),
            "rich_text_quote": record({**TYPE, "elements": _INLINE}, {"border": integer(0, 1)}),
        }
    ),
    _MANY,
)
