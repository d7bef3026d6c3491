"""Who does what next: "Ana names an owner for `compute`". Every page that names who acts says it by this."""

from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import Protocol

from bot.cards import Code, Span
from bot.views.words.absence import people_acting
from bot.views.words.dates import soon
from bot.views.words.listing import listed, people
from readiness.domain.readings.report import Standing
from readiness.domain.values.identity import PersonId
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.step import NextStep, Step

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

_SHORT: dict[NextStep, tuple[str, str]] = {
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


class Acting(Protocol):
    """A step with the people who hold it, as a survey and a reminder have it."""

    @property
    def people(self) -> tuple[PersonId, ...]:
        """Who can take it."""

    @property
    def needed(self) -> int:
        """How many of them have to."""

    @property
    def in_place_of(self) -> tuple[tuple[PersonId, PersonId], ...]:
        """Those of them who act for somebody away, each with whom."""


def next_steps(standing: Standing, most: int, *, mentioned: bool = True) -> tuple[tuple[tuple[Span, ...], ...], int]:
    """One line for each group of people and what they do, the most urgent first; `most` of them, and how many more."""
    grouped: dict[tuple[object, ...], list[Step]] = {}
    for step in _by_urgency(standing):
        grouped.setdefault((step.step, step.people, step.needed, step.in_place_of), []).append(step)
    shown = tuple(_steps_line(standing, steps, mentioned=mentioned) for steps in islice(grouped.values(), most))
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


def step_line(standing: Standing, step: Step) -> tuple[Span, ...]:
    """The next step of one gate, without mentions; of one that waits for another, on which that is to be taken.

    Say "Chi asks for the sign-off of `fallback-defined`, which `fallback-tested` waits for".
    """
    line = _steps_line(standing, [step], mentioned=False)
    return (*line, ", which ", _subject(step.gate), " waits for") if step.on != step.gate else line


def who_acts(organisation: Organisation, today: date, step: Acting, *, mentioned: bool = False) -> tuple[Span, ...]:
    """Who has to act: "Dee or Eli", "Dee and Eli" where both have to, "2 of Dee, Eli and Fay", "Dee (for Eli)"."""
    persons, needed = step.people, step.needed
    word = "and" if needed > 1 else "or"
    if organisation.away:
        spans = people_acting(organisation, today, persons, dict(step.in_place_of), word, mentioned=mentioned)
    else:
        spans = people(organisation, persons, word, mentioned=mentioned)
    some = (f"{needed} of ",) if 1 < needed < len(persons) else ()
    return (*some, *spans) or (NOBODY,)


def does(step: NextStep, needed: int, on: Sequence[str | None] = ()) -> tuple[Span, ...]:
    """What they do: "give evidence for `compute` and `load-tested`", where it is clear on what "give evidence"."""
    many = needed > 1
    if on and step not in WITHOUT_SUBJECT:
        return (VERBS[step][many], *listed([_subject(key) for key in on]))
    return (_SHORT.get(step, VERBS[step])[many].strip(),)


def _steps_line(standing: Standing, steps: list[Step], *, mentioned: bool) -> tuple[Span, ...]:
    """Who does what on these gates, all waiting for the same people: "Dee or Eli answers `data-lineage` by Friday"."""
    first = steps[0]
    who = who_acts(standing.organisation, standing.today, first, mentioned=mentioned)
    return (*who, " ", *does(first.step, first.needed, [step.on for step in steps]), _by(standing, steps))


def _by(standing: Standing, steps: list[Step]) -> str:
    """By when; a gate that waits for another says nothing of when that is due."""
    due = steps[0].due if len(steps) == 1 and steps[0].on == steps[0].gate else None
    return f" by {soon(due, standing.today)}" if due is not None and due >= standing.today else ""


def _subject(key: str | None) -> Span:
    return THE_HANDOFF if key is None else Code(key)
