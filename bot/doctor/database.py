"""The database: whether it can be used, what waits in it, and whom Teams can reach by it."""

from collections.abc import AsyncIterator, Mapping

from bot.bootstrap import require_current
from bot.doctor.finding import Finding
from bot.doctor.outbox import undelivered_findings
from bot.settings import Settings
from readiness.domain.values.refusal import Refusal
from readiness.usecases.frame.ports import ConversationKind
from storage import SqlStorage, open_storage

KINDS: Mapping[ConversationKind, tuple[str, str]] = {
    ConversationKind.CHANNEL: ("channel", "channels"),
    ConversationKind.PERSONAL: ("personal chat", "personal chats"),
    ConversationKind.GROUP: ("group chat", "group chats"),
}


async def examine_database(settings: Settings) -> AsyncIterator[Finding]:
    """Its schema; and where that is current, what was not delivered and, with Teams, what can be written to."""
    try:
        await require_current(settings.database_url)
        async with open_storage(settings.database_url) as storage:
            await storage.probe()
    except Refusal as refused:
        yield Finding("database", False, refused.operator_sentence())
        return
    yield Finding("database", True, "can be read and written, its schema is current")
    try:
        async with open_storage(settings.database_url) as storage:
            for finding in await undelivered_findings(storage):
                yield finding
            if settings.has_teams:
                yield await _conversations(storage, settings)
    except Refusal as refused:
        yield Finding("messages", False, refused.operator_sentence())


async def _conversations(storage: SqlStorage, settings: Settings) -> Finding:
    """Not a fault where there is none: Teams tells of one with the first thing that is done there."""
    tenant = await storage.workspace("teams", settings.teams_tenant)
    counts = await storage.conversations.counts(tenant.id) if tenant else {}
    if not counts:
        return Finding("conversations", True, "none in Teams so far: add the app to a team, or write to it in person")
    named = [f"{counts[kind]} {KINDS[kind][counts[kind] != 1]}" for kind in KINDS if kind in counts]
    return Finding("conversations", True, f"in Teams {', '.join(named)} that can be written to")
