"""`template lint|publish|list|show` and `manifest slack|teams`."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.slack.manifest import SCOPES
from bot.teams.manifest import teams_package
from readiness.templates.builtin import builtin_templates
from tests.cli.place import Place

BUILT_IN = builtin_templates()[0].version


@pytest.fixture
def own(alone: Place) -> Path:
    """A checklist that can be used, made from one that comes with the bot."""
    return written(alone, "own", 1)


def written(alone: Place, key: str, version: int, title: str = "") -> Path:
    """The built-in checklist under another key and version, one gate's title changed."""
    text = alone.run("template", "show", "ai-model-to-production").out
    text = text.replace("key: ai-model-to-production\n", f"key: {key}\n", 1)
    text = text.replace(f"version: {BUILT_IN}\n", f"version: {version}\n", 1)
    assert f"key: {key}\n" in text
    assert f"version: {version}\n" in text
    if title:
        head, gates, tail = text.partition("\ngates:\n")
        text = head + gates + tail.replace("title: ", f"title: {title} ", 1)
    file = alone.folder / f"{key}-{version}.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def gate_titles(alone: Place, slug: str) -> list[str]:
    with closing(sqlite3.connect(alone.database)) as connection:
        rows = connection.execute(
            "SELECT json_extract(gate.value, '$.title') FROM initiatives, json_each(state, '$.gates') AS gate"
            " WHERE slug = ? ORDER BY json_extract(gate.value, '$.key')",
            (slug,),
        )
        return [title for (title,) in rows]


def test_a_good_checklist_has_nothing_to_mend(alone: Place, own: Path) -> None:
    done = alone.run("template", "lint", own)
    assert (done.code, done.err) == (0, "")
    assert "18 gates, nothing to mend" in done.out


def test_a_broken_checklist_is_told_with_line_and_column_and_answered_no(alone: Place, own: Path) -> None:
    lines = own.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if "condition:" in line)
    lines[at] = lines[at].replace("condition:", "conditon:")
    own.write_text("\n".join(lines), encoding="utf-8")
    done = alone.run("template", "lint", own)
    column = lines[at].index("conditon") + 1
    assert (done.code, done.out) == (1, "")
    assert f"{own.name}:{at + 1}:{column}: " in done.err
    assert "condition" in done.err
    assert alone.run("template", "publish", own).code == 2


@pytest.mark.parametrize(
    ("content", "where"),
    [(b"", ":1:1: "), (b"name: [\n", ":2:"), (b"a: 1\n\tb: 2\n", ":2:"), (b"&a [*a]", ":1:1: ")],
    ids=["empty", "not closed", "tab", "alias"],
)
def test_what_is_no_checklist_is_told_with_its_place(alone: Place, content: bytes, where: str) -> None:
    file = alone.folder / "bad.yaml"
    file.write_bytes(content)
    done = alone.run("template", "lint", file)
    assert (done.code, f"bad.yaml{where}" in done.err, "Traceback" in done.err) == (1, True, False), done


@pytest.mark.parametrize("name", ["missing.yaml", "latin.yaml", "folder.yaml"])
def test_a_file_that_cannot_be_read_is_told_in_a_line(alone: Place, name: str) -> None:
    (alone.folder / "latin.yaml").write_bytes("name: Prüfung".encode("latin-1"))
    (alone.folder / "folder.yaml").mkdir()
    done = alone.run("template", "lint", alone.folder / name)
    assert (done.code, name in done.line) == (2, True)


def test_a_published_checklist_is_listed_and_shown_as_it_was_written(alone: Place, own: Path) -> None:
    assert alone.run("template", "publish", own).code == 0
    assert "own " in alone.run("template", "list").out
    assert alone.run("template", "show", "own").out == own.read_text(encoding="utf-8")


def test_what_was_published_stands_in_the_record_which_stays_whole(alone: Place, own: Path) -> None:
    alone.run("template", "publish", own)
    with closing(sqlite3.connect(alone.database)) as connection:
        (data,) = connection.execute("SELECT data FROM record WHERE kind = 'template.published'").fetchone()
    assert '"template":"own"' in data.replace(" ", "")
    assert alone.run("audit", "verify").code == 0


def test_a_version_is_published_once(alone: Place, own: Path) -> None:
    text = own.read_text(encoding="utf-8")
    alone.run("template", "publish", own)
    again = alone.run("template", "publish", own)
    other = alone.run("template", "publish", written(alone, "own", 1, "Another"))
    assert (again.code, "`own` is at version 1" in again.line) == (2, True)
    assert (other.code, "write a higher `version`" in other.line) == (2, True)
    assert alone.run("template", "show", "own").out == text


def test_a_version_that_came_with_the_bot_cannot_be_published_over(alone: Place) -> None:
    done = alone.run("template", "publish", written(alone, "high-risk-regulated-model", BUILT_IN))
    assert (done.code, f"is at version {BUILT_IN}" in done.line) == (2, True)


def test_an_older_version_is_not_published_after_a_newer(alone: Place) -> None:
    assert alone.run("template", "publish", written(alone, "own", 3)).code == 0
    assert alone.run("template", "publish", written(alone, "own", 2)).code == 2


def test_what_an_initiative_was_started_with_stays(alone: Place) -> None:
    before = gate_titles(alone, "churn-model")
    newer = written(alone, "ai-model-to-production", BUILT_IN + 1, "Renamed")
    assert alone.run("template", "publish", newer).code == 0
    assert gate_titles(alone, "churn-model") == before
    assert "Renamed" in alone.run("template", "show", "ai-model-to-production").out
    with closing(sqlite3.connect(alone.database)) as connection:
        versions = connection.execute("SELECT version, text FROM templates ORDER BY version").fetchall()
        pinned = connection.execute(
            "SELECT DISTINCT json_extract(state, '$.template.version') FROM initiatives"
        ).fetchall()
    assert [version for version, _ in versions] == [BUILT_IN, BUILT_IN + 1]
    assert "Renamed" not in dict(versions)[BUILT_IN]
    assert pinned == [(BUILT_IN,)]


def test_the_checklists_that_come_with_the_bot_are_there_before_any_database(nowhere: Place) -> None:
    assert "ai-model-to-production" in nowhere.run("template", "list").out
    assert "gates:" in nowhere.run("template", "show", "high-risk-regulated-model").out
    assert list(nowhere.folder.iterdir()) == []


def test_an_unknown_checklist_is_named_with_those_there_are(alone: Place) -> None:
    line = alone.run("template", "show", "nothing").line
    assert "There is no template `nothing`" in line
    assert "ai-model-to-production" in line


def test_the_manifest_has_the_bots_address_and_scopes(nowhere: Place) -> None:
    done = nowhere.run("manifest", "slack", READINESS_PUBLIC_URL="https://ready.example.org/")
    assert (done.code, done.err) == (0, "")
    assert done.out.count("https://ready.example.org/slack/events") == 3
    assert all(f"- {scope}\n" in done.out for scope in SCOPES)


def test_the_manifest_for_socket_mode_has_no_address(nowhere: Place) -> None:
    text = nowhere.run("manifest", "slack", SLACK_APP_TOKEN="xapp-later").out
    assert "socket_mode_enabled: true" in text
    assert "/slack/events" not in text


def test_the_manifest_goes_to_a_file(nowhere: Place) -> None:
    done = nowhere.run("manifest", "slack", "--out", nowhere.folder / "manifest.yaml")
    assert (done.code, done.out) == (0, "")
    assert (nowhere.folder / "manifest.yaml").read_text(encoding="utf-8") == nowhere.run("manifest", "slack").out
    nothing = nowhere.run("manifest", "slack", "--out", nowhere.folder / "no" / "manifest.yaml")
    assert (nothing.code, "cannot be written" in nothing.line) == (2, True)


TEAMS = {
    "TEAMS_APP_ID": "0f6b1c7e-2a3d-4e5f-8a9b-0c1d2e3f4a5b",
    "TEAMS_APP_PASSWORD": "canary-teams-5f1d0c7e9b",
    "TEAMS_TENANT_ID": "7f6b1c7e-2a3d-4e5f-8a9b-0c1d2e3f4a5b",
}


def test_the_teams_package_is_written_where_it_is_wanted(nowhere: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(nowhere.folder)
    address = "https://ready.example.org"
    done = nowhere.run("manifest", "teams", **TEAMS, READINESS_PUBLIC_URL=address)
    assert (done.code, done.out) == (0, "Wrote readiness-teams.zip. Upload it to Teams as it is.\n")
    package = nowhere.folder / "readiness-teams.zip"
    assert package.read_bytes() == teams_package(TEAMS["TEAMS_APP_ID"], address)
    assert TEAMS["TEAMS_APP_PASSWORD"].encode() not in package.read_bytes()
    elsewhere = nowhere.folder / "elsewhere.zip"
    assert nowhere.run("manifest", "teams", "--out", elsewhere, **TEAMS, READINESS_PUBLIC_URL=address).code == 0
    assert elsewhere.read_bytes() == package.read_bytes()


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "TEAMS_APP_ID is not set"),
        ({**TEAMS, "TEAMS_APP_ID": "readiness"}, "TEAMS_APP_ID should be an id like"),
        ({**TEAMS, "READINESS_PUBLIC_URL": "http://ready.example.org"}, "READINESS_PUBLIC_URL should start with https"),
    ],
    ids=["no registration", "no id", "no tls"],
)
def test_a_teams_package_that_nobody_could_use_is_not_written(
    nowhere: Place, variables: dict[str, str], said: str
) -> None:
    file = nowhere.folder / "readiness-teams.zip"
    done = nowhere.run("manifest", "teams", "--out", file, **variables)
    assert (done.code, file.exists()) == (2, False)
    assert done.line.startswith(said)


def test_a_teams_package_that_cannot_be_written(nowhere: Place) -> None:
    file = nowhere.folder / "no" / "readiness-teams.zip"
    done = nowhere.run("manifest", "teams", "--out", file, **TEAMS)
    assert (done.code, done.line) == (2, f"{file} cannot be written: No such file or directory")
