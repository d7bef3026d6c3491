"""Tries now and then what is held: one message that waits there, or, where none does, a question to the platform."""

import secrets
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from math import inf
from typing import Any

import structlog

from bot.jobs.faults import database_away
from bot.jobs.messenger import Messenger, NotSent, Place, UnknownOutcome
from readiness.domain.values.hold import Hold
from readiness.domain.values.identity import WorkspaceId
from readiness.usecases.frame.ports import DatabaseUnavailable, Deliveries, Delivery, Deps, HeldPlace, Workspace
from readiness.usecases.holding import lift, take_turn

SECONDS_BETWEEN_LOOKS = 5.0
"""How old what is known of holds may be: another process may have made or lifted one."""

SECONDS_LEFT_ALONE = 60.0
"""How long a hold is left alone that this process could not try."""

Run = Callable[[Delivery, Hold], Awaitable[None]]

log = structlog.get_logger()


class Prober:
    """Tries held places. `run` delivers a message that tries a hold."""

    def __init__(self, deps: Deps, deliveries: Deliveries, messengers: Mapping[str, Messenger], run: Run) -> None:
        """Nothing is tried yet."""
        self._deps = deps
        self._deliveries = deliveries
        self._messengers = messengers
        self._run = run
        self._under_way: set[tuple[WorkspaceId, str]] = set()
        self._left_alone: dict[tuple[WorkspaceId, str], float] = {}
        self._looked = -inf

    async def look(self) -> None:
        """Learn what is held, unless that was a moment ago."""
        if self._deps.seconds() - self._looked >= SECONDS_BETWEEN_LOOKS:
            await self._deps.storage.held.look()
            self._looked = self._deps.seconds()

    def due(self) -> Iterator[Coroutine[Any, Any, None]]:
        """What is to be done now, one for each place that is to be tried."""
        for held in self._deps.storage.held.due(self._deps.clock()):
            key, now = held.hold.key, self._deps.seconds()
            if key not in self._under_way and self._left_alone.get(key, now) <= now:
                self._under_way.add(key)
                yield self._probe(held)

    async def _probe(self, held: HeldPlace) -> None:
        """Try it: an edge, like that of a delivery."""
        hold = held.hold
        try:
            if not await self._has_tried(held):
                self._leave_alone(hold)
        except DatabaseUnavailable as away:
            database_away(away)
            self._leave_alone(hold)
        except Exception:
            log.exception("a hold was not tried", reference=secrets.token_hex(4), place=hold.place)
            self._leave_alone(hold)
        finally:
            self._under_way.discard(hold.key)

    def _leave_alone(self, hold: Hold) -> None:
        self._left_alone[hold.key] = self._deps.seconds() + SECONDS_LEFT_ALONE

    async def _has_tried(self, held: HeldPlace) -> bool:
        """Whether this process or another one tried it; this one cannot where it does not reach the platform."""
        workspace = await self._deps.storage.workspace_by_id(held.hold.workspace)
        if workspace is None or workspace.platform not in self._messengers:
            return False
        hold = await take_turn(self._deps, held)
        if hold is not None:
            await self._try(HeldPlace(held.organisation, hold), workspace)
        return True

    async def _try(self, held: HeldPlace, workspace: Workspace) -> None:
        """Send the message that has waited longest; without any, and of what was closed first of all, ask."""
        hold = held.hold
        place = Place(workspace, hold.place if hold.is_of_channel else "")
        if hold.is_closed and not await self._is_open(place):
            return
        delivery = await self._deliveries.claim_held(hold, self._deps.clock())
        if delivery is not None:
            await self._run(delivery, hold)
        elif await self._is_open(place):
            await lift(self._deps, held.organisation, hold)

    async def _is_open(self, place: Place) -> bool:
        """Whether the platform says so; what it does not answer tells nothing."""
        try:
            return await self._messengers[place.workspace.platform].look_again(place)
        except (NotSent, UnknownOutcome):
            return False
