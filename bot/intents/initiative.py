"""An initiative starts, stops, has a lead, a sponsor and a cost."""

import re
from datetime import date
from decimal import Decimal
from typing import Literal

from bot.intents.intent import Intent, Text

_CURRENCY = re.compile("[A-Z]{3}")
_DIGITS = 15
"""No amount has more digits before its point."""

Course = Literal["pause", "resume", "cancel"]


Office = Literal["lead", "sponsor"]


def must_be_money(amount: Decimal, currency: str) -> None:
    """Raise `ValueError` for what nobody types and nothing can be counted with."""
    if not amount.is_finite() or abs(amount.adjusted()) >= _DIGITS or not _CURRENCY.fullmatch(currency):
        raise ValueError(currency)


class New(Intent, frozen=True, tag="n"):
    """Start an initiative. `planned` holds (milestone key or "live", date); `party_owners` (party key, account).

    Until it `is_sure`, one of the name that the asker started minutes ago is shown first.
    """

    name: Text
    template: Text | None = None
    owner: Text | None = None
    planned: tuple[tuple[Text, date], ...] = ()
    value: Decimal | None = None
    currency: Text = ""
    channel: Text | None = None
    party_owners: tuple[tuple[Text, Text], ...] = ()
    is_sure: bool = False

    def __post_init__(self) -> None:
        """Raise `ValueError` for an amount that there is not."""
        if self.value is not None:
            must_be_money(self.value, self.currency)


class Steer(Intent, frozen=True, tag="sr"):
    """Pause, resume or cancel. Until it `is_sure`, a cancellation is asked first."""

    initiative: Text
    what: Course
    reason: Text = ""
    is_sure: bool = False


class SetValue(Intent, frozen=True, tag="va"):
    """What a week of delay costs."""

    initiative: Text
    amount: Decimal
    currency: Text

    def __post_init__(self) -> None:
        """Raise `ValueError` for an amount that there is not."""
        must_be_money(self.amount, self.currency)


class Appoint(Intent, frozen=True, tag="apt"):
    """Who leads or sponsors it."""

    initiative: Text
    what: Office
    person: Text
