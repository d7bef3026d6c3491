"""Promises that tests of the suite hold by themselves, at the size of a soak."""

import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Held:
    """What tests of the suite did for a promise, and how many of them passed, failed and were skipped."""

    promise: str
    what: str
    passed: int
    failed: int
    skipped: int


def played(size: str) -> tuple[Held, ...]:
    """Run every test that holds a promise; an entry for each thing done. Raises RuntimeError where none ran."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-m", "promise", "-p", "no:cacheprovider", f"--junit-xml={report}"]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | {"READINESS_SIZE": size}, check=False)
        if not report.exists():
            raise RuntimeError(f"pytest ended with {done.returncode} and without a report")
        return read(report.read_text(encoding="utf-8"))


def read(report: str) -> tuple[Held, ...]:
    """What a JUnit report says of promises, by number."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for case in ET.fromstring(report).iter("testcase"):  # noqa: S314 - pytest wrote it a moment ago
        values: defaultdict[str, list[str]] = defaultdict(list)
        for one in case.iter("property"):
            values[one.get("name", "")].append(one.get("value", ""))
        for key in zip(values["promise"], values["what"], strict=True):
            found[key].append(_verdict(case))
    if not found:
        raise RuntimeError("no test that holds a promise was run")
    rows = [
        Held(*key, verdicts.count("passed"), verdicts.count("failed"), verdicts.count("skipped"))
        for key, verdicts in found.items()
    ]
    return tuple(sorted(rows, key=_number))


def _verdict(case: ET.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "passed" if case.find("skipped") is None else "skipped"


def _number(held: Held) -> tuple[int, str]:
    """By the first number of P12 or "P12, P13"."""
    return int(held.promise.split(",")[0].lstrip("P")), held.what


def table(found: Sequence[Held]) -> str:
    """A Markdown table."""
    rows = [f"| {one.promise} | {one.what} | {one.passed} | {one.failed} | {one.skipped} |" for one in found]
    head = "| promise | what was done | passed | failed | skipped |\n| --- | --- | --- | --- | --- |"
    return "\n".join([head, *rows])
