"""A reminder read again shows what it told, also after it was kept as told."""

from datetime import date, timedelta

from readiness.domain.readings.reminder import ReminderItem
from readiness.usecases.reminder import keep_told, read_to_redraw, read_to_send
from tests.fakes import MONDAY, SLACK, World, a_world
from tests.readiness.build import EVERYBODY, HANA, a_gate, an_initiative, an_organisation


async def _sent(world: World) -> tuple[ReminderItem, ...]:
    """What Hana is sent now, delivered and kept."""
    async with world.storage.read(SLACK.organisation) as uow:
        page = await read_to_send(uow, HANA, str(world.clock.now.date()), ("churn-model",), world.clock.now)
    assert page is not None
    await keep_told(world.deps, SLACK.organisation, page.reminder)
    return page.reminder.items


async def _gates_redrawn(world: World) -> list[str | None]:
    async with world.storage.read(SLACK.organisation) as uow:
        page = await read_to_redraw(uow, HANA, ("churn-model",), world.clock.now)
    assert page is not None
    return [item.gate for item in page.reminder.items]


async def test_what_a_message_told_keeps_its_lines_when_it_is_sent_again_or_redrawn_and_the_next_tells_the_rest():
    world = a_world(an_organisation(), in_channel=EVERYBODY)
    world.keep(an_initiative(*(a_gate(f"late-{number}", due=date(2026, 11, 3)) for number in range(12))))
    first = [item.gate for item in await _sent(world)]
    assert [item.gate for item in await _sent(world)] == first
    assert await _gates_redrawn(world) == first
    world.clock.now = MONDAY + timedelta(days=1)
    assert await _gates_redrawn(world) == first
    world.clock.now = MONDAY + timedelta(days=2)
    second = await _sent(world)
    assert {item.gate for item in second if item.tells}.isdisjoint(first)
    assert len({*first, *(item.gate for item in second)}) == 12
    assert await _gates_redrawn(world) == [item.gate for item in second]
