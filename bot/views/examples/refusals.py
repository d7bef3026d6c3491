"""Examples of what could not be done."""

from datetime import date

from bot.intents.choice import Choice, Option, Why
from bot.intents.codec import BadPress
from bot.intents.digest import DigestWeekly, Slot
from bot.intents.initiative import Steer
from bot.intents.intent import GateRef
from bot.intents.looking import Status
from bot.intents.problems import Problem, ProblemKind
from bot.views.examples.example import Example
from bot.views.examples.story import ANA, BEN, CHI, DEE, ELI, FAY, GUS, at, organisation
from bot.views.refusals.problems import choice_card, failure_card, problem_card, refusal_card
from bot.views.refusals.unreadable import SENTENCES
from readiness.domain.rights.permissions import TABLE, Action, Who
from readiness.domain.values import refusals
from readiness.domain.values.approval import Group, GroupTally
from readiness.domain.values.refusal import OperatorRefusal, Refusal
from readiness.usecases import arrivals, digest
from readiness.usecases.frame import asking, ports

REF = GateRef("churn-model", "data-lineage")
_SIGNERS = frozenset({DEE, ELI})
_SHORT = GroupTally(Group(2, parties=("compliance",)), frozenset({DEE}), frozenset(), 2)
_ALREADY_AT = at(23, 13, minute=2)


def examples() -> tuple[Example, ...]:
    """All of them."""
    refused = tuple(
        Example(f"refused-{name}", str(type(one).__doc__).split("\n")[0], refusal_card(one, organisation(), REF, FAY))
        for name, one in REFUSALS.items()
    )
    return (*refused, *_problems(), *_choices(), Example("failure", "Broken on our side", failure_card("abc123")))


REFUSALS: dict[str, Refusal] = {
    "not-allowed": refusals.NotAllowed(
        action=str(Action.PLAN), who=TABLE[Action.PLAN], people=frozenset({ANA, CHI, GUS})
    ),
    "not-allowed-sign": refusals.NotAllowed(action=str(Action.SIGN), who=TABLE[Action.SIGN], people=_SIGNERS),
    "not-allowed-nobody": refusals.NotAllowed(action=str(Action.WORK), who=TABLE[Action.WORK], people=frozenset()),
    "outsider": refusals.OutsiderRefused(),
    "auditor": refusals.AuditorRefused(),
    "not-found": refusals.NotFound(),
    "no-initiative": refusals.NotFound(initiative="churn"),
    "no-gate": refusals.NotFound(gate="data-lineag", known=("compute", "data-lineage", "documentation")),
    "no-template": refusals.NotFound(template="basic", known=("ai-model-to-production", "high-risk-regulated-model")),
    "own-gate": refusals.OwnGate(people=_SIGNERS),
    "own-evidence": refusals.OwnEvidence(people=_SIGNERS),
    "stands-in": refusals.StandsIn(people=_SIGNERS),
    "own-evidence-nobody": refusals.OwnEvidence(people=frozenset()),
    "not-your-turn": refusals.NotYourTurn(people=frozenset({GUS})),
    "own-rule": refusals.OwnRule(people=frozenset({ANA})),
    "stale": refusals.Stale(gate="data-lineage", revision=3, seen=2, by=BEN, at=at(23, 9, minute=31)),
    "stale-rule": refusals.StaleRule(gate="data-lineage", revision=3, seen=3),
    "stale-contract": refusals.StaleContract(initiative="churn-model"),
    "nobody-named": refusals.NobodyNamed(
        gates=("compute", "load-tested"), handoff=True, who=TABLE[Action.ASSIGN], people=frozenset({ANA, CHI})
    ),
    "nothing-to-agree": refusals.NothingToAgree(),
    "not-allowed-contract": refusals.NotAllowed(
        action=str(Action.SIGN_CONTRACT), who=TABLE[Action.SIGN_CONTRACT], people=_SIGNERS
    ),
    "already-asked-parties": refusals.AlreadyDone(contract="asked", at=_ALREADY_AT),
    "already-agreed": refusals.AlreadyDone(contract="signed", at=_ALREADY_AT),
    "already-signed-for": refusals.AlreadyDone(contract="signed-by", by=DEE, at=_ALREADY_AT),
    "already-signed": refusals.AlreadyDone(progress="signed off", by=DEE, at=_ALREADY_AT),
    "already-signed-myself": refusals.AlreadyDone(progress="signed off", by=FAY, at=_ALREADY_AT),
    "already-asked": refusals.AlreadyDone(progress="in review", at=_ALREADY_AT),
    "already-accepted": refusals.AlreadyDone(by=FAY, at=_ALREADY_AT),
    "already-paused": refusals.AlreadyDone(at=_ALREADY_AT),
    "already-evidence": refusals.AlreadyEvidence(gate="data-lineage", revision=2, by=BEN, at=_ALREADY_AT),
    "already-blocked": refusals.AlreadyBlocked(gate="data-lineage", by=FAY, at=_ALREADY_AT),
    "said-just-now": refusals.SaidJustNow(at=_ALREADY_AT),
    "not-in-review": refusals.NotInReview(progress="open"),
    "not-in-review-changes": refusals.NotInReview(progress="changes requested"),
    "evidence-missing": refusals.EvidenceMissing(gate="data-lineage"),
    "waits-for-others": refusals.WaitsForOthers(gate="data-lineage", waits_for=("approved-datasets",)),
    "nobody-can-approve": refusals.NobodyCanApprove(gate="data-lineage", groups=(_SHORT,), people=frozenset({ANA})),
    "accept-first": refusals.AcceptFirst(gate="data-lineage"),
    "nothing-offered": refusals.NothingOffered(),
    "nothing-offered-to-you": refusals.NothingOfferedToYou(),
    "already-owned": refusals.AlreadyOwned(people=frozenset({BEN})),
    "not-a-member": refusals.NotAMember(person=GUS),
    "vote-forbidden": refusals.VoteForbidden(gate="data-lineage", decision="waive"),
    "reason-missing": refusals.ReasonMissing(),
    "name-missing": refusals.NameMissing(),
    "platform-unavailable": ports.PlatformUnavailable(),
    "too-fast": ports.TooFast(),
    "control-missing": refusals.ControlMissing(),
    "date-in-the-past": refusals.DateInThePast(day="2026-11-02"),
    "date-in-the-future": refusals.DateInTheFuture(day="2026-12-14"),
    "date-too-far": refusals.DateTooFar(day="0026-12-14", years=20, this_year=2026),
    "last-before-first": refusals.LastBeforeFirst(),
    "own-delegate": refusals.OwnDelegate(),
    "delegate-away": refusals.DelegateAway(person=GUS),
    "not-away": refusals.NotAway(),
    "no-such-vote": refusals.NoSuchVote(gate="data-lineage"),
    "finding-overdue": refusals.FindingOverdue(
        gate="data-lineage", number=1, owner=BEN, due="2026-11-20", text="Link the second vendor's contract."
    ),
    "no-such-rework": refusals.NoSuchRework(number=7),
    "ends-with-its-gate": refusals.EndsWithItsGate(gate="data-lineage"),
    "not-allowed-rework": refusals.NotAllowed(
        action="say that it is done", who=("its owner", Who.APPROVER), people=frozenset({BEN, DEE, ELI})
    ),
    "dependency-cycle": refusals.DependencyCycle(cycle="load-tested → compute → load-tested"),
    "bad-key": refusals.BadKey(key="Load Test!"),
    "key-taken": refusals.KeyTaken(key="compute"),
    "paused": refusals.NotActive(life="paused"),
    "cancelled": refusals.Cancelled(life="cancelled"),
    "not-blocked": refusals.NotBlocked(gate="data-lineage"),
    "waits-for-itself": refusals.WaitsForItself(),
    "nobody-to-wait-for": refusals.NobodyToWaitFor(party="platform"),
    "bad-rule": refusals.BadApprovalRule(problem="name at least one person or party who must sign"),
    "bad-text": refusals.BadText(what="The reason", length=4021, limit=3000),
    "last-administrator": refusals.LastAdministrator(),
    "no-working-day": refusals.NoWorkingDay(),
    "no-such-holiday": refusals.NoSuchHoliday(day=date(2026, 12, 25)),
    "too-many-holidays": refusals.TooManyHolidays(most=366),
    "unknown-zone": refusals.UnknownZone(zone="Europe/Nowhere"),
    "own-leaving": refusals.OwnLeaving(),
    "not-for-this-channel": refusals.NotForThisChannel(),
    "platform-tells": refusals.PlatformTells(),
    "direct-home": refusals.DirectHome(),
    "code": refusals.CodeRefused(),
    "other-side": refusals.OtherSide(),
    "both-have-initiatives": refusals.BothHaveInitiatives(),
    "two-organisations": refusals.TwoOrganisations(),
    "account-there": refusals.AccountThere(),
    "overheard": asking.Overheard(),
    "unconfirmed": ports.Unconfirmed(),
    "operator-needed": OperatorRefusal(),
    "database-unavailable": ports.DatabaseUnavailable(),
    "unknown-account": arrivals.UnknownAccount(account="U404"),
    "channel-needed": digest.ChannelNeeded(),
    "cannot-post-there": digest.CannotPostThere(channel="C9"),
    "bad-press": BadPress(),
}
"""One of each kind, with details as the rules give them."""


_NEAREST: dict[ProblemKind, tuple[str, ...]] = {
    ProblemKind.UNKNOWN_INITIATIVE: ("churn-model", "fraud-model-v3"),
    ProblemKind.UNKNOWN_GATE: ("churn-model/compute", "churn-model/documentation"),
    ProblemKind.BAD_DATE: ("2026-11-27", "friday", "+3w"),
    ProblemKind.DATE_NEEDED: ("2026-11-27", "friday", "+3w"),
    ProblemKind.BAD_DURATION: ("3d", "2w"),
}
_MISSING = frozenset(kind for kind, (_, after) in SENTENCES.items() if not after)


def _problems() -> tuple[Example, ...]:
    unknown = Problem(ProblemKind.UNKNOWN_COMMAND, None, "stauts", ("status", "settings"), "")
    made = [
        Problem(
            kind, "due", "" if kind in _MISSING else "compuet", _NEAREST.get(kind, ()), "due [INITIATIVE] GATE DATE|off"
        )
        for kind in SENTENCES
        if kind != ProblemKind.UNKNOWN_COMMAND
    ]
    return tuple(
        Example(f"unreadable-{one.kind}", f"Typed: {one.kind.replace('-', ' ')}", problem_card(one))
        for one in (unknown, *made)
    )


def _choices() -> tuple[Example, ...]:
    several = tuple(Option(slug, None, Status(slug)) for slug in ("churn-model", "fraud-model-v3"))
    two = (
        Option("churn-model", "compute", Status("churn-model")),
        Option("fraud-model-v3", "churn-model", Status("fraud-model-v3")),
    )
    places = (("New York", "America/New_York"), ("Panama", "America/Panama"), ("Jamaica", "America/Jamaica"))
    zones = tuple(Option(None, None, DigestWeekly(Slot(0, 9, 0, zone)), city) for city, zone in places)
    reasons = tuple(Option(slug, None, Steer(slug, "cancel")) for slug in ("churn-model", "fraud-model-v3"))
    return (
        Example(
            "choice-reason",
            "Another initiative, or a reason",
            choice_card(Choice("cancel", Why.TWO_READINGS, reasons)),
        ),
        Example(
            "choice-initiative", "Which initiative", choice_card(Choice("status", Why.SEVERAL_INITIATIVES, several))
        ),
        Example(
            "choice-zone", "Which city's time", choice_card(Choice("digest weekly", Why.SEVERAL_ZONES, zones, "EST"))
        ),
        Example("choice-reading", "Two readings", choice_card(Choice("status", Why.TWO_READINGS, two))),
    )
