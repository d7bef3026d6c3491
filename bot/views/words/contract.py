"""The deployment contract in a line: whether it is signed, what changed in it, who had not signed."""

from collections.abc import Iterable
from datetime import date

from bot.cards import Bold, Code, Mark, Note, Part, Section, Span, Text
from bot.views.words.counting import capital
from bot.views.words.dates import day
from bot.views.words.listing import codes, listed, name, people
from bot.views.words.presses import typed
from bot.views.words.step import THE_HANDOFF
from bot.views.words.terms import milestone, party
from readiness.domain.values.contract import (
    Contract,
    DateMoved,
    Difference,
    GateMoved,
    OwnerChanged,
    SpeakersChanged,
    Version,
    Violation,
)
from readiness.domain.values.gate import Subject
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.organisation import Organisation

SUBJECTS: dict[Subject, str] = {
    Subject.SUCCESS_CRITERIA: "Success criteria",
    Subject.INCIDENT_TEAM: "Incident team",
    Subject.FALLBACK: "Fallback",
    Subject.LIVE_DATA: "Who signs before live data",
}
"""What the contract answers, as its lines begin."""

PROMISE = (
    "By signing you say for your party: we agree to these owners, gates and answers, and take responsibility for our "
    "part of them."
)
"""What a signature says, before it is given (21 CFR 11.50)."""

MEANING = "agreed, and responsibility taken for the party's part"
"""What it said, beside the name and the time."""


def contract_parts(initiative: Initiative, organisation: Organisation, today: date) -> tuple[Part, ...]:
    """One line about the contract while there is something to agree on, and violations for good."""
    violated = violation_parts(initiative.violations, organisation, today)
    if not initiative.gates or initiative.life in (Life.CANCELLED, Life.LIVE):
        return violated
    return (*violated, Note(state_line(initiative.contract, organisation, today)))


def violation_parts(violations: Iterable[Violation], organisation: Organisation, today: date) -> tuple[Part, ...]:
    """Each violation as a warning."""
    return tuple([Section(((violation_sentence(one, organisation, today),),), Mark.WARNING) for one in violations])


def state_line(contract: Contract, organisation: Organisation, today: date) -> Text:
    """Whether it is signed, and by whom it is not."""
    version = contract.version
    if version is None:
        return ("The contract is not signed yet: ", typed("contract"))
    if version.changed_at is not None:
        return (f"{_no_longer(version, organisation, today)} ", typed("contract"))
    if not version.is_complete:
        return (f"The contract is not signed yet: {still_to_sign(version, organisation)}.",)
    since = day(organisation.calendar.local_date(contract.signed[-1].start), today)
    return (f"The contract is signed by every party since {since}.",)


def short_state(contract: Contract, violations: Iterable[Violation]) -> str:
    """What a list says of it in a few words; nothing while it is signed."""
    if tuple(violations):
        return "development started without a signed contract"
    if contract.is_signed or contract.version is None:
        return ""
    return "contract no longer holds" if contract.version.changed_at is not None else "contract not signed yet"


def still_to_sign(version: Version, organisation: Organisation) -> str:
    """Say "SRE and compliance have still to sign", and who refused."""
    refused = [key for key in version.missing if version.refusal_of(key) is not None]
    waiting = [key for key in version.missing if key not in refused]
    said = []
    if waiting:
        said.append(f"{parties(waiting, organisation)} {'has' if len(waiting) == 1 else 'have'} still to sign")
    if refused:
        said.append(f"{parties(refused, organisation)} refused")
    return ", and ".join(said)


def parties(keys: Iterable[str], organisation: Organisation) -> str:
    """Say "SRE and compliance"."""
    return "".join(map(str, listed([party(organisation, key) for key in keys], most=6)))


def violation_sentence(violation: Violation, organisation: Organisation, today: date) -> str:
    """Say "Development started on 26 Oct without a signed contract: SRE had not signed."."""
    why = _why(violation, organisation)
    return f"Development started on {day(violation.day, today)} without a signed contract: {why}."


def difference_lines(found: Difference, organisation: Organisation) -> tuple[Text, ...]:
    """What is different, a line each, without the dates."""
    lines: list[Text] = []
    if found.added:
        lines.append((Bold("Added: "), *codes(found.added, most=25)))
    if found.removed:
        lines.append((Bold("Taken off the checklist: "), *codes(found.removed, most=25)))
    lines += [line for one in found.moved for line in _moved(one, organisation)]
    lines += [(f"{capital(party(organisation, key))} takes part now",) for key in found.joined]
    lines += [(f"{capital(party(organisation, key))} takes no part any more",) for key in found.left]
    lines += [_owner(one, organisation) for one in found.owners]
    lines += [_speakers(one, organisation) for one in found.speakers]
    lines += [(Bold(SUBJECTS[one]), " changed") for one in found.criteria]
    return tuple(lines)


def unsigned_lines(found: Difference, today: date) -> tuple[Text, ...]:
    """What needs no new signature, a line each: what had been left open, and milestones that moved."""
    given = tuple((Bold(SUBJECTS[one]), " is given now") for one in found.answered)
    return (*given, *((f"{capital(milestone(one.milestone))}: {_dates(one, today)}",) for one in found.dates))


def _no_longer(version: Version, organisation: Organisation, today: date) -> str:
    on = day(organisation.calendar.local_date(version.changed_at), today) if version.changed_at else ""
    if version.is_complete:
        return f"The contract no longer holds: what was signed changed on {on}, so every party signs again."
    return f"The contract is not signed yet: it changed on {on} while it was being signed."


def _why(violation: Violation, organisation: Organisation) -> str:
    if violation.had_changed:
        return "what every party had signed was changed before"
    if violation.unsigned:
        return f"{parties(violation.unsigned, organisation)} had not signed"
    return "not every party had signed" if violation.version else "nobody had been asked to sign it"


def _moved(one: GateMoved, organisation: Organisation) -> Iterable[Text]:
    before, after = one.parties
    if before != after:
        yield (Code(one.gate), f" belongs to {party(organisation, after)} instead of {party(organisation, before)}")
    was, now = one.milestones
    if was != now:
        yield (Code(one.gate), f" is needed by {_milestone(now)} instead of {_milestone(was)}")


def _milestone(key: str | None) -> str:
    return milestone(key) if key else "no milestone"


def _owner(one: OwnerChanged, organisation: Organisation) -> Text:
    what: Span = Code(one.gate) if one.gate else capital(THE_HANDOFF)
    return (what, f": {_person(one.after, organisation)} instead of {_person(one.before, organisation)}")


def _person(person: PersonId | None, organisation: Organisation) -> str:
    return name(organisation, person) if person else "nobody"


def _speakers(one: SpeakersChanged, organisation: Organisation) -> Text:
    def said(named: frozenset[PersonId]) -> str:
        return "".join(map(str, people(organisation, named, "or"))) or "any member"

    return (f"{capital(party(organisation, one.party))} signs by {said(one.after)} instead of {said(one.before)}",)


def _dates(one: DateMoved, today: date) -> str:
    after, before = (day(on, today) if on else "no date" for on in (one.after, one.before))
    return f"{after} instead of {before}"
