"""Threads: who takes part in a case, what was written for whom, shown later, sent as files, read.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "thread",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("procedure", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=True),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_thread_business_id_business"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sa.UniqueConstraint("procedure", "case_id", name=op.f("uq_thread_procedure_case_id")),
    )
    op.create_index(op.f("ix_thread_business_id"), "thread", ["business_id"], unique=False)
    op.create_table(
        "thread_member",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("thread_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "business",
                "authority",
                "prosecutor",
                "ombudsman",
                name="thread_member_side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sees_earlier", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_thread_member_thread_id_thread"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_member")),
    )
    op.create_index(op.f("ix_thread_member_person_id"), "thread_member", ["person_id"], unique=False)
    op.create_index(op.f("ix_thread_member_thread_id"), "thread_member", ["thread_id"], unique=False)
    op.create_table(
        "thread_message",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("thread_id", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "message",
                "request",
                "answer",
                name="thread_message_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answers_id", sa.String(length=32), nullable=True),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("author", sa.String(length=32), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "business",
                "authority",
                "prosecutor",
                "ombudsman",
                name="thread_message_side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("readers", sa.JSON(), nullable=False),
        sa.Column("readers_sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_thread_message_thread_id_thread"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["answers_id"],
            ["thread_message.id"],
            name=op.f("fk_thread_message_answers_id_thread_message"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["thread_member.id"],
            name=op.f("fk_thread_message_member_id_thread_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_message")),
        sa.UniqueConstraint("thread_id", "n", name=op.f("uq_thread_message_thread_id_n")),
        sa.UniqueConstraint("answers_id", name=op.f("uq_thread_message_answers_id")),
    )
    op.create_index(op.f("ix_thread_message_member_id"), "thread_message", ["member_id"], unique=False)
    op.create_table(
        "thread_shown",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["thread_message.id"],
            name=op.f("fk_thread_shown_message_id_thread_message"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["thread_member.id"],
            name=op.f("fk_thread_shown_member_id_thread_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_shown")),
        sa.UniqueConstraint("message_id", "member_id", name=op.f("uq_thread_shown_message_id_member_id")),
    )
    op.create_index(op.f("ix_thread_shown_member_id"), "thread_shown", ["member_id"], unique=False)
    op.create_table(
        "thread_file",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "pdf",
                "png",
                "jpeg",
                "docx",
                "xlsx",
                "p7s",
                name="thread_file_type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("receipt", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["thread_message.id"],
            name=op.f("fk_thread_file_message_id_thread_message"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_file")),
        sa.UniqueConstraint("receipt", name=op.f("uq_thread_file_receipt")),
    )
    op.create_index(op.f("ix_thread_file_message_id"), "thread_file", ["message_id"], unique=False)
    op.create_index(op.f("ix_thread_file_sha256"), "thread_file", ["sha256"], unique=False)
    op.create_table(
        "thread_read",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["thread_message.id"],
            name=op.f("fk_thread_read_message_id_thread_message"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["thread_member.id"], name=op.f("fk_thread_read_member_id_thread_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_read")),
        sa.UniqueConstraint("message_id", "member_id", name=op.f("uq_thread_read_message_id_member_id")),
    )
    op.create_index(op.f("ix_thread_read_member_id"), "thread_read", ["member_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    for name in ("thread_read", "thread_file", "thread_shown", "thread_message", "thread_member", "thread"):
        op.drop_table(name)
