"""A session remembers from which of their offices a person acts.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("person_session") as table:
        table.add_column(sa.Column("office", sa.String(length=50), nullable=True))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("person_session") as table:
        table.drop_column("office")
