"""Who does what next: "Ana names an owner for `compute`"."""

from collections.abc import Iterable
from datetime import date

from bot.cards import Code, Span
from bot.views.dates import soon
from bot.views.listing import listed, people
from readiness.domain.gate import Progress
from readiness.domain.identity import PersonId
from readiness.domain.signing import review
from readiness.domain.stall import NextStep, Stall, Step
from readiness.domain.standing import Standing

VERBS: dict[NextStep, tuple[str, str]] = {
    NextStep.NAME_OWNER: ("names an owner for ", "name an owner for "),
    NextStep.ACCEPT_OR_DECLINE: ("accepts or declines ", "accept or decline "),
    NextStep.GIVE_EVIDENCE: ("gives evidence for ", "give evidence for "),
    NextStep.ASK_FOR_SIGN_OFF: ("asks for the sign-off of ", "ask for the sign-off of "),
    NextStep.ANSWER: ("answers ", "answer "),
    NextStep.ADD_MEMBERS: ("adds people who may sign ", "add people who may sign "),
    NextStep.CHANGE_RULE: ("changes who must sign ", "change who must sign "),
    NextStep.ANSWER_CHANGES: ("makes the changes asked for in ", "make the changes asked for in "),
    NextStep.UNBLOCK: ("unblocks ", "unblock "),
    NextStep.GO_LIVE: ("brings it live", "bring it live"),
}
"""What one and what several people do; a gate follows."""

NOBODY = "an administrator"
THE_HANDOFF = "the handoff"


def next_steps(standing: Standing, *, mentioned: bool = True) -> tuple[tuple[Span, ...], ...]:
    """One line for each group of people and what they do, the most urgent first."""
    grouped: dict[tuple[NextStep, tuple[PersonId, ...], bool], list[Step]] = {}
    for step in _by_urgency(standing):
        grouped.setdefault((step.step, step.people, _together(standing, step)), []).append(step)
    return tuple(_line(standing, steps, mentioned=mentioned) for steps in grouped.values())


def stall_step(standing: Standing, stall: Stall, *, mentioned: bool = True, short: bool = True) -> tuple[Span, ...]:
    """Say who takes the next step on a stall: "Gus accepts or declines"; `short` leaves the same gate out."""
    together = stall.next_step is NextStep.ANSWER and _all_needed(standing, stall.next_gate, stall.next)
    subject, verb = _subject_verb(standing, stall.next, stall.next_step, together=together, mentioned=mentioned)
    if stall.next_step is NextStep.GO_LIVE:
        return (*subject, " ", verb)
    if short and not stall.waits_for_gate:
        return (*subject, " ", _without_gate(verb))
    return (*subject, " ", verb, _gate(stall.next_gate))


def _by_urgency(standing: Standing) -> list[Step]:
    """Steps to be taken on their own gate, stalls in the survey's order, then by due date."""
    rank = {stall.gate: index for index, stall in enumerate(standing.survey.stalls)}
    own = [step for step in standing.survey.steps.values() if step.on == step.gate]
    if standing.survey.handoff is not None:
        own.insert(0, standing.survey.handoff)
    return sorted(own, key=lambda step: (rank.get(step.gate, len(rank)), step.due or date.max))


def _line(standing: Standing, steps: list[Step], *, mentioned: bool) -> tuple[Span, ...]:
    first = steps[0]
    together = _together(standing, first)
    subject, verb = _subject_verb(standing, first.people, first.step, together=together, mentioned=mentioned)
    gates = listed([_gate(step.gate) for step in steps])
    return (*subject, " ", verb, *gates, _by(standing, steps))


def _by(standing: Standing, steps: list[Step]) -> str:
    due = steps[0].due if len(steps) == 1 else None
    return f" by {soon(due, standing.today)}" if due is not None and due >= standing.today else ""


def _subject_verb(
    standing: Standing, persons: Iterable[PersonId], step: NextStep, *, together: bool, mentioned: bool
) -> tuple[tuple[Span, ...], str]:
    spans = people(standing.organisation, persons, "and" if together else "or", mentioned=mentioned)
    return spans or (NOBODY,), VERBS[step][together]


def _together(standing: Standing, step: Step) -> bool:
    return step.step is NextStep.ANSWER and _all_needed(standing, step.on, step.people)


def _all_needed(standing: Standing, key: str | None, asked: tuple[PersonId, ...]) -> bool:
    """Whether everybody who is asked has to answer, so that "or" would say too little."""
    gate = standing.initiative.gates.get(key or "")
    if gate is None or gate.progress is not Progress.IN_REVIEW or len(asked) < 2:
        return False
    groups = review(gate, standing.initiative, standing.organisation).groups
    return sum(group.needed - len(group.counted) for group in groups if not group.is_met) >= len(asked)


def _gate(key: str | None) -> Span:
    return THE_HANDOFF if key is None else Code(key)


def _without_gate(verb: str) -> str:
    """Say "names an owner" of "names an owner for "."""
    return verb.strip().removesuffix(" for").removesuffix(" in").removesuffix(" of")
