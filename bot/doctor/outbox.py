"""What was not delivered, in words: `readiness outbox` lists it, `readiness doctor` counts it by cause."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.doctor.finding import Finding
from bot.views.posted.given_up import message_words
from bot.views.words.counting import counted
from bot.views.words.remedies import PLATFORMS, refused_words, remedy_words
from readiness.domain.values.hold import Remedy
from readiness.domain.values.identity import InitiativeId, OrganisationId, WorkspaceId
from readiness.domain.values.organisation import Organisation
from readiness.usecases.frame.ports import HeldMessages, OrganisationMoved
from storage import Fate, SqlStorage, Undelivered

MOST_LISTED = 1_000
SETTINGS: Mapping[Remedy, str] = {
    Remedy.REINSTALL: "SLACK_BOT_TOKEN",
    Remedy.TOKEN: "SLACK_BOT_TOKEN",
    Remedy.LOGIN: "TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_TENANT_ID",
    Remedy.ADDRESS: "TEAMS_SERVICE_URLS",
}
"""Which setting a remedy is about, for those that are about one."""


@dataclass(frozen=True, slots=True)
class Names:
    """An organisation, whose people have names, and those of its initiatives."""

    organisation: Organisation
    initiatives: Mapping[InitiativeId, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One message that was not delivered; `where` is a channel or, for one to a person alone, the workspace."""

    message: Undelivered
    what: str
    where: str

    def __str__(self) -> str:
        """One line, aligned with the others."""
        one = self.message
        doubt = " (it may have arrived)" if one.may_stand and one.fate is not Fate.GIVEN_UP else ""
        head = f"{one.id:>6}  {one.fate:12}{one.since:%Y-%m-%d %H:%M}  {self.what}, {self.where}"
        return f"{head}: {one.why}{doubt}"

    def facts(self) -> dict[str, object]:
        """The same for a machine."""
        one = self.message
        return {
            "id": one.id,
            "fate": one.fate.value,
            "kind": one.kind,
            "what": self.what,
            "where": self.where,
            "since": one.since.isoformat(),
            "why": one.why,
            "may_have_arrived": one.may_stand,
        }


async def entries(storage: SqlStorage) -> tuple[Entry, ...]:
    """What was tried and not delivered, the oldest first."""
    found = await storage.undelivered.list(MOST_LISTED)
    known = {each: await _known(storage, each) for each in {one.organisation for one in found}}
    places = {each: await _place(storage, each) for each in {one.workspace for one in found}}
    return tuple(_entry(one, known[one.organisation], places[one.workspace]) for one in found)


async def undelivered_findings(storage: SqlStorage) -> tuple[Finding, ...]:
    """What waits for somebody and what was given up, by cause."""
    waiting, held = await storage.deliveries.waiting(), await storage.held.waiting()
    lost = [one for one in await storage.undelivered.list(MOST_LISTED) if one.fate is Fate.GIVEN_UP]
    if not lost and not any(not one.hold.is_closed for one in held):
        return (Finding("messages", True, f"none given up, {waiting} waiting"), *map(_held, held))
    return (*map(_held, held), *_lost(lost))


def _lost(lost: Iterable[Undelivered]) -> Iterator[Finding]:
    for why, count in Counter(one.why for one in lost).most_common():
        words = f"{counted(count, 'message')} given up: {why}. See `readiness outbox list`, then `resend` or `drop`"
        yield Finding("messages", False, words)


def _held(one: HeldMessages) -> Finding:
    """Of a closed channel its owners know: that messages wait for it is in order."""
    hold, where = one.hold, f"channel {one.hold.place} in {one.workspace.name}"
    since = f"since {hold.since:%Y-%m-%d %H:%M} UTC"
    wait = f"{counted(one.waiting, 'message')} {'waits' if one.waiting == 1 else 'wait'}"
    if hold.is_closed:
        return Finding("messages", True, f"{where} is closed {since}: {wait} until it is back")
    refused = refused_words(hold, one.workspace.platform, one.workspace.name, whose="the bot's")
    place = f" ({hold.place})" if hold.is_of_channel else ""
    setting = f" Setting: {SETTINGS[hold.remedy]}" if hold.remedy in SETTINGS else ""
    todo = f"{remedy_words(hold.remedy, hold.detail)}{setting}"
    return Finding("messages", False, f"{refused}{place} {since}, it says {hold.code}: {wait}. {todo}")


async def _known(storage: SqlStorage, organisation: OrganisationId) -> Names | None:
    """None for an organisation that was joined to another a moment ago."""
    try:
        async with storage.read(organisation) as uow:
            lines = await uow.initiatives.lines()
            return Names(await uow.organisations.get(), {line.id: line.name for line in lines})
    except (OrganisationMoved, LookupError):
        return None


async def _place(storage: SqlStorage, workspace: WorkspaceId | None) -> str:
    found = await storage.workspace_by_id(workspace) if workspace is not None else None
    return (
        "an unknown workspace" if found is None else f"{found.name} ({PLATFORMS.get(found.platform, found.platform)})"
    )


def _entry(one: Undelivered, names: Names | None, place: str) -> Entry:
    notice = one.notice
    if notice is None:
        return Entry(one, f"{one.kind} that cannot be read", place)
    what = message_words(notice, names.organisation, names.initiatives) if names else one.kind
    channel = f"channel {notice.channel} in " if notice.channel else ""
    return Entry(one, what, f"{channel}{place}")
