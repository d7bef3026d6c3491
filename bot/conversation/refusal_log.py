"""What the log keeps of a refusal: what its operator must see to, and who tried what they may not do."""

import structlog

from readiness.domain.values.refusal import OperatorRefusal, Refusal
from readiness.domain.values.refusals import NotAllowed

log = structlog.get_logger(__name__)


def log_refusal(refusal: Refusal, **about: str) -> None:
    """Log what the person who asked is not told; `about` says of what and of whom it was."""
    if isinstance(refusal, OperatorRefusal):
        log.error("operator needed", code=refusal.code, why=refusal.operator_sentence(), **about)
    elif isinstance(refusal, NotAllowed):
        log.info("denied", code=refusal.code, **about)
