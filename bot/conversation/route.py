"""The one table from intent to answer. Each handler calls one use case and lets a view word the outcome."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from bot.cards import Card
from bot.conversation.acts import (
    absence,
    calendar,
    contract,
    escalation,
    incident,
    joining,
    looking,
    ownership,
    reminder,
    review,
    rework,
)
from bot.conversation.acts import organisation as organisation_acts
from bot.conversation.forms import open_form
from bot.conversation.refusal_log import log_refusal
from bot.conversation.turn import Again, Refused, Reply, Say, Tell, Turn
from bot.intents.absence import ComeBack, GoAway, ShowAway
from bot.intents.block import Blocked, Unblock, Waits
from bot.intents.calendar import ChangeCalendar, ShowCalendar
from bot.intents.contract import AskParties, RefuseContract, ShowContract, SignContract
from bot.intents.digest import DigestLeadership, DigestNow, DigestOff, DigestWeekly
from bot.intents.escalation import SetEscalation, SetReconfirmation, ShowEscalation
from bot.intents.form import OpenForm
from bot.intents.gate import AddGate, RemoveGate, SetApprovers, SetDepends
from bot.intents.incident import ReportIncident
from bot.intents.initiative import Appoint, New, SetValue, Steer
from bot.intents.intent import GateRef, Intent
from bot.intents.joining import BecomeAdministrator, JoinOrganisation, LinkAccounts
from bot.intents.lateness import ShowLateness
from bot.intents.looking import (
    AllGates,
    Help,
    ListInitiatives,
    ListTemplates,
    OpenHome,
    Questions,
    Share,
    Show,
    ShowSettings,
    ShowTemplate,
    Status,
)
from bot.intents.milestone import SetDue, SetMilestone
from bot.intents.ownership import Accept, Assign, Claim, Confirm, Decline, HandOff
from bot.intents.party import ChangeParty
from bot.intents.person import SayLeft, SetRole
from bot.intents.reminder import Remind, Snooze
from bot.intents.review import GiveEvidence, Request, SignOff, Withdraw
from bot.intents.rework import ApproveWithFinding, AssignRework, EndRework, ShowRework
from bot.intents.validity import SetValidity
from bot.views.answers.repeated import already_handled_card
from bot.views.refusals.problems import refusal_card
from readiness.domain.rules.change import must_be_near
from readiness.domain.values.refusal import Refusal
from readiness.usecases.frame.handling import was_handled
from readiness.usecases.frame.ports import AlreadyHandled, DatabaseUnavailable, Unconfirmed

Handler = Callable[[Turn, Any], Awaitable[Reply]]


LOOKING: Mapping[type[Intent], Handler] = {
    Help: looking.help_,
    Status: looking.status,
    AllGates: looking.all_gates,
    ListInitiatives: looking.list_initiatives,
    Show: looking.show,
    Waits: looking.waits,
    Questions: looking.questions,
    ShowLateness: looking.lateness,
    ListTemplates: looking.list_templates,
    ShowTemplate: looking.show_template,
    ShowSettings: looking.settings,
    OpenHome: looking.home,
    ShowRework: rework.show,
    ShowContract: contract.show,
    ShowEscalation: escalation.show,
    DigestNow: reminder.digest_now,
    ShowCalendar: calendar.show,
    ShowAway: absence.show,
    OpenForm: open_form,
}
"""What changes nothing, however often it is asked for: answered without a write."""

CHANGING: Mapping[type[Intent], Handler] = {
    Share: looking.share,
    New: organisation_acts.new,
    Assign: ownership.assign,
    Claim: ownership.claim,
    Accept: ownership.accept,
    Decline: ownership.decline,
    HandOff: ownership.hand_off,
    Confirm: ownership.confirm,
    GiveEvidence: review.give_evidence,
    Request: review.request,
    SignOff: review.sign_off,
    Withdraw: review.withdraw,
    Blocked: review.blocked,
    Unblock: review.unblock,
    ApproveWithFinding: rework.approve_with_finding,
    EndRework: rework.end,
    AssignRework: rework.assign,
    ReportIncident: incident.report_incident,
    AskParties: contract.ask,
    SignContract: contract.sign,
    RefuseContract: contract.refuse,
    SetMilestone: organisation_acts.set_milestone,
    SetDue: organisation_acts.set_due,
    SetDepends: organisation_acts.set_depends,
    AddGate: organisation_acts.add_gate,
    RemoveGate: organisation_acts.remove_gate,
    Steer: organisation_acts.steer,
    SetValue: organisation_acts.set_value,
    Appoint: organisation_acts.appoint,
    SetApprovers: organisation_acts.set_approvers,
    SetValidity: rework.set_validity,
    ChangeParty: organisation_acts.change_party,
    SetRole: organisation_acts.set_role,
    SayLeft: organisation_acts.say_left,
    SetEscalation: escalation.set_wait,
    SetReconfirmation: escalation.set_reconfirmation,
    ChangeCalendar: calendar.change,
    BecomeAdministrator: joining.become_administrator,
    JoinOrganisation: joining.join,
    LinkAccounts: joining.link,
    DigestWeekly: reminder.digest_weekly,
    DigestOff: reminder.digest_off,
    DigestLeadership: reminder.digest_leadership,
    Remind: reminder.remind,
    Snooze: reminder.snooze,
    GoAway: absence.go_away,
    ComeBack: absence.come_back,
}
"""What one request does once, however often it is delivered (docs/decisions/0024)."""


async def answer(turn: Turn, intent: Intent) -> Reply:
    """What the asker is told; a refusal is an answer like any other."""
    look = LOOKING.get(type(intent))
    if look is None:
        return await _once(turn, lambda: _change(turn, intent))
    try:
        return await look(turn, intent)
    except Refusal as refusal:
        return await _refused(turn, refusal, intent)


async def unread(turn: Turn, reply: Say) -> Reply:
    """`reply` to a line that says nothing clear, unless that is because an earlier delivery of it was done."""
    return await _once(turn, lambda: _unless_handled(turn, reply))


async def _once(turn: Turn, work: Callable[[], Awaitable[Reply]]) -> Reply:
    """The reply of `work`, or that of an earlier delivery of the same request to this process."""
    if turn.request is None:
        return await work()
    reply, is_again = await turn.answered.once(turn.request, turn.deps.clock(), work, _counts)
    return Again(reply) if is_again and isinstance(reply, Say | Tell) else reply


async def _change(turn: Turn, intent: Intent) -> Reply:
    try:
        _check_days(turn, intent)
        reply = await CHANGING[type(intent)](turn, intent)
    except AlreadyHandled:
        return Say(already_handled_card(intent))
    except Refusal as refusal:
        reply = await _refused(turn, refusal, intent)
    return await _unless_handled(turn, reply, intent)


def _check_days(turn: Turn, intent: Intent) -> None:
    """Every day that an intent names is one that somebody can mean; raises `DateTooFar`."""
    today = turn.deps.clock().date()
    for day in days_named(intent):
        must_be_near(day, today)


def days_named(named: object) -> Iterator[date]:
    """Every day in an intent, whatever it lies in."""
    if isinstance(named, date):
        yield named
    elif isinstance(named, tuple):
        for one in named:
            yield from days_named(one)
    elif isinstance(named, Struct):
        for value in astuple(named):
            yield from days_named(value)


async def _unless_handled(turn: Turn, reply: Reply, intent: Intent | None = None) -> Reply:
    """`reply`; where it says that nothing was done, that it is done, if an earlier delivery did it.

    What was done is often refused the second time, as done.
    """
    is_done = isinstance(reply, Say | Tell) and intent is not None
    if is_done or is_unknown(reply) or not await was_handled(turn.deps, turn.asker):
        return reply
    return Say(already_handled_card(intent))


def is_unknown(reply: Reply) -> bool:
    """Whether the reply leaves open what was done, so that the same request is to be tried again."""
    return isinstance(reply, Refused) and isinstance(reply.refusal, DatabaseUnavailable | Unconfirmed)


def _counts(reply: Reply) -> bool:
    return isinstance(reply, Say | Tell)


async def _refused(turn: Turn, refusal: Refusal, intent: Intent) -> Refused:
    log_refusal(refusal, what=type(intent).__name__, person=turn.asker.person)
    return Refused(await explained(turn, refusal, intent), refusal)


async def explained(turn: Turn, refusal: Refusal, intent: Intent | None = None) -> Card:
    """The card that says what was refused, why, and who may."""
    organisation = await looking.organisation(turn, refusal)
    ref = getattr(intent, "ref", None)
    return refusal_card(refusal, organisation, ref if isinstance(ref, GateRef) else None, turn.asker.person)
