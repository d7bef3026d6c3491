"""The organisation itself changes: parties, roles, settings, people."""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date, datetime

from readiness.domain.rights.permissions import Action, Who, administrators, require
from readiness.domain.rules.change import Act, Change, allow, limited, must_be_known, must_be_member, texts
from readiness.domain.rules.repeating import is_repeat
from readiness.domain.rules.review import recount
from readiness.domain.values.calendar import WEEKDAYS, WorkingCalendar
from readiness.domain.values.fact import Fact, FactKind, Scalar
from readiness.domain.values.identity import PersonId, is_key
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.person import Person, ReminderChoice, Role, Standing
from readiness.domain.values.policy import MOST_DAYS, MOST_WEEKS, SETTABLE, EscalationPolicy, Place, Policy
from readiness.domain.values.refusals import (
    AlreadyDone,
    BadKey,
    BadReconfirmation,
    BadWait,
    LastAdministrator,
    NoSuchHoliday,
    NotFound,
    NoWorkingDay,
    OutsiderRefused,
    OwnLeaving,
    PeopleMissing,
    TooManyHolidays,
    WaitTooLong,
    WaitTooShort,
)
from readiness.domain.values.template import Template
from readiness.domain.values.value import value

DAYS_OF_A_WEEK = 7
MOST_HOLIDAYS = 366
LONGEST_NAME = 60


@value(frozen=True, slots=True)
class Governed:
    """The organisation after a change, and the facts for its own record."""

    organisation: Organisation
    facts: tuple[Fact, ...] = ()


@value(frozen=True, slots=True)
class CalendarChange:
    """What is to be different about the calendar; None and nothing leave it as it is.

    `timezone` is an IANA name, `weekend` holds weekdays (Monday is 0). A holiday is `added` with a name; with an empty
    one it keeps the name it has.
    """

    timezone: str | None = None
    weekend: frozenset[int] | None = None
    added: Mapping[date, str] = field(default_factory=dict)
    removed: frozenset[date] = frozenset()


OWNER, BACKUP, MEMBER, REMOVE = "owner", "backup", "member", "remove"


def change_party(key: str, what: str, people: Iterable[PersonId], act: Act, *, name: str = "") -> Governed:
    """Set a party's owner or backup, add members or remove people; a new key makes a new party, called `name`.

    Nothing is recorded where it was so before.
    """
    require(Action.ADMINISTER, act.actor, act.organisation)
    named = tuple(people)
    if not is_key(key):
        raise BadKey(key=key)
    if not named:
        raise PeopleMissing
    for person in named if what != REMOVE else ():
        must_be_member(act.organisation, person)
    party = act.organisation.parties.get(key) or Party(key, name or key.replace("-", " "))
    after = _party_after(party, what, named)
    if act.organisation.parties.get(key) == after:
        return Governed(act.organisation)
    fact = Fact(FactKind.PARTY_CHANGED, None, {"party": key, "what": what, "people": list(named)})
    return Governed(act.organisation.with_party(after), (fact,))


def override_members(initiative: Initiative, key: str, what: str, people: Iterable[PersonId], act: Act) -> Change:
    """Give the initiative its own members of one party (rules.md, "Who is who").

    It decides who signs, so it needs the right to change the rule of every gate that the party signs; votes of people
    who are no members any more stop counting, and a review that waited only for them is settled.
    """
    named = frozenset(people)
    party = act.organisation.parties.get(key)
    if party is None:
        raise NotFound(party=key, known=tuple(act.organisation.parties))
    signed = [gate for gate in initiative.gates.values() if any(key in group.parties for group in gate.rule.groups)]
    for gate in signed:
        allow(Action.SET_RULE, act, initiative, gate)
    if not signed:
        allow(Action.SET_RULE, act, initiative, None)
    for person in sorted(named) if what != REMOVE else ():
        must_be_member(act.organisation, person)
    current = initiative.member_overrides.get(key, party.everybody)
    members = current - named if what == REMOVE else current | named
    if initiative.member_overrides.get(key) == members:
        return Change(initiative)
    after = replace(initiative, member_overrides={**initiative.member_overrides, key: members})
    change = Change(after, (Fact(FactKind.PARTY_CHANGED, None, {"party": key, "what": what, "people": sorted(named)}),))
    for gate in signed:
        change = change.then(recount(change.initiative, gate.key, act))
    return change


def name_party_owners(owners: Iterable[tuple[str, PersonId]], template: Template, act: Act) -> Governed:
    """Give parties that have no owner yet the ones the form of `new` asked for; others are left as they are."""
    organisation, facts = with_parties_of(template, act.organisation), list[Fact]()
    for key, person in owners:
        party = organisation.parties.get(key) or Party(key, key.replace("-", " "))
        if party.owner is not None:
            continue
        must_be_member(organisation, person)
        organisation = organisation.with_party(replace(party, owner=person))
        facts.append(Fact(FactKind.PARTY_CHANGED, None, {"party": key, "what": OWNER, "people": [person]}))
    return Governed(organisation, tuple(facts))


def with_parties_of(template: Template, organisation: Organisation) -> Organisation:
    """The organisation with the parties the checklist needs, new ones without people."""
    for wanted in template.parties:
        if wanted.key not in organisation.parties:
            organisation = organisation.with_party(Party(wanted.key, wanted.name))
    return organisation


def set_role(person: PersonId, role: Role, act: Act) -> Governed:
    """Give a person a role; the last administrator cannot give it up. Nothing is recorded where it was so before."""
    require(Action.ADMINISTER, act.actor, act.organisation)
    must_be_known(act.organisation, person)
    if role is not Role.ADMINISTRATOR and administrators(act.organisation) == {person}:
        raise LastAdministrator
    if act.organisation.person(person).role is role:
        return Governed(act.organisation)
    after = act.organisation.with_person(replace(act.organisation.person(person), role=role))
    return Governed(after, (Fact(FactKind.ROLE_CHANGED, None, {"person": person, "role": str(role)}),))


def say_left(person: PersonId, act: Act, *, is_back: bool = False) -> Governed:
    """Somebody has left, or is back: for platforms that do not tell. Who has left is not asked and signs nothing.

    Raises `NotAllowed`, `OwnLeaving`, `NotFound` for somebody unknown or an outsider, and `AlreadyDone`.
    """
    require(Action.ADMINISTER, act.actor, act.organisation)
    known = act.organisation.person(person)
    if known.id == act.actor.id:
        raise OwnLeaving
    if known.id not in act.organisation.people or known.standing not in (Standing.MEMBER, Standing.DEACTIVATED):
        raise NotFound(person=person)
    standing = Standing.MEMBER if is_back else Standing.DEACTIVATED
    if known.standing is standing:
        raise AlreadyDone
    kind = FactKind.PERSON_BACK if is_back else FactKind.PERSON_LEFT
    after = act.organisation.with_person(replace(known, standing=standing))
    return Governed(after, (Fact(kind, None, {"person": known.id}),))


def administer_by_code(act: Act) -> Governed:
    """Make the actor an administrator: the code they typed came from whoever runs the bot, who is above every role."""
    known = act.organisation.people.get(act.actor.id)
    if known is None or not known.is_member:
        standing = known.standing if known else Standing.STRANGER
        raise OutsiderRefused(standing=standing, who=(Who.MEMBER,), people=frozenset())
    if known.role is Role.ADMINISTRATOR:
        raise AlreadyDone(by=known.id)
    return make_administrator(known, act.organisation)


def make_administrator(person: Person, organisation: Organisation) -> Governed:
    """Make `person` an administrator; the first one gives the organisation its timezone (rules.md, "Who is who")."""
    calendar = organisation.calendar
    if not administrators(organisation) and calendar == WorkingCalendar():
        calendar = replace(calendar, timezone=person.timezone)
    after = replace(organisation.with_person(replace(person, role=Role.ADMINISTRATOR)), calendar=calendar)
    return Governed(after, (Fact(FactKind.ROLE_CHANGED, None, {"person": person.id, "role": str(Role.ADMINISTRATOR)}),))


def choose_reminders(person: PersonId, choice: ReminderChoice, organisation: Organisation) -> Organisation:
    """The organisation with that person's own choice about reminders; nobody else decides it."""
    return organisation.with_person(replace(organisation.person(person), reminders=choice))


def silenced(choice: ReminderChoice, until: datetime) -> ReminderChoice:
    """No reminders until then; nothing changes where they are off, or silent until within minutes of that already."""
    if choice.off or (choice.snoozed_until is not None and is_repeat(choice.snoozed_until, until)):
        return choice
    return replace(choice, snoozed_until=until)


def set_wait(place: Place, days: int, act: Act) -> Governed:
    """Choose after how many working days that place of the chain is told; the order of the chain stays.

    Raises `NotAllowed`, `BadWait`, `WaitTooShort` and `WaitTooLong`.
    """
    require(Action.ADMINISTER, act.actor, act.organisation)
    policy = act.organisation.policy
    _check_wait(policy.escalation, place, days)
    after = replace(policy, escalation=policy.escalation.with_wait(place, days))
    return _with_policy(act.organisation, after, {"escalation": str(place), "days": days})


def set_reconfirmation(weeks: int, act: Act) -> Governed:
    """Choose how often owners are asked again, 0 for never; raises `NotAllowed` and `BadReconfirmation`."""
    require(Action.ADMINISTER, act.actor, act.organisation)
    if not 0 <= weeks <= MOST_WEEKS:
        raise BadReconfirmation(most=MOST_WEEKS)
    after = replace(act.organisation.policy, reconfirm_weeks=weeks)
    return _with_policy(act.organisation, after, {"reconfirm_weeks": weeks})


def change_calendar(change: CalendarChange, act: Act) -> Governed:
    """Set timezone and weekend, add and remove holidays. Days late are counted anew by it, those gone by as well.

    Raises `NotAllowed`, `NoWorkingDay`, `NoSuchHoliday`, `TooManyHolidays` and `BadText`.
    """
    require(Action.ADMINISTER, act.actor, act.organisation)
    before = act.organisation.calendar
    _check_calendar(change, before)
    known = act.organisation.holiday_names
    added = {day: limited(name, "the name", LONGEST_NAME) for day, name in change.added.items()}
    days = (before.holidays - change.removed) | frozenset(added)
    if len(days) > MOST_HOLIDAYS:
        raise TooManyHolidays(most=MOST_HOLIDAYS)
    names = {day: name for day in days if (name := added.get(day) or known.get(day, ""))}
    weekend = before.weekend if change.weekend is None else change.weekend
    after = WorkingCalendar(change.timezone or before.timezone, weekend, days)
    if (after, names) == (before, dict(known)):
        return Governed(act.organisation)
    facts = _calendar_facts(before, after, {day: name for day, name in names.items() if known.get(day) != name})
    return Governed(replace(act.organisation, calendar=after, holiday_names=names), facts)


def _check_calendar(change: CalendarChange, before: WorkingCalendar) -> None:
    if change.weekend is not None and len(change.weekend) >= DAYS_OF_A_WEEK:
        raise NoWorkingDay
    unknown = change.removed - before.holidays
    if unknown:
        raise NoSuchHoliday(day=min(unknown))


def _calendar_facts(before: WorkingCalendar, after: WorkingCalendar, named: Mapping[date, str]) -> tuple[Fact, ...]:
    """One fact with what is different; the names stand apart from it, as whatever people write does."""
    data: dict[str, Scalar] = {}
    if after.timezone != before.timezone:
        data["timezone"] = after.timezone
    if after.weekend != before.weekend:
        data["weekend"] = [WEEKDAYS[one] for one in sorted(after.weekend)]
    for what, days in (("added", after.holidays - before.holidays), ("removed", before.holidays - after.holidays)):
        if days:
            data[f"holidays_{what}"] = [day.isoformat() for day in sorted(days)]
    names = "\n".join(f"{day.isoformat()} {name}" for day, name in sorted(named.items()))
    return (Fact(FactKind.SETTINGS_CHANGED, None, data, texts(names=names)),)


def _check_wait(policy: EscalationPolicy, place: Place, days: int) -> None:
    if not 0 <= days <= MOST_DAYS:
        raise BadWait(most=MOST_DAYS)
    at, waits = SETTABLE.index(place), policy.waits()
    if at > 0 and days < waits[at - 1]:
        raise WaitTooShort(place=_said(place), before=_said(SETTABLE[at - 1]), least=waits[at - 1])
    if at + 1 < len(SETTABLE) and days > waits[at + 1]:
        raise WaitTooLong(place=_said(place), after=_said(SETTABLE[at + 1]), most=waits[at + 1])


def _said(place: Place) -> str:
    return place.replace("-", " ")


def _with_policy(organisation: Organisation, policy: Policy, data: dict[str, Scalar]) -> Governed:
    """Nothing is recorded where it was so before."""
    if policy == organisation.policy:
        return Governed(organisation)
    return Governed(replace(organisation, policy=policy), (Fact(FactKind.SETTINGS_CHANGED, None, data),))


def _party_after(party: Party, what: str, named: tuple[PersonId, ...]) -> Party:
    match what:
        case "owner":
            return replace(party, owner=named[0])
        case "backup":
            return replace(party, backup=named[0])
        case "member":
            return replace(party, members=party.members | frozenset(named))
        case _:
            return _without(party, frozenset(named))


def _without(party: Party, gone: frozenset[PersonId]) -> Party:
    return replace(
        party,
        owner=None if party.owner in gone else party.owner,
        backup=None if party.backup in gone else party.backup,
        members=party.members - gone,
    )
