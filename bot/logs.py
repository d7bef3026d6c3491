"""How the process logs: readable on a console, or one JSON object a line. On stderr, since stdout is for results."""

import logging
import sys
from collections.abc import Iterable
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, Processor

from bot.log_limit import LogLimit

HIDDEN = "(hidden)"

_STAMPS: tuple[Processor, ...] = (
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


SHORTEST_SECRET = 8
"""Letters. A shorter one is part of many words, and what is missing from them would tell it."""


def set_up_logs(level: str, form: Literal["console", "json"], hidden: Iterable[str] = ()) -> None:
    """Configure structlog and the standard library's logging once, when the process starts.

    `hidden` are secrets: whatever a library may say, they are not written (promises.md, P25). Libraries are heard from
    WARNING on: what they say below it is about themselves.
    """
    limit = LogLimit()
    numeric = logging.getLevelNamesMapping()[level]
    written = _written(form, tuple(secret for secret in hidden if len(secret) >= SHORTEST_SECRET))
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, limit.process, *_STAMPS, *written],
        wrapper_class=structlog.make_filtering_bound_logger(numeric),
        logger_factory=_on_stderr,
    )
    handler = logging.StreamHandler()
    handler.addFilter(limit.filter)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *written],
            foreign_pre_chain=[*_STAMPS, structlog.stdlib.add_logger_name],
        )
    )
    logging.basicConfig(level=max(numeric, logging.WARNING), handlers=[handler])


def _written(form: Literal["console", "json"], hidden: tuple[str, ...]) -> tuple[Processor, ...]:
    """From an event to its text. A traceback is plain text: a rich one takes seconds and shows local variables."""
    render: Processor = structlog.processors.JSONRenderer()
    if form == "console":
        render = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)

    def text(logger: Any, method: str, event: EventDict) -> str:
        line = str(render(logger, method, event))
        for secret in hidden:
            line = line.replace(secret, HIDDEN)
        return line

    return structlog.processors.format_exc_info, text


def _on_stderr(*_: object) -> structlog.PrintLogger:
    return structlog.PrintLogger(sys.stderr)
