"""What time alone ends, done before any rule looks: nothing that is over is ever seen as standing."""

from readiness.domain.rules.change import Act, Change
from readiness.domain.rules.review import expire_sign_off, expire_waiver
from readiness.domain.rules.rework import revoke_overdue
from readiness.domain.values.gate import Progress
from readiness.domain.values.initiative import Initiative, Life


def elapse(initiative: Initiative, act: Act) -> Change:
    """Waivers and sign-offs that have held for their time, and approvals whose finding is overdue, are taken back.

    Sign-offs are asked for again only while the initiative is active, as nobody is chased otherwise.
    """
    change = revoke_overdue(initiative, act) if initiative.rework else Change(initiative)
    asks = initiative.standing is Life.ACTIVE
    for key, gate in initiative.gates.items():
        if gate.waiver is not None:
            change = change.then(expire_waiver(change.initiative, key, act.at))
        elif asks and gate.valid_days is not None and gate.progress is Progress.SIGNED_OFF:
            change = change.then(expire_sign_off(change.initiative, key, act.at))
    return change
