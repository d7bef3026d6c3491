"""Which messages a change calls for. Content is drawn at delivery, so a notice only says which message and for whom."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from readiness.domain.rights.unblocking import awaited
from readiness.domain.rules.change import Act
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.gate import Gate, Progress
from readiness.domain.values.identity import InitiativeId, PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.notice import Notice, NoticeKind
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.ownership import Ownership, Passing


def checklist_key(initiative: InitiativeId) -> str:
    """The name of the one checklist message of an initiative."""
    return f"checklist:{initiative}"


def prompt_key(initiative: InitiativeId, person: PersonId, version: int) -> str:
    """The name of a personal prompt; the newest version's stands for all."""
    return f"prompt:{initiative}:{person}:{version}"


def sign_off_key(initiative: InitiativeId, gate: str, asks: int) -> str:
    """The name of a sign-off request; the newest ask's is the one that counts."""
    return f"sign-off:{initiative}:{gate}:{asks}"


def deadlock_key(initiative: InitiativeId, number: int) -> str:
    """The name of the message that tells of a deadlock."""
    return f"deadlock:{initiative}:{number}"


def contract_key(initiative: InitiativeId, number: int) -> str:
    """The name of the message that asks every party to sign; the newest version's is the one that counts."""
    return f"contract:{initiative}:version:{number}"


def _nobody(_person: PersonId) -> None:
    """Nobody stands in for anybody."""


def notices(
    before: Initiative | None, after: Initiative, stand_in: Callable[[PersonId], PersonId | None] = _nobody
) -> tuple[Notice, ...]:
    """The messages that `after` calls for and `before` did not, and a refresh of what stands if that shows the change.

    What somebody who is away has to do is told to whom `stand_in` gives; an offer is told to the one it is made to.
    """
    found: list[Notice] = []
    if before is None:
        found.append(_notice(after, NoticeKind.CHECKLIST, checklist_key(after.id)))
    working = {stand_in(person) or person for person in people_to_prompt(before, after)}
    for person in sorted(working | people_offered(before, after)):
        key = prompt_key(after.id, person, after.version)
        found.append(_notice(after, NoticeKind.PROMPT, key, person=person))
    for gate in _asked(before, after):
        key = sign_off_key(after.id, gate.key, gate.asks)
        found.append(_notice(after, NoticeKind.SIGN_OFF_REQUEST, key, gate=gate.key))
    found += [_notice(after, NoticeKind.DEADLOCK, deadlock_key(after.id, one)) for one in _deadlocked(before, after)]
    version = after.contract.open_version
    if version is not None and version.number > _number(before):
        found.append(_notice(after, NoticeKind.CONTRACT, contract_key(after.id, version.number)))
    if before is not None and not _only_told(before, after):
        found.append(_notice(after, NoticeKind.REFRESH, f"refresh:{after.id}"))
    return tuple(found)


def _only_told(before: Initiative, after: Initiative) -> bool:
    """Whether all that changed is who was told of what: answers show that, and no message that stands."""
    if before.tellings == after.tellings:
        return False
    return replace(before, tellings=after.tellings, version=after.version, head=after.head) == after


def prompts_of_blocks(before: Initiative | None, after: Initiative, act: Act) -> tuple[Notice, ...]:
    """The prompts for those whom a block of `after` waits for, and for owners whose gate somebody else let go on."""
    asked: set[PersonId | None] = set()
    for gate in after.gates.values():
        earlier = before.gates.get(gate.key) if before else None
        if earlier is None or earlier.block == gate.block:
            continue
        asked |= set(awaited(gate, after, act.organisation))
        if gate.block is None:
            asked.add(gate.owner)
    people = sorted(person for person in asked if person is not None and person != act.actor.id)
    keys = {person: prompt_key(after.id, person, after.version) for person in people}
    return tuple(_notice(after, NoticeKind.PROMPT, key, person=person) for person, key in keys.items())


def stand_in_key(delegate: PersonId, person: PersonId) -> str:
    """The name under which it is kept what `delegate` was told last of acting for `person`."""
    return f"{NoticeKind.STAND_IN}:{delegate}:{person}"


def stand_in_notices(before: Organisation, after: Organisation, facts: Iterable[Fact]) -> tuple[Notice, ...]:
    """The messages to whoever was named, or is named no longer, to act for somebody who is away.

    Nobody says that an absence has ended by itself, so of that nobody is told: the message said until when.
    """
    found: dict[str, Notice] = {}
    for fact in facts:
        if fact.kind is not FactKind.AWAY_CHANGED:
            continue
        person = PersonId(str(fact.data["person"]))
        said = [one.absences.get(person) for one in (before, after)]
        for delegate in sorted({one.delegate for one in said if one is not None and one.delegate is not None}):
            for workspace in after.workspaces_of(delegate)[:1]:
                found[stand_in_key(delegate, person)] = Notice(
                    kind=NoticeKind.STAND_IN,
                    key=f"{stand_in_key(delegate, person)}:{after.version}",
                    workspace=workspace,
                    person=delegate,
                    data={"person": person},
                )
    return tuple(found.values())


def people_to_prompt(before: Initiative | None, after: Initiative) -> set[PersonId]:
    """Who has something new to do: changes to make, a gate returned or left without an owner, an item of rework."""
    asked = _asked_by_rework(before, after)
    if before is not None:
        asked |= _asked_by_return(before.handoff, after.handoff, after.backup or after.lead)
    for gate in after.gates.values():
        earlier = before.gates.get(gate.key) if before else None
        if earlier is gate:
            continue
        asked |= _asked_by_gate(earlier, gate, after)
    return {person for person in asked if person is not None}


def people_offered(before: Initiative | None, after: Initiative) -> set[PersonId]:
    """To whom something was offered that was not before."""
    was = {gate.key: gate.ownership for gate in before.gates.values()} if before else {}
    held = [(before.handoff if before else None, after.handoff)]
    held += [(was.get(gate.key), gate.ownership) for gate in after.gates.values()]
    return {now.offered_to for earlier, now in held if now.offered_to and _newly_offered(earlier, now)}


def _asked_by_gate(earlier: Gate | None, gate: Gate, initiative: Initiative) -> set[PersonId | None]:
    asked: set[PersonId | None] = set()
    if earlier is None:
        return asked
    if gate.progress is Progress.CHANGES_REQUESTED and earlier.progress is not Progress.CHANGES_REQUESTED:
        asked.add(gate.ownership.holder)
    if earlier.progress is Progress.WAIVED and gate.progress is Progress.OPEN:
        asked.add(gate.ownership.holder)
    names_one = initiative.handoff.owner or initiative.backup or initiative.lead
    return asked | _asked_by_return(earlier.ownership, gate.ownership, names_one)


def _asked_by_return(earlier: Ownership, now: Ownership, names_one: PersonId) -> set[PersonId | None]:
    """Who has it again, or is to name an owner, as an offer was declined or an owner handed it back."""
    was_declined = earlier.offered_to and not now.offered_to and now.owner != earlier.offered_to
    was_handed_back = earlier.owner and now.owner != earlier.owner and _says_back(now)
    is_nobodys = earlier.owner and now.holder is None
    return {now.owner or names_one} if was_declined or was_handed_back or is_nobodys else set()


def _says_back(now: Ownership) -> bool:
    return now.remark is not None and now.remark.passing is Passing.HANDED_BACK


def _asked_by_rework(before: Initiative | None, after: Initiative) -> set[PersonId | None]:
    """Who was given an item, and whom it concerns that one took an approval back; naming oneself is no news."""
    asked: set[PersonId | None] = set()
    known = {item.number: item for item in before.rework} if before else {}
    for item in after.rework:
        earlier = known.get(item.number)
        if item is earlier or not item.is_open:
            continue
        if item.owner != (earlier.owner if earlier else item.raised_by):
            asked.add(item.owner)
        if earlier is not None and item.revoked_at != earlier.revoked_at:
            asked |= {item.owner, after.gates[item.gate].ownership.holder}
    return asked


def _asked(before: Initiative | None, after: Initiative) -> Iterable[Gate]:
    for gate in after.gates.values():
        earlier = before.gates.get(gate.key) if before else None
        if gate.progress is Progress.IN_REVIEW and gate.asks > (earlier.asks if earlier else 0):
            yield gate


def _deadlocked(before: Initiative | None, after: Initiative) -> Iterable[int]:
    known = len(before.deadlocks) if before else 0
    return range(known + 1, len(after.deadlocks) + 1)


def _number(before: Initiative | None) -> int:
    """The contract's newest version."""
    return before.contract.version.number if before is not None and before.contract.version is not None else 0


def _newly_offered(before: Ownership | None, after: Ownership) -> bool:
    if after.offered_to is None:
        return False
    return before is None or (before.offered_to, before.since) != (after.offered_to, after.since)


def _notice(
    initiative: Initiative, kind: NoticeKind, key: str, *, person: PersonId | None = None, gate: str | None = None
) -> Notice:
    return Notice(
        kind=kind,
        key=key,
        workspace=initiative.home.workspace,
        channel=initiative.home.channel,
        person=person,
        initiative=initiative.id,
        gate=gate,
        thread_of=None if kind is NoticeKind.CHECKLIST else checklist_key(initiative.id),
    )
