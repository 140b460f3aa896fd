"""Readings that programs send; a measure of good faith names the criterion it meets and the size of its proof.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; add the columns."""
    op.create_table(
        "reading",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=False),
        sa.Column("requirement", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["business.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reading_of", "reading", ["business_id", "requirement", "at"])
    with op.batch_alter_table("integrity_measure") as table:
        table.add_column(sa.Column("criterion", sa.String(length=120), server_default="", nullable=False))
        table.add_column(sa.Column("file_size", sa.Integer(), server_default="0", nullable=False))
        table.create_index("ix_integrity_measure_sha256", ["sha256"])


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("integrity_measure") as table:
        table.drop_index("ix_integrity_measure_sha256")
        table.drop_column("file_size")
        table.drop_column("criterion")
    op.drop_table("reading")
