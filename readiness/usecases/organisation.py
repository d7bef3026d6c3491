"""What an administrator decides, and what each person decides about their own reminders."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from readiness.domain.rights.permissions import Action, require_insider
from readiness.domain.rules import organisation as organisation_rules
from readiness.domain.rules.change import Act
from readiness.domain.rules.organisation import Governed
from readiness.domain.values.identity import PersonId
from readiness.domain.values.person import Person, ReminderChoice, Role
from readiness.domain.values.policy import Place
from readiness.usecases.contract_lapse import notice_parties
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.changing import OrganisationRule, Turned, turn_organisation
from readiness.usecases.frame.handling import and_then
from readiness.usecases.frame.ports import Deps
from readiness.usecases.recounting import recount_reviews


async def change_party(
    deps: Deps, asker: Asker, key: str, what: str, people: tuple[PersonId, ...], *, name: str = ""
) -> Turned:
    """Set a party's owner or backup, add members or remove people, in the whole organisation.

    `name` is what a party that is not there yet will be called.
    """

    async def then() -> None:
        await recount_reviews(deps, asker.organisation, asker.person, frozenset({key}))
        if what != organisation_rules.MEMBER:
            await notice_parties(deps, asker.organisation, asker.person, frozenset({key}))

    change = _turn(deps, asker, lambda act: organisation_rules.change_party(key, what, people, act, name=name))
    return await and_then(change, then)


async def set_role(deps: Deps, asker: Asker, person: PersonId, role: Role) -> Turned:
    """Give a person a role."""
    return await _turn(deps, asker, lambda act: organisation_rules.set_role(person, role, act))


async def set_wait(deps: Deps, asker: Asker, place: Place, days: int) -> Turned:
    """Choose after how many working days that place of the chain is told."""
    return await _turn(deps, asker, lambda act: organisation_rules.set_wait(place, days, act))


async def set_reconfirmation(deps: Deps, asker: Asker, weeks: int) -> Turned:
    """Choose how often owners are asked again; 0 is never."""
    return await _turn(deps, asker, lambda act: organisation_rules.set_reconfirmation(weeks, act))


async def switch_reminders(deps: Deps, asker: Asker, *, on: bool) -> ReminderChoice:
    """Turn the asker's reminders on or off."""
    _, after = await _choose(deps, asker, lambda act: replace(act.actor.reminders, off=not on, snoozed_until=None))
    return after


async def snooze(
    deps: Deps, asker: Asker, until: Callable[[Person, Act], datetime]
) -> tuple[datetime | None, ReminderChoice]:
    """No reminders for the asker until the instant that `until` computes from the person and the act.

    Gives until when they were silent before, None where they were not, and their choice now.
    Nothing changes for who switched them off: they stay off until the person turns them on.
    """
    before, after = await _choose(
        deps, asker, lambda act: organisation_rules.silenced(act.actor.reminders, until(act.actor, act))
    )
    return before.silent_until(deps.clock()), after


async def _turn(deps: Deps, asker: Asker, rule: OrganisationRule) -> Turned:
    return await turn_organisation(deps, asker.organisation, asker.person, rule, asker)


async def _choose(
    deps: Deps, asker: Asker, choice: Callable[[Act], ReminderChoice]
) -> tuple[ReminderChoice, ReminderChoice]:
    def rule(act: Act) -> Governed:
        require_insider(Action.REMIND, act.actor, act.organisation)
        return Governed(organisation_rules.choose_reminders(asker.person, choice(act), act.organisation))

    before, after = await _turn(deps, asker, rule)
    return before.person(asker.person).reminders, after.person(asker.person).reminders
