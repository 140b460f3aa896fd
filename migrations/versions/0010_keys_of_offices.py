"""Keys of people in office, for programs; first answers to calls that are about no business.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; a first answer needs no business any more."""
    with op.batch_alter_table("api_key") as table:
        table.add_column(sa.Column("role", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("authority", sa.String(length=40), server_default="", nullable=False))
        table.add_column(sa.Column("region", sa.String(length=2), server_default="", nullable=False))
    with op.batch_alter_table("first_answer") as table:
        table.alter_column("business_id", existing_type=sa.String(length=32), nullable=True)


def downgrade() -> None:
    """Take them away; keys of offices end with their columns."""
    op.execute(sa.text("DELETE FROM first_answer WHERE business_id IS NULL"))
    op.execute(sa.text("DELETE FROM api_key WHERE role IS NOT NULL AND business_id IS NULL"))
    with op.batch_alter_table("first_answer") as table:
        table.alter_column("business_id", existing_type=sa.String(length=32), nullable=False)
    with op.batch_alter_table("api_key") as table:
        table.drop_column("region")
        table.drop_column("authority")
        table.drop_column("role")
