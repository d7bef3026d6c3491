"""What to remind whom about: one merged message a person, in their hours, when something is due to be said."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from readiness.domain.calendar import WorkingCalendar
from readiness.domain.gate import Gate, Progress
from readiness.domain.identity import InitiativeId, PersonId, WorkspaceId
from readiness.domain.initiative import Initiative, Life
from readiness.domain.organisation import Organisation
from readiness.domain.ownership import Ownership
from readiness.domain.person import Person, ReminderChoice
from readiness.domain.rework import Rework, ReworkKind
from readiness.domain.schedule import instant_of
from readiness.domain.stall import NextStep, StallCause, Step, Survey, survey
from readiness.domain.value import value


class ReminderKind(StrEnum):
    """What a line of a reminder is about, the most pressing kind first."""

    ANSWER = "answer"
    ACCEPT = "accept"
    OVERDUE = "overdue"
    REWORK = "rework"
    CHANGES_REQUESTED = "changes-requested"
    WAITED_FOR = "waited-for"
    NOBODY_CAN_APPROVE = "nobody-can-approve"
    DUE_SOON = "due-soon"
    UNANSWERED = "unanswered"
    NAME_OWNER = "name-owner"


@value(frozen=True, slots=True)
class ReminderPolicy:
    """When something is first said to whom, in working days, how often again, and how much fits into one message.

    Answers and acceptances wait a day, because the thread or a direct message asked at once (rules.md, "What is posted
    where"). `to_backup` and `to_lead` are when a gate that nobody named an owner for goes up the chain; `unanswered` is
    when whoever asked is told that no answer has come (rules.md: an unanswered request escalates).
    """

    answer: int = 1
    accept: int = 1
    changes_requested: int = 1
    before_due: tuple[int, ...] = (3, 1, 0)
    after_due: int = 1
    to_backup: int = 2
    to_lead: int = 4
    unanswered: int = 4
    again: int = 2
    most_items: int = 8


@value(frozen=True, slots=True, kw_only=True)
class ReminderItem:
    """One line for one person; `gate` is None for the handoff as a whole.

    `said_from` is the latest instant from which the cadence wants it said; `since` and `days` (calendar days) tell how
    long it waits, `days_late` working days past `due`. `step` is what has to happen and `people` are who holds it: the
    person reminded, or those whose answer is missing. `giver` made the offer, or waits for the person; `blocked_by` are
    gates it waits for. `rework` is the item to be done, where it is about one; `on_behalf_of` is away, and the person
    reminded stands in.
    """

    kind: ReminderKind
    initiative: InitiativeId
    home: WorkspaceId
    slug: str
    name: str
    gate: str | None
    step: NextStep
    people: tuple[PersonId, ...]
    said_from: datetime
    since: datetime
    days: int
    due: date | None = None
    days_late: int = 0
    giver: PersonId | None = None
    blocked_by: tuple[str, ...] = ()
    rework: Rework | None = None
    on_behalf_of: PersonId | None = None


@value(frozen=True, slots=True)
class Reminder:
    """One message to one person: the items that fit, the most pressing first, and how many more there are.

    `waiting` and `unowned` count all of them, hidden ones too: things that wait for the person, and owners to name.
    """

    person: PersonId
    items: tuple[ReminderItem, ...]
    more: int
    waiting: int
    unowned: int


def reminders(
    initiatives: Iterable[Initiative],
    organisation: Organisation,
    last_reminded: Mapping[PersonId, datetime],
    now: datetime,
    policy: ReminderPolicy = ReminderPolicy(),
) -> tuple[Reminder, ...]:
    """Find the messages to send at `now`, in order of the person's id; `last_reminded` is when each last got one.

    Nobody gets one who left, is away, switched reminders off or snoozed them, outside their hours, at the organisation's weekend
    or on its holidays, or twice on one local day of theirs. A message is sent when an item is new (its `said_from` is
    after the last message) or when one is known already and `again` working days have passed; it then carries all items
    of the person, so that they do not take turns on successive days. Paused, cancelled and live initiatives give none.
    """
    calendar = organisation.calendar
    if len(calendar.weekend) == 7:
        return ()
    items: dict[PersonId, list[ReminderItem]] = {}
    for initiative in initiatives:
        for told, item in _items(initiative, organisation, now, policy):
            items.setdefault(told, []).append(item)
    found = []
    for person_id in sorted(items):
        if not organisation.is_member(person_id) or person_id in organisation.away:
            continue
        person, last = organisation.person(person_id), last_reminded.get(person_id)
        repeats = last is None or _working_days(person, calendar, last, now) >= policy.again
        has_news = last is None or any(item.said_from > last for item in items[person_id])
        if (repeats or has_news) and may_be_reminded(person, calendar, now, last):
            found.append(_merged(person_id, items[person_id], policy))
    return tuple(found)


def may_be_reminded(person: Person, calendar: WorkingCalendar, now: datetime, last: datetime | None = None) -> bool:
    """Whether a reminder may reach that person at `now`, the last one having gone out at `last`.

    Hours are those of the person's own timezone; weekend and holidays are the organisation's, on the person's date.
    """
    choice, zone = person.reminders, ZoneInfo(person.timezone)
    if not person.is_member or choice.off or (choice.snoozed_until is not None and now < choice.snoozed_until):
        return False
    local = now.astimezone(zone)
    if last is not None and last.astimezone(zone).date() >= local.date():
        return False
    return calendar.is_working(local.date()) and _is_within_hours(choice, local.time())


def next_slot_for(
    person: Person, calendar: WorkingCalendar, now: datetime, last: datetime | None = None
) -> datetime | None:
    """The first instant (UTC), `now` or later, at which a reminder may reach that person.

    None when reminders are off, the person is no longer a member, or no day within a year would do.
    """
    zone = ZoneInfo(person.timezone)
    start = max(now, person.reminders.snoozed_until or now)
    if may_be_reminded(person, calendar, start, last):
        return start
    first = start.astimezone(zone).date()
    for ahead in range(366):
        day = first + timedelta(days=ahead)
        # A working time over midnight begins a day twice: at midnight with its second half, then with its first.
        for at in sorted({time(), person.reminders.day_starts}):
            instant = instant_of(day, at, person.timezone)
            if instant >= start and may_be_reminded(person, calendar, instant, last):
                return instant
    return None


def snooze_until(
    person: Person, calendar: WorkingCalendar, now: datetime, duration: timedelta | None = None
) -> datetime:
    """The instant (UTC) until which to be silent: `duration` from `now`, or without one until the person's next week.

    The next week begins when their day starts on Monday, or on the first working day after it.
    """
    if duration is not None:
        return now + duration
    today = now.astimezone(ZoneInfo(person.timezone)).date()
    monday = today + timedelta(days=7 - today.weekday())
    days = (monday + timedelta(days=ahead) for ahead in range(7))
    day = next((day for day in days if calendar.is_working(day)), monday)
    return instant_of(day, person.reminders.day_starts, person.timezone)


def _is_within_hours(choice: ReminderChoice, at: time) -> bool:
    if choice.day_starts < choice.day_ends:
        return choice.day_starts <= at < choice.day_ends
    return at >= choice.day_starts or at < choice.day_ends


def _working_days(person: Person, calendar: WorkingCalendar, earlier: datetime, later: datetime) -> int:
    """Working days between two instants by the person's own dates."""
    zone = ZoneInfo(person.timezone)
    return calendar.working_days_between(earlier.astimezone(zone).date(), later.astimezone(zone).date())


_ORDER = {kind: place for place, kind in enumerate(ReminderKind)}


def _merged(person: PersonId, items: list[ReminderItem], policy: ReminderPolicy) -> Reminder:
    ranked = sorted(items, key=lambda item: (_ORDER[item.kind], -item.days_late, item.due or date.max, -item.days))
    unowned = sum(item.kind is ReminderKind.NAME_OWNER for item in items)
    shown = tuple(ranked[: policy.most_items])
    return Reminder(person, shown, len(items) - len(shown), len(items) - unowned, unowned)


def _behalf_of(person: PersonId | None, item: ReminderItem) -> ReminderItem:
    return item if person is None else replace(item, on_behalf_of=person)


def _items(
    initiative: Initiative, organisation: Organisation, now: datetime, policy: ReminderPolicy
) -> Iterator[tuple[PersonId, ReminderItem]]:
    """Everything that may be said about one initiative at `now`, with the person to say it to."""
    seen = survey(initiative, organisation, now)
    scene = _Scene(initiative, organisation, now, seen, policy)
    if seen.handoff is not None:
        yield from scene.of_step(seen.handoff, initiative.handoff)
    for key, step in seen.steps.items():
        if step.on == key:
            yield from scene.of_step(step, initiative.gates[key].ownership)
        yield from scene.of_due_date(step)
    if initiative.rework and initiative.life is Life.ACTIVE:
        yield from scene.of_rework()


@value(frozen=True, slots=True)
class _Scene:
    """One look at one initiative, for all its items."""

    initiative: Initiative
    organisation: Organisation
    now: datetime
    seen: Survey
    policy: ReminderPolicy

    @property
    def calendar(self) -> WorkingCalendar:
        return self.organisation.calendar

    def of_step(self, step: Step, ownership: Ownership) -> Iterator[tuple[PersonId, ReminderItem]]:
        """What the holders of a next step are reminded of, and who is told when they do not move."""
        match step.step:
            case NextStep.ANSWER:
                yield from self.asked(ReminderKind.ANSWER, step, self.policy.answer)
                yield from self.unanswered(step, ownership.owner)
            case NextStep.ACCEPT_OR_DECLINE:
                yield from self.asked(ReminderKind.ACCEPT, step, self.policy.accept, giver=ownership.giver)
                yield from self.unanswered(step, ownership.giver)
            case NextStep.ANSWER_CHANGES:
                yield from self.asked(ReminderKind.CHANGES_REQUESTED, step, self.policy.changes_requested)
            case NextStep.UNBLOCK if ownership.owner not in step.people:
                yield from self.asked(ReminderKind.WAITED_FOR, step, self.policy.answer, giver=ownership.owner)
                yield from self.unanswered(step, ownership.owner)
            case NextStep.ADD_MEMBERS | NextStep.CHANGE_RULE:
                yield from self.asked(ReminderKind.NOBODY_CAN_APPROVE, step, 0)
            case NextStep.NAME_OWNER:
                yield from self.to_name(step, ownership)
            case _:
                return

    def asked(
        self, kind: ReminderKind, step: Step, after: int, *, giver: PersonId | None = None
    ) -> Iterator[tuple[PersonId, ReminderItem]]:
        """The same item for everybody who holds the step, once it has waited for `after` working days."""
        from_when = self.working_days_after(step.since, after)
        if from_when <= self.now:
            item = self.item(kind, step, from_when, giver=giver)
            yield from ((person, _behalf_of(step.behalf(person), item)) for person in step.people)

    def unanswered(self, step: Step, asker: PersonId | None) -> Iterator[tuple[PersonId, ReminderItem]]:
        """The one who asked is told that no answer has come; who left is stood in for by the chain above."""
        from_when = self.working_days_after(step.since, self.policy.unanswered)
        told = next(iter(self.chain(asker)), None)
        if from_when <= self.now and told is not None and told not in step.people:
            yield told, self.item(ReminderKind.UNANSWERED, step, from_when)

    def to_name(self, step: Step, ownership: Ownership) -> Iterator[tuple[PersonId, ReminderItem]]:
        """Who is to name an owner: the first of the chain at once, the others in addition when nobody did."""
        # Nobody wrote down when an owner left, so that neither goes up the chain nor is news on each day anew.
        has_left = step.cause is StallCause.OWNER_LEFT
        since = ownership.since if has_left else step.since
        chain = self.chain(*step.people)[: 1 if has_left else None]
        waits = (0, self.policy.to_backup, *(self.policy.to_lead for _ in chain))
        for person, wait in zip(chain, waits, strict=False):
            from_when = self.working_days_after(since, wait)
            if from_when <= self.now:
                yield person, _behalf_of(step.behalf(person), self.item(ReminderKind.NAME_OWNER, step, from_when))

    def of_due_date(self, step: Step) -> Iterator[tuple[PersonId, ReminderItem]]:
        """The owner, around the due date, while the gate is theirs to work on."""
        if step.due is None or step.gate is None or self.is_with_others(step):
            return
        owner = self.initiative.gates[step.gate].owner
        from_when = self.said_of_due(step.due)
        if owner is not None and from_when is not None:
            kind = ReminderKind.OVERDUE if self.seen.today > step.due else ReminderKind.DUE_SOON
            delegate = self.organisation.stand_in(owner)
            yield delegate or owner, _behalf_of(owner if delegate else None, self.item(kind, step, from_when))

    def of_rework(self) -> Iterator[tuple[PersonId, ReminderItem]]:
        """Who has an item, around its due date; of changes, only who makes them in the place of the gate's owner."""
        for one in self.initiative.rework:
            gate = self.initiative.gates.get(one.gate)
            from_when = self.said_of_due(one.due) if one.is_open else None
            if gate is None or from_when is None or not self.is_somebodys(one, gate):
                continue
            told = next(iter(self.chain(one.owner, gate.owner)), None)
            if told is not None:
                yield told, self.rework_item(one, told, from_when)

    def is_somebodys(self, one: Rework, gate: Gate) -> bool:
        """Whether the item is not simply the next step of the gate's owner, of which they are reminded anyway."""
        if one.kind is ReworkKind.FINDING:
            return True
        return one.owner not in (None, gate.owner) and gate.progress is Progress.CHANGES_REQUESTED

    def rework_item(self, one: Rework, told: PersonId, from_when: datetime) -> ReminderItem:
        """The line about one item of rework."""
        late = self.calendar.working_days_between(one.due, self.seen.today)
        step = Step(
            gate=one.gate,
            on=one.gate,
            step=NextStep.CLOSE_FINDING,
            people=(told,),
            since=one.raised_at,
            due=one.due,
            days_late=late,
        )
        return replace(self.item(ReminderKind.REWORK, step, from_when), rework=one)

    def is_with_others(self, step: Step) -> bool:
        """Whether the next step on this very gate is another's, or one the owner is reminded of anyway."""
        is_owners = step.step in (NextStep.GIVE_EVIDENCE, NextStep.ASK_FOR_SIGN_OFF)
        if step.step is NextStep.UNBLOCK:
            is_owners = self.initiative.gates[step.gate or ""].owner in step.people
        return step.on == step.gate and not is_owners

    def said_of_due(self, due: date) -> datetime | None:
        """The start of the latest day on which the due date is to be spoken of; None while it is far away."""
        today, policy, calendar = self.seen.today, self.policy, self.calendar
        if calendar.working_days_between(today, due) > max(policy.before_due):
            return None
        days = [calendar.add_working_days(due, -before) for before in policy.before_due]
        days.append(calendar.add_working_days(due, policy.after_due))
        passed = [day for day in days if day <= today]
        return calendar.start_of(max(passed)) if passed else None

    def working_days_after(self, since: datetime, count: int) -> datetime:
        """`since` itself for 0, else the start of the local day that many working days later."""
        if count == 0:
            return since
        return self.calendar.start_of(self.calendar.add_working_days(self.calendar.local_date(since), count))

    def chain(self, *first: PersonId | None) -> tuple[PersonId, ...]:
        """`first`, then handoff owner, backup and lead: each once, and only who is still a member.

        Delegates stand in for those who are away; who is away without one is passed over.
        """
        initiative, organisation = self.initiative, self.organisation
        named = (*first, initiative.handoff.owner, initiative.backup, initiative.lead)
        people = [organisation.stand_in(one) or one for one in named if one is not None]
        return tuple(
            dict.fromkeys(one for one in people if organisation.is_member(one) and one not in organisation.away)
        )

    def item(
        self, kind: ReminderKind, step: Step, said_from: datetime, *, giver: PersonId | None = None
    ) -> ReminderItem:
        return ReminderItem(
            kind=kind,
            initiative=self.initiative.id,
            home=self.initiative.home.workspace,
            slug=self.initiative.slug,
            name=self.initiative.name,
            gate=step.gate,
            step=step.step,
            people=step.people,
            said_from=said_from,
            since=step.since,
            days=(self.seen.today - self.calendar.local_date(step.since)).days,
            due=step.due,
            days_late=step.days_late,
            giver=giver,
            blocked_by=step.blocked_by,
        )
