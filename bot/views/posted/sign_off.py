"""The request for a sign-off in the checklist's thread, as it stands now."""

from collections.abc import Callable

from bot.cards import (
    Actions,
    Bold,
    Card,
    Fact,
    Facts,
    Mark,
    Menu,
    Note,
    Part,
    Quote,
    Section,
    Span,
)
from bot.intents.looking import Show
from bot.views.words.absence import in_brackets, voter
from bot.views.words.counting import counted
from bot.views.words.dates import day, moment
from bot.views.words.direction import steady
from bot.views.words.evidence import evidence_line, evidence_quote
from bot.views.words.gate import holds_until, lateness, needed
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import mention, name
from bot.views.words.presses import item, show
from bot.views.words.rework import change_item, finding_parts
from bot.views.words.sign_off import (
    approve_with_finding,
    is_held_up,
    place,
    rarer_votes,
    ref_of,
    sign_buttons,
    vote_line,
    who_must_sign,
)
from bot.views.words.terms import PROMISES, REASONS
from readiness.domain.values.gate import Decision, Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Life
from readiness.domain.values.rework import overdue_findings
from readiness.usecases.looking import GatePage

MOST_MENTIONED = 8


def sign_off_card(page: GatePage, ask: int) -> Card:
    """The message that asked for the `ask`-th time: the request, what came of it, or that a newer one stands."""
    gate = page.gate
    if gate.asks > ask:
        return _replaced(page)
    if page.standing.life in (Life.PAUSED, Life.CANCELLED):
        return _resting(page)
    return _DRAWN[gate.progress](page)


def _request(page: GatePage) -> Card:
    if is_held_up(page):
        return _held_up(page)
    gate, standing = page.gate, page.standing
    asked = Bold(f"Please sign off: {steady(gate.title)}")
    about: tuple[Span, ...] = (
        "for ",
        Bold(steady(standing.initiative.name)),
        BETWEEN,
        *needed(standing, gate),
        *_late(page),
    )
    facts: list[Fact] = []
    quote: tuple[Part, ...] = ()
    if gate.evidence is not None:
        line = evidence_line(gate.evidence, standing.organisation)
        facts.append(Fact(f"Evidence, revision {gate.revision}", line))
        quote = evidence_quote(gate.evidence)
    facts.append(Fact("Who must sign", who_must_sign(page)))
    more = Menu((*approve_with_finding(page), *rarer_votes(page), item("Show gate", Show(ref_of(page)))))
    return Card(
        f"Please sign off: {steady(gate.title)}, for {steady(standing.initiative.name)}",
        (
            Section(((*_asked(page), asked), about)),
            Facts(tuple(facts)),
            *quote,
            *finding_parts(standing, gate.key),
            Actions((*sign_buttons(page), more)),
            Note((PROMISES[gate.rule.meaning], " ", place(page))),
        ),
    )


def _held_up(page: GatePage) -> Card:
    """An overdue finding took its approval back, and keeps everybody from approving until it is done."""
    gate, standing = page.gate, page.standing
    said = f"A finding is overdue: {steady(gate.title)}"
    after = "An approval was taken back. It can be given again once this is done, or has a new date."
    about: tuple[Span, ...] = ("for ", Bold(steady(standing.initiative.name)), BETWEEN, after)
    first = overdue_findings(standing.initiative.rework, gate.key, standing.today)[0]
    change = change_item(standing.initiative.slug, first)
    more = Menu((change, *rarer_votes(page), item("Show gate", Show(ref_of(page)))))
    return Card(
        f"{said}, for {steady(standing.initiative.name)}",
        (
            Section(((*_asked(page), Bold(said)), about)),
            *finding_parts(standing, gate.key),
            Actions((*sign_buttons(page), more)),
            Note((place(page),)),
        ),
    )


def _asked(page: GatePage) -> tuple[Span, ...]:
    """Mentions of those it waits for, owners of their parties first; of a large group only so many are called."""
    organisation = page.standing.organisation
    leading = {party.owner for party in organisation.parties.values()}
    people = sorted(organisation.by_name(page.review.waiting_for), key=lambda one: one not in leading)
    if not people and page.gate.votes:
        people = sorted(vote.person for vote in page.gate.votes)
    spans: list[Span] = []
    for person in people[:MOST_MENTIONED]:
        spans += [mention(organisation, person), f"{in_brackets(organisation, page.review.in_place_of.get(person))} "]
    more = len(people) - MOST_MENTIONED
    return (*spans, f"and {counted(more, 'other')}: ") if more > 0 else tuple(spans)


def _late(page: GatePage) -> tuple[Span, ...]:
    late = lateness(page.standing, page.gate)
    return (BETWEEN, Bold(late)) if late else ()


def _settled(page: GatePage) -> Card:
    gate, initiative, standing = page.gate, page.standing.initiative, page.standing
    if not gate.is_settled_at(standing.now):
        said = "Its time is over, so it will be asked for again."
        return _told(page, f"The sign-off ended: {steady(gate.title)}", Mark.CHANGED, ((said,),))
    words = "Does not apply" if gate.progress is Progress.NOT_APPLICABLE else "Signed off"
    title = f"{words}: {steady(gate.title)}"
    lines = tuple(vote_line(page, vote) for vote in sorted(gate.votes, key=lambda vote: vote.at))
    revision = f"for {steady(initiative.name)}" + (f", evidence revision {gate.revision}" if gate.revision else "")
    ends = ((f"It holds{until}, then it is asked for again.",),) if (until := holds_until(standing, gate)) else ()
    return _told(page, title, Mark.READY, ((revision,), *lines, *ends), *finding_parts(standing, gate.key))


def _waived(page: GatePage) -> Card:
    gate, standing = page.gate, page.standing
    lines: list[tuple[Span, ...]] = [(f"for {steady(standing.initiative.name)}",)]
    lines += [vote_line(page, vote) for vote in gate.votes]
    if gate.waiver is None:
        return _told(page, f"Waived: {steady(gate.title)}", Mark.WAIVED, tuple(lines))
    until = day(gate.waiver.until, standing.today)
    if not gate.is_settled_at(standing.now):
        return _told(page, f"The waiver ended on {until}: {steady(gate.title)}", Mark.WARNING, (*lines, *_next(page)))
    risk = Facts((Fact("Why", (gate.waiver.reason,)), Fact("What keeps the risk in check", (gate.waiver.control,))))
    return _told(page, f"Waived until {until}: {steady(gate.title)}", Mark.WAIVED, tuple(lines), risk)


def _changes(page: GatePage) -> Card:
    gate, organisation = page.gate, page.standing.organisation
    vote = max((one for one in gate.votes if one.decision is Decision.CHANGES), key=lambda one: one.at, default=None)
    title = f"Changes requested: {steady(gate.title)}"
    if vote is None:
        return _told(page, title, Mark.CHANGED, _next(page))
    reason = REASONS[vote.reason] if vote.reason else "Other"
    by: tuple[Span, ...] = (
        f"by {voter(organisation, vote)}, ",
        moment(vote.at, organisation.calendar),
        f" · reason: {reason}",
    )
    comment = (Quote(vote.comment),) if vote.comment else ()
    after: tuple[Part, ...] = tuple(Section((line,)) for line in _next(page))
    return _told(page, title, Mark.CHANGED, (by,), *comment, *after)


def _next(page: GatePage) -> tuple[tuple[Span, ...], ...]:
    """Who acts next on a gate that came back. They are prompted where they are mentioned, so not here again."""
    step = page.standing.survey.steps.get(page.gate.key)
    if step is None:
        return ()
    return ((f"Next: {_names(page, step.people)} adds evidence, then the sign-off is asked for again.",),)


def _names(page: GatePage, people: tuple[PersonId, ...]) -> str:
    return " or ".join(name(page.standing.organisation, one) for one in people) or "an administrator"


def _open(page: GatePage) -> Card:
    return _told(page, f"Open again: {steady(page.gate.title)}", Mark.CHANGED, _next(page))


def _resting(page: GatePage) -> Card:
    life = page.standing.life
    said = f"{steady(page.standing.initiative.name)} is {life}, so nobody has to answer now."
    return _told(page, f"Not asked now: {steady(page.gate.title)}", Mark.PAUSED, ((said,),))


def _replaced(page: GatePage) -> Card:
    said = f"{steady(page.gate.title)}: a newer request in this thread replaces this one."
    return Card(said, (Note((said, " ", place(page))),))


def _told(page: GatePage, title: str, mark: Mark, lines: tuple[tuple[Span, ...], ...], *more: Part) -> Card:
    """What became of the request, with nothing left to press but a look at the gate."""
    return Card(
        f"{title}, for {steady(page.standing.initiative.name)}",
        (
            Section(((Bold(title),), *lines), mark, show("Show", ref_of(page))),
            *more,
            Note((place(page),)),
        ),
    )


_DRAWN: dict[Progress, Callable[[GatePage], Card]] = {
    Progress.IN_REVIEW: _request,
    Progress.SIGNED_OFF: _settled,
    Progress.NOT_APPLICABLE: _settled,
    Progress.WAIVED: _waived,
    Progress.CHANGES_REQUESTED: _changes,
    Progress.OPEN: _open,
}
