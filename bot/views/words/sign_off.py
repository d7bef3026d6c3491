"""Signing off in words and buttons, wherever a gate is shown."""

from bot.cards import (
    Button,
    Code,
    MenuItem,
    Span,
)
from bot.intents.form import FormName, OpenForm
from bot.intents.intent import GateRef
from bot.intents.review import SignOff as SignOffIntent
from bot.views.words.absence import voter
from bot.views.words.counting import counted
from bot.views.words.dates import moment
from bot.views.words.initiative import BETWEEN
from bot.views.words.listing import begun, listed
from bot.views.words.presses import button, item
from bot.views.words.signing import rule_text
from bot.views.words.terms import MEANINGS, VOTED
from readiness.domain.values.gate import Decision, SignOff
from readiness.domain.values.rework import findings_on, overdue_findings
from readiness.usecases.looking import GatePage


def ref_of(page: GatePage) -> GateRef:
    """The gate as a button names it."""
    return GateRef(page.standing.initiative.slug, page.gate.key)


def place(page: GatePage) -> Code:
    """The gate as it can always be typed."""
    return Code(f"{page.standing.initiative.slug}/{page.gate.key}")


def sign_buttons(page: GatePage, *, primary: bool = True) -> tuple[Button, ...]:
    """Approve and Request changes, for the revision and the rule shown; no approval over an overdue finding."""
    gate = page.gate
    changes = button("Request changes", _form(page, "changes"))
    if is_held_up(page):
        return (changes,)
    approve = SignOffIntent(ref_of(page), Decision.APPROVE, gate.revision, under=gate.rule.mark)
    return (button("Approve", approve, primary=primary), changes)


def is_held_up(page: GatePage) -> bool:
    """Whether an overdue finding keeps the gate from being approved."""
    return bool(overdue_findings(page.standing.initiative.rework, page.gate.key, page.standing.today))


def approve_with_finding(page: GatePage) -> tuple[MenuItem, ...]:
    """An approval on a condition, where an approval is possible or stands."""
    held_up = page.gate.revision == 0 or is_held_up(page)
    return () if held_up else (item("Approve with a finding…", _form(page, "finding")),)


def rarer_votes(page: GatePage) -> tuple[MenuItem, ...]:
    """Waive and Not applicable, where the checklist allows them."""
    gate = page.gate
    waive = (item("Waive until a date…", _form(page, "waive")),) if gate.allows_waiver else ()
    skip = (item("Not applicable…", _form(page, "not-applicable")),) if gate.allows_not_applicable else ()
    return (*waive, *skip)


def _form(page: GatePage, name: FormName) -> OpenForm:
    """A form that votes on what was seen: the evidence revision, and the rule by its mark."""
    return OpenForm(name, ref_of(page), page.gate.revision, page.gate.rule.mark)


def vote_line(page: GatePage, vote: SignOff) -> tuple[Span, ...]:
    """One signature with its meaning: "Dee for Eli approved with 1 finding, 22 Nov (evidence reviewed)"."""
    organisation = page.standing.organisation
    meaning = f" ({MEANINGS[vote.meaning]})" if vote.decision is Decision.APPROVE else ""
    when = moment(vote.at, organisation.calendar)
    return (f"{voter(organisation, vote)} {VOTED[vote.decision]}{_with_findings(page, vote)}, ", when, meaning)


def _with_findings(page: GatePage, vote: SignOff) -> str:
    if vote.decision is not Decision.APPROVE:
        return ""
    open_ones = findings_on(page.standing.initiative.rework, page.gate.key)
    count = sum(one.raised_by == vote.person for one in open_ones)
    return f" with {counted(count, 'finding')}" if count else ""


def who_must_sign(page: GatePage) -> tuple[Span, ...]:
    """The rule in words and how far it is: "2 of compliance · 1 so far: Fay"; of a settled gate, who signed."""
    organisation, gate = page.standing.organisation, page.gate
    rule = begun(rule_text(gate.rule, organisation))
    settled = gate.is_settled_at(page.standing.now)
    votes = sorted(gate.votes, key=lambda vote: vote.at)
    if not votes:
        return rule if settled else (*rule, BETWEEN, "none so far")
    signed = listed([f"{voter(organisation, vote)}{_other_than_approval(vote)}" for vote in votes], most=4)
    return (*rule, BETWEEN, "" if settled else f"{len(votes)} so far: ", *signed)


def _other_than_approval(vote: SignOff) -> str:
    return "" if vote.decision is Decision.APPROVE else f" {VOTED[vote.decision]}"
