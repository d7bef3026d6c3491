"""What people do with gates, and with the handoff as a whole (key "handoff"). Key "all" is every gate of theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from readiness.domain.rules import confirmation as confirmation_rules
from readiness.domain.rules import gate as gate_rules
from readiness.domain.rules import milestone as milestone_rules
from readiness.domain.rules import ownership as ownership_rules
from readiness.domain.rules import review as review_rules
from readiness.domain.rules import validity
from readiness.domain.rules.change import Act, Change, merge
from readiness.domain.rules.gate import NewGate
from readiness.domain.rules.review import Vote
from readiness.domain.values.approval import ApprovalRule
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.refusal import Refusal
from readiness.domain.values.refusals import NothingOfferedToYou, NothingOwned
from readiness.usecases.frame.asking import Asker
from readiness.usecases.frame.changing import Outcome, change_initiative
from readiness.usecases.frame.ports import Deps

HANDOFF, ALL = "handoff", "all"

_GateRule = Callable[[Initiative, str | None, Act], Change]


async def assign(
    deps: Deps, asker: Asker, slug: str, key: str, person: PersonId, backup: PersonId | None = None
) -> Outcome:
    """Offer a gate, or the handoff, to `person`."""
    return await change_initiative(
        deps,
        asker,
        slug,
        lambda initiative, act: ownership_rules.assign(initiative, _one(key), person, act, backup=backup),
    )


async def accept(deps: Deps, asker: Asker, slug: str, key: str) -> Outcome:
    """Accept what is offered; `all` accepts every gate offered to the asker, and the handoff."""
    return await change_initiative(deps, asker, slug, _each(key, _OFFERED, ownership_rules.accept))


async def decline(deps: Deps, asker: Asker, slug: str, key: str, why: str, *, again: bool = False) -> Outcome:
    """Decline an offer or hand back what one owns; `again` where the backup did so minutes ago, and does once more."""

    def rule(initiative: Initiative, one: str | None, act: Act) -> Change:
        return ownership_rules.decline(initiative, one, act, why=why, again=again)

    return await change_initiative(deps, asker, slug, _each(key, _OFFERED, rule))


async def hand_off(deps: Deps, asker: Asker, slug: str, key: str, person: PersonId, why: str = "") -> Outcome:
    """Offer what one owns to `person`; `all` is every gate of the asker's."""

    def rule(initiative: Initiative, one: str | None, act: Act) -> Change:
        return ownership_rules.hand_off(initiative, one, person, act, why=why)

    return await change_initiative(deps, asker, slug, _each(key, _OWNED, rule))


async def claim(deps: Deps, asker: Asker, slug: str, key: str) -> Outcome:
    """Take a gate nobody owns."""
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: ownership_rules.claim(initiative, key, act)
    )


async def confirm(deps: Deps, asker: Asker, slug: str, key: str) -> Outcome:
    """Say that a gate, or the handoff, is still the asker's; `all` is everything of theirs that is not done."""
    if key == ALL:
        return await change_initiative(deps, asker, slug, confirmation_rules.confirm_all)
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: confirmation_rules.confirm(initiative, _one(key), act)
    )


async def give_evidence(deps: Deps, asker: Asker, slug: str, key: str, content: str) -> Outcome:
    """Add an evidence revision."""
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: review_rules.give_evidence(initiative, key, content, act)
    )


async def request(deps: Deps, asker: Asker, slug: str, key: str) -> Outcome:
    """Ask for the sign-off."""
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: review_rules.request(initiative, key, act)
    )


async def sign_off(deps: Deps, asker: Asker, slug: str, key: str, ballot: Vote) -> Outcome:
    """Approve, request changes, waive or say that a gate does not apply."""
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: review_rules.vote(initiative, key, ballot, act)
    )


async def withdraw(deps: Deps, asker: Asker, slug: str, key: str, why: str) -> Outcome:
    """Take back one's own vote."""
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: review_rules.withdraw(initiative, key, act, why=why)
    )


async def block(
    deps: Deps,
    asker: Asker,
    slug: str,
    key: str,
    why: str,
    *,
    waits_for: PersonId | None = None,
    party: str | None = None,
) -> Outcome:
    """Say that a gate cannot go on, and perhaps for which person, or else which party, it waits."""
    return await change_initiative(
        deps,
        asker,
        slug,
        lambda initiative, act: gate_rules.block(initiative, key, why, act, waits_for=waits_for, party=party),
    )


async def unblock(deps: Deps, asker: Asker, slug: str, key: str) -> Outcome:
    """Say that it can."""
    return await change_initiative(deps, asker, slug, lambda initiative, act: gate_rules.unblock(initiative, key, act))


async def set_due(deps: Deps, asker: Asker, slug: str, key: str, day: date | None) -> Outcome:
    """Give a gate its own due date; with None it goes by its milestone again."""
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: milestone_rules.set_due(initiative, key, day, act)
    )


async def set_dependency(deps: Deps, asker: Asker, slug: str, key: str, on: str) -> Outcome:
    """Let a gate wait for another."""
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: gate_rules.set_dependency(initiative, key, on, act)
    )


async def drop_dependency(deps: Deps, asker: Asker, slug: str, key: str, on: str) -> Outcome:
    """Let a gate no longer wait for another."""
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: gate_rules.drop_dependency(initiative, key, on, act)
    )


async def set_rule(deps: Deps, asker: Asker, slug: str, key: str, rule: ApprovalRule) -> Outcome:
    """Change who must sign; the meaning of the signature stays."""

    def keeping_meaning(initiative: Initiative, act: Act) -> Change:
        gate = initiative.gates.get(key)
        meaning = gate.rule.meaning if gate else rule.meaning
        return gate_rules.set_rule(initiative, key, ApprovalRule(rule.groups, rule.ordered, meaning), act)

    return await change_initiative(deps, asker, slug, keeping_meaning)


async def set_validity(deps: Deps, asker: Asker, slug: str, key: str, days: int | None) -> Outcome:
    """Say for how many days a sign-off of a gate holds; None is for good."""
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: validity.set_validity(initiative, key, days, act)
    )


async def add(deps: Deps, asker: Asker, slug: str, new: NewGate) -> Outcome:
    """Add a gate to the checklist."""
    return await change_initiative(deps, asker, slug, lambda initiative, act: gate_rules.add_gate(initiative, new, act))


async def remove(deps: Deps, asker: Asker, slug: str, key: str, why: str) -> Outcome:
    """Take a gate off the checklist."""
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: gate_rules.remove_gate(initiative, key, act, why=why)
    )


def _one(key: str) -> str | None:
    """The rules' name of a gate: None is the handoff."""
    return None if key == HANDOFF else key


@dataclass(frozen=True, slots=True)
class _Mine:
    """Which of an initiative's gates `all` stands for, None being the handoff, and the refusal where it is none."""

    of: Callable[[Initiative, PersonId], tuple[str | None, ...]]
    nothing: type[Refusal]


def _each(key: str, mine: _Mine, rule: _GateRule) -> Callable[[Initiative, Act], Change]:
    """A rule for one gate, or with `all` the same rule for each of mine."""
    if key != ALL:
        return lambda initiative, act: rule(initiative, _one(key), act)

    def for_all(initiative: Initiative, act: Act) -> Change:
        keys = mine.of(initiative, act.actor.id)
        if not keys:
            raise mine.nothing
        changes: list[Change] = []
        current = initiative
        for one in keys:
            changes.append(rule(current, one, act))
            current = changes[-1].initiative
        return merge(changes, initiative)

    return for_all


def _keys_offered(initiative: Initiative, person: PersonId) -> tuple[str | None, ...]:
    handoff: tuple[str | None, ...] = (None,) if initiative.handoff.offered_to == person else ()
    return (*handoff, *ownership_rules.keys_offered(initiative, person))


_OFFERED = _Mine(_keys_offered, NothingOfferedToYou)
_OWNED = _Mine(ownership_rules.keys_of, NothingOwned)
