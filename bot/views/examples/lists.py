"""Examples of lists, settings, help and the personal page."""

from dataclasses import dataclass, replace

from bot.views.examples.belonging import WORKSPACES
from bot.views.examples.example import Example
from bot.views.examples.messages import MONDAYS
from bot.views.examples.story import ANA, BEN, DEE, HANA, at, churn, fraud, organisation, stands, template
from bot.views.shown.help import help_card
from bot.views.shown.home import home_view
from bot.views.shown.lists import (
    left_card,
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
from readiness.domain.values.identity import WorkspaceId
from readiness.domain.values.person import ReminderChoice, Role, Standing
from readiness.usecases.frame.ports import DigestSchedule, ScheduleKind
from readiness.usecases.looking import HomePage, Overview, SettingsPage


def examples() -> tuple[Example, ...]:
    """All of them."""
    return (*_lists(), *_home())


def _lists() -> tuple[Example, ...]:
    several = Overview((stands(churn()), stands(fraud())))
    acme = organisation()
    weekly = DigestSchedule(WorkspaceId("w1"), "C1", ScheduleKind.CHANNEL, MONDAYS, at(30, 8))
    leaders = replace(weekly, kind=ScheduleKind.LEADERSHIP)
    administrators = frozenset({str(ANA)})
    auditing = acme.with_person(replace(acme.person(BEN), role=Role.AUDITOR))
    without = acme.with_person(replace(acme.person(BEN), standing=Standing.DEACTIVATED))
    return (
        Example("list-mine", "My initiatives", overview_card(several, "mine")),
        Example(
            "list-all-more", "All initiatives, with more than fit", overview_card(replace(several, more=40), "all")
        ),
        Example("list-stalled-none", "Nothing stands still", overview_card(Overview(()), "stalled")),
        Example("templates", "The checklists", templates_card((template(),))),
        Example("template", "One checklist", template_card(template())),
        Example("settings", "Settings", settings_card(SettingsPage(acme, administrators, WORKSPACES), ANA)),
        Example(
            "party",
            "A party after a change",
            party_card(replace(acme.parties["compliance"], owner=BEN), acme.parties["compliance"], acme),
        ),
        Example("role", "A role after a change", role_card(auditing, BEN, Role.MEMBER)),
        Example("person-left", "Somebody has left", left_card(without, BEN)),
        Example("person-back", "Somebody is back", left_card(acme, BEN)),
        Example(
            "digest-weekly",
            "A digest is scheduled",
            schedule_card(replace(weekly, slot=replace(MONDAYS, weekday=4)), weekly),
        ),
        Example("digest-off", "A digest is off", schedule_card(weekly, replace(weekly, next_due=None))),
        Example("digest-leadership-set", "Leadership's digest is scheduled", schedule_card(weekly, leaders)),
        Example("digest-none", "Nothing for a digest", no_digest_card()),
        Example("remind-off", "Reminders off", reminders_card(ReminderChoice(off=True))),
        Example("remind-on", "Reminders on", reminders_card(ReminderChoice())),
        Example("snoozed", "Snoozed", snoozed_card(ReminderChoice(snoozed_until=at(30)), at(28), "Europe/Berlin")),
        Example("snoozed-while-off", "Snoozed while reminders are off", snoozed_card(ReminderChoice(off=True), None)),
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
