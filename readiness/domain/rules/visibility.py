"""Who may know of an initiative follows from its home channel, which people make private and public."""

from dataclasses import replace
from datetime import datetime, timedelta

from readiness.domain.rules.change import Change
from readiness.domain.values.fact import Fact, FactKind
from readiness.domain.values.initiative import Initiative

LOOKED_AT_EVERY = timedelta(days=1)
"""How often a channel is looked at of which no event tells anything."""

BEYOND = LOOKED_AT_EVERY + timedelta(minutes=5)
"""No look is further away, not even by a clock that is a few minutes ahead."""

TRUSTED = timedelta(hours=48)
"""How long what was seen of a channel counts while nobody can look at it (rules.md, "What is posted where")."""


def turn_home(initiative: Initiative, *, private: bool, seen: bool = True) -> Change:
    """The home is private or public now; `seen` is False where it only counts as private, as nobody could look."""
    if initiative.home.private == private:
        return Change(initiative)
    after = replace(initiative, home=replace(initiative.home, private=private))
    return Change(after, (Fact(FactKind.HOME_CHANGED, None, {"private": private, "seen": seen}),))


def counts_as_private(seen_at: datetime | None, now: datetime) -> bool:
    """Whether a channel at which nobody can look is private by that: never seen, or seen too long ago."""
    return seen_at is None or now - seen_at > TRUSTED
