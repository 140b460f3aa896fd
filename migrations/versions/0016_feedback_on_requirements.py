"""Feedback on requirements, its weekly sendings, who stands behind it.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "feedback_batch",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_batch"),
        sa.UniqueConstraint("sent_on", name="uq_feedback_batch_sent_on"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "clarity",
                "feasibility",
                "duplicate",
                "contradiction",
                "cost",
                "practice",
                name="feedback_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("requirement", sa.String(length=120), nullable=True),
        sa.Column("requirement_version", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("authority", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column(
            "door",
            sa.Enum(
                "released",
                "neutral",
                "named",
                "systemic",
                name="feedback_door",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("statement", sa.String(length=4000), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=True),
        sa.Column("named_as", sa.String(length=300), nullable=False),
        sa.Column("named_inn", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("merged_into", sa.String(length=32), nullable=True),
        sa.Column("batch_id", sa.String(length=32), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=8000), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("action", sa.String(length=4000), nullable=False),
        sa.Column("action_due_on", sa.Date(), nullable=True),
        sa.Column("done", sa.String(length=4000), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.String(length=2000), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["feedback_batch.id"], name="fk_feedback_batch_id_feedback_batch", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name="fk_feedback_business_id_business", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["feedback.id"], name="fk_feedback_merged_into_feedback", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.UniqueConstraint("number", name="uq_feedback_number"),
    )
    with op.batch_alter_table("feedback") as table:
        table.create_index("ix_feedback_about", ["requirement", "requirement_version", "kind"], unique=False)
        table.create_index("ix_feedback_batch_id", ["batch_id"], unique=False)
        table.create_index("ix_feedback_business_id", ["business_id"], unique=False)
        table.create_index("ix_feedback_desk", ["authority", "region", "state"], unique=False)

    op.create_table(
        "feedback_words",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("feedback_id", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=8000), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name="fk_feedback_words_feedback_id_feedback", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_words"),
    )
    with op.batch_alter_table("feedback_words") as table:
        table.create_index("ix_feedback_words_feedback_id", ["feedback_id"], unique=False)

    op.create_table(
        "feedback_signal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("feedback_id", sa.String(length=32), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "mark",
                "flag",
                "cost",
                name="feedback_signal_source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source_id", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "clarity",
                "feasibility",
                "duplicate",
                "contradiction",
                "cost",
                "practice",
                name="feedback_signal_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name="fk_feedback_signal_business_id_business", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name="fk_feedback_signal_feedback_id_feedback", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_signal"),
        sa.UniqueConstraint("feedback_id", "source", "source_id", "kind", name="uq_feedback_signal_source"),
    )
    with op.batch_alter_table("feedback_signal") as table:
        table.create_index("ix_feedback_signal_business_id", ["business_id"], unique=False)
        table.create_index("ix_feedback_signal_feedback_id", ["feedback_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("feedback_signal") as table:
        table.drop_index("ix_feedback_signal_feedback_id")
        table.drop_index("ix_feedback_signal_business_id")

    op.drop_table("feedback_signal")
    with op.batch_alter_table("feedback_words") as table:
        table.drop_index("ix_feedback_words_feedback_id")

    op.drop_table("feedback_words")
    with op.batch_alter_table("feedback") as table:
        table.drop_index("ix_feedback_desk")
        table.drop_index("ix_feedback_business_id")
        table.drop_index("ix_feedback_batch_id")
        table.drop_index("ix_feedback_about")

    op.drop_table("feedback")
    op.drop_table("feedback_batch")
