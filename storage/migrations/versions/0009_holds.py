"""What waits until somebody does something; and channels that were closed from one answer are looked at again."""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.engine.types import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this schema."""
    op.create_table(
        "holds",
        *[sa.Column(name, sa.Text(), nullable=False) for name in ("organisation_id", "workspace_id", "place")],
        *[sa.Column(name, sa.Text(), nullable=False) for name in ("code", "detail", "remedy")],
        *[sa.Column(name, Instant(), nullable=False) for name in ("since", "probed_at", "next_probe")],
        sa.Column("probes", sa.Integer(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("told_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_holds_organisations")),
        sa.PrimaryKeyConstraint("organisation_id", "workspace_id", "place", name=op.f("pk_holds")),
        sqlite_with_rowid=False,
    )
    op.add_column("outbox", sa.Column("held_workspace", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("held_place", sa.Text(), nullable=True))
    where = sa.text("status = 'held'")
    columns = ["held_workspace", "held_place", "not_before"]
    op.create_index("ix_outbox_held", "outbox", columns, sqlite_where=where, postgresql_where=where)
    for closed in _closed_by_the_bot(op.get_bind()):
        _hold(op.get_bind(), *closed)


def _closed_by_the_bot(connection: sa.Connection) -> list[tuple[str, str, str, datetime]]:
    """Organisation, workspace, channel and moment of each digest that the bot, and nobody else, switched off."""
    digests = "SELECT organisation_id, workspace_id, channel FROM digest_schedules WHERE next_due IS NULL"
    found = []
    for organisation, workspace, channel in connection.execute(sa.text(digests)).all():
        last = _last_change(connection, organisation, workspace, channel)
        if last is not None and last.actor is None and json.loads(last.data)["on"] is False:
            found.append((organisation, workspace, channel, last.at))
    return found


def _last_change(connection: sa.Connection, organisation: str, workspace: str, channel: str) -> Any:
    names = ("organisation_id", "chain", "sequence", "kind", "actor", "data")
    record = sa.table("record", *[sa.column(name) for name in names], sa.column("at", Instant()))
    changes = (
        sa.select(record.c.actor, record.c.data, record.c.at)
        .where(record.c.organisation_id == organisation, record.c.chain == organisation)
        .where(record.c.kind == "digest.changed")
        .order_by(record.c.sequence.desc())
    )
    for change in connection.execute(changes):
        told = json.loads(change.data)
        if (told["workspace"], told["channel"]) == (workspace, channel):
            return change
    return None


def _hold(connection: sa.Connection, organisation: str, workspace: str, channel: str, since: datetime) -> None:
    """The digest is on again, for when the channel is: the bot looks soon whether it is closed in truth."""
    names = ("organisation_id", "workspace_id", "place", "code", "detail", "remedy")
    instants = ("since", "probed_at", "next_probe", "told_at")
    holds = sa.table(
        "holds",
        *[sa.column(name) for name in (*names, "probes")],
        sa.column("is_closed", sa.Boolean()),
        *[sa.column(name, Instant()) for name in instants],
    )
    words = (organisation, workspace, channel, "closed", "", "invite")
    row = dict(zip(names, words, strict=True)) | dict.fromkeys(instants, since) | {"probes": 0, "is_closed": True}
    connection.execute(holds.insert(), row)
    schedules = sa.table(
        "digest_schedules",
        *[sa.column(name) for name in ("organisation_id", "workspace_id", "channel")],
        sa.column("next_due", Instant()),
    )
    mine = (schedules.c.organisation_id == organisation, schedules.c.workspace_id == workspace)
    connection.execute(schedules.update().where(*mine, schedules.c.channel == channel).values(next_due=since))
