"""What holds for every test: no deadline on a shared machine, and logs as the bot writes them."""

from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

from bot.logs import set_up_logs

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the report of a run say which promise a test holds, and what it does for that."""
    for item in items:
        for promise in item.iter_markers("promise"):
            number, what = promise.args
            item.user_properties += [("promise", number), ("what", what)]


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    """Tracebacks are plain: left to itself structlog draws every local variable, for seconds."""
    set_up_logs("DEBUG", "console")
    yield
    structlog.reset_defaults()
