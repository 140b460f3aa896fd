"""Papers of a merged copy know their official counterpart; a prescription knows the event that checks it.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

HANDED = ("document_request", "postponement", "prescription")


def upgrade() -> None:
    """Add the columns."""
    for name in HANDED:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("paired_with", sa.String(length=32), nullable=True))
            table.add_column(sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True))
            table.add_column(sa.Column("receipt", sa.String(length=40), nullable=True))
    with op.batch_alter_table("control_warning") as table:
        table.add_column(sa.Column("paired_with", sa.String(length=32), nullable=True))
    with op.batch_alter_table("prescription") as table:
        table.add_column(sa.Column("check_event_id", sa.String(length=32), nullable=True))
        table.create_index("ix_prescription_check_event_id", ["check_event_id"])


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("prescription") as table:
        table.drop_index("ix_prescription_check_event_id")
        table.drop_column("check_event_id")
    with op.batch_alter_table("control_warning") as table:
        table.drop_column("paired_with")
    for name in reversed(HANDED):
        with op.batch_alter_table(name) as table:
            table.drop_column("receipt")
            table.drop_column("handed_at")
            table.drop_column("paired_with")
