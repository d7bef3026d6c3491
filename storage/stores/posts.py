"""What stands where (`ports.Posts`)."""

from sqlalchemy import Connection, bindparam, delete, select

from readiness.domain.values.identity import InitiativeId
from readiness.domain.values.notice import Post
from storage.engine.database import Row
from storage.engine.scope import OWN, scoped
from storage.engine.session import Unit
from storage.engine.tables import posts
from storage.engine.upsert import replacing

_POSTS = select(
    posts.c.key,
    posts.c.workspace_id,
    posts.c.channel,
    posts.c.message,
    posts.c.thread,
    posts.c.initiative_id,
    posts.c.gate,
    posts.c.drawn,
).where(posts.c.organisation_id == OWN)
_BY_KEY = scoped(_POSTS.where(posts.c.key == bindparam("of_key")))
_OF_INITIATIVE = scoped(_POSTS.where(posts.c.initiative_id == bindparam("initiative")).order_by(posts.c.key))
_FORGET = scoped(delete(posts).where(posts.c.organisation_id == OWN, posts.c.key == bindparam("of_key")))


class SqlPosts:
    """The posts of the unit of work's organisation."""

    def __init__(self, unit: Unit) -> None:
        """In the transaction of `unit`."""
        self._unit = unit

    async def get(self, key: str) -> Post | None:
        """The message posted under that key."""
        return await self._unit.run(_get, self._unit.organisation, key)

    async def of_initiative(self, initiative: InitiativeId) -> tuple[Post, ...]:
        """Everything posted about it, by key."""
        return await self._unit.run(_of_initiative, self._unit.organisation, initiative)

    async def save(self, post: Post) -> None:
        """Remember or replace what stands under the post's key."""
        self._unit.later(_save, self._unit.organisation, post)

    async def forget(self, key: str) -> None:
        """The message is gone; the next notice of that key is posted anew."""
        self._unit.later(_forget, self._unit.organisation, key)


def _get(connection: Connection, organisation: str, key: str) -> Post | None:
    row = connection.execute(_BY_KEY, {"organisation": organisation, "of_key": key}).one_or_none()
    return None if row is None else _post(row)


def _of_initiative(connection: Connection, organisation: str, initiative: InitiativeId) -> tuple[Post, ...]:
    rows = connection.execute(_OF_INITIATIVE, {"organisation": organisation, "initiative": initiative})
    return tuple(map(_post, rows))


def _save(connection: Connection, organisation: str, post: Post) -> None:
    row = {
        "organisation_id": organisation,
        "key": post.key,
        "workspace_id": post.workspace,
        "channel": post.channel,
        "message": post.message,
        "thread": post.thread,
        "initiative_id": post.initiative,
        "gate": post.gate,
        "drawn": post.drawn,
    }
    connection.execute(replacing(connection, posts), row)


def _forget(connection: Connection, organisation: str, key: str) -> None:
    connection.execute(_FORGET, {"organisation": organisation, "of_key": key})


def _post(row: Row) -> Post:
    return Post(*row)
