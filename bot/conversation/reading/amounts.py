"""An amount of money as people type it: `25000 EUR`, `25,000 EUR`, `25k EUR`, `EUR 25000`.

A comma before three digits groups thousands, a dot or comma before one or two digits starts the cents. `25.000` is
thousands to some and a fraction to others, and `$` is many currencies: neither is read.
"""

import re
from decimal import Decimal

_CODES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD "
    "HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD "
    "LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK "
    "PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS "
    "TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG "
)

CURRENCIES = frozenset(_CODES.split())
"""The codes of ISO 4217 that money is counted in."""

_PLAIN = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,2}))?")
_GROUPED = re.compile(r"([0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.([0-9]{1,2}))?")
_THOUSANDS = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?k")
_DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){1,3}")


def read_amount(text: str) -> Decimal | None:
    """The amount, more than nothing; None where the digits do not say which."""
    word = text.lower()
    found = _PLAIN.fullmatch(word) or _GROUPED.fullmatch(word)
    times = 1
    if found is None:
        found, times = _THOUSANDS.fullmatch(word), 1000
    if found is None:
        return None
    amount = Decimal(f"{found[1].replace(',', '')}.{found[2] or 0}") * times
    return _tidy(amount) if amount > 0 else None


def nearest_amounts(text: str) -> tuple[str, ...]:
    """Amounts that can be typed instead."""
    return (text.replace(".", ""),) if _DOTTED.fullmatch(text) else ("25000",)


def read_currency(text: str) -> str | None:
    """The ISO 4217 code, in capitals."""
    code = text.upper()
    return code if code in CURRENCIES else None


def split_amount(text: str) -> tuple[str, str]:
    """`25000EUR` as its two parts; the second is empty where there is no code at the end."""
    found = re.fullmatch(r"(.*[0-9][kK]?)([A-Za-z]{3})", text, re.DOTALL)
    return (found[1], found[2]) if found else (text, "")


def _tidy(amount: Decimal) -> Decimal:
    """Without a fraction where there is none, and never in exponents."""
    whole = amount.to_integral_value()
    return whole if whole == amount else amount.normalize()
