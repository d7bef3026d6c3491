"""Somebody records an incident; what its gate had been through is read in the same transaction."""

from datetime import date

from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.incident import Past
from readiness.domain.rules.incident import report as report_rule
from readiness.domain.values.initiative import Initiative
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.changing import Outcome, Rule, change_knowing
from readiness.usecases.frame.ports import Deps, UnitOfWork

UNLISTED = "unlisted"


async def report(
    deps: Deps, asker: Asker, slug: str, key: str, day: date | None, what: str, *, again: bool = False
) -> Outcome:
    """Record an incident of that day, today unless one is given, at a gate; "unlisted" where none covered it.

    `again` where the same was recorded minutes ago, and this is another.
    """

    async def knowing(uow: UnitOfWork, initiative: Initiative) -> Rule:
        past = Past(await uow.record.entries(initiative.id), await uow.record.texts(initiative.id))

        def rule(current: Initiative, act: Act) -> Change:
            at = None if key == UNLISTED else key
            return report_rule(current, at, day or act.today, what, act, past, again=again)

        return rule

    return await change_knowing(deps, asker, slug, knowing)
