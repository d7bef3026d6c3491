"""How much of each is done: `make test` plays the smallest size, `make soak` a tenth of what is promised."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Counts of a run: `weeks` of digests in `channels`, and so on."""

    channels: int
    weeks: int
    kills: int
    freezes: int
    clicks: int
    click_kills: int
    gates: int
    replays: int
    outage_clicks: int
    held: int
    starts: int
    stops: int
    writer_kills: int
    writes: int
    jumps: int


TENTH = Size(
    channels=50,
    weeks=4,
    kills=20,
    freezes=3,
    clicks=1000,
    click_kills=20,
    gates=20,
    replays=10,
    outage_clicks=20,
    held=40,
    starts=20,
    stops=5,
    writer_kills=20,
    writes=40,
    jumps=80,
)
"""A tenth of what is promised; in full `held`, `starts` (P11) and `writes` (P12)."""

SMOKE = Size(
    channels=3,
    weeks=1,
    kills=1,
    freezes=0,
    clicks=12,
    click_kills=1,
    gates=2,
    replays=3,
    outage_clicks=4,
    held=3,
    starts=4,
    stops=1,
    writer_kills=10,
    writes=20,
    jumps=8,
)
"""What `make test` plays."""

SIZE = {"smoke": SMOKE, "tenth": TENTH}[os.environ.get("READINESS_SIZE", "smoke")]
"""Of the tests that are marked with the promise which they hold."""
