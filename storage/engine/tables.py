"""Every table. What belongs to an organisation carries its id first in the primary key (product.md, "organisation").

`clustered` tables keep their rows in primary-key order on SQLite, so that what belongs together lies side by side.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import SchemaItem

from storage.engine.types import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _words(*names: str, nullable: bool = False) -> list[Column[Any]]:
    return [Column(name, Text, nullable=nullable) for name in names]


def _numbers(*names: str) -> list[Column[Any]]:
    return [Column(name, Integer, nullable=False) for name in names]


def _flags(*names: str) -> list[Column[Any]]:
    return [Column(name, Boolean, nullable=False) for name in names]


def _instants(*names: str, nullable: bool = False) -> list[Column[Any]]:
    return [Column(name, Instant, nullable=nullable) for name in names]


def _days(*names: str) -> list[Column[Any]]:
    return [Column(name, Date, nullable=True) for name in names]


def _of_organisation() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["organisation_id"], ["organisations.id"])


def _of_initiative() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["organisation_id", "initiative_id"], ["initiatives.organisation_id", "initiatives.id"])


def _clustered(name: str, key: list[str], *items: SchemaItem) -> Table:
    return Table(name, metadata, *items, PrimaryKeyConstraint(*key), sqlite_with_rowid=False)


def _partial(name: str, where: str, *columns: Column[Any], unique: bool = False) -> None:
    Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


organisations = Table(
    "organisations",
    metadata,
    *_words("id", "name", "timezone", "weekend", "holidays", "default_template"),
    *_numbers("version", "head_sequence"),
    *_words("head_hash"),
    *_instants("head_at", nullable=True),
    # Set on a tombstone, which stays so that its record can be verified.
    *_words("absorbed_by", nullable=True),
    # A JSON document: what is not in it has its default.
    Column("policy", Text, nullable=False, server_default="{}"),
    PrimaryKeyConstraint("id"),
)

workspaces = Table(
    "workspaces",
    metadata,
    *_words("id", "organisation_id", "platform", "external", "name"),
    PrimaryKeyConstraint("id"),
    UniqueConstraint("platform", "external"),
    _of_organisation(),
)

conversations = _clustered(
    "conversations",
    ["workspace_id", "id"],
    *_words("workspace_id", "id", "kind", "service_url", "name", "team"),
    *_flags("private"),
    *_words("account", "address"),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
    Index(None, "workspace_id", "account"),
)

people = _clustered(
    "people",
    ["organisation_id", "id"],
    *_words("organisation_id", "id", "name", "timezone", "role", "standing"),
    *_flags("reminders_off"),
    *_instants("snoozed_until", nullable=True),
    *_words("day_starts", "day_ends"),
    # A JSON document, empty while nobody said that they will be away.
    *_words("absence", nullable=True),
    _of_organisation(),
)

accounts = _clustered(
    "accounts",
    ["organisation_id", "workspace_id", "person_id"],
    *_words("organisation_id", "workspace_id", "person_id", "external"),
    UniqueConstraint("organisation_id", "workspace_id", "external"),
    _of_organisation(),
)

merged_people = _clustered(
    "merged_people",
    ["organisation_id", "id"],
    *_words("organisation_id", "id", "person_id"),
    _of_organisation(),
)

codes = _clustered(
    "codes",
    ["digest"],
    *_words("digest", "kind"),
    *_words("made_in", "made_by", nullable=True),
    *_instants("expires_at"),
    *_instants("used_at", nullable=True),
)

parties = _clustered(
    "parties",
    ["organisation_id", "key"],
    *_words("organisation_id", "key", "name"),
    *_words("owner", "backup", nullable=True),
    *_numbers("position"),
    _of_organisation(),
)

party_members = _clustered(
    "party_members",
    ["organisation_id", "party", "person_id"],
    *_words("organisation_id", "party", "person_id"),
    _of_organisation(),
)

templates = Table(
    "templates",
    metadata,
    *_words("organisation_id", "key", "name", "body", "text"),
    *_numbers("version"),
    *_instants("published_at"),
    PrimaryKeyConstraint("organisation_id", "key", "version"),
    _of_organisation(),
)

initiatives = Table(
    "initiatives",
    metadata,
    *_words("organisation_id", "id", "slug", "name", "workspace_id", "channel"),
    *_flags("private"),
    # Derived from standing and milestones when saved, so that lists need not read the state.
    *_words("life"),
    *_numbers("version", "head_sequence"),
    *_words("head_hash"),
    *_instants("head_at", nullable=True),
    # All the rest, gates and milestones included, as one JSON document (docs/decisions/0012). It stands last, so that
    # SQLite does not touch its pages for a list.
    *_words("state"),
    PrimaryKeyConstraint("organisation_id", "id"),
    UniqueConstraint("organisation_id", "slug"),
    _of_organisation(),
    Index(None, "organisation_id", "workspace_id", "channel"),
    Index(None, "organisation_id", "life", "id"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True),
    *_words("organisation_id", "initiative_id", "gate"),
    *_numbers("revision"),
    *_words("content", "given_by"),
    *_instants("given_at"),
    Index(None, "organisation_id", "initiative_id"),
)

sign_offs = Table(
    "sign_offs",
    metadata,
    Column("id", Integer, primary_key=True),
    *_words("organisation_id", "initiative_id", "gate", "person", "decision", "meaning"),
    *_numbers("revision"),
    *_instants("at"),
    *_words("comment"),
    *_words("reason", nullable=True),
    *_days("until"),
    *_words("control"),
    # False once withdrawn or overtaken; which of the two is in the record.
    *_flags("stands"),
    *_words("on_behalf_of", nullable=True),
    Index(None, "organisation_id", "initiative_id"),
)

involvements = _clustered(
    "involvements",
    ["organisation_id", "subject", "initiative_id"],
    # A person's id, or `party:KEY` for a party that has a gate in review there.
    *_words("organisation_id", "subject", "initiative_id"),
    _of_initiative(),
    Index(None, "organisation_id", "initiative_id"),
)

record = _clustered(
    "record",
    ["organisation_id", "chain", "sequence"],
    *_words("organisation_id", "chain"),
    *_numbers("sequence"),
    *_words("previous"),
    *_instants("at"),
    *_words("actor", nullable=True),
    *_words("kind"),
    *_words("gate", nullable=True),
    *_words("data", "texts", "hash"),
)

record_texts = _clustered(
    "record_texts",
    ["organisation_id", "chain", "sequence", "name"],
    *_words("organisation_id", "chain"),
    *_numbers("sequence"),
    *_words("name"),
    *_words("salt", "text", nullable=True),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    *_words("organisation_id", "key", "lane", "kind", "payload"),
    *_words("status"),
    *_instants("enqueued_at", "not_before"),
    *_numbers("attempts"),
    *_flags("unknown"),
    *_instants("lease_until", nullable=True),
    *_words("last_error", nullable=True),
    # By the first claim of which no outcome is known.
    *_instants("claimed_at", nullable=True),
    # The hold that a held row waits for (`holds`).
    *_words("held_workspace", "held_place", nullable=True),
    # Ids are never used twice, so that a late answer about a row that is gone cannot meet another one.
    sqlite_autoincrement=True,
)
_partial("uq_outbox_waiting", "status = 'pending'", outbox.c.organisation_id, outbox.c.key, unique=True)
_partial("ix_outbox_due", "status = 'pending'", outbox.c.not_before, outbox.c.id)
_partial("ix_outbox_leased", "status = 'sending'", outbox.c.lease_until)
_partial("ix_outbox_held", "status = 'held'", outbox.c.held_workspace, outbox.c.held_place, outbox.c.not_before)
Index("ix_outbox_lane", outbox.c.organisation_id, outbox.c.lane, outbox.c.id)

holds = _clustered(
    "holds",
    ["organisation_id", "workspace_id", "place"],
    *_words("organisation_id", "workspace_id", "place", "code", "detail", "remedy"),
    *_instants("since", "probed_at", "next_probe"),
    *_numbers("probes"),
    *_flags("is_closed"),
    *_instants("told_at", nullable=True),
    _of_organisation(),
)

posts = _clustered(
    "posts",
    ["organisation_id", "key"],
    *_words("organisation_id", "key", "workspace_id", "channel", "message"),
    *_words("thread", "initiative_id", "gate", nullable=True),
    *_words("drawn"),
    Index(None, "organisation_id", "initiative_id"),
)

digest_schedules = _clustered(
    "digest_schedules",
    ["organisation_id", "workspace_id", "channel"],
    *_words("organisation_id", "workspace_id", "channel", "kind"),
    *_numbers("weekday", "hour", "minute"),
    *_words("timezone"),
    *_instants("next_due", nullable=True),
    _of_organisation(),
    Index(None, "organisation_id", "next_due"),
)

handled_requests = _clustered(
    "handled_requests",
    ["workspace_id", "request"],
    *_words("workspace_id", "request"),
    *_instants("at"),
    Index(None, "at"),
)

channel_looks = _clustered(
    "channel_looks",
    ["organisation_id", "workspace_id", "channel"],
    *_words("organisation_id", "workspace_id", "channel"),
    # Empty while nobody saw it: then it counts as private.
    *_instants("seen_at", nullable=True),
    *_instants("next_at"),
    _of_organisation(),
)

runs = _clustered(
    "runs",
    ["organisation_id", "what", "for_whom", "period"],
    *_words("organisation_id", "what", "for_whom", "period"),
    *_instants("at"),
)
