"""Whatever people type stands there as text: no mention rings, no link hides, nothing is too long (promise P26)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.demo.cast import ANA, BEN, CAST, DEE, FAY, IDA
from bot.demo.house import House
from bot.playground.blocks.tree import objects
from tests.slack.home import HOME, all_words, everything, in_review, settled, standing, type_

CORPUS = (
    "<!channel> <!here> <!everyone> <!subteam^S0TEAM|all>",
    "<@U0LURE> @lure <@U0LURE|ben> <@U0NOBODY|ben> <#C0GENERAL|general> <#C0SECRET|>",
    "@here @channel @everyone #general",
    "<https://evil.example|https://bank.example> [bank](https://evil.example) <mailto:a@b.example|c>",
    "<!date^0^{date}^https://evil.example|now>",
    "*bold* _it_ ~no~ `code` ```block``` > quote :tada: &lt;!channel&gt; &amp;lt;!here&amp;gt;",
    "\u202egnp.exe \u2066abc\u2069 \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "line one\nline two\r\n> quoted\u2028<!channel>",
    "\u200b<\u200b!channel>",
    "\"; DROP TABLE gates; -- ' OR 1=1 ${7*7} {{7*7}}",
    "\U0001f600" * 2500,
    "<" * 700 + ">" * 700 + "&" * 700,
)
LIVE = re.compile(r"<(?:!(?!date\^\d+\^\{date_short_pretty\} at \{time\}\|)|#|mailto:)")
MENTION = re.compile(r"<@(\w+)(?:\|[^>]*)?>")
LINK = re.compile(r"<(https?://[^|>]*)\|([^>]*)>")


def sent(home: House) -> Iterator[tuple[str, str]]:
    """Every piece of text the bot sent to Slack, with its kind."""
    timeline, views = home.slack.workspace.timeline, home.slack.workspace.views
    trees: list[Any] = []
    for channel in home.slack.workspace.channels:
        for message in timeline.of(channel):
            if message.bot_id:
                yield "mrkdwn", message.text
                trees.append(message.blocks)
    trees += [
        view.blocks for one in home.slack.workspace.people for view in (*views.stack(one), views.home(one)) if view
    ]
    for node in objects(trees):
        if node.get("type") in ("mrkdwn", "plain_text"):
            assert node["type"] == "plain_text" or node["verbatim"] is True
            yield node["type"], node["text"]


def assert_dead(home: House) -> None:
    """Nothing rings but people whom the bot asks, and every link says where it leads."""
    assert "Something went wrong" not in all_words(home)
    for kind, text in sent(home):
        if kind == "plain_text":
            continue
        assert not LIVE.search(text), text
        assert {found[1] for found in MENTION.finditer(text)} <= {actor.account for actor in CAST}, text
        for link in LINK.finditer(text):
            assert "evil.example" not in link[1] or "evil.example" in link[2], text


@pytest.mark.parametrize("words", CORPUS, ids=range(len(CORPUS)))
async def test_words_stay_words_wherever_they_are_shown(started: House, words: str) -> None:
    started.slack.add_user("U0LURE", "lure")
    await type_(started, BEN, "evidence approved-datasets")
    await started.slack.submit(BEN.account, {"content": words[:3000]})
    await settled(started, BEN, "request approved-datasets")
    await settled(started, DEE, f"changes approved-datasets other {words[:900]}")
    await type_(started, FAY, "blocked documentation")
    await started.slack.submit(FAY.account, {"reason": words[:1000]})
    await settled(started, FAY, f"decline api-definition {words[:900]}")
    await type_(started, ANA, "new")
    await started.slack.submit(ANA.account, {"name": words.replace("\n", " ")[:80].strip(), "channel": "C0DEMAND"})
    await settled(started, ANA, f'gate add churn-model hostile "{words[:80].replace(chr(34), " ")}" party sre')
    for line in (
        "status",
        "show approved-datasets",
        "show documentation",
        "show hostile",
        "list all",
        "digest",
        f"help {words}",
    ):
        await settled(started, ANA, line)
    for account in (BEN.account, ANA.account, DEE.account):
        await started.slack.open_home(account)
    await started.stage.move_clock(started.clock().replace(day=26))
    await started.bot.settle()
    assert_dead(started)
    assert started.slack.violations == []


@pytest.mark.parametrize("words", CORPUS[:8], ids=range(8))
async def test_a_hostile_name_of_a_person_rings_nobody(started: House, words: str) -> None:
    started.slack.add_user("U0LURE", "lure")
    started.slack.add_user(IDA.account, words[:80], real_name=words[:80])
    await started.slack.event({"type": "user_change", "user": {"id": IDA.account}})
    await settled(started, ANA, f"assign data-lineage @{words[:80]}")
    for line in ("status", "show data-lineage", "settings", "list all"):
        await settled(started, ANA, line)
    await started.slack.open_home(IDA.account)
    assert_dead(started)


async def test_a_comment_of_three_thousand_characters_is_shown_shortened(started: House) -> None:
    await in_review(started)
    request = standing(started, "Please sign off")
    await started.slack.press(DEE.account, request, "Request changes")
    await started.slack.submit(DEE.account, {"reason": "other", "comment": "long words " * 90})
    await type_(started, BEN, "evidence data-lineage")
    await started.slack.submit(BEN.account, {"content": "lineage " * 375})
    await started.bot.settle()
    assert "revision 1" in await settled(started, BEN, "show data-lineage")
    assert_dead(started)


async def test_forty_gates_and_the_longest_names_fit_and_say_what_is_left_out(home: House) -> None:
    name = "Forecast " * 8 + "for Them"
    assert len(name) == 80
    await settled(home, ANA, f'new "{name}" value 25000 EUR')
    for number in range(25):
        key = f"gate-{number:02}-" + "x" * 32
        assert key in await settled(home, ANA, f'gate add {key} "{"Title " * 10}" party sre condition infrastructure')
    await settled(home, ANA, "assign compute @Ben")
    text = (await type_(home, ANA, "status")).plain()
    assert "0 of 43" in text
    (shown,) = (await type_(home, ANA, "status")).messages
    answer = await home.slack.press(ANA.account, shown, "All gates")
    assert "gate-" in answer.plain()
    assert re.search(r"\d+ more|Next|page", answer.plain() + " ".join(answer.messages[0].labels()))
    checklist = everything(home)[0]
    assert checklist.edited is not None
    assert all(len(call.args["text"]) <= 4000 for call in home.slack.calls if call.method == "chat.update")


async def test_a_refusal_never_repeats_a_megabyte(started: House) -> None:
    said = await settled(started, ANA, "show " + "x" * 7000)
    assert len(said) < 4000
    said = await settled(started, ANA, "decline compute " + "y" * 7000)
    assert "characters" in said or "⛔" in said


async def test_links_of_evidence_say_where_they_lead(started: House) -> None:
    await settled(started, BEN, "evidence approved-datasets https://evil.example/a|https://bank.example")
    said = await settled(started, DEE, "show approved-datasets", HOME)
    assert "evil.example" in said
    assert_dead(started)
