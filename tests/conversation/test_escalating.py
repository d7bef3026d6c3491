"""`escalation` and `reconfirm`: what is read, and what is told where it cannot be."""

import pytest

from bot.intents.escalation import SetEscalation, SetReconfirmation, ShowEscalation
from bot.intents.intent import GateRef
from bot.intents.ownership import Confirm
from bot.intents.problems import Problem, ProblemKind
from readiness.domain.values.policy import Place
from tests.conversation.saying import say


@pytest.mark.parametrize(
    ("line", "intent"),
    [
        ("escalation", ShowEscalation()),
        ("escalation backup 0", SetEscalation(Place.BACKUP, 0)),
        ("Escalation Party-Owner 5", SetEscalation(Place.PARTY_OWNER, 5)),
        ("reconfirm 8", SetReconfirmation(8)),
        ("reconfirm off", SetReconfirmation(0)),
    ],
)
def test_the_chain_is_shown_and_set(line, intent):
    assert say(line) == intent


@pytest.mark.parametrize("gate", ["handoff", "all"])
def test_everything_one_owns_can_be_confirmed(gate):
    assert say(f"confirm {gate}") == Confirm(GateRef("fraud-scoring", gate))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("escalation owner 3", ProblemKind.UNKNOWN_WORD),
        ("escalation sponsor", ProblemKind.BAD_NUMBER),
        ("escalation sponsor soon", ProblemKind.BAD_NUMBER),
        ("escalation sponsor 3 days", ProblemKind.TOO_MANY_WORDS),
        ("reconfirm", ProblemKind.BAD_NUMBER),
        ("reconfirm never", ProblemKind.BAD_NUMBER),
    ],
)
def test_what_cannot_be_read_says_what_can(line, kind):
    found = say(line)
    assert isinstance(found, Problem)
    assert found.kind is kind
    assert found.usage
