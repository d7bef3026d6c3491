"""Everything that runs by the clock. What is due is a row, and a run is claimed: safe to repeat and beside others."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from readiness.domain.readings.reminder import Reminder
from readiness.domain.values.fact import FactKind, Scalar
from readiness.domain.values.identity import InitiativeId, OrganisationId, PersonId
from readiness.domain.values.initiative import IN_PLAY, Life
from readiness.domain.values.notice import Notice, NoticeKind
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.schedule import Occurrence, is_beyond, is_late, latest_due, next_after
from readiness.usecases.absence import turn_absences_over
from readiness.usecases.digest import ACTIVE, CLOCK, DIGEST, digest_target, was_run
from readiness.usecases.frame.changing import acting, keep_initiative, retrying
from readiness.usecases.frame.guarding import guard, guarded
from readiness.usecases.frame.handling import forget_handled
from readiness.usecases.frame.paged import over
from readiness.usecases.frame.ports import Deps, DigestSchedule, ScheduleKind, Sweep, UnitOfWork
from readiness.usecases.reconciling import catch_up
from readiness.usecases.reminder import REMINDER, Found, find, local_day, reminder_notice

EMPTY = "digest-empty"
UNDER_WAY = IN_PLAY | {Life.LIVE}
"""Where time goes on: what was signed off for a while is asked for again also once an initiative is live."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a sweep set going. An empty digest is the run of a channel without active initiatives: nothing is sent.

    Sign-offs end when they have held for their time, and when a finding of theirs is overdue. Reviews are settled by
    the votes that stand where whoever changed the people could not finish that.
    """

    digests_sent: int = 0
    digests_empty: int = 0
    reminders_sent: int = 0
    waivers_expired: int = 0
    sign_offs_ended: int = 0
    reviews_settled: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.digests_sent + other.digests_sent,
            self.digests_empty + other.digests_empty,
            self.reminders_sent + other.reminders_sent,
            self.waivers_expired + other.waivers_expired,
            self.sign_offs_ended + other.sign_offs_ended,
            self.reviews_settled + other.reviews_settled,
        )


async def run_due(deps: Deps, *, initiatives_too: bool = True) -> Counts:
    """Do all that is due at `deps.clock()`, once, however many replicas do the same.

    Digests are found by their row; reminders, waivers and sign-offs need a look at every initiative, and absences at
    all people, which is left out without `initiatives_too`, so that it can be done less often.
    """
    counts = Counts()
    for organisation, _ in await deps.storage.organisations():
        with guarded(deps.faults, Sweep.ORGANISATIONS, organisation):
            counts += await _digests(deps, organisation)
        if initiatives_too:
            with guarded(deps.faults, Sweep.ABSENCES, organisation):
                await turn_absences_over(deps, organisation)
            with guarded(deps.faults, Sweep.ORGANISATIONS, organisation):
                counts += await _initiatives(deps, organisation)
    if initiatives_too:
        await forget_handled(deps)
    return counts


async def find_again(deps: Deps) -> None:
    """Let what was put off be due: the clock that it was put off by has been set back."""
    for organisation, _ in await deps.storage.organisations():
        with guarded(deps.faults, Sweep.ORGANISATIONS, organisation):
            async with deps.storage.write(organisation) as uow:
                await uow.schedules.bring_back(deps.clock())
                await uow.looks.bring_back(deps.clock())
                await uow.holds.bring_back(deps.clock())
                await uow.commit()
    await deps.storage.held.look()


async def _digests(deps: Deps, organisation: OrganisationId) -> Counts:
    async with deps.storage.read(organisation) as uow:
        due = await uow.schedules.due(deps.clock())
    counts = Counts()
    for schedule in due:
        with guarded(deps.faults, Sweep.DIGESTS, f"{schedule.workspace}:{schedule.channel}"):
            counts += await _committed(deps, organisation, partial(_run_digest, due=schedule, now=deps.clock()))
    return counts


async def _run_digest(uow: UnitOfWork, due: DigestSchedule, now: datetime) -> Counts:
    """The latest run only, whatever was missed before it (promises.md, P6)."""
    schedule = await uow.schedules.get(due.workspace, due.channel)
    if schedule is None or schedule.next_due is None:
        return Counts()
    if schedule.next_due > now and not is_beyond(schedule.next_due, now):
        return Counts()
    turn = latest_due(schedule.slot, now)
    await uow.schedules.save(replace(schedule, next_due=next_after(schedule.slot, now).instant))
    whom = digest_target(schedule)
    if await was_run(uow, schedule, turn) or not await uow.schedules.claim(DIGEST, whom, turn.period, now):
        return Counts()
    if not await _has_active(uow, schedule):
        await uow.schedules.claim(EMPTY, whom, turn.period, now)
        return Counts(digests_empty=1)
    await uow.outbox.enqueue(digest_notice(schedule, turn, now), now)
    return Counts(digests_sent=1)


def digest_notice(schedule: DigestSchedule, turn: Occurrence, now: datetime) -> Notice:
    """The message of one run: with the instant and the slot it is drawn for, so that a second try says the same."""
    slot = schedule.slot
    data: dict[str, Scalar] = {
        "now": now.isoformat(),
        "late": is_late(turn, now),
        "for": str(schedule.kind),
        "weekday": slot.weekday,
        "hour": slot.hour,
        "minute": slot.minute,
        "timezone": slot.timezone,
    }
    key = f"{DIGEST}:{schedule.workspace}:{schedule.channel}:{turn.period}"
    return Notice(kind=NoticeKind.DIGEST, key=key, workspace=schedule.workspace, channel=schedule.channel, data=data)


async def _has_active(uow: UnitOfWork, schedule: DigestSchedule) -> bool:
    here = (schedule.workspace, schedule.channel)
    if await uow.initiatives.lines(channel=here, lives=ACTIVE):
        return True
    if schedule.kind is ScheduleKind.CHANNEL:
        return False
    return any(not line.private for line in await uow.initiatives.lines(lives=ACTIVE))


async def _initiatives(deps: Deps, organisation: OrganisationId) -> Counts:
    known, found = await _found(deps, organisation)
    counts = Counts()
    for initiative in found.behind:
        with guarded(deps.faults, Sweep.CATCHING_UP, initiative):
            counts += await _committed(deps, organisation, partial(_catch_up, deps, initiative=initiative))
    for reminder in found.reminders:
        with guarded(deps.faults, Sweep.REMINDERS, reminder.person):
            remind = partial(_remind, deps, organisation=known, reminder=reminder)
            counts += await _committed(deps, organisation, remind)
    return counts


async def _found(deps: Deps, organisation: OrganisationId) -> tuple[Organisation, Found]:
    async with deps.storage.read(organisation) as uow:
        known = await uow.organisations.get()
        last = {PersonId(person): at for person, at in (await uow.schedules.last_runs(REMINDER, deps.clock())).items()}
        act, each = acting(deps, CLOCK.id, known), guard(deps.faults, Sweep.FINDING)
        return known, await over(uow.initiatives.stream(UNDER_WAY), lambda found: find(found, act, last, each))


async def _catch_up(deps: Deps, uow: UnitOfWork, initiative: InitiativeId) -> Counts:
    before = await uow.initiatives.get(initiative)
    if before is None:
        return Counts()
    act = acting(deps, CLOCK.id, await uow.organisations.get())
    found = catch_up(before, act)
    await keep_initiative(deps, uow, before, found.all, act)
    waivers = sum(fact.kind is FactKind.WAIVER_EXPIRED for fact in found.elapsed.facts)
    return Counts(
        waivers_expired=waivers,
        sign_offs_ended=len(found.elapsed.facts) - waivers,
        reviews_settled=len(found.settled.facts),
    )


async def _remind(deps: Deps, uow: UnitOfWork, organisation: Organisation, reminder: Reminder) -> Counts:
    now = deps.clock()
    notice = reminder_notice(reminder, organisation, now)
    day = str(local_day(organisation.person(reminder.person), now))
    if notice is None or not await uow.schedules.claim(REMINDER, reminder.person, day, now):
        return Counts()
    await uow.outbox.enqueue(notice, now)
    return Counts(reminders_sent=1)


async def _committed(
    deps: Deps, organisation: OrganisationId, work: Callable[[UnitOfWork], Awaitable[Counts]]
) -> Counts:
    """What `work` counts, in a transaction of its own, which is tried again when somebody else was first."""

    async def once() -> Counts:
        async with deps.storage.write(organisation) as uow:
            counts = await work(uow)
            await uow.commit()
            return counts

    return await retrying(once)
