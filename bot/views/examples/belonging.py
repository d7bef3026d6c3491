"""Examples of how people, accounts and organisations come to the bot and belong together."""

from dataclasses import replace

from bot.cards import Card
from bot.intents.form import OpenForm
from bot.intents.intent import GateRef
from bot.views.examples.example import Example
from bot.views.examples.story import BEN, GUS, at, churn, organisation
from bot.views.posted.closed import channel_closed_card, unreachable_card
from bot.views.posted.given_up import given_up_card
from bot.views.posted.held import HeldPage, held_card
from bot.views.posted.welcome import welcome_card
from bot.views.shown.belonging import invitation_card, joined_card, link_code_card, link_question_card, linked_card
from bot.views.shown.forms import evidence_form, no_channel_card, offered_form
from readiness.domain.values.hold import DIRECT, EVERYWHERE, Remedy, answer_place, begun
from readiness.domain.values.identity import InitiativeId, OrganisationId, WorkspaceId
from readiness.domain.values.initiative import Life
from readiness.domain.values.notice import Notice, NoticeKind
from readiness.usecases.frame.ports import GivenUp, InitiativeLine, Workspace
from readiness.usecases.joining import JoinedPage
from readiness.usecases.linking import LinkedPage

LINE = InitiativeLine(InitiativeId("1"), "churn-model", "Churn model", Life.ACTIVE, 1, False, WorkspaceId("w1"), "C1")
CODE = "CDEF-GHJK-LMNP"
WORKSPACES = (
    Workspace(WorkspaceId("w1"), OrganisationId("acme"), "slack", "T0ACME", "Acme"),
    Workspace(WorkspaceId("w2"), OrganisationId("acme"), "teams", "b1946ac9-2492", "Contoso"),
)


def examples() -> tuple[Example, ...]:
    """All of them."""
    return (*_together(), *_arriving())


def _held() -> tuple[Example, ...]:
    """What administrators are told where a platform takes no messages."""
    revoked = begun(WORKSPACES[0].id, EVERYWHERE, at(23), code="token_revoked", remedy=Remedy.REINSTALL)
    scope = replace(revoked, place=DIRECT, code="missing_scope", remedy=Remedy.SCOPE, detail="im:write")
    strange = replace(revoked, place=answer_place("never_heard_of"), code="never_heard_of", remedy=Remedy.REPORT)
    page = HeldPage(revoked, "slack", "Acme", False, organisation().calendar)
    return (
        Example("held", "A workspace takes no messages", held_card(page)),
        Example("held-scope", "A scope is missing", held_card(replace(page, hold=scope))),
        Example("held-unknown", "An answer that nobody knows", held_card(replace(page, hold=strange))),
        Example("given-up", "Messages that will not be sent", _given_up_card()),
        Example("held-over", "It takes them again", held_card(replace(page, is_over=True))),
    )


def _given_up_card() -> Card:
    return given_up_card(_lost(), organisation(), {LINE.id: LINE.name})


def _lost() -> tuple[GivenUp, ...]:
    prompt = Notice(kind=NoticeKind.PROMPT, key="p", workspace=LINE.workspace, person=BEN, initiative=LINE.id)
    digest = Notice(kind=NoticeKind.DIGEST, key="d", workspace=LINE.workspace, channel=LINE.channel)
    why = "unknown outcome, not sent again: Teams cannot be searched"
    return (GivenUp(prompt, "invalid blocks"), GivenUp(prompt, "invalid blocks"), GivenUp(digest, why))


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
    return (
        Example("welcome", "Added for one person", welcome_card(in_channel=False)),
        Example("welcome-first", "Added first", welcome_card(in_channel=False, has_administrator=False)),
        Example("welcome-channel", "Added to a team", welcome_card(in_channel=True)),
        Example("channel-closed", "A channel takes no messages any more", channel_closed_card((LINE,))),
        Example("channel-closed-leadership", "The same, of leadership's", channel_closed_card(())),
        *_held(),
        Example("unreachable", "Nothing reaches somebody", unreachable_card(GUS, churn(), organisation())),
        Example("no-channel", "No channel that an initiative could live in", no_channel_card()),
        Example("offered-form", "A form that was asked for by typing", offered_form(asked)),
    )
