"""What each kind of notice does once it is claimed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial

import structlog

from bot.jobs import clockwork, drawing
from bot.jobs.drawing import Message, Scene
from bot.jobs.errand import Errand
from bot.jobs.message_keys import ContractName, DeadlockName, ReminderName, SignOffName, read_name
from bot.jobs.messenger import NotNow, NotSent, PersonUnreachable, ThreadGone
from readiness.domain.values.notice import NoticeKind, Post
from readiness.usecases.frame.notices import checklist_key
from readiness.usecases.reaching import tell_unreachable

log = structlog.get_logger()


async def deliver(errand: Errand) -> None:
    """Send what the notice calls for; nothing when it has been overtaken by events. Raises what `Errand.stand` does."""
    await _KINDS[errand.delivery.notice.kind](errand)


async def _checklist(errand: Errand) -> None:
    scene = await _look(errand)
    if scene is not None:
        await _stand(errand, scene, drawing.checklist(scene))


async def _prompt(errand: Errand) -> None:
    notice, scene = errand.delivery.notice, await _look(errand)
    if scene is None or notice.person is None or not scene.organisation.is_member(notice.person):
        return
    message = drawing.prompt(scene, notice.key, notice.person)
    if drawing.asks(message) or notice.key in scene.posts:
        scene = await _in_thread(errand, scene, message)
        await _redraw(errand, scene, *drawing.older(scene, notice.key))


async def _request(errand: Errand) -> None:
    notice, scene = errand.delivery.notice, await _look(errand)
    name = read_name(notice.key)
    if scene is None or not isinstance(name, SignOffName | ContractName):
        return
    message = drawing.request(scene, notice.key, name)
    if message is None or not drawing.still_counts(scene, notice.key):
        return
    scene = await _in_thread(errand, scene, message)
    home = scene.initiative.home
    present = await errand.people_in(home.workspace, home.channel, scene.organisation)
    for copy in drawing.copies(scene, notice.key, name, present):
        scene = await _stand_if_open(errand, scene, copy)
    stands = {notice.key, *(key for key in scene.posts if key.startswith(f"{notice.key}:"))}
    await _redraw(errand, scene, *(key for key in drawing.older(scene, notice.key) if key not in stands))


async def _deadlock(errand: Errand) -> None:
    key, scene = errand.delivery.notice.key, await _look(errand)
    name = read_name(key)
    if scene is None or not isinstance(name, DeadlockName):
        return
    message = drawing.deadlock(scene, key, name)
    if drawing.asks(message) and drawing.still_counts(scene, key):
        await _in_thread(errand, scene, message)


async def _refresh(errand: Errand) -> None:
    scene = await _look(errand)
    if scene is None:
        return
    key = checklist_key(scene.initiative.id)
    if key in scene.posts:
        scene = await _moved(errand, await _redraw(errand, scene, key))
    await _redraw(errand, scene, *(one for one in scene.posts if one != key))


_KINDS: Mapping[NoticeKind, Callable[[Errand], Awaitable[None]]] = {
    NoticeKind.CHECKLIST: _checklist,
    NoticeKind.PROMPT: _prompt,
    NoticeKind.SIGN_OFF_REQUEST: _request,
    NoticeKind.CONTRACT: _request,
    NoticeKind.DEADLOCK: _deadlock,
    NoticeKind.REFRESH: _refresh,
    NoticeKind.REMINDER: clockwork.remind,
    NoticeKind.DIGEST: clockwork.send_digest,
    NoticeKind.CHANNEL_CLOSED: clockwork.tell_owner,
    NoticeKind.HELD: clockwork.tell_administrator,
    NoticeKind.GIVEN_UP: clockwork.tell_of_lost,
    NoticeKind.UNREACHABLE: clockwork.tell_asker,
    NoticeKind.STAND_IN: clockwork.tell_delegate,
}


async def _look(errand: Errand) -> Scene | None:
    async with errand.deps.storage.read(errand.delivery.organisation) as uow:
        return await drawing.look(uow, errand.delivery.notice, errand.deps.clock())


async def _stand(
    errand: Errand, scene: Scene, message: Message, parent: Post | None = None, *, looks: bool = False
) -> Scene:
    """The scene in which the message stands."""
    known = scene.posts.get(message.post_key)
    post = await errand.stand(message, scene.organisation, known, parent, looks=looks)
    return replace(scene, posts={**scene.posts, post.key: post})


async def _in_thread(errand: Errand, scene: Scene, message: Message) -> Scene:
    """The scene in which the message stands in the checklist's thread; the checklist is posted first if need be."""
    key = checklist_key(scene.initiative.id)
    scene = await _with_thread(errand, scene)
    parent = scene.posts[key]
    if message.post_key not in scene.posts and not drawing.asks(message):
        return scene
    try:
        return await _stand(errand, scene, message, parent)
    except ThreadGone:
        errand.sight.lose(parent)
        scene = await _with_thread(errand, scene)
        if scene.posts[key].message == parent.message:
            raise
        return await _stand(errand, scene, message, scene.posts[key])


async def _with_thread(errand: Errand, scene: Scene) -> Scene:
    """The scene in which the checklist is known to stand.

    A reply to one that was deleted is taken and seen by nobody, so it is looked at unless it was seen a short while
    ago; one that is gone is posted anew.
    """
    checklist = scene.posts.get(checklist_key(scene.initiative.id))
    if checklist is None or not errand.sight.is_fresh(checklist):
        scene = await _stand(errand, scene, drawing.checklist(scene), looks=True)
    return await _moved(errand, scene)


async def _moved(errand: Errand, scene: Scene) -> Scene:
    """The scene in which nothing is left under a checklist that was deleted: what still asks is posted anew."""
    parent = scene.posts.get(checklist_key(scene.initiative.id))
    for key in drawing.stranded(scene):
        try:
            scene = await _anew(errand, scene, key, partial(_stand, parent=parent))
        except NotNow:
            raise
        except NotSent as refused:
            log.warning("not posted anew", key=key, why=str(refused))
    return scene


async def _stand_if_open(errand: Errand, scene: Scene, message: Message) -> Scene:
    """The scene, with the message where its person can be reached."""
    if message.person is not None and not scene.organisation.is_member(message.person):
        return scene
    try:
        return await _stand(errand, scene, message)
    except NotNow:
        raise
    except NotSent as refused:
        log.warning("no direct message", key=message.key, why=str(refused))
        if isinstance(refused, PersonUnreachable):
            lost = replace(errand.delivery.notice, person=message.person)
            await tell_unreachable(errand.deps, errand.delivery.organisation, lost)
        return scene


async def _redraw(errand: Errand, scene: Scene, *keys: str) -> Scene:
    """The scene in which what stands under `keys` is up to date; what was deleted is posted anew while it counts."""
    for key in keys:
        try:
            scene = await _redraw_one(errand, scene, key) if key in scene.posts else scene
        except NotNow:
            raise
        except NotSent as refused:
            log.warning("not redrawn", key=key, why=str(refused))
    return scene


async def _redraw_one(errand: Errand, scene: Scene, key: str) -> Scene:
    name, message = read_name(key), drawing.again(scene, key)
    if isinstance(name, ReminderName):
        await clockwork.redraw_reminder(errand, scene.posts[key], name.person)
    elif message is not None and not await _edited(errand, scene, message):
        return await _anew(errand, scene, key, _stand if message.thread_of is None else _in_thread)
    return scene


async def _anew(
    errand: Errand, scene: Scene, key: str, stands: Callable[[Errand, Scene, Message], Awaitable[Scene]]
) -> Scene:
    """The scene in which what stood under `key` is posted anew while it asks and counts, and forgotten otherwise."""
    scene = replace(scene, posts={one: post for one, post in scene.posts.items() if one != key})
    message = drawing.again(scene, key)
    if message is not None and drawing.asks(message) and drawing.still_counts(scene, key):
        return await stands(errand, scene, message)
    await errand.forget(key)
    return scene


async def _edited(errand: Errand, scene: Scene, message: Message) -> bool:
    """Whether it stands there still, and now as drawn."""
    home = scene.initiative.home.channel
    return await errand.edit(scene.posts[message.key], message.card, scene.organisation, home) is not None
