"""Requests that had an effect, so that the same one, delivered again, has none."""

import sqlalchemy as sa
from alembic import op

from storage.engine.types import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this schema."""
    op.create_table(
        "handled_requests",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "request", name=op.f("pk_handled_requests")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_handled_requests_at"), "handled_requests", ["at"])
