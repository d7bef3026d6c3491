"""Examples of how people, accounts and organisations come to the bot and belong together."""

from dataclasses import replace

from bot.intents import GateRef, OpenForm
from bot.views.belonging import invitation_card, joined_card, link_code_card, link_question_card, linked_card
from bot.views.closed import unreachable_card
from bot.views.example import Example
from bot.views.example_story import BEN, GUS, churn, organisation
from bot.views.forms import evidence_form, no_channel_card, offered_form
from bot.views.welcome import welcome_card
from readiness.domain.identity import OrganisationId, WorkspaceId
from readiness.usecases.joining import JoinedPage
from readiness.usecases.linking import LinkedPage
from readiness.usecases.ports import Workspace

CODE = "CDEF-GHJK-LMNP"
WORKSPACES = (
    Workspace(WorkspaceId("w1"), OrganisationId("acme"), "slack", "T0ACME", "Acme"),
    Workspace(WorkspaceId("w2"), OrganisationId("acme"), "teams", "b1946ac9-2492", "Contoso"),
)


def examples() -> tuple[Example, ...]:
    """All of them."""
    return (*_together(), *_arriving())


def _together() -> tuple[Example, ...]:
    acme = organisation()
    globex = replace(acme, name="Acme Teams")
    both = tuple(zip(WORKSPACES, ("Ben", "Benjamin Berg"), strict=True))
    linked = LinkedPage(acme.person(BEN), both, 1, 0)
    return (
        Example("code-join", "A code to join two organisations", invitation_card(CODE)),
        Example("code-link", "A code to link two accounts", link_code_card(CODE)),
        Example("joined", "Two organisations are one", joined_card(JoinedPage(acme, globex, WORKSPACES))),
        Example("link-question", "Before two accounts are linked", link_question_card(both, CODE)),
        Example("linked", "Two accounts are one person", linked_card(linked)),
        Example("linked-void", "The same, with sign-offs that count no more", linked_card(replace(linked, voided=2))),
    )


def _arriving() -> tuple[Example, ...]:
    asked = evidence_form(OpenForm("evidence", GateRef("churn-model", "compute")), "Churn model", "Compute")
    gus = organisation().person(GUS)
    return (
        Example("welcome", "Added for one person", welcome_card(in_channel=False)),
        Example("welcome-first", "Added first", welcome_card(in_channel=False, has_administrator=False)),
        Example("welcome-channel", "Added to a team", welcome_card(in_channel=True)),
        Example("unreachable", "Nothing reaches somebody", unreachable_card(gus, churn())),
        Example("no-channel", "No channel that an initiative could live in", no_channel_card()),
        Example("offered-form", "A form that was asked for by typing", offered_form(asked)),
    )
