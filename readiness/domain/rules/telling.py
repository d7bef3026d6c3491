"""Keeping who was told of what waits, once a message that says so was delivered. Nothing is due or over by that."""

from collections.abc import Iterable
from dataclasses import replace

from readiness.domain.rules.change import Act, Change
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.gate import SETTLED
from readiness.domain.values.identity import HANDOFF
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.telling import Telling


def notified(initiative: Initiative, told: Iterable[Telling], act: Act) -> Change:
    """Keep what one message told one person, as of now; no facts where it was kept before, or nobody is chased.

    Of each gate, cause, place and person the last telling is kept, while the gate is open. The record has all.
    """
    if initiative.life is not Life.ACTIVE:
        return Change(initiative)
    known = {one.key: one for one in initiative.tellings if _is_open(initiative, one)}
    found = {one.key: replace(one, at=act.at) for one in told if _is_open(initiative, one)}
    fresh = {key: one for key, one in found.items() if key not in known or known[key].at < one.since}
    if not fresh:
        return Change(initiative)
    return Change(replace(initiative, tellings=tuple((known | fresh).values())), (_fact(tuple(fresh.values())),))


def _is_open(initiative: Initiative, one: Telling) -> bool:
    gate = initiative.gates.get(one.gate or "")
    return one.gate is None or (gate is not None and gate.progress not in SETTLED)


def _fact(told: tuple[Telling, ...]) -> Fact:
    """Who was told of which gates, as who and why, in the order in which the message says it."""
    return Fact(
        FactKind.PERSON_TOLD,
        None,
        {
            "person": told[0].person,
            "gates": [one.gate or HANDOFF for one in told],
            "causes": [str(one.cause) for one in told],
            "places": [str(one.place) for one in told],
        },
    )
