"""An initiative starts, gets its dates, is paused, resumed or cancelled."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from readiness.domain.rules import life as life_rules
from readiness.domain.rules import milestone as milestone_rules
from readiness.domain.rules.change import Act, limited
from readiness.domain.rules.initiative import Proposal, refuse_repeat
from readiness.domain.rules.initiative import start as start_rule
from readiness.domain.rules.organisation import name_party_owners, override_members
from readiness.domain.rules.visibility import LOOKED_AT_EVERY
from readiness.domain.values.identity import InitiativeId, PersonId, slug_from, unguessable, unused
from readiness.domain.values.initiative import Initiative, Money
from readiness.domain.values.refusals import NotFound
from readiness.domain.values.schedule import WeeklySlot, next_after
from readiness.domain.values.template import Template
from readiness.usecases.contract_lapse import notice_parties
from readiness.usecases.frame.asking import Asker, knowing_rooms, seen
from readiness.usecases.frame.changing import (
    Outcome,
    acting,
    change_initiative,
    keep_initiative,
    keep_organisation,
    retrying,
)
from readiness.usecases.frame.handling import and_then, claim
from readiness.usecases.frame.ports import (
    Deps,
    DigestSchedule,
    ScheduleKind,
    StoredTemplate,
    UnitOfWork,
)

REASON_IN_PRESS = 900
"""What fits into the button that says yes, where Slack takes 2,000 characters: a quote and an emoji count for two."""

MONDAY_MORNING = WeeklySlot(weekday=0, hour=9, minute=0, timezone="")
"""When a channel's digest is sent until somebody says otherwise (rules.md, "What is posted where")."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What `new` is told beside the proposal: the checklist's key, None for the default, and party owners.

    `home_seen` is whether somebody just looked at the home channel; `again` where the asker started one of that name
    minutes ago, and this is another.
    """

    template: str | None = None
    party_owners: tuple[tuple[str, PersonId], ...] = ()
    home_seen: bool = False
    again: bool = False


async def start(
    deps: Deps, asker: Asker, proposal: Proposal, beginning: Beginning, built_in: Mapping[str, StoredTemplate]
) -> Outcome:
    """Start an initiative; its checklist, its prompts and its channel's weekly digest follow from it."""
    named = frozenset(party for party, _ in beginning.party_owners)

    async def then() -> None:
        if named:
            await notice_parties(deps, asker.organisation, asker.person, named)

    return await and_then(retrying(lambda: _start_once(deps, asker, proposal, beginning, built_in)), then)


async def plan(deps: Deps, asker: Asker, slug: str, milestone: str, day: date) -> Outcome:
    """Plan a milestone."""
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: milestone_rules.plan(initiative, milestone, day, act)
    )


async def reach(deps: Deps, asker: Asker, slug: str, milestone: str, day: date | None) -> Outcome:
    """Say that a milestone was reached, today unless a day is given."""
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: milestone_rules.reach(initiative, milestone, day or act.today, act)
    )


async def steer(deps: Deps, asker: Asker, slug: str, what: str, why: str) -> Outcome:
    """Pause, resume or cancel: `what` is that word."""
    rule = {"pause": life_rules.pause, "resume": life_rules.resume, "cancel": life_rules.cancel}[what]
    return await change_initiative(deps, asker, slug, lambda initiative, act: rule(initiative, act, why=why))


async def about_to_cancel(deps: Deps, asker: Asker, slug: str, why: str) -> Initiative:
    """The initiative that would be cancelled; raises what cancelling it would, and changes nothing.

    A reason of more than `REASON_IN_PRESS` characters is refused here with `BadText`.
    """

    async def ask(known: Asker) -> Initiative:
        async with deps.storage.read(known.organisation) as uow:
            organisation = await uow.organisations.get()
            initiative = await seen(uow, slug, known, organisation)
        life_rules.cancel(initiative, acting(deps, known.person, organisation), why=why)
        limited(why, "the reason", REASON_IN_PRESS)
        return initiative

    return await knowing_rooms(deps, asker, ask)


async def set_value(deps: Deps, asker: Asker, slug: str, value: Money) -> Outcome:
    """Say what a week of delay costs."""
    return await change_initiative(
        deps, asker, slug, lambda initiative, act: milestone_rules.set_value(initiative, value, act)
    )


async def appoint(deps: Deps, asker: Asker, slug: str, what: str, person: PersonId) -> Outcome:
    """Name the lead or the sponsor: `what` is that word."""
    rule = {"lead": milestone_rules.set_lead, "sponsor": milestone_rules.set_sponsor}[what]
    return await change_initiative(deps, asker, slug, lambda initiative, act: rule(initiative, person, act))


async def change_members(
    deps: Deps, asker: Asker, slug: str, party: str, what: str, people: tuple[PersonId, ...]
) -> Outcome:
    """Change who counts as a party's member in this initiative only."""
    return await change_initiative(
        deps,
        asker,
        slug,
        lambda initiative, act: override_members(initiative, party, what, people, act),
    )


async def template_named(
    uow: UnitOfWork, key: str, built_in: Mapping[str, StoredTemplate]
) -> tuple[StoredTemplate, bool]:
    """The newest published checklist of that key, else the one shipped with the bot, and whether it is unpublished."""
    stored = await uow.templates.get(key)
    shipped = built_in.get(key)
    if stored is not None and (shipped is None or stored.template.version >= shipped.template.version):
        return stored, False
    if shipped is None:
        known = {template.template.key for template in await uow.templates.list()} | set(built_in)
        raise NotFound(template=key, known=tuple(sorted(known)))
    return shipped, True


async def _start_once(
    deps: Deps, asker: Asker, proposal: Proposal, beginning: Beginning, built_in: Mapping[str, StoredTemplate]
) -> Outcome:
    async with deps.storage.write(asker.organisation) as uow:
        organisation = await uow.organisations.get()
        act = Act(organisation.person(asker.person), deps.clock(), organisation)
        template = await _pinned(uow, beginning.template or organisation.default_template, built_in, act)
        act = await _with_parties(deps, uow, template, beginning, act)
        id_, wanted = InitiativeId(deps.ids()), slug_from(proposal.name)
        wanted = unguessable(wanted, id_) if proposal.home.private else wanted
        taken = await uow.initiatives.slugs()
        if not beginning.again:
            refuse_repeat(proposal, await _called_alike(uow, proposal, taken), act)
        slug = unused(wanted, taken)
        change = start_rule(proposal, template, act, id=id_, slug=slug)
        after = await keep_initiative(deps, uow, None, change, act)
        await claim(uow, asker, act.at)
        await _schedule_first_digest(uow, after, act)
        if beginning.home_seen:
            await uow.looks.seen(after.home.workspace, after.home.channel, act.at, act.at + LOOKED_AT_EVERY)
        await uow.commit()
        return Outcome(after, after, act.organisation, change.facts, act)


async def _called_alike(uow: UnitOfWork, proposal: Proposal, taken: frozenset[str]) -> tuple[Initiative, ...]:
    """The initiatives of that name: public ones, or of a private channel its own, which exist for nobody elsewhere."""
    home, name = proposal.home, proposal.name.strip()
    if not home.private and slug_from(name) not in taken:
        return ()
    lines = await uow.initiatives.lines(channel=(home.workspace, home.channel) if home.private else None)
    return await uow.initiatives.load([line.id for line in lines if line.name == name and line.private == home.private])


async def _pinned(uow: UnitOfWork, key: str, built_in: Mapping[str, StoredTemplate], act: Act) -> Template:
    """The template, published in the organisation first if it came with the bot: what is pinned never changes."""
    stored, unpublished = await template_named(uow, key, built_in)
    if unpublished:
        await uow.templates.publish(replace(stored, published_at=act.at))
    return stored.template


async def _with_parties(deps: Deps, uow: UnitOfWork, template: Template, beginning: Beginning, act: Act) -> Act:
    governed = name_party_owners(beginning.party_owners, template, act)
    after = await keep_organisation(deps, uow, act.organisation, governed, act)
    return replace(act, organisation=after)


async def _schedule_first_digest(uow: UnitOfWork, initiative: Initiative, act: Act) -> None:
    home = initiative.home
    if await uow.schedules.get(home.workspace, home.channel) is not None:
        return
    slot = replace(MONDAY_MORNING, timezone=act.organisation.calendar.timezone)
    due = next_after(slot, act.at).instant
    schedule = DigestSchedule(home.workspace, home.channel, ScheduleKind.CHANNEL, slot, due, follows=True)
    await uow.schedules.save(schedule)
