"""The world in which the stand-in is tested."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.teams.test_standin.world import World, open_world


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """A fresh one."""
    async with open_world() as opened:
        yield opened
