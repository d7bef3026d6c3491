import asyncio
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.cli.place import Place, a_slack, in_a_thread, play_a_beginning


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    before, level = structlog.get_config(), logging.getLogger().level
    yield
    structlog.configure(**before)
    logging.getLogger().setLevel(level)


@pytest.fixture(scope="session")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with two initiatives, to be copied."""
    file = tmp_path_factory.mktemp("beginning") / "bot.db"
    asyncio.run(play_a_beginning(file))
    return file


@pytest.fixture
def nowhere(tmp_path: Path) -> Place:
    """No Slack, no database."""
    return Place(tmp_path)


@pytest.fixture
def alone(nowhere: Place, beginning: Path) -> Place:
    """A database with two initiatives, no Slack."""
    shutil.copy(beginning, nowhere.database)
    return nowhere


@pytest.fixture
def place(alone: Place) -> Iterator[Place]:
    """A database with two initiatives, and a Slack that nobody posted in."""
    alone.slack = a_slack()
    with in_a_thread(alone.slack):
        yield alone
    assert alone.slack.violations == []
