"""What becomes of a delivery: it arrived, is tried again, waits until somebody does something, or is given up."""

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.jobs.answer_codes import Scope
from bot.jobs.deliver import deliver
from bot.jobs.errand import Errand, NotFindable, NotFoundYet, NotYet, OnHold, Stopped
from bot.jobs.faults import database_away
from bot.jobs.messenger import NotNow, NotSent, PersonUnreachable, ThreadGone, TryLater, UnknownOutcome
from readiness.domain.values.hold import DIRECT, EVERYWHERE, Hold, Remedy, answer_place, begun
from readiness.domain.values.notice import NoticeKind
from readiness.usecases.frame.ports import DatabaseUnavailable, Deliveries, Delivery, Deps
from readiness.usecases.given_up import tell_given_up
from readiness.usecases.holding import hold_place, lift, try_again_in
from readiness.usecases.reaching import tell_unreachable

MOST_ATTEMPTS = 10
LONGEST_PAUSE = 600.0
"""Seconds between two tries at most, where the platform does not say how long to wait."""

LONGEST_WAIT = 3600
"""Seconds that a platform is left alone at most, whatever it asks for."""

Again = NotYet | TryLater | UnknownOutcome | ThreadGone | NotFoundYet | NotNow

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the deliveries that were claimed.

    `unknown` ones may stand or not and were not sent again, `held` ones wait until somebody does something, `overtaken`
    ones asked nothing any more.
    """

    sent: int = 0
    postponed: int = 0
    given_up: int = 0
    unknown: int = 0
    held: int = 0
    overtaken: int = 0


class Outcomes:
    """Makes deliveries, and writes down what came of each."""

    def __init__(self, deps: Deps, deliveries: Deliveries) -> None:
        """Into those rows."""
        self._deps = deps
        self._deliveries = deliveries
        self._counted: Counter[str] = Counter()
        self.call_again: Callable[[float], None] = _nobody
        """Told, after every delivery, in how many seconds there may be something to do again."""

    @property
    def counts(self) -> Counts:
        """What became of everything so far."""
        return Counts(**self._counted)

    async def make(self, errand: Errand) -> None:
        """Deliver, and if that tries a hold, lift it or let another one try."""
        has_ended = await self._made(errand)
        hold, organisation = errand.probes, errand.delivery.organisation
        if hold is not None and errand.proves(hold):
            await lift(self._deps, organisation, hold)
        elif hold is not None and has_ended:
            await try_again_in(self._deps, organisation, hold, 0.0)

    async def failed(self, errand: Errand, error: Exception) -> None:
        """Write down an error nobody foresaw: logged once with a reference, tried again a few times, and then held."""
        delivery, reference = errand.delivery, secrets.token_hex(4)
        log.error("delivery failed", reference=reference, key=delivery.notice.key, exc_info=error)
        why = f"unexpected error, reference {reference}"
        try:
            if delivery.attempts + 1 < MOST_ATTEMPTS:
                await self.later(errand, _backoff(delivery), why)
            else:
                await self._wait(errand, await self._held(errand, self._defect(errand, reference)), why)
        except DatabaseUnavailable as away:
            database_away(away)

    async def later(self, errand: Errand, seconds: float, why: str) -> None:
        """Try it again in so many seconds."""
        at = self._deps.clock() + timedelta(seconds=seconds)
        await self._deliveries.retry(errand.delivery, at, why, unknown=errand.may_stand)
        self._counted["postponed"] += 1
        self.call_again(seconds)

    async def _made(self, errand: Errand) -> bool:
        """Whether it waits no longer for what it waited for."""
        try:
            await deliver(errand)
        except Stopped as stopped:
            return await self._stopped(errand, stopped)
        except OnHold as held:
            await self._wait(errand, held.hold, str(held))
        except (NotYet, NotFoundYet, UnknownOutcome, ThreadGone, NotNow) as reason:
            await self._again(errand, reason)
            return False
        except (NotFindable, NotSent) as refused:
            await self._lost(errand, refused)
        else:
            await self._arrived(errand)
        return True

    async def _arrived(self, errand: Errand) -> None:
        await self._deliveries.done(errand.delivery, self._deps.clock())
        is_overtaken = not errand.wrote and errand.delivery.notice.kind is not NoticeKind.REFRESH
        self._counted["overtaken" if is_overtaken else "sent"] += 1

    async def _again(self, errand: Errand, reason: Again) -> None:
        match reason:
            case NotYet() if errand.probes is not None:
                await self._wait(errand, errand.probes, "its turn comes")
                await try_again_in(self._deps, errand.delivery.organisation, errand.probes, reason.seconds)
            case NotYet():
                await self.later(errand, reason.seconds, "its turn comes")
            case NotFoundYet():
                await self.later(errand, reason.seconds, str(reason))
            case TryLater():
                wait = float(min(max(1, reason.seconds), LONGEST_WAIT))
                errand.pace.hold(errand.speaks_to or errand.delivery.notice.workspace, wait)
                await self.later(errand, wait, str(reason))
            case _:
                # A thread said to be gone whose first message stands is as good as no answer: in Teams that passes.
                await self.later(errand, _backoff(errand.delivery), f"no answer: {reason}")

    async def _lost(self, errand: Errand, refused: NotFindable | NotSent) -> None:
        delivery = errand.delivery
        if isinstance(refused, NotFindable):
            await self._give_up(delivery, f"unknown outcome, not sent again: {refused}", "unknown")
        else:
            await self._give_up(delivery, str(refused), "given_up")
        if isinstance(refused, PersonUnreachable):
            await tell_unreachable(self._deps, delivery.organisation, delivery.notice)
        elif delivery.notice.kind is not NoticeKind.GIVEN_UP:
            await tell_given_up(self._deps, delivery.organisation)

    async def _stopped(self, errand: Errand, stopped: Stopped) -> bool:
        """Somebody has to do something: it waits, with all that would be refused likewise.

        Gives whether it waits for something else than before.
        """
        refused, place = stopped.refused, stopped.place
        found = begun(
            place.workspace.id,
            _held_at(stopped),
            self._deps.clock(),
            code=refused.code,
            remedy=refused.remedy,
            detail=refused.detail,
            is_closed=refused.scope is Scope.CHANNEL and not await errand.is_open(place),
        )
        await self._wait(errand, await self._held(errand, found), str(stopped))
        return errand.probes is None or errand.probes.key != found.key

    async def _held(self, errand: Errand, found: Hold) -> Hold:
        """The hold that stands now. Of many messages that are refused at once only the first has to say so."""
        known = self._deps.storage.held.at(found.workspace, found.place)
        is_news = known is None or (known.hold.code, known.hold.is_closed) != (found.code, found.is_closed)
        if known is not None and errand.probes is None and not is_news:
            return known.hold
        if is_news:
            what = {"place": found.place, "code": found.code, "detail": found.detail}
            log.error("messages wait for somebody", workspace=found.workspace, **what)
        return await hold_place(self._deps, errand.delivery.organisation, found)

    async def _wait(self, errand: Errand, hold: Hold, why: str) -> None:
        await self._deliveries.hold(errand.delivery, hold, why, unknown=errand.may_stand)
        self._counted["held"] += 1

    async def _give_up(self, delivery: Delivery, why: str, counted: str) -> None:
        log.error("message given up", key=delivery.notice.key, why=why)
        await self._deliveries.give_up(delivery, self._deps.clock(), why)
        self._counted[counted] += 1

    def _defect(self, errand: Errand, reference: str) -> Hold:
        """The hold for what fails by an error of ours: a new version of the bot may send it."""
        workspace = errand.speaks_to or errand.delivery.notice.workspace
        now, code = self._deps.clock(), "unexpected_error"
        return begun(workspace, answer_place(code), now, code=code, remedy=Remedy.REPORT, detail=reference)


def _held_at(stopped: Stopped) -> str:
    """The place that the refusal holds up."""
    match stopped.refused.scope:
        case Scope.WORKSPACE:
            return EVERYWHERE
        case Scope.DIRECT:
            return DIRECT
        case Scope.CHANNEL if stopped.place.channel:
            return stopped.place.channel
        case _:
            return answer_place(stopped.refused.code)


def _backoff(delivery: Delivery) -> float:
    return float(min(2 ** min(delivery.attempts + 1, 12), LONGEST_PAUSE))


def _nobody(seconds: float) -> None:
    """Without a ticker nobody is told."""
