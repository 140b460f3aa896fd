"""Plans keep what was placed by hand and why an entry came in; imports keep what the register said last.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; add the columns."""
    op.create_table(
        "erknm_record",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("inn", sa.String(length=12), nullable=False),
        sa.Column("register_version", sa.String(length=80), nullable=False),
        sa.Column("snapshot_on", sa.Date(), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["control_event.id"], name="fk_erknm_record_event_id_control_event", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_erknm_record"),
        sa.UniqueConstraint("number", "inn", name="uq_erknm_record_number_inn"),
    )
    op.create_index("ix_erknm_record_event_id", "erknm_record", ["event_id"])
    with op.batch_alter_table("event_plan_entry") as table:
        table.add_column(sa.Column("pinned", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("inclusion_ground", sa.String(length=60), nullable=True))
    with op.batch_alter_table("erknm_import") as table:
        table.add_column(sa.Column("repeated", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("others", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("fault", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("erknm_import") as table:
        table.drop_column("fault")
        table.drop_column("others")
        table.drop_column("repeated")
    with op.batch_alter_table("event_plan_entry") as table:
        table.drop_column("inclusion_ground")
        table.drop_column("pinned")
    op.drop_table("erknm_record")
