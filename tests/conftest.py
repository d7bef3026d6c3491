"""What holds for every test: no deadline on a shared machine, and no log configuration left behind."""

from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """Whatever a test configured is gone for the next one in this process."""
    yield
    structlog.reset_defaults()
