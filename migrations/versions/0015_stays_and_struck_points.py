"""Stays by an appeal, points struck and cancelled by its decision, the draft of that decision.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

STAYED = ("control_event", "preventive_visit")
STRUCK = (("prescription_item", "cancelled_on"), ("violation", "struck_on"))


def upgrade() -> None:
    """Add the columns."""
    for name in STAYED:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("stayed_on", sa.Date(), nullable=True))
            table.add_column(sa.Column("stay_lifted_on", sa.Date(), nullable=True))
    for name, column in STRUCK:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column(column, sa.Date(), nullable=True))
    with op.batch_alter_table("appeal") as table:
        table.add_column(sa.Column("decision_draft", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("appeal") as table:
        table.alter_column("decision_draft", existing_type=sa.JSON(), server_default=None)


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("appeal") as table:
        table.drop_column("decision_draft")
    for name, column in STRUCK:
        with op.batch_alter_table(name) as table:
            table.drop_column(column)
    for name in STAYED:
        with op.batch_alter_table(name) as table:
            table.drop_column("stay_lifted_on")
            table.drop_column("stayed_on")
