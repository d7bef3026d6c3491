"""What the jobs' tests share: logs are kept for the test instead of being printed."""

from collections.abc import Iterator, MutableSequence

import pytest
from structlog.testing import capture_logs


@pytest.fixture(autouse=True)
def logged() -> Iterator[MutableSequence[object]]:
    with capture_logs() as logs:
        yield logs
