"""The initiatives of one organisation (`ports.Initiatives`)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from readiness.domain.rules.linking import Link
from readiness.domain.values.identity import InitiativeId, PersonId, WorkspaceId
from readiness.domain.values.initiative import Initiative, Life
from readiness.usecases.frame.ports import InitiativeLine
from storage.engine.session import Unit
from storage.stores import initiative_reads as reads
from storage.stores import initiative_writes as writes
from storage.stores.history import History, history_of

PAGE = 100
"""Initiatives loaded at a time by `stream`."""


class SqlInitiatives:
    """The initiatives of the unit of work's organisation."""

    def __init__(self, unit: Unit) -> None:
        """In the transaction of `unit`."""
        self._unit = unit

    async def get(self, initiative: InitiativeId) -> Initiative | None:
        """That initiative with all its gates; None when it is not in this organisation."""
        return await self._unit.run(reads.by_id, self._unit, initiative)

    async def by_slug(self, slug: str) -> Initiative | None:
        """The initiative of that slug."""
        return await self._unit.run(reads.by_slug, self._unit, slug)

    async def named(self, lives: frozenset[Life]) -> frozenset[PersonId]:
        """Everybody whom an initiative in one of `lives` names."""
        return await self._unit.run(reads.named, self._unit, lives)

    async def slugs(self) -> frozenset[str]:
        """Every slug taken."""
        return await self._unit.run(reads.slugs, self._unit)

    async def lines(
        self, *, channel: tuple[WorkspaceId, str] | None = None, lives: frozenset[Life] | None = None
    ) -> tuple[InitiativeLine, ...]:
        """All, or those homed in `channel`, or those in one of `lives`; ordered by name."""
        return await self._unit.run(reads.lines, self._unit, channel, lives)

    async def load(self, ids: Sequence[InitiativeId]) -> tuple[Initiative, ...]:
        """Those initiatives, in that order, in a constant number of queries; unknown ids are left out."""
        return await self._unit.run(reads.several, self._unit, ids)

    async def concerning(self, person: PersonId, parties: frozenset[str]) -> tuple[InitiativeId, ...]:
        """Active or paused ones that name `person`, or in which a gate is in review by one of `parties`; by name."""
        return await self._unit.run(reads.concerning, self._unit, person, parties)

    async def naming(self, person: PersonId) -> tuple[InitiativeId, ...]:
        """At least those that name `person` anywhere, as owner, voter or giver of evidence, whatever their life."""
        return await self._unit.run(reads.naming, self._unit, person)

    async def rename(self, link: Link) -> None:
        """What is kept beside the initiatives of the other id (evidence, votes, concerns) is the person's now."""
        self._unit.later(writes.rename, self._unit, link)

    async def stream(self, lives: frozenset[Life]) -> AsyncIterator[Initiative]:
        """All in one of `lives`, a page at a time, so that memory does not grow with their number."""
        for life in sorted(lives):
            after: str | None = ""
            while after is not None:
                page, after = await self._unit.run(reads.page, self._unit, life, after, PAGE)
                for initiative in page:
                    yield initiative

    async def history(self, initiative: InitiativeId) -> History:
        """Every evidence revision and every vote there ever was, also of gates that were removed, oldest first."""
        return await self._unit.run(history_of, self._unit, initiative)

    async def add(self, initiative: Initiative) -> None:
        """Store a new initiative.

        Raises `VersionConflict` when the slug was taken meanwhile, `OrganisationMoved` when this one was joined.
        """
        self._unit.own(initiative.organisation)
        self._unit.later(writes.add, initiative)

    async def save(self, before: Initiative, after: Initiative) -> None:
        """Store what differs under version `before.version + 1`; raises `VersionConflict` when somebody was first."""
        self._unit.own(after.organisation)
        saved = replace(after, version=before.version + 1)
        self._unit.later(writes.save, before, saved)
        self._unit.initiatives.put((saved.organisation, saved.id), saved.version, saved)
