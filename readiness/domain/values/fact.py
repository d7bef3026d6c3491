"""What happened: the facts a rule returns beside the new value, and which the record keeps."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from readiness.domain.values.value import value

Scalar = str | int | bool | None | list[str]


class FactKind(StrEnum):
    """Every kind of fact, as it stands in the record. A kind once written is never renamed."""

    INITIATIVE_CREATED = "initiative.created"
    INITIATIVE_PAUSED = "initiative.paused"
    INITIATIVE_RESUMED = "initiative.resumed"
    INITIATIVE_CANCELLED = "initiative.cancelled"
    INITIATIVE_CHANGED = "initiative.changed"
    HOME_CHANGED = "home.changed"
    MILESTONE_PLANNED = "milestone.planned"
    MILESTONE_REACHED = "milestone.reached"
    HANDOFF_OFFERED = "handoff.offered"
    HANDOFF_ACCEPTED = "handoff.accepted"
    HANDOFF_DECLINED = "handoff.declined"
    HANDOFF_RETURNED = "handoff.returned"
    HANDOFF_CONFIRMED = "handoff.confirmed"
    GATE_ADDED = "gate.added"
    GATE_REMOVED = "gate.removed"
    GATE_OFFERED = "gate.offered"
    GATE_ACCEPTED = "gate.accepted"
    GATE_DECLINED = "gate.declined"
    GATE_RETURNED = "gate.returned"
    GATE_CLAIMED = "gate.claimed"
    GATE_CONFIRMED = "gate.confirmed"
    GATE_BACKUP_NAMED = "gate.backup-named"
    GATE_DUE_CHANGED = "gate.due-changed"
    GATE_DEPENDS_CHANGED = "gate.depends-changed"
    GATE_RULE_CHANGED = "gate.rule-changed"
    GATE_BLOCKED = "gate.blocked"
    GATE_UNBLOCKED = "gate.unblocked"
    DEADLOCK_FOUND = "deadlock.found"
    DEADLOCK_ENDED = "deadlock.ended"
    EVIDENCE_GIVEN = "evidence.given"
    REVIEW_REQUESTED = "review.requested"
    SIGN_OFF_CAST = "sign-off.cast"
    SIGN_OFF_WITHDRAWN = "sign-off.withdrawn"
    SIGN_OFF_VOIDED = "sign-off.voided"
    GATE_SIGNED_OFF = "gate.signed-off"
    GATE_RETURNED_FOR_CHANGES = "gate.changes-requested"
    GATE_NOT_APPLICABLE = "gate.not-applicable"
    GATE_WAIVED = "gate.waived"
    WAIVER_EXPIRED = "waiver.expired"
    SIGN_OFF_EXPIRED = "sign-off.expired"
    SIGN_OFF_REVOKED = "sign-off.revoked"
    GATE_VALIDITY_CHANGED = "gate.validity-changed"
    REWORK_RAISED = "rework.raised"
    REWORK_ASSIGNED = "rework.assigned"
    REWORK_ENDED = "rework.ended"
    INCIDENT_RECORDED = "incident.recorded"
    CONTRACT_OPENED = "contract.opened"
    CONTRACT_SIGNED = "contract.signed"
    CONTRACT_REFUSED = "contract.refused"
    CONTRACT_CONCLUDED = "contract.concluded"
    CONTRACT_CHANGED = "contract.changed"
    CONTRACT_VIOLATED = "contract.violated"
    PARTY_CHANGED = "party.changed"
    ROLE_CHANGED = "role.changed"
    PERSON_LEFT = "person.left"
    PERSON_BACK = "person.back"
    PERSON_TOLD = "person.told"
    AWAY_CHANGED = "away.changed"
    SETTINGS_CHANGED = "settings.changed"
    TEMPLATE_PUBLISHED = "template.published"
    DIGEST_CHANGED = "digest.changed"
    ORGANISATION_CREATED = "organisation.created"
    ORGANISATION_JOINED = "organisation.joined"
    ORGANISATION_ABSORBED = "organisation.absorbed"
    ACCOUNTS_LINKED = "accounts.linked"


@value(frozen=True, slots=True)
class Fact:
    """One thing that happened.

    `data` holds ids, keys, numbers and ISO dates; `texts` what people wrote, kept apart so that it can be erased.
    """

    kind: FactKind
    gate: str | None = None
    data: Mapping[str, Scalar] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


ON_BEHALF_OF = "on_behalf_of"
"""Under this name a fact's data holds the person who was away."""
