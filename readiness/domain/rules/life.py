"""An initiative is paused, resumed or cancelled."""

from dataclasses import replace

from readiness.domain.rights.permissions import Action, require
from readiness.domain.rules.change import Act, Change, limited, texts
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.refusals import AlreadyDone, Cancelled


def pause(initiative: Initiative, act: Act, *, why: str = "") -> Change:
    """Nobody is chased until it is resumed; the cost of delay goes on."""
    return _stand(initiative, Life.PAUSED, FactKind.INITIATIVE_PAUSED, act, why)


def resume(initiative: Initiative, act: Act, *, why: str = "") -> Change:
    """The chase goes on."""
    return _stand(initiative, Life.ACTIVE, FactKind.INITIATIVE_RESUMED, act, why)


def cancel(initiative: Initiative, act: Act, *, why: str = "") -> Change:
    """For good: nobody is chased and the cost of delay stops."""
    return _stand(initiative, Life.CANCELLED, FactKind.INITIATIVE_CANCELLED, act, why)


def _stand(initiative: Initiative, standing: Life, kind: FactKind, act: Act, why: str) -> Change:
    require(Action.STEER, act.actor, act.organisation, initiative)
    if initiative.standing is standing:
        if standing is Life.ACTIVE and initiative.standing_since == initiative.created_at:
            # It began so: nobody resumed it.
            raise AlreadyDone(progress=str(Life.ACTIVE))
        raise AlreadyDone(at=initiative.standing_since)
    if initiative.standing is Life.CANCELLED:
        raise Cancelled(life=str(initiative.standing))
    after = replace(initiative, standing=standing, standing_since=act.at)
    return Change(after, (Fact(kind, None, {}, texts(reason=limited(why, "the reason"))),))
