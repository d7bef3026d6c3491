"""One-time codes, and what joining organisations and linking accounts leaves behind."""

import sqlalchemy as sa
from alembic import op

from storage.engine.types import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this schema."""
    op.add_column("organisations", sa.Column("absorbed_by", sa.Text(), nullable=True))
    op.create_table(
        "merged_people",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_merged_people_organisations")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_merged_people")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "codes",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("made_in", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_codes")),
        sqlite_with_rowid=False,
    )
