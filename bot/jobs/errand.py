"""One delivery's dealings with the platforms: makes messages stand, edits those that do, remembers where."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar, cast

from bot.cards import Card
from bot.jobs.answer_codes import Scope
from bot.jobs.drawing import Message, drawn, people_there
from bot.jobs.messenger import (
    CannotLook,
    MessageGone,
    Messenger,
    NeedsPerson,
    NotNow,
    NotSent,
    PersonUnreachable,
    Place,
    ThreadGone,
    TryLater,
    UnknownOutcome,
)
from bot.jobs.pace import Pace
from bot.jobs.sight import Sight
from bot.render.shortening import shorter
from readiness.domain.values.hold import DIRECT, EVERYWHERE, Hold, Remedy
from readiness.domain.values.identity import PersonId, WorkspaceId
from readiness.domain.values.notice import Post
from readiness.domain.values.organisation import Organisation
from readiness.usecases.frame.changing import retrying
from readiness.usecases.frame.ports import Delivery, Deps, UnitOfWork, Workspace

T = TypeVar("T")

CLOCKS_DIFFER = timedelta(minutes=5)
"""By at most so much the platform's clock is behind ours, or that of a process which claimed the message before us."""

SECONDS_TO_POST = 20.0
"""Nothing is posted later than this after the claim: its lease must not end while the platform is answering."""


class NotYet(Exception):
    """It is not this message's turn; `seconds` is how long until it comes."""

    def __init__(self, seconds: float) -> None:
        """Keep how long."""
        super().__init__(f"not within {seconds:.1f} s")
        self.seconds = seconds


class Stopped(Exception):
    """The delivery cannot go on until somebody does something; `place` is where it was going."""

    def __init__(self, place: Place, refused: NeedsPerson) -> None:
        """Keep the platform's reason."""
        super().__init__(str(refused))
        self.place, self.refused = place, refused


class OnHold(Exception):
    """Nothing is sent there until the hold is lifted."""

    def __init__(self, hold: Hold) -> None:
        """Keep which."""
        super().__init__(hold.code)
        self.hold = hold


class NotFindable(Exception):
    """The message may stand, and the bot may not look: it is not sent again."""


class NotFoundYet(Exception):
    """The message may stand, and the look for it is not at its end: it goes on in so many `seconds`."""

    def __init__(self, seconds: float, why: str) -> None:
        """Keep how long to wait."""
        super().__init__(why)
        self.seconds = seconds


@dataclass(slots=True)
class Errand:
    """One claimed delivery on its way, `began` being a reading of `deps.seconds`.

    `is_unsure` while a post was begun of which no answer came.
    """

    deps: Deps
    delivery: Delivery
    messengers: Mapping[str, Messenger]
    pace: Pace
    sight: Sight
    began: float
    is_unsure: bool = False
    probes: Hold | None = None
    """The hold that this delivery tries, on behalf of all that wait for it."""
    set_forward: timedelta = timedelta()
    """By how much the clock was set forward that may have said when the message was claimed."""
    speaks_to: WorkspaceId | None = None
    """The workspace that was called last: whatever is answered is said of it."""
    wrote: list[tuple[Place, bool]] = field(default_factory=list)
    """Where a message was posted or edited, and whether that is a conversation with one person."""

    @property
    def may_stand(self) -> bool:
        """Whether a message of this delivery may stand of which we do not know, from now or from an earlier attempt."""
        return self.is_unsure or self.delivery.unknown_since is not None

    async def stand(
        self,
        message: Message,
        organisation: Organisation,
        post: Post | None,
        parent: Post | None = None,
        *,
        looks: bool = False,
    ) -> Post:
        """Make the message stand: edit `post` if that is where it stands, else post it, in the thread of `parent`.

        With `looks` it is edited although it shows the same already: then it is known to stand.

        Raises `NotSent` or one of its kinds, `Stopped`, `UnknownOutcome`, `OnHold`,
        `NotYet`, `NotFindable` and `NotFoundYet`.
        """
        if post is not None:
            edited = await self.edit(post, message.card, organisation, message.channel, looks=looks)
            if edited is not None:
                return edited
        workspace = await self._workspace(message.workspace)
        place = await self._place(message, workspace, organisation, parent)
        found = await self._look_for(message, place)
        sent = found or await self._send(message, place, organisation, joins=message.joins and post is None)
        # What an earlier attempt posted may show something older: it is drawn anew at the next change.
        kept = _post(message, place, sent, drawn="" if found else drawn(message.card))
        await self.keep(kept)
        self.sight.saw(kept)
        self.is_unsure = False
        return kept

    async def edit(
        self, post: Post, card: Card, organisation: Organisation, home: str | None = None, *, looks: bool = False
    ) -> Post | None:
        """The post showing `card`; nothing is sent when it does already, unless this `looks` whether it still stands.

        None when somebody deleted the message.

        `home` is the channel that many read: any other place is a conversation with one person. Raises what `stand`
        does.
        """
        mark = drawn(card)
        if post.drawn == mark and not looks:
            return post
        workspace = await self._workspace(post.workspace)
        place = Place(workspace, post.channel, post.thread)
        self._may_speak(place, home)
        messenger, addresses = self.messengers[workspace.platform], _addresses(organisation, workspace)

        async def say(shown: Card) -> None:
            await self._said(place, home, messenger.edit(place, post.message, shown, addresses))

        try:
            await _fitting(card, say)
        except MessageGone:
            return None
        self._has_written(place, home)
        self.sight.saw(post)
        if post.drawn == mark:
            return post
        edited = replace(post, drawn=mark)
        await self.keep(edited)
        return edited

    async def keep(self, *posts: Post) -> None:
        """Remember where they stand."""

        async def save(uow: UnitOfWork) -> None:
            for post in posts:
                await uow.posts.save(post)

        await self._write(save)

    async def forget(self, *keys: str) -> None:
        """Remember no longer."""

        async def drop(uow: UnitOfWork) -> None:
            for key in keys:
                await uow.posts.forget(key)

        await self._write(drop)

    async def people_in(self, workspace: WorkspaceId, channel: str, organisation: Organisation) -> frozenset[PersonId]:
        """The people in a channel."""
        known = await self._workspace(workspace)
        self._may_speak(Place(known, channel), channel)
        call = self.messengers[known.platform].members(known, channel)
        accounts = await self._said(Place(known, channel), channel, call, names_message=False)
        return people_there(organisation, workspace, accounts)

    async def _look_for(self, message: Message, place: Place) -> str | None:
        """The message that an earlier attempt of this delivery posted, if it did.

        Raises `NotFindable`, or `NotFoundYet` where the look was not made to its end.
        """
        if self.delivery.unknown_since is None:
            return None
        since = min(self.delivery.unknown_since, self.deps.clock()) - CLOCKS_DIFFER - self.set_forward
        self._may_speak(place, message.channel)
        try:
            call = self.messengers[place.workspace.platform].find(place, message.key, since)
            return await self._said(place, message.channel, call)
        except MessageGone:
            return None  # Where the whole thread is gone, the message does not stand either.
        except TryLater as error:  # Reading waits, by a limit of its own; what is posted does not.
            raise NotFoundYet(max(1.0, error.seconds), str(error)) from error
        except NotNow:
            raise
        except (CannotLook, NotSent) as refused:
            raise NotFindable(str(refused)) from refused

    async def _send(self, message: Message, place: Place, organisation: Organisation, *, joins: bool) -> str:
        messenger = self.messengers[place.workspace.platform]
        self._my_turn(place, message.channel)
        addresses = _addresses(organisation, place.workspace)
        try:
            return await self._posting(messenger, place, message, addresses)
        except Stopped as stopped:
            if not joins or stopped.refused.scope is not Scope.CHANNEL or not await self._joined(messenger, place):
                raise
        return await self._posting(messenger, place, message, addresses)

    async def _posting(self, messenger: Messenger, place: Place, message: Message, addresses: Mapping[str, str]) -> str:
        async def say(shown: Card) -> str:
            return await self._said(place, message.channel, messenger.post(place, shown, addresses, message.key))

        self.is_unsure = True
        try:
            sent = await _fitting(message.card, say)
        except MessageGone as gone:
            self.is_unsure = False
            if place.thread is not None:
                raise ThreadGone(str(gone)) from gone
            # Nothing was named that could be gone, except the channel.
            raise Stopped(place, NeedsPerson(str(gone), Scope.CHANNEL, Remedy.INVITE)) from gone
        except (NotSent, Stopped):
            self.is_unsure = False
            raise
        self._has_written(place, message.channel)
        return sent

    async def _joined(self, messenger: Messenger, place: Place) -> bool:
        try:
            await self._said(place, place.channel, messenger.join(place), names_message=False)
        except Stopped as stopped:
            if stopped.refused.scope in (Scope.WORKSPACE, Scope.DIRECT):
                raise
            return False
        except TryLater:
            raise
        except NotSent:
            return False
        return True

    async def _said(self, place: Place, home: str | None, call: Awaitable[T], *, names_message: bool = True) -> T:
        """What the platform answers; raises what it refuses with, and `Stopped` where that needs a person.

        A conversation with one person that is closed concerns nobody else: raises `PersonUnreachable`.
        """
        self.speaks_to = place.workspace.id
        try:
            return await call
        except MessageGone as gone:
            if names_message:
                raise
            raise Stopped(place, NeedsPerson(str(gone), Scope.MESSAGE, Remedy.REPORT)) from gone
        except NeedsPerson as refused:
            is_closed = refused.scope is Scope.CHANNEL and place.channel != home and not await self.is_open(place)
            raise (PersonUnreachable(str(refused)) if is_closed else Stopped(place, refused)) from refused

    async def is_open(self, place: Place) -> bool:
        """Whether the platform, asked again, does not say that the bot cannot write there."""
        try:
            return await self.messengers[place.workspace.platform].look_again(place)
        except (NotSent, UnknownOutcome):
            return True

    def proves(self, hold: Hold) -> bool:
        """Whether this delivery wrote where that hold says that nothing can be written."""
        there = [one for one in self.wrote if one[0].workspace.id == hold.workspace]
        if hold.place == DIRECT:
            return any(is_direct for _, is_direct in there)
        return any(not hold.is_of_channel or place.channel == hold.place for place, _ in there)

    def _has_written(self, place: Place, home: str | None) -> None:
        self.wrote.append((place, place.channel != home))

    def _my_turn(self, place: Place, home: str | None) -> None:
        if self.deps.seconds() - self.began > SECONDS_TO_POST:
            raise NotYet(0.0)
        self._may_speak(place, home)
        ahead = self.pace.turn((place.workspace.id, place.channel), self.delivery.id)
        if ahead > 0:
            raise NotYet(ahead)

    def _may_speak(self, place: Place, home: str | None) -> None:
        """Raise `NotYet` while the platform wants to be left alone, and `OnHold` where nothing can be sent."""
        left_alone = self.pace.held_for(place.workspace.id)
        if left_alone > 0:
            raise NotYet(left_alone)
        for one in (EVERYWHERE, place.channel, *([DIRECT] if place.channel != home else [])):
            held = self.deps.storage.held.at(place.workspace.id, one)
            if held is not None and not self._probes(held.hold):
                raise OnHold(held.hold)

    def _probes(self, hold: Hold) -> bool:
        return self.probes is not None and self.probes.key == hold.key

    async def _place(
        self, message: Message, workspace: Workspace, organisation: Organisation, parent: Post | None
    ) -> Place:
        if message.person is None or await self._is_there(message, organisation):
            return Place(workspace, message.channel or "", parent.message if parent else None)
        return await self._direct(message.person, workspace, organisation)

    async def _is_there(self, message: Message, organisation: Organisation) -> bool:
        if message.channel is None:
            return False
        return message.person in await self.people_in(message.workspace, message.channel, organisation)

    async def _direct(self, person: PersonId, home: Workspace, organisation: Organisation) -> Place:
        """The conversation with that person alone, in the home workspace if they are known there."""
        known = organisation.workspaces_of(person)
        if not known:
            raise PersonUnreachable("the person has no account in any workspace")
        workspace = home if home.id in known else await self._workspace(known[0])
        self._may_speak(Place(workspace, ""), None)
        account = organisation.addresses[workspace.id][person]
        call = self.messengers[workspace.platform].direct(workspace, account)
        return Place(workspace, await self._said(Place(workspace, ""), None, call, names_message=False))

    async def _workspace(self, workspace: WorkspaceId) -> Workspace:
        found = await self.deps.storage.workspace_by_id(workspace)
        if found is None:
            raise NotSent("the workspace is not known")
        if found.platform not in self.messengers:
            raise TryLater("that platform is not connected here", seconds=60)  # Another process may reach it.
        return found

    async def _write(self, work: Callable[[UnitOfWork], Awaitable[None]]) -> None:
        async def once() -> None:
            async with self.deps.storage.write(self.delivery.organisation) as uow:
                await work(uow)
                await uow.commit()

        await retrying(once)


def _post(message: Message, place: Place, sent: str, *, drawn: str) -> Post:
    return Post(
        key=message.post_key,
        workspace=place.workspace.id,
        channel=place.channel,
        message=sent,
        thread=place.thread,
        initiative=message.initiative,
        gate=message.gate,
        drawn=drawn,
    )


async def _fitting(card: Card, say: Callable[[Card], Awaitable[T]]) -> T:
    """What the platform answers to the card, or to the first smaller one that is not too much for it."""
    for smaller in shorter(card):
        try:
            return await say(card)
        except Stopped as stopped:
            if not stopped.refused.is_too_big:
                raise
        except NotSent as refused:
            if not refused.is_too_big:
                raise
        card = smaller
    return await say(card)


def _addresses(organisation: Organisation, workspace: Workspace) -> Mapping[str, str]:
    """Everybody's account there, by person; a person's id is a text, which a mapping's type does not let us say."""
    return cast("Mapping[str, str]", organisation.addresses.get(workspace.id, {}))
