"""Notices: value ↔ JSON, and the lane in which they keep their order."""

from typing import Any

import orjson

from readiness.domain.values.notice import Notice, NoticeKind
from storage.engine.types import json_text


def lane_of(notice: Notice) -> str:
    """Notices of one lane are sent in the order they were written: those about an initiative, else to one place."""
    if notice.initiative is not None:
        return f"initiative:{notice.initiative}"
    return f"place:{notice.workspace}:{notice.channel or notice.person}"


def notice_text(notice: Notice) -> str:
    """JSON of everything that has no column of its own."""
    return json_text(
        {
            "workspace": notice.workspace,
            "channel": notice.channel,
            "person": notice.person,
            "initiative": notice.initiative,
            "gate": notice.gate,
            "thread_of": notice.thread_of,
            "data": notice.data,
        }
    )


def notice_from(kind: str, key: str, text: str) -> Notice:
    """The notice of an outbox row."""
    found: dict[str, Any] = orjson.loads(text)
    return Notice(kind=NoticeKind(kind), key=key, **found)
