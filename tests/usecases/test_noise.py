"""P29: what a chase of twelve weeks says to everybody, in the demo's largest history stretched to 200 gates."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.demo.cast import PARTIES
from bot.demo.history import EARLIER, MILESTONES
from bot.views.examples.story import template
from bot.views.words.stall import stall_line
from readiness.domain.readings.escalation import escalation
from readiness.domain.readings.reminder import ReminderPolicy, reminders
from readiness.domain.readings.stall import survey
from readiness.domain.rules.change import Act
from readiness.domain.rules.initiative import gate_from
from readiness.domain.values.calendar import WorkingCalendar
from readiness.domain.values.gate import Evidence, Gate, Progress, Span
from readiness.domain.values.identity import InitiativeId, PersonId
from readiness.domain.values.initiative import Home, Initiative, Life, TemplateRef
from readiness.domain.values.milestone import Milestone
from readiness.domain.values.notice import NoticeKind
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.person import Absence, Person, Role
from readiness.domain.values.schedule import WeeklySlot, next_after
from readiness.usecases.frame.ports import DigestSchedule, ScheduleKind
from readiness.usecases.reminder import local_day, read_to_send
from readiness.usecases.sweeping import run_due
from tests.fakes import SLACK, World, a_world

GATES = 200
HOUR, WEEKS = timedelta(hours=1), timedelta(weeks=12)
LARGEST = max(EARLIER, key=lambda past: past.live)
BEGIN = LARGEST.begins.astimezone(ZoneInfo("UTC"))
PEOPLE = tuple(dict.fromkeys(PersonId(one.name.lower()) for people in PARTIES.values() for one in people))
ZONES = ("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland")
CALENDAR = WorkingCalendar("Europe/Berlin", holidays=frozenset({date(2026, 6, 4), date(2026, 7, 3)}))


@dataclass
class History:
    """Twelve weeks drawn from one number: who owns what, what moves when, who is away, when all of it is paused."""

    random: Random
    organisation: Organisation = field(init=False)
    initiative: Initiative = field(init=False)
    finished: dict[str, tuple[datetime, datetime]] = field(init=False)

    def __post_init__(self) -> None:
        self.organisation = self._organisation()
        gates = [self._gate(number) for number in range(GATES)]
        days = (LARGEST.model_complete * (place + 1) // 4 for place in range(len(MILESTONES)))
        planned = {key: (BEGIN + timedelta(days=day)).date() for key, day in zip(MILESTONES, days, strict=True)}
        self.initiative = Initiative(
            id=InitiativeId("triage"),
            organisation=SLACK.organisation,
            slug="triage",
            name=LARGEST.name,
            lead=self._somebody(),
            home=Home(SLACK.id, "C1"),
            template=TemplateRef(template().key, template().version),
            handoff=Ownership(BEGIN, owner=self._perhaps(0.8), giver=PEOPLE[0]),
            created_at=BEGIN,
            backup=self._perhaps(0.5),
            sponsor=self._perhaps(0.7),
            milestones={key: Milestone(key, day) for key, day in planned.items()},
            gates={gate.key: gate for gate in gates},
        )
        self.finished = {gate.key: self._work() for gate in gates if self.random.random() < 0.65}

    def next_hour(self, now: datetime) -> None:
        """What happens at `now`: gates move, people go away and come back, the chase is paused and goes on."""
        for key, (asked, signed) in self.finished.items():
            if now in (asked, signed):
                moved = _in_review(self.initiative.gates[key], now) if now == asked else _signed(self, key, now)
                self.initiative = self.initiative.with_gate(moved)
        if self.random.random() < 0.02:
            self._turn_absence(now)
        paused = self.initiative.standing is Life.PAUSED
        if self.random.random() < (0.02 if paused else 0.002):
            self.initiative = replace(self.initiative, standing=Life.ACTIVE if paused else Life.PAUSED)

    def _turn_absence(self, now: datetime) -> None:
        person = self.organisation.person(self._somebody())
        delegate = self._perhaps(0.5)
        away = Absence(now.date(), (now + timedelta(days=9)).date(), delegate, has_begun=True)
        self.organisation = self.organisation.with_person(replace(person, absence=None if person.absence else away))

    def _work(self) -> tuple[datetime, datetime]:
        asked = BEGIN + HOUR * self.random.randrange(24, 1600)
        return asked, asked + HOUR * self.random.randrange(1, 600)

    def _gate(self, number: int) -> Gate:
        item = template().gates[number % len(template().gates)]
        gate = gate_from(item, Act(Person(PEOPLE[0], "Ana"), BEGIN, self.organisation))
        lap = f"-{number // len(template().gates)}"
        owner, kind = self._somebody(), self.random.random()
        held = Ownership(BEGIN, None if kind < 0.2 else owner, owner if kind < 0.1 else None, PEOPLE[0])
        waits = tuple(key[:36] + lap for key in item.depends_on) if number < GATES - len(template().gates) else ()
        return replace(gate, key=item.key[:36] + lap, ownership=held, backup=self._perhaps(0.3), depends_on=waits)

    def _organisation(self) -> Organisation:
        zone = cycle(self.random.sample(ZONES, 2))
        people = {one: Person(one, one.capitalize(), next(zone)) for one in PEOPLE}
        people[PEOPLE[0]] = replace(people[PEOPLE[0]], role=Role.ADMINISTRATOR)
        parties = {
            one.key: Party(one.key, one.name, self._perhaps(0.7), None, frozenset(self.random.sample(PEOPLE, 3)))
            for one in template().parties
        }
        return Organisation(SLACK.organisation, "Acme", CALENDAR, parties, people)

    def _somebody(self) -> PersonId:
        return self.random.choice(PEOPLE)

    def _perhaps(self, chance: float) -> PersonId | None:
        return self._somebody() if self.random.random() < chance else None


def _in_review(gate: Gate, now: datetime) -> Gate:
    if gate.owner is None:
        return gate
    evidence = Evidence(1, "https://wiki.example/evidence", gate.owner, now)
    return replace(
        gate, progress=Progress.IN_REVIEW, progress_since=now, revision=1, evidence=evidence, asks=gate.asks + 1
    )


def _signed(history: History, key: str, now: datetime) -> Gate:
    gate = history.initiative.gates[key]
    return replace(gate, progress=Progress.SIGNED_OFF, progress_since=now, settled=(Span(now),))


def _hours() -> Iterator[datetime]:
    now = BEGIN
    while now < BEGIN + WEEKS:
        yield now
        now += HOUR


def _world(history: History) -> World:
    world = a_world(history.organisation, BEGIN)
    world.keep(history.initiative)
    slot = WeeklySlot(0, 9, 0, CALENDAR.timezone)
    known = DigestSchedule(SLACK.id, "C1", ScheduleKind.CHANNEL, slot, next_after(slot, BEGIN).instant)
    world.storage.state().schedules[SLACK.id, "C1"] = known
    return world


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
async def test_in_twelve_weeks_nobody_gets_more_than_a_message_a_day_and_a_channel_more_than_a_digest_a_week(seed):
    history = History(Random(seed))  # noqa: S311 - a history, no secret
    world = _world(history)
    reminded: set[tuple[str, str]] = set()
    weeks: set[str] = set()
    for now in _hours():
        world.clock.now = now
        history.next_hour(now)
        world.keep(history.initiative)
        addresses = world.storage.stored_organisation().addresses
        world.change_organisation(replace(history.organisation, addresses=addresses))
        await asyncio.gather(*(run_due(world.deps) for _ in range(history.random.choice((0, 0, 1, 1, 3)))))
        for row in world.storage.rows:
            notice = row.notice
            if notice.kind is NoticeKind.DIGEST:
                assert notice.key not in weeks
                weeks.add(notice.key)
            if notice.kind is NoticeKind.REMINDER:
                assert (notice.person, notice.data["day"]) not in reminded
                reminded.add((notice.person, notice.data["day"]))
                async with world.storage.read(SLACK.organisation) as uow:
                    page = await read_to_send(uow, notice.person, notice.data["day"], ("triage",), now)
                assert page is not None
                assert 1 <= len(page.reminder.items) <= ReminderPolicy().most_items
        world.storage.rows.clear()
    assert len(reminded) > 50
    assert len(weeks) <= 12


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_what_is_late_is_known_to_somebody_who_can_act_or_said_to_be_nobodys(seed):
    """Whoever is first in the chain hears of a late gate within three working days, and again as often."""
    history = History(Random(seed))  # noqa: S311 - a history, no secret
    everything = replace(ReminderPolicy(), most_items=GATES * 3)
    last: dict[PersonId, datetime] = {}
    days: set[tuple[PersonId, date]] = set()
    heard: dict[tuple[PersonId, str], date] = {}
    first: dict[str, tuple[PersonId, date]] = {}
    checked = 0
    for now in _hours():
        history.next_hour(now)
        today = CALENDAR.local_date(now)
        for reminder in reminders([history.initiative], history.organisation, last, now, everything):
            said = local_day(history.organisation.person(reminder.person), now)
            assert (reminder.person, said) not in days
            days.add((reminder.person, said))
            last[reminder.person] = now
            heard |= {(reminder.person, gate): today for item in reminder.items for gate in item.gates or (item.gate,)}
        if now.hour == 0:
            stands = first
            first = _first_told(history, stands, now)
            for gate, (person, since) in first.items():
                known = max(since, heard.get((person, gate), since))
                assert CALENDAR.working_days_between(known, today) <= 4, (gate, person, since)
                checked += 1
    assert checked > 1000


def _first_told(
    history: History, before: dict[str, tuple[PersonId, date]], now: datetime
) -> dict[str, tuple[PersonId, date]]:
    """Who is first told of each late gate, and since when it is them; a stall of nobody's says so."""
    today, found = CALENDAR.local_date(now), {}
    seen = survey(history.initiative, history.organisation, now)
    stalls = {stall.gate: stall for stall in seen.stalls}
    for key, step in seen.steps.items():
        chain = escalation(step, history.initiative, history.organisation, today)
        if chain is None or step.due is None or step.due >= today:
            continue
        if not chain.rungs or chain.is_nobodys:
            line = stall_line(stalls[key], history.organisation, today, is_nobodys=True)
            assert any("nobody is left to tell" in str(span) for span in line)
        elif chain.due:
            person = chain.due[0].person
            known = before.get(key)
            found[key] = known if known is not None and known[0] == person else (person, today)
    return found
