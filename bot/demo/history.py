"""Three earlier initiatives, played quickly, so that the story has a past."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.demo.cast import ANA, PARTIES
from bot.demo.narrator import STORY_ZONE, Narrator
from bot.demo.stage import Actor, Stage
from readiness.domain.values.template import Template, TemplateGate

MILESTONES = ("design-closed", "development-started", "evaluation-passed", "model-complete", "in-staging")


@dataclass(frozen=True, slots=True)
class Earlier:
    """One past initiative: its channel, name, first day, and the days after it on which things happened."""

    channel: str
    name: str
    value: str
    begins: datetime
    model_complete: int
    live: int


EARLIER = (
    Earlier("demand", "Demand forecast", "18000 EUR", datetime(2026, 2, 2, 9, 0, tzinfo=STORY_ZONE), 40, 96),
    Earlier("invoices", "Invoice matching", "12000 EUR", datetime(2026, 4, 13, 9, 0, tzinfo=STORY_ZONE), 35, 70),
    Earlier("triage", "Support triage", "9000 EUR", datetime(2026, 6, 1, 9, 0, tzinfo=STORY_ZONE), 50, 115),
)


async def play_history(stage: Stage, tell: Narrator, template: Template, now: Callable[[], datetime]) -> None:
    """Parties, then three initiatives from start to live."""
    await stage.move_clock(EARLIER[0].begins - timedelta(days=3))
    tell.chapter("Before the story", now())
    tell.aside(
        "Ana installs the bot and names the owners of six parties. In the months before, the same people took three "
        "models to production; each stood complete for weeks before it was live:"
    )
    await name_parties(stage)
    for past in EARLIER:
        await _play(stage, past, template)
        waited = past.live - past.model_complete
        tell.aside(f"  • {past.name}: model complete after {past.model_complete} days, live {waited} days later")


async def name_parties(stage: Stage) -> None:
    """Ana says hello, and who belongs to which party."""
    await stage.type_on(ANA, "general", "help")
    for party, people in PARTIES.items():
        await stage.type_on(ANA, "general", f"party {party} owner @{people[0].name}")
        for member in people[1:]:
            await stage.type_on(ANA, "general", f"party {party} member @{member.name}")


async def _play(stage: Stage, past: Earlier, template: Template) -> None:
    await stage.move_clock(past.begins)
    complete = (past.begins + timedelta(days=past.model_complete)).date()
    line = f'new "{past.name}" owner @{ANA.name} model-complete {complete} live {complete} value {past.value}'
    await stage.type_on(ANA, past.channel, line)
    for party in dict.fromkeys(gate.party for gate in template.gates):
        await stage.type_on(PARTIES[party][0], past.channel, "accept all")
    gates = list(template.gates)
    steps = len(gates)
    for index, gate in enumerate(_in_order(gates)):
        await stage.move_clock(past.begins + timedelta(days=2 + (past.live - 6) * index // steps))
        await _milestones_until(stage, past, index, steps)
        await sign(stage, past.channel, gate)
    await stage.move_clock(past.begins + timedelta(days=past.live))
    await stage.type_on(ANA, past.channel, "milestone live done")


async def _milestones_until(stage: Stage, past: Earlier, index: int, steps: int) -> None:
    """Milestones are reached while gates are still being signed; the model is complete long before the last one."""
    for place, milestone in enumerate(MILESTONES):
        if index == (place + 1) * steps // (len(MILESTONES) + 2):
            await stage.type_on(ANA, past.channel, f"milestone {milestone} done")


async def sign(stage: Stage, channel: str, gate: TemplateGate) -> None:
    """Evidence, request and every signature for one gate, by the people who do it."""
    owner = PARTIES[gate.party][0]
    await stage.type_on(owner, channel, f"evidence {gate.key} https://wiki.example/{channel}/{gate.key}")
    await stage.type_on(owner, channel, f"request {gate.key}")
    for approver in _approvers(gate, owner):
        await stage.type_on(approver, channel, f"approve {gate.key}")


def _approvers(gate: TemplateGate, owner: Actor) -> Iterator[Actor]:
    for group in gate.groups:
        people = [person for party in group.parties for person in PARTIES[party] if person is not owner]
        yield from people[: group.need if isinstance(group.need, int) else 1]


def _in_order(gates: list[TemplateGate]) -> Iterator[TemplateGate]:
    """Every gate after those it depends on."""
    done: set[str] = set()
    waiting = list(gates)
    while waiting:
        ready = next(gate for gate in waiting if done.issuperset(gate.depends_on))
        waiting.remove(ready)
        done.add(ready.key)
        yield ready
