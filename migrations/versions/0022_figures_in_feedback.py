"""Feedback that a published figure began: which release, once.

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ABOUT = ["release", "requirement", "requirement_version", "kind"]


def upgrade() -> None:
    """Let an item name the release of its figure."""
    op.add_column("feedback", sa.Column("release", sa.String(length=20), nullable=True))
    op.create_index("ix_feedback_release", "feedback", ABOUT, unique=True)


def downgrade() -> None:
    """Forget which release it was."""
    op.drop_index("ix_feedback_release", table_name="feedback")
    op.drop_column("feedback", "release")
