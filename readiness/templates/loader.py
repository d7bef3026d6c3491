"""A checklist file, checked and turned into the value the rules work with."""

from itertools import islice

from pydantic import ValidationError

from readiness.domain.values.template import Template
from readiness.templates.conversion import to_template
from readiness.templates.document import Document, NotReadable, read
from readiness.templates.links import link_problems
from readiness.templates.problem import BrokenTemplate, Problem
from readiness.templates.schema import ChecklistEntry
from readiness.templates.wording import sentence

PROBLEMS_LIMIT = 100
"""How many problems within its parts, and how many between them, are told of one file; the next reading tells more."""


def parse(text: str | bytes, *, source: str) -> Template:
    """The checklist written in `text`, YAML in UTF-8; `source` is what people call the file.

    Raises `BrokenTemplate` with every problem (up to `PROBLEMS_LIMIT`) and its line. A file that is no YAML, or that
    holds what is not read here (more than 128 KiB, aliases, tags, deep nests, several documents), has the one problem
    at which reading stopped.
    """
    try:
        document = read(text)
    except NotReadable as stopped:
        raise BrokenTemplate(source, [stopped.problem]) from stopped
    entry, problems = _checked(document)
    problems += [*document.repeated, *islice(link_problems(document), PROBLEMS_LIMIT)]
    if entry is None or problems:
        raise BrokenTemplate(source, problems)
    return to_template(entry)


def _checked(document: Document) -> tuple[ChecklistEntry | None, list[Problem]]:
    try:
        return ChecklistEntry.model_validate(document.data), []
    except ValidationError as error:
        details = error.errors(include_url=False)[:PROBLEMS_LIMIT]
        return None, [document.problem(tuple(one["loc"]), sentence(one, document.data)) for one in details]
