"""What Slack answers, told in our words: every code of the table, for every call that the outbox makes."""

from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest

from bot.cards import Card
from bot.demo.clock import MovableClock
from bot.jobs.answer_codes import Scope, Then, Verdict, read_answer_codes
from bot.jobs.messenger import (
    CannotLook,
    MessageGone,
    NeedsPerson,
    NotSent,
    PersonUnreachable,
    Place,
    TryLater,
    UnknownOutcome,
)
from bot.playground import LocalSlack
from bot.slack.client import sending, web_client
from bot.slack.messenger import SlackMessenger
from bot.slack.people import SlackPeople
from tests.fakes import SLACK
from tests.slack.home import BEGINS

NAMED = """
    channel_not_found not_in_channel is_archived restricted_action restricted_action_read_only_channel
    restricted_action_thread_only_channel restricted_action_non_threadable_channel restricted_action_thread_locked
    messages_tab_disabled msg_blocks_too_long invalid_blocks invalid_blocks_format no_text too_many_attachments
    cannot_reply_to_message message_limit_exceeded ekm_access_denied metadata_too_large team_not_found
    team_access_not_granted slack_connect_file_link_sharing_blocked slack_connect_canvas_sharing_blocked
    slack_connect_lists_sharing_blocked token_revoked token_expired account_inactive invalid_auth not_authed
    missing_scope org_login_required team_added_to_org message_not_found cant_update_message edit_window_closed
    is_inactive msg_too_long block_mismatch user_not_in_channel time_in_past time_too_far invalid_time
    restricted_too_many invalid_scheduled_message_id user_not_found user_disabled user_not_visible too_many_users
    not_enough_users users_list_not_supplied invalid_user_combination cannot_dm_bot users_not_found
    plan_upgrade_required no_such_subteam not_enabled hash_conflict invalid_metadata_format
    invalid_metadata_schema fatal_error internal_error ratelimited rate_limited accesslimited request_timeout
    service_unavailable thread_not_found not_allowed_token_type
"""
"""Every code that Slack's references name for what a bot posts, edits, opens and looks up."""

TABLE = read_answer_codes("bot.slack")
PLACE = Place(SLACK, "C1")

Calls = dict[str, tuple[str, Callable[[], Awaitable[object]]]]


def test_every_code_of_the_references_is_in_the_table():
    assert [code for code in NAMED.split() if code not in TABLE] == []


def test_what_needs_a_person_says_what_they_can_do():
    assert [row.code for row in TABLE.values() if row.verdict is Verdict.NEEDS_PERSON and not row.remedy] == []
    assert all(row.source for row in TABLE.values())


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack(clock=MovableClock(BEGINS), signing_secret="s", bot_token="t") as local:
        yield local


@pytest.fixture
async def calls(slack: LocalSlack) -> AsyncIterator[Calls]:
    """Every call that the outbox makes, with the Web API method behind it."""
    async with aiohttp.ClientSession() as session:
        client = web_client("t", slack.api_url, session)
        messenger = SlackMessenger(lambda _: client, SlackPeople(lambda _: client).members)

        def asks_anew() -> SlackMessenger:
            return SlackMessenger(lambda _: client, SlackPeople(lambda _: client).members)

        card = Card("words", ())
        yield {
            "post": ("chat.postMessage", lambda: messenger.post(PLACE, card, {}, "key")),
            "edit": ("chat.update", lambda: messenger.edit(PLACE, "1.0", card, {})),
            "direct": ("conversations.open", lambda: messenger.direct(SLACK, "U1")),
            "join": ("conversations.join", lambda: messenger.join(PLACE)),
            "find": ("conversations.history", lambda: messenger.find(PLACE, "key", BEGINS)),
            "members": ("conversations.members", lambda: asks_anew().members(SLACK, "C1")),
        }


def kind_of(code: str) -> type[Exception]:
    """The error that an answer with that code becomes, by the words of the table."""
    row = TABLE.get(code)
    if row is None:
        return NeedsPerson
    if row.then in (Then.LOOK, Then.ANEW):
        return UnknownOutcome if row.then is Then.LOOK else MessageGone
    if row.verdict is Verdict.NEVER:
        return PersonUnreachable if row.scope is Scope.PERSON else NotSent
    return TryLater if row.verdict is Verdict.PASSES else NeedsPerson


async def test_every_code_means_the_same_for_every_call(slack: LocalSlack, calls: Calls) -> None:
    wrong: list[object] = []
    for name, (method, call) in calls.items():
        for code in (*TABLE, "never_heard_of"):
            slack.fail(method, error=code)
            try:
                found: object = await call()
            except (NotSent, UnknownOutcome, CannotLook) as error:
                found = type(error)
            if found is not kind_of(code) and (name, code, found) not in EXCEPTIONS:
                wrong.append((name, code, found))
    assert wrong == []


EXCEPTIONS = {
    # The history scopes are optional.
    ("find", "missing_scope", CannotLook),
    # A thread that is gone holds no message of ours; a look that lost its place begins anew.
    ("find", "thread_not_found", None),
    ("find", "invalid_cursor", TryLater),
    # Who is in a channel that the bot cannot see is nobody.
    *[
        ("members", code, frozenset())
        for code in ("channel_not_found", "not_in_channel", "user_not_found", "users_not_found", "user_not_visible")
    ],
}


@pytest.mark.parametrize(
    ("call", "scope"),
    [
        ("post", Scope.WORKSPACE),
        ("edit", Scope.WORKSPACE),
        ("direct", Scope.DIRECT),
        ("join", Scope.CHANNEL),
        ("members", Scope.CHANNEL),
    ],
)
async def test_a_missing_scope_stops_only_what_needs_it_and_is_named(
    slack: LocalSlack, calls: Calls, call: str, scope: Scope
) -> None:
    method, ask = calls[call]
    slack.fail(method, error="missing_scope", needed="im:write", provided="chat:write")
    with pytest.raises(NeedsPerson) as refused:
        await ask()
    assert (refused.value.scope, refused.value.detail) == (scope, "im:write")


async def test_retry_after_is_honoured_whatever_the_word(slack: LocalSlack, calls: Calls) -> None:
    for method, ask in calls.values():
        slack.fail(method, retry_after=17, error="something_else")
        with pytest.raises(TryLater) as refused:
            await ask()
        assert refused.value.seconds == 17


async def test_a_fault_lasts_until_the_clock_says_so(slack: LocalSlack, calls: Calls) -> None:
    clock = slack.workspace.clock
    slack.fail("*", error="token_revoked", until=BEGINS.replace(hour=9))
    for _, ask in calls.values():
        with pytest.raises(NeedsPerson, match="token_revoked"):
            await ask()
    clock.set(BEGINS.replace(hour=9))
    async with aiohttp.ClientSession() as session:
        assert (await sending(web_client("t", slack.api_url, session).auth_test()))["ok"]


@pytest.mark.parametrize(
    ("made", "is_open"),
    [
        ({"bot_in": True}, True),
        ({"bot_in": True, "archived": True}, False),
        ({"bot_in": False}, False),
        ({"bot_in": False, "private": True}, False),
        (None, False),
    ],
)
async def test_a_second_look_says_whether_the_bot_can_write_there(
    slack: LocalSlack, made: dict[str, bool] | None, is_open: bool
) -> None:
    if made is not None:
        slack.add_channel("C1", "churn", **made)
    async with aiohttp.ClientSession() as session:
        client = web_client("t", slack.api_url, session)
        messenger = SlackMessenger(lambda _: client, SlackPeople(lambda _: client).members)
        assert await messenger.look_again(PLACE) is is_open
        slack.fail("conversations.info", error="internal_error")
        with pytest.raises(UnknownOutcome):
            await messenger.look_again(PLACE)
        slack.revoke_token()
        with pytest.raises(NeedsPerson):
            await messenger.look_again(Place(SLACK, ""))
