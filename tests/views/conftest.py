"""What the tests of the views share."""

import pytest

from bot.views.example_story import organisation


@pytest.fixture
def acme():
    return organisation()
