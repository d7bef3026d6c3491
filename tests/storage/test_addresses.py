"""Databases as people have them: addresses as hosters give them, and what is wrong with one said with its name."""

import asyncio

import pytest

from readiness.usecases.frame.ports import DatabaseUnavailable
from storage import open_storage, schema_state
from storage.engine.address import PostgresServer, read_address
from storage.engine.errors import POSTGRES_REFUSALS
from storage.engine.problems import (
    HostUnknown,
    LoginRefused,
    NoSuchDatabase,
    ReadOnlyServer,
    ServerAway,
    UnreadableAddress,
)
from tests.postgres import TestServer
from tests.storage.pooler import pgbouncer
from tests.storage.refusing import refusing_server
from tests.storage.samples import ORGANISATION, initiative, organisation, workspace
from tests.storage.test_transactions import add


@pytest.mark.parametrize(
    ("url", "dsn"),
    [
        ("postgres://u:p@db.example/app?sslmode=require", "postgresql://u:p@db.example/app?sslmode=require"),
        ("postgresql+asyncpg://u@h/d?ssl=require", "postgresql://u@h/d?sslmode=require"),
        (
            "postgresql://u:p%40%2F@ep-cool.neon.example/d?sslmode=require&channel_binding=require",
            "postgresql://u:p%40%2F@ep-cool.neon.example/d?sslmode=require",
        ),
        ("postgres://u@h:6543/d?pgbouncer=true&connection_limit=1", "postgresql://u@h:6543/d"),
        (
            "postgresql://u@a:5432,b:5433/d?target_session_attrs=read-write",
            "postgresql://u@a:5432,b:5433/d?target_session_attrs=read-write",
        ),
        ("postgresql://u@/d?host=/run/postgresql", "postgresql://u@/d?host=%2Frun%2Fpostgresql"),
    ],
)
def test_an_address_is_taken_as_hosters_give_it(url: str, dsn: str) -> None:
    found = read_address(url)
    assert isinstance(found, PostgresServer)
    assert found.dsn == dsn


@pytest.mark.parametrize(
    "url",
    [
        "postgres://u:p@[h/d",
        "postgres://u@h/d?sslmoed=require",
        "postgres://u:can#ary@h/d",
        "postgres://u:can/ary@h/d",
        "postgres://u:can@ary@h/d",
        "postgres://u:p@h:99999/d",
    ],
)
def test_an_address_that_cannot_be_read_is_told_without_its_password(url: str) -> None:
    with pytest.raises(UnreadableAddress, match="READINESS_DATABASE_URL cannot be read") as told:
        open_storage(url)
    assert "can" not in str(told.value).replace("cannot", "")


def test_a_parameter_that_nobody_understands_is_named() -> None:
    with pytest.raises(UnreadableAddress, match="'sslmoed'"):
        open_storage("postgres://u@h/d?sslmoed=require")


@pytest.mark.parametrize("state", sorted(POSTGRES_REFUSALS))
async def test_what_a_server_refuses_is_told_with_its_place_and_never_the_password(state: str) -> None:
    code = state if len(state) == 5 else f"{state}000"
    async with refusing_server(code, "no pg_hba.conf entry for that") as url:
        with pytest.raises(DatabaseUnavailable) as told:
            await schema_state(url)
    sentence = told.value.sentence()
    assert type(told.value) is POSTGRES_REFUSALS[state]
    assert "canary" not in sentence
    assert "{" not in sentence


async def test_a_wrong_password_names_the_user_and_the_server() -> None:
    async with refusing_server("28P01", 'password authentication failed for user "anna"') as url:
        with pytest.raises(
            LoginRefused, match=r'at 127\.0\.0\.1:\d+ refuses user "anna": password authentication failed'
        ):
            await schema_state(url)


async def test_a_database_that_is_not_there_is_named(postgres_url: str) -> None:
    with pytest.raises(NoSuchDatabase, match='has no database "nowhere"'):
        await schema_state(f"postgresql://postgres@/nowhere?{postgres_url.partition('?')[2]}")


async def test_a_parameter_that_the_driver_refuses_is_told_in_its_words() -> None:
    with pytest.raises(UnreadableAddress, match="sslmode"):
        await schema_state("postgres://anna@127.0.0.1:1/books?sslmode=often")


async def test_a_host_that_nobody_knows_is_named() -> None:
    with pytest.raises(HostUnknown, match=r"at db\.invalid is not known here"):
        await schema_state("postgres://anna@db.invalid/books")


async def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(ServerAway, match=r"at 127\.0\.0\.1:1 does not answer: "):
        await schema_state("postgres://anna@127.0.0.1:1/books")


async def test_a_server_that_was_demoted_is_left_for_the_next_one(
    postgres_url: str, postgres_server: TestServer
) -> None:
    name = postgres_url.split("?", maxsplit=1)[0].rsplit("/", 1)[1]

    def demote(read_only: str) -> None:
        postgres_server.run(f"ALTER DATABASE {name} SET default_transaction_read_only = {read_only};")

    async with open_storage(postgres_url) as storage:
        await storage.add_workspace(workspace(), organisation())
        demote("on")
        postgres_server.disconnect(postgres_url)
        with pytest.raises(ReadOnlyServer, match="takes no changes"):
            await add(storage, initiative())
        # Sessions opened before go on as they began, as they do on a server that was demoted.
        demote("off")
        await add(storage, initiative())
        async with storage.read(ORGANISATION) as unit:
            assert len(await unit.initiatives.lines()) == 1


async def test_behind_a_pooler_each_transaction_may_have_another_session(postgres_url: str) -> None:
    with pgbouncer(postgres_url) as behind:
        async with open_storage(behind) as storage:
            await storage.add_workspace(workspace(), organisation())
            await add(storage, initiative())

            async def read() -> int:
                async with storage.read(ORGANISATION) as unit:
                    return len(await unit.initiatives.lines())

            for _ in range(5):
                assert await asyncio.gather(*(read() for _ in range(8))) == [1] * 8
