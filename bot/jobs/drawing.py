"""Every message about an initiative, drawn from one look at it: the same at the first posting and at every edit."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards import Card, Note
from bot.jobs.message_keys import (
    ContractName,
    DeadlockName,
    PromptName,
    RequestName,
    SignOffName,
    copy_key,
    family_of,
    read_name,
)
from bot.views.posted.contract import contract_request_card
from bot.views.posted.prompt import older_prompt_card, prompt_card
from bot.views.posted.sign_off import sign_off_card
from bot.views.shown.status import checklist_card
from bot.views.words.circles import deadlock_card
from readiness.domain.readings.report import Standing, standing
from readiness.domain.rights.speaking import speakers_of
from readiness.domain.values.gate import Progress
from readiness.domain.values.identity import InitiativeId, PersonId, WorkspaceId
from readiness.domain.values.initiative import Initiative
from readiness.domain.values.notice import Notice, Post
from readiness.domain.values.organisation import Organisation
from readiness.usecases.contract import contract_page
from readiness.usecases.frame.notices import checklist_key
from readiness.usecases.frame.ports import UnitOfWork
from readiness.usecases.looking import GatePage, read_gate_page


@dataclass(frozen=True, slots=True)
class Scene:
    """One look at an initiative: how it stands, the gates somebody was asked about, and what is posted, by key."""

    standing: Standing
    pages: Mapping[str, GatePage]
    posts: Mapping[str, Post]

    @property
    def initiative(self) -> Initiative:
        """The initiative looked at."""
        return self.standing.initiative

    @property
    def organisation(self) -> Organisation:
        """Its organisation."""
        return self.standing.organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message that is to stand.

    `key` marks it on the platform, `kept_as` names it among the posts (the key itself unless said otherwise). With a
    `person` it is for that person: in the channel if they are in it, else in the conversation with them alone; without
    a channel always there. `joins` lets the bot enter a public channel that it is not in yet.
    """

    key: str
    card: Card
    workspace: WorkspaceId
    channel: str | None = None
    person: PersonId | None = None
    thread_of: str | None = None
    initiative: InitiativeId | None = None
    gate: str | None = None
    kept_as: str = ""
    joins: bool = False

    @property
    def post_key(self) -> str:
        """The name under which it is remembered."""
        return self.kept_as or self.key


async def look(uow: UnitOfWork, notice: Notice, now: datetime) -> Scene | None:
    """The initiative that the notice is about, as it is now; None when there is no such initiative any more."""
    initiative = await uow.initiatives.get(notice.initiative) if notice.initiative else None
    if initiative is None:
        return None
    stands = standing(initiative, await uow.organisations.get(), now)
    posts = {post.key: post for post in await uow.posts.of_initiative(initiative.id)}
    asked = {post.gate for post in posts.values()} | {notice.gate}
    pages = {key: await read_gate_page(uow, stands, key) for key in initiative.gates if key in asked}
    return Scene(stands, pages, posts)


def checklist(scene: Scene) -> Message:
    """The one message of an initiative in its home channel."""
    initiative = scene.initiative
    return Message(
        key=checklist_key(initiative.id),
        card=checklist_card(scene.standing),
        workspace=initiative.home.workspace,
        channel=initiative.home.channel,
        initiative=initiative.id,
        joins=not initiative.home.private,
    )


def prompt(scene: Scene, key: str, person: PersonId) -> Message:
    """What that person has to do now; the message of an older key only says that there is a newer one."""
    person = scene.organisation.person(person).id
    newest = _newest_prompt(scene, key) == key
    draw = prompt_card if newest else older_prompt_card
    return _threaded(scene, key, draw(scene.standing, person), person=person)


def request(scene: Scene, key: str, name: RequestName) -> Message | None:
    """A request that several are asked to answer, in the thread or as the copy of one person; None when it is void."""
    card, gate = _requested(scene, name), name.gate if isinstance(name, SignOffName) else None
    if card is None:
        return None
    if name.person is None:
        return _threaded(scene, key, card, gate=gate)
    return Message(
        key=key,
        card=card,
        workspace=scene.initiative.home.workspace,
        person=name.person,
        initiative=scene.initiative.id,
        gate=gate,
    )


def deadlock(scene: Scene, key: str, name: DeadlockName) -> Message:
    """Who waits for each other, or that they no longer do."""
    return _threaded(scene, key, deadlock_card(scene.standing, name.number))


def copies(scene: Scene, key: str, name: RequestName, present: frozenset[PersonId]) -> Iterator[Message]:
    """The same request for each of those it waits for who is not among the people `present` in the channel."""
    for person in sorted(_waited_for(scene, name) - present):
        message = request(scene, copy_key(key, person), replace(name, person=person))
        if message is not None:
            yield message


def again(scene: Scene, key: str) -> Message | None:
    """What stands under `key`, as it is to look now; None for what is left as it is."""
    if key == checklist_key(scene.initiative.id):
        return checklist(scene)
    match read_name(key):
        case PromptName(person=person):
            return prompt(scene, key, person)
        case SignOffName() | ContractName() as name:
            return request(scene, key, name)
        case DeadlockName() as name:
            return deadlock(scene, key, name)
        case _:
            return None


def older(scene: Scene, key: str) -> tuple[str, ...]:
    """The names of what stands already and is of the same kind as the message of `key`."""
    return tuple(one for one in scene.posts if one.startswith(family_of(key)) and one != key)


def stranded(scene: Scene) -> tuple[str, ...]:
    """The names of what stands in the thread of a checklist that is not the one which stands now."""
    checklist = scene.posts.get(checklist_key(scene.initiative.id))
    if checklist is None:
        return ()
    below = (post for post in scene.posts.values() if post.thread is not None and post.channel == checklist.channel)
    return tuple(post.key for post in below if post.thread != checklist.message)


def asks(message: Message) -> bool:
    """Whether anything is left to do in it: one line of small print asks nobody."""
    return any(not isinstance(part, Note) for part in message.card.parts)


def still_counts(scene: Scene, key: str) -> bool:
    """Whether the message has to be posted anew when somebody deleted it."""
    match read_name(key):
        case PromptName():
            return _newest_prompt(scene, key) == key
        case SignOffName(gate=gate, ask=ask):
            page = scene.pages.get(gate)
            return page is not None and page.gate.asks == ask and page.gate.progress is Progress.IN_REVIEW
        case DeadlockName(number=number):
            return scene.initiative.deadlocks[number - 1].over is None
        case ContractName(number=number):
            version = scene.initiative.contract.open_version
            return version is not None and version.number == number and not version.is_complete
        case _:
            return True


def drawn(card: Card) -> str:
    """A mark of what the card shows: equal cards have equal marks."""
    return hashlib.sha256(repr(card).encode()).hexdigest()


def _requested(scene: Scene, name: RequestName) -> Card | None:
    if isinstance(name, ContractName):
        return contract_request_card(contract_page(scene.standing), name.number)
    page = scene.pages.get(name.gate)
    return None if page is None else sign_off_card(page, name.ask)


def _waited_for(scene: Scene, name: RequestName) -> frozenset[PersonId]:
    if isinstance(name, SignOffName):
        return scene.pages[name.gate].review.waiting_for
    version = scene.initiative.contract.open_version
    return speakers_of(version.missing, scene.initiative, scene.organisation) if version else frozenset()


def _newest_prompt(scene: Scene, key: str) -> str:
    family = family_of(key)
    return max((key, *(one for one in scene.posts if one.startswith(family))), key=_version)


def _version(key: str) -> int:
    name = read_name(key)
    return name.version if isinstance(name, PromptName) else 0


def _threaded(
    scene: Scene, key: str, card: Card, *, person: PersonId | None = None, gate: str | None = None
) -> Message:
    home = scene.initiative.home
    return Message(
        key=key,
        card=card,
        workspace=home.workspace,
        channel=home.channel,
        person=person,
        thread_of=checklist_key(scene.initiative.id),
        initiative=scene.initiative.id,
        gate=gate,
    )


def people_there(organisation: Organisation, workspace: WorkspaceId, accounts: Iterable[str]) -> frozenset[PersonId]:
    """The people behind those accounts of a workspace."""
    there = frozenset(accounts)
    known = organisation.addresses.get(workspace, {})
    return frozenset(person for person, account in known.items() if account in there)
