"""Calls to Teams: at the right address, with the token, tried again where that cannot send twice, errors as ours."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.jobs.answer_codes import Scope
from bot.jobs.messenger import MessageGone, NeedsPerson, NotSent, PersonUnreachable, TryLater, UnknownOutcome
from bot.teams.connector import Connector, Member, TeamChannel
from bot.teams.login import Login, LoginRefused
from bot.teams.service_urls import ServiceUrls
from tests.fakes import FixedClock
from tests.teams.scripted import CUT, Says, Scripted

TAKEN = Says(201, {"id": "1:msg"})
FIRST = Says(body={"expires_in": 3600, "access_token": "first"})
SECOND = Says(body={"expires_in": 3600, "access_token": "second"})
CHANNEL = "19:abc/d@thread.tacv2;messageid=1700"
ENCODED = "19%3Aabc%2Fd%40thread.tacv2%3Bmessageid%3D1700"
WORDS = {"type": "message", "text": "Ä <at>Ana</at>"}

Ask = Callable[[Connector, str], Awaitable[Any]]


def post(connector: Connector, url: str) -> Awaitable[Any]:
    return connector.post(url, CHANNEL, WORDS)


def edit(connector: Connector, url: str) -> Awaitable[Any]:
    return connector.edit(url, CHANNEL, "1:msg", WORDS)


def open_chat(connector: Connector, url: str) -> Awaitable[Any]:
    return connector.open_chat(url, "tenant", "28:app", "29:ana")


def members(connector: Connector, url: str) -> Awaitable[Any]:
    return connector.members(url, CHANNEL)


REPEATABLE = [edit, open_chat, members]
ALL = [post, *REPEATABLE]


@dataclass
class Line:
    """A connector with Teams and Microsoft's login at the other end; pausing moves the clock."""

    teams: Scripted
    entra: Scripted
    clock: FixedClock = field(default_factory=FixedClock)
    pauses: list[float] = field(default_factory=list)
    connector: Connector = field(init=False)

    @property
    def url(self) -> str:
        return f"{self.teams.url}/emea/"

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.clock.move(seconds=seconds)

    async def call(self, ask: Ask) -> Any:
        return await ask(self.connector, self.url)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with Scripted(TAKEN) as teams, Scripted(FIRST) as entra, aiohttp.ClientSession() as session:
        made = Line(teams, entra)
        made.connector = Connector(
            session,
            Login(session, entra.url, "tenant", "app", "secret", made.clock.seconds),
            ServiceUrls((teams.url, "http://127.0.0.1:1")),
            pause=made.pause,
            seconds=made.clock.seconds,
            jitter=lambda: 0.5,
        )
        yield made


async def test_a_message_is_posted_to_the_conversation_with_the_token(line: Line) -> None:
    assert await line.call(post) == "1:msg"
    (asked,) = line.teams.asked
    assert (asked.method, asked.path) == ("POST", f"/emea/v3/conversations/{ENCODED}/activities")
    assert asked.authorization == "Bearer first"
    assert asked.json == WORDS


async def test_a_message_is_edited_in_place(line: Line) -> None:
    line.teams.says(Says(200))
    await line.call(edit)
    (asked,) = line.teams.asked
    assert (asked.method, asked.path) == ("PUT", f"/emea/v3/conversations/{ENCODED}/activities/1%3Amsg")
    assert asked.json == WORDS


async def test_a_personal_chat_is_opened_for_one_member_of_the_tenant(line: Line) -> None:
    line.teams.says(Says(201, {"id": "a:chat"}))
    assert await line.call(open_chat) == "a:chat"
    (asked,) = line.teams.asked
    assert (asked.method, asked.path) == ("POST", "/emea/v3/conversations")
    assert asked.json == {
        "isGroup": False,
        "bot": {"id": "28:app"},
        "members": [{"id": "29:ana"}],
        "tenantId": "tenant",
        "channelData": {"tenant": {"id": "tenant"}},
    }


async def test_members_are_read_page_by_page(line: Line) -> None:
    ana = {"id": "29:ana", "objectId": "o-ana", "name": "Ana", "tenantId": "tenant", "userRole": "user"}
    ben = {"id": "29:ben", "aadObjectId": "o-ben", "name": "Ben", "tenantId": "tenant", "role": "guest"}
    line.teams.says(
        Says(body={"members": [ana, "?"], "continuationToken": "x&y="}),
        Says(body={"members": [ben, {"id": "29:nobody", "name": None}], "continuationToken": None}),
    )
    assert await line.call(members) == (
        Member("o-ana", "29:ana", "Ana", "tenant", "user"),
        Member("o-ben", "29:ben", "Ben", "tenant", "guest"),
        Member("", "29:nobody", "", "", ""),
    )
    path = f"/emea/v3/conversations/{ENCODED}/pagedmembers?pageSize=500"
    assert [asked.path for asked in line.teams.asked] == [path, f"{path}&continuationToken=x%26y%3D"]


async def test_one_member_is_looked_up_or_not_there(line: Line) -> None:
    line.teams.says(
        Says(body={"id": "29:ana", "objectId": "o-ana", "name": "Ana", "tenantId": "tenant", "userRole": "user"}),
        Says(404, {"error": {"code": "MemberNotFoundInConversation"}}),
        Says(404, {"error": {"code": "ConversationNotFound"}}),
    )
    found = await line.connector.member(line.url, "a:1", "o-ana")
    assert found == Member("o-ana", "29:ana", "Ana", "tenant", "user")
    assert line.teams.asked[0].path == "/emea/v3/conversations/a%3A1/members/o-ana"
    assert await line.connector.member(line.url, "a:1", "o-ben") is None
    with pytest.raises(NeedsPerson):
        await line.connector.member(line.url, "a:1", "o-ana")


async def test_channels_of_a_team_are_listed_with_their_kind(line: Line) -> None:
    general, secret = {"id": "19:t", "name": None}, {"id": "19:s", "name": "Secret", "type": "private"}
    line.teams.says(Says(body={"conversations": [general, secret]}), Says(body=[]))
    assert await line.connector.channels(line.url, "19:t") == (
        TeamChannel("19:t", "", "standard"),
        TeamChannel("19:s", "Secret", "private"),
    )
    assert line.teams.asked[0].path == "/emea/v3/teams/19%3At/conversations"
    assert await line.connector.channels(line.url, "19:t") == ()


@pytest.mark.parametrize("ask", ALL)
async def test_no_token_goes_to_an_address_that_is_not_on_the_list(line: Line, ask: Ask) -> None:
    async with Scripted(TAKEN) as elsewhere:
        with pytest.raises(NotSent):
            await ask(line.connector, elsewhere.url)
        assert elsewhere.asked == []
    assert line.entra.asked == []


async def test_a_redirect_is_not_followed(line: Line) -> None:
    async with Scripted(TAKEN) as elsewhere:
        line.teams.says(Says(307, headers={"Location": elsewhere.url}))
        with pytest.raises(NotSent):
            await line.call(post)
        assert elsewhere.asked == []


@pytest.mark.parametrize("ask", ALL)
@pytest.mark.parametrize("status", [412, 429, 502, 503, 504])
async def test_what_microsoft_did_not_take_is_sent_again_a_little_later_each_time(
    line: Line, status: int, ask: Ask
) -> None:
    line.teams.says(Says(status), Says(status))
    await line.call(ask)
    assert len(line.teams.asked) == 3
    assert line.pauses == [0.75, 1.5]


@pytest.mark.parametrize(("status", "seconds"), [(412, 10), (429, 30), (502, 10), (503, 10), (504, 10)])
async def test_after_three_tries_it_has_to_wait(line: Line, status: int, seconds: int) -> None:
    line.teams.says(*[Says(status)] * 3)
    with pytest.raises(TryLater) as later:
        await line.call(post)
    assert later.value.seconds == seconds
    assert len(line.teams.asked) == 3


async def test_retry_after_is_waited_for(line: Line) -> None:
    line.teams.says(Says(429, headers={"Retry-After": "3"}))
    assert await line.call(post) == "1:msg"
    assert line.pauses == [3]


@pytest.mark.parametrize(("named", "seconds"), [("17", 17), ("99999", 3600), ("9" * 500, 30), ("soon", 30), ("²", 30)])
async def test_a_longer_wait_is_left_to_the_caller(line: Line, named: str, seconds: int) -> None:
    line.teams.says(*[Says(429, headers={"Retry-After": named})] * 3)
    with pytest.raises(TryLater) as later:
        await line.call(post)
    assert later.value.seconds == seconds
    assert sum(line.pauses) < 5


async def test_no_try_begins_later_than_five_seconds_after_the_first(line: Line) -> None:
    line.teams.says(*[Says(429, headers={"Retry-After": "3"})] * 3)
    with pytest.raises(TryLater) as later:
        await line.call(post)
    assert later.value.seconds == 3
    assert line.pauses == [3]


@pytest.mark.parametrize(
    "answer", [CUT, Says(500), Says(408), Says(201), Says(201, b"?"), Says(201, {"id": None})], ids=str
)
async def test_a_post_that_may_have_been_taken_is_not_sent_again(line: Line, answer: Says) -> None:
    line.teams.says(answer)
    with pytest.raises(UnknownOutcome):
        await line.call(post)
    assert len(line.teams.asked) == 1


@pytest.mark.parametrize("ask", REPEATABLE)
async def test_what_may_be_done_twice_is_tried_again_after_a_cut_connection(line: Line, ask: Ask) -> None:
    line.teams.says(CUT)
    await line.call(ask)
    line.teams.says(*[CUT] * 9)
    with pytest.raises(UnknownOutcome):
        await line.call(ask)


@pytest.mark.parametrize("ask", ALL)
async def test_nobody_there_means_later(line: Line, ask: Ask) -> None:
    with pytest.raises(TryLater):
        await ask(line.connector, "http://127.0.0.1:1")
    assert len(line.pauses) == 2


@pytest.mark.parametrize("ask", ALL)
async def test_a_refused_token_is_fetched_anew_once(line: Line, ask: Ask) -> None:
    line.entra.says(FIRST, SECOND)
    line.teams.says(Says(401))
    await line.call(ask)
    assert [asked.authorization for asked in line.teams.asked] == ["Bearer first", "Bearer second"]


async def test_a_bot_that_is_refused_with_a_new_token_waits_for_somebody_to_mend_it(line: Line) -> None:
    line.teams.says(*[Says(401, {"error": {"code": "BotNotRegistered"}})] * 2)
    with pytest.raises(NeedsPerson, match="401 BotNotRegistered") as refused:
        await line.call(post)
    assert (refused.value.scope, len(line.teams.asked)) == (Scope.WORKSPACE, 2)


async def test_nothing_is_sent_without_a_login(line: Line) -> None:
    line.entra.says(Says(401, b"AADSTS7000222"))
    with pytest.raises(LoginRefused):
        await line.call(post)
    assert line.teams.asked == []


async def test_where_there_is_no_password_no_token_is_sent(line: Line) -> None:
    async with aiohttp.ClientSession() as session:
        login = Login(session, line.entra.url, "tenant", "app", None, line.clock.seconds)
        allowed = ServiceUrls((line.teams.url,))
        await Connector(session, login, allowed, pause=line.pause, seconds=line.clock.seconds).post(
            line.url, "a:1", WORDS
        )
    assert line.teams.asked[0].authorization == ""


@pytest.mark.parametrize("ask", ALL)
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, {"error": {"code": "BotNotInConversationRoster", "message": "The bot isn't part of the roster."}}),
        (403, {"error": {"code": "ConversationBlockedByUser", "message": "User blocked the conversation."}}),
        (403, {"error": {"code": "ForbiddenOperationException", "message": "not in the personal scope"}}),
        (403, {"errorCode": 209, "message": '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "details": "no"\r\n}'}),
        (403, b'{"errorCode":209,"message":"{subCode:MessageWritesBlocked, details:null}"}'),
        (404, {"error": {"code": "ConversationNotFound", "message": "Conversation not found."}}),
    ],
    ids=str,
)
async def test_a_place_that_takes_no_messages_is_looked_at_again_by_whoever_asked(
    line: Line, status: int, body: object, ask: Ask
) -> None:
    line.teams.says(Says(status, body))
    with pytest.raises(PersonUnreachable if ask is open_chat else NeedsPerson) as refused:
        await line.call(ask)
    assert ask is open_chat or refused.value.scope is Scope.CHANNEL
    assert len(line.teams.asked) == 1


@pytest.mark.parametrize("body", [None, b"<html>", {"error": {"code": "ActivityNotFoundInConversation"}}], ids=str)
async def test_a_message_that_is_not_there_is_gone(line: Line, body: object) -> None:
    line.teams.says(Says(404, body))
    with pytest.raises(MessageGone):
        await line.call(edit)


@pytest.mark.parametrize("ask", ALL)
@pytest.mark.parametrize(
    ("status", "body", "kind", "is_too_big"),
    [
        (400, {"error": {"code": "BadArgument", "message": "no"}}, NotSent, False),
        (403, {"error": {"code": "InvalidBotApiHost"}}, NeedsPerson, False),
        (403, {"error": {"code": "BotDisabledByAdmin"}}, NeedsPerson, False),
        (403, None, NeedsPerson, False),
        (413, {"error": {"code": "MessageSizeTooBig"}}, NeedsPerson, True),
        (413, {"error": "odd"}, NeedsPerson, True),
        (418, [1], NeedsPerson, False),
        (403, {"error": {"code": "SomethingNew"}}, NeedsPerson, False),
    ],
    ids=str,
)
async def test_any_other_refusal_waits_for_a_person_unless_it_never_changes(
    line: Line, status: int, body: object, kind: type[NotSent], is_too_big: bool, ask: Ask
) -> None:
    line.teams.says(Says(status, body))
    with pytest.raises(NotSent, match=str(status)) as refused:
        await line.call(ask)
    assert (type(refused.value), refused.value.is_too_big) == (kind, is_too_big)
    assert len(line.teams.asked) == 1
