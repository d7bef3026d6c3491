"""The first schema."""

import sqlalchemy as sa
from alembic import op

from storage.engine.types import Instant

revision = "0002"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this schema."""
    _create_evidence()
    _create_organisations()
    _create_outbox()
    _create_posts()
    _create_record()
    _create_record_texts()
    _create_runs()
    _create_sign_offs()
    _create_accounts()
    _create_digest_schedules()
    _create_initiatives()
    _create_parties()
    _create_party_members()
    _create_people()
    _create_templates()
    _create_workspaces()
    _create_involvements()


def _create_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("initiative_id", sa.Text(), nullable=False),
        sa.Column("gate", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(
        op.f("ix_evidence_organisation_id_initiative_id"),
        "evidence",
        ["organisation_id", "initiative_id"],
        unique=False,
    )


def _create_organisations() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("weekend", sa.Text(), nullable=False),
        sa.Column("holidays", sa.Text(), nullable=False),
        sa.Column("default_template", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head_sequence", sa.Integer(), nullable=False),
        sa.Column("head_hash", sa.Text(), nullable=False),
        sa.Column("head_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("enqueued_at", Instant(), nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Boolean(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["not_before", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index("ix_outbox_lane", "outbox", ["organisation_id", "lane", "id"], unique=False)
    op.create_index(
        "ix_outbox_leased",
        "outbox",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("status = 'sending'"),
        postgresql_where=sa.text("status = 'sending'"),
    )
    op.create_index(
        "uq_outbox_waiting",
        "outbox",
        ["organisation_id", "key"],
        unique=True,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )


def _create_posts() -> None:
    op.create_table(
        "posts",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=True),
        sa.Column("initiative_id", sa.Text(), nullable=True),
        sa.Column("gate", sa.Text(), nullable=True),
        sa.Column("drawn", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "key", name=op.f("pk_posts")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_posts_organisation_id_initiative_id"), "posts", ["organisation_id", "initiative_id"], unique=False
    )


def _create_record() -> None:
    op.create_table(
        "record",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("gate", sa.Text(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "chain", "sequence", name=op.f("pk_record")),
        sqlite_with_rowid=False,
    )


def _create_record_texts() -> None:
    op.create_table(
        "record_texts",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "chain", "sequence", "name", name=op.f("pk_record_texts")),
        sqlite_with_rowid=False,
    )


def _create_runs() -> None:
    op.create_table(
        "runs",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("for_whom", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "what", "for_whom", "period", name=op.f("pk_runs")),
        sqlite_with_rowid=False,
    )


def _create_sign_offs() -> None:
    op.create_table(
        "sign_offs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("initiative_id", sa.Text(), nullable=False),
        sa.Column("gate", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("control", sa.Text(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_offs")),
    )
    op.create_index(
        op.f("ix_sign_offs_organisation_id_initiative_id"),
        "sign_offs",
        ["organisation_id", "initiative_id"],
        unique=False,
    )


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("external", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_accounts_organisations")),
        sa.PrimaryKeyConstraint("organisation_id", "workspace_id", "person_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint(
            "organisation_id",
            "workspace_id",
            "external",
            name=op.f("uq_accounts_organisation_id_workspace_id_external"),
        ),
        sqlite_with_rowid=False,
    )


def _create_digest_schedules() -> None:
    op.create_table(
        "digest_schedules",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("next_due", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_digest_schedules_organisations")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "workspace_id", "channel", name=op.f("pk_digest_schedules")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_digest_schedules_organisation_id_next_due"),
        "digest_schedules",
        ["organisation_id", "next_due"],
        unique=False,
    )


def _create_initiatives() -> None:
    op.create_table(
        "initiatives",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("life", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head_sequence", sa.Integer(), nullable=False),
        sa.Column("head_hash", sa.Text(), nullable=False),
        sa.Column("head_at", Instant(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_initiatives_organisations")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_initiatives")),
        sa.UniqueConstraint("organisation_id", "slug", name=op.f("uq_initiatives_organisation_id_slug")),
    )
    op.create_index(
        op.f("ix_initiatives_organisation_id_life_id"), "initiatives", ["organisation_id", "life", "id"], unique=False
    )
    op.create_index(
        op.f("ix_initiatives_organisation_id_workspace_id_channel"),
        "initiatives",
        ["organisation_id", "workspace_id", "channel"],
        unique=False,
    )


def _create_parties() -> None:
    op.create_table(
        "parties",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("backup", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_parties_organisations")),
        sa.PrimaryKeyConstraint("organisation_id", "key", name=op.f("pk_parties")),
        sqlite_with_rowid=False,
    )


def _create_party_members() -> None:
    op.create_table(
        "party_members",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_party_members_organisations")),
        sa.PrimaryKeyConstraint("organisation_id", "party", "person_id", name=op.f("pk_party_members")),
        sqlite_with_rowid=False,
    )


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("reminders_off", sa.Boolean(), nullable=False),
        sa.Column("snoozed_until", Instant(), nullable=True),
        sa.Column("day_starts", sa.Text(), nullable=False),
        sa.Column("day_ends", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_people_organisations")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_people")),
        sqlite_with_rowid=False,
    )


def _create_templates() -> None:
    op.create_table(
        "templates",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_templates_organisations")),
        sa.PrimaryKeyConstraint("organisation_id", "key", "version", name=op.f("pk_templates")),
    )


def _create_workspaces() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("external", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_workspaces_organisations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
        sa.UniqueConstraint("platform", "external", name=op.f("uq_workspaces_platform_external")),
    )


def _create_involvements() -> None:
    op.create_table(
        "involvements",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("initiative_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "initiative_id"],
            ["initiatives.organisation_id", "initiatives.id"],
            name=op.f("fk_involvements_initiatives"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "subject", "initiative_id", name=op.f("pk_involvements")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_involvements_organisation_id_initiative_id"),
        "involvements",
        ["organisation_id", "initiative_id"],
        unique=False,
    )
