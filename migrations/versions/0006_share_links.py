"""Links by which a list is shown to whoever has them.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEXED = ("business_id", "expires_at", "person_id")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "share_link",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("answers_shown", sa.Boolean(), nullable=False),
        sa.Column("name_shown", sa.Boolean(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_share_link_business_id_business"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_share_link_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_share_link_token_hash")),
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_share_link_{column}"), "share_link", [column], unique=False)


def downgrade() -> None:
    """Take it away."""
    for column in INDEXED:
        op.drop_index(op.f(f"ix_share_link_{column}"), table_name="share_link")
    op.drop_table("share_link")
