"""Two organisations become one (rules.md, "Who is who"): the one without initiatives is absorbed by the other."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from readiness.domain.rights.permissions import Action, administrators, require
from readiness.domain.rules.change import Act
from readiness.domain.rules.organisation import Governed
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.identity import OrganisationId, PersonId
from readiness.domain.values.organisation import Organisation, Party
from readiness.domain.values.refusals import BothHaveInitiatives, CodeRefused
from readiness.domain.values.value import value


@value(frozen=True, slots=True)
class Joined:
    """Both after the joining: the one that stays with what came, and the other as a tombstone."""

    staying: Governed
    absorbed: Governed


def join(inviting: Organisation, inviter: PersonId, have_initiatives: Collection[OrganisationId], act: Act) -> Joined:
    """Join the actor's organisation and the `inviting` one, whose `inviter` made the code that the actor typed.

    The one without initiatives is absorbed; if neither has any, the inviting one stays. Raises `NotAllowed`,
    `CodeRefused` when the inviter is no administrator any more, and `BothHaveInitiatives`.
    """
    require(Action.ADMINISTER, act.actor, act.organisation)
    if inviter not in administrators(inviting):
        raise CodeRefused
    if {inviting.id, act.organisation.id} <= set(have_initiatives):
        raise BothHaveInitiatives
    if act.organisation.id in have_initiatives:
        return _joined(act.organisation, inviting)
    return _joined(inviting, act.organisation)


def _joined(staying: Organisation, absorbed: Organisation) -> Joined:
    after = replace(
        staying,
        parties=_parties(staying.parties, absorbed.parties),
        people={**staying.people, **absorbed.people},
        addresses={**staying.addresses, **absorbed.addresses},
        merged={**staying.merged, **absorbed.merged},
    )
    tombstone = replace(absorbed, parties={}, people={}, addresses={}, merged={}, absorbed_by=staying.id)
    came = Fact(
        FactKind.ORGANISATION_JOINED,
        None,
        {
            "organisation": absorbed.id,
            "workspaces": sorted(absorbed.addresses),
            "people": len(absorbed.people),
            "parties": sorted(absorbed.parties.keys() - staying.parties.keys()),
            "record": absorbed.head.hash,
        },
        {"name": absorbed.name},
    )
    went = Fact(FactKind.ORGANISATION_ABSORBED, None, {"organisation": staying.id}, {"name": staying.name})
    return Joined(Governed(after, (came,)), Governed(tombstone, (went,)))


def _parties(staying: Mapping[str, Party], absorbed: Mapping[str, Party]) -> dict[str, Party]:
    return {**staying, **{key: _party(staying.get(key), party) for key, party in absorbed.items()}}


def _party(stays: Party | None, comes: Party) -> Party:
    """A party that both have keeps its own people, whom those of the other join."""
    if stays is None:
        return comes
    return replace(
        stays,
        owner=stays.owner or comes.owner,
        backup=stays.backup or comes.backup,
        members=stays.members | comes.everybody,
    )
