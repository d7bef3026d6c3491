"""The deployment contract: what is agreed, who signed, what changed since."""

from collections.abc import Iterable
from datetime import date

from bot.cards import Actions, Bold, Bullets, Button, Card, Code, Heading, Mark, Note, Part, Section, Span, Text
from bot.intents.contract import AskParties, ShowContract, SignContract
from bot.intents.form import OpenForm
from bot.intents.intent import GateRef
from bot.intents.looking import Status
from bot.views.words.absence import voter
from bot.views.words.conditions import NAME_AN_OWNER
from bot.views.words.contract import PROMISE, SUBJECTS, difference_lines, unsigned_lines, violation_parts
from bot.views.words.counting import capital, counted
from bot.views.words.dates import day, moment
from bot.views.words.direction import steady
from bot.views.words.evidence import leading_link
from bot.views.words.gate import shortened
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import listed, name, people
from bot.views.words.presses import HANDOFF, button, typed
from bot.views.words.refusal import sentence
from bot.views.words.signing import rule_text
from bot.views.words.step import THE_HANDOFF
from bot.views.words.terms import milestone, party_title
from readiness.domain.rules.contract import GIVEN, PartyStand
from readiness.domain.values.contract import AnswerTerms, GateTerms
from readiness.domain.values.gate import Subject
from readiness.domain.values.initiative import Life
from readiness.domain.values.milestone import MILESTONES
from readiness.domain.values.record import fingerprint
from readiness.domain.values.refusal import Refusal
from readiness.usecases.contract import ContractPage

MOST_CHANGES = 5
MOST_TOGETHER = 20
MOST_IN_A_LINE = 10
"""Gates that one part of a message, and one line of it, hold with the longest keys and names."""
ANSWER_LIMIT = 160
REASON_LIMIT = 200


def contract_card(page: ContractPage) -> Card:
    """The whole contract as a private answer."""
    title = f"{steady(page.standing.initiative.name)}{BETWEEN}{_state(page)}"
    return Card(title, (Heading(title), *_contract(page)))


def overtaken_card(page: ContractPage, refusal: Refusal) -> Card:
    """The contract as it is now, for somebody who answered one that has changed."""
    said = "".join(map(str, sentence(refusal)))
    lines: tuple[Text, ...] = ((Bold(said),), ("Your answer was not counted. This is what it says now.",))
    return Card(said, (Section(lines, Mark.CHANGED), *_contract(page)))


def changes_card(page: ContractPage) -> Card:
    """Everything that is different from what was signed last."""
    initiative, found = page.standing.initiative, page.agreement.since
    title = f"{steady(initiative.name)}{BETWEEN}what changed in the contract"
    if found is None:
        lines: tuple[Text, ...] = (("Nobody has been asked to sign it, so there is nothing to compare with.",),)
        return Card(title, (Heading(title), Section(lines), Actions((show_contract(page),))))
    changed = difference_lines(found, page.standing.organisation)
    moved = unsigned_lines(found, page.standing.today)
    parts: list[Part] = [Heading(title), Note((f"Compared with version {page.agreement.base}",))]
    parts += [Bullets(changed, "Everybody signs again for")] if changed else []
    parts += [Bullets(moved, "These need no new signature")] if moved else []
    parts += [] if changed or moved else [Section((("Nothing changed.",),), Mark.READY)]
    return Card(title, (*parts, Actions((*answers(page), show_contract(page)))))


def show_contract(page: ContractPage, label: str = "Show contract") -> Button:
    """A look at the whole contract."""
    return button(label, ShowContract(page.standing.initiative.slug))


def answers(page: ContractPage) -> tuple[Button, ...]:
    """What can be pressed about it as it is: sign and refuse while it waits for that, and ask for it before."""
    initiative, agreement = page.standing.initiative, page.agreement
    if agreement.unassigned or not initiative.gates or page.standing.life in (Life.PAUSED, Life.CANCELLED):
        return ()
    if agreement.version is None:
        ask = button("Ask every party to sign", AskParties(initiative.slug), primary=True)
        return (ask, _sign(page), _refuse(page))
    return (_sign(page, primary=True), _refuse(page)) if agreement.waiting_for else ()


def party_line(page: ContractPage, stand: PartyStand) -> Text:
    """One party, whether it signed, and who can."""
    organisation = page.standing.organisation
    title: Span = Bold(f"{party_title(organisation, stand.key)}: ")
    if stand.signature is not None:
        when = moment(stand.signature.at, organisation.calendar)
        return (title, f"signed by {voter(organisation, stand.signature)}, ", when)
    if stand.refused is not None:
        when = moment(stand.refused.at, organisation.calendar)
        said = shortened(stand.refused.reason, REASON_LIMIT)
        return (title, f"refused by {voter(organisation, stand.refused)}, ", when, f": “{said}”")
    if not stand.people:
        return (title, "nobody can sign for it. Name somebody: ", typed(f"party {stand.key} owner @person"))
    who = people(organisation, stand.people, "or")
    return (title, "waits for ", *who) if page.agreement.version else (title, *who, " can sign for it")


def answer_lines(page: ContractPage) -> tuple[Text, ...]:
    """The handoff, and the answers: a line each, unanswered ones said to be."""
    terms, organisation = page.agreement.terms, page.standing.organisation
    given = {one.subject: one for one in terms.answers}
    owner = name(organisation, terms.handoff) if terms.handoff else "nobody yet"
    lines: list[Text] = [(Bold("Handoff: "), owner)]
    lines += [(Bold(f"{SUBJECTS[subject]}: "), *_answer(page, given.get(subject))) for subject in GIVEN]
    live: Text = ("no gate asks for it",) if terms.live_data is None else rule_text(terms.live_data, organisation)
    return (*lines, (Bold(f"{SUBJECTS[Subject.LIVE_DATA]}: "), *live))


def changed_lines(page: ContractPage) -> tuple[Text, ...]:
    """What is different from what was signed last, dates included; of many lines the first, and how many more."""
    found = page.agreement.since
    if found is None:
        return ()
    lines = (
        *difference_lines(found, page.standing.organisation),
        *unsigned_lines(found, page.standing.today),
    )
    more = len(lines) - MOST_CHANGES
    return (*lines[:MOST_CHANGES], (f"and {more} more",)) if more > 0 else lines


def version_words(page: ContractPage, today: date) -> str:
    """Say "Version 2, opened by Ana on 12 Nov"."""
    organisation, version = page.standing.organisation, page.agreement.version
    if version is None:
        known = page.standing.initiative.contract.version
        return f"Version {known.number + 1 if known else 1}, which nobody has been asked to sign yet"
    on = day(organisation.calendar.local_date(version.opened_at), today)
    return f"Version {version.number}, opened by {name(organisation, version.opened_by)} on {on}"


def unnamed_words(unassigned: Iterable[str | None]) -> Text:
    """What nobody is named for: "the handoff and `compute`"."""
    return listed([THE_HANDOFF if key is None else Code(key) for key in unassigned], most=6)


def _contract(page: ContractPage) -> tuple[Part, ...]:
    initiative = page.standing.initiative
    record = fingerprint(initiative.slug, initiative.head)
    parts: list[Part] = [Note((version_words(page, page.standing.today),)), *_warnings(page), *_changed(page)]
    parties = tuple(party_line(page, one) for one in page.agreement.parties)
    parts += [Bullets(parties, "Parties")] if parties else []
    parts.append(Bullets(answer_lines(page), "What is agreed"))
    parts += _gates(page)
    look = button("Checklist", Status(initiative.slug))
    since = button("Show what changed", ShowContract(initiative.slug, changes=True))
    pressed = answers(page)
    parts.append(Actions((*pressed, *((since,) if changed_lines(page) else ()), look)))
    return (*parts, Note((*((PROMISE, " ") if pressed else ()), "Record ", Code(record))))


def _state(page: ContractPage) -> str:
    version, newest = page.agreement.version, page.standing.initiative.contract.version
    if version is None:
        is_over = newest is not None and newest.is_complete
        return "contract no longer holds" if is_over else "contract not signed yet"
    left = len(page.agreement.waiting_for)
    return f"contract waits for {counted(left, 'party', 'parties')}" if left else "contract signed by every party"


def _warnings(page: ContractPage) -> tuple[Part, ...]:
    standing, unassigned = page.standing, page.agreement.unassigned
    organisation, today = standing.organisation, standing.today
    found = [*violation_parts(standing.initiative.violations, organisation, today)]
    if unassigned:
        line: Text = ("It can be signed once somebody is named for ", *unnamed_words(unassigned), ".")
        form = OpenForm("assign", GateRef(standing.initiative.slug, unassigned[0] or HANDOFF))
        found.append(Section((line,), Mark.WARNING, button(NAME_AN_OWNER, form, primary=True)))
    return tuple(found)


def _changed(page: ContractPage) -> tuple[Part, ...]:
    lines = changed_lines(page)
    if not lines:
        return ()
    return (Bullets(lines, f"Changed since version {page.agreement.base}"),)


def _gates(page: ContractPage) -> tuple[Part, ...]:
    """The gates by milestone: together, or where there are many, some at a time so that none is cut off."""
    title, lines = "Gates and their owners, by when they are needed", tuple(_gate_lines(page))
    if len(page.agreement.terms.gates) <= MOST_TOGETHER:
        return (Bullets(lines, title),) if lines else ()
    return tuple(Bullets((line,), "" if index else title) for index, line in enumerate(lines))


def _gate_lines(page: ContractPage) -> Iterable[Text]:
    """A line for each milestone, in their order, with its gates and who is named for them; of many, several lines."""
    dates = {one.milestone: one.day for one in page.agreement.terms.dates}
    for key in (*MILESTONES, None):
        title = capital(milestone(key)) if key else "No milestone"
        on = f", {day(dates[key], page.standing.today)}" if key in dates else ""
        gates = [gate for gate in page.agreement.terms.gates if gate.needed_by == key]
        for start in range(0, len(gates), MOST_IN_A_LINE):
            spans: list[Span] = [Bold(title), f"{on}: "]
            for index, gate in enumerate(gates[start : start + MOST_IN_A_LINE]):
                spans += [", "] if index else []
                spans += [Code(gate.key), f" ({_owner(page, gate)})"]
            yield tuple(spans)


def _owner(page: ContractPage, gate: GateTerms) -> str:
    return name(page.standing.organisation, gate.owner) if gate.owner else "nobody yet"


def _answer(page: ContractPage, answer: AnswerTerms | None) -> Text:
    if answer is None:
        return ("no gate asks for it",)
    if not answer.revision:
        owner = next((gate.owner for gate in page.agreement.terms.gates if gate.key == answer.gate), None)
        who = f", {name(page.standing.organisation, owner)} gives it" if owner else ""
        return (f"not given yet{who} for ", Code(answer.gate))
    address, words = leading_link(answer.content)
    rest = shortened(words, ANSWER_LIMIT)
    said: tuple[Span, ...] = (rest,) if address is None else (address, f" {rest}") if rest else (address,)
    return (*said, " (", Code(answer.gate), f", revision {answer.revision})")


def _sign(page: ContractPage, *, primary: bool = False) -> Button:
    intent = SignContract(page.standing.initiative.slug, page.agreement.terms.mark)
    return button("Sign", intent, primary=primary)


def _refuse(page: ContractPage) -> Button:
    ref = GateRef(page.standing.initiative.slug, HANDOFF)
    return button("Refuse…", OpenForm("refuse-contract", ref, under=page.agreement.terms.mark))
