"""Terms keep what they were counted by, clocks stand and run on, steps keep their official records and causes.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COUNTED_BY: tuple[sa.Column[Any], ...] = (
    sa.Column("standing", sa.String(length=20), server_default="runs", nullable=False),
    sa.Column("clock", sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column("anchor", sa.String(length=60), nullable=True),
    sa.Column("anchor_value", sa.String(length=40), nullable=True),
    sa.Column("cap", sa.Integer(), nullable=True),
    sa.Column("pauses", sa.JSON(), server_default="[]", nullable=False),
    sa.Column("term_amount", sa.Integer(), nullable=True),
    sa.Column("term_unit", sa.String(length=20), nullable=True),
    sa.Column("basis", sa.String(length=300), nullable=True),
    sa.Column("term_version", sa.String(length=16), nullable=True),
    sa.Column("calendar_version", sa.String(length=16), nullable=True),
    sa.Column("calendar_status", sa.String(length=20), nullable=True),
    sa.Column("zone", sa.String(length=40), nullable=True),
    sa.Column("computed_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
    sa.Column("reminded", sa.Integer(), nullable=True),
)


def upgrade() -> None:
    """Add the columns and the table of official records."""
    op.create_table(
        "step_outside",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("step_id", sa.String(length=32), nullable=False),
        sa.Column("system", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("file", sa.String(length=120), nullable=True),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["step_id"], ["step_history.id"], name=op.f("fk_step_outside_step_id_step_history")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_outside")),
    )
    op.create_index(op.f("ix_step_outside_step_id"), "step_outside", ["step_id"])
    with op.batch_alter_table("deadline") as deadline:
        for column in COUNTED_BY:
            deadline.add_column(
                sa.Column(column.name, column.type, server_default=column.server_default, nullable=column.nullable)
            )
        deadline.alter_column("due_at", existing_type=sa.DateTime(timezone=True), nullable=True)
        deadline.create_index(op.f("ix_deadline_calendar_version"), ["calendar_version"])
    # Not in batch mode: the history would be rebuilt without its triggers.
    op.add_column("step_history", sa.Column("lowers", sa.String(length=40), nullable=True))
    op.add_column("step_history", sa.Column("caused_by", sa.String(length=120), nullable=True))


def downgrade() -> None:
    """Take them away, and with them the terms that lead to no date."""
    op.drop_column("step_history", "caused_by")
    op.drop_column("step_history", "lowers")
    op.execute("DELETE FROM deadline WHERE due_at IS NULL")
    with op.batch_alter_table("deadline") as deadline:
        deadline.drop_index(op.f("ix_deadline_calendar_version"))
        deadline.alter_column("due_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        for column in reversed(COUNTED_BY):
            deadline.drop_column(column.name)
    op.drop_index(op.f("ix_step_outside_step_id"), table_name="step_outside")
    op.drop_table("step_outside")
