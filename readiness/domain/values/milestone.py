"""A dated point of an initiative, with a planned and an actual local date."""

from datetime import date

from readiness.domain.values.value import value

DESIGN_CLOSED = "design-closed"
DEVELOPMENT_STARTED = "development-started"
EVALUATION_PASSED = "evaluation-passed"
MODEL_COMPLETE = "model-complete"
IN_STAGING = "in-staging"
LIVE_INPUTS = "live-inputs"
OUTPUTS_IN_USE = "outputs-in-use"

MILESTONES: dict[str, str] = {
    DESIGN_CLOSED: "design closed",
    DEVELOPMENT_STARTED: "development started",
    EVALUATION_PASSED: "evaluation passed",
    MODEL_COMPLETE: "model complete",
    IN_STAGING: "in staging",
    LIVE_INPUTS: "live inputs",
    OUTPUTS_IN_USE: "outputs in use",
}
"""Every milestone's key and name, in the order in which they are meant to happen (product.md, "Words")."""


@value(frozen=True, slots=True)
class Milestone:
    """One milestone of one initiative; both dates are local dates of the organisation."""

    key: str
    planned: date | None = None
    actual: date | None = None

    @property
    def name(self) -> str:
        """The milestone as people say it."""
        return MILESTONES.get(self.key, self.key.replace("-", " "))

    @property
    def date(self) -> date | None:
        """The actual date where there is one, else the planned one."""
        return self.actual or self.planned
