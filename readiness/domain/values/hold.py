"""What waits until somebody does something: when it is tried again, and what it holds up (docs/decisions/0021)."""

from dataclasses import replace
from datetime import datetime, timedelta

from readiness.domain.values.identity import WorkspaceId
from readiness.domain.values.value import Term, value

EVERYWHERE = ""
"""The place of a hold on a whole workspace."""

DIRECT = "@"
"""The place of a hold on a workspace's direct messages."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(minutes=15)
"""Between two probes; each pause is twice the one before."""

CLOSED_PAUSE = timedelta(hours=6)
"""The longest pause for a channel that the platform calls closed: whoever opens it tells us, as a rule."""

BEYOND, CLOSED_BEYOND = timedelta(minutes=65), CLOSED_PAUSE + timedelta(minutes=5)
"""No pause is longer, also where a platform asks for an hour and the clocks of processes differ by some minutes."""

HURRY_PAUSE = timedelta(seconds=10)
"""A hold is not probed more often than this, however often somebody speaks to the bot."""


class Remedy(Term):
    """What a person can do about a refusal; bot/views/words/remedies.py has the words."""

    NONE = ""
    WAIT = "wait"
    REINSTALL = "reinstall"
    TOKEN = "token"  # noqa: S105 - a word, not a secret
    SCOPE = "scope"
    ALLOW = "allow"
    NETWORK = "network"
    QUOTA = "quota"
    INVITE = "invite"
    UNARCHIVE = "unarchive"
    POSTING = "posting"
    TAB = "tab"
    LOGIN = "login"
    ADDRESS = "address"
    REPORT = "report"


def answer_place(code: str) -> str:
    """The place of a hold on the messages that got this answer: nobody knows what else it stops."""
    return f"?{code}"


@value(frozen=True, slots=True, kw_only=True)
class Hold:
    """Messages for one place wait: all of a workspace, its direct messages, a channel, or what got the same answer.

    `code` is the platform's word for why, `detail` what exactly is missing, `remedy` what a person can do. `probes`
    counts the tries since, the latest at `probed_at`. It `is_closed` where the platform, asked about the channel, said
    so. `told_at` is when the administrators, or the owners of a closed channel, were told.
    """

    workspace: WorkspaceId
    place: str
    code: str
    remedy: Remedy
    since: datetime
    probed_at: datetime
    next_probe: datetime
    detail: str = ""
    probes: int = 0
    is_closed: bool = False
    told_at: datetime | None = None

    @property
    def key(self) -> tuple[WorkspaceId, str]:
        """What tells it from any other."""
        return self.workspace, self.place

    @property
    def is_of_channel(self) -> bool:
        """Whether it holds up one channel, or the conversation with one person."""
        return self.place not in (EVERYWHERE, DIRECT) and not self.place.startswith("?")

    def is_due(self, now: datetime) -> bool:
        """Whether to try it. A pause that would be longer than any was begun by a clock that was set back since."""
        return not now < self.next_probe <= now + (CLOSED_BEYOND if self.is_closed else BEYOND)


def begun(
    workspace: WorkspaceId,
    place: str,
    now: datetime,
    *,
    code: str,
    remedy: Remedy,
    detail: str = "",
    is_closed: bool = False,
) -> Hold:
    """A new hold, probed for the first time soon: most that needs a person is over in a moment all the same."""
    return Hold(
        workspace=workspace,
        place=place,
        code=code,
        remedy=remedy,
        detail=detail,
        since=now,
        probed_at=now,
        next_probe=now + _pause(0, is_closed=is_closed),
        is_closed=is_closed,
    )


def probed(hold: Hold, now: datetime) -> Hold:
    """The hold once it was tried again at `now`."""
    probes = hold.probes + 1
    return replace(hold, probes=probes, probed_at=now, next_probe=now + _pause(probes, is_closed=hold.is_closed))


def hurried(hold: Hold, now: datetime) -> Hold:
    """The hold once somebody spoke to the bot there: tried again at once, and as often as a new one.

    One that was tried just before is tried again when its pause is over: what was refused then may be taken now.
    """
    # Where it was tried in the future, the clock was set back.
    soon = min(max(now, hold.probed_at + HURRY_PAUSE), now + HURRY_PAUSE)
    if hold.next_probe <= soon:
        return hold
    return replace(hold, probes=min(hold.probes, 1), next_probe=soon)


def _pause(probes: int, *, is_closed: bool) -> timedelta:
    first, longest = (LONGEST_PAUSE, CLOSED_PAUSE) if is_closed else (FIRST_PAUSE, LONGEST_PAUSE)
    return min(first * int(2 ** min(probes, 10)), longest)
