"""One gate in full: what it asks for, how it stands, and what the reader may do about it."""

from bot.cards import (
    Accessory,
    Actions,
    Bold,
    Card,
    Fact,
    Facts,
    Heading,
    Menu,
    MenuItem,
    Note,
    Part,
    Section,
    Span,
    Text,
)
from bot.intents.block import Unblock
from bot.intents.looking import AllGates
from bot.intents.ownership import Accept, Claim
from bot.intents.review import Request
from bot.views.shown.lateness import late_sentence
from bot.views.words.absence import away_note
from bot.views.words.counting import counted
from bot.views.words.dates import on_day
from bot.views.words.direction import steady
from bot.views.words.escalation import chain_facts
from bot.views.words.evidence import evidence_line, evidence_quote
from bot.views.words.gate import due_text, holder, mark, needed, said_by, shortened, state
from bot.views.words.incident import incident_lines
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import begun, codes, name, words_of
from bot.views.words.presses import button, item, menu_opens, opens
from bot.views.words.rework import can_end, finding_parts
from bot.views.words.sign_off import (
    approve_with_finding,
    place,
    rarer_votes,
    ref_of,
    sign_buttons,
    vote_line,
    who_must_sign,
)
from bot.views.words.terms import party
from readiness.domain.rights.permissions import Action, holds
from readiness.domain.rights.signing import may_sign
from readiness.domain.rules.review import open_dependencies
from readiness.domain.rules.rework import standing_approval
from readiness.domain.values.gate import Decision, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Life
from readiness.domain.values.milestone import LIVE_INPUTS
from readiness.domain.values.person import Role
from readiness.usecases.looking import GatePage

QUOTE = 1_200
MOST_IN_MENU = 5
MOST_INCIDENTS = 3


def gate_card(page: GatePage, viewer: PersonId | None) -> Card:
    """One gate; `viewer` None gives it without buttons, as for everybody."""
    gate, standing = page.gate, page.standing
    title = f"{steady(gate.title)}{BETWEEN}{steady(standing.initiative.name)}"
    due = due_text(standing, gate)
    lines: tuple[Text, ...] = (
        begun(state(standing, gate)),
        begun((*_whose(page), *needed(standing, gate), *_late(due))),
    )
    parts: list[Part] = [Heading(title), Section(lines, mark(standing, gate))]
    parts += [*_stages(page), *_guidance(page), *_facts(page), *_evidence(page), *_votes(page)]
    parts += finding_parts(standing, gate.key, lambda one: viewer is not None and can_end(standing, one, viewer))
    parts += _incidents(page)
    actions = _actions(page, viewer) if viewer is not None else ()
    parts += [Actions(actions)] if actions else []
    return Card(f"{title}: {''.join(map(words_of, state(standing, gate)))}", (*parts, _last(page)))


def _whose(page: GatePage) -> tuple[Span, ...]:
    gate = page.gate
    away = away_note(page.standing.organisation, gate.owner, page.standing.today) if gate.owner else ""
    owner = f"Owner {holder(page.standing, gate.ownership)}{away}{BETWEEN}" if gate.owner else ""
    backup = f"backup {name(page.standing.organisation, gate.backup)}{BETWEEN}" if gate.backup else ""
    return (owner + backup,) if owner or backup else ()


def _late(due: tuple[Span, ...]) -> tuple[Span, ...]:
    """How late it is; when it is due has been said already."""
    return (BETWEEN, *due) if due and isinstance(due[0], Bold) else ()


def _guidance(page: GatePage) -> tuple[Part, ...]:
    """What to do and why, while it is to be done; afterwards it would only be in the way."""
    described = page.described
    if described is None or page.gate.is_settled_at(page.standing.now):
        return ()
    return (Section(((Bold("What to do: "), described.guidance), (Bold("Why: "), described.why))),)


def _facts(page: GatePage) -> tuple[Part, ...]:
    facts = [Fact("Who must sign", who_must_sign(page))]
    if page.gate.valid_days is not None:
        facts.append(Fact("A sign-off holds for", (counted(page.gate.valid_days, "day"),)))
    settled = page.gate.is_settled_at(page.standing.now)
    waits = () if settled else open_dependencies(page.standing.initiative, page.gate, page.standing.now)
    if waits:
        facts.append(Fact("Waits for", codes(waits, most=5)))
    elif not settled and page.gate.evidence is None and page.described is not None and page.described.evidence_hint:
        facts.append(Fact("Evidence to give", (page.described.evidence_hint,)))
    remark = page.gate.ownership.remark
    if remark is not None and not settled:
        facts.append(Fact(said_by(page.standing, remark).removesuffix(":"), (shortened(remark.text, 300),)))
    facts += chain_facts(page.standing, page.standing.survey.steps.get(page.gate.key))
    return (Facts(tuple(facts)),)


def _evidence(page: GatePage) -> tuple[Part, ...]:
    evidence = page.gate.evidence
    if evidence is None:
        return ()
    line = evidence_line(evidence, page.standing.organisation)
    return (Section(((Bold(f"Evidence, revision {evidence.revision}: "), *line),)), *evidence_quote(evidence, QUOTE))


def _votes(page: GatePage) -> tuple[Part, ...]:
    """The votes with their meanings, and the terms of a waiver."""
    lines: list[Text] = []
    for vote in sorted(page.gate.votes, key=lambda one: one.at):
        said = f": {shortened(vote.comment, 200)}" if vote.comment else ""
        lines.append((*vote_line(page, vote), said))
    waiver = page.gate.waiver
    if waiver is not None:
        lines.append((f"Until then: {shortened(waiver.control, 200)}",))
    return (Section(((Bold("Votes"),), *lines)),) if lines else ()


def _stages(page: GatePage) -> tuple[Part, ...]:
    """How late it was against the stage it was needed by."""
    passages = page.passages
    if passages is None or not passages.is_late:
        return ()
    return (Note((late_sentence(page.standing, page.gate, passages),)),)


def _incidents(page: GatePage) -> tuple[Part, ...]:
    """The latest incidents at this gate; earlier ones are counted."""
    standing = page.standing
    found = [one for one in reversed(standing.initiative.incidents) if one.gate == page.gate.key]
    lines = [
        line for one in found[:MOST_INCIDENTS] for line in incident_lines(one, standing.organisation, standing.today)
    ]
    more = len(found) - MOST_INCIDENTS
    rest: tuple[Text, ...] = ((f"And {counted(more, 'earlier incident')}.",),) if more > 0 else ()
    return (Section((*lines, *rest)),) if lines else ()


def _last(page: GatePage) -> Note:
    """What it is called, whose party it belongs to, and since when it is on the checklist."""
    gate, standing = page.gate, page.standing
    calendar = standing.organisation.calendar
    since = on_day(calendar.local_date(gate.created_at), standing.today)
    owner = f"{BETWEEN}a gate of {party(standing.organisation, gate.party)}"
    return Note((place(page), f"{owner}{BETWEEN}on the checklist since {since.removeprefix('on ')}"))


def _actions(page: GatePage, viewer: PersonId) -> tuple[Accessory, ...]:
    """What the viewer may do, the one thing wanted first."""
    person = page.standing.organisation.person(viewer)
    if not person.is_member or person.role is Role.AUDITOR or page.standing.life in (Life.PAUSED, Life.CANCELLED):
        return ()
    offered, voting = _offer_buttons(page, viewer), _vote_buttons(page, viewer)
    working = _work_buttons(page, viewer, primary=not offered and not voting)
    going_on = _unblock_buttons(page, viewer, primary=not offered and not voting and not working)
    menu = _menu(page, viewer)
    return (*offered, *voting, *working, *going_on, *((Menu(menu[:MOST_IN_MENU]),) if menu else ()))


def _may(page: GatePage, viewer: PersonId, action: Action) -> bool:
    standing = page.standing
    return holds(action, standing.organisation.person(viewer), standing.organisation, standing.initiative, page.gate)


def _offer_buttons(page: GatePage, viewer: PersonId) -> tuple[Accessory, ...]:
    ref, ownership = ref_of(page), page.gate.ownership
    if ownership.offered_to is not None and ownership.owner != viewer and _may(page, viewer, Action.ANSWER_OFFER):
        accept = button("Accept", Accept(ref), primary=True)
        return (accept, opens("Decline…", "decline", ref))
    if ownership.holder is not None:
        return ()
    take = button("I take it", Claim(ref), primary=not _may(page, viewer, Action.ASSIGN))
    name_one = (opens("Name an owner", "assign", ref, primary=True),) if _may(page, viewer, Action.ASSIGN) else ()
    return (*name_one, take)


def _signs(page: GatePage, viewer: PersonId) -> bool:
    return viewer in may_sign(page.gate, page.standing.initiative, page.standing.organisation)


def _vote_buttons(page: GatePage, viewer: PersonId) -> tuple[Accessory, ...]:
    gate = page.gate
    if gate.progress is not Progress.IN_REVIEW or gate.revision == 0 or not _signs(page, viewer):
        return ()
    vote = gate.vote_of(viewer)
    buttons = sign_buttons(page, primary=not _offer_buttons(page, viewer))
    return buttons[-1:] if vote is not None and vote.decision is Decision.APPROVE else buttons


def _may_approve(page: GatePage, viewer: PersonId) -> bool:
    """Whether the viewer may approve now, or has approved what stands."""
    if not _signs(page, viewer):
        return False
    return page.gate.progress is Progress.IN_REVIEW or standing_approval(page.gate, viewer) is not None


def _work_buttons(page: GatePage, viewer: PersonId, *, primary: bool) -> tuple[Accessory, ...]:
    gate, ref = page.gate, ref_of(page)
    if not _may(page, viewer, Action.WORK) or gate.is_settled_at(page.standing.now):
        return ()
    can_ask = gate.revision > 0 and gate.progress in (Progress.OPEN, Progress.CHANGES_REQUESTED)
    can_ask = can_ask and not open_dependencies(page.standing.initiative, gate, page.standing.now)
    asks = gate.progress is Progress.OPEN and primary
    ask = (button("Ask for sign-off", Request(ref), primary=asks),) if can_ask else ()
    waits = gate.progress is not Progress.IN_REVIEW
    add = opens("Add evidence", "evidence", ref, primary=primary and waits and not (can_ask and asks))
    return (*ask, add)


def _unblock_buttons(page: GatePage, viewer: PersonId, *, primary: bool) -> tuple[Accessory, ...]:
    if page.gate.block is None or page.gate.is_settled_at(page.standing.now) or not _may(page, viewer, Action.UNBLOCK):
        return ()
    return (button("It can go on", Unblock(ref_of(page)), primary=primary),)


def _menu(page: GatePage, viewer: PersonId) -> tuple[MenuItem, ...]:
    """Rarer things, in the order of how often they are wanted."""
    gate, ref = page.gate, ref_of(page)
    settled = gate.is_settled_at(page.standing.now)
    items: list[MenuItem] = [*approve_with_finding(page)] if _may_approve(page, viewer) else []
    if gate.vote_of(viewer) is not None:
        items.append(menu_opens("Withdraw my vote…", "withdraw", ref))
    if _may(page, viewer, Action.WORK) and not settled:
        items.append(menu_opens("Hand off…", "handoff", ref))
        if gate.block is None:
            items.append(menu_opens("I'm blocked…", "blocked", ref))
    if _may(page, viewer, Action.ASSIGN) and gate.ownership.holder is not None:
        items.append(menu_opens("Name another owner…", "assign", ref))
    if _signs(page, viewer) and not settled:
        items += rarer_votes(page)
    if page.standing.initiative.milestone(LIVE_INPUTS).actual is not None:
        items.append(menu_opens("Record an incident…", "incident", ref))
    return (*items, item("All gates", AllGates(ref.initiative)))
