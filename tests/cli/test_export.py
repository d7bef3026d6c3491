"""`export`: what the initiatives hold, as JSON that is the same for the same state, without anything secret."""

import json
from typing import Any

from tests.cli.place import CANARIES, Place


def exported(place: Place, *options: str) -> dict[str, Any]:
    done = place.run("export", *options)
    assert (done.code, done.err) == (0, "")
    found: dict[str, Any] = json.loads(done.out)
    return found


def test_every_initiative_is_exported_by_slug_with_gates_questions_and_record(alone: Place) -> None:
    found = exported(alone, "--format", "json")
    assert found["version"] == 1
    assert [one["slug"] for one in found["initiatives"]] == ["churn-model", "demand-forecast"]
    churn = found["initiatives"][0]
    gate = next(one for one in churn["gates"] if one["key"] == "approved-datasets")
    assert gate["state"] == "signed off"
    assert found["people"][gate["owner"]] == "Ben"
    (sign_off,) = gate["sign_offs"]
    assert (sign_off["decision"], sign_off["revision"]) == ("approve", 1)
    assert found["people"][sign_off["by"]] == "Dee"
    assert [one["sequence"] for one in churn["record"]] == list(range(1, len(churn["record"]) + 1))


def test_the_five_questions_are_answered_or_said_to_be_unanswered(alone: Place) -> None:
    asked = {one["question"]: one for one in exported(alone)["initiatives"][0]["questions"]}
    assert list(asked) == ["deployment-owner", "incident-team", "compliance", "fallback", "live-data"]
    assert asked["deployment-owner"]["state"] == "answered"
    assert asked["deployment-owner"]["at"].endswith("+00:00")
    assert (asked["fallback"]["state"], asked["fallback"]["people"]) == ("unanswered", [])


def test_one_initiative_is_exported_alone(alone: Place) -> None:
    found = exported(alone, "--initiative", "demand-forecast")
    assert [one["slug"] for one in found["initiatives"]] == ["demand-forecast"]


def test_the_same_state_gives_the_same_bytes(alone: Place) -> None:
    assert alone.run("export").out == alone.run("export").out


def test_nothing_secret_is_in_it(place: Place) -> None:
    text = place.run("export").out
    assert not [canary for canary in CANARIES if canary in text]
    assert not {"token", "secret", "outbox"} & set(json.loads(text))


def test_an_initiative_that_is_not_there_is_said_in_one_line(alone: Place) -> None:
    done = alone.run("export", "--initiative", "nothing")
    assert done.code == 2
    assert done.line == "There is no initiative `nothing`."


def test_a_format_that_is_not_there_is_said_in_one_line(alone: Place) -> None:
    done = alone.run("export", "--format", "csv")
    assert done.code == 2
    assert done.line == "--format is 'csv'; it should be json"
