"""A deleted checklist: whoever is asked next is asked where it is seen, and so is everybody who was asked before."""

import pytest

from bot.demo.cast import ANA, DEE
from bot.demo.house import House
from tests.slack.home import HOME, everything, in_review, later, press, settled, standing, type_

READY = "of 18 ready"


def live(home: House, *words: str) -> list[str]:
    """What says so under the newest checklist."""
    root = standing(home, READY).ts
    return [m.ts for m in everything(home) if m.thread_ts == root and all(word in m.plain() for word in words)]


async def test_a_thread_whose_first_message_is_gone_takes_replies_that_nobody_sees(started: House) -> None:
    """The local Slack does as Slack does, so the rest of these tests mean something."""
    root = standing(started, READY)
    await in_review(started)
    started.slack.delete_message(HOME, root.ts)
    client = started.bot.platforms["slack"].client
    await client.chat_postMessage(
        channel=HOME, thread_ts=root.ts, text="seen by nobody", unfurl_links=False, unfurl_media=False
    )
    tombstone = (await client.conversations_replies(channel=HOME, ts=root.ts, limit=1))["messages"][0]
    assert (tombstone["subtype"], tombstone["user"]) == ("tombstone", "USLACKBOT")


async def test_the_next_prompt_and_every_open_one_stand_under_a_new_checklist(started: House) -> None:
    request = await in_review(started)
    old = standing(started, READY)
    started.slack.delete_message(HOME, old.ts)
    await later(started, minutes=11)
    await settled(started, ANA, "assign compute @Chi")
    assert standing(started, READY).ts != old.ts
    assert len(live(started, "@Chi", "compute")) == 1
    (again,) = live(started, "Please sign off")
    assert again != request.ts
    assert "Signed off" in await press(started, DEE, standing(started, "Please sign off"), "Approve")


async def test_it_is_done_once_however_often_it_is_looked_at(started: House) -> None:
    await in_review(started)
    started.slack.delete_message(HOME, standing(started, READY).ts)
    for person in ("Chi", "Ben", "Gus"):
        await later(started, minutes=11)
        await settled(started, ANA, f"assign compute @{person}")
    assert len([m for m in everything(started) if READY in m.plain()]) == 1
    assert len(live(started, "Please sign off")) == 1


async def test_a_checklist_deleted_before_anybody_answered_it(home: House) -> None:
    assert "is started" in (await type_(home, ANA, 'new "Churn model" model-complete 2026-11-13')).plain()
    await home.bot.settle()
    root = standing(home, READY)
    for reply in [m for m in everything(home) if m.is_reply]:
        home.slack.delete_message(HOME, reply.ts)
    home.slack.delete_message(HOME, root.ts)
    assert everything(home) == []
    await settled(home, ANA, "assign compute @Chi")
    assert len(live(home, "@Chi", "compute")) == 1


@pytest.mark.parametrize("code", ["thread_not_found", "cannot_reply_to_message"])
async def test_whichever_word_slack_has_for_it_the_prompt_is_not_lost(started: House, code: str) -> None:
    started.slack.fail("chat.postMessage", error=code)
    await settled(started, ANA, "assign compute @Chi")
    await later(started, minutes=1)
    assert len(live(started, "@Chi", "compute")) == 1
    assert started.bot.pump.counts.given_up == 0


async def test_what_was_done_is_left_behind(started: House) -> None:
    request = await in_review(started)
    await press(started, DEE, request, "Approve")
    started.slack.delete_message(HOME, standing(started, READY).ts)
    await later(started, minutes=11)
    await settled(started, ANA, "assign compute @Chi")
    assert live(started, "Signed off by") == []
