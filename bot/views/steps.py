"""Who does what next: "Ana names an owner for `compute`"."""

from datetime import date
from itertools import islice

from bot.cards import Code, Span
from bot.views.absence import people_acting
from bot.views.dates import soon
from bot.views.listing import listed, people
from readiness.domain.standing import Standing
from readiness.domain.step import NextStep, Step

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
    NextStep.CLOSE_FINDING: ("closes the finding on ", "close the finding on "),
    NextStep.CONFIRM: ("confirms or hands on ", "confirm or hand on "),
    NextStep.ASK_PARTIES: ("asks every party to sign the contract", "ask every party to sign the contract"),
    NextStep.SIGN_CONTRACT: ("signs the contract", "sign the contract"),
    NextStep.SETTLE_REFUSAL: (
        "settles why a party refused the contract",
        "settle why a party refused the contract",
    ),
    NextStep.GO_LIVE: ("brings it live", "bring it live"),
}
"""What one and what several people do; a gate follows."""

SHORT: dict[NextStep, tuple[str, str]] = {
    NextStep.NAME_OWNER: ("names one", "name one"),
    NextStep.GIVE_EVIDENCE: ("gives evidence", "give evidence"),
    NextStep.ASK_FOR_SIGN_OFF: ("asks for the sign-off", "ask for the sign-off"),
    NextStep.ADD_MEMBERS: ("adds people who may sign", "add people who may sign"),
    NextStep.CHANGE_RULE: ("changes who must sign", "change who must sign"),
    NextStep.ANSWER_CHANGES: ("makes the changes", "make the changes"),
    NextStep.CLOSE_FINDING: ("closes it", "close it"),
    NextStep.CONFIRM: ("confirms or hands it on", "confirm or hand it on"),
}
"""The same where it is clear which gate is meant; others need no shorter words."""

WITHOUT_SUBJECT = frozenset({NextStep.ASK_PARTIES, NextStep.SIGN_CONTRACT, NextStep.SETTLE_REFUSAL, NextStep.GO_LIVE})
"""What says by itself what it is about."""

NOBODY = "an administrator"
THE_HANDOFF = "the handoff"


def next_steps(standing: Standing, most: int, *, mentioned: bool = True) -> tuple[tuple[tuple[Span, ...], ...], int]:
    """One line for each group of people and what they do, the most urgent first; `most` of them, and how many more."""
    grouped: dict[tuple[object, ...], list[Step]] = {}
    for step in _by_urgency(standing):
        grouped.setdefault((step.step, step.people, step.needed, step.in_place_of), []).append(step)
    shown = tuple(step_line(standing, steps, mentioned=mentioned) for steps in islice(grouped.values(), most))
    return shown, len(grouped) - len(shown)


def _by_urgency(standing: Standing) -> list[Step]:
    """The contract, which comes before all work, then steps on their own gate: stalls in order, then by due date."""
    rank = standing.survey.ranks
    own = [step for step in standing.survey.steps.values() if step.on == step.gate]
    if standing.survey.handoff is not None:
        own.insert(0, standing.survey.handoff)
    own.sort(key=lambda step: (rank.get(step.gate, len(rank)), step.gate is not None, step.due or date.max))
    contract = standing.survey.contract
    return own if contract is None else [contract, *own]


def step_line(standing: Standing, steps: list[Step], *, mentioned: bool) -> tuple[Span, ...]:
    """Who does what on these gates, all waiting for the same people: "Dee or Eli answers `data-lineage` by Friday"."""
    first = steps[0]
    gates = () if first.step in WITHOUT_SUBJECT else listed([_gate(step.gate) for step in steps])
    subject = _subject(standing, first, mentioned=mentioned)
    return (*subject, " ", VERBS[first.step][first.needed > 1], *gates, _by(standing, steps))


def _by(standing: Standing, steps: list[Step]) -> str:
    due = steps[0].due if len(steps) == 1 else None
    return f" by {soon(due, standing.today)}" if due is not None and due >= standing.today else ""


def _subject(standing: Standing, step: Step, *, mentioned: bool) -> tuple[Span, ...]:
    """Who has to act: "Dee or Eli", "Dee and Eli" where both have to, "2 of Dee, Eli and Fay", "Dee for Eli"."""
    organisation, persons, needed = standing.organisation, step.people, step.needed
    word = "and" if needed > 1 else "or"
    if organisation.away:
        in_place_of = dict(step.in_place_of)
        spans = people_acting(organisation, standing.today, persons, in_place_of, word, mentioned=mentioned)
    else:
        spans = people(organisation, persons, word, mentioned=mentioned)
    some = (f"{needed} of ",) if 1 < needed < len(persons) else ()
    return (*some, *spans) or (NOBODY,)


def _gate(key: str | None) -> Span:
    return THE_HANDOFF if key is None else Code(key)
