"""What is measured for a monitoring system (https://prometheus.io/docs/practices/naming/)."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from math import nan

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.web.application import Check
from readiness.domain.refusal import Refusal

Outcomes = Callable[[], Mapping[str, int]]
"""What became of the deliveries of this process so far, by outcome."""

Count = Callable[[], Awaitable[int]]


class Metrics:
    """Everything at `/metrics`, kept in `registry`."""

    def __init__(
        self, registry: CollectorRegistry, outcomes: Outcomes, waiting: Count, dead: Count, condition: Check
    ) -> None:
        """Measure what is handed in; turns and sweeps are counted by whoever takes or makes them."""
        self._registry = registry
        self._condition = condition
        self._counts = (
            (Gauge("readiness_outbox_waiting", "Messages not sent yet.", registry=registry), waiting),
            (Gauge("readiness_outbox_dead", "Messages given up; see readiness doctor.", registry=registry), dead),
        )
        degraded = "1 for each part that does not work; the database as part means that nobody is served (readyz)."
        self._degraded = Gauge("readiness_degraded", degraded, ["part", "code"], registry=registry)
        registry.register(_Deliveries(outcomes))
        turns = "What people did that reached this process: commands, presses, forms and events."
        self.turns = Counter("readiness_turns", turns, ["kind"], registry=registry)
        sweeps = "Looks at what is due: often at digests, less often at reminders and waivers too."
        self.sweeps = Counter("readiness_sweeps", sweeps, ["kind"], registry=registry)
        jumps = "How often the machine's clock was found to have been set, forward or back, by more than a minute."
        self.clock_jumps = Counter("readiness_clock_jumps", jumps, registry=registry)

    async def page(self) -> bytes:
        """The text that a monitoring system reads. What only the database knows is not a number while it is away."""
        for gauge, count in self._counts:
            try:
                gauge.set(await count())
            except Refusal:
                gauge.set(nan)
        self._degraded.clear()
        for one in (await self._condition()).everything:
            self._degraded.labels(one.part, one.code).set(1)
        return generate_latest(self._registry)


class _Deliveries(Collector):
    """Reads the pump's own counts, so that nothing is counted twice."""

    def __init__(self, outcomes: Outcomes) -> None:
        self._outcomes = outcomes

    def collect(self) -> Iterable[Metric]:
        """The deliveries by outcome."""
        family = CounterMetricFamily("readiness_deliveries", "What became of claimed messages.", labels=["outcome"])
        for outcome, count in self._outcomes().items():
            family.add_metric([outcome], count)
        yield family
