"""What each page says of one initiative, read back from its words: how many, how long, how late, and who is next."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from bot.cards import Bullets, Card, Code, Facts, Heading, Meter, Note, Part, Section, Span, Text
from bot.render import plain
from bot.views.posted.digest import digest_card
from bot.views.posted.prompt import prompt_card
from bot.views.posted.reminder import reminder_card
from bot.views.shown.gates import all_gates_card, gate_card
from bot.views.shown.home import home_view
from bot.views.shown.lateness import lateness_card
from bot.views.shown.lists import overview_card
from bot.views.shown.questions import questions_card
from bot.views.shown.status import checklist_card, status_card
from bot.views.shown.waits import waits_card
from readiness.domain.readings.digest import Digest, DigestLimits, digest
from readiness.domain.readings.lateness import Deed, lateness
from readiness.domain.readings.reminder import reminders
from readiness.domain.readings.report import Standing
from readiness.domain.rights.signing import review
from readiness.domain.values.gate import Progress
from readiness.domain.values.identity import PersonId
from readiness.domain.values.step import NextStep
from readiness.usecases.looking import GatePage, HomePage, LatenessPage, Overview

DAYS = r"(\d+ days?|since today)"
_LATE = re.compile(r"(\d+) working days? late")
_STALLS = re.compile(r"(\d+) stalls?")
_READY = re.compile(r"(\d+ of \d+) ready")
_COST = re.compile(r"([\d,]+ EUR)")
_ANSWERED = re.compile(r"(\d) of (?:5|the five) questions answered")
_UNOWNED = re.compile(r"(\d+) gates? without an owner")
_IS_FINDING = re.compile(r"Finding (was )?due|Finding \d|open finding")
_CAUSES = {
    "no owner": rf"no owner, {DAYS}",
    "block": rf"· blocked, {DAYS}",
    "sign-off": rf"· waiting for a sign-off, {DAYS}",
    "yes": rf"(?:nobody has accepted|not accepted), {DAYS}",
    "finding": rf"a finding is overdue, {DAYS}",
    "gates": rf"blocked by .*, {DAYS}",
}
_WAITS = {", sign-off": "sign-off", ", to accept": "yes", ", a finding first": "finding", "": "block"}
_TASKS = frozenset(NextStep) - {NextStep.ANSWER, NextStep.ACCEPT_OR_DECLINE, NextStep.CLOSE_FINDING}


@dataclass
class Said:
    """Per thing and question, each answer that was given, and by which pages."""

    found: dict[tuple[str, str], dict[object, set[str]]] = field(default_factory=dict)

    def note(self, page: str, about: str, what: str, answer: object) -> None:
        self.found.setdefault((about, what), {}).setdefault(answer, set()).add(page)

    def contradictions(self) -> dict[tuple[str, str], dict[object, set[str]]]:
        """Where two pages do not say the same."""
        return {key: answers for key, answers in self.found.items() if len(answers) > 1}


def said_of(stands: Standing, happened: Iterable[Deed]) -> Said:
    """What every page says of that initiative at that moment."""
    said, names = Said(), {one.name: one.id for one in stands.organisation.people.values()}
    for page, about, parts in _pages(stands, happened):
        _read(said, page, about, parts, stands, names)
    said.note("the survey", "initiative", "stalls", len(stands.survey.stalls))
    if stands.survey.unowned:
        said.note("the survey", "initiative", "without an owner", len(stands.survey.unowned))
    for key, step in stands.survey.steps.items():
        if step.on != key:
            said.note("the survey", key, "who is next", "nobody here")
    for limits in (DigestLimits(), DigestLimits(stalls=99)):
        _read_digest(said, _digest(stands, limits), stands)
    _read_waits(said, stands, names)
    _read_tasks(said, stands)
    return said


def _pages(stands: Standing, happened: Iterable[Deed]) -> Iterator[tuple[str, str, tuple[Part, ...]]]:
    """Each page with the gate that it is about, if it is about one."""
    initiative, organisation = stands.initiative, stands.organisation
    yield "status", "", status_card(stands, can_share=True).parts
    yield "checklist", "", checklist_card(stands).parts
    yield "all gates", "", all_gates_card(stands).parts
    yield "questions", "", questions_card(stands).parts
    yield "list", "", overview_card(Overview((stands,)), "all").parts
    for gate in initiative.gates.values():
        page = GatePage(stands, gate, None, review(gate, initiative, organisation))
        yield "gate", gate.key, gate_card(page, None).parts
    for person in organisation.people:
        yield "home", "", home_view(_home(stands, person)).parts
    for one in reminders([initiative], organisation, {}, stands.now):
        yield "reminder", "", reminder_card(one, organisation, stands.today).parts
    found = _digest(stands, DigestLimits(stalls=99))
    if found is not None:
        yield "digest", "", digest_card(found, organisation).parts
    late = LatenessPage(stands, lateness(initiative, happened, organisation.calendar, stands.now))
    yield "lateness", "", lateness_card(late).parts


def _digest(stands: Standing, limits: DigestLimits) -> Digest | None:
    return digest([stands.initiative], stands.organisation, {}, stands.now, limits)


def _home(stands: Standing, person: PersonId) -> HomePage:
    """What the page of that person shows of it, as far as numbers and days go."""
    gates = [gate for gate in stands.initiative.gates.values() if not gate.is_settled_at(stands.now)]
    return HomePage(
        person=person,
        organisation=stands.organisation,
        gates=tuple((stands, gate) for gate in gates if gate.owner == person),
        approvals=tuple((stands, gate) for gate in gates if gate.progress is Progress.IN_REVIEW),
        offers=tuple((stands, gate) for gate in gates if gate.ownership.offered_to == person),
        handoffs=(stands,) if stands.initiative.handoff.owner == person else (),
        initiatives=(stands,),
    )


# --- from the lines of a page -----------------------------------------------------------------------------------------


def _read(
    said: Said, page: str, about: str, parts: Iterable[Part], stands: Standing, names: Mapping[str, PersonId]
) -> None:
    for part in parts:
        before = ""
        for line in _lines(part):
            words = plain.line(line)
            _read_counts(said, page, part, words)
            before = (before if isinstance(part, Section) else "") or about or _subject(line, stands)
            if _IS_FINDING.search(words):
                break  # it has a due date of its own
            if before:
                _read_line(said, page, before, line, names)
    _read_steps(said, page, parts, names)


def _read_line(said: Said, page: str, subject: str, line: Text, names: Mapping[str, PersonId]) -> None:
    words = plain.line(line)
    if late := _LATE.search(words):
        said.note(page, subject, "working days late", int(late[1]))
    for what, pattern in _CAUSES.items():
        if days := re.search(pattern, words):
            said.note(page, subject, f"waits for {what}", days[1])
    if page == "reminder" and (days := re.match(rf"\w+ · {DAYS}", words)):
        said.note(page, subject, "waits for no owner", days[1])
    _read_next(said, page, subject, line, names)


def _lines(part: Part) -> tuple[Text, ...]:
    match part:
        case Heading(text):
            return ((text,),)
        case Note(text) | Meter(text=text):
            return (text,)
        case Section(lines) | Bullets(lines):
            return lines
        case Facts(facts):
            return tuple(fact.text for fact in facts)
        case _:
            return ()


def _subject(line: Text, stands: Standing) -> str:
    """The gate that a line is about: the first that it names."""
    return next((one.text for one in line if isinstance(one, Code) and one.text in stands.initiative.gates), "")


def _read_counts(said: Said, page: str, part: Part, words: str) -> None:
    if stalls := _STALLS.search(words):
        said.note(page, "initiative", "stalls", int(stalls[1]))
    if isinstance(part, Meter):
        said.note(page, "initiative", "ready", words.split(" ·", maxsplit=1)[0])
    elif ready := _READY.search(words):
        said.note(page, "initiative", "ready", ready[1])
    if ("so far" in words or "cost of waiting" in words) and (cost := _COST.search(words)):
        said.note(page, "initiative", "cost", cost[1])
    if answered := _ANSWERED.search(words):
        said.note(page, "initiative", "questions answered", int(answered[1]))
    if unowned := _UNOWNED.search(words):
        said.note(page, "initiative", "without an owner", int(unowned[1]))


def _read_next(said: Said, page: str, subject: str, line: Text, names: Mapping[str, PersonId]) -> None:
    """Say of "… next: Ola gives evidence for `a`" that Ola acts on that gate, else on the one of the line."""
    at = next((place for place, one in enumerate(line) if isinstance(one, str) and re.search("[Nn]ext: $", one)), None)
    if at is None or page == "checklist" or isinstance(line[at + 1], Code):
        return
    rest = line[at + 1 :]
    on = next((one.text for one in rest if isinstance(one, Code)), subject)
    said.note(page, on, "who is next", _named(rest, names))


def _read_steps(said: Said, page: str, parts: Iterable[Part], names: Mapping[str, PersonId]) -> None:
    """The list of next steps: who acts, then on which gates."""
    for part in parts:
        if isinstance(part, Bullets) and part.title == "Next steps":
            for line in part.items:
                for one in line:
                    if isinstance(one, Code):
                        said.note(page, one.text, "who is next", _named(line, names))


def _named(spans: Iterable[Span], names: Mapping[str, PersonId]) -> frozenset[str]:
    words = plain.line(tuple(one for one in spans if not isinstance(one, Code)))
    return frozenset(name for name in names if re.search(rf"\b{name}\b", words))


# --- from pages that say it in their own shape ------------------------------------------------------------------------


def _read_digest(said: Said, found: Digest | None, stands: Standing) -> None:
    """As many stalls as are shown, and those that are only counted, make up what its title says."""
    if found is None:
        return
    (one,) = found.initiatives
    said.note("digest", "initiative", "stalls", found.stalls)
    card: Card = digest_card(found, stands.organisation)
    lists = [part for part in card.parts if isinstance(part, Bullets) and one.stall_count and not part.title]
    for part in lists[:1]:
        shown = [plain.line(line) for line in part.items]
        more = [int(counted[1]) for words in shown if (counted := re.fullmatch(r"and (\d+) more", words))]
        said.note("digest's lines", "initiative", "stalls", len(shown) - len(more) + sum(more))


def _read_waits(said: Said, stands: Standing, names: Mapping[str, PersonId]) -> None:
    """Say "Dee or Eli: `a` (Ola, 5 days, sign-off)" as what the digest says of the same wait."""
    needs: dict[str, list[str]] = {}
    for line in chain.from_iterable(map(_lines, waits_card(stands).parts)):
        whose, _, entries = plain.line(line).partition(":")
        for key, days, kind in re.findall(rf"(\w+) \((?:\w+, )?{DAYS}([^)]*)\)", entries):
            if kind.startswith(", needs"):
                needs.setdefault(key, []).append(days)
                continue
            if key not in stands.initiative.gates:
                continue
            said.note("waits", key, f"waits for {_WAITS[kind]}", days)
            step = stands.survey.steps[key]
            asked = {"sign-off": NextStep.ANSWER, "finding": NextStep.CLOSE_FINDING}.get(_WAITS[kind])
            if step.on == key and step.step is asked and "more" not in whose:
                said.note("waits", key, "who is next", _named((whose,), names))
    for key, days in needs.items():
        if len(days) < len(stands.survey.steps[key].blocked_by):
            continue  # it also waits for a gate of the same owner, who waits for nobody
        longest = max(days, key=lambda one: int(one.split()[0]) if one[0].isdigit() else 0)
        said.note("waits", key, "waits for gates", longest)


def _read_tasks(said: Said, stands: Standing) -> None:
    """Whoever a prompt in the thread gives something to do on a gate is who acts on it next."""
    asked: dict[str, set[str]] = {}
    for person in stands.organisation.people.values():
        parts = [part for part in prompt_card(stands, person.id).parts if isinstance(part, Section)]
        for line in chain.from_iterable(map(_lines, parts)):
            subject = _subject(line, stands)
            if subject and isinstance(line[0], Code) and _is_task(plain.line(line)):
                if "is yours again" in plain.line(line) and person.id not in stands.survey.steps[subject].people:
                    continue  # told of what came back to them, on which somebody else has the next step
                asked.setdefault(subject, set()).add(person.name)
    for key, step in stands.survey.steps.items():
        if step.on == key and step.step in _TASKS and len(step.people) <= 3:
            said.note("prompt", key, "who is next", frozenset(asked.get(key, ())))


def _is_task(words: str) -> bool:
    """Leave out offers and items of rework, which stand beside the next step of a gate."""
    return any(one in words for one in (" has ", " needs ", " is ", " waits for you", "cannot be signed"))
