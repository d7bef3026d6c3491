"""What an answer adds where a change puts somebody, or a rule, in the place of another: who or what it was before."""

from collections.abc import Iterator, Mapping

from bot.cards import Text
from bot.views.answers.answer import person
from bot.views.words.counting import counted
from bot.views.words.gate import shortened
from bot.views.words.listing import people
from bot.views.words.rework import who_by_when
from bot.views.words.signing import rule_text
from bot.views.words.terms import party
from readiness.domain.values.fact import FactKind
from readiness.domain.values.gate import Block
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.ownership import Ownership
from readiness.usecases.frame.changing import Outcome

_REASON = 120
_TAKEN = frozenset(
    {
        FactKind.GATE_OFFERED,
        FactKind.GATE_ACCEPTED,
        FactKind.HANDOFF_OFFERED,
        FactKind.HANDOFF_ACCEPTED,
    }
)
"""Who declines or hands back is told who has it again; whoever takes or gives is told who had it before."""


def replaced_lines(outcome: Outcome) -> tuple[Text, ...]:
    """A line for everybody who was named before, and for every rule that held."""
    return (
        *_offices(outcome),
        *_hands(outcome),
        *_backups(outcome),
        *_rules(outcome),
        *_members(outcome),
        *_rework(outcome),
        *_blocks(outcome),
    )


def _offices(outcome: Outcome) -> Iterator[Text]:
    before, after = outcome.before, outcome.initiative
    if before.lead != after.lead:
        yield (f"Before, {person(outcome, before.lead)} led it.",)
    if before.sponsor is not None and before.sponsor != after.sponsor:
        yield (f"Before, {person(outcome, before.sponsor)} was the sponsor.",)


def _hands(outcome: Outcome) -> Iterator[Text]:
    """Who was asked, and who owned it; of several, how many."""
    if not any(fact.kind in _TAKEN for fact in outcome.facts):
        return
    before, after = _held(outcome.before), _held(outcome.initiative)
    pairs = [(was, after[key]) for key, was in before.items() if key in after and was != after[key]]
    asked = [was.offered_to for was, now in pairs if was.offered_to is not None and was.offered_to != now.holder]
    owners = [was.owner for was, now in pairs if was.owner is not None and was.owner != now.owner]
    if len(asked) == 1:
        yield (f"Before, it was offered to {person(outcome, asked[0])}; that offer has ended.",)
    elif asked:
        yield (f"Before, {counted(len(asked), 'gate')} were offered to others; those offers have ended.",)
    if len(set(owners)) == 1:
        yield (f"Before, {person(outcome, owners[0])} owned {'it' if len(pairs) == 1 else 'some of it'}.",)
    elif owners:
        yield (f"Before, others owned {counted(len(owners), 'gate')} of them.",)


def _held(initiative: Initiative) -> Mapping[str, Ownership]:
    """The ownership of each gate, and of the handoff, which has no key."""
    return {"": initiative.handoff, **{key: gate.ownership for key, gate in initiative.gates.items()}}


def _backups(outcome: Outcome) -> Iterator[Text]:
    before, after = _backed(outcome.before), _backed(outcome.initiative)
    for key, was in before.items():
        if was is not None and after.get(key) not in (None, was):
            yield (f"Before, {person(outcome, was)} was the backup.",)


def _backed(initiative: Initiative) -> Mapping[str, PersonId | None]:
    return {"": initiative.backup, **{key: gate.backup for key, gate in initiative.gates.items()}}


def _rules(outcome: Outcome) -> Iterator[Text]:
    for key, gate in outcome.before.gates.items():
        after = outcome.initiative.gates.get(key)
        if after is not None and gate.rule != after.rule:
            yield ("Before: ", *rule_text(gate.rule, outcome.organisation), ".")


def _members(outcome: Outcome) -> Iterator[Text]:
    """The members that a party had in this initiative."""
    for key, members in outcome.initiative.member_overrides.items():
        known = outcome.organisation.parties.get(key)
        was = outcome.before.member_overrides.get(key, known.everybody if known else frozenset())
        if was != members:
            who = people(outcome.organisation, was, "and", most=6) or ("nobody",)
            yield (f"Before, {party(outcome.organisation, key)} was ", *who, ".")


def _rework(outcome: Outcome) -> Iterator[Text]:
    """Who had to do an item, and by when."""
    numbers = {fact.data.get("number") for fact in outcome.facts if fact.kind is FactKind.REWORK_ASSIGNED}
    for item in outcome.before.rework:
        if item.number in numbers:
            owner = outcome.before.rework_owner(item)
            yield ("Before: ", *who_by_when(item, owner, outcome.organisation, outcome.act.today), ".")


def _blocks(outcome: Outcome) -> Iterator[Text]:
    """Why a gate could not go on, and whom it waited for, where it says something else now."""
    for key, gate in outcome.before.gates.items():
        after = outcome.initiative.gates.get(key)
        if gate.block is not None and after is not None and after.block not in (None, gate.block):
            yield (f"Before{_waiting(outcome, gate.block)}: ", shortened(gate.block.reason, _REASON))


def _waiting(outcome: Outcome, block: Block) -> str:
    if block.waits_for is not None:
        return f", waiting for {person(outcome, block.waits_for)}"
    return f", waiting for {party(outcome.organisation, block.party)}" if block.party is not None else ""
