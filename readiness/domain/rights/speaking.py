"""Who speaks for a party where all parties are asked, as they are for the deployment contract."""

from collections.abc import Iterable

from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.organisation import Organisation, Party


def parties_of(initiative: Initiative) -> tuple[str, ...]:
    """The parties that hold a gate or have to sign one, in checklist order."""
    keys: dict[str, None] = {}
    for gate in initiative.gates.values():
        keys[gate.party] = None
        for group in gate.rule.groups:
            keys.update(dict.fromkeys(group.parties))
    return tuple(keys)


def named_for(party: Party | None) -> frozenset[PersonId]:
    """Its owner and backup; nobody where it has neither."""
    return frozenset() if party is None else frozenset(filter(None, (party.owner, party.backup)))


def speakers(key: str, initiative: Initiative, organisation: Organisation) -> frozenset[PersonId]:
    """Who may speak for that party now: its owner or backup, or any member where neither of them can act."""
    party = organisation.parties.get(key)
    named = frozenset(filter(organisation.can_act, named_for(party)))
    members = initiative.member_overrides.get(key, party.everybody if party else frozenset())
    return named or frozenset(filter(organisation.can_act, members))


def speakers_of(keys: Iterable[str], initiative: Initiative, organisation: Organisation) -> frozenset[PersonId]:
    """Who may speak for any of those parties."""
    return frozenset[PersonId]().union(*(speakers(key, initiative, organisation) for key in keys))


def spoken_for(person: PersonId, initiative: Initiative, organisation: Organisation) -> tuple[str, ...]:
    """The parties that `person` may speak for, in checklist order."""
    return tuple(key for key in parties_of(initiative) if person in speakers(key, initiative, organisation))
