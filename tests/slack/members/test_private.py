"""An initiative homed in a private channel exists only for its people and that channel's members, on every surface."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation.commands import COMMANDS
from bot.demo.cast import ANA, BEN, CHI, FAY, GUS, HANA, IDA, KIM
from bot.demo.house import House
from bot.demo.stage import Actor
from bot.playground import Message
from tests.slack.home import faultless, press, settled, type_

CANARY = "canary-9f3"
BOARD = "C0BOARD"
STRANGER_TO_IT = IDA


@pytest.fixture(params=["from the start", "since"])
async def secret(home: House, request: pytest.FixtureRequest) -> House:
    """Ana's initiative in #board, of which Ben and Fay are members; Ida works here and is not one of them.

    Private is the channel from the start, or since everything was asked and answered once.
    """
    is_private = request.param == "from the start"
    members = [ANA.account, BEN.account, FAY.account]
    home.slack.add_channel(BOARD, "board", members=members, private=is_private, bot_in=True)
    assert "is started" in await settled(home, ANA, f'new "{CANARY} takeover" value 777777 EUR', BOARD)
    await settled(home, ANA, "assign compute @Ben", BOARD)
    await settled(home, BEN, "accept compute", BOARD)
    if not is_private:
        for line in ("status {slug}", "show {slug} compute", "list all"):
            assert CANARY in await settled(home, STRANGER_TO_IT, line.format(slug=await slug_of(home)), "general")
        await home.slack.convert(ANA.account, BOARD, private=True)
        await home.bot.settle()
    return home


async def slug_of(home: House) -> str:
    """What the initiative in #board is called."""
    ((organisation, _),) = await home.bot.storage.organisations()
    async with home.bot.storage.read(organisation) as unit:
        (line,) = [one for one in await unit.initiatives.lines() if one.name.startswith(CANARY)]
    return line.slug


LINES = (
    "status {slug}",
    "show {slug} compute",
    "show {slug}/compute",
    "approve {slug} compute",
    "evidence {slug} compute words",
    "claim {slug} load-tested",
    "assign {slug} compute @Ida",
    "milestone {slug} model-complete done",
    "cancel {slug} because",
    "party {slug} sre member @Ida",
    "due {slug}/compute friday",
    "waive {slug}/compute until +3w words / words",
    'gate add {slug} mine "Mine" party sre',
)


@pytest.mark.parametrize("where", ["general", "dm"])
async def test_a_guessed_slug_is_answered_as_one_that_does_not_exist(secret: House, where: str) -> None:
    for line in LINES:
        guessed = await settled(secret, STRANGER_TO_IT, line.format(slug=await slug_of(secret)), where)
        invented = await settled(secret, STRANGER_TO_IT, line.format(slug="no-such-takeover"), where)
        assert guessed.replace(await slug_of(secret), "S") == invented.replace("no-such-takeover", "S"), line


async def test_no_command_there_is_tells_a_guessed_slug_from_one_that_does_not_exist(secret: House) -> None:
    for command in (one for one in COMMANDS if one.name != "new"):  # That makes one of the name.
        for rest in ("{slug}", "{slug}/compute x"):
            line = f"{command.name} {rest}"
            guessed = await settled(secret, STRANGER_TO_IT, line.format(slug=await slug_of(secret)), "general")
            invented = await settled(secret, STRANGER_TO_IT, line.format(slug="badger-9f3-takeover"), "general")
            assert guessed.replace(await slug_of(secret), "S") == invented.replace("badger-9f3-takeover", "S"), line


async def test_no_surface_speaks_of_it_to_others(secret: House) -> None:
    for actor in (IDA, GUS, KIM, CHI, HANA):
        for line in (
            "status",
            "list",
            "list all",
            "list stalled",
            "help",
            "settings",
            "digest",
            "template list",
            "list mine",
        ):
            assert CANARY not in await settled(secret, actor, line, "general"), line
            assert CANARY not in await settled(secret, actor, line, "dm"), line
        await secret.slack.open_home(actor.account)
        view = secret.slack.home(actor.account)
        assert view is not None
        assert CANARY not in view.plain()
        assert all(CANARY not in message.plain() for message in secret.slack.dm(actor.account))


async def test_nothing_of_it_is_sent_elsewhere(secret: House) -> None:
    await settled(secret, ANA, "digest leadership #general", "general")
    await secret.stage.move_clock(secret.clock().replace(day=30))
    await secret.bot.settle()
    for channel in ("C0GENERAL", "C0CHURN", "C0DEMAND"):
        posted = secret.slack.messages(channel, include_ephemeral=False)
        assert all(CANARY not in message.plain() for message in posted)


@pytest.mark.parametrize("actor", [ANA, BEN, FAY])
async def test_its_people_and_its_channels_members_see_it_anywhere(secret: House, actor: Actor) -> None:
    assert CANARY in await settled(secret, actor, f"status {await slug_of(secret)}", "general")
    assert CANARY in await settled(secret, actor, "list all", "dm")


async def test_who_leaves_the_channel_loses_sight_of_it(secret: House) -> None:
    assert CANARY in await settled(secret, FAY, f"status {await slug_of(secret)}", "general")
    secret.slack.remove(BOARD, FAY.account)
    await secret.slack.event({"type": "member_left_channel", "user": FAY.account, "channel": BOARD})
    assert "no initiative" in (await settled(secret, FAY, f"status {await slug_of(secret)}", "general")).lower()


async def test_who_is_named_in_it_keeps_seeing_it_outside(secret: House) -> None:
    secret.slack.remove(BOARD, BEN.account)
    await secret.slack.event({"type": "member_left_channel", "user": BEN.account, "channel": BOARD})
    assert CANARY in await settled(secret, BEN, f"status {await slug_of(secret)}", "general")


async def test_its_status_is_shared_in_its_own_channel_and_nowhere_else(secret: House) -> None:
    (there,) = (await type_(secret, ANA, "status", BOARD)).messages
    (elsewhere,) = (await type_(secret, ANA, f"status {await slug_of(secret)}", "general")).messages
    assert "Share here" in there.labels()
    assert "Share here" not in elsewhere.labels()
    taken = _with_value(elsewhere, f'["shr","{await slug_of(secret)}"]', "All gates")
    assert "lives in a private channel" in await press(secret, ANA, taken, "All gates", stale=True)
    await secret.bot.settle()
    posted = secret.slack.messages("C0GENERAL", include_ephemeral=False)
    assert all(CANARY not in message.plain() for message in posted)
    await press(secret, ANA, there, "Share here")
    await secret.bot.settle()
    assert "As of" in secret.slack.messages(BOARD, include_ephemeral=False)[-1].plain()


async def test_a_button_taken_elsewhere_opens_nothing(secret: House) -> None:
    """Slack signs whatever an element carries, so a press proves nothing but who pressed."""
    (shown,) = (await type_(secret, STRANGER_TO_IT, "status", "general")).messages
    forged = _with_value(shown, f'["ag","{await slug_of(secret)}"]')
    invented = _with_value(shown, '["ag","no-such-takeover"]')
    said = await press(secret, STRANGER_TO_IT, forged, "All initiatives", stale=True)
    other = await press(secret, STRANGER_TO_IT, invented, "All initiatives", stale=True)
    assert said.replace(await slug_of(secret), "S") == other.replace("no-such-takeover", "S")


OUTSIDERS = (
    "status",
    "list",
    "list all",
    "list stalled",
    "list mine",
    "digest now",
    "settings",
    "waits churn",
    f"status {CANARY}-takeovr",
    f"show {CANARY} compute",
    f'new "{CANARY} takeover"',
    "list all",
    f"status {CANARY}-takeover",
    f'new "{CANARY} takeover"',
    f'new "{CANARY} takeover!"',
    f"status {CANARY}",
    "digest leadership #general",
)
"""What somebody says who may not know of it: looking, guessing, mistyping, taking its name, and a second time."""


async def _told(database: Path, *, with_secret: bool) -> list[str]:
    """Everything that Ida is answered, sees on her page and reads in public, with and without the initiative."""
    async with faultless(database) as home:
        home.slack.add_channel(BOARD, "board", members=[ANA.account, BEN.account], private=True, bot_in=True)
        assert "is started" in await settled(home, ANA, 'new "Churn model"', "C0CHURN")
        if with_secret:
            assert "is started" in await settled(home, ANA, f'new "{CANARY} takeover" value 7 EUR', BOARD)
        said = [await settled(home, IDA, line, where) for where in ("C0DEMAND", "dm") for line in OUTSIDERS]
        await settled(home, ANA, "digest leadership #general", "general")
        await home.stage.move_clock(home.clock().replace(day=27))
        await home.bot.settle()
        await home.slack.open_home(IDA.account)
        view = home.slack.home(IDA.account)
        said += [view.plain() if view is not None else ""]
        for channel in ("C0GENERAL", "C0DEMAND"):
            said += [message.plain() for message in home.slack.messages(channel, include_ephemeral=False)]
    # Fingerprints are made from random ids and salts.
    return [re.sub(r"#(\d+):[0-9a-f]{16}", r"#\1", one) for one in said]


async def test_an_outsider_is_told_the_same_whether_or_not_it_exists(migrated: Path, tmp_path: Path) -> None:
    copies = [Path(shutil.copy(migrated, tmp_path / f"{name}.db")) for name in ("with", "without")]
    told, other = [await _told(copy, with_secret=copy.stem == "with") for copy in copies]
    assert told == other
    assert any(f"{CANARY}-takeover-2" in one for one in told)


def _with_value(message: Message, value: str, label: str = "All initiatives") -> Message:
    def changed(element: dict) -> dict:
        is_it = element["type"] == "button" and element["text"]["text"] == label
        return {**element, "value": value} if is_it else element

    blocks = [
        {**block, "elements": [changed(one) for one in block["elements"]]} if "elements" in block else block
        for block in message.blocks
    ]
    return replace(message, blocks=blocks)
