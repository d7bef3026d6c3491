"""Nothing that can be typed breaks the grammar, and nothing takes long."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.commands import COMMANDS
from bot.conversation.grammar import parse, slugs_named
from bot.conversation.reading.words import Channel, Person, Url, tokenise
from bot.intents.choice import Choice
from bot.intents.codec import BUTTON_LIMIT, decode, encode
from bot.intents.intent import Intent
from bot.intents.problems import Problem
from tests.conversation.saying import ELSEWHERE, GATES, PARTIES, SHARED, TEMPLATES, say, scope, utterance

PLACES = (scope(), ELSEWHERE, SHARED)
VOCABULARY = sorted(
    {word for command in COMMANDS for word in (*command.name.split(), *command.usage.split(), *command.example.split())}
    | GATES
    | PARTIES
    | TEMPLATES
    | {
        "fraud-scoring",
        "churn",
        "churn/compute",
        "handoff",
        "all",
        "live",
        "until",
        "of",
        "and",
        "/",
        '"',
        "“x y”",
        "+3w",
    }
)

segments = st.lists(
    st.one_of(
        st.sampled_from(VOCABULARY),
        st.just(" "),
        st.text(max_size=8),
        st.builds(Person, st.text(max_size=5), st.text(max_size=5)),
        st.builds(Channel, st.text(max_size=5), st.text(max_size=5)),
        st.builds(Url, st.text(max_size=8)),
    ),
    max_size=24,
)


def check(outcome: object) -> None:
    """An outcome is an intent, a question of at least two that buttons can carry, or a problem short enough to show."""
    match outcome:
        case Problem():
            assert len(outcome.got) <= 80
            assert len(outcome.nearest) <= 5
            assert all(len(form) <= 100 for form in outcome.nearest)
        case Choice():
            assert len(outcome.options) > 1
            assert len({(option.initiative, option.gate) for option in outcome.options}) == len(outcome.options)
            for option in outcome.options:
                assert len(encode(option.intent)) <= BUTTON_LIMIT
                assert decode(encode(option.intent)) == option.intent
        case _:
            assert isinstance(outcome, Intent)


@given(st.text(), st.sampled_from(PLACES))
def test_no_text_breaks_the_grammar(text, where):
    check(say(text, where))


@settings(max_examples=500)
@given(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=10).map(" ".join), st.sampled_from(PLACES))
def test_no_order_of_its_own_words_breaks_the_grammar(text, where):
    check(say(text, where))


@settings(max_examples=500)
@given(st.sampled_from(COMMANDS), st.lists(st.sampled_from(VOCABULARY), max_size=7), st.sampled_from(PLACES))
def test_nothing_behind_a_command_breaks_the_grammar(command, words, where):
    check(say(" ".join((command.name, *words)), where))


@given(segments, st.sampled_from(PLACES))
def test_no_mixture_of_mentions_and_text_breaks_the_grammar(pieces, where):
    told = tokenise(pieces)
    slugs_named(told)
    check(parse(told, where))
    assert told.text == "".join(told.text)
    told.text.encode()


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "status " * 2_000,
        "approve compute " + "x" * 5_000,
        '"' * 10_000,
        '" ' * 5_000,
        "new " + '"a" ' * 3_000,
        "new " + "a " * 5_000,
        "new " + "a" * 10_000,
        "approvers compute " + "any of @ana and " * 800,
        "party sre member " + "@ana " * 2_500,
        "waive compute until friday " + "a / " * 2_500,
        "waive compute until friday " + "a " * 5_000,
        "/" * 10_000,
        "show " + "a/" * 5_000,
        "😀" * 10_000,
        "approve 😀 compute",
        "\u202eevorppa compute\u202c",
        "\u200f\u200e\u2066approve\u2069 compute",
        "ﷺ" * 3_000,
        "e\u0301" * 5_000,
        "\x00\x01\x02\x1b[31m status",
        "\ud800 \udfff",
        "status\x00",
        "new “\u202e”",
        "help " + "help " * 2_000,
        "<!channel> <@U1> &lt;b&gt;",
        "approve compute <!everyone> *bold* `code` [a](b) <script>",
        "'; drop table gates; --",
        "{0} {name} %s %(x)s ${x}",
        "due compute " + "9" * 5_000,
        "remind snooze " + "9" * 5_000 + "d",
        "new A value " + "9" * 5_000 + " EUR",
        "approvers compute " + "9" * 5_000 + " of sre",
        "digest weekly monday " + "0" * 5_000 + ":00 " + "a/" * 3_000,
    ],
    ids=lambda text: ascii(text[:24]),
)
@pytest.mark.parametrize("where", PLACES, ids=["home", "elsewhere", "shared"])
def test_hostile_text_is_answered(text, where):
    check(say(text, where))


def test_a_comment_keeps_what_was_typed():
    typed = "*bold* <b> & 😀 \u202eabc\u202c “quoted” {x}"
    outcome = say(f"approve compute {typed}")
    assert getattr(outcome, "comment", None) == typed


def test_a_comment_shows_people_by_name():
    outcome = say("approve compute as @ana said in #general")
    assert getattr(outcome, "comment", None) == "as @ana said in #general"


def test_the_longest_message_names_few_slugs():
    assert len(slugs_named(utterance("approve " + "a-b " * 3_000))) <= 5
