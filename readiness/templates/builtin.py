"""The checklists that come with the bot."""

from functools import cache
from importlib.resources import files
from typing import ClassVar

from readiness.domain.values.refusal import Refusal
from readiness.domain.values.template import Template
from readiness.templates.loader import parse

BUILTIN_KEYS = ("ai-model-to-production", "high-risk-regulated-model")
"""Keys of the built-in checklists, the default first."""


class NoSuchBuiltin(Refusal):
    """There is no built-in checklist {key}. There are: {known}."""

    code: ClassVar[str] = "no-such-builtin"


@cache
def builtin_templates() -> tuple[Template, ...]:
    """Every built-in checklist, the default first. Read once, at the first call."""
    return tuple(parse(builtin_text(key), source=f"{key}.yaml") for key in BUILTIN_KEYS)


def builtin_text(key: str) -> str:
    """The YAML of a built-in checklist, as it would be edited. Raises `NoSuchBuiltin`."""
    if key not in BUILTIN_KEYS:
        raise NoSuchBuiltin(key=key, known=", ".join(BUILTIN_KEYS))
    return files("readiness.templates").joinpath("builtin", f"{key}.yaml").read_text(encoding="utf-8")
