"""Examples of lists, settings, help and the personal page."""

from dataclasses import dataclass, replace

from bot.intents import GateRef, OpenForm
from bot.views.belonging import invitation_card, joined_card, link_code_card, link_question_card, linked_card
from bot.views.closed import unreachable_card
from bot.views.example import Example
from bot.views.example_messages import MONDAYS
from bot.views.example_story import ANA, BEN, DEE, GUS, HANA, at, churn, fraud, organisation, stands, template
from bot.views.forms import evidence_form, no_channel_card, offered_form
from bot.views.help import help_card
from bot.views.home import home_view
from bot.views.lists import (
    no_digest_card,
    overview_card,
    party_card,
    reminders_card,
    role_card,
    schedule_card,
    settings_card,
    snoozed_card,
    template_card,
    templates_card,
)
from bot.views.welcome import welcome_card
from readiness.domain.identity import OrganisationId, WorkspaceId
from readiness.domain.person import ReminderChoice, Role
from readiness.usecases.joining import JoinedPage
from readiness.usecases.linking import LinkedPage
from readiness.usecases.looking import HomePage, Overview, SettingsPage
from readiness.usecases.ports import DigestSchedule, ScheduleKind, Workspace

CODE = "CDEF-GHJK-LMNP"
WORKSPACES = (
    Workspace(WorkspaceId("w1"), OrganisationId("acme"), "slack", "T0ACME", "Acme"),
    Workspace(WorkspaceId("w2"), OrganisationId("acme"), "teams", "b1946ac9-2492", "Contoso"),
)


def examples() -> tuple[Example, ...]:
    """All of them."""
    return (*_lists(), *_home())


def _lists() -> tuple[Example, ...]:
    several = Overview((stands(churn()), stands(fraud())))
    acme = organisation()
    weekly = DigestSchedule(WorkspaceId("w1"), "C1", ScheduleKind.CHANNEL, MONDAYS, at(30, 8))
    leaders = replace(weekly, kind=ScheduleKind.LEADERSHIP)
    administrators = frozenset({str(ANA)})
    asked = evidence_form(OpenForm("evidence", GateRef("churn-model", "compute")), "Churn model", "Compute")
    globex = replace(acme, name="Acme Teams")
    both = tuple(zip(WORKSPACES, ("Ben", "Benjamin Berg"), strict=True))
    linked = LinkedPage(acme.person(BEN), both, 1, 0)
    return (
        Example("list-mine", "My initiatives", overview_card(several, "mine")),
        Example(
            "list-all-more", "All initiatives, with more than fit", overview_card(replace(several, more=40), "all")
        ),
        Example("list-stalled-none", "Nothing stands still", overview_card(Overview(()), "stalled")),
        Example("templates", "The checklists", templates_card((template(),))),
        Example("template", "One checklist", template_card(template())),
        Example("settings", "Settings", settings_card(SettingsPage(acme, administrators, WORKSPACES))),
        Example("party", "A party after a change", party_card(acme.parties["compliance"], acme)),
        Example("role", "A role after a change", role_card(replace(acme.person(BEN), role=Role.AUDITOR))),
        Example("code-join", "A code to join two organisations", invitation_card(CODE)),
        Example("code-link", "A code to link two accounts", link_code_card(CODE)),
        Example("joined", "Two organisations are one", joined_card(JoinedPage(acme, globex, WORKSPACES))),
        Example("link-question", "Before two accounts are linked", link_question_card(both, CODE)),
        Example("linked", "Two accounts are one person", linked_card(linked)),
        Example("linked-void", "The same, with sign-offs that count no more", linked_card(replace(linked, voided=2))),
        Example("digest-weekly", "A digest is scheduled", schedule_card(weekly)),
        Example("digest-off", "A digest is off", schedule_card(replace(weekly, next_due=None))),
        Example("digest-leadership-set", "Leadership's digest is scheduled", schedule_card(leaders)),
        Example("digest-none", "Nothing for a digest", no_digest_card()),
        Example("remind-off", "Reminders off", reminders_card(ReminderChoice(off=True))),
        Example("remind-on", "Reminders on", reminders_card(ReminderChoice())),
        Example("snoozed", "Snoozed", snoozed_card(ReminderChoice(snoozed_until=at(30)), "Europe/Berlin")),
        Example("welcome", "Added for one person", welcome_card(in_channel=False)),
        Example("welcome-first", "Added first", welcome_card(in_channel=False, has_administrator=False)),
        Example("welcome-channel", "Added to a team", welcome_card(in_channel=True)),
        Example("unreachable", "Nothing reaches somebody", unreachable_card(acme.person(GUS), churn())),
        Example("no-channel", "No channel that an initiative could live in", no_channel_card()),
        Example("offered-form", "A form that was asked for by typing", offered_form(asked)),
        Example("help", "Everything that can be said", help_card(None, COMMANDS)),
        Example("help-waive", "One command", help_card("waive", COMMANDS)),
    )


@dataclass(frozen=True, slots=True)
class _Command:
    """A line of the table of commands, as the conversation has it."""

    name: str
    usage: str
    does: str
    example: str
    topic: str


COMMANDS = (
    _Command("status", "status [INITIATIVE]", "Shows the checklist.", "status churn-model", "looking"),
    _Command("show", "show [INITIATIVE] GATE", "Shows one gate.", "show data-lineage", "looking"),
    _Command("new", 'new "NAME" [value 25000 EUR]', "Starts an initiative.", 'new "Churn model"', "starting"),
    _Command(
        "waive",
        "waive [INITIATIVE] GATE until DATE REASON / CONTROL",
        "Accepts a risk until a day.",
        "waive load-tested until +4w the cluster comes late / traffic capped at 10 %",
        "reviewing",
    ),
)
"""Some commands; the conversation gives the whole table."""


def _home() -> tuple[Example, ...]:
    now, late = stands(churn()), stands(fraud())
    gates = churn().gates
    full = HomePage(
        person=HANA,
        organisation=organisation(),
        gates=((now, gates["fallback-tested"]),),
        approvals=((now, gates["data-lineage"]),),
        offers=((late, None), (late, late.initiative.gates["incident-team"])),
        handoffs=(now,),
        initiatives=(now, late),
    )
    empty = HomePage(str(DEE), organisation(), (), (), (), (), ())
    return (
        Example("home", "The personal page", home_view(full)),
        Example("home-empty", "The personal page of somebody new", home_view(empty)),
    )
