"""Ombudsmen in threads of appeals: since when a consent lets its ombudsman take part there.

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("ombudsman_consent") as batch:
        batch.add_column(sa.Column("in_thread_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("ombudsman_consent") as batch:
        batch.drop_column("in_thread_at")
