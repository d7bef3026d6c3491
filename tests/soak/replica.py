"""`readiness serve` by a shared clock, looking around more often: `python -m tests.soak.replica CLOCK`."""

import asyncio
import os
import sys
from pathlib import Path

from bot.jobs import tick
from bot.logs import set_up_logs
from bot.serve import serve
from bot.settings import read_settings
from tests.soak.clock import SharedClock

SWEEP_SECONDS, LOOK_SECONDS = 2, 3
"""Between two looks of each kind; what is due is still decided by rows."""


def main(clock: SharedClock) -> None:
    tick.SWEEP_SECONDS, tick.LOOK_SECONDS = SWEEP_SECONDS, LOOK_SECONDS
    tick.WATCH_SECONDS = 0.2
    settings = read_settings(os.environ)
    set_up_logs(settings.log_level, settings.log_format, settings.secrets)
    asyncio.run(serve(settings, clock=clock.now, seconds=clock.seconds))


if __name__ == "__main__":
    main(SharedClock(Path(sys.argv[1])))
