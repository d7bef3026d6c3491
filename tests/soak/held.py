"""P14, P14a: what a platform refuses for a while is held, and delivered once when it is taken again."""

from datetime import timedelta

from bot.demo.cast import ANA, BEN
from tests.soak.arena import Arena, home
from tests.soak.outcome import Outcome
from tests.soak.sizes import Size

MINUTES = 30


async def refused_for_a_while(place: Arena, size: Size, error: str, **more: object) -> Outcome:
    """Slack answers everything with `error` for half an hour in which messages come up."""
    until = place.clock.now() + timedelta(minutes=MINUTES)
    for method in ("chat.postMessage", "chat.update", "conversations.open"):
        place.slack.fail(method, error=error, until=until, **more)
    gates = [f"{error.replace('_', '-')}-{number}" for number in range(size.held)]
    for number, gate in enumerate(gates):
        where = home(number % size.channels)
        await _ask_for(place, where, gate)
    while place.clock.now() < until + timedelta(minutes=20):
        place.pass_by(minutes=5)
        await place.quiet()
    await place.insist(ANA.account, home(0), "status")
    await place.settled()
    stands = [_asking(place, gate) for gate in gates]
    missing, doubled = stands.count(0), sum(count - 1 for count in stands if count)
    done = f"{size.held} requests, {MINUTES} min of {error}"
    return Outcome("P14a", done, missing, doubled)


async def archived(place: Arena, size: Size) -> Outcome:
    """A channel is archived while messages come up, and comes back."""
    number = size.channels - 1
    where, gates = home(number), [f"archived-{one}" for one in range(3)]
    for gate in gates:
        await _prepare(place, where, gate)
    await place.settled()
    place.slack.archive(where)
    for gate in gates:
        await place.insist(BEN.account, home(0), f"request home-{number}/{gate}")
    place.pass_by(minutes=30)
    await place.quiet()
    place.slack.unarchive(where)
    await place.insist(ANA.account, where, "status")
    place.pass_by(seconds=15)
    await place.settled()
    stands = [_asking(place, gate) for gate in gates]
    return Outcome("P14", "a channel archived and back", stands.count(0), sum(count - 1 for count in stands if count))


async def _ask_for(place: Arena, where: str, gate: str) -> None:
    """Make a gate and ask for its sign-off."""
    await _prepare(place, where, gate)
    await place.insist(BEN.account, where, f"request {gate}")


async def _prepare(place: Arena, where: str, gate: str) -> None:
    """Make a gate whose sign-off can be asked for."""
    await place.insist(ANA.account, where, f'gate add {gate} "Held {gate}" party data-engineering')
    await place.insist(ANA.account, where, f"approvers {gate} any of compliance")
    await place.insist(BEN.account, where, f"claim {gate}")
    await place.insist(BEN.account, where, f"evidence {gate} words")


def _asking(place: Arena, gate: str) -> int:
    """How many requests for the sign-off of that gate stand in the threads."""
    timeline = place.slack.workspace.timeline
    asked = f"Please sign off: Held {gate}\n"
    return sum(asked in message.plain() for number in range(place.channels) for message in timeline.of(home(number)))
