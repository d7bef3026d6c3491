"""The sentence of a refusal, without what is added for a reader."""

import re
from datetime import date

from bot.cards import Code, Span, Text
from bot.views.words.dates import full_day
from readiness.domain.values.refusal import Refusal


def sentence(refusal: Refusal) -> Text:
    """The refusal's own sentence; what it puts in backticks is code, what people wrote stays literal."""
    details = {key: _plain(value) for key, value in refusal.details.items()}
    spans: list[Span] = []
    for index, piece in enumerate(refusal.template().split("`")):
        filled = re.sub(r"{(\w+)}", lambda found: details.get(found[1], ""), piece)
        if filled:
            spans.append(Code(filled) if index % 2 else filled)
    return tuple(spans) or (Refusal.__doc__ or "",)


def _plain(value: object) -> str:
    try:
        return full_day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)
