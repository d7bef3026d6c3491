"""The ledger of rework: what is still to be done, then what all of it was about."""

from bot.cards import (
    Accessory,
    Actions,
    Bold,
    Card,
    Code,
    Divider,
    Heading,
    Menu,
    MenuItem,
    Note,
    Part,
    Section,
)
from bot.intents.intent import GateRef
from bot.intents.looking import Show, Status
from bot.intents.rework import EndRework
from bot.views.words.direction import steady
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import name
from bot.views.words.presses import button, item, show, typed
from bot.views.words.rework import DONE, can_end, change_item, item_lines, mark_of
from bot.views.words.terms import REASONS, inside, milestone, party
from readiness.domain.readings.report import Standing
from readiness.domain.readings.rework import Ledger, ledger
from readiness.domain.rules.rework import may_assign
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Life
from readiness.domain.values.person import Role
from readiness.domain.values.rework import Rework

MOST = 8


def rework_card(standing: Standing, viewer: PersonId) -> Card:
    """The ledger of one initiative, with what the viewer may do about each open item."""
    found = ledger(standing.initiative)
    called = steady(standing.initiative.name)
    if not found.total:
        return _empty(standing, called)
    headline = f"Rework{BETWEEN}{called}{BETWEEN}{len(found.open)} of {found.total} open"
    parts: list[Part] = [Heading(headline), *(_row(standing, one, viewer) for one in found.open[:MOST])]
    if not found.open:
        parts.append(Section((("Everything that was asked for is done.",),)))
    if len(found.open) > MOST:
        parts.append(Section(((f"And {len(found.open) - MOST} more, due later.",),)))
    checklist = Actions((button("Checklist", Status(standing.initiative.slug)),))
    return Card(headline, (*parts, Divider(), _counts(standing, found), checklist, _last()))


def _empty(standing: Standing, called: str) -> Card:
    said = f"No rework in {called}."
    what = "Nobody has asked for changes, and no approval has a finding."
    checklist = Actions((button("Checklist", Status(standing.initiative.slug)),))
    return Card(said, (Section(((Bold(said),), (what,))), checklist, _last()))


def _row(standing: Standing, one: Rework, viewer: PersonId) -> Section:
    what, who = item_lines(standing, one)
    organisation = standing.organisation
    reason = f", about {inside(REASONS[one.reason])}" if one.reason is not None else ""
    stage = f"after {milestone(one.stage)}" if one.stage else "before design closed"
    raised = f"Raised by {name(organisation, one.raised_by)} of {party(organisation, one.party)} {stage}{reason}"
    lines = (what, (Code(one.gate), BETWEEN, *who), (raised,))
    return Section(lines, mark_of(one, standing.today), _press(standing, one, viewer))


def _press(standing: Standing, one: Rework, viewer: PersonId) -> Accessory:
    """What the viewer may do: end it, give it to somebody else; a look at its gate in any case."""
    ref = GateRef(standing.initiative.slug, one.gate)
    items = _items(standing, one, viewer)
    if not items:
        return show("Show gate", ref)
    return Menu((*items, item("Show gate", Show(ref))))


def _items(standing: Standing, one: Rework, viewer: PersonId) -> tuple[MenuItem, ...]:
    initiative, organisation = standing.initiative, standing.organisation
    person = organisation.person(viewer)
    if standing.life in (Life.PAUSED, Life.CANCELLED) or not person.is_member or person.role is Role.AUDITOR:
        return ()
    ends = can_end(standing, one, viewer)
    done = (item(DONE, EndRework(initiative.slug, one.number)),) if ends else ()
    change = (change_item(initiative.slug, one),) if may_assign(one, person, initiative, organisation) else ()
    return (*done, *change)


def _counts(standing: Standing, found: Ledger) -> Section:
    """What all of it was about, who reviewed, and how much came late."""
    reasons = [
        f"{inside(REASONS[reason]) if reason else 'findings'} {count}" for reason, count in found.by_reason.items()
    ]
    parties = [f"{party(standing.organisation, key)} {count}" for key, count in found.by_party.items()]
    return Section(
        (
            (Bold("By reason: "), ", ".join(reasons)),
            (Bold("By reviewing party: "), ", ".join(parties)),
            (Bold("Raised after model complete: "), f"{found.after_model_complete} of {found.total}"),
        )
    )


def _last() -> Note:
    return Note(("A finding ends with ", typed("rework done NUMBER"), "; requested changes once their gate is settled"))
