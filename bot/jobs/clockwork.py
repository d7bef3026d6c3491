"""Delivers what runs by the clock: reminders, digests, and the word that a channel was closed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.cards import Card
from bot.jobs.drawing import Message, drawn
from bot.jobs.errand import Errand
from bot.views.posted.closed import channel_closed_card, unreachable_card
from bot.views.posted.digest import digest_card
from bot.views.posted.given_up import given_up_card
from bot.views.posted.held import HeldPage, held_card
from bot.views.posted.reminder import reminder_card
from bot.views.words.absence import stand_in_card
from readiness.domain.values.fact import Scalar
from readiness.domain.values.guard import Guard
from readiness.domain.values.hold import Remedy, begun
from readiness.domain.values.identity import InitiativeId, PersonId, WorkspaceId
from readiness.domain.values.initiative import IN_PLAY
from readiness.domain.values.notice import Notice, Post
from readiness.domain.values.schedule import LATE_AFTER, WeeklySlot
from readiness.usecases.digest import DigestPage, has_run_since, read_digest
from readiness.usecases.frame.guarding import guard
from readiness.usecases.frame.notices import stand_in_key
from readiness.usecases.frame.ports import DigestSchedule, ScheduleKind, Sweep
from readiness.usecases.reminder import REMINDER, ReminderPage, keep_told, let_go, read_to_redraw, read_to_send
from readiness.zones import known_zone


async def remind(errand: Errand) -> None:
    """Send a person what waits for them, and keep what that told them; nothing when it is all done, or the day over."""
    notice = errand.delivery.notice
    person, about, day = notice.person, _ids(notice.data), _text(notice.data, "day")
    if person is None:
        return
    async with errand.deps.storage.read(errand.delivery.organisation) as uow:
        page = await read_to_send(uow, person, day, about, errand.deps.clock(), _guard(errand))
    if page is None:
        if not errand.may_stand:
            await let_go(errand.deps, errand.delivery.organisation, person, day)
        return
    kept_as, card = f"{REMINDER}:{person}", _reminder(page)
    message = Message(key=notice.key, card=card, workspace=notice.workspace, person=person, kept_as=kept_as)
    post = await errand.stand(message, page.organisation, None)
    # It stands: when something fails from here on, the next attempt looks it up instead of sending it again.
    errand.is_unsure = True
    about = tuple(dict.fromkeys(item.initiative for item in page.reminder.items))
    await errand.keep(*(replace(post, key=f"{kept_as}:{one}", initiative=one) for one in about))
    # What an earlier attempt sent may say something older, so that it tells of all this only once it is drawn anew.
    if await errand.edit(post, card, page.organisation) is not None:
        await keep_told(errand.deps, errand.delivery.organisation, page.reminder)
    errand.is_unsure = False


async def redraw_reminder(errand: Errand, about: Post, person: PersonId) -> None:
    """Let the newest reminder of a person show what is left; `about` says that it speaks of an initiative."""
    if about.initiative is None:
        return
    async with errand.deps.storage.read(errand.delivery.organisation) as uow:
        newest = await uow.posts.get(f"{REMINDER}:{person}")
        page = await read_to_redraw(uow, person, (about.initiative,), errand.deps.clock(), _guard(errand))
    if newest is None or newest.message != about.message:
        await errand.forget(about.key)
    elif page is not None and await errand.edit(newest, _reminder(page), page.organisation) is None:
        await errand.forget(newest.key, about.key)


async def send_digest(errand: Errand) -> None:
    """Send a channel its digest, as it was at the instant of the run; of several that waited, the newest alone."""
    notice = errand.delivery.notice
    if notice.channel is None or await _stands(errand):
        return
    schedule, run = _schedule(notice, notice.channel), datetime.fromisoformat(_text(notice.data, "now"))
    has_waited = errand.deps.clock() - run > LATE_AFTER
    async with errand.deps.storage.read(errand.delivery.organisation) as uow:
        if has_waited and await has_run_since(uow, schedule, run, errand.deps.clock()):
            return
        page = await read_digest(uow, schedule, run, errand.deps.faults)
    card = _digest(page, is_late=has_waited or bool(notice.data.get("late")))
    if card is not None:
        is_leaderships = schedule.kind is ScheduleKind.LEADERSHIP
        message = Message(
            key=notice.key, card=card, workspace=notice.workspace, channel=notice.channel, joins=is_leaderships
        )
        await errand.stand(message, page.organisation, None)


async def tell_owner(errand: Errand) -> None:
    """Tell somebody, once, that a channel of theirs takes no messages any more; nothing when it does again."""
    notice = errand.delivery.notice
    if notice.person is None or await _stands(errand):
        return
    here = (notice.workspace, _text(notice.data, "channel"))
    held = errand.deps.storage.held.at(*here)
    if held is None or not held.hold.is_closed:
        return
    async with errand.deps.storage.read(errand.delivery.organisation) as uow:
        organisation = await uow.organisations.get()
        lines = await uow.initiatives.lines(channel=here, lives=IN_PLAY)
    if organisation.is_member(notice.person):
        card = channel_closed_card(lines)
        message = Message(key=notice.key, card=card, workspace=notice.workspace, person=notice.person)
        await errand.stand(message, organisation, None)


async def tell_administrator(errand: Errand) -> None:
    """Tell an administrator, once, that messages wait until somebody does something, or that they did."""
    notice, data = errand.delivery.notice, errand.delivery.notice.data
    workspace = await errand.deps.storage.workspace_by_id(WorkspaceId(_text(data, "workspace")))
    if notice.person is None or workspace is None or await _stands(errand):
        return
    hold = begun(
        workspace.id,
        _text(data, "place"),
        datetime.fromisoformat(_text(data, "since")),
        code=_text(data, "code"),
        remedy=Remedy(_text(data, "remedy")),
        detail=_text(data, "detail"),
    )
    organisation = await errand.deps.storage.organisation(errand.delivery.organisation)
    is_over = errand.probes is not None or errand.deps.storage.held.at(*hold.key) is None
    if organisation.is_member(notice.person):
        card = held_card(HeldPage(hold, workspace.platform, workspace.name, is_over, organisation.calendar))
        message = Message(key=notice.key, card=card, workspace=notice.workspace, person=notice.person)
        await errand.stand(message, organisation, None)


async def tell_of_lost(errand: Errand) -> None:
    """Tell an administrator, once, what will not be sent; nothing when all of it was sent again or dropped.

    What lives in a private channel is not named: an administrator need not be in it.
    """
    notice = errand.delivery.notice
    if notice.person is None or await _stands(errand):
        return
    async with errand.deps.storage.read(errand.delivery.organisation) as uow:
        organisation = await uow.organisations.get()
        lost = await uow.outbox.given_up(datetime.fromisoformat(_text(notice.data, "since")))
        lines = await uow.initiatives.lines() if lost else ()
        names = {line.id: line.name for line in lines if not line.private}
    if lost and organisation.is_member(notice.person):
        card = given_up_card(lost, organisation, names)
        message = Message(key=notice.key, card=card, workspace=notice.workspace, person=notice.person)
        await errand.stand(message, organisation, None)


async def tell_asker(errand: Errand) -> None:
    """Tell somebody, once, that nothing reaches the person they asked."""
    notice = errand.delivery.notice
    if notice.person is None or notice.initiative is None or await _stands(errand):
        return
    async with errand.deps.storage.read(errand.delivery.organisation) as uow:
        organisation, initiative = await uow.organisations.get(), await uow.initiatives.get(notice.initiative)
    if initiative is not None and organisation.is_member(notice.person):
        card = unreachable_card(PersonId(_text(notice.data, "person")), initiative, organisation)
        message = Message(key=notice.key, card=card, workspace=notice.workspace, person=notice.person)
        await errand.stand(message, organisation, None)


async def tell_delegate(errand: Errand) -> None:
    """Tell somebody for whom they act, or that they do no longer; nothing when they heard just that last."""
    notice, person = errand.delivery.notice, PersonId(_text(errand.delivery.notice.data, "person"))
    if notice.person is None:
        return
    kept_as = stand_in_key(notice.person, person)
    async with errand.deps.storage.read(errand.delivery.organisation) as uow:
        organisation, told = await uow.organisations.get(), await uow.posts.get(kept_as)
    absence = organisation.absences.get(person)
    named = absence if absence is not None and absence.delegate == notice.person else None
    card = stand_in_card(organisation, person, named)
    is_news = named is not None if told is None else told.drawn != drawn(card)
    if is_news and organisation.is_member(notice.person):
        message = Message(key=notice.key, card=card, workspace=notice.workspace, person=notice.person, kept_as=kept_as)
        await errand.stand(message, organisation, None)


def _guard(errand: Errand) -> Guard:
    return guard(errand.deps.faults, Sweep.REMINDERS)


async def _stands(errand: Errand) -> bool:
    async with errand.deps.storage.read(errand.delivery.organisation) as uow:
        return await uow.posts.get(errand.delivery.notice.key) is not None


def _reminder(page: ReminderPage) -> Card:
    return reminder_card(page.reminder, page.organisation, page.today)


def _digest(page: DigestPage, *, is_late: bool) -> Card | None:
    if page.digest is None:
        return None
    is_leaderships = page.schedule.kind is ScheduleKind.LEADERSHIP
    return digest_card(page.digest, page.organisation, is_late, page.schedule.slot, leadership=is_leaderships)


def _schedule(notice: Notice, channel: str) -> DigestSchedule:
    """The schedule as it was at the run."""
    data = notice.data
    zone = known_zone(_text(data, "timezone")) or "UTC"
    slot = WeeklySlot(_number(data, "weekday"), _number(data, "hour"), _number(data, "minute"), zone)
    return DigestSchedule(notice.workspace, channel, ScheduleKind(_text(data, "for")), slot, None)


def _ids(data: Mapping[str, Scalar]) -> tuple[InitiativeId, ...]:
    given = data.get("initiatives")
    return tuple(InitiativeId(one) for one in given) if isinstance(given, list) else ()


def _text(data: Mapping[str, Scalar], name: str) -> str:
    return str(data.get(name, ""))


def _number(data: Mapping[str, Scalar], name: str) -> int:
    value = data.get(name)
    return value if isinstance(value, int) else 0
