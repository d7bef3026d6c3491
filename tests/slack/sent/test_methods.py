"""One table holds what the bot asks of Slack and the scopes for it; what comes in pages is read to the end."""

import ast
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

import bot.doctor
import bot.slack
from bot.demo.cast import ANA
from bot.demo.house import House
from bot.jobs.messenger import CannotLook, Place
from bot.playground.api.methods import METHODS as KNOWN_TO_SLACK
from bot.slack.lookup import EVENT_TYPE
from bot.slack.manifest import OPTIONAL_SCOPES, SCOPES
from bot.slack.methods import METHODS
from readiness.usecases.frame.ports import Workspace
from tests.slack.home import HOME

SPELT = {name.replace(".", "_"): name for name in KNOWN_TO_SLACK}
PAGED = [name for name, method in METHODS.items() if method.paged]
QUIET = {"unfurl_links": False, "unfurl_media": False}


def called() -> Iterator[str]:
    """Every method of the SDK's client that is named in the rooms where the SDK may be named."""
    for room in (bot.slack, bot.doctor):
        for file in Path(room.__file__ or "").parent.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Attribute) and _is_method(node.attr):
                    yield SPELT.get(node.attr, node.attr)


def _is_method(name: str) -> bool:
    """`api_call` is what all of them go through."""
    return (
        "_" in name
        and not name.startswith("_")
        and name != "api_call"
        and callable(getattr(AsyncWebClient, name, None))
    )


def test_every_method_that_is_called_is_in_the_table_and_no_other() -> None:
    assert set(called()) == METHODS.keys()


def test_the_local_slack_asks_for_the_same_scopes() -> None:
    for name, method in METHODS.items():
        asked = KNOWN_TO_SLACK[name].scopes
        assert not asked or set(method.scopes) <= set(asked), name


def test_the_manifest_asks_for_what_they_need() -> None:
    needed = {scope for method in METHODS.values() if not method.optional for scope in method.scopes}
    optional = {scope for method in METHODS.values() if method.optional for scope in method.scopes}
    assert needed <= set(SCOPES)
    assert optional == set(OPTIONAL_SCOPES)


async def here(home: House) -> Workspace:
    """The workspace in which the bot acts."""
    found = await home.bot.storage.workspace("slack", home.slack.workspace.team_id)
    assert found is not None
    return found


async def marked(home: House, key: str, thread: str | None) -> str:
    """Five messages, the third marked with that key; its id."""
    client: AsyncWebClient = home.bot.platforms["slack"].client
    posted = [
        (
            await client.chat_postMessage(
                channel=HOME,
                text=str(number),
                thread_ts=thread,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key if number == 2 else "another"}},
                **QUIET,
            )
        )["ts"]
        for number in range(5)
    ]
    return str(posted[2])


async def _found(home: House, thread: str | None) -> bool:
    since = home.clock() - timedelta(minutes=5)
    stands = await marked(home, "mine", thread)
    messenger, place = home.bot.platforms["slack"].messenger, Place(await here(home), HOME, thread)
    absent = await messenger.find(place, "nobody's", since)
    return (await messenger.find(place, "mine", since), absent) == (stands, None)


async def in_a_channel(home: House) -> bool:
    return await _found(home, None)


async def in_a_thread(home: House) -> bool:
    root = home.slack.workspace.timeline.post(HOME, ANA.account, "root", [])
    return await _found(home, root.ts)


async def members(home: House) -> bool:
    platform = home.bot.platforms["slack"]
    inside = home.slack.workspace.channels[HOME].members
    return len(inside) > 2 and await platform.messenger.members(await here(home), HOME) == inside


READ_TO_THE_END: dict[str, Callable[[House], Awaitable[bool]]] = {
    "conversations.history": in_a_channel,
    "conversations.members": members,
    "conversations.replies": in_a_thread,
}


def test_each_list_has_a_reader_here() -> None:
    assert READ_TO_THE_END.keys() == set(PAGED)


@pytest.mark.parametrize("method", PAGED)
@pytest.mark.parametrize("at_once", [1, 2, None])
async def test_a_list_is_read_to_its_end_however_little_slack_gives_at_once(
    started: House, method: str, at_once: int | None
) -> None:
    started.slack.installation.longest_page = at_once
    assert await READ_TO_THE_END[method](started)
    assert method in {call.method for call in started.slack.calls}


@pytest.mark.parametrize("thread", [None, "1.000000"])
async def test_a_look_without_its_scope_names_the_scope(started: House, thread: str | None) -> None:
    started.slack.installation.scopes -= set(OPTIONAL_SCOPES)
    place = Place(await here(started), HOME, thread)
    with pytest.raises(CannotLook, match="channels:history"):
        await started.bot.platforms["slack"].messenger.find(place, "mine", started.clock())
