"""What an organisation decides about its chase: how long each of a chain has, and how often owners are asked again."""

from readiness.domain.value import value


@value(frozen=True, slots=True)
class EscalationPolicy:
    """How many working days after it became overdue each next one of the chain is told too.

    The chain is owner, backup, party owner, handoff owner, sponsor.
    """

    backup: int = 2
    party_owner: int = 4
    handoff_owner: int = 6
    sponsor: int = 10


@value(frozen=True, slots=True)
class Policy:
    """The organisation's own choices. `reconfirm_weeks` is how often an owner is asked again; 0 is never."""

    escalation: EscalationPolicy = EscalationPolicy()
    reconfirm_weeks: int = 6
