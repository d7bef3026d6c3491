"""The one table of everything that can be typed: it dispatches, and help is generated from it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.conversation.reading.naming import ALL, HANDOFF, UNLISTED
from bot.conversation.reading.nearest import nearest
from bot.conversation.reading.phrase import Phrase
from bot.conversation.reading.words import Utterance, Word, folded
from bot.conversation.sentences import (
    absence,
    calendar,
    contract,
    escalation,
    incident,
    initiative,
    joining,
    looking,
    organisation,
    ownership,
    reminder,
    review,
    rework,
)
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
    Help,
    ListInitiatives,
    ListTemplates,
    OpenHome,
    Questions,
    Show,
    ShowSettings,
    ShowTemplate,
    Status,
)
from bot.intents.milestone import SetDue, SetMilestone
from bot.intents.ownership import Accept, Assign, Claim, Confirm, Decline, HandOff
from bot.intents.party import ChangeParty
from bot.intents.person import SayLeft, SetRole
from bot.intents.problems import ProblemKind
from bot.intents.reminder import Remind, Snooze
from bot.intents.review import GiveEvidence, Request, SignOff, Withdraw
from bot.intents.rework import ApproveWithFinding, AssignRework, EndRework, ShowRework
from bot.intents.validity import SetValidity


class Topic(StrEnum):
    """The headings under which help lists the commands."""

    LOOKING = "looking"
    STARTING = "starting"
    OWNING = "owning"
    REVIEWING = "reviewing"
    STEERING = "steering"
    BELONGING = "belonging"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Plain:
    """Names no initiative."""

    read: Callable[[Phrase], Intent]


@dataclass(frozen=True, slots=True)
class AboutInitiative:
    """Begins with [INITIATIVE], the channel's own if it is left out."""

    read: Callable[[Phrase, str], Intent]


@dataclass(frozen=True, slots=True)
class PerhapsAboutInitiative:
    """Begins with [INITIATIVE]; left out it means none in particular (None)."""

    read: Callable[[Phrase, str | None], Intent]


@dataclass(frozen=True, slots=True)
class AboutGate:
    """Begins with [INITIATIVE] GATE; `reserved` are the reserved names taken for a gate.

    `alone` reads it where no gate is named, nor anything else; None where that is a mistake.
    """

    read: Callable[[Phrase, GateRef], Intent]
    reserved: frozenset[str] = frozenset()
    alone: Callable[[str], Intent] | None = None


@dataclass(frozen=True, slots=True)
class AboutNewGate:
    """Begins with [INITIATIVE] KEY, the key of a gate that is not there yet."""

    read: Callable[[Phrase, GateRef], Intent]


Reading: TypeAlias = Plain | AboutInitiative | PerhapsAboutInitiative | AboutGate | AboutNewGate


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    `name` is one or two words; `usage` its line of help; `does` one sentence; `example` a text that gives the first of
    `gives`, the intents it can lead to (people as @ana, channels as #leadership); `aliases` are names read as well.
    """

    name: str
    usage: str
    does: str
    example: str
    topic: Topic
    gives: tuple[type[Intent], ...]
    reading: Reading
    aliases: tuple[str, ...] = ()


def find(utterance: Utterance) -> tuple[Command, int] | None:
    """The command that the first tokens name, and the token behind its name.

    A word that begins several commands ("digest") is a command only by itself: what follows must name one of them, or,
    where it is about an initiative ("rework"), that.
    """
    words = [folded(token.text) if isinstance(token, Word) else "" for token in utterance.tokens[:2]]
    pair = _BY_NAME.get(" ".join(words)) if len(words) > 1 else None
    if pair is not None:
        return pair, 2
    single = _BY_NAME.get(words[0]) if words else None
    if single is None or (len(words) > 1 and len(family(words[0])) > 1 and not _takes_initiative(single)):
        return None
    return single, 1


def _takes_initiative(command: Command) -> bool:
    return isinstance(command.reading, AboutInitiative)


def family(name: str) -> tuple[Command, ...]:
    """The commands that a name means: one by its name or alias, and those that begin with it ("gate")."""
    exact = _BY_NAME.get(name)
    return tuple(command for command in COMMANDS if command is exact or command.name.partition(" ")[0] == name)


def names() -> tuple[str, ...]:
    """Every name that a command can be called by, aliases left out."""
    return tuple(command.name for command in COMMANDS)


def first_words() -> tuple[str, ...]:
    """Every word that a command can begin with, for suggestions."""
    return tuple(dict.fromkeys(command.name.partition(" ")[0] for command in COMMANDS))


def _help(phrase: Phrase) -> Intent:
    """`help [COMMAND]`, the command by any of its names."""
    if phrase.is_over():
        return Help()
    words = " ".join(folded(phrase.utterance.rest(phrase.at)).split())
    known = _BY_NAME.get(words)
    if known is None and not family(words):
        phrase.fail(ProblemKind.UNKNOWN_COMMAND, nearest=nearest(words, (*names(), *first_words())))
    return Help(known.name if known else words)


_OWNED = frozenset({HANDOFF})
_OFFERED = frozenset({HANDOFF, ALL})
_UNLISTED = frozenset({UNLISTED})

COMMANDS: tuple[Command, ...] = (
    Command(
        name="status",
        usage="status [INITIATIVE]",
        does="Shows the checklist: what is ready, what stands still, who holds the next step.",
        example="status fraud-scoring",
        topic=Topic.LOOKING,
        gives=(Status,),
        reading=PerhapsAboutInitiative(looking.status),
    ),
    Command(
        name="list",
        usage="list [mine|all|stalled]",
        does="Lists initiatives: those that concern you, all you may see, or those that stand still.",
        example="list stalled",
        topic=Topic.LOOKING,
        gives=(ListInitiatives,),
        reading=Plain(looking.list_initiatives),
    ),
    Command(
        name="show",
        usage="show [INITIATIVE] GATE",
        does="Shows one gate with its guidance, evidence and sign-offs.",
        example="show compliance-review",
        topic=Topic.LOOKING,
        gives=(Show,),
        reading=AboutGate(looking.show),
    ),
    Command(
        name="waits",
        usage="waits [INITIATIVE]",
        does="Shows who waits for whom, the longest first, and who waits for each other.",
        example="waits fraud-scoring",
        topic=Topic.LOOKING,
        gives=(Waits,),
        reading=AboutInitiative(looking.waits),
    ),
    Command(
        name="questions",
        usage="questions [INITIATIVE]",
        does="Shows the five questions anybody may ask: who answered each, when, on what evidence, how late.",
        example="questions fraud-scoring",
        topic=Topic.LOOKING,
        gives=(Questions,),
        reading=AboutInitiative(looking.questions),
    ),
    Command(
        name="lateness",
        usage="lateness [INITIATIVE]",
        does="Shows how late each gate was against the stage it was needed by, and how long gaps stood out.",
        example="lateness fraud-scoring",
        topic=Topic.LOOKING,
        gives=(ShowLateness,),
        reading=AboutInitiative(looking.lateness),
    ),
    Command(
        name="home",
        usage="home",
        does="Shows your start page: what waits for you, your gates, handoffs and initiatives.",
        example="home",
        topic=Topic.LOOKING,
        gives=(OpenHome,),
        reading=Plain(looking.home),
    ),
    Command(
        name="template list",
        usage="template list",
        does="Lists the checklists an initiative can start with.",
        example="template list",
        topic=Topic.LOOKING,
        gives=(ListTemplates,),
        reading=Plain(looking.list_templates),
        aliases=("template", "templates"),
    ),
    Command(
        name="template show",
        usage="template show NAME",
        does="Shows one checklist.",
        example="template show ai-model-to-production",
        topic=Topic.LOOKING,
        gives=(ShowTemplate,),
        reading=Plain(looking.show_template),
    ),
    Command(
        name="settings",
        usage="settings",
        does="Shows the organisation's settings and who administers them.",
        example="settings",
        topic=Topic.LOOKING,
        gives=(ShowSettings,),
        reading=Plain(looking.settings),
    ),
    Command(
        name="help",
        usage="help [COMMAND]",
        does="Lists what can be said here, or explains one command.",
        example="help waive",
        topic=Topic.LOOKING,
        gives=(Help,),
        reading=Plain(_help),
        aliases=("?",),
    ),
    Command(
        name="new",
        usage='new "NAME" [template T] [owner @P] [model-complete DATE] [live DATE] [value 25000 EUR]',
        does="Starts an initiative in this channel; alone it opens the form.",
        example='new "Fraud scoring" owner @ana model-complete +8w live 2027-03-01 value 25000 EUR',
        topic=Topic.STARTING,
        gives=(New, OpenForm),
        reading=Plain(initiative.new),
    ),
    Command(
        name="assign",
        usage="assign [INITIATIVE] GATE|handoff @P [backup @P]",
        does="Offers a gate, or the handoff as a whole, to somebody.",
        example="assign compliance-review @ana backup @ben",
        topic=Topic.OWNING,
        gives=(Assign, OpenForm),
        reading=AboutGate(ownership.assign, _OWNED),
    ),
    Command(
        name="claim",
        usage="claim [INITIATIVE] GATE",
        does="Takes a gate that nobody owns.",
        example="claim load-tested",
        topic=Topic.OWNING,
        gives=(Claim,),
        reading=AboutGate(ownership.claim),
    ),
    Command(
        name="accept",
        usage="accept [INITIATIVE] GATE|handoff|all [REASON]",
        does="Accepts what is offered to you.",
        example="accept compliance-review",
        topic=Topic.OWNING,
        gives=(Accept,),
        reading=AboutGate(ownership.accept, _OFFERED),
    ),
    Command(
        name="decline",
        usage="decline [INITIATIVE] GATE|handoff|all [REASON]",
        does="Declines an offer, or hands back what you own.",
        example="decline compliance-review I leave the team in May",
        topic=Topic.OWNING,
        gives=(Decline, OpenForm),
        reading=AboutGate(ownership.decline, _OFFERED),
    ),
    Command(
        name="handoff",
        usage="handoff [INITIATIVE] GATE|handoff|all @P [REASON]",
        does="Offers what you own to somebody else; you stay accountable until they accept.",
        example="handoff load-tested @ben on holiday until June",
        topic=Topic.OWNING,
        gives=(HandOff, OpenForm),
        reading=AboutGate(ownership.hand_off, _OFFERED),
    ),
    Command(
        name="confirm",
        usage="confirm [INITIATIVE] GATE|handoff|all",
        does="Says that what you own is still yours; you are asked every few weeks.",
        example="confirm load-tested",
        topic=Topic.OWNING,
        gives=(Confirm,),
        reading=AboutGate(ownership.confirm, _OFFERED),
    ),
    Command(
        name="evidence",
        usage="evidence [INITIATIVE] GATE URL|TEXT",
        does="Adds evidence to a gate. Sign-offs of the evidence before it become void.",
        example="evidence load-tested https://example.org/load-test",
        topic=Topic.REVIEWING,
        gives=(GiveEvidence, OpenForm),
        reading=AboutGate(review.evidence),
    ),
    Command(
        name="request",
        usage="request [INITIATIVE] GATE",
        does="Asks the approvers of a gate for their sign-off.",
        example="request load-tested",
        topic=Topic.REVIEWING,
        gives=(Request,),
        reading=AboutGate(review.request),
    ),
    Command(
        name="approve",
        usage="approve [INITIATIVE] GATE [COMMENT]",
        does="Signs a gate off.",
        example="approve compliance-review as discussed on Monday",
        topic=Topic.REVIEWING,
        gives=(SignOff,),
        reading=AboutGate(review.approve),
    ),
    Command(
        name="changes",
        usage="changes [INITIATIVE] GATE documentation|lineage|retraining|architecture|other COMMENT",
        does="Returns a gate with what has to change.",
        example="changes compliance-review documentation the model card lacks limits",
        topic=Topic.REVIEWING,
        gives=(SignOff, OpenForm),
        reading=AboutGate(review.changes),
    ),
    Command(
        name="waive",
        usage="waive [INITIATIVE] GATE until DATE REASON / CONTROL",
        does="Accepts a risk until a day, with what keeps it in check meanwhile after the slash.",
        example="waive load-tested until +4w the cluster comes late / traffic capped at 10 %",
        topic=Topic.REVIEWING,
        gives=(SignOff, OpenForm),
        reading=AboutGate(review.waive),
    ),
    Command(
        name="n/a",
        usage="n/a [INITIATIVE] GATE REASON",
        does="Votes that a gate does not apply here.",
        example="n/a load-tested one batch a week",
        topic=Topic.REVIEWING,
        gives=(SignOff, OpenForm),
        reading=AboutGate(review.not_applicable),
        aliases=("na", "not-applicable"),
    ),
    Command(
        name="withdraw",
        usage="withdraw [INITIATIVE] GATE [REASON]",
        does="Takes your own sign-off back; after five minutes with a reason.",
        example="withdraw compliance-review wrong gate",
        topic=Topic.REVIEWING,
        gives=(Withdraw,),
        reading=AboutGate(review.withdraw),
    ),
    Command(
        name="blocked",
        usage="blocked [INITIATIVE] GATE [by @P|PARTY] REASON",
        does="Says that a gate you own cannot go on, why, and whom it waits for.",
        example="blocked load-tested by @ana no cluster yet",
        topic=Topic.REVIEWING,
        gives=(Blocked, OpenForm),
        reading=AboutGate(review.blocked),
    ),
    Command(
        name="unblock",
        usage="unblock [INITIATIVE] GATE",
        does="Says that it can go on.",
        example="unblock load-tested",
        topic=Topic.REVIEWING,
        gives=(Unblock,),
        reading=AboutGate(review.unblock),
    ),
    Command(
        name="finding",
        usage="finding [INITIATIVE] GATE @P DATE TEXT",
        does="Approves a gate if somebody does something by a day. If it is not done by then, the approval ends.",
        example="finding compliance-review @ben +2w add the second vendor's contract",
        topic=Topic.REVIEWING,
        gives=(ApproveWithFinding, OpenForm),
        reading=AboutGate(rework.finding),
    ),
    Command(
        name="rework",
        usage="rework [INITIATIVE]",
        does="Shows requested changes and findings: who does what by when, and what they were about.",
        example="rework fraud-scoring",
        topic=Topic.REVIEWING,
        gives=(ShowRework,),
        reading=AboutInitiative(rework.show),
    ),
    Command(
        name="rework done",
        usage="rework done [INITIATIVE] NUMBER [TEXT]",
        does="Says that a finding is done.",
        example="rework done 3 the contract is linked",
        topic=Topic.REVIEWING,
        gives=(EndRework,),
        reading=AboutInitiative(rework.done),
    ),
    Command(
        name="rework assign",
        usage="rework assign [INITIATIVE] NUMBER @P [by DATE]",
        does="Gives requested changes or a finding to somebody else, or another due date.",
        example="rework assign 3 @ben by friday",
        topic=Topic.REVIEWING,
        gives=(AssignRework,),
        reading=AboutInitiative(rework.assign),
    ),
    Command(
        name="incident",
        usage="incident [INITIATIVE] GATE|unlisted [DATE] TEXT",
        does="Records an incident, and says whether its gap was open, waived, signed off or never listed.",
        example="incident load-tested yesterday answers took ten seconds",
        topic=Topic.REVIEWING,
        gives=(ReportIncident, OpenForm),
        reading=AboutGate(incident.incident, _UNLISTED, incident.incident_form),
    ),
    Command(
        name="contract",
        usage="contract [INITIATIVE] [changes | ask | sign | refuse REASON]",
        does="Shows the deployment contract, what changed in it, asks every party to sign, or answers.",
        example="contract fraud-scoring",
        topic=Topic.STARTING,
        gives=(
            ShowContract,
            AskParties,
            SignContract,
            RefuseContract,
            OpenForm,
        ),
        reading=AboutInitiative(contract.contract),
    ),
    Command(
        name="milestone",
        usage="milestone [INITIATIVE] NAME done|plan [DATE]",
        does="Plans a milestone, or says that it was reached; `live` stands for both live facts.",
        example="milestone model-complete plan 2027-01-15",
        topic=Topic.STEERING,
        gives=(SetMilestone,),
        reading=AboutInitiative(organisation.milestone),
    ),
    Command(
        name="due",
        usage="due [INITIATIVE] GATE DATE|off",
        does="Gives a gate its own due date; off lets it go by its milestone again.",
        example="due load-tested friday",
        topic=Topic.STEERING,
        gives=(SetDue,),
        reading=AboutGate(organisation.due),
    ),
    Command(
        name="depends",
        usage="depends [INITIATIVE] GATE on|off GATE",
        does="Lets a gate wait for another, or no longer.",
        example="depends load-tested on compute",
        topic=Topic.STEERING,
        gives=(SetDepends,),
        reading=AboutGate(organisation.depends),
    ),
    Command(
        name="gate add",
        usage='gate add [INITIATIVE] KEY "TITLE" party P [condition C] [needed-by M]',
        does="Adds a gate that the template did not have.",
        example='gate add pen-test "Penetration test passed" party platform condition infrastructure',
        topic=Topic.STEERING,
        gives=(AddGate,),
        reading=AboutNewGate(organisation.add_gate),
    ),
    Command(
        name="gate remove",
        usage="gate remove [INITIATIVE] GATE REASON",
        does="Takes a gate off the checklist.",
        example="gate remove load-tested covered by the platform's own tests",
        topic=Topic.STEERING,
        gives=(RemoveGate,),
        reading=AboutGate(organisation.remove_gate),
    ),
    Command(
        name="approvers",
        usage="approvers [INITIATIVE] GATE any|all|majority|N of @P|PARTY… [and …]",
        does="Sets who must sign a gate. Sign-offs under the rule before it become void.",
        example="approvers compliance-review 2 of compliance and any of @ana platform",
        topic=Topic.STEERING,
        gives=(SetApprovers,),
        reading=AboutGate(organisation.approvers),
    ),
    Command(
        name="expires",
        usage="expires [INITIATIVE] GATE DURATION|never",
        does="Says for how long a sign-off of a gate holds. After that it is asked for again.",
        example="expires compliance-review 26w",
        topic=Topic.STEERING,
        gives=(SetValidity,),
        reading=AboutGate(rework.expires),
    ),
    Command(
        name="party",
        usage="party [INITIATIVE] NAME owner|backup|member|remove @P…",
        does="Sets who belongs to a party; with an initiative, only there.",
        example="party compliance owner @ana",
        topic=Topic.STEERING,
        gives=(ChangeParty,),
        reading=PerhapsAboutInitiative(organisation.party),
    ),
    Command(
        name="value",
        usage="value [INITIATIVE] 25000 EUR",
        does="Says what a week of delay costs.",
        example="value 25000 EUR",
        topic=Topic.STEERING,
        gives=(SetValue,),
        reading=AboutInitiative(organisation.value),
    ),
    Command(
        name="lead",
        usage="lead [INITIATIVE] @P",
        does="Puts somebody else in the lead.",
        example="lead fraud-scoring @ana",
        topic=Topic.STEERING,
        gives=(Appoint,),
        reading=AboutInitiative(organisation.lead),
    ),
    Command(
        name="sponsor",
        usage="sponsor [INITIATIVE] @P",
        does="Names the sponsor.",
        example="sponsor @ana",
        topic=Topic.STEERING,
        gives=(Appoint,),
        reading=AboutInitiative(organisation.sponsor),
    ),
    Command(
        name="pause",
        usage="pause [INITIATIVE] [REASON]",
        does="Stops the chasing; the cost of delay goes on.",
        example="pause fraud-scoring waiting for the new budget",
        topic=Topic.STEERING,
        gives=(Steer,),
        reading=AboutInitiative(organisation.pause),
    ),
    Command(
        name="resume",
        usage="resume [INITIATIVE] [REASON]",
        does="Lets a paused initiative go on.",
        example="resume fraud-scoring",
        topic=Topic.STEERING,
        gives=(Steer,),
        reading=AboutInitiative(organisation.resume),
    ),
    Command(
        name="cancel",
        usage="cancel [INITIATIVE] [REASON]",
        does="Ends an initiative for good; its cost of delay stops.",
        example="cancel fraud-scoring bought instead",
        topic=Topic.STEERING,
        gives=(Steer,),
        reading=AboutInitiative(organisation.cancel),
    ),
    Command(
        name="role",
        usage="role @P administrator|auditor|member",
        does="Sets somebody's role in the organisation.",
        example="role @ana auditor",
        topic=Topic.STEERING,
        gives=(SetRole,),
        reading=Plain(organisation.role),
    ),
    Command(
        name="escalation",
        usage="escalation [backup|party-owner|handoff-owner|sponsor DAYS]",
        does="Shows who is told when something is late; with a place, after how many working days they are.",
        example="escalation",
        topic=Topic.STEERING,
        gives=(ShowEscalation, SetEscalation),
        reading=Plain(escalation.escalation),
    ),
    Command(
        name="reconfirm",
        usage="reconfirm WEEKS|off",
        does="Sets how often owners are asked whether a gate is still theirs.",
        example="reconfirm 6",
        topic=Topic.STEERING,
        gives=(SetReconfirmation,),
        reading=Plain(escalation.reconfirm),
    ),
    Command(
        name="person",
        usage="person @P left|back",
        does="Says that somebody has left, where the platform does not tell: their gates go to the backups.",
        example="person @ana left",
        topic=Topic.STEERING,
        gives=(SayLeft,),
        reading=Plain(organisation.person),
    ),
    Command(
        name="admin",
        usage="admin CODE",
        does="Makes you an administrator, by a code from whoever runs the bot.",
        example="admin CDEF-GHJK-LMNP",
        topic=Topic.BELONGING,
        gives=(BecomeAdministrator,),
        reading=Plain(joining.admin),
    ),
    Command(
        name="join",
        usage="join [CODE]",
        does="Makes two organisations one: alone it gives a code to type on the other side.",
        example="join CDEF-GHJK-LMNP",
        topic=Topic.BELONGING,
        gives=(JoinOrganisation,),
        reading=Plain(joining.join),
    ),
    Command(
        name="link",
        usage="link [CODE]",
        does="Makes two accounts one person, you: alone it gives a code to type with the other account.",
        example="link CDEF-GHJK-LMNP",
        topic=Topic.BELONGING,
        gives=(LinkAccounts,),
        reading=Plain(joining.link),
    ),
    Command(
        name="digest",
        usage="digest [now]",
        does="Shows this channel's digest now, to you alone.",
        example="digest now",
        topic=Topic.TIME,
        gives=(DigestNow,),
        reading=Plain(reminder.digest_now),
        aliases=("digest now",),
    ),
    Command(
        name="digest weekly",
        usage="digest weekly DAY HH:MM [ZONE]",
        does="Sends this channel's digest every week at that time.",
        example="digest weekly monday 09:00 Europe/Berlin",
        topic=Topic.TIME,
        gives=(DigestWeekly,),
        reading=Plain(reminder.digest_weekly),
    ),
    Command(
        name="digest off",
        usage="digest off",
        does="Sends no digest to this channel.",
        example="digest off",
        topic=Topic.TIME,
        gives=(DigestOff,),
        reading=Plain(reminder.digest_off),
    ),
    Command(
        name="digest leadership",
        usage="digest leadership #CHANNEL",
        does="Sends the digest across all initiatives to that channel.",
        example="digest leadership #leadership",
        topic=Topic.TIME,
        gives=(DigestLeadership,),
        reading=Plain(reminder.digest_leadership),
    ),
    Command(
        name="remind off",
        usage="remind off",
        does="Sends you no reminders.",
        example="remind off",
        topic=Topic.TIME,
        gives=(Remind,),
        reading=Plain(reminder.remind_off),
    ),
    Command(
        name="remind on",
        usage="remind on",
        does="Sends you reminders again.",
        example="remind on",
        topic=Topic.TIME,
        gives=(Remind,),
        reading=Plain(reminder.remind_on),
    ),
    Command(
        name="remind snooze",
        usage="remind snooze [DURATION]",
        does="Sends you no reminders for a while; alone until Monday.",
        example="remind snooze 3d",
        topic=Topic.TIME,
        gives=(Snooze,),
        reading=Plain(reminder.snooze),
    ),
    Command(
        name="timezone",
        usage="timezone [ZONE]",
        does="Sets the timezone of the organisation, by which days begin and end; alone it shows the calendar.",
        example="timezone Europe/Berlin",
        topic=Topic.TIME,
        gives=(ChangeCalendar, ShowCalendar),
        reading=Plain(calendar.timezone),
    ),
    Command(
        name="weekend",
        usage="weekend [DAY … | none]",
        does="Sets the days of the week that do not count as days late; alone it shows the calendar.",
        example="weekend friday saturday",
        topic=Topic.TIME,
        gives=(ChangeCalendar, ShowCalendar),
        reading=Plain(calendar.weekend),
    ),
    Command(
        name="holidays",
        usage="holidays [add DATE [NAME], … | remove DATE …]",
        does="Adds or removes days that do not count as days late; alone it shows the calendar.",
        example="holidays add 2026-12-25 Christmas",
        topic=Topic.TIME,
        gives=(ChangeCalendar, ShowCalendar),
        reading=Plain(calendar.holidays),
    ),
    Command(
        name="away",
        usage="away [DATE..DATE [delegate @P] | off]",
        does="Says when you are away and who acts for you meanwhile; alone it shows what you said.",
        example="away 2026-12-01..2026-12-12 delegate @ana",
        topic=Topic.TIME,
        gives=(GoAway, ComeBack, ShowAway),
        reading=Plain(absence.away),
    ),
)

_BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.aliases)}
