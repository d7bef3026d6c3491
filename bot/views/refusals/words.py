"""What each refusal is told with: the sentence, who may, what to press or type."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from bot.cards import Code, Mark, Span, Text
from bot.intents.calendar import ShowCalendar
from bot.intents.looking import ListInitiatives
from bot.intents.ownership import Accept
from bot.intents.rework import EndRework
from bot.views.refusals.refused import Case, Told, show_button, status_button
from bot.views.words.dates import full_day
from bot.views.words.gate import shortened
from bot.views.words.listing import codes, listed, name
from bot.views.words.presses import button, opens, typed
from bot.views.words.refusal import sentence
from bot.views.words.rework import DONE
from bot.views.words.signing import shortage
from bot.views.words.terms import inside
from readiness.domain.rights.permissions import Action
from readiness.domain.values import refusals
from readiness.domain.values.approval import GroupTally
from readiness.domain.values.gate import Decision
from readiness.domain.values.refusal import Refusal
from readiness.usecases import arrivals
from readiness.usecases.frame import ports


def told(case: Case) -> Told:
    """The words for a refusal; its own sentence where it needs no others."""
    for kind in type(case.refusal).__mro__:
        if kind in _WORDS:
            return _WORDS[kind](case)
    return Told(sentence(case.refusal))


_MAY: dict[str, str] = {
    str(Action.ADMINISTER): "change the organisation",
    str(Action.SIGN): "sign this gate",
    str(Action.WORK): "do this",
    str(Action.ANSWER_OFFER): "answer this offer",
}


def _not_allowed(case: Case) -> Told:
    action = case.text("action")
    roles = [str(one) for one in case.keys("who")]
    headline: Text = (
        ("This is for ", *listed(list[Span](roles), "or", most=4), ".") if roles else ("You may not do this here.",)
    )
    who = case.who()
    if case.organisation is None:
        return Told(headline)
    if who:
        return Told(headline, ((*who, f" can {_MAY.get(action, action or 'do it')}."),), show_button(case))
    return Told(headline, (("Nobody holds that right now. ", *_remedy(case, action)),), show_button(case))


def _remedy(case: Case, action: str) -> Text:
    """Who can see to it that somebody does."""
    gate = case.ref.gate if case.ref else "GATE"
    if action == str(Action.SIGN):
        return ("The lead can change who must sign: ", typed(f"approvers {gate}"))
    if action in (str(Action.WORK), str(Action.ANSWER_OFFER)):
        return ("The lead or the handoff owner can name somebody: ", typed(f"assign {gate} @person"))
    return ("An administrator can help.",)


def _someone_else_signs(case: Case) -> Told:
    who = case.who(mentioned=True)
    if not who:
        line: Text = ("Nobody else may sign it yet. The lead can change who must: ", typed("approvers"))
    else:
        line = (*who, *_of_party(case), " can.")
    return Told(sentence(case.refusal), (line,), show_button(case))


def _of_party(case: Case) -> tuple[Span, ...]:
    """The one party that all of them belong to."""
    if case.organisation is None:
        return ()
    fitting = [party for party in case.organisation.parties.values() if case.people() <= party.everybody]
    return (f" of {inside(fitting[0].name)}",) if len(fitting) == 1 else ()


def _not_your_turn(case: Case) -> Told:
    who = case.who(mentioned=True)
    line: Text = (
        (*who, " signs first. You will be asked when it is your turn.")
        if len(case.people()) == 1
        else (*who, " sign first. You will be asked when it is your turn.")
    )
    return Told(sentence(case.refusal), (line,) if who else (), show_button(case))


def _own_rule(case: Case) -> Told:
    who = case.who()
    return Told(sentence(case.refusal), ((*who, " can."),) if who else (), show_button(case))


def _stale(case: Case) -> Told:
    revision, seen, by = case.text("revision"), case.text("seen"), case.by()
    added: Text = (f"Revision {revision} was added", f" by {by}" if by else "", ", ", *case.when(), ". ")
    line: Text = (*added, f"Your answer to revision {seen} was not counted.")
    return Told(
        sentence(case.refusal), (line,), show_button(case, f"Look at revision {revision}", primary=True), Mark.CHANGED
    )


def _stale_rule(case: Case) -> Told:
    look = show_button(case, "Look at it as it is now", primary=True)
    return Told(sentence(case.refusal), (("Your answer was not counted.",),), look, Mark.CHANGED)


_DONE: dict[str, str] = {
    "signed off": "signed this off",
    "not applicable": "said that this does not apply",
    "waived": "waived this",
    "changes requested": "asked for changes",
    "in review": "answered this",
}
_SO: dict[str, str] = {
    "signed off": "This is signed off",
    "not applicable": "This is settled as not applicable",
    "waived": "This is waived",
    "changes requested": "Changes are requested",
    "in review": "The sign-off was asked for",
    "active": "This is active",
}


_CONTRACT_SO: dict[str, str] = {
    "signed-by": "This version is signed for your party",
    "signed": "The contract is signed by every party",
    "asked": "Every party is asked to sign the contract",
}


def _already_agreed(case: Case) -> Told:
    """What is so already of the contract."""
    when = case.when()
    if by := case.by():
        return Told((f"{by} signed this version, ", *when, ". Nothing more to do."), (), (), Mark.READY)
    since: tuple[Span, ...] = (" since ", *when) if when else ()
    return Told((_CONTRACT_SO[case.text("contract")], *since, ". Nothing more to do."), (), (), Mark.READY)


def _nobody_named(case: Case) -> Told:
    handoff: tuple[Span, ...] = ("the handoff",) if case.refusal.details.get("handoff") else ()
    what = listed([*handoff, *(Code(key) for key in case.keys("gates"))], most=6)
    headline: Text = (
        ("The contract cannot be signed yet: nobody is named for ", *what, ".") if what else sentence(case.refusal)
    )
    who = case.who()
    line: Text = (*(who or ("The lead",)), " can name somebody: ", typed("assign GATE @person"))
    return Told(headline, (line,))


def _already(case: Case) -> Told:
    if case.text("contract"):
        return _already_agreed(case)
    progress, by, when = case.text("progress"), case.by(), case.when()
    at: tuple[Span, ...] = (", ", *when) if when else ()
    if by and progress in _DONE:
        headline: Text = (f"{by} {_DONE[progress]}", *at, ". Nothing more to do.")
    elif progress in _SO:
        headline = (_SO[progress], *at, " already. Nothing more to do." if not when else ". Nothing more to do.")
    elif by:
        headline = (
            "You did this already" if by == "You" else f"This is done already: {by}",
            *at,
            ". Nothing more to do.",
        )
    else:
        headline = ("This is done already", *at, ". Nothing more to do.")
    return Told(headline, (), show_button(case), Mark.READY)


def _already_evidence(case: Case) -> Told:
    headline: Text = (f"This is already the evidence, revision {case.text('revision')}. Nothing changed.",)
    anew: Text = ("If what it links to has changed, add a few words about that behind the link.",)
    return Told(headline, (*_who_and_when(case, "gave it"), anew), show_button(case), Mark.READY)


def _already_blocked(case: Case) -> Told:
    return Told(sentence(case.refusal), _who_and_when(case, "said so"), show_button(case), Mark.READY)


def _who_and_when(case: Case, did: str) -> tuple[Text, ...]:
    """Say "Ben gave it, 23 Nov at 13:02"."""
    by, when = case.by(), case.when()
    return ((f"{by} {did}", *((", ", *when) if when else ()), "."),) if by else ()


def _not_in_review(case: Case) -> Told:
    if case.text("progress") == "changes requested":
        line: Text = ("Changes were requested; you will be asked again when there is new evidence.",)
        return Told(("This gate is being changed, so there is nothing to answer now.",), (line,), show_button(case))
    if case.text("progress") in _SO:
        return Told((f"{_SO[case.text('progress')]}, so there is nothing to answer.",), (), show_button(case))
    return Told(sentence(case.refusal), (("Its owner asks for it when the evidence is there.",),), show_button(case))


def _evidence_missing(case: Case) -> Told:
    add = (opens("Add evidence", "evidence", case.ref, primary=True),) if case.ref else ()
    return Told(sentence(case.refusal), (), (*add, *show_button(case)))


def _waits_for_others(case: Case) -> Told:
    waits = case.keys("waits_for")
    return Told(
        sentence(case.refusal), (("It waits for ", *codes(waits, most=6), "."),) if waits else (), show_button(case)
    )


def _nobody_can_approve(case: Case) -> Told:
    found = case.refusal.details.get("groups")
    groups = [one for one in found if isinstance(one, GroupTally)] if isinstance(found, tuple | list) else []
    lacking = [shortage(one, case.organisation) for one in groups] if case.organisation else []
    gate = case.ref.gate if case.ref else "GATE"
    who = case.who()
    change: Text = (*(who or ("The lead",)), " can change who must sign: ", typed(f"approvers {gate}"))
    add: Text = ("An administrator can add people: ", typed("party NAME member @person"))
    return Told(sentence(case.refusal), (*lacking, change, add), show_button(case))


def _accept_first(case: Case) -> Told:
    if case.ref is None:
        return Told(sentence(case.refusal))
    accept = button("Accept", Accept(case.ref), primary=True)
    return Told(sentence(case.refusal), (), (accept, opens("Decline…", "decline", case.ref)))


def _already_owned(case: Case) -> Told:
    who = case.who()
    line: Text = (*who, " has it. Ask for it to be handed to you: the owner can, and so can the lead.")
    return Told(sentence(case.refusal), (line,) if who else (), show_button(case))


def _not_a_member(case: Case) -> Told:
    who = case.text("person")
    if not who or case.organisation is None:
        return Told(sentence(case.refusal))
    named = name(case.organisation, who)
    line: Text = ("Only active members of this organisation can. Choose somebody else.",)
    return Told((f"{named} cannot be asked.",), (line,), show_button(case))


def _vote_forbidden(case: Case) -> Told:
    what = "waived" if case.text("decision") == str(Decision.WAIVE) else "set aside as not applicable"
    line: Text = ("Its checklist says so. It needs evidence and a sign-off.",)
    return Told((f"This gate cannot be {what}.",), (line,), show_button(case))


def _finding_overdue(case: Case) -> Told:
    """Which one, who has it, and what makes it be done; whoever is asked to approve may say that it is."""
    number, due, who = case.text("number"), case.text("due"), case.text("owner")
    if case.organisation is None or not (number and due and who):
        return Told(sentence(case.refusal), (), show_button(case))
    on = full_day(date.fromisoformat(due))
    line: Text = (f"Finding {number}: {shortened(case.text('text'), 200)}",)
    after: Text = (
        f"{name(case.organisation, who)} was to do it by {on}. Say so when it is done, or give it a new date.",
    )
    done = (button(DONE, EndRework(case.ref.initiative, int(number))),) if case.ref else ()
    return Told(sentence(case.refusal), (line, after), (*done, *show_button(case)))


def _cycle(case: Case) -> Told:
    keys = case.text("cycle").split(" → ")
    chain: list[Span] = []
    for index, key in enumerate(keys):
        chain += ([" waits for "] if index else []) + [Code(key)]
    return Told(("These gates would wait for each other.",), ((*chain, "."),), show_button(case))


def _not_active(case: Case) -> Told:
    if case.text("life") == "paused":
        line: Text = ("The lead, the handoff owner or an administrator can go on with ", typed("resume"))
        return Told(
            ("This initiative is paused, so nothing in it changes.",), (line,), status_button(case), Mark.PAUSED
        )
    headline: Text = (f"This initiative is {case.text('life') or 'over'}, so nothing in it changes.",)
    return Told(headline, (("Its record stays readable. Start another one with ", typed("new")),), status_button(case))


def _cancelled(case: Case) -> Told:
    line: Text = ("Its record stays readable. Start another one with ", typed("new"))
    return Told(sentence(case.refusal), (line,), status_button(case))


def _not_found(case: Case) -> Told:
    details = case.refusal.details
    for kind in ("gate", "party", "milestone", "template", "form", "initiative"):
        if details.get(kind):
            return _no_such(case, kind, str(details[kind]))
    return Told(sentence(case.refusal))


def _no_such(case: Case, kind: str, wanted: str) -> Told:
    if kind == "initiative":
        headline: Text = ("There is no initiative ", Code(wanted), ", or it is not for you to see.")
        return Told(headline, (), (button("My initiatives", ListInitiatives()),))
    kind = {"template": "checklist"}.get(kind, kind)
    return Told(
        ("There is no ", f"{kind} ", Code(wanted), " here."), _nearest(wanted, case.keys("known")), status_button(case)
    )


def _nearest(wanted: str, known: Iterable[str]) -> tuple[Text, ...]:
    names = sorted(known)
    close = get_close_matches(wanted, names, n=3, cutoff=0.6)
    if close:
        return (("Did you mean ", *codes(close, "or"), "?"),)
    return (("There are ", *codes(names, most=8), "."),) if names else ()


def _own_words(*lines: Text, mark: Mark = Mark.REFUSED) -> Callable[[Case], Told]:
    """The refusal's own sentence with fixed lines behind it."""
    return lambda case: Told(sentence(case.refusal), lines, show_button(case), mark)


def _quiet(case: Case) -> Told:
    return replace(Told(sentence(case.refusal)), mark=Mark.WARNING)


def _no_such_holiday(case: Case) -> Told:
    day = case.refusal.details.get("day")
    shown = full_day(day) if isinstance(day, date) else "This day"
    calendar = button("Calendar", ShowCalendar())
    return Told((f"{shown} is not among the holidays, so nothing was removed.",), (), (calendar,))


_WORDS: dict[type[Refusal], Callable[[Case], Told]] = {
    refusals.NoSuchHoliday: _no_such_holiday,
    refusals.NotAllowed: _not_allowed,
    refusals.OutsiderRefused: _own_words(),
    refusals.AuditorRefused: _own_words(("An administrator can change your role: ", typed("role @person member"))),
    refusals.NotFound: _not_found,
    refusals.OwnGate: _someone_else_signs,
    refusals.OwnEvidence: _someone_else_signs,
    refusals.StandsIn: _someone_else_signs,
    refusals.LastBeforeFirst: _own_words(("For example: ", typed("away 2026-12-01..2026-12-12"))),
    refusals.NotAway: _own_words(("Say when you are: ", typed("away DATE..DATE delegate @person"))),
    refusals.NotYourTurn: _not_your_turn,
    refusals.OwnRule: _own_rule,
    refusals.Stale: _stale,
    refusals.StaleRule: _stale_rule,
    refusals.StaleContract: _own_words(("Your answer was not counted.",), mark=Mark.CHANGED),
    refusals.NobodyNamed: _nobody_named,
    refusals.NothingToAgree: _own_words(("Add one: ", typed("gate add"))),
    refusals.AlreadyDone: _already,
    refusals.AlreadyEvidence: _already_evidence,
    refusals.AlreadyBlocked: _already_blocked,
    refusals.NotInReview: _not_in_review,
    refusals.EvidenceMissing: _evidence_missing,
    refusals.WaitsForOthers: _waits_for_others,
    refusals.NobodyCanApprove: _nobody_can_approve,
    refusals.AcceptFirst: _accept_first,
    refusals.NothingOffered: _own_words(("A gate that nobody owns can be taken: ", typed("claim GATE"))),
    refusals.NothingOfferedToYou: _own_words(("A gate that nobody owns can be taken: ", typed("claim GATE"))),
    refusals.NothingOwned: _own_words(("What is yours: ", typed("home"))),
    refusals.WaitTooShort: _own_words(("All of them: ", typed("escalation"))),
    refusals.WaitTooLong: _own_words(("All of them: ", typed("escalation"))),
    refusals.AlreadyOwned: _already_owned,
    refusals.NotAMember: _not_a_member,
    refusals.VoteForbidden: _vote_forbidden,
    refusals.ControlMissing: _own_words(("For example: ", Code("the cluster comes late / traffic capped at 10 %"))),
    refusals.FindingOverdue: _finding_overdue,
    refusals.NoSuchRework: _own_words((typed("rework"), " lists them with their numbers.")),
    refusals.EndsWithItsGate: _own_words(("Next: new evidence, then its sign-off is asked for again.",)),
    refusals.DependencyCycle: _cycle,
    refusals.NotActive: _not_active,
    refusals.Cancelled: _cancelled,
    refusals.LastAdministrator: _own_words(("For example: ", typed("role @person administrator"))),
    refusals.TwoOrganisations: _own_words((typed("join"), " gives an administrator the code for it.")),
    refusals.DirectHome: _own_words(("Everybody who holds a gate should be in it.",)),
    ports.Unconfirmed: _quiet,
    ports.DatabaseUnavailable: _quiet,
    arrivals.UnknownAccount: _own_words(),
}
