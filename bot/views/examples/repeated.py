"""Examples of the answers to what arrives twice."""

from bot.intents.incident import ReportIncident
from bot.intents.initiative import New
from bot.intents.intent import GateRef
from bot.intents.joining import LinkAccounts
from bot.intents.looking import Share
from bot.intents.ownership import Decline
from bot.intents.review import GiveEvidence
from bot.intents.rework import ApproveWithFinding
from bot.views.answers.repeated import (
    already_handled_card,
    changed_hands_just_now_card,
    raised_just_now_card,
    recorded_just_now_card,
    started_just_now_card,
)
from bot.views.examples.example import Example
from bot.views.examples.story import TODAY
from readiness.domain.values.refusals import SaidJustNow


def examples() -> tuple[Example, ...]:
    """All of them."""
    evidence = GiveEvidence(GateRef("churn-model", "data-lineage"), "https://wiki.example/lineage")
    share, code = Share("churn-model"), LinkAccounts()
    return (
        *_just_now(),
        Example("delivered-again", "A line that was delivered twice", already_handled_card(evidence)),
        Example(
            "delivered-again-share",
            "A share that was delivered twice",
            already_handled_card(share),
        ),
        Example("delivered-again-code", "A code asked for, delivered twice", already_handled_card(code)),
    )


def _just_now() -> tuple[Example, ...]:
    """The questions before something is done a second time."""
    gate = GateRef("churn-model", "data-lineage")
    incident = ReportIncident(gate, "Two sources were missing from the lineage.", TODAY)
    finding = ApproveWithFinding(gate, "U0BEN", TODAY, "Link the second contract")
    long = ReportIncident(gate, '"' * 1000, TODAY)
    number = SaidJustNow(number=2)
    return (
        Example(
            "just-started",
            "A name that was started minutes ago",
            started_just_now_card(SaidJustNow(initiative="churn-model"), New("Churn model")),
        ),
        Example("just-recorded", "An incident recorded minutes ago", recorded_just_now_card(number, incident)),
        Example("just-recorded-long", "The same, in more words than fit", recorded_just_now_card(number, long)),
        Example(
            "just-changed-hands",
            "A gate that changed hands minutes ago",
            changed_hands_just_now_card(Decline(gate, "I leave in May")),
        ),
        Example("just-raised", "A finding raised minutes ago", raised_just_now_card(number, finding)),
    )
