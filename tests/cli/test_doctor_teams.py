"""`doctor` with Teams: the login, the signing keys, the clock, and how many places can be written to."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.doctor import Finding, examine
from bot.web.server import listening
from readiness.domain.values.identity import OrganisationId, WorkspaceId
from readiness.domain.values.organisation import Organisation
from readiness.usecases.frame.ports import Conversation, ConversationKind, Workspace
from storage import open_storage
from tests.cli.place import Place
from tests.cli.tenant import Tenant, a_tenant
from tests.teams.home import PASSWORD
from tests.teams.issuer import APP


@pytest.fixture
async def tenant(alone: Place) -> AsyncIterator[Tenant]:
    """A database that no word from Teams has reached yet."""
    async with a_tenant(alone) as opened:
        yield opened


async def examined(tenant: Tenant, **more: str) -> list[Finding]:
    found = [one async for one in examine(tenant.place.environment | more)]
    assert not any(PASSWORD in one.words for one in found)
    return found


async def found_about(what: str, tenant: Tenant, **more: str) -> Finding:
    (found,) = [one for one in await examined(tenant, **more) if one.about == what]
    return found


async def test_with_teams_alone_all_can_be_well(tenant: Tenant) -> None:
    found = await examined(tenant)
    named = ["settings", "database", "messages", "conversations", "Teams", "signing keys", "clock"]
    assert [one.about for one in found] == named
    assert all(one.ok for one in found), found
    words = {one.about: one.words for one in found}
    assert words["signing keys"] == "1 read from Microsoft"
    assert words["clock"] == "agrees with Microsoft's"
    assert "none in Teams so far" in words["conversations"]


async def test_slack_is_looked_at_beside_it_where_it_is_configured(tenant: Tenant) -> None:
    found = await examined(
        tenant, SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="s", SLACK_API_URL="http://127.0.0.1:9/"
    )
    assert {one.about for one in found} >= {"Slack", "Teams"}
    assert [one.about for one in found if not one.ok] == ["Slack"]


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        ({"TEAMS_APP_PASSWORD": "another"}, "copy the value of the client secret, not its id (AADSTS7000215)"),
        ({"TEAMS_TENANT_ID": APP}, "there is no such tenant: check TEAMS_TENANT_ID (AADSTS90002)"),
    ],
)
async def test_a_login_that_is_refused_is_told_with_microsofts_code_and_what_to_do(
    tenant: Tenant, wrong: dict[str, str], advice: str
) -> None:
    found = await found_about("Teams", tenant, **wrong)
    assert (found.ok, found.words.endswith(advice)) == (False, True), found


async def test_a_login_that_is_not_reached_is_told(tenant: Tenant) -> None:
    tenant.teams.fail("login", drop="before")
    found = await found_about("Teams", tenant)
    assert (found.ok, found.words) == (False, "Microsoft's login cannot be reached (ServerDisconnectedError)")


async def test_keys_that_are_not_reached_are_told_with_their_address(tenant: Tenant) -> None:
    tenant.issuer.go_away()
    found = {one.about: one for one in await examined(tenant)}
    assert not found["signing keys"].ok
    assert tenant.issuer.openid_url in found["signing keys"].words
    assert (found["Teams"].ok, found["clock"].words) == (True, "not known: Microsoft's answer had no date")


async def test_a_document_without_a_usable_key_is_told(tenant: Tenant) -> None:
    tenant.issuer.listed = {"keys": [{"kid": "key-1"}]}
    found = await found_about("signing keys", tenant)
    assert (found.ok, "none can be used" in found.words) == (False, True)


async def test_the_places_that_can_be_written_to_are_counted(tenant: Tenant) -> None:
    home = Workspace(WorkspaceId("w-teams"), OrganisationId("o-teams"), "teams", tenant.teams.tenant_id, "Acme")
    async with open_storage(tenant.place.environment["READINESS_DATABASE_URL"]) as storage:
        await storage.add_workspace(home, Organisation(id=home.organisation, name="Acme"))
        for number in range(3):
            chat = Conversation(f"a:{number}", ConversationKind.PERSONAL, tenant.teams.service_url)
            await storage.conversations.keep(home.id, chat)
        channel = Conversation("19:c", ConversationKind.CHANNEL, tenant.teams.service_url)
        await storage.conversations.keep(home.id, channel)
    found = await found_about("conversations", tenant)
    assert found.words == "in Teams 1 channel, 3 personal chats that can be written to"


async def test_microsofts_local_client_needs_neither_login_nor_keys(tenant: Tenant) -> None:
    found = await examined(tenant, TEAMS_LOCAL_UNAUTHENTICATED="1", TEAMS_APP_PASSWORD="")
    assert [one.about for one in found][-1] == "Teams"
    assert all(one.ok for one in found)
    assert (tenant.teams.logins, tenant.issuer.asked) == (0, 0)


async def test_a_clock_that_is_off_is_told(tenant: Tenant) -> None:
    async def dated(_: web.Request) -> web.Response:
        return web.json_response({}, headers={"Date": "Mon, 01 Jan 2001 00:00:00 GMT"})

    app = web.Application()
    app.router.add_get("/openid", dated)
    async with listening(app, "127.0.0.1", 0) as port:
        clock = await found_about("clock", tenant, TEAMS_OPENID_URL=f"http://127.0.0.1:{port}/openid")
    assert (clock.ok, "ahead of Microsoft's" in clock.words) == (False, True)
