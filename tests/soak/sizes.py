"""How much of each is done."""

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
)
"""A tenth of what promises.md names; `held` in full."""

SMOKE = Size(
    channels=3, weeks=1, kills=1, freezes=0, clicks=12, click_kills=1, gates=2, replays=3, outage_clicks=4, held=3
)
"""What `make test` plays."""
