"""What the Bot Connector answers, told in our words: every code of the table, with every status it may come with."""

import orjson
import pytest

from bot.jobs.answer_codes import Scope, Then, Verdict, read_answer_codes
from bot.jobs.messenger import MessageGone, NeedsPerson, NotSent, PersonUnreachable, TryLater, UnknownOutcome
from bot.teams.refusals import Again, Answer, refused

NAMED = """
    400 BadArgument BadSyntax 401 Unauthorized BotNotRegistered 403 MessageWritesBlocked
    BotNotInConversationRoster ConversationBlockedByUser BotDisabledByAdmin ForbiddenOperationException
    InvalidBotApiHost NotEnoughPermissions 404 ConversationNotFound ActivityNotFoundInConversation
    MemberNotFoundInConversation 412 PreconditionFailed 413 MessageSizeTooBig 429 Throttled 500 ServiceError 502
    503 504
"""
"""Every status and code that Microsoft's "Status codes from bot conversational APIs" names, and what was seen."""

TABLE = read_answer_codes("bot.teams")


def test_every_code_of_the_reference_is_in_the_table():
    assert [code for code in NAMED.split() if code not in TABLE] == []


def test_what_needs_a_person_says_what_they_can_do():
    assert [row.code for row in TABLE.values() if row.verdict is Verdict.NEEDS_PERSON and not row.remedy] == []
    assert all(row.source for row in TABLE.values())


def told(status: int, code: str = "") -> NotSent | UnknownOutcome:
    """What an answer becomes, once nothing is tried again at once."""
    body = orjson.dumps({"error": {"code": code}}) if code else b""
    found = refused(Answer(status, body))
    return found.told if isinstance(found, Again) else found


@pytest.mark.parametrize("row", TABLE.values(), ids=lambda row: row.code)
def test_every_code_means_what_the_table_says(row):
    wanted: type[Exception] = {Verdict.PASSES: TryLater, Verdict.NEEDS_PERSON: NeedsPerson}.get(row.verdict, NotSent)
    wanted = {Then.LOOK: UnknownOutcome, Then.ANEW: MessageGone}.get(row.then, wanted)
    if row.verdict is Verdict.NEVER and row.scope is Scope.PERSON:
        wanted = PersonUnreachable
    found = told(int(row.code)) if row.code.isdigit() else told(403, row.code)
    assert type(found) is wanted
    assert not isinstance(found, NeedsPerson) or found.scope is row.scope


@pytest.mark.parametrize("status", [400, 403, 404, 409, 418])
def test_a_code_that_nobody_knows_needs_a_person_and_stops_nothing_else(status):
    found = told(status, "NeverHeardOf")
    assert isinstance(found, NeedsPerson)
    assert (found.code, found.scope) == ("NeverHeardOf", Scope.MESSAGE)


@pytest.mark.parametrize("status", [412, 429, 502, 503, 504])
def test_what_the_status_says_to_send_again_is_sent_again_whatever_the_code(status):
    assert isinstance(told(status, "NeverHeardOf"), TryLater)


@pytest.mark.parametrize("status", [505, 507, 599])
def test_any_other_failure_of_theirs_leaves_open_what_was_done(status):
    assert isinstance(told(status, "NeverHeardOf"), UnknownOutcome)
