"""The next step where nobody holds a gate, or the handoff as a whole, for certain."""

from datetime import date, datetime

from readiness.domain.readings.scene import Ruling, Scene
from readiness.domain.values.identity import PersonId
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.step import NextStep, StallCause, Step


def handoff_step(scene: Scene) -> Step | None:
    """The next step of the handoff as a whole; None while somebody owns it and says so."""
    handoff = scene.initiative.handoff
    found = offer(scene, handoff, None)
    if found is None and handoff.owner is not None and scene.organisation.is_member(handoff.owner):
        asked = asked_again(scene, handoff)
        if asked is None:
            return None
        found = Ruling(NextStep.CONFIRM, (handoff.owner,), asked, StallCause.NOT_CONFIRMED)
    return scene.present(found or nobody_holds(scene, handoff, scene.initiative.backup)).step_of(None)


def offer(scene: Scene, ownership: Ownership, passed: date | None) -> Ruling | None:
    """Whoever it is offered to accepts or declines; None where no offer is open. `passed` is a due date gone by."""
    offered, cause = ownership.offered_to, StallCause.NOT_ACCEPTED
    if offered is None:
        return None
    if not scene.organisation.is_member(offered):
        people = scene.who_names_owners(ownership.owner, ownership.giver)
        return Ruling(NextStep.NAME_OWNER, people, ownership.since, cause)
    stalled = passed or scene.lasts_longer(ownership.since, scene.policy.not_accepted)
    return Ruling(NextStep.ACCEPT_OR_DECLINE, (offered,), ownership.since, cause if stalled else None)


def nobody_holds(scene: Scene, ownership: Ownership, backup: PersonId | None) -> Ruling:
    """Nobody was asked, or the one who accepted is no longer a member and nobody was asked instead."""
    if ownership.owner is None:
        people = scene.who_names_owners()
        return Ruling(NextStep.NAME_OWNER, people, ownership.since, StallCause.NO_OWNER)
    # When somebody left is not kept, so no time is claimed: it is told as from now on.
    return Ruling(NextStep.NAME_OWNER, scene.who_names_owners(backup), scene.now, StallCause.OWNER_LEFT)


def asked_again(scene: Scene, ownership: Ownership) -> datetime | None:
    """When the owner was asked whether it is still theirs, if the wait for their answer is over."""
    if ownership.confirmed >= scene.silent:
        return None
    asked = scene.organisation.policy.asks_again(scene.calendar.local_date(ownership.confirmed))
    return None if asked is None else scene.calendar.start_of(asked)
