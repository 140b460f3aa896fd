"""Who counts in releases: founders of an extract and those a business names, windows its answers could count in.

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, make the tables."""
    with op.batch_alter_table("register_entry") as batch:
        batch.add_column(sa.Column("founders", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("register_entry") as batch:
        batch.alter_column("founders", server_default=None)
    op.create_table(
        "declared_founder",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=False),
        sa.Column("inn", sa.String(length=12), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_declared_founder_business_id_business"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_founder")),
        sa.UniqueConstraint("business_id", "inn", name=op.f("uq_declared_founder_business_id_inn")),
    )
    op.create_index(op.f("ix_declared_founder_business_id"), "declared_founder", ["business_id"], unique=False)
    op.create_table(
        "window_presence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=False),
        sa.Column("window", sa.String(length=20), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_window_presence_business_id_business"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_presence")),
        sa.UniqueConstraint("business_id", "window", name=op.f("uq_window_presence_business_id_window")),
    )
    op.create_index(op.f("ix_window_presence_business_id"), "window_presence", ["business_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("window_presence")
    op.drop_table("declared_founder")
    with op.batch_alter_table("register_entry") as batch:
        batch.drop_column("founders")
