"""Answers to what is done about the deployment contract, and what else a change meant for it."""

from collections.abc import Callable

from bot.cards import Bold, Button, Mark, Text
from bot.intents.contract import ShowContract
from bot.views.answers.answer import Answered
from bot.views.words.contract import MEANING, parties, still_to_sign, violation_sentence
from bot.views.words.counting import capital
from bot.views.words.direction import steady
from bot.views.words.listing import people
from bot.views.words.presses import button, typed
from readiness.domain.rights.speaking import speakers, speakers_of
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.organisation import Organisation
from readiness.usecases.frame.changing import Outcome


def aftermath(outcome: Outcome) -> tuple[Text, ...]:
    """What a change of something else meant for the contract; nothing where it meant nothing."""
    before, after = outcome.before.contract, outcome.initiative.contract
    lines: list[Text] = [
        (violation_sentence(one, outcome.organisation, outcome.act.today),)
        for one in outcome.initiative.violations
        if one not in outcome.before.violations
    ]
    if before.open_version is not None and after.open_version is None:
        what = (
            "that every party had signed no longer holds" if before.is_signed else "changed while it was being signed"
        )
        lines.append((f"The contract {what}, so everybody signs the next version: ", typed("contract changes")))
    return tuple(lines)


def _opened(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    number = facts[0].data.get("version")
    initiative, organisation, version = outcome.initiative, outcome.organisation, outcome.initiative.contract.version
    missing = version.missing if version else ()
    mute = [key for key in missing if not speakers(key, initiative, organisation)]
    contract = f"the contract of {steady(initiative.name)}, version {number}"
    said = f"Asked {'the parties' if mute else 'every party'} to sign {contract}."
    if mute and len(mute) == len(missing):
        said = f"Opened {contract}, for signing."
    who = people(organisation, speakers_of(missing, initiative, organisation), "and", most=6)
    asked: tuple[Text, ...] = ((*who, " will be asked to sign for them."),) if who else ()
    return Answered(said, ((Bold(said),), *asked, *_mute(mute, organisation)), _show(outcome))


def _mute(keys: list[str], organisation: Organisation) -> tuple[Text, ...]:
    """For which parties nobody can sign, and what to do about it."""
    if not keys:
        return ()
    what = f"Nobody can sign for {parties(keys, organisation)} yet, so name somebody: "
    return ((what, typed(f"party {keys[0]} owner @person")),)


def _signed(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[-1]
    said = f"Signed for {_parties(outcome, fact)}: the contract of {steady(outcome.initiative.name)}."
    version = outcome.initiative.contract.version
    after = f"Version {fact.data.get('version')}. "
    after += f"{capital(still_to_sign(version, outcome.organisation))}." if version else ""
    return Answered(said, ((Bold(said),), (after,)), _show(outcome), (f"Your signature says: {MEANING}.",))


def _concluded(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    number = facts[0].data.get("version")
    said = f"Signed: every party has signed the contract of {steady(outcome.initiative.name)}, version {number}."
    after: Text = ("It holds until its gates, owners or answers change; dates may move.",)
    return Answered(said, ((Bold(said),), after), _show(outcome), (f"Your signature says: {MEANING}.",))


def _refused(outcome: Outcome, facts: tuple[Fact, ...]) -> Answered:
    fact = facts[-1]
    said = f"Refused for {_parties(outcome, fact)}: the contract of {steady(outcome.initiative.name)}."
    after: Text = ("Everybody who sees the contract reads your reason. You can still sign this version later.",)
    return Answered(said, ((Bold(said),), after), _show(outcome), mark=Mark.CHANGED)


def _parties(outcome: Outcome, fact: Fact) -> str:
    keys = fact.data.get("parties")
    return parties(keys if isinstance(keys, list) else (), outcome.organisation)


def _show(outcome: Outcome) -> tuple[Button, ...]:
    return (button("Show contract", ShowContract(outcome.initiative.slug)),)


WORDED: dict[FactKind, Callable[[Outcome, tuple[Fact, ...]], Answered]] = {
    FactKind.CONTRACT_OPENED: _opened,
    FactKind.CONTRACT_SIGNED: _signed,
    FactKind.CONTRACT_CONCLUDED: _concluded,
    FactKind.CONTRACT_REFUSED: _refused,
}
