"""When somebody looked at each channel that an initiative lives in: what was public can be private by now."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from storage.engine.types import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this schema. Homes that are there count as seen now, and are looked at first of all."""
    looks = op.create_table(
        "channel_looks",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=True),
        sa.Column("next_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_channel_looks_organisations")),
        sa.PrimaryKeyConstraint("organisation_id", "workspace_id", "channel", name=op.f("pk_channel_looks")),
        sqlite_with_rowid=False,
    )
    now, names = sa.literal(datetime.now(UTC), Instant()), ["organisation_id", "workspace_id", "channel"]
    initiatives = sa.table("initiatives", *(sa.column(name) for name in names))
    homes = sa.select(*initiatives.c, now, now).distinct()
    op.execute(looks.insert().from_select([*names, "seen_at", "next_at"], homes))
