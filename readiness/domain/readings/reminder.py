"""What to remind whom about: one merged message a person, in their hours, when something is due to be said."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from readiness.domain.readings.escalation import Escalation, Rung, escalation, told_for
from readiness.domain.readings.stall import Survey, survey
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.gate import Gate, Progress
from readiness.domain.values.guard import Guard, unguarded
from readiness.domain.values.identity import InitiativeId, PersonId, WorkspaceId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import Person, ReminderChoice
from readiness.domain.values.policy import Place
from readiness.domain.values.rework import Rework, ReworkKind
from readiness.domain.values.schedule import instant_of
from readiness.domain.values.step import NextStep, StallCause, Step
from readiness.domain.values.telling import Telling
from readiness.domain.values.value import value


class ReminderKind(StrEnum):
    """What a line of a reminder is about, the most pressing kind first.

    `LATE`, `UNANSWERED`, `UNCONFIRMED` and `NOBODY_LEFT` tell somebody of the chain what others hold.
    """

    ANSWER = "answer"
    ACCEPT = "accept"
    CONTRACT = "contract"
    OVERDUE = "overdue"
    REWORK = "rework"
    CHANGES_REQUESTED = "changes-requested"
    WAITED_FOR = "waited-for"
    NOBODY_CAN_APPROVE = "nobody-can-approve"
    DUE_SOON = "due-soon"
    CONFIRM = "confirm"
    NOBODY_LEFT = "nobody-left"
    LATE = "late"
    UNANSWERED = "unanswered"
    UNCONFIRMED = "unconfirmed"
    NAME_OWNER = "name-owner"


@value(frozen=True, slots=True)
class ReminderPolicy:
    """When those who hold a step are reminded, in working days, how often again, and how much fits into one message.

    Answers and acceptances wait a day, because the thread or a direct message asked at once (rules.md, "What is posted
    where"). When the others of the chain are told is the organisation's choice (`EscalationPolicy`).
    """

    answer: int = 1
    accept: int = 1
    changes_requested: int = 1
    before_due: tuple[int, ...] = (3, 1, 0)
    after_due: int = 1
    again: int = 2
    most_items: int = 8


@value(frozen=True, slots=True, kw_only=True)
class ReminderItem:
    """One line for one person; `gate` is None for the handoff as a whole and for the contract.

    `said_from` is the latest instant from which the cadence wants it said; `since` and `days` (calendar days) tell
    how long it waits, `days_late` working days past `due`. `step` is what has to happen and `people` are who holds
    it: the person reminded, or those whose answer is missing. `giver` made the offer, or waits for the person;
    `accountable` answers for what is offered; `blocked_by` are gates it waits for. `told` are those of the chain
    before the person to whom a message about it was delivered, and `asked_at` is when the owner's was, where it is
    about their answer; `tells` is what the person is told here for the first time, and `was_told` that a message told
    them of it before. `rework` is the item to be done, where it is about one; `on_behalf_of` is away, and the person
    reminded stands in. Whether things are still an owner's is one line an initiative: `gates` are all that it is
    about, and `gate` is the first. `needed` of the people have to act, and `in_place_of` are those who do it for
    somebody away, each with whom.
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
    accountable: PersonId | None = None
    blocked_by: tuple[str, ...] = ()
    rework: Rework | None = None
    on_behalf_of: PersonId | None = None
    told: tuple[PersonId, ...] = ()
    asked_at: datetime | None = None
    tells: tuple[Telling, ...] = ()
    was_told: bool = False
    gates: tuple[str | None, ...] = ()
    needed: int = 1
    in_place_of: tuple[tuple[PersonId, PersonId], ...] = ()


@value(frozen=True, slots=True)
class Reminder:
    """One message to one person: the items that fit, the most pressing first, and how many more there are.

    Where not all fit, what the person was not told yet goes before what they were, so that each gets its turn.
    `waiting`, `unowned` and `with_others` count all of them, hidden ones too: things that wait for the person, owners
    to name, and what others hold.
    """

    person: PersonId
    items: tuple[ReminderItem, ...]
    more: int
    waiting: int
    unowned: int
    with_others: int = 0


def reminders(
    initiatives: Iterable[Initiative],
    organisation: Organisation,
    last_reminded: Mapping[PersonId, datetime],
    now: datetime,
    policy: ReminderPolicy = ReminderPolicy(),
    guard: Guard = unguarded,
) -> tuple[Reminder, ...]:
    """Find the messages to send at `now`, in order of the person's id; `last_reminded` is when each last got one.

    Nobody gets one who left, is away, switched reminders off or snoozed them, outside their hours, at the
    organisation's weekend or on its holidays, or twice on one local day of theirs. A message is sent when an item is
    new (its `said_from` is after the last message) or when one is known already and `again` working days have passed;
    it then carries all items of the person, so that they do not take turns on successive days. Paused, cancelled and
    live initiatives give none. Each person and each initiative is looked at inside of `guard`.
    """
    calendar, people = organisation.calendar, organisation.people
    reachable: set[PersonId] = set()
    for one, person in people.items():
        with guard(one):
            if one not in organisation.away and may_be_reminded(person, calendar, now, last_reminded.get(one)):
                reachable.add(one)
    if not reachable:
        return ()
    items: dict[PersonId, list[ReminderItem]] = {}
    for initiative in initiatives:
        with guard(initiative.slug):
            for told, item in tuple(_items(initiative, organisation, now, policy)):
                if told in reachable:
                    items.setdefault(told, []).append(item)
    found: list[Reminder] = []
    for person_id in sorted(items):
        with guard(person_id):
            person, last = people[person_id], last_reminded.get(person_id)
            repeats = last is None or _working_days(person, calendar, last, now) >= policy.again
            has_news = last is None or any(item.said_from > last for item in items[person_id])
            if repeats or has_news:
                found.append(_merged(person_id, items[person_id], policy))
    return tuple(found)


def may_be_reminded(person: Person, calendar: WorkingCalendar, now: datetime, last: datetime | None = None) -> bool:
    """Whether a reminder may reach that person at `now`, the last one having gone out at `last`.

    Hours are those of the person's own timezone; weekend and holidays are the organisation's, on the person's date.
    """
    choice, zone = person.reminders, ZoneInfo(person.timezone)
    if not person.is_member or choice.off or choice.silent_until(now) is not None:
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


def told_on(found: Escalation, organisation: Organisation, today: date) -> date | None:
    """The local date on which the next one of the chain is told: the first on which a reminder reaches them by then.

    None where everybody was told, and in an organisation without working days.
    """
    calendar = organisation.calendar
    if found.next is None or len(calendar.weekend) >= 7:
        return None
    day = calendar.add_working_days(today, found.next.wait - found.passed)
    person = organisation.person(found.next.person)
    if person.reminders.snoozed_until is None:
        return day
    slot = next_slot_for(person, calendar, calendar.start_of(day))
    return day if slot is None else calendar.local_date(slot)


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


_OF_OTHERS = frozenset({ReminderKind.NOBODY_LEFT, ReminderKind.LATE, ReminderKind.UNANSWERED, ReminderKind.UNCONFIRMED})
_OF_SEVERAL_GATES = frozenset({ReminderKind.CONFIRM, ReminderKind.UNCONFIRMED})


def _merged(person: PersonId, items: list[ReminderItem], policy: ReminderPolicy) -> Reminder:
    lines = _grouped(items)
    unowned = sum(item.kind is ReminderKind.NAME_OWNER for item in lines)
    with_others = sum(item.kind in _OF_OTHERS for item in lines)
    ranked = sorted(lines, key=_pressing)
    shown = tuple(sorted(_in_turn(ranked, policy.most_items)[: policy.most_items], key=_pressing))
    return Reminder(person, shown, len(lines) - len(shown), len(lines) - unowned - with_others, unowned, with_others)


def _pressing(item: ReminderItem) -> tuple[int, int, date, int]:
    return _ORDER[item.kind], -item.days_late, item.due or date.max, -item.days


def _in_turn(ranked: list[ReminderItem], most: int) -> list[ReminderItem]:
    """The items in the order in which they get a line: what the person was never told before what they were told.

    Of what no telling is kept nobody knows whether it was: the most pressing of it has up to half of the lines.
    """
    unknown = [item for item in ranked if not item.tells and not item.was_told][: most // 2]
    return sorted(ranked, key=lambda item: 0 if item in unknown else 1 if item.tells else 2)


def _grouped(items: Iterable[ReminderItem]) -> list[ReminderItem]:
    """The lines: what is asked about several gates of one owner in one initiative is one."""
    lines: list[ReminderItem] = []
    groups: dict[tuple[ReminderKind, InitiativeId, tuple[PersonId, ...]], list[ReminderItem]] = {}
    for item in items:
        if item.kind in _OF_SEVERAL_GATES:
            groups.setdefault((item.kind, item.initiative, item.people), []).append(item)
        else:
            lines.append(item)
    for group in groups.values():
        longest = max(group, key=lambda item: item.days)
        line = replace(longest, gate=group[0].gate, gates=tuple(item.gate for item in group))
        told = dict.fromkeys(one for item in group for one in item.told)
        tells = tuple(one for item in group for one in item.tells)
        lines.append(replace(line, told=tuple(told), tells=tells, asked_at=_asked_of_all(group)))
    return lines


def _asked_of_all(group: list[ReminderItem]) -> datetime | None:
    """When the owner was last asked of one of those gates; None unless they were asked of each."""
    asked = [item.asked_at for item in group if item.asked_at is not None]
    return max(asked) if len(asked) == len(group) else None


def _behalf_of(person: PersonId | None, item: ReminderItem) -> ReminderItem:
    return item if person is None else replace(item, on_behalf_of=person)


def _items(
    initiative: Initiative, organisation: Organisation, now: datetime, policy: ReminderPolicy
) -> Iterator[tuple[PersonId, ReminderItem]]:
    """Everything that may be said about one initiative at `now`, with the person to say it to."""
    if initiative.life is not Life.ACTIVE:
        return
    scene = _Scene(initiative, organisation, now, survey(initiative, organisation, now), policy)
    chains = scene.chains()
    for person, item in _said(scene, chains):
        chain = chains.get(item.gate)
        if chain is not None and item.kind in _TOLD_BY[chain.cause]:
            tells = chain.to_tell(person, now)
            yield person, replace(item, tells=() if tells is None else (tells,), was_told=chain.has_told(person))
        else:
            yield person, item


def _said(scene: "_Scene", chains: Mapping[str | None, Escalation]) -> Iterator[tuple[PersonId, ReminderItem]]:
    """All of it, with the person to say it to; `chains` are those of the steps, by gate."""
    initiative, seen = scene.initiative, scene.seen
    if seen.handoff is not None:
        yield from scene.of_step(seen.handoff, initiative.handoff)
        yield from scene.of_chain(seen.handoff, initiative.handoff, chains.get(None))
    yield from scene.of_confirmation(None, initiative.handoff)
    for key, step in seen.steps.items():
        ownership = initiative.gates[key].ownership
        if step.on == key:
            yield from scene.of_step(step, ownership)
        yield from scene.of_due_date(step, ownership)
        yield from scene.of_chain(step, ownership, chains.get(key))
        yield from scene.of_confirmation(key, ownership)
    if initiative.rework:
        yield from scene.of_rework()
    if seen.contract is not None:
        yield from _of_contract(scene, seen.contract)


def _of_contract(scene: "_Scene", step: Step) -> Iterator[tuple[PersonId, ReminderItem]]:
    """Whoever has still to sign it, or to ask for it: the working day after that began, and around its due date.

    One that nobody asked for is only spoken of around that date.
    """
    begun = scene.working_days_after(step.since, scene.policy.answer)
    was_opened = scene.initiative.contract.version is not None
    moments = [begun] if was_opened and begun <= scene.now else []
    by_date = scene.said_of_due(step.due) if step.due is not None else None
    if by_date is not None:
        moments.append(by_date)
    if moments:
        item = scene.item(ReminderKind.CONTRACT, step, max(moments))
        yield from ((person, _behalf_of(step.behalf(person), item)) for person in step.people)


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
        """What the holders of a next step are reminded of."""
        match step.step:
            case NextStep.ANSWER:
                yield from self.asked(ReminderKind.ANSWER, step, self.policy.answer)
            case NextStep.ACCEPT_OR_DECLINE:
                for person, item in self.asked(ReminderKind.ACCEPT, step, self.policy.accept, giver=ownership.giver):
                    yield person, replace(item, accountable=ownership.accountable)
            case NextStep.ANSWER_CHANGES:
                yield from self.asked(ReminderKind.CHANGES_REQUESTED, step, self.policy.changes_requested)
            case NextStep.UNBLOCK if step.waits_for_another(ownership.owner):
                yield from self.asked(ReminderKind.WAITED_FOR, step, self.policy.answer, giver=ownership.owner)
            case NextStep.ADD_MEMBERS | NextStep.CHANGE_RULE:
                yield from self.asked(ReminderKind.NOBODY_CAN_APPROVE, step, 0)
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

    def of_due_date(self, step: Step, ownership: Ownership) -> Iterator[tuple[PersonId, ReminderItem]]:
        """The owner, around the due date, while the gate is theirs to work on."""
        if step.due is None or self.is_with_others(step, ownership):
            return
        from_when = self.said_of_due(step.due)
        if from_when is not None:
            kind = ReminderKind.OVERDUE if self.seen.today > step.due else ReminderKind.DUE_SOON
            yield from self.for_owner(ownership, self.item(kind, step, from_when))

    def of_rework(self) -> Iterator[tuple[PersonId, ReminderItem]]:
        """Who has an item, around its due date; of changes, only who makes them in the place of the gate's owner."""
        for one in self.initiative.rework:
            gate = self.initiative.gates.get(one.gate)
            from_when = self.said_of_due(one.due) if one.is_open else None
            if gate is None or from_when is None or not self.is_somebodys(one, gate):
                continue
            initiative = self.initiative
            places = (one.owner, gate.owner, initiative.handoff.owner, initiative.backup, initiative.lead)
            for person in places:
                told = told_for(person, self.organisation)
                if told is not None:
                    yield told, _behalf_of(None if told == person else person, self.rework_item(one, told, from_when))
                    break

    def is_somebodys(self, one: Rework, gate: Gate) -> bool:
        """Whether the item is not simply the next step of the gate's owner, of which they are reminded anyway."""
        if one.kind is ReworkKind.FINDING:
            return True
        return one.owner not in (None, gate.owner) and gate.progress is Progress.CHANGES_REQUESTED

    def rework_item(self, one: Rework, told: PersonId, from_when: datetime) -> ReminderItem:
        """The line about one item of rework."""
        late = self.calendar.days_late(one.due, self.seen.today)
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

    def is_with_others(self, step: Step, ownership: Ownership) -> bool:
        """Whether the next step on this very gate is another's, or one the owner is reminded of anyway."""
        is_owners = step.step in _OWNERS_WORK and not step.waits_for_another(ownership.owner)
        return step.on == step.gate and not is_owners

    def for_owner(self, ownership: Ownership, item: ReminderItem) -> Iterator[tuple[PersonId, ReminderItem]]:
        """The item for the owner, or for who stands in for them; for nobody when neither can be told."""
        person = told_for(ownership.owner, self.organisation)
        if person is not None:
            yield person, _behalf_of(None if person == ownership.owner else ownership.owner, item)

    def said_of_due(self, due: date) -> datetime | None:
        """The start of the latest day on which the due date is to be spoken of; None while it is far away."""
        today, policy, calendar = self.seen.today, self.policy, self.calendar
        if calendar.working_days_between(today, due) > max(policy.before_due):
            return None
        days = [calendar.add_working_days(due, -before) for before in policy.before_due]
        days.append(calendar.add_working_days(due, policy.after_due))
        passed = [day for day in days if day <= today]
        return calendar.start_of(max(passed)) if passed else None

    def chains(self) -> Mapping[str | None, Escalation]:
        """Of every gate that goes up a chain, and of the handoff (None), who is told."""
        steps = [*([self.seen.handoff] if self.seen.handoff else []), *self.seen.steps.values()]
        found = [escalation(step, self.initiative, self.organisation, self.seen.today) for step in steps]
        return {chain.gate: chain for chain in found if chain is not None}

    def of_chain(
        self, step: Step, ownership: Ownership, found: Escalation | None
    ) -> Iterator[tuple[PersonId, ReminderItem]]:
        """Those of the chain whose day has come, but for whoever is reminded of the step itself."""
        for rung in found.due if found is not None else ():
            kind = _kind(rung.place, step, ownership)
            if found is not None and kind is not None:
                item = self.item(kind, step, self.said_to(rung, found, step, ownership))
                before = [one for one in found.told if one.wait < rung.wait]
                asked = next((one.told_at for one in before if one.place is Place.OWNER), None)
                item = replace(item, told=tuple(one.person for one in before), asked_at=asked)
                yield rung.person, _behalf_of(step.behalf(rung.person), item)

    def said_to(self, rung: Rung, found: Escalation, step: Step, ownership: Ownership) -> datetime:
        """The instant from which that one of the chain is told."""
        if rung.wait > 0:
            return self.calendar.start_of(self.calendar.add_working_days(found.since, rung.wait))
        # Nobody wrote down when an owner left, and it is not news on each day anew.
        return ownership.since if step.cause is StallCause.OWNER_LEFT else step.since

    def of_confirmation(self, gate: str | None, ownership: Ownership) -> Iterator[tuple[PersonId, ReminderItem]]:
        """An owner who is asked whether it is still theirs."""
        asked = self.organisation.policy.asks_again(self.calendar.local_date(ownership.confirmed))
        if asked is None or asked > self.seen.today or ownership.owner is None or ownership.offered_to is not None:
            return
        since = self.calendar.start_of(asked)
        step = Step(gate=gate, on=gate, step=NextStep.CONFIRM, people=(ownership.owner,), since=since)
        yield from self.for_owner(ownership, self.item(ReminderKind.CONFIRM, step, since))

    def working_days_after(self, since: datetime, count: int) -> datetime:
        """`since` itself for 0, else the start of the local day that many working days later."""
        if count == 0:
            return since
        return self.calendar.start_of(self.calendar.add_working_days(self.calendar.local_date(since), count))

    def item(
        self,
        kind: ReminderKind,
        step: Step,
        said_from: datetime,
        *,
        giver: PersonId | None = None,
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
            needed=step.needed,
            in_place_of=step.in_place_of,
        )


_OWNERS_WORK = frozenset({NextStep.GIVE_EVIDENCE, NextStep.ASK_FOR_SIGN_OFF, NextStep.UNBLOCK, NextStep.CONFIRM})
_OF_CHAIN: dict[NextStep, ReminderKind] = {
    NextStep.NAME_OWNER: ReminderKind.NAME_OWNER,
    NextStep.ANSWER: ReminderKind.UNANSWERED,
    NextStep.ACCEPT_OR_DECLINE: ReminderKind.UNANSWERED,
    NextStep.CONFIRM: ReminderKind.UNCONFIRMED,
}


_TOLD_BY: Mapping[StallCause, frozenset[ReminderKind]] = {
    cause: frozenset({*kinds, ReminderKind.NOBODY_LEFT})
    for cause, kinds in {
        StallCause.NO_OWNER: (ReminderKind.NAME_OWNER, ReminderKind.LATE),
        StallCause.OWNER_LEFT: (ReminderKind.NAME_OWNER, ReminderKind.LATE),
        StallCause.NOT_ACCEPTED: (ReminderKind.ACCEPT, ReminderKind.UNANSWERED),
        StallCause.WAITING_FOR_REVIEW: (ReminderKind.ANSWER, ReminderKind.UNANSWERED),
        StallCause.BLOCKED: (ReminderKind.WAITED_FOR, ReminderKind.UNANSWERED),
        StallCause.NOBODY_CAN_APPROVE: (ReminderKind.NOBODY_CAN_APPROVE, ReminderKind.LATE),
        StallCause.FINDING_OVERDUE: (ReminderKind.REWORK, ReminderKind.LATE),
        StallCause.NOT_CONFIRMED: (ReminderKind.CONFIRM, ReminderKind.UNCONFIRMED),
        StallCause.OVERDUE: (ReminderKind.OVERDUE, ReminderKind.CHANGES_REQUESTED, ReminderKind.LATE),
    }.items()
}
"""By which lines somebody of a chain is told why it waits: of several about one gate, not every one says that."""


def _kind(place: Place, step: Step, ownership: Ownership) -> ReminderKind | None:
    """As what somebody of the chain is told of a step; None for those who are reminded of the step itself."""
    kind = _OF_CHAIN.get(step.step, ReminderKind.LATE) if step.on == step.gate else ReminderKind.LATE
    if step.on == step.gate and step.waits_for_another(ownership.owner):
        kind = ReminderKind.UNANSWERED
    if kind is ReminderKind.NAME_OWNER:
        return ReminderKind.LATE if place is Place.SPONSOR else kind
    if place is Place.ADMINISTRATOR:
        return ReminderKind.NOBODY_LEFT
    return None if place in (Place.ASKED, Place.OWNER) else kind
