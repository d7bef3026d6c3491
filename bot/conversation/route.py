"""The one table from intent to answer. Each handler calls one use case and lets a view word the outcome."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from bot import intents
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
from bot.intents import GateRef, Intent
from bot.views.answers.repeated import already_handled_card
from bot.views.refusals.problems import refusal_card
from readiness.domain.rules.change import must_be_near
from readiness.domain.values.refusal import Refusal
from readiness.usecases.frame.handling import was_handled
from readiness.usecases.frame.ports import AlreadyHandled, DatabaseUnavailable, Unconfirmed

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
    intents.ShowRework: rework.show,
    intents.ShowContract: contract.show,
    intents.ShowEscalation: escalation.show,
    intents.DigestNow: reminder.digest_now,
    intents.ShowCalendar: calendar.show,
    intents.ShowAway: absence.show,
    intents.OpenForm: open_form,
}
"""What changes nothing, however often it is asked for: answered without a write."""

CHANGING: Mapping[type[Intent], Handler] = {
    intents.Share: looking.share,
    intents.New: organisation_acts.new,
    intents.Assign: ownership.assign,
    intents.Claim: ownership.claim,
    intents.Accept: ownership.accept,
    intents.Decline: ownership.decline,
    intents.HandOff: ownership.hand_off,
    intents.Confirm: ownership.confirm,
    intents.GiveEvidence: review.give_evidence,
    intents.Request: review.request,
    intents.SignOff: review.sign_off,
    intents.Withdraw: review.withdraw,
    intents.Blocked: review.blocked,
    intents.Unblock: review.unblock,
    intents.ApproveWithFinding: rework.approve_with_finding,
    intents.EndRework: rework.end,
    intents.AssignRework: rework.assign,
    intents.ReportIncident: incident.report_incident,
    intents.AskParties: contract.ask,
    intents.SignContract: contract.sign,
    intents.RefuseContract: contract.refuse,
    intents.SetMilestone: organisation_acts.set_milestone,
    intents.SetDue: organisation_acts.set_due,
    intents.SetDepends: organisation_acts.set_depends,
    intents.AddGate: organisation_acts.add_gate,
    intents.RemoveGate: organisation_acts.remove_gate,
    intents.Steer: organisation_acts.steer,
    intents.SetValue: organisation_acts.set_value,
    intents.Appoint: organisation_acts.appoint,
    intents.SetApprovers: organisation_acts.set_approvers,
    intents.SetValidity: rework.set_validity,
    intents.ChangeParty: organisation_acts.change_party,
    intents.SetRole: organisation_acts.set_role,
    intents.SayLeft: organisation_acts.say_left,
    intents.SetEscalation: escalation.set_wait,
    intents.SetReconfirmation: escalation.set_reconfirmation,
    intents.ChangeCalendar: calendar.change,
    intents.BecomeAdministrator: joining.become_administrator,
    intents.JoinOrganisation: joining.join,
    intents.LinkAccounts: joining.link,
    intents.DigestWeekly: reminder.digest_weekly,
    intents.DigestOff: reminder.digest_off,
    intents.DigestLeadership: reminder.digest_leadership,
    intents.Remind: reminder.remind,
    intents.Snooze: reminder.snooze,
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
