"""The deployment contract as a page to keep or print."""

from collections.abc import Iterable
from datetime import date

from bot.cards import Bold, Code, Mark, Span, Text
from bot.document import Chapter, Document, Paragraph, Piece, Points, Quotation, Table
from bot.views.shown.contract import version_words
from bot.views.words.absence import for_whom, voter
from bot.views.words.contract import (
    MEANING,
    PROMISE,
    SUBJECTS,
    difference_lines,
    parties,
    state_line,
    unsigned_lines,
    violation_sentence,
)
from bot.views.words.counting import capital
from bot.views.words.dates import full_day, moment
from bot.views.words.direction import steady
from bot.views.words.evidence import leading_link
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import codes, name, people
from bot.views.words.signing import rule_text
from bot.views.words.terms import milestone, party_title
from readiness.domain.readings.contract_history import Answered, Edition
from readiness.domain.rules.contract import GIVEN, PartyStand
from readiness.domain.values.contract import AnswerTerms, GateTerms
from readiness.domain.values.gate import Subject
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.record import fingerprint
from readiness.usecases.contract import ContractPage, PrintedContract

_CHANGED: dict[str, str] = {
    "gates_added": "added ",
    "gates_removed": "taken off the checklist: ",
    "gates_moved": "another party or milestone for ",
    "owners": "other owners of ",
    "parties_joined": "takes part: ",
    "parties_left": "takes no part: ",
    "parties": "others sign for ",
    "criteria": "changed: ",
}
"""What ended a version, as the record calls it and as it is told."""

_ANY_YEAR = date.min
"""Stands for today, of whose year the year is left out: whoever reads a page later is told every year."""


def contract_document(printed: PrintedContract) -> Document:
    """The whole page: signatures with their meaning and time, what is agreed, every version and what became of it."""
    page = printed.page
    initiative, organisation, calendar = (
        page.standing.initiative,
        page.standing.organisation,
        page.standing.organisation.calendar,
    )
    mark = fingerprint(initiative.slug, initiative.head)
    foot: tuple[Text, ...] = (
        ("As of ", moment(page.standing.now, calendar), f". All times are in {calendar.timezone}."),
        ("Record ", Code(mark), ". To prove it: ", Code(f"readiness audit verify {initiative.slug} --witness {mark}")),
    )
    chapters = (
        Chapter("Signatures", (_signatures(page), Paragraph((PROMISE,)))),
        Chapter("What is agreed", tuple(_answers(page))),
        Chapter("Gates", (_gates(page),)),
        *_changes(page),
        *_versions(printed.editions, organisation),
    )
    return Document(f"Deployment contract: {steady(initiative.name)}", _lead(page), chapters, foot)


def _lead(page: ContractPage) -> tuple[Piece, ...]:
    initiative, organisation = page.standing.initiative, page.standing.organisation
    contract = initiative.contract
    if contract.is_signed and page.agreement.version is not None:
        said = Paragraph(
            ("Signed by every party, ", moment(contract.signed[-1].start, organisation.calendar)), Mark.READY
        )
    else:
        said = Paragraph(state_line(contract, organisation, _ANY_YEAR), Mark.WAITING)
    about = f"{steady(organisation.name)}{BETWEEN}{version_words(page, _ANY_YEAR)}"
    warned = (violation_sentence(one, organisation, _ANY_YEAR) for one in initiative.violations)
    return (Paragraph((about,)), said, *(Paragraph((words,), Mark.WARNING) for words in warned))


def _signatures(page: ContractPage) -> Table:
    rows = tuple(_signature(page, stand) for stand in page.agreement.parties)
    return Table(("Party", "Signed by", "When", "What it says"), rows)


def _signature(page: ContractPage, stand: PartyStand) -> tuple[Text, ...]:
    organisation = page.standing.organisation
    title: Text = (Bold(party_title(organisation, stand.key)),)
    if stand.signature is not None:
        when = moment(stand.signature.at, organisation.calendar)
        return (title, (voter(organisation, stand.signature),), (when,), (capital(MEANING),))
    if stand.refused is not None:
        when = moment(stand.refused.at, organisation.calendar)
        said = f"Refused: “{stand.refused.reason}”"
        return (title, (voter(organisation, stand.refused),), (when,), (said,))
    who = people(organisation, stand.people, "or") or ("nobody can",)
    return (title, ("not signed",), ("",), ("Can sign: ", *who))


def _answers(page: ContractPage) -> Iterable[Piece]:
    terms, organisation = page.agreement.terms, page.standing.organisation
    given = {one.subject: one for one in terms.answers}
    yield Paragraph((Bold("Handoff: "), name(organisation, terms.handoff) if terms.handoff else "nobody yet"))
    for subject in GIVEN:
        yield from _answer(subject, given.get(subject))
    live: Text = ("no gate asks for it",) if terms.live_data is None else rule_text(terms.live_data, organisation)
    yield Paragraph((Bold(f"{SUBJECTS[Subject.LIVE_DATA]}: "), *live))


def _answer(subject: Subject, answer: AnswerTerms | None) -> Iterable[Piece]:
    title = Bold(f"{SUBJECTS[subject]}: ")
    if answer is None:
        yield Paragraph((title, "no gate asks for it"))
    elif not answer.revision:
        yield Paragraph((title, "not given yet for ", Code(answer.gate)))
    else:
        address, _ = leading_link(answer.content)
        where: tuple[Span, ...] = (", ", address) if address else ()
        yield Paragraph((title, "as given for ", Code(answer.gate), f", revision {answer.revision}", *where))
        yield Quotation(answer.content)


def _gates(page: ContractPage) -> Table:
    dates = {one.milestone: full_day(one.day) for one in page.agreement.terms.dates}
    rows = tuple(_gate(page, gate) for gate in page.agreement.terms.gates)
    columns = ("Gate", "Party", "Owner", "Needed by")
    if not dates:
        return Table(columns, rows)
    planned = [dates.get(gate.needed_by or "", "") for gate in page.agreement.terms.gates]
    return Table((*columns, "Planned"), tuple((*row, (day,)) for row, day in zip(rows, planned, strict=True)))


def _gate(page: ContractPage, gate: GateTerms) -> tuple[Text, ...]:
    organisation = page.standing.organisation
    return (
        (steady(gate.title), " ", Code(gate.key)),
        (party_title(organisation, gate.party),),
        (name(organisation, gate.owner) if gate.owner else "nobody yet",),
        (milestone(gate.needed_by) if gate.needed_by else "",),
    )


def _changes(page: ContractPage) -> tuple[Chapter, ...]:
    """What is different from what every party signed last; nothing where there is nothing to compare with."""
    found = page.agreement.since
    if found is None:
        return ()
    lines = difference_lines(found, page.standing.organisation)
    moved = unsigned_lines(found, _ANY_YEAR)
    pieces: list[Piece] = [Points(lines)] if lines else []
    pieces += [Paragraph(("These need no new signature:",)), Points(moved)] if moved else []
    return (Chapter(f"Changed since version {page.agreement.base}", tuple(pieces) or (Paragraph(("Nothing.",)),)),)


def _versions(found: Iterable[Edition], organisation: Organisation) -> tuple[Chapter, ...]:
    pieces = tuple(piece for one in found for piece in _version(one, organisation))
    return (Chapter("Versions", pieces),) if pieces else ()


def _version(one: Edition, organisation: Organisation) -> Iterable[Piece]:
    calendar = organisation.calendar
    opened = (f"opened by {name(organisation, one.opened_by)}, ", moment(one.opened_at, calendar))
    signed: Text = ("; signed by every party, ", moment(one.concluded_at, calendar)) if one.concluded_at else ()
    yield Paragraph((Bold(f"Version {one.number}: "), *opened, *signed, *_became(one, organisation), "."))
    if one.answers:
        yield Points(tuple(_told(answer, organisation) for answer in one.answers))


def _told(answer: Answered, organisation: Organisation) -> Text:
    by = f"{name(organisation, answer.person)}{for_whom(organisation, answer.on_behalf_of)}"
    who = f"{by} {'refused' if answer.refused else 'signed'} for "
    why = f": “{answer.reason}”" if answer.reason else ""
    return (f"{who}{parties(answer.parties, organisation)}, ", moment(answer.at, organisation.calendar), why)


def _became(one: Edition, organisation: Organisation) -> Text:
    if one.changed_at is None:
        return ("; in force" if one.concluded_at else "; waits for signatures",)
    spans: list[Span] = ["; overtaken, ", moment(one.changed_at, organisation.calendar), ":"]
    for index, (called, keys) in enumerate((one.changed or {}).items()):
        spans += ["; " if index else " ", _CHANGED.get(called, f"{called} "), *_named(called, keys, organisation)]
    return tuple(spans)


def _named(called: str, keys: tuple[str, ...], organisation: Organisation) -> Text:
    if called.startswith("parties"):
        return (parties(keys, organisation),)
    if called == "criteria":
        return (", ".join(SUBJECTS[Subject(key)].lower() for key in keys),)
    return codes(keys, most=25)
