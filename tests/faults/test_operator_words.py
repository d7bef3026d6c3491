"""What only the operator can mend is told to the operator: a chat never reads of files, hosts, variables or SQL."""

import importlib
import pkgutil
import re
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from structlog.testing import capture_logs

import bot
import readiness
import storage
from bot.demo.cast import ANA
from bot.demo.house import House
from bot.views.examples.example import Example
from bot.views.refusals.problems import refusal_card
from readiness.domain.values.refusal import OperatorRefusal, Refusal
from tests.faults.broken import BrokenDatabase
from tests.slack.home import private, type_
from tests.teams.home import said, teams_house
from tests.views.test_examples import text_of

TECHNICAL = re.compile(
    r"""(?x)
    [A-Z]{2,}_[A-Z_]+                                   # a variable
    | (?:^|[\s("'`])[~.]?/\w                            # a path
    | \w+://                                            # an address
    | \b[\w-]+\.(?:db|toml|ya?ml|json|py|log|pem)\b     # a file
    | (?:^|\s)--\w                                      # an option of the command line
    | `readiness\ \w                                    # a command of the operator's
    | (?i:\bsql|sqlite|postgres|asyncpg|psycopg|aiosqlite|pragma|\btable\b|\bcolumn\b|traceback|errno|\bport\s\d)
    """
)
CANARY = "/var/lib/readiness.db of db-host-1 in READINESS_DATABASE_URL: asyncpg says SELECT"


def every_refusal(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Every class of refusal there is in the product."""
    for module in (bot, readiness, storage):
        _import_all(module)
    for one in kind.__subclasses__():
        yield one
        yield from every_refusal(one)


def _import_all(package: ModuleType) -> None:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith("__main__") and ".migrations" not in found.name:
            importlib.import_module(found.name)


REFUSALS = sorted(
    {one for one in every_refusal() if one.__module__.split(".")[0] in {"bot", "readiness", "storage"}},
    key=lambda one: one.__qualname__,
)
FOR_OPERATORS = [one for one in REFUSALS if issubclass(one, OperatorRefusal) and one is not OperatorRefusal]


def filled(kind: type[Refusal]) -> Refusal:
    """A refusal whose every detail is something that a chat must not read."""
    one = kind.__new__(kind)
    names = {name for _, name, _, _ in string.Formatter().parse(kind._docstring()) if name}
    Refusal.__init__(one, **dict.fromkeys(names, CANARY))
    return one


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.__name__)
def test_no_sentence_for_a_chat_names_what_is_the_operators(kind: type[Refusal]) -> None:
    assert not TECHNICAL.search(kind.template()), kind.template()


@pytest.mark.parametrize("kind", FOR_OPERATORS, ids=lambda kind: kind.__name__)
def test_no_detail_for_the_operator_gets_into_a_card(kind: type[Refusal]) -> None:
    words = text_of(Example(kind.code, kind.__name__, refusal_card(filled(kind), None, None)))
    assert "nothing was changed" in words.lower()
    assert not TECHNICAL.search(words), words
    assert filled(kind).operator_sentence() != filled(kind).sentence()


def test_technical_words_are_known_as_such() -> None:
    for words in (CANARY, "run `readiness migrate`", "say which with --organisation", "the file /x", "bot.db"):
        assert TECHNICAL.search(words), words
    for words in ("`approve GATE`", "REASON / CONTROL", "INITIATIVE/GATE", "https and/or", "Nothing was changed."):
        assert not TECHNICAL.search(words), words


STORAGE = [one for one in FOR_OPERATORS if one.__module__ == "storage.engine.problems"]


async def test_in_slack_the_chat_is_told_kindly_and_the_log_has_the_reason(started: House) -> None:
    broken = BrokenDatabase(started.bot.storage._database)
    started.bot.storage._database = broken
    for kind in STORAGE:
        broken.refusal, broken.is_away = filled(kind), True
        with capture_logs() as logs:
            answers = [private(await type_(started, ANA, line)) for line in ("status", "claim data-lineage", "list")]
        broken.is_away = False
        for words in answers:
            assert "nothing was changed" in words.lower(), kind
            assert not TECHNICAL.search(words), words
        needed = [one["why"] for one in logs if one["event"] == "operator needed"]
        assert needed == [filled(kind).operator_sentence()] * len(answers), kind


async def test_in_teams_too(database: Path) -> None:
    refusal = filled(STORAGE[0])
    async with teams_house(database) as house:
        house.bot.storage._database = broken = BrokenDatabase(
            house.bot.storage._database, refusal=refusal, is_away=True
        )
        with capture_logs() as logs:
            words = await said(house, ANA, "list")
        broken.is_away = False
    assert "nothing was changed" in words.lower()
    assert not TECHNICAL.search(words), words
    assert refusal.operator_sentence() in [one.get("why") for one in logs]
