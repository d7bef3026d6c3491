"""What is measured for a monitoring system (https://prometheus.io/docs/practices/naming/)."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from math import nan

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.admission import Admission
from bot.jobs.faults import LoggedFaults
from bot.web.application import Check
from readiness.domain.values.refusal import Refusal
from readiness.usecases.frame.guarding import guarded
from readiness.usecases.frame.ports import Sweep

Outcomes = Callable[[], Mapping[str, int]]
"""How often something came to pass in this process so far, by label: deliveries by what became of them, for one."""

Count = Callable[[], Awaitable[int]]


class Metrics:
    """Everything at `/metrics`, kept in `registry`."""

    def __init__(
        self,
        registry: CollectorRegistry,
        outcomes: Outcomes,
        waiting: Count,
        held: Count,
        dead: Count,
        condition: Check,
        faults: LoggedFaults,
        admission: Admission,
    ) -> None:
        """Measure what is handed in; sweeps are counted by whoever makes them."""
        self._registry = registry
        self._condition = condition
        self._faults = faults
        gauges = {
            "readiness_outbox_waiting": ("Messages not sent yet.", waiting),
            "readiness_outbox_held": ("Of those, messages that wait for somebody.", held),
            "readiness_outbox_dead": ("Messages given up; see readiness doctor.", dead),
        }
        self._counts = {name: (Gauge(name, words, registry=registry), count) for name, (words, count) in gauges.items()}
        degraded = "1 for each part that does not work; the database as part means that nobody is served (readyz)."
        self._degraded = Gauge("readiness_degraded", degraded, ["part", "code"], registry=registry)
        registry.register(_Counted("readiness_deliveries", "What became of claimed messages.", "outcome", outcomes))
        left_out = "Items that a sweep left out because something went wrong with them; the log names each."
        failures = "readiness_sweep_item_failures"
        registry.register(_Counted(failures, left_out, "sweep", lambda: _by_name(faults.counts)))
        turns = "What people did that reached this process: commands, presses, forms and events."
        registry.register(_Counted("readiness_turns", turns, "kind", lambda: admission.taken))
        refused = "Requests that were not taken; the log names the reason of each kind once a minute."
        registry.register(
            _CountedBy("readiness_refused_requests", refused, ("platform", "reason"), lambda: admission.refused)
        )
        sweeps = "Looks at what is due: often at digests, less often at reminders and waivers too."
        self.sweeps = Counter("readiness_sweeps", sweeps, ["kind"], registry=registry)
        jumps = "How often the machine's clock was found to have been set, forward or back, by more than a minute."
        self.clock_jumps = Counter("readiness_clock_jumps", jumps, registry=registry)

    async def page(self) -> bytes:
        """The text that a monitoring system reads. What only the database knows is not a number while it is away."""
        for name, (gauge, count) in self._counts.items():
            gauge.set(nan)
            with suppress(Refusal), guarded(self._faults, Sweep.METRICS, name):
                gauge.set(await count())
        self._degraded.clear()
        with guarded(self._faults, Sweep.METRICS, "readiness_degraded"):
            for one in (await self._condition()).everything:
                self._degraded.labels(one.part, one.code).set(1)
        return generate_latest(self._registry)


class _Counted(Collector):
    """Reads the counts of whoever counts anyway, so that nothing is counted twice."""

    def __init__(self, name: str, words: str, label: str, counts: Outcomes) -> None:
        self._name, self._words, self._label, self._counts = name, words, label, counts

    def collect(self) -> Iterable[Metric]:
        """The counts by label."""
        family = CounterMetricFamily(self._name, self._words, labels=[self._label])
        for value, count in self._counts().items():
            family.add_metric([value], count)
        yield family


class _CountedBy(Collector):
    """The same for counts by several labels."""

    def __init__(
        self,
        name: str,
        words: str,
        labels: tuple[str, ...],
        counts: Callable[[], Mapping[tuple[str, str], int]],
    ) -> None:
        self._name, self._words, self._labels, self._counts = name, words, labels, counts

    def collect(self) -> Iterable[Metric]:
        """The counts by those labels."""
        family = CounterMetricFamily(self._name, self._words, labels=self._labels)
        for values, count in self._counts().items():
            family.add_metric(values, count)
        yield family


def _by_name(counts: Mapping[Sweep, int]) -> Mapping[str, int]:
    """Every sweep's, those with nothing to count too: a monitoring system sees a first fault only as a rise from 0."""
    return {str(sweep): counts.get(sweep, 0) for sweep in Sweep}
