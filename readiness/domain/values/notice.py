"""What the outbox holds: a message that is to be posted, or drawn anew, once the work behind it is safe."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from readiness.domain.values.fact import Scalar
from readiness.domain.values.identity import InitiativeId, PersonId, WorkspaceId
from readiness.domain.values.value import value


class NoticeKind(StrEnum):
    """Which message. Its content is drawn from the state at delivery, so a late message is never an old one."""

    CHECKLIST = "checklist"
    PROMPT = "prompt"
    SIGN_OFF_REQUEST = "sign-off-request"
    DEADLOCK = "deadlock"
    CONTRACT = "contract"
    REFRESH = "refresh"
    REMINDER = "reminder"
    DIGEST = "digest"
    CHANNEL_CLOSED = "channel-closed"
    HELD = "held"
    GIVEN_UP = "given-up"
    UNREACHABLE = "unreachable"
    STAND_IN = "stand-in"


@value(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message to one place.

    `key` names the message: what was posted under it is edited instead of posted again, and two waiting notices of one
    key are one. `channel` is None for a message to `person` alone. `thread_of` is the key of the message in whose
    thread it stands. A refresh posts nothing: it draws anew whatever stands about its initiative.
    """

    kind: NoticeKind
    key: str
    workspace: WorkspaceId
    channel: str | None = None
    person: PersonId | None = None
    initiative: InitiativeId | None = None
    gate: str | None = None
    thread_of: str | None = None
    data: Mapping[str, Scalar] = field(default_factory=dict)


@value(frozen=True, slots=True)
class Post:
    """A message that stands somewhere: enough to edit it. `message` and `thread` are the platform's ids.

    `drawn` is a hash of what it shows, so that an edit that would change nothing is not sent.
    """

    key: str
    workspace: WorkspaceId
    channel: str
    message: str
    thread: str | None = None
    initiative: InitiativeId | None = None
    gate: str | None = None
    drawn: str = ""
