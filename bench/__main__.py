"""`python -m bench`: measure, print the table, keep it. `--quick` sees that it works; `--only 1,3` measures some."""

import argparse
from collections.abc import Callable, Mapping

from bench.figure import Figure
from bench.figures import dispatch, message, press, start, status
from bench.machine import load_now, this_machine
from bench.progress import Progress
from bench.results import write_latest, write_page
from bench.sizes import FULL, QUICK, Sizes
from bench.stand import Stand
from bench.table import aligned

Measure = Callable[[Stand, Sizes, Progress], list[Figure]]

MEASURES: Mapping[int, Measure] = {
    1: status.throughput,
    3: status.single,
    4: status.growth,
    5: dispatch.dispatching,
    8: message.building,
    10: press.pressing,
    12: start.starting,
}
"""By the number of the figure; the others of the list have no bench yet (docs/speed.md)."""


def main() -> None:
    """Measure what was asked for. Only a whole run at full size replaces what is kept."""
    chosen = _arguments()
    sizes = QUICK if chosen.quick else FULL
    progress, load_before, figures = Progress(), load_now(), list[Figure]()
    with Stand(progress) as stand:
        for number in chosen.only:
            figures += MEASURES[number](stand, sizes, progress)
    progress.say("done")
    machine = this_machine(load_before)
    print(machine.sentence())
    print(aligned(figures))
    if sizes is FULL and set(chosen.only) == set(MEASURES):
        write_latest(figures, machine, progress.seconds)
        write_page(figures, machine, progress.seconds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the speed figures of docs/speed.md.")
    parser.add_argument("--quick", action="store_true", help="small sizes, under a minute; nothing is kept")
    parser.add_argument("--only", type=_numbers, default=tuple(MEASURES), help="figures, like 1,3; nothing is kept")
    return parser.parse_args()


def _numbers(text: str) -> tuple[int, ...]:
    numbers = tuple(int(number) for number in text.split(",") if number.isdigit())
    if not numbers or not set(numbers) <= set(MEASURES):
        raise argparse.ArgumentTypeError(f"figures are {', '.join(map(str, MEASURES))}")
    return numbers


if __name__ == "__main__":
    main()
