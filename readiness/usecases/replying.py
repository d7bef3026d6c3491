"""Words typed in the thread of a checklist. They are never counted: at most they are answered with what to press."""

from readiness.domain.readings.report import standing
from readiness.domain.rights.signing import review
from readiness.domain.values.gate import Progress
from readiness.domain.values.initiative import Initiative, Life
from readiness.usecases.frame.asking import Asker, knowing_rooms, visible
from readiness.usecases.frame.notices import checklist_key
from readiness.usecases.frame.ports import Deps, UnitOfWork, Workspace
from readiness.usecases.looking import GatePage, read_gate_page

ANSWERED = "thread-reply"


async def known_asker(deps: Deps, workspace: Workspace, account: str, channel: str) -> Asker | None:
    """Who that account is; None for somebody whom nothing ever concerned, who is not looked up for it."""
    person = await deps.storage.person_at(workspace, account)
    return None if person is None else Asker(workspace.organisation, person, workspace, account, channel)


async def sign_offs_wanted(deps: Deps, asker: Asker, thread: str) -> tuple[GatePage, ...]:
    """The gates whose sign-off the asker is asked for, of the initiative whose checklist that message is, if any."""

    async def ask(known: Asker) -> tuple[GatePage, ...]:
        async with deps.storage.read(known.organisation) as uow:
            organisation, initiative = await uow.organisations.get(), await _of_thread(uow, known, thread)
            if initiative is None or not visible(initiative, known, organisation):
                return ()
            stands, me = standing(initiative, organisation, deps.clock()), organisation.person(known.person).id
            wanted = [
                gate.key
                for gate in initiative.gates.values()
                if gate.progress is Progress.IN_REVIEW and me in review(gate, initiative, organisation).waiting_for
            ]
            return tuple([await read_gate_page(uow, stands, key) for key in wanted])

    return await knowing_rooms(deps, asker, ask)


async def answers_first(deps: Deps, asker: Asker, event: str) -> bool:
    """True for the one caller who answers what the platform told as that event, perhaps several times."""
    async with deps.storage.write(asker.organisation) as uow:
        is_first = await uow.schedules.claim(ANSWERED, asker.workspace.id, event, deps.clock())
        await uow.commit()
        return is_first


async def _of_thread(uow: UnitOfWork, asker: Asker, thread: str) -> Initiative | None:
    here = (asker.workspace.id, asker.channel or "")
    for line in await uow.initiatives.lines(channel=here, lives=frozenset({Life.ACTIVE})):
        post = await uow.posts.get(checklist_key(line.id))
        if post is not None and post.message == thread:
            return await uow.initiatives.get(line.id)
    return None
