"""`readiness …`: exit 0 done, 1 the answer is no, 2 wrong use or cannot tell; each failure one clear line on stderr."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from bot.bootstrap import assembled, built_in_templates
from bot.demo.clock import MovableClock
from bot.demo.run import run_demo
from bot.logs import set_up_logs
from bot.serve import serve as serve_bot
from bot.settings import BadSettings, Settings, read_settings
from bot.slack.manifest import slack_manifest
from bot.views.audit import verification_line
from bot.web.server import PortTaken
from readiness.domain.refusal import Refusal
from readiness.templates.loader import parse
from readiness.usecases import checking, publishing
from storage import migrate as migrate_database
from storage import open_storage, schema_state

DONE, NO, CANNOT_TELL = 0, 1, 2

app = typer.Typer(no_args_is_help=True, add_completion=False, help="The readiness bot.", pretty_exceptions_enable=False)
audit = typer.Typer(no_args_is_help=True, help="Prove the record.")
template = typer.Typer(no_args_is_help=True, help="Checklists.")
manifest = typer.Typer(no_args_is_help=True, help="What the chat platforms are told about the bot.")
app.add_typer(audit, name="audit")
app.add_typer(template, name="template")
app.add_typer(manifest, name="manifest")

Organisation = Annotated[str, typer.Option("--organisation", help="Which one, where there are several.")]


def main() -> None:
    """Run the command line. A foreseen failure is one line on stderr and exit code 2."""
    try:
        app()
    except (Refusal, BadSettings, PortTaken) as failure:
        print(failure, file=sys.stderr)
        sys.exit(CANNOT_TELL)


@app.command()
def serve() -> None:
    """Run the bot: chat endpoints, scheduler, delivery."""
    _run(serve_bot(_settings()))


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Where the page is served; 0 lets the system choose.")] = 0,
    story: Annotated[bool, typer.Option("--story", help="Only tell the story, then end.")] = False,
) -> None:
    """Tell the main job as a story on a local Slack, then serve it where it can be clicked on."""
    set_up_logs("WARNING", "console")
    serve_page = not story and sys.stdout.isatty() and os.environ.get("CI") != "true"
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(asyncio.run(run_demo(print, port=port, serve=serve_page)))


@app.command()
def migrate() -> None:
    """Bring the database to the current schema. Many replicas may call it at once."""
    settings = _settings()
    _run(migrate_database(settings.database_url))
    print(f"The database is {_run(schema_state(settings.database_url))}.")


@app.command("run-due")
def run_due(
    now: Annotated[str, typer.Option(help="The moment to act at, ISO 8601; the present when left out.")] = "",
) -> None:
    """Do all that is due, deliver it, and print the counts as JSON."""
    counts = _run(_run_due(_settings(), _instant(now)))
    print(orjson.dumps(counts).decode())


@audit.command("verify")
def audit_verify(
    initiative: Annotated[str, typer.Argument(help="A slug; every record when left out.")] = "",
    witness: Annotated[list[str] | None, typer.Option(help="A fingerprint a channel has seen.")] = None,
    organisation: Organisation = "",
) -> None:
    """Prove the record whole, or name the first broken entry and exit 1."""
    results = _run(_verify(_settings(), organisation, initiative, tuple(witness or ())))
    for result in results:
        print(verification_line(result))
    if any(result.broken for result in results):
        sys.exit(NO)


@template.command("lint")
def template_lint(file: Annotated[Path, typer.Argument(help="A checklist in YAML.")]) -> None:
    """Check a checklist; every problem is named with its line."""
    found = parse(_read(file), source=file.name)
    print(f"{found.name}, version {found.version}: {len(found.gates)} gates, nothing to mend.")


@template.command("publish")
def template_publish(
    file: Annotated[Path, typer.Argument(help="A checklist in YAML.")], organisation: Organisation = ""
) -> None:
    """Publish a checklist; from then on that version never changes."""
    published = _run(_publish(_settings(), organisation, _read(file), file.name))
    print(f"Published {published.name} as `{published.key}`, version {published.version}.")


@template.command("list")
def template_list(organisation: Organisation = "") -> None:
    """The newest version of every checklist."""
    for found in _run(_templates(_settings(), organisation)):
        print(f"{found.key:32} version {found.version:<3} {len(found.gates):>2} gates  {found.name}")


@template.command("show")
def template_show(key: str, organisation: Organisation = "") -> None:
    """The text of a checklist."""
    print(_run(_template_text(_settings(), organisation, key)), end="")


@manifest.command("slack")
def manifest_slack(out: Annotated[Path | None, typer.Option(help="A file instead of the screen.")] = None) -> None:
    """The Slack app manifest, with this bot's own address filled in."""
    settings = _settings()
    text = slack_manifest(settings.public_url, socket_mode=settings.slack_app_token is not None)
    if out is None:
        print(text, end="")
    else:
        out.write_text(text, encoding="utf-8")


async def _run_due(settings: Settings, now: datetime | None) -> dict[str, int]:
    clock = MovableClock(now or datetime.now(UTC))
    async with assembled(settings, clock=clock) as bot:
        return dict(await bot.run_due())


async def _verify(
    settings: Settings, organisation: str, initiative: str, witnesses: tuple[str, ...]
) -> tuple[checking.Verification, ...]:
    async with open_storage(settings.database_url) as storage:
        return await checking.verify(storage, organisation, initiative, witnesses)


async def _publish(settings: Settings, organisation: str, text: str, source: str) -> Any:
    async with open_storage(settings.database_url) as storage:
        return await publishing.publish(storage, organisation, parse(text, source=source), text, datetime.now(UTC))


async def _templates(settings: Settings, organisation: str) -> Any:
    async with open_storage(settings.database_url) as storage:
        return await publishing.newest(storage, organisation, built_in_templates())


async def _template_text(settings: Settings, organisation: str, key: str) -> str:
    async with open_storage(settings.database_url) as storage:
        return await publishing.text_of(storage, organisation, key, built_in_templates())


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def _settings() -> Settings:
    settings = read_settings(os.environ)
    set_up_logs(settings.log_level, settings.log_format)
    return settings


def _instant(text: str) -> datetime | None:
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise BadSettings(f"--now is {text!r}; it should be a moment like 2026-11-23T09:00:00+01:00") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadSettings(f"{file} is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise BadSettings(f"{file} cannot be read: {error.strerror}") from error
