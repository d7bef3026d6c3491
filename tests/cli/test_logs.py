"""What is logged can be read, on a console and by a machine, and holds no secret (promises.md, P25)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SECRET = "xoxb-canary-in-a-local"
SCRIPT = f"""
import logging, structlog
from bot.logs import set_up_logs

set_up_logs("DEBUG", "FORMAT", ("{SECRET}",))
log = structlog.get_logger("here")

def fail(word):
    token = "xoxb-in-a-local-variable"
    raise ValueError(f"it is {{word}}")

log.debug("a small thing", count=1)
try:
    fail("{SECRET}")
except ValueError:
    log.exception("it failed", reference="r1")
    logging.getLogger("some.library").exception("it failed too")
logging.getLogger("some.library").info("chatter")
logging.getLogger("slack_sdk.web.async_client").debug("Sending {SECRET}")
"""


def logged(form: str) -> str:
    command = [sys.executable, "-c", SCRIPT.replace("FORMAT", form)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return done.stderr


@pytest.fixture(scope="module")
def console() -> str:
    return logged("console")


@pytest.fixture(scope="module")
def machine() -> list[dict[str, Any]]:
    return [json.loads(line) for line in logged("json").splitlines()]


def test_a_machine_reads_one_object_a_line_whoever_logged(machine: list[dict[str, Any]]) -> None:
    assert [line["event"] for line in machine] == ["a small thing", "it failed", "it failed too"]
    assert machine[2]["logger"] == "some.library"
    assert all({"timestamp", "level"} <= set(line) for line in machine)


def test_a_traceback_is_plain_text_without_variables(console: str, machine: list[dict[str, Any]]) -> None:
    for text in (console, machine[1]["exception"], machine[2]["exception"]):
        assert "ValueError: it is (hidden)" in text
        assert "xoxb-in-a-local-variable" not in text
        assert "╭" not in text


def test_no_secret_is_written_whoever_logs_it(console: str, machine: list[dict[str, Any]]) -> None:
    assert SECRET not in console
    assert SECRET not in json.dumps(machine)


def test_libraries_are_heard_from_warnings_on(console: str) -> None:
    assert "chatter" not in console
    assert "Sending" not in console
