"""The checks of Adaptive Cards find what is wrong; Teams would refuse, cut or ignore each of these."""

import copy

from tests.look import need
from tests.look.check_card import check_cards

GOOD = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "msteams": {
        "width": "Full",
        "entities": [{"type": "mention", "text": "<at>Ana</at>", "mentioned": {"id": "1", "name": "Ana"}}],
    },
    "body": [
        {"type": "TextBlock", "text": "<at>Ana</at> answers", "wrap": True},
        {"type": "Input.ChoiceSet", "id": "a", "choices": [], "choices.data": {"type": "Data.Query", "dataset": "x"}},
        {"type": "ActionSet", "actions": [{"type": "Action.Execute", "title": "One", "verb": "press", "data": {}}]},
    ],
}


def broken(change):
    card = copy.deepcopy(GOOD)
    change(card["body"], card)
    return card


BROKEN = {
    "schema: $.body[0]": lambda body, card: body[0].update(style="headline"),
    "schema: $.body[2].actions[0]": lambda body, card: body[2]["actions"][0].update(verbs="x"),
    "is not assignable": lambda body, card: body[0].update(weight="Boldest"),
    "does not exist": lambda body, card: body[2]["actions"][0].update(verbs="x"),
    "an id comes twice": lambda body, card: body.append(body[1]),
    "Input.ChoiceSet without an id": lambda body, card: body[1].pop("id"),
    "more than 6 buttons in a row": lambda body, card: body[2].update(actions=body[2]["actions"] * 7),
    "cut at the end of the line": lambda body, card: body[0].pop("wrap"),
    "<at>Ana</at> is mentioned nowhere": lambda body, card: body[0].update(text="Ana answers"),
    "mentioned by the same text": lambda body, card: card["msteams"].update(entities=card["msteams"]["entities"] * 2),
    "bytes, a card safely takes 28000": lambda body, card: body[0].update(text="<at>Ana</at>" + "x" * 28_000),
    "a card without a body": lambda body, card: body.clear(),
}


def test_every_mistake_is_found_in_its_own_card():
    need.require("node", "npm")
    problems = check_cards([GOOD, *map(broken, BROKEN.values())])
    for index, said in enumerate(BROKEN, 1):
        assert any(problem.startswith(f"payload {index}:") and said in problem for problem in problems), said
    assert not any(problem.startswith("payload 0:") for problem in problems)
