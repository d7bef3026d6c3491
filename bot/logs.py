"""How the process logs: readable on a console, or one JSON object a line."""

import logging
from typing import Literal

import structlog


def set_up_logs(level: str, form: Literal["console", "json"]) -> None:
    """Configure structlog and the standard library's logging once, when the process starts."""
    numeric = logging.getLevelNamesMapping()[level]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(numeric),
        logger_factory=structlog.PrintLoggerFactory(),
    )
    logging.basicConfig(level=max(numeric, logging.WARNING), format="%(levelname)s %(name)s: %(message)s")
