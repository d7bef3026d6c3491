"""The one table from intent to answer. Each handler calls one use case and lets a view word the outcome."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot import intents
from bot.cards import Card
from bot.conversation import (
    absence,
    agreeing,
    belonging,
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
from bot.conversation.turn import Refused, Reply, Turn
from bot.intents import GateRef, Intent
from bot.views.problems import refusal_card
from readiness.domain.refusal import Refusal

Handler = Callable[[Turn, Any], Awaitable[Reply]]

HANDLERS: Mapping[type[Intent], Handler] = {
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
    intents.Share: looking.share,
    intents.OpenHome: looking.home,
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
    intents.ShowRework: reworking.show,
    intents.ApproveWithFinding: reworking.approve_with_finding,
    intents.EndRework: reworking.end,
    intents.AssignRework: reworking.assign,
    intents.ReportIncident: reporting.report_incident,
    intents.ShowContract: agreeing.show,
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
    intents.ShowEscalation: escalating.show,
    intents.SetEscalation: escalating.set_wait,
    intents.SetReconfirmation: escalating.set_reconfirmation,
    intents.BecomeAdministrator: belonging.become_administrator,
    intents.JoinOrganisation: belonging.join,
    intents.LinkAccounts: belonging.link,
    intents.DigestNow: timing.digest_now,
    intents.DigestWeekly: timing.digest_weekly,
    intents.DigestOff: timing.digest_off,
    intents.DigestLeadership: timing.digest_leadership,
    intents.Remind: timing.remind,
    intents.Snooze: timing.snooze,
    intents.ShowAway: absence.show,
    intents.GoAway: absence.go_away,
    intents.ComeBack: absence.come_back,
    intents.OpenForm: open_form,
}


async def answer(turn: Turn, intent: Intent) -> Reply:
    """What the asker is told; a refusal is an answer like any other."""
    try:
        return await HANDLERS[type(intent)](turn, intent)
    except Refusal as refusal:
        log_refusal(refusal, what=type(intent).__name__, person=turn.asker.person)
        return Refused(await explained(turn, refusal, intent), refusal)


async def explained(turn: Turn, refusal: Refusal, intent: Intent | None = None) -> Card:
    """The card that says what was refused, why, and who may."""
    organisation = await looking.organisation(turn, refusal)
    ref = getattr(intent, "ref", None)
    return refusal_card(refusal, organisation, ref if isinstance(ref, GateRef) else None, turn.asker.person)
