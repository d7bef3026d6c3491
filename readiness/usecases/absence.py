"""Who is away: said by each for themselves, and turned over as the days come and go."""

from dataclasses import dataclass, replace
from datetime import date

from readiness.domain.rules import absence
from readiness.domain.rules.organisation import Governed
from readiness.domain.values.identity import OrganisationId, PersonId
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.person import Absence
from readiness.usecases.digest import CLOCK
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.changing import OrganisationRule, Turned, turn_organisation
from readiness.usecases.frame.ports import Deps
from readiness.usecases.recounting import recount_reviews


@dataclass(frozen=True, slots=True)
class AbsencePage:
    """One person with their days away, if any, and for whom they stand in; `today` is the organisation's date.

    `before` is what they had said of days away until then, None where they had said nothing.
    """

    organisation: Organisation
    person: PersonId
    today: date
    before: Absence | None = None

    @property
    def absence(self) -> Absence | None:
        """The days that the person is, or will be, away."""
        return self.organisation.absences.get(self.person)


async def look_at_absence(deps: Deps, asker: Asker) -> AbsencePage:
    """The asker's own days away."""
    organisation = absence.on_the_day(await deps.storage.organisation(asker.organisation), deps.clock())
    return _page(deps, asker, organisation)


async def go_away(deps: Deps, asker: Asker, first: date, last: date, delegate: PersonId | None) -> AbsencePage:
    """The asker is away on those days, `delegate` standing in for them; raises what the rule raises."""
    return await _change(deps, asker, lambda act: absence.go_away(first, last, delegate, act))


async def come_back(deps: Deps, asker: Asker) -> AbsencePage:
    """The asker is here again; raises `NotAllowed` and `NotAway`."""
    return await _change(deps, asker, absence.come_back)


async def turn_absences_over(deps: Deps, organisation: OrganisationId) -> None:
    """Let absences begin and end by the organisation's date; reviews that they concern are counted anew."""
    known = await deps.storage.organisation(organisation)
    if absence.on_the_day(known, deps.clock()) is not known:
        await _turn(deps, organisation, CLOCK.id, lambda act: Governed(act.organisation))


async def _change(deps: Deps, asker: Asker, rule: OrganisationRule) -> AbsencePage:
    before, after = await _turn(deps, asker.organisation, asker.person, rule, asker)
    page = _page(deps, asker, after)
    return replace(page, before=before.absences.get(page.person))


async def _turn(
    deps: Deps, organisation: OrganisationId, actor: PersonId, rule: OrganisationRule, asker: Asker | None = None
) -> Turned:
    before, after = await turn_organisation(deps, organisation, actor, rule, asker)
    await _recount(deps, before, after)
    return before, after


async def _recount(deps: Deps, before: Organisation, after: Organisation) -> None:
    """A delegate of whoever owns a gate does not sign it, so that of "all" one less, or one more, is needed."""
    changed = {one for one in {*before.away, *after.away} if before.away.get(one, one) != after.away.get(one, one)}
    people = {*changed, *(before.away.get(one) for one in changed), *(after.away.get(one) for one in changed)}
    for person in sorted(one for one in people if one is not None):
        parties = frozenset(key for key, party in after.parties.items() if person in party.everybody)
        await recount_reviews(deps, after.id, person, parties, by=CLOCK.id)


def _page(deps: Deps, asker: Asker, organisation: Organisation) -> AbsencePage:
    today = organisation.calendar.local_date(deps.clock())
    return AbsencePage(organisation, organisation.person(asker.person).id, today)
