"""Who is away, in whose place a delegate voted, and what an organisation decides about its chase."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this schema."""
    op.add_column("people", sa.Column("absence", sa.Text(), nullable=True))
    op.add_column("sign_offs", sa.Column("on_behalf_of", sa.Text(), nullable=True))
    op.add_column("organisations", sa.Column("policy", sa.Text(), nullable=False, server_default="{}"))
