"""Examples of the answers to what arrives twice."""

from bot import intents
from bot.intents import GateRef
from bot.views.example import Example
from bot.views.repeats import already_handled_card


def examples() -> tuple[Example, ...]:
    """All of them."""
    evidence = intents.GiveEvidence(GateRef("churn-model", "data-lineage"), "https://wiki.example/lineage")
    share, code = intents.Share("churn-model"), intents.LinkAccounts()
    return (
        Example("delivered-again", "A line that was delivered twice", already_handled_card(evidence)),
        Example(
            "delivered-again-share",
            "A share that was delivered twice",
            already_handled_card(share),
        ),
        Example("delivered-again-code", "A code asked for, delivered twice", already_handled_card(code)),
    )
