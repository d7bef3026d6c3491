"""`readiness …`: exit 0 done, 1 the answer is no, 2 wrong use or cannot tell; each failure one clear line on stderr."""

import asyncio
import contextlib
import os
import secrets
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import orjson
import structlog
import typer

from bot.bootstrap import assembled, built_in_templates, random_id, require_current, utc_now
from bot.demo.clock import MovableClock
from bot.document import Document
from bot.jobs.faults import LoggedFaults
from bot.jobs.pace import GAP
from bot.logs import set_up_logs
from bot.render.document_html import html
from bot.render.document_markdown import markdown
from bot.serve import serve as serve_bot
from bot.settings import BadSettings, Settings, read_settings
from bot.views.shown.audit import verification_line
from bot.views.shown.contract_document import contract_document
from bot.views.words.counting import counted
from bot.web.server import CannotListen
from readiness.domain.values.refusal import Refusal
from readiness.domain.values.refusals import NotFound
from readiness.domain.values.template import Template
from readiness.templates.loader import parse
from readiness.templates.problem import BrokenTemplate
from readiness.usecases import checking, codes, exporting, publishing
from readiness.usecases import contract as contract_cases
from readiness.usecases.frame.ports import StoredTemplate
from storage import (
    AlreadyServing,
    SchemaState,
    SqlStorage,
    is_database,
    open_storage,
    schema_state,
    serve_lock,
    write_private,
)
from storage import backup as back_up
from storage import migrate as migrate_database
from storage import restore as restore_database

DONE, NO, CANNOT_TELL = 0, 1, 2

PATIENCE = timedelta(seconds=60)
"""How long `run-due` waits for what the pace, or a platform, postponed."""

SECONDS_FOR_LOCK = 5.0
"""How long `migrate` waits for another one; a bot that serves does not end by waiting."""


class PageFormat(StrEnum):
    """How a page to keep or print is written."""

    MD = "md"
    HTML = "html"


_PAGES: dict[PageFormat, Callable[[Document], str]] = {PageFormat.MD: markdown, PageFormat.HTML: html}

log = structlog.get_logger(__name__)

app = typer.Typer(no_args_is_help=True, add_completion=False, help="The readiness bot.", pretty_exceptions_enable=False)
admin = typer.Typer(no_args_is_help=True, help="Administrators.")
audit = typer.Typer(no_args_is_help=True, help="Prove the record.")
template = typer.Typer(no_args_is_help=True, help="Checklists.")
outbox = typer.Typer(no_args_is_help=True, help="Messages that were not delivered.")
manifest = typer.Typer(no_args_is_help=True, help="What the chat platforms are told about the bot.")
app.add_typer(admin, name="admin")
app.add_typer(audit, name="audit")
app.add_typer(template, name="template")
app.add_typer(manifest, name="manifest")
app.add_typer(outbox, name="outbox")

Organisation = Annotated[str, typer.Option("--organisation", help="Which one, where there are several.")]


def main() -> None:
    """Run the command line. A foreseen failure is told in a line on stderr, with exit code 2."""
    try:
        app()
    except BrokenTemplate as broken:
        _fail(*_problems(broken))
    except (Refusal, BadSettings, CannotListen) as failure:
        _fail(_sentence(failure))
    except Exception:  # the edge: logged with a reference; 1 would be an answer
        reference = secrets.token_hex(4)
        if not structlog.is_configured():
            set_up_logs("INFO", "console")
        log.exception("failed", reference=reference)
        _fail(f"Something went wrong that nobody foresaw; the log has it under {reference}.")


def _version(wanted: bool) -> None:
    if wanted:
        print(version("readiness-bot"))
        raise typer.Exit


@app.callback()
def about(
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """The readiness bot."""


@app.command()
def serve() -> None:
    """Run the bot: chat endpoints, scheduler, delivery."""
    _run(serve_bot(_settings()))


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Where the page is served; 0 lets the system choose.")] = 0,
    story: Annotated[bool, typer.Option("--story", help="Only tell the story, then end.")] = False,
    twelve_weeks: Annotated[
        bool, typer.Option("--twelve-weeks", help="Tell the long story instead, in which much goes wrong.")
    ] = False,
) -> None:
    """Tell the main job as a story on a local Slack, then serve it where it can be clicked on."""
    # The local Slack costs a twentieth of a start; only who plays with it pays.
    from bot.demo.run import long_story, main_job, run_demo  # noqa: PLC0415

    set_up_logs("WARNING", "console")
    tale = long_story if twelve_weeks else main_job
    serve_page = not story and sys.stdout.isatty() and os.environ.get("CI") != "true"
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(asyncio.run(run_demo(print, port=port, serve=serve_page, tale=tale)))


@app.command()
def migrate() -> None:
    """Bring the database to the current schema. Many replicas may call it at once."""
    _run(_migrate(_settings().database_url))
    print("The database is current.")


@app.command("run-due")
def run_due(
    now: Annotated[str, typer.Option(help="The moment to act at, ISO 8601; the present when left out.")] = "",
) -> None:
    """Do all that is due, deliver it, and print the counts as JSON."""
    counts = _run(_run_due(_settings(), _instant(now)))
    print(orjson.dumps(counts).decode())


@app.command()
def doctor() -> None:
    """Check settings, database and each chat platform that is configured; say what to mend."""
    set_up_logs("ERROR", "console")
    sys.exit(_run(_examined()))


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where the copy goes; must not exist.")]) -> None:
    """Copy the embedded database, safe while the bot runs."""
    if not file.parent.is_dir():
        raise BadSettings(f"{file.parent} is no directory; create it first")
    _run(back_up(_settings().database_url, file))
    print(f"Copied to {file}.")


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A copy made by `backup`.")]) -> None:
    """Put a copy in the place of the embedded database; the bot must not run."""
    if not file.is_file():
        raise BadSettings(f"{file} is no file")
    for line in _run(_restored(_settings().database_url, file)):
        print(line)


@admin.command("code")
def admin_code() -> None:
    """Make a code that makes whoever types it to the bot an administrator; it works once, for 24 hours."""
    code = _run(_admin_code(_settings()))
    print(f"Say this to the bot, alone, within 24 hours:  admin {code}")
    print(f"In Slack:  /readiness admin {code}")


@app.command()
def contract(
    initiative: Annotated[str, typer.Argument(help="A slug.")],
    format_: Annotated[
        PageFormat, typer.Option("--format", help="Markdown, or a page fit for printing.")
    ] = PageFormat.MD,
    out: Annotated[Path | None, typer.Option(help="A file instead of the screen.")] = None,
    organisation: Organisation = "",
) -> None:
    """Print the deployment contract: what is agreed, who signed and when, every version, and the record's proof."""
    text = _run(_contract(_settings(), organisation, initiative, format_))
    if out is None:
        print(text, end="")
    else:
        _write(out, text.encode())


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


@outbox.command("list")
def outbox_list(as_json: Annotated[bool, typer.Option("--json", help="For a machine.")] = False) -> None:
    """What was tried and not delivered: number, what becomes of it, since when, for whom, where, and why."""
    found = _run(_undelivered(_settings()))
    if as_json:
        print(orjson.dumps([entry.facts() for entry in found], option=orjson.OPT_INDENT_2).decode())
    else:
        print("\n".join(map(str, found)) or "Everything was delivered, or waits its turn.")


@outbox.command("resend")
def outbox_resend(
    ids: Annotated[list[int] | None, typer.Argument(help="Numbers from `list`.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="All that was given up and surely did not arrive.")] = False,
) -> None:
    """Try messages again: those that were given up, and those that wait. One that may have arrived can come twice."""
    count = _run(_resend(_settings(), _numbers(ids, all_)))
    print(f"{counted(count, 'message')} will be tried again.")


@outbox.command("drop")
def outbox_drop(
    ids: Annotated[list[int] | None, typer.Argument(help="Numbers from `list`.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="All that was given up.")] = False,
) -> None:
    """Forget messages: nobody will ever get them."""
    count = _run(_drop(_settings(), _numbers(ids, all_)))
    print(f"{counted(count, 'message')} dropped.")


@app.command()
def export(
    initiative: Annotated[str, typer.Option("--initiative", help="A slug; every initiative when left out.")] = "",
    format_: Annotated[str, typer.Option("--format", help="json.")] = "json",
    organisation: Organisation = "",
) -> None:
    """Print what the initiatives hold, with the five questions and the whole record of each."""
    if format_ != "json":
        raise BadSettings(f"--format is {format_!r}; it should be json")
    content = _run(_export(_settings(), organisation, initiative))
    print(orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2).decode())
    if content["unreadable"]:
        _tell(f"{', '.join(content['unreadable'])}: not exported, as what is stored of it cannot be read.")
        sys.exit(NO)


@template.command("lint")
def template_lint(file: Annotated[Path, typer.Argument(help="A checklist in YAML.")]) -> None:
    """Check a checklist; every problem is named with its line."""
    try:
        found = parse(_read(file), source=file.name)
    except BrokenTemplate as broken:
        _tell(*_problems(broken))
        sys.exit(NO)
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
    from bot.slack.manifest import slack_manifest  # noqa: PLC0415

    settings = _settings()
    text = slack_manifest(settings.public_url, socket_mode=settings.slack_app_token is not None)
    if out is None:
        print(text, end="")
    else:
        _write(out, text.encode())


@manifest.command("teams")
def manifest_teams(
    out: Annotated[Path, typer.Option(help="Where the package goes.")] = Path("readiness-teams.zip"),
) -> None:
    """The Teams app package, a zip with the manifest and the icons, for this bot's own registration."""
    from bot.teams.manifest import teams_package  # noqa: PLC0415

    settings = _settings()
    if settings.teams_app_id is None:
        raise BadSettings("TEAMS_APP_ID is not set; it is the application id of the bot's registration")
    _write(out, teams_package(settings.teams_app_id, settings.public_url))
    print(f"Wrote {out}. Upload it to Teams as it is.")


async def _migrate(url: str) -> None:
    """Nobody serves an SQLite file while its schema changes (rules.md, "Files and processes")."""
    loop = asyncio.get_running_loop()
    until = loop.time() + SECONDS_FOR_LOCK
    while await schema_state(url) is not SchemaState.CURRENT:
        try:
            async with serve_lock(url):
                await migrate_database(url)
        except AlreadyServing:
            if loop.time() > until:
                raise
            await asyncio.sleep(0.1)


async def _run_due(settings: Settings, now: datetime | None) -> dict[str, int]:
    """At a given moment time stands still, so there is no pace and nothing to wait for."""
    await require_current(settings.database_url)
    clock, gap, patience = (MovableClock(now), timedelta(), timedelta()) if now else (utc_now, GAP, PATIENCE)
    if not (settings.has_slack or settings.has_teams):
        log.warning("no chat platform is configured, so nothing is delivered")
        patience = timedelta()
    async with assembled(settings, clock=clock, gap=gap) as bot:
        counts = await bot.run_due(patience)
        outcomes = {"given_up": bot.pump.counts.given_up, "unknown": bot.pump.counts.unknown}
        waiting = await bot.storage.deliveries.waiting()
        return {**counts, **outcomes, "waiting": waiting, "degraded": len(bot.health.reported)}


async def _restored(url: str, file: Path) -> list[str]:
    entries = 0

    async def prove(copy: str) -> None:
        nonlocal entries
        async with open_storage(copy) as storage:
            entries = await checking.require_whole(storage)

    done = await restore_database(url, file, prove, utc_now())
    behind = " Run `readiness migrate` before `readiness serve`." if done.schema is SchemaState.BEHIND else ""
    whole = f"{counted(entries, 'entry', 'entries')} of the record verified"
    said = [f"Restored from {file}: {whole}; its schema is {done.schema}.{behind}"]
    return said if done.kept is None else [*said, f"What was there before is kept in {done.kept}."]


async def _examined() -> int:
    # It knows every platform; `serve` needs those that are configured.
    from bot.doctor import examine  # noqa: PLC0415

    code = DONE
    async for finding in examine(os.environ):
        print(finding)
        code = code if finding.ok else NO
    return code


async def _admin_code(settings: Settings) -> str:
    async with _opened(settings) as storage:
        return await codes.administrator_code(storage, utc_now, random_id)


async def _undelivered(settings: Settings) -> Sequence[Any]:
    from bot.doctor.outbox import entries  # noqa: PLC0415

    async with _opened(settings) as storage:
        return await entries(storage)


async def _resend(settings: Settings, ids: Sequence[int] | None) -> int:
    async with _opened(settings) as storage:
        wanted = await storage.undelivered.given_up(surely=True) if ids is None else await _there(storage, ids)
        await storage.undelivered.resend(wanted, utc_now())
        return len(wanted)


async def _drop(settings: Settings, ids: Sequence[int] | None) -> int:
    async with _opened(settings) as storage:
        wanted = await storage.undelivered.given_up() if ids is None else await _there(storage, ids)
        await storage.undelivered.drop(wanted)
        return len(wanted)


def _numbers(ids: Sequence[int] | None, all_: bool) -> Sequence[int] | None:
    """The numbers that were named; None for all. Raises `BadSettings` for both and for neither."""
    if bool(ids) == all_:
        raise BadSettings("name the messages by their numbers, or say --all")
    return None if all_ else ids


async def _there(storage: SqlStorage, ids: Sequence[int]) -> Sequence[int]:
    """Those numbers, each once; raises `BadSettings`, before anything is done, if one is of no message."""
    missing = await storage.undelivered.missing(ids)
    if missing:
        numbers = ", ".join(map(str, missing))
        raise BadSettings(f"no message {numbers} waits or was given up; `readiness outbox list` shows those that do")
    return sorted(set(ids))


async def _verify(
    settings: Settings, organisation: str, initiative: str, witnesses: tuple[str, ...]
) -> tuple[checking.Verification, ...]:
    async with _opened(settings) as storage:
        return await checking.verify(storage, organisation, initiative, witnesses)


async def _export(settings: Settings, organisation: str, initiative: str) -> dict[str, Any]:
    async with _opened(settings) as storage:
        return await exporting.export(storage, utc_now, LoggedFaults(), organisation, initiative)


async def _contract(settings: Settings, organisation: str, initiative: str, format_: PageFormat) -> str:
    async with _opened(settings) as storage:
        found = await contract_cases.to_print(storage, utc_now, organisation, initiative)
    return _PAGES[format_](contract_document(found))


async def _publish(settings: Settings, organisation: str, text: str, source: str) -> Template:
    stored = StoredTemplate(parse(text, source=source), text, utc_now())
    async with _opened(settings) as storage:
        return await publishing.publish(storage, organisation, stored, built_in_templates())


async def _templates(settings: Settings, organisation: str) -> Iterable[Template]:
    built_in = built_in_templates()
    if await _is_empty(settings):
        return [stored.template for stored in built_in.values()]
    async with _opened(settings) as storage:
        return await publishing.newest(storage, organisation, built_in)


async def _template_text(settings: Settings, organisation: str, key: str) -> str:
    built_in = built_in_templates()
    if key in built_in and await _is_empty(settings):
        return built_in[key].text
    async with _opened(settings) as storage:
        return await publishing.text_of(storage, organisation, key, built_in)


async def _is_empty(settings: Settings) -> bool:
    """Whether nobody set the database up yet; the checklists that come with the bot are there all the same."""
    return await schema_state(settings.database_url) is SchemaState.EMPTY


@contextlib.asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[SqlStorage]:
    await require_current(settings.database_url)
    async with open_storage(settings.database_url, faults=LoggedFaults()) as storage:
        yield storage


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def _settings() -> Settings:
    settings = read_settings(os.environ)
    set_up_logs(settings.log_level, settings.log_format, settings.secrets)
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


def _write(file: Path, content: bytes) -> None:
    if is_database(file):
        raise BadSettings(f"{file} is a database, or belongs to one; name another file")
    try:
        write_private(file, content)
    except OSError as error:
        raise BadSettings(f"{file} cannot be written: {error.strerror}") from error


def _sentence(failure: Exception) -> str:
    """What the rules say to people who may not know of a thing is, to who has the database, what there is not."""
    if not isinstance(failure, NotFound):
        return str(failure)
    known = failure.details.get("known")
    among = f"; there is {', '.join(known)}" if isinstance(known, tuple) else ""
    what, name = next(iter(failure.details.items()), ("such thing", ""))
    return f"There is no {what} `{name}`{among}."


def _problems(broken: BrokenTemplate) -> Iterable[str]:
    """As compilers say it, so that editors can jump there."""
    return [f"{broken.source}:{one.line}:{one.column}: {one.sentence}" for one in broken.problems]


def _tell(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _fail(*lines: str) -> None:
    _tell(*lines)
    sys.exit(CANNOT_TELL)


if __name__ == "__main__":
    main()
