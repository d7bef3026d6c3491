"""Since when a message of unknown outcome may stand: from there on it is looked for."""

import sqlalchemy as sa
from alembic import op

from storage.engine.types import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this schema."""
    op.add_column("outbox", sa.Column("claimed_at", Instant(), nullable=True))
