"""What people look at: one initiative, one gate, lists, the personal page, and what a typed line may name."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from readiness.domain.readings.lateness import Lateness, Passages, gate_passages, lateness
from readiness.domain.readings.report import Standing, standing
from readiness.domain.rights.permissions import administrators
from readiness.domain.rights.signing import Review, party_members, review
from readiness.domain.rights.unblocking import awaited
from readiness.domain.values.gate import Gate, Progress
from readiness.domain.values.identity import InitiativeId, PersonId
from readiness.domain.values.initiative import IN_PLAY, Initiative, Life
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.refusals import NotForThisChannel, NotFound
from readiness.domain.values.step import NextStep, Step
from readiness.domain.values.template import Template, TemplateGate
from readiness.usecases.frame.asking import Asker, knowing_rooms, line_visible, may_share, seen, visible
from readiness.usecases.frame.concerning import concerning
from readiness.usecases.frame.guarding import guarded
from readiness.usecases.frame.handling import claim_alone
from readiness.usecases.frame.ports import (
    Deps,
    InitiativeLine,
    StoredTemplate,
    Sweep,
    UnitOfWork,
    Unreadable,
    Workspace,
)
from readiness.usecases.initiative import template_named

LIVE = frozenset({Life.LIVE})
LIST_LIMIT = 25


@dataclass(frozen=True, slots=True)
class Glimpse:
    """An initiative's line with what tells whether it still looks as it did; loading it may not be needed."""

    line: InitiativeLine
    organisation: Organisation
    now: datetime

    def key(self) -> tuple[object, ...]:
        """Equal for states that look the same: versions and the local date (rules.md, "Files and processes")."""
        today = self.organisation.calendar.local_date(self.now)
        return (self.line.id, self.line.version, self.organisation.version, today)


@dataclass(frozen=True, slots=True)
class Sight:
    """One initiative as it is now, nothing computed yet."""

    initiative: Initiative
    organisation: Organisation
    now: datetime

    def standing(self) -> Standing:
        """How it stands."""
        return standing(self.initiative, self.organisation, self.now)


@dataclass(frozen=True, slots=True)
class GatePage:
    """One gate with what its checklist says of it and how its votes stand.

    `passages` measure it against its stage, where somebody asked for it and the stage is over.
    """

    standing: Standing
    gate: Gate
    described: TemplateGate | None
    review: Review
    passages: Passages | None = None


@dataclass(frozen=True, slots=True)
class LatenessPage:
    """One initiative with how late it was against its stages."""

    standing: Standing
    lateness: Lateness


@dataclass(frozen=True, slots=True)
class Overview:
    """Several initiatives at once; `more` counts those beyond the limit, `missing` those that cannot be read."""

    standings: tuple[Standing, ...]
    more: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class HomePage:
    """What concerns one person, also what they do for somebody away: pairs of an initiative's standing and a gate.

    `awaited` are gates that are blocked and wait for the person; `contracts` they have to sign. `missing` counts the
    initiatives that concern them and cannot be read.
    """

    person: str
    organisation: Organisation
    gates: tuple[tuple[Standing, Gate], ...]
    approvals: tuple[tuple[Standing, Gate], ...]
    offers: tuple[tuple[Standing, Gate | None], ...]
    handoffs: tuple[Standing, ...]
    initiatives: tuple[Standing, ...]
    awaited: tuple[tuple[Standing, Gate], ...] = ()
    contracts: tuple[Standing, ...] = ()
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Names:
    """What a typed line may name: the channel's initiatives, and the gates of those and of the ones it mentions."""

    here: tuple[str, ...]
    gates: Mapping[str, frozenset[str]]
    organisation: Organisation
    templates: frozenset[str]


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """The organisation's settings, who administers it, and the workspaces it is on."""

    organisation: Organisation
    administrators: frozenset[str]
    workspaces: tuple[Workspace, ...] = ()


async def status(deps: Deps, asker: Asker, slug: str) -> Standing:
    """How one initiative stands; raises `NotFound`."""
    return (await sight(deps, asker, slug)).standing()


async def share(deps: Deps, asker: Asker, slug: str) -> Standing:
    """How one initiative stands, to be told to everybody where it is asked.

    Raises `NotFound`, `NotForThisChannel`, and `AlreadyHandled` where that was done just now.
    """
    stands = await status(deps, asker, slug)
    if not may_share(stands.initiative.home, asker):
        raise NotForThisChannel
    await claim_alone(deps, asker, f"share {asker.channel} {slug}")
    return stands


async def sight(deps: Deps, asker: Asker, slug: str) -> Sight:
    """One initiative that the asker may see; raises `NotFound` alike when there is none and when it is not for them."""

    async def ask(known: Asker) -> Sight:
        found = await deps.storage.named(known.organisation, slug)
        if found.initiative is None or not visible(found.initiative, known, found.organisation):
            raise NotFound(initiative=slug)
        return Sight(found.initiative, found.organisation, deps.clock())

    return await knowing_rooms(deps, asker, ask)


async def here(deps: Deps, asker: Asker) -> tuple[Glimpse, ...]:
    """The channel's own initiatives that the asker may see (see `_own`)."""

    async def ask(known: Asker) -> tuple[Glimpse, ...]:
        if known.channel is None:
            return ()
        found = await deps.storage.in_channel(known.organisation, known.workspace.id, known.channel)
        lines = _own(found.lines, known, found.organisation)
        return tuple(Glimpse(line, found.organisation, deps.clock()) for line in lines)

    return await knowing_rooms(deps, asker, ask)


async def overview(deps: Deps, asker: Asker, which: str) -> Overview:
    """Initiatives in play: "mine", "all", or the "stalled" ones among all."""

    async def ask(known: Asker) -> Overview:
        async with deps.storage.read(known.organisation) as uow:
            organisation = await uow.organisations.get()
            ids = await _mine(uow, known, organisation) if which == "mine" else await _all(uow, known, organisation)
            wanted = ids if which == "stalled" else ids[:LIST_LIMIT]
            loaded = await uow.initiatives.load(wanted)
        shown = [one for one in loaded if visible(one, known, organisation)]
        found = _standings(deps, organisation, shown)
        missing = len(wanted) - len(loaded) + len(shown) - len(found)
        if which == "stalled":
            found = [one for one in found if one.survey.stalls]
            return Overview(tuple(found[:LIST_LIMIT]), max(0, len(found) - LIST_LIMIT), missing)
        return Overview(tuple(found), max(0, len(ids) - LIST_LIMIT), missing)

    return await knowing_rooms(deps, asker, ask)


async def gate_page(deps: Deps, asker: Asker, slug: str, key: str) -> GatePage:
    """One gate; raises `NotFound`."""

    async def ask(known: Asker) -> GatePage:
        async with deps.storage.read(known.organisation) as uow:
            organisation = await uow.organisations.get()
            initiative = await seen(uow, slug, known, organisation)
            page = await read_gate_page(uow, standing(initiative, organisation, deps.clock()), key)
            return replace(page, passages=await _passages(uow, page))

    return await knowing_rooms(deps, asker, ask)


async def read_gate_page(uow: UnitOfWork, stands: Standing, key: str) -> GatePage:
    """The page of one gate of an initiative that is already loaded; raises `NotFound`."""
    initiative = stands.initiative
    gate = initiative.gates.get(key)
    if gate is None:
        raise NotFound(gate=key, initiative=initiative.slug, known=tuple(initiative.gates))
    pinned = await uow.templates.get(initiative.template.key, initiative.template.version)
    described = pinned.template.gate(key) if pinned else None
    return GatePage(stands, gate, described, review(gate, initiative, stands.organisation))


async def _passages(uow: UnitOfWork, page: GatePage) -> Passages | None:
    """The record is read of a gate only that may have been late."""
    standing, stage = page.standing, page.gate.needed_by
    day = None if stage is None else standing.initiative.milestone(stage).date
    if day is None or day >= standing.today:
        return None
    entries = await uow.record.entries(standing.initiative.id)
    return gate_passages(standing.initiative, page.gate.key, entries, standing.organisation.calendar, standing.now)


async def lateness_page(deps: Deps, asker: Asker, slug: str) -> LatenessPage:
    """One initiative against its stages; raises `NotFound`."""

    async def ask(known: Asker) -> LatenessPage:
        async with deps.storage.read(known.organisation) as uow:
            organisation = await uow.organisations.get()
            initiative = await seen(uow, slug, known, organisation)
            entries, now = await uow.record.entries(initiative.id), deps.clock()
        found = lateness(initiative, entries, organisation.calendar, now)
        return LatenessPage(standing(initiative, organisation, now), found)

    return await knowing_rooms(deps, asker, ask)


async def home_page(deps: Deps, asker: Asker) -> HomePage:
    """My gates, my approvals, what is offered to me, what waits for me, my handoffs, my initiatives."""

    async def ask(known: Asker) -> HomePage:
        async with deps.storage.read(known.organisation) as uow:
            organisation = await uow.organisations.get()
            ids = await _mine(uow, known, organisation)
            loaded = await uow.initiatives.load(ids)
        mine = [one for one in loaded if visible(one, known, organisation)]
        stands = _standings(deps, organisation, mine)
        missing = len(ids) - len(loaded) + len(mine) - len(stands)
        return replace(_home(known, organisation, stands), missing=missing)

    return await knowing_rooms(deps, asker, ask)


async def names(deps: Deps, asker: Asker, mentioned: Iterable[str], built_in: Iterable[str]) -> Names:
    """What the words of a typed line may refer to, `mentioned` being those that could be slugs."""

    async def ask(known: Asker) -> Names:
        async with deps.storage.read(known.organisation) as uow:
            organisation = await uow.organisations.get()
            here = tuple(line.slug for line in await _lines_here(uow, known, organisation))
            found: dict[str, Initiative] = {}
            for slug in dict.fromkeys(mentioned):
                found |= await _if_visible(uow, slug, known, organisation)
            for slug in here:
                # One that cannot be read is named all the same: whatever is asked of it is answered so.
                with suppress(Unreadable):
                    found |= await _if_visible(uow, slug, known, organisation)
            published = {stored.template.key for stored in await uow.templates.list()}
        gates = {slug: frozenset(initiative.gates) for slug, initiative in found.items()}
        return Names(here, gates, organisation, frozenset(published | set(built_in)))

    return await knowing_rooms(deps, asker, ask)


async def templates(deps: Deps, asker: Asker, built_in: Mapping[str, StoredTemplate]) -> tuple[Template, ...]:
    """The newest version of every checklist, published or shipped with the bot, by name."""
    async with deps.storage.read(asker.organisation) as uow:
        published = {stored.template.key for stored in await uow.templates.list()}
        found = [(await template_named(uow, key, built_in))[0].template for key in published | set(built_in)]
    return tuple(sorted(found, key=lambda template: template.name))


async def template(deps: Deps, asker: Asker, key: str, built_in: Mapping[str, StoredTemplate]) -> Template:
    """One checklist; raises `NotFound`."""
    async with deps.storage.read(asker.organisation) as uow:
        stored, _ = await template_named(uow, key, built_in)
        return stored.template


async def settings(deps: Deps, asker: Asker) -> SettingsPage:
    """The organisation's settings."""
    async with deps.storage.read(asker.organisation) as uow:
        organisation = await uow.organisations.get()
    workspaces = await deps.storage.workspaces_of(asker.organisation)
    return SettingsPage(organisation, frozenset(administrators(organisation)), workspaces)


async def _if_visible(uow: UnitOfWork, slug: str, asker: Asker, organisation: Organisation) -> Mapping[str, Initiative]:
    initiative = await uow.initiatives.by_slug(slug)
    return {slug: initiative} if initiative is not None and visible(initiative, asker, organisation) else {}


def _standings(deps: Deps, organisation: Organisation, initiatives: Iterable[Initiative]) -> list[Standing]:
    """How each stands, without those of which that cannot be found."""
    found: list[Standing] = []
    for initiative in initiatives:
        with guarded(deps.faults, Sweep.PAGES, initiative.slug):
            found.append(standing(initiative, organisation, deps.clock()))
    return found


async def _lines_here(uow: UnitOfWork, asker: Asker, organisation: Organisation) -> tuple[InitiativeLine, ...]:
    if asker.channel is None:
        return ()
    lines = await uow.initiatives.lines(channel=(asker.workspace.id, asker.channel), lives=IN_PLAY | LIVE)
    return _own(lines, asker, organisation)


def _own(lines: Iterable[InitiativeLine], asker: Asker, organisation: Organisation) -> tuple[InitiativeLine, ...]:
    """The channel's own: what is in play there, else what went live: its first incident is told there too."""
    seen = [line for line in lines if line.life in IN_PLAY | LIVE and line_visible(line, asker, organisation)]
    return tuple([line for line in seen if line.life in IN_PLAY] or seen)


async def _mine(uow: UnitOfWork, asker: Asker, organisation: Organisation) -> tuple[InitiativeId, ...]:
    return await concerning(uow, organisation, asker.person)


async def _all(uow: UnitOfWork, asker: Asker, organisation: Organisation) -> tuple[InitiativeId, ...]:
    lines = await uow.initiatives.lines(lives=IN_PLAY)
    mine = await _mine(uow, asker, organisation)
    own = frozenset(mine)
    return tuple(line.id for line in lines if line.id in own or line_visible(line, asker, organisation))


def _home(asker: Asker, organisation: Organisation, stands: list[Standing]) -> HomePage:
    me = organisation.person(asker.person).id
    held = {me, *organisation.represented_by(me)}
    pairs = [(one, gate) for one in stands for gate in one.initiative.gates.values()]
    offers: list[tuple[Standing, Gate | None]] = [
        (one, None) for one in stands if one.initiative.handoff.offered_to == me
    ]
    offers += [(one, gate) for one, gate in pairs if gate.ownership.offered_to == me]
    in_review = [(one, gate) for one, gate in pairs if gate.progress is Progress.IN_REVIEW]
    return HomePage(
        person=me,
        organisation=organisation,
        gates=tuple((one, gate) for one, gate in pairs if gate.owner in held and not gate.is_settled_at(one.now)),
        approvals=tuple(
            (one, gate) for one, gate in in_review if me in review(gate, one.initiative, organisation).waiting_for
        ),
        offers=tuple(offers),
        handoffs=tuple(one for one in stands if one.initiative.handoff.owner in held),
        initiatives=tuple(one for one in stands if _is_mine(one.initiative, me, organisation)),
        awaited=tuple(
            (one, gate)
            for one, gate in pairs
            if not gate.is_settled_at(one.now) and me in awaited(gate, one.initiative, organisation)
        ),
        contracts=tuple(one for one in stands if _has_to_sign(one.survey.contract, me)),
    )


def _has_to_sign(step: Step | None, me: PersonId) -> bool:
    return step is not None and step.step is NextStep.SIGN_CONTRACT and me in step.people


def _is_mine(initiative: Initiative, me: PersonId, organisation: Organisation) -> bool:
    if me in initiative.people():
        return True
    members = party_members(initiative, organisation)
    return any(me in members.get(gate.party, ()) for gate in initiative.gates.values())
