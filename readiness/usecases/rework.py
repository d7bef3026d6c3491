"""What people do with rework: approve with a finding, say that one is done, give an item to somebody else."""

from datetime import date

from readiness.domain.rules import rework as rework_rules
from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.finding import Finding
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.changing import Outcome, change_initiative
from readiness.usecases.frame.ports import Deps


async def approve_with_finding(
    deps: Deps,
    asker: Asker,
    slug: str,
    key: str,
    finding: Finding,
    *,
    seen: int | None,
    under: str | None,
    again: bool = False,
) -> Outcome:
    """Approve a gate on a condition, or add one to one's approval: both or neither.

    `again` where the same was raised minutes ago, and this is another.
    """

    def rule(initiative: Initiative, act: Act) -> Change:
        return rework_rules.approve_with_finding(initiative, key, finding, act, seen=seen, under=under, again=again)

    return await change_initiative(deps, asker, slug, rule)


async def end(deps: Deps, asker: Asker, slug: str, number: int, said: str) -> Outcome:
    """Say that a finding is done."""
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: rework_rules.end(initiative, number, act, said=said)
    )


async def assign(deps: Deps, asker: Asker, slug: str, number: int, person: PersonId, due: date | None) -> Outcome:
    """Give an item to `person`, and another due date where one is given."""
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: rework_rules.assign(initiative, number, person, act, due=due)
    )
