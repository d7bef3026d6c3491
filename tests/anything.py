"""What people may type and fill in, sensible or not, and what has to hold whatever they did."""

from random import Random

from bot.demo.cast import ANA, CAST
from bot.demo.stage import Actor
from readiness.usecases.checking import verify
from readiness.usecases.frame.ports import Storage

STEPS = 400
FAILED = "Something went wrong"
"""What somebody is told when nobody foresaw what happened."""

GATES = ("compute", "data-lineage", "approved-datasets", "incident-team", "live-data-sign-off", "handoff", "all", "x")
DAYS = ("friday", "+3w", "2026-12-01", "yesterday", "off", "1 december")
WORDS = ("because", "https://wiki.example/x", "<b>*bold*_</b> & `code`", "ünï 😀 \u202eabc / watch it", "")
LINES = (
    *("status", "list all", "list stalled", "waits", "questions", "lateness", "home", "settings", "help", "rework"),
    *("show {gate}", "claim {gate}", "accept {gate}", "confirm {gate}", "unblock {gate}", "request {gate}"),
    *(
        "evidence {gate} {words}",
        "approve {gate} {words}",
        "changes {gate} documentation {words}",
        "n/a {gate} {words}",
    ),
    *("waive {gate} until {day} {words}", "withdraw {gate} {words}", "decline {gate} {words}", "due {gate} {day}"),
    *("assign {gate} @{person}", "handoff {gate} to @{person} {words}", "blocked {gate} by @{person} {words}"),
    *("finding {gate} @{person} {day} {words}", "rework assign 1 @{person}", "rework done 1 {words}"),
    *("incident {gate} {day} {words}", "milestone model-complete done {day}", "milestone design-closed plan {day}"),
    *("depends {gate} on compute", "depends compute off {gate}", "gate remove {gate} {words}", "expires {gate} 30d"),
    *('gate add pen-test "Pen test" party compliance', "approvers {gate} any of @{person} and 2 of sre"),
    *("party compliance member @{person}", "party sre owner @{person}", "lead @{person}", "sponsor @{person}"),
    *("role @{person} administrator", "away {day}..+1w delegate @{person}", "away off"),
    *("contract", "contract ask", "contract sign", "contract refuse {words}", "contract changes", "pause", "resume"),
    *("cancel {words}", "digest now", "remind off", "remind on", "escalation backup 3", "reconfirm 1", "link"),
    *(
        "timezone Asia/Dubai",
        "weekend {words}",
        "weekend friday",
        "holidays add {day} {words}",
        "holidays remove {day}",
    ),
)


class Whims:
    """Who does something next, and what they type, choose and fill in: the same for the same number."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - whims, no secret
        self.pick = self._random.choice

    def happens(self, chance: float) -> bool:
        """Whether something does that happens so often."""
        return self._random.random() < chance

    def somebody(self) -> Actor:
        """Anybody; Ana more often, who may do most."""
        return self.pick((*CAST, ANA, ANA, ANA, ANA))

    def line(self) -> str:
        """A command."""
        pick = self.pick
        return pick(LINES).format(gate=pick(GATES), words=pick(WORDS), day=pick(DAYS), person=pick(CAST).name)

    def text(self) -> str:
        """What goes into a field for text."""
        return self.pick((*WORDS[:-1], "25000 EUR", "x" * 200))

    def day(self) -> str:
        """What goes into a field for a date."""
        return self.pick(("2026-10-20", "2026-12-01", "2020-01-01"))

    def hours(self) -> int:
        """How long everybody waits."""
        return self.pick((1, 26, 72))


async def entries(storage: Storage) -> int:
    """How many entries the records have, all of them whole."""
    records = await verify(storage, "", "", ())
    assert [one.broken for one in records] == [None] * len(records)
    return sum(one.entries for one in records)
