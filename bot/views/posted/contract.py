"""The message in the checklist's thread that asks every party to sign the contract, as it stands now."""

from bot.cards import Actions, Bold, Bullets, Card, Code, Mark, Note, Part, Section, Span, Text
from bot.views.posted.sign_off import MOST_MENTIONED
from bot.views.shown.contract import (
    answer_lines,
    answers,
    changed_lines,
    party_line,
    show_contract,
    unnamed_words,
    version_words,
)
from bot.views.words.contract import MEANING, PROMISE, difference_lines
from bot.views.words.counting import counted
from bot.views.words.dates import day
from bot.views.words.direction import steady
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import mention
from readiness.domain.values.contract import Version
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Life
from readiness.domain.values.milestone import DEVELOPMENT_STARTED
from readiness.usecases.contract import ContractPage


def contract_request_card(page: ContractPage, number: int) -> Card:
    """The message of version `number`: the request, that all have signed, or what overtook it."""
    newest = page.standing.initiative.contract.version
    if newest is None or newest.number > number:
        return _replaced(page, number)
    if page.standing.life in (Life.PAUSED, Life.CANCELLED):
        return _resting(page)
    if newest.changed_at is not None or page.agreement.version is None:
        return _changed(page, newest)
    return _request(page) if page.agreement.waiting_for else _signed(page, newest)


def _request(page: ContractPage) -> Card:
    asked = f"Please sign the contract of {_name(page)}"
    gates = counted(len(page.agreement.terms.gates), "gate")
    about: Text = (f"{version_words(page, page.standing.today)}{BETWEEN}{gates}", *_planned(page))
    changed = changed_lines(page)
    parts: list[Part] = [Section(((*_mentions(page), Bold(asked)), about))]
    parts += [Bullets(changed, f"Changed since version {page.agreement.base}")] if changed else []
    parts.append(Bullets(tuple(party_line(page, one) for one in page.agreement.parties), "Parties"))
    parts.append(Bullets(answer_lines(page), "What is agreed"))
    parts.append(Actions((*answers(page), show_contract(page, "Show all of it"))))
    return Card(asked, (*parts, Note((PROMISE,))))


def _mentions(page: ContractPage) -> tuple[Span, ...]:
    """Those who can sign for a party that has not answered, owners of parties first; of a crowd only so many."""
    organisation = page.standing.organisation
    leading = {party.owner for party in organisation.parties.values()}
    waiting = [one for one in page.agreement.waiting_for if one.refused is None] or page.agreement.waiting_for
    asked = frozenset[PersonId]().union(*(one.people for one in waiting))
    found = sorted(organisation.by_name(asked), key=lambda one: one not in leading)
    spans: list[Span] = []
    for person in found[:MOST_MENTIONED]:
        spans += [mention(organisation, person), " "]
    more = len(found) - MOST_MENTIONED
    return (*spans, f"and {counted(more, 'other')}: ") if more > 0 else tuple(spans)


def _planned(page: ContractPage) -> Text:
    """When development is to start, while it has not."""
    today, started = page.standing.today, page.standing.initiative.milestone(DEVELOPMENT_STARTED)
    if started.planned is None or started.actual is not None:
        return ()
    verb = "starts" if started.planned >= today else "was to start"
    return (f"{BETWEEN}development {verb} ", Bold(day(started.planned, today)))


def _signed(page: ContractPage, version: Version) -> Card:
    title = f"Signed by every party: the contract of {_name(page)}"
    lines = tuple(party_line(page, one) for one in page.agreement.parties)
    return Card(
        title,
        (
            Section(((Bold(title),), (f"Version {version.number}",)), Mark.READY, show_contract(page)),
            Bullets(lines),
            Note((f"Each signature says: {MEANING}.",)),
        ),
    )


def _changed(page: ContractPage, version: Version) -> Card:
    what = "no longer holds" if version.is_complete else "changed while it was being signed"
    title = f"The contract of {_name(page)} {what}"
    found = page.agreement.since
    lines = difference_lines(found, page.standing.organisation) if found else ()
    parts: list[Part] = [Section(((Bold(title),), _after(page)), Mark.CHANGED)]
    parts += [Bullets(changed_lines(page), f"Changed since version {page.agreement.base}")] if lines else []
    return Card(title, (*parts, Actions((*answers(page), show_contract(page)))))


def _after(page: ContractPage) -> Text:
    unnamed = page.agreement.unassigned
    if not unnamed:
        return ("Every party signs the next version.",)
    return ("Every party signs the next version, once somebody is named for ", *unnamed_words(unnamed), ".")


def _resting(page: ContractPage) -> Card:
    said = f"{_name(page)} is {page.standing.life}, so nobody has to sign now."
    return Card(said, (Section(((Bold("Not asked now: the contract"),), (said,)), Mark.PAUSED, show_contract(page)),))


def _replaced(page: ContractPage, number: int) -> Card:
    said = f"Version {number} of the contract: a newer request in this thread replaces this one."
    return Card(said, (Note((said, " ", Code(page.standing.initiative.slug))),))


def _name(page: ContractPage) -> str:
    return steady(page.standing.initiative.name)
