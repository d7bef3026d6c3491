"""The next step of the contract: asking every party to sign it, signing it, or settling why one refused."""

from dataclasses import replace

from readiness.domain.readings.scene import Ruling, Scene
from readiness.domain.rights.speaking import speakers_of
from readiness.domain.values.contract import Version
from readiness.domain.values.milestone import DEVELOPMENT_STARTED
from readiness.domain.values.step import NextStep, StallCause, Step


def contract_step(scene: Scene) -> Step | None:
    """Who has to sign the contract, or to ask for it; None without a date or open gates, and while a name is missing.

    One that nobody asked for is not chased any more once development has started: what can be said of it then, its
    violation says.
    """
    initiative = scene.initiative
    version, started = initiative.contract.version, initiative.milestone(DEVELOPMENT_STARTED)
    has_begun = started.actual is not None or initiative.model_complete is not None
    if version is None and (started.planned is None or has_begun):
        return None
    if not scene.open or initiative.handoff.holder is None:
        return None
    if None in [gate.ownership.holder for gate in initiative.gates.values()]:
        return None
    found = scene.present(_contract_ruling(scene, version))
    # What was signed in time and changed since is not late: signing it again has a time of its own.
    due = None if initiative.contract.signed else started.planned
    passed = due if due is not None and scene.today > due else None
    if passed or (version is not None and scene.lasts_longer(found.since, scene.policy.contract)):
        found = replace(found, cause=StallCause.CONTRACT_NOT_SIGNED)
    return found.step_of(None, due=due, days_late=scene.calendar.days_late(passed, scene.today))


def _contract_ruling(scene: Scene, version: Version | None) -> Ruling:
    """What is next for the contract; parties that refused are waited for only by whoever can change it."""
    if version is None or version.changed_at is not None:
        since = scene.initiative.created_at if version is None else version.changed_at or version.opened_at
        return Ruling(NextStep.ASK_PARTIES, scene.who_names_owners(), since, None)
    asked = [key for key in version.missing if version.refusal_of(key) is None]
    if not asked:
        since = max(refused.at for refused in version.refusals)
        return Ruling(NextStep.SETTLE_REFUSAL, scene.who_names_owners(), since, None)
    people = tuple(sorted(speakers_of(asked, scene.initiative, scene.organisation))) or scene.first_active()
    needed = min(len(asked), len(people)) or 1
    return Ruling(NextStep.SIGN_CONTRACT, people, version.opened_at, None, needed=needed)
