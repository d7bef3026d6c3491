"""What the tests of the views share."""

import pytest

from bot.views.examples.story import organisation


@pytest.fixture
def acme():
    return organisation()
