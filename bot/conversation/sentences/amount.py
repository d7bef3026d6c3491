"""Reading an amount of money within a sentence: `25000 EUR`, `EUR 25000` or `25000EUR`."""

from decimal import Decimal

from bot.conversation.reading.amounts import CURRENCIES, nearest_amounts, read_amount, read_currency, split_amount
from bot.conversation.reading.nearest import nearest_or_first
from bot.conversation.reading.phrase import Phrase
from bot.intents.problems import ProblemKind


def amount(phrase: Phrase) -> tuple[Decimal, str]:
    """The amount and its currency's code."""
    if read_currency(phrase.name()):
        currency, value = _currency(phrase, phrase.name()), _number(phrase, phrase.name(1), ahead=1)
        phrase.at += 2
        return value, currency
    digits, glued = split_amount(phrase.name())
    value = _number(phrase, digits)
    phrase.at += 1
    currency = _currency(phrase, glued or phrase.name())
    phrase.at += 0 if glued else 1
    return value, currency


def _number(phrase: Phrase, text: str, ahead: int = 0) -> Decimal:
    value = read_amount(text)
    if value is None:
        phrase.moved(phrase.at + ahead).fail(ProblemKind.BAD_NUMBER, nearest=nearest_amounts(text))
    return value


def _currency(phrase: Phrase, text: str) -> str:
    currency = read_currency(text)
    if currency is None:
        known = ("EUR", "USD", "GBP", *sorted(CURRENCIES))
        phrase.fail(ProblemKind.UNKNOWN_CURRENCY, nearest=nearest_or_first(text, known), got=text)
    return currency
