"""What one person has to do in one initiative, in its thread."""

from collections.abc import Iterable

from bot.cards import Actions, Bold, Button, Card, Code, Menu, Note, Part, Quote, Section, Span, Text
from bot.intents.block import Unblock
from bot.intents.intent import GateRef
from bot.intents.looking import AllGates, Show
from bot.intents.ownership import Accept, Confirm
from bot.intents.review import Request
from bot.views.words.absence import away_until
from bot.views.words.counting import counted_in_words
from bot.views.words.dates import on_day
from bot.views.words.direction import steady
from bot.views.words.gate import due_text, lateness, needed, said_by, shortened
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import begun, mention, name, people
from bot.views.words.presses import ALL, HANDOFF, button, item, menu_opens, name_someone, opens, show, typed
from bot.views.words.rework import done_button, item_lines
from bot.views.words.terms import REASONS, inside
from readiness.domain.readings.report import Standing
from readiness.domain.values.gate import ChangesReason, Decision, Gate
from readiness.domain.values.identity import PersonId
from readiness.domain.values.initiative import Initiative, Life
from readiness.domain.values.ownership import Ownership
from readiness.domain.values.rework import Rework, ReworkKind
from readiness.domain.values.step import NextStep, Step

MOST_OFFERS = 5
MOST_GATES = 4
MOST_UNOWNED = 5


def prompt_card(standing: Standing, person: PersonId) -> Card:
    """Mention the person and list what they must do now; one quiet line when nothing is left."""
    initiative = standing.initiative
    if initiative.life is not Life.ACTIVE:
        return _quiet(f"{steady(initiative.name)} is {initiative.life}: nothing to do here now.")
    offers = _offered(standing, person)
    work = _steps(standing, person, *_WORK)
    unowned = _steps(standing, person, NextStep.NAME_OWNER)
    rules = _steps(standing, person, NextStep.ADD_MEMBERS, NextStep.CHANGE_RULE)
    items, back = _rework(standing, person), _came_back(standing, person)
    count = len(offers) + len(back) + len(work) + len(unowned) + len(rules) + len(items)
    if not count:
        return _quiet(f"{name(standing.organisation, person)} has nothing open here.")
    said = f"{counted_in_words(count, 'thing')} for you in {steady(initiative.name)}"
    lead: tuple[Span, ...] = (mention(standing.organisation, person), " ", Bold(said))
    parts: list[Part] = [Section((lead,)), *_offer_parts(standing, offers)]
    parts += [_back_row(standing, key, ownership) for key, ownership in back[:MOST_OFFERS]]
    parts += _work_parts(standing, work, person, is_first=not offers)
    parts += _rework_parts(standing, items, person)
    parts += [_rule_part(standing, step) for step in rules]
    parts += _unowned_parts(standing, unowned, person)
    return Card(f"{name(standing.organisation, person)}: {said}", (*parts, _last(standing)))


def older_prompt_card(standing: Standing, person: PersonId) -> Card:
    """What an earlier prompt becomes once a newer one stands."""
    return _quiet(f"For {name(standing.organisation, person)}: a newer message in this thread replaces this one.")


_WORK = (
    NextStep.ANSWER_CHANGES,
    NextStep.UNBLOCK,
    NextStep.ASK_FOR_SIGN_OFF,
    NextStep.GIVE_EVIDENCE,
    NextStep.CONFIRM,
)


def _offered(standing: Standing, person: PersonId) -> list[tuple[str, Ownership]]:
    """The handoff first, then the gates, that are offered to the person."""
    initiative = standing.initiative
    handoff = [(HANDOFF, initiative.handoff)] if initiative.handoff.offered_to == person else []
    gates = [
        (key, gate.ownership)
        for key, gate in initiative.gates.items()
        if gate.ownership.offered_to == person and not gate.is_settled_at(standing.now)
    ]
    return handoff + gates


def _came_back(standing: Standing, person: PersonId) -> list[tuple[str, Ownership]]:
    """What is the person's again, as an offer was declined or it was handed back, and they have not said so since.

    Nothing is anybody's again who left meanwhile: somebody else names an owner.
    """
    initiative = standing.initiative
    held = [(HANDOFF, initiative.handoff)]
    held += [(key, gate.ownership) for key, gate in initiative.gates.items() if not gate.is_settled_at(standing.now)]
    theirs = {person, *standing.organisation.represented_by(person)}
    return [(key, one) for key, one in held if one.owner in theirs and _is_back(standing, one)]


def _is_back(standing: Standing, ownership: Ownership) -> bool:
    if ownership.owner is None or not standing.organisation.is_member(ownership.owner):
        return False
    is_confirmed = ownership.confirmed_at is not None and ownership.confirmed_at > ownership.since
    return ownership.offered_to is None and ownership.remark is not None and not is_confirmed


def _back_row(standing: Standing, key: str, ownership: Ownership) -> Section:
    """With the words that came with it."""
    gate, ref = standing.initiative.gates.get(key), _ref(standing, key)
    subject: Text = (Code(key), " is ", Bold("yours again")) if gate else ("The handoff is ", Bold("yours again"))
    lines = (subject, *_remark(standing, ownership))
    return Section(lines, accessory=button("Yes, still mine", Confirm(ref)))


def _steps(standing: Standing, person: PersonId, *wanted: NextStep) -> list[Step]:
    """The person's own next steps of those kinds, in the order of the kinds, late ones first."""
    found = [step for step in standing.survey.steps.values() if step.on == step.gate]
    if standing.survey.handoff is not None:
        found.insert(0, standing.survey.handoff)
    mine = [step for step in found if step.step in wanted and _concerns(step, person)]
    return sorted(mine, key=lambda step: (wanted.index(step.step), -step.days_late))


def _concerns(step: Step, person: PersonId) -> bool:
    """Whether it is theirs to do, or their delegate's while they are away."""
    return person in step.people or any(person == away for _, away in step.in_place_of)


def _offer_parts(standing: Standing, offers: list[tuple[str, Ownership]]) -> list[Part]:
    if not offers:
        return []
    if len(offers) == 1:
        key, ownership = offers[0]
        ref = GateRef(standing.initiative.slug, key)
        accept = button("Accept", Accept(ref), primary=True)
        decline = opens("Decline…", "decline", ref)
        look = () if key == HANDOFF else (button("Show gate", Show(ref)),)
        return [Section(_offer_lines(standing, key, ownership)), Actions((accept, decline, *look))]
    rows: list[Part] = [Section((_offered_line(standing, offers),))]
    rows += [_offer_row(standing, key, ownership) for key, ownership in offers[:MOST_OFFERS]]
    if len(offers) > MOST_OFFERS:
        rows.append(Section(((f"And {len(offers) - MOST_OFFERS} more offered to you.",),)))
    accept = button(f"Accept all {len(offers)}", Accept(_ref(standing, ALL)), primary=True)
    return [*rows, Actions((accept, button("All gates", AllGates(standing.initiative.slug))))]


def _offered_line(standing: Standing, offers: list[tuple[str, Ownership]]) -> tuple[Span, ...]:
    """Who stays accountable meanwhile, said once for all."""
    accountable = {one for _, ownership in offers if (one := ownership.accountable) is not None}
    stay = "stays" if len(accountable) == 1 else "stay"
    until = ("; until you accept, ", *people(standing.organisation, accountable, "and"), f" {stay} accountable")
    return (
        Bold("Accept or decline"),
        f" {counted_in_words(len(offers), 'offer')}",
        *(until if accountable else ()),
        ".",
    )


def _offer_row(standing: Standing, key: str, ownership: Ownership) -> Section:
    ref = _ref(standing, key)
    items = [item("Accept", Accept(ref)), menu_opens("Decline…", "decline", ref)]
    if key != HANDOFF:
        items.append(item("Show gate", Show(ref)))
    lines = (*_offer_about(standing, key), *_remark(standing, ownership))
    return Section(lines, accessory=Menu(tuple(items)))


def _offer_about(standing: Standing, key: str) -> tuple[Text, ...]:
    """What is offered, and by when it is needed."""
    if key == HANDOFF:
        return ((Bold("The handoff as a whole"),), ("You see to it that it reaches production.",))
    gate = standing.initiative.gates[key]
    title: Text = (Code(key), f" {steady(gate.title)}")
    return (title, begun((*needed(standing, gate), *_late(standing, gate))))


def _offer_lines(standing: Standing, key: str, ownership: Ownership) -> tuple[Text, ...]:
    """The one offer there is, with when it was made and who stays accountable meanwhile."""
    organisation = standing.organisation
    on = on_day(organisation.calendar.local_date(ownership.since), standing.today)
    accountable = ownership.accountable
    stays = f"; until you accept, {name(organisation, accountable)} stays accountable" if accountable else ""
    title, about = _offer_about(standing, key)
    return ((Bold("Accept or decline:"), " ", *title), about, (f"Offered {on}{stays}.",), *_remark(standing, ownership))


def _remark(standing: Standing, ownership: Ownership) -> tuple[Text, ...]:
    """What was said with it, in a line: "Declined by Kim: I leave in May"."""
    remark = ownership.remark
    return ((Bold(f"{said_by(standing, remark)} "), shortened(remark.text, 300)),) if remark else ()


def _work_parts(standing: Standing, work: list[Step], person: PersonId, *, is_first: bool) -> list[Part]:
    parts: list[Part] = []
    for index, step in enumerate(work[:MOST_GATES]):
        gate = standing.initiative.gates.get(step.gate or "")
        if gate is not None:
            parts += _work_part(standing, gate, step, person, primary=is_first and index == 0)
    if len(work) > MOST_GATES:
        parts.append(_more(standing, len(work) - MOST_GATES, "of yours are open"))
    return parts


def _work_part(standing: Standing, gate: Gate, step: Step, person: PersonId, *, primary: bool) -> list[Part]:
    ref = _ref(standing, gate.key)
    quote: list[Part] = []
    match step.step:
        case NextStep.ANSWER_CHANGES:
            words, press = "has changes requested", opens("Add evidence", "evidence", ref, primary=primary)
            words, quote = _changes(standing, gate)
        case NextStep.UNBLOCK:
            reason = shortened(gate.block.reason, 200) if gate.block else ""
            words = (
                f"is blocked: {reason}" if gate.owner == person else f"{_whose(standing, gate)}waits for you: {reason}"
            )
            press = button("It can go on", Unblock(ref), primary=primary)
        case NextStep.ASK_FOR_SIGN_OFF:
            words = "has evidence; ask for the sign-off when it is complete"
            press = button("Ask for sign-off", Request(ref), primary=primary)
        case NextStep.CONFIRM:
            words, press = "is it still yours?", button("Yes, still mine", Confirm(ref), primary=primary)
        case _:
            words, press = "needs evidence", opens("Add evidence", "evidence", ref, primary=primary)
    return [_work_row(standing, gate, words + _in_whose_place(standing, step, person), press), *quote]


def _in_whose_place(standing: Standing, step: Step, person: PersonId) -> str:
    """For whom the reader does it, or who does it for the reader."""
    behalf = step.behalf(person)
    if behalf is not None:
        return f"{BETWEEN}{away_until(standing.organisation, behalf, standing.today)}"
    delegate = next((one for one, away in step.in_place_of if away == person), None)
    return f"{BETWEEN}{name(standing.organisation, delegate)} acts for you" if delegate else ""


def _whose(standing: Standing, gate: Gate) -> str:
    return f"of {name(standing.organisation, gate.owner)} " if gate.owner else ""


def _work_row(standing: Standing, gate: Gate, words: str, press: Button) -> Section:
    due = due_text(standing, gate)
    title: Text = (steady(gate.title), *((BETWEEN, *due) if due else ()))
    return Section(((Code(gate.key), f" {words}"), title), accessory=press)


def _changes(standing: Standing, gate: Gate) -> tuple[str, list[Part]]:
    """Who asked for what: nobody is blamed, the reason is the gate's."""
    votes = [vote for vote in gate.votes if vote.decision is Decision.CHANGES]
    if not votes:
        return "has changes requested", []
    last = max(votes, key=lambda vote: vote.at)
    told = last.reason is not None and last.reason is not ChangesReason.OTHER
    reason = f", about {inside(REASONS[last.reason])}" if told and last.reason else ""
    words = f"has changes requested by {name(standing.organisation, last.person)}{reason}"
    return words, [Quote(last.comment)] if last.comment else []


def _rework(standing: Standing, person: PersonId) -> list[Rework]:
    """The person's items, and those that took the approval of a gate of theirs, the earliest due first."""
    initiative = standing.initiative
    mine = [one for one in initiative.rework if one.is_open and (one.owner == person or _took(initiative, one, person))]
    return sorted(mine, key=lambda one: (one.due, one.number))


def _took(initiative: Initiative, item: Rework, person: PersonId) -> bool:
    gate = initiative.gates.get(item.gate)
    return item.revoked_at is not None and gate is not None and gate.ownership.holder == person


def _rework_parts(standing: Standing, items: list[Rework], person: PersonId) -> list[Part]:
    parts: list[Part] = []
    for one in items[:MOST_GATES]:
        what, who = item_lines(standing, one)
        ends = one.owner == person and one.kind is ReworkKind.FINDING
        press = done_button(standing.initiative.slug, one) if ends else show("Show gate", _ref(standing, one.gate))
        parts.append(Section((what, (Code(one.gate), BETWEEN, *who)), accessory=press))
    if len(items) > MOST_GATES:
        parts.append(Section(((f"And {len(items) - MOST_GATES} more: ", typed("rework")),)))
    return parts


def _unowned_parts(standing: Standing, unowned: list[Step], person: PersonId) -> list[Part]:
    parts: list[Part] = []
    for step in unowned[:MOST_UNOWNED]:
        key = step.gate or HANDOFF
        gate = standing.initiative.gates.get(key)
        about: tuple[Span, ...] = (
            (Code(key), " has ", Bold("no owner"), BETWEEN, *needed(standing, gate))
            if gate
            else ("The handoff as a whole has ", Bold("no owner"))
        )
        line = (*about, _in_whose_place(standing, step, person))
        remark = _remark(standing, gate.ownership if gate else standing.initiative.handoff)
        parts.append(Section((line, *remark), accessory=name_someone(_ref(standing, key))))
    if len(unowned) > MOST_UNOWNED:
        parts.append(_more(standing, len(unowned) - MOST_UNOWNED, "have no owner"))
    return parts


def _rule_part(standing: Standing, step: Step) -> Section:
    key = step.gate or HANDOFF
    if step.step is NextStep.ADD_MEMBERS:
        words: Iterable[Span] = (" cannot be signed: too few people may. Add some with ", typed("party"))
    else:
        words = (" cannot be signed: nobody may. Say who signs with ", typed(f"approvers {key}"))
    return Section(((Code(key), *words),), accessory=button("Show gate", Show(_ref(standing, key))))


def _more(standing: Standing, count: int, what: str) -> Section:
    all_gates = button("All gates", AllGates(standing.initiative.slug))
    return Section(((f"And {count} more {what if count > 1 else _one(what)}.",),), accessory=all_gates)


def _one(what: str) -> str:
    return {"have no owner": "has no owner", "of yours are open": "of yours is open"}[what]


def _last(standing: Standing) -> Note:
    place = Code(standing.initiative.slug)
    return Note((place, BETWEEN, "always up to date", BETWEEN, "reminders: ", typed("remind off")))


def _late(standing: Standing, gate: Gate) -> tuple[Span, ...]:
    late = lateness(standing, gate)
    return (BETWEEN, Bold(late)) if late else ()


def _ref(standing: Standing, key: str) -> GateRef:
    return GateRef(standing.initiative.slug, key)


def _quiet(said: str) -> Card:
    return Card(said, (Note((said,)),))
