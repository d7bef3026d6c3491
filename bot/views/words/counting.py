"""Numbers as people say them."""

from readiness.domain.readings.cost import rounded
from readiness.domain.values.initiative import Money

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def counted(number: int, noun: str, plural: str = "") -> str:
    """Say "1 day", "2 days"; `plural` where an s does not do."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def counted_in_words(number: int, noun: str, plural: str = "") -> str:
    """Say "one gate", "three gates", "12 gates"."""
    return f"{in_words(number)} {noun if number == 1 else plural or noun + 's'}"


def in_words(number: int) -> str:
    """Up to nine as a word, beyond as digits."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else f"{number:,}"


def capital(text: str) -> str:
    """The text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def days_late(working_days: int) -> str:
    """Say "6 working days late"."""
    return f"{counted(working_days, 'working day')} late"


def money(amount: Money) -> str:
    """Say "37,500 EUR", in whole units, half up."""
    return f"{rounded(amount).amount:,f} {amount.currency}".strip()
