"""Everything the rules refuse. A docstring is the sentence a person reads; views add who may and what to press."""

from readiness.domain.values.refusal import Refusal


class NotAllowed(Refusal):
    """You may not do this here."""

    code = "not-allowed"


class OutsiderRefused(NotAllowed):
    """Only members of this organisation can change anything; ask a colleague who is one."""

    code = "outsider"


class AuditorRefused(NotAllowed):
    """You are an auditor here: you can read everything and change nothing."""

    code = "auditor"


class NotFound(Refusal):
    """There is no such thing here, or it is not for you to see."""

    code = "not-found"


class OwnGate(NotAllowed):
    """You own this gate, so someone else signs it."""

    code = "own-gate"


class OwnEvidence(NotAllowed):
    """This is your own evidence, so someone else signs it."""

    code = "own-evidence"


class StandsIn(NotAllowed):
    """You stand in for somebody who owns this gate or gave its evidence, so someone else signs it."""

    code = "stands-in"


class NotYourTurn(NotAllowed):
    """Another group signs this gate first."""

    code = "not-your-turn"


class OwnRule(NotAllowed):
    """You own this gate, so someone else decides how it is signed off."""

    code = "own-rule"


class Stale(Refusal):
    """The evidence changed since this message."""

    code = "stale"


class StaleRule(Stale):
    """Who must sign this gate changed since this message."""

    code = "stale-rule"


class StaleContract(Stale):
    """The contract changed since this message."""

    code = "stale-contract"


class NobodyNamed(Refusal):
    """The contract names one person for every gate and for the handoff, and somebody is still missing."""

    code = "nobody-named"


class NothingToAgree(Refusal):
    """There is no gate yet, so there is nothing to sign."""

    code = "nothing-to-agree"


class AlreadyDone(Refusal):
    """This is already done. Nothing more to do."""

    code = "already-done"


class AlreadyEvidence(AlreadyDone):
    """This is already the evidence. If what it links to has changed, add a few words about that."""

    code = "already-evidence"


class AlreadyBlocked(AlreadyDone):
    """It is blocked for this reason already. Nothing changed."""

    code = "already-blocked"


class SaidJustNow(Refusal):
    """You said the same a few minutes ago. Nothing was done again."""

    code = "said-just-now"


class NotInReview(Refusal):
    """Nobody has asked for this sign-off yet, so there is nothing to answer."""

    code = "not-in-review"


class EvidenceMissing(Refusal):
    """Add evidence before you ask for a sign-off."""

    code = "evidence-missing"


class WaitsForOthers(Refusal):
    """This gate waits for other gates, so its sign-off cannot be asked for yet."""

    code = "waits-for-others"


class NobodyCanApprove(Refusal):
    """Nobody can sign this gate off as things stand."""

    code = "nobody-can-approve"


class AcceptFirst(Refusal):
    """This gate is offered to you. Accept it first; then this works."""

    code = "accept-first"


class NothingOffered(Refusal):
    """This is not offered to anybody, so there is nothing to accept or decline."""

    code = "nothing-offered"


class NothingOfferedToYou(Refusal):
    """Nothing in this initiative is offered to you, so there is nothing to accept or decline."""

    code = "nothing-offered-to-you"


class NothingOwned(Refusal):
    """You own nothing in this initiative that is still to be done."""

    code = "nothing-owned"


class BadWait(Refusal):
    """Choose a whole number of working days from 0 to {most}."""

    code = "bad-wait"


class NoWorkingDay(Refusal):
    """A week needs a working day, so leave one out of the weekend."""

    code = "no-working-day"


class NoSuchHoliday(Refusal):
    """{day} is not among the holidays, so nothing was removed."""

    code = "no-such-holiday"


class TooManyHolidays(Refusal):
    """That would be more than {most} holidays: remove those that are long over first."""

    code = "too-many-holidays"


class UnknownZone(Refusal):
    """There is no timezone called {zone}. Name a city's, like Europe/Berlin."""

    code = "unknown-zone"


class WaitTooShort(Refusal):
    """The {place} is told after the {before}, so choose at least {least}."""

    code = "wait-too-short"


class WaitTooLong(Refusal):
    """The {place} is told before the {after}, so choose at most {most}."""

    code = "wait-too-long"


class BadReconfirmation(Refusal):
    """Choose a whole number of weeks from 1 to {most}, or `off`."""

    code = "bad-reconfirmation"


class AlreadyOwned(Refusal):
    """This gate is owned by or offered to somebody, so it cannot be claimed."""

    code = "already-owned"


class NotAMember(Refusal):
    """That person cannot be asked: only active members of this organisation can."""

    code = "not-a-member"


class VoteForbidden(Refusal):
    """The checklist does not allow this for this gate."""

    code = "vote-forbidden"


class PeopleMissing(Refusal):
    """Name at least one person, by mention."""

    code = "people-missing"


class ReasonMissing(Refusal):
    """Say why in a few words; the record keeps the reason."""

    code = "reason-missing"


class WhatHappenedMissing(ReasonMissing):
    """Say what happened in a few words; the record keeps it."""

    code = "what-happened-missing"


class NameMissing(Refusal):
    """Give it a name, as people call it."""

    code = "name-missing"


class ControlMissing(Refusal):
    """Say what keeps the risk in check meanwhile, after a slash: `REASON / CONTROL`."""

    code = "control-missing"


class DateInThePast(Refusal):
    """{day} is over. Choose a later day."""

    code = "date-in-the-past"


class DateInTheFuture(Refusal):
    """{day} has not come yet. Say `plan` for a date ahead."""

    code = "date-in-the-future"


class DateTooFar(Refusal):
    """I read {day}, which is more than {years} years from today. Write year-month-day, as in {this_year}-12-31."""

    code = "date-too-far"


class LastBeforeFirst(Refusal):
    """The last day comes before the first one. Say the earlier day first."""

    code = "last-before-first"


class OwnDelegate(Refusal):
    """Nobody stands in for themselves. Name somebody else, or nobody."""

    code = "own-delegate"


class DelegateAway(Refusal):
    """That person is away on the same days. Name somebody who is here, or nobody."""

    code = "delegate-away"


class NotAway(Refusal):
    """You have not said that you are away, so there is nothing to end."""

    code = "not-away"


class IncidentInTheFuture(DateInTheFuture):
    """{day} has not come yet. Say on which day it happened, like `yesterday` or `-3d`."""

    code = "incident-in-the-future"


class NoSuchVote(Refusal):
    """You have no standing vote on this gate, so there is nothing to withdraw."""

    code = "no-such-vote"


class FindingOverdue(Refusal):
    """A finding on this gate is overdue, so it cannot be approved yet."""

    code = "finding-overdue"


class NoSuchRework(Refusal):
    """There is no rework item {number} here."""

    code = "no-such-rework"


class EndsWithItsGate(Refusal):
    """These are requested changes, so they are done once their gate is settled."""

    code = "ends-with-its-gate"


class DependencyCycle(Refusal):
    """These gates would wait for each other: {cycle}."""

    code = "dependency-cycle"


class BadKey(Refusal):
    """`{key}` cannot be a name here: use up to 40 small letters, digits and hyphens, the first no hyphen."""

    code = "bad-key"


class KeyTaken(Refusal):
    """`{key}` is taken; choose another name."""

    code = "key-taken"


class NotActive(Refusal):
    """This initiative is {life}, so nothing in it changes. Resume it first."""

    code = "not-active"


class Cancelled(NotActive):
    """This initiative was cancelled, so nothing in it changes any more."""

    code = "cancelled"


class NotBlocked(Refusal):
    """Nobody said that this gate is blocked."""

    code = "not-blocked"


class WaitsForItself(Refusal):
    """Whoever works on a gate cannot be the one it waits for. Name somebody else, or nobody."""

    code = "waits-for-itself"


class NobodyToWaitFor(Refusal):
    """Nobody else of this party can answer. Name a person, or nobody."""

    code = "nobody-to-wait-for"


class BadApprovalRule(Refusal):
    """This rule cannot be met: {problem}."""

    code = "bad-approval-rule"


class BadText(Refusal):
    """{what} holds {length} characters; at most {limit} fit."""

    code = "bad-text"


class OwnLeaving(Refusal):
    """You are here. Somebody else says it once you have left."""

    code = "own-leaving"


class PlatformTells(Refusal):
    """Slack tells me itself who has left: deactivate the account there, and I see to the rest."""

    code = "platform-tells"


class LastAdministrator(Refusal):
    """You are the only administrator. Name another one first."""

    code = "last-administrator"


class NotForThisChannel(Refusal):
    """This initiative lives in a private channel, and everybody here would read it. Share it there."""

    code = "not-for-this-channel"


class DirectHome(Refusal):
    """An initiative cannot live in a direct message. Choose a channel."""

    code = "direct-home"


class CodeRefused(Refusal):
    """This code does not work: it is mistyped, used or too old. Ask for a new one."""

    code = "code-refused"


class OtherSide(Refusal):
    """This code is for the other side. Type it there."""

    code = "other-side"


class BothHaveInitiatives(Refusal):
    """Both organisations have initiatives, so they cannot become one."""

    code = "both-have-initiatives"


class TwoOrganisations(Refusal):
    """These two accounts belong to two organisations. An administrator joins these first."""

    code = "two-organisations"


class AccountThere(Refusal):
    """One person has one account in each workspace, and these two are in the same."""

    code = "account-there"
