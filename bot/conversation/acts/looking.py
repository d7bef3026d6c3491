"""Answers to looking: status, gates, lists, checklists, settings, help, home."""

from bot.cards import Card
from bot.conversation.commands import COMMANDS
from bot.conversation.turn import Draw, Reply, Say, Snapshot, Tell, Turn
from bot.intents.block import Waits
from bot.intents.lateness import ShowLateness
from bot.intents.looking import (
    AllGates,
    Help,
    ListInitiatives,
    ListTemplates,
    OpenHome,
    Questions,
    Share,
    Show,
    ShowSettings,
    ShowTemplate,
    Status,
)
from bot.views.shown import lists
from bot.views.shown.gates import all_gates_card, gate_card
from bot.views.shown.help import help_card
from bot.views.shown.home import home_view
from bot.views.shown.lateness import lateness_card
from bot.views.shown.questions import questions_card
from bot.views.shown.status import nothing_here_card, several_card, status_card
from bot.views.shown.waits import waits_card
from bot.views.words.dates import moment as as_of
from readiness.domain.values.organisation import Organisation
from readiness.domain.values.refusal import Refusal
from readiness.usecases import looking
from readiness.usecases.frame.asking import may_share
from readiness.usecases.frame.ports import DatabaseUnavailable, Unconfirmed


async def help_(turn: Turn, intent: Help) -> Reply:
    """What can be said here."""
    return Say(help_card(intent.command, COMMANDS))


async def status(turn: Turn, intent: Status) -> Reply:
    """One initiative; without a name the channel's own, elsewhere all that concern the asker."""
    if intent.initiative is not None:
        return Say(await _status_card(turn, intent.initiative))
    found = await looking.here(turn.deps, turn.asker)
    if len(found) > 1:
        return Say(several_card([one.line for one in found]))
    if not found:
        return await list_initiatives(turn, ListInitiatives("mine"))
    (own,) = found
    return Snapshot(
        key=("status", *own.key(), turn.asker.workspace.id),
        draw=lambda: _status_card(turn, own.line.slug),
        stamp=as_of(own.now, own.organisation.calendar),
        organisation=own.organisation,
    )


async def _status_card(turn: Turn, slug: str) -> Card:
    stands = await looking.status(turn.deps, turn.asker, slug)
    asker = turn.asker
    is_alone = asker.channel is None or asker.is_overheard
    return status_card(stands, can_share=not is_alone and may_share(stands.initiative.home, asker))


async def share(turn: Turn, intent: Share) -> Reply:
    """The status for everybody in the channel it was asked in."""
    stands = await looking.share(turn.deps, turn.asker, intent.initiative)
    return Tell(status_card(stands, can_share=False))


async def all_gates(turn: Turn, intent: AllGates) -> Reply:
    """Every gate, a page at a time."""
    return Say(all_gates_card(await looking.status(turn.deps, turn.asker, intent.initiative), intent.page))


async def list_initiatives(turn: Turn, intent: ListInitiatives) -> Reply:
    """Mine, all, or those that stand still."""
    found = await looking.overview(turn.deps, turn.asker, intent.which)
    if not (found.standings or found.missing) and intent.which == "mine":
        return Say(nothing_here_card())
    return Say(lists.overview_card(found, intent.which))


async def show(turn: Turn, intent: Show) -> Reply:
    """One gate with what the asker can do about it."""
    page = await looking.gate_page(turn.deps, turn.asker, intent.ref.initiative, intent.ref.gate)
    return Say(gate_card(page, turn.asker.person))


async def waits(turn: Turn, intent: Waits) -> Reply:
    """Who waits for whom."""
    return Say(waits_card(await looking.status(turn.deps, turn.asker, intent.initiative)))


async def questions(turn: Turn, intent: Questions) -> Reply:
    """The five questions with their answers."""
    return Say(questions_card(await looking.status(turn.deps, turn.asker, intent.initiative)))


async def lateness(turn: Turn, intent: ShowLateness) -> Reply:
    """How late it was against its stages."""
    return Say(lateness_card(await looking.lateness_page(turn.deps, turn.asker, intent.initiative), intent.page))


async def list_templates(turn: Turn, intent: ListTemplates) -> Reply:
    """The checklists there are."""
    return Say(lists.templates_card(await looking.templates(turn.deps, turn.asker, turn.built_in)))


async def show_template(turn: Turn, intent: ShowTemplate) -> Reply:
    """One checklist."""
    return Say(lists.template_card(await looking.template(turn.deps, turn.asker, intent.name, turn.built_in)))


async def settings(turn: Turn, intent: ShowSettings) -> Reply:
    """The organisation's settings."""
    return Say(lists.settings_card(await looking.settings(turn.deps, turn.asker), turn.asker.person))


async def home(turn: Turn, intent: OpenHome) -> Reply:
    """The personal start page."""
    return Draw(home_view(await looking.home_page(turn.deps, turn.asker)))


async def organisation(turn: Turn, refusal: Refusal) -> Organisation | None:
    """The organisation whose people a refusal names; None when it is the database that refused."""
    if isinstance(refusal, DatabaseUnavailable | Unconfirmed):
        return None
    try:
        return (await looking.settings(turn.deps, turn.asker)).organisation
    except DatabaseUnavailable:
        return None
