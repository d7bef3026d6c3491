"""A message of forty blocks, built and serialised, against dicts written by hand: figure 8."""

from statistics import median
from time import process_time
from typing import Any

import orjson

from bench.figure import Figure, Goal
from bench.house import now, organisation, prototype
from bench.progress import Progress
from bench.sampling import alternated, ratio
from bench.sizes import Sizes
from bench.stand import Stand
from bot.cards import Bold, Button, Card, Code, Divider, Heading, Mark, Mention, Note, Part, Section
from bot.render import blocks
from readiness.domain.values.gate import Gate
from readiness.templates.builtin import builtin_templates

GOAL = Goal(4, 1.5, " ×")
ITEMS = 36
"""Sections; with a heading, a divider and two notes there are forty blocks."""

HEADING = "Churn model: 9 of 18 ready"
READY, WAITING = ":white_check_mark:", ":hourglass_flowing_sand:"


def building(_: Stand, sizes: Sizes, progress: Progress) -> list[Figure]:
    """Figure 8: from gates to bytes, both ways; raises `ValueError` unless both give forty blocks."""
    template = builtin_templates()[0]
    home = organisation(template)
    gates = list(prototype(1, template, home, now()).gates.values()) * 2
    accounts = next(iter(home.addresses.values()))
    for way in (_by_hand, _rendered):
        if len(orjson.loads(way(gates, accounts))["blocks"]) != 40:
            raise ValueError("both must have forty blocks")
    progress.say(f"figure 8: a message of 40 blocks, {sizes.rounds} rounds")
    pairs = alternated(
        sizes.rounds,
        lambda: _seconds(_rendered, gates, accounts, sizes.repetitions),
        lambda: _seconds(_by_hand, gates, accounts, sizes.repetitions),
    )
    rendered, by_hand = (median(values) * 1e6 for values in zip(*pairs, strict=True))
    detail = f"{rendered:,.0f} µs, by hand {by_hand:,.0f}"
    return [Figure(8, "a 40-block message, card to bytes, against dicts + orjson", ratio(pairs), GOAL, detail)]


def _seconds(way: Any, gates: list[Gate], accounts: Any, repetitions: int) -> float:
    started = process_time()
    for _ in range(repetitions):
        way(gates, accounts)
    return (process_time() - started) / repetitions


def _rendered(gates: list[Gate], accounts: Any) -> bytes:
    """Through the card vocabulary and the renderer."""
    sections = tuple(
        Section(
            (
                (Bold(gate.title), " ", Code(gate.key)),
                ("Waiting for ", Mention(gate.ownership.holder or "", "Somebody"), f", {gate.progress}"),
            ),
            Mark.READY if gate.settled else Mark.WAITING,
            Button("Details", f"show:{gate.key}"),
        )
        for gate in gates
    )
    parts: list[Part] = [Heading(HEADING), Note(("Planned for 30 Nov",)), *sections, Divider(), Note(("As of today",))]
    return orjson.dumps(blocks.message(Card(HEADING, tuple(parts)), accounts))


def _by_hand(gates: list[Gate], accounts: Any) -> bytes:
    """The same message as somebody would write it who knows Slack only."""
    sections = [
        {
            "type": "section",
            "text": {
                "type": "mrkdwn",
                "text": f"{READY if gate.settled else WAITING} *{_escaped(gate.title)}* `{gate.key}`\n"
                f"Waiting for <@{accounts.get(gate.ownership.holder, 'Somebody')}>, {gate.progress}",
                "verbatim": True,
            },
            "accessory": {
                "type": "button",
                "text": {"type": "plain_text", "text": "Details", "emoji": True},
                "action_id": f"press:{index}",
                "value": f"show:{gate.key}",
            },
        }
        for index, gate in enumerate(gates)
    ]
    built = [
        {"type": "header", "text": {"type": "plain_text", "text": HEADING, "emoji": True}},
        _context("Planned for 30 Nov"),
        *sections,
        {"type": "divider"},
        _context("As of today"),
    ]
    return orjson.dumps({"text": HEADING, "blocks": built})


def _context(words: str) -> dict[str, Any]:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": _escaped(words), "verbatim": True}]}


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
