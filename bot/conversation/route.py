"""The one table from intent to answer. Each handler calls one use case and lets a view word the outcome."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from bot import intents
from bot.cards import Card
from bot.conversation import (
    absence,
    agreeing,
    belonging,
    calendar,
    escalating,
    looking,
    owning,
    reporting,
    reviewing,
    reworking,
    steering,
    timing,
)
from bot.conversation.forms import open_form
from bot.conversation.refusal_log import log_refusal
from bot.conversation.turn import Again, Refused, Reply, Say, Tell, Turn
from bot.intents import GateRef, Intent
from bot.views.problems import refusal_card
from bot.views.repeats import already_handled_card
from readiness.domain.change import must_be_near
from readiness.domain.refusal import Refusal
from readiness.usecases.handling import was_handled
from readiness.usecases.ports import AlreadyHandled, DatabaseUnavailable, Unconfirmed

Handler = Callable[[Turn, Any], Awaitable[Reply]]


LOOKING: Mapping[type[Intent], Handler] = {
    intents.Help: looking.help_,
    intents.Status: looking.status,
    intents.AllGates: looking.all_gates,
    intents.ListInitiatives: looking.list_initiatives,
    intents.Show: looking.show,
    intents.Waits: looking.waits,
    intents.Questions: looking.questions,
    intents.ShowLateness: looking.lateness,
    intents.ListTemplates: looking.list_templates,
    intents.ShowTemplate: looking.show_template,
    intents.ShowSettings: looking.settings,
    intents.OpenHome: looking.home,
    intents.ShowRework: reworking.show,
    intents.ShowContract: agreeing.show,
    intents.ShowEscalation: escalating.show,
    intents.DigestNow: timing.digest_now,
    intents.ShowCalendar: calendar.show,
    intents.ShowAway: absence.show,
    intents.OpenForm: open_form,
}
"""What changes nothing, however often it is asked for: answered without a write."""

CHANGING: Mapping[type[Intent], Handler] = {
    intents.Share: looking.share,
    intents.New: steering.new,
    intents.Assign: owning.assign,
    intents.Claim: owning.claim,
    intents.Accept: owning.accept,
    intents.Decline: owning.decline,
    intents.HandOff: owning.hand_off,
    intents.Confirm: owning.confirm,
    intents.GiveEvidence: reviewing.give_evidence,
    intents.Request: reviewing.request,
    intents.SignOff: reviewing.sign_off,
    intents.Withdraw: reviewing.withdraw,
    intents.Blocked: reviewing.blocked,
    intents.Unblock: reviewing.unblock,
    intents.ApproveWithFinding: reworking.approve_with_finding,
    intents.EndRework: reworking.end,
    intents.AssignRework: reworking.assign,
    intents.ReportIncident: reporting.report_incident,
    intents.AskParties: agreeing.ask,
    intents.SignContract: agreeing.sign,
    intents.RefuseContract: agreeing.refuse,
    intents.SetMilestone: steering.set_milestone,
    intents.SetDue: steering.set_due,
    intents.SetDepends: steering.set_depends,
    intents.AddGate: steering.add_gate,
    intents.RemoveGate: steering.remove_gate,
    intents.Steer: steering.steer,
    intents.SetValue: steering.set_value,
    intents.Appoint: steering.appoint,
    intents.SetApprovers: steering.set_approvers,
    intents.SetValidity: reworking.set_validity,
    intents.ChangeParty: steering.change_party,
    intents.SetRole: steering.set_role,
    intents.SayLeft: steering.say_left,
    intents.SetEscalation: escalating.set_wait,
    intents.SetReconfirmation: escalating.set_reconfirmation,
    intents.ChangeCalendar: calendar.change,
    intents.BecomeAdministrator: belonging.become_administrator,
    intents.JoinOrganisation: belonging.join,
    intents.LinkAccounts: belonging.link,
    intents.DigestWeekly: timing.digest_weekly,
    intents.DigestOff: timing.digest_off,
    intents.DigestLeadership: timing.digest_leadership,
    intents.Remind: timing.remind,
    intents.Snooze: timing.snooze,
    intents.GoAway: absence.go_away,
    intents.ComeBack: absence.come_back,
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
    elif is_dataclass(named) and not isinstance(named, type):
        for field in fields(named):
            yield from days_named(getattr(named, field.name))


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
