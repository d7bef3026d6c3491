"""The words of product.md, "Words", as they stand on a screen."""

from bot.views.words.direction import steady
from readiness.domain.values.approval import Meaning
from readiness.domain.values.gate import ChangesReason, Condition, Decision
from readiness.domain.values.initiative import Life
from readiness.domain.values.milestone import MILESTONES
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Role

CONDITIONS: dict[Condition, str] = {
    Condition.HANDOFF_OWNER: "Handoff owner",
    Condition.COMPLIANCE: "Compliance",
    Condition.INFRASTRUCTURE: "Infrastructure",
    Condition.MONITORING_AND_FALLBACK: "Monitoring and fallback",
    Condition.RECEIVING_TEAM: "Receiving team",
}
OUTSIDE = "Outside the five conditions"

VOTED: dict[Decision, str] = {
    Decision.APPROVE: "approved",
    Decision.CHANGES: "asked for changes",
    Decision.NOT_APPLICABLE: "voted that it does not apply",
    Decision.WAIVE: "voted to waive it",
}

VOTE: dict[Decision, str] = {
    Decision.APPROVE: "approval",
    Decision.CHANGES: "request for changes",
    Decision.NOT_APPLICABLE: "“not applicable”",
    Decision.WAIVE: "waiver",
}

REASONS: dict[ChangesReason, str] = {
    ChangesReason.DOCUMENTATION: "Documentation",
    ChangesReason.LINEAGE: "Data lineage",
    ChangesReason.RETRAINING: "Retraining on approved data",
    ChangesReason.ARCHITECTURE: "Architecture",
    ChangesReason.OTHER: "Other",
}

PROMISES: dict[Meaning, str] = {
    Meaning.REVIEW: "By approving you say: I have reviewed this evidence, and it is sufficient for this gate.",
    Meaning.APPROVAL: "By approving you say: the evidence is sufficient, and this gate is done.",
    Meaning.RESPONSIBILITY: "By approving you say: I take responsibility for what this gate covers.",
}
"""What a signature says, before it is given (21 CFR 11.50)."""

MEANINGS: dict[Meaning, str] = {
    Meaning.REVIEW: "evidence reviewed",
    Meaning.APPROVAL: "approved as done",
    Meaning.RESPONSIBILITY: "responsibility taken",
}
"""What a signature said, beside the name and the time."""

LIVES: dict[Life, str] = {
    Life.ACTIVE: "active",
    Life.PAUSED: "paused",
    Life.CANCELLED: "cancelled",
    Life.LIVE: "live",
}

ROLES: dict[Role, str] = {
    Role.ADMINISTRATOR: "an administrator",
    Role.AUDITOR: "an auditor",
    Role.MEMBER: "a member",
}

PLATFORMS: dict[str, str] = {"slack": "Slack", "teams": "Teams"}


def milestone(key: str) -> str:
    """A milestone as people say it."""
    return "live" if key == "live" else MILESTONES.get(key, key.replace("-", " "))


def party(organisation: Organisation, key: str) -> str:
    """A party's name inside a sentence: "compliance", "SRE"."""
    known = organisation.parties.get(key)
    return inside(known.name) if known else key


def party_title(organisation: Organisation, key: str) -> str:
    """A party's name by itself, or at the beginning of a line."""
    known = organisation.parties.get(key)
    return steady(known.name) if known else key


def inside(name: str) -> str:
    """A name inside a sentence: a capital that only begins it becomes small, an abbreviation stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
