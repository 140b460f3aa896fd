"""Appeals and their grounds.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "appeal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("platform_number", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=True),
        sa.Column(
            "subject",
            sa.Enum(
                "DECISION",
                "ACT",
                "PRESCRIPTION",
                "ACTIONS",
                "RISK_CATEGORY",
                "VISIT_REFUSAL",
                "OTHER",
                name="appeal_subject",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("event_id", sa.String(length=32), nullable=True),
        sa.Column("prescription_id", sa.String(length=32), nullable=True),
        sa.Column("visit_id", sa.String(length=32), nullable=True),
        sa.Column("warning_id", sa.String(length=32), nullable=True),
        sa.Column("object_id", sa.String(length=32), nullable=True),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("control_type", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=True),
        sa.Column("authority_name", sa.String(length=300), nullable=False),
        sa.Column(
            "author_role",
            sa.Enum(
                "body",
                "official",
                "head",
                "deputy",
                name="appeal_author_role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("author_name", sa.String(length=300), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("hearing_body_id", sa.String(length=32), nullable=True),
        sa.Column("hearing_name", sa.String(length=300), nullable=False),
        sa.Column("decider", sa.String(length=40), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("contested", sa.String(length=4000), nullable=False),
        sa.Column("arguments", sa.String(length=20000), nullable=False),
        sa.Column("demands", sa.JSON(), nullable=False),
        sa.Column("event_number", sa.String(length=40), nullable=False),
        sa.Column("object_number", sa.String(length=40), nullable=False),
        sa.Column(
            "filer_kind",
            sa.Enum(
                "ooo",
                "ao",
                "nko",
                "organisation",
                "public_body",
                "ip",
                "npd",
                "citizen",
                name="appeal_filer_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("filer_name", sa.String(length=300), nullable=False),
        sa.Column("filer_address", sa.String(length=500), nullable=False),
        sa.Column("representative", sa.String(length=300), nullable=False),
        sa.Column("proxy", sa.String(length=300), nullable=False),
        sa.Column("delegated", sa.Boolean(), nullable=True),
        sa.Column("contact_way", sa.String(length=300), nullable=False),
        sa.Column("decision_way", sa.String(length=300), nullable=False),
        sa.Column("fine", sa.Boolean(), nullable=True),
        sa.Column("state_secret", sa.Boolean(), nullable=True),
        sa.Column("court_only", sa.Boolean(), nullable=True),
        sa.Column("court_decision", sa.Boolean(), nullable=True),
        sa.Column("insulting", sa.Boolean(), nullable=True),
        sa.Column("new_arguments", sa.Boolean(), nullable=True),
        sa.Column("known_on", sa.Date(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proof_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("registry_number", sa.String(length=60), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "federal_portal",
                "regional_portal",
                "paper",
                "other",
                name="appeal_channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "signature",
            sa.Enum(
                "qualified",
                "simple",
                "unqualified",
                "none",
                name="appeal_signature",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("package", sa.JSON(), nullable=False),
        sa.Column("package_sha256", sa.String(length=64), nullable=False),
        sa.Column("material", sa.String(length=8000), nullable=False),
        sa.Column("knows_no_repeat", sa.Boolean(), nullable=False),
        sa.Column("asks_to_restore", sa.Boolean(), nullable=False),
        sa.Column("restore_reason", sa.String(length=4000), nullable=False),
        sa.Column("term_reason", sa.String(length=4000), nullable=False),
        sa.Column("asks_for_stay", sa.Boolean(), nullable=False),
        sa.Column("stay_asked_reason", sa.String(length=4000), nullable=False),
        sa.Column("stay_decided_on", sa.Date(), nullable=True),
        sa.Column("stay_reason", sa.String(length=4000), nullable=False),
        sa.Column("stay_told_on", sa.Date(), nullable=True),
        sa.Column("question", sa.String(length=4000), nullable=False),
        sa.Column("papers_asked_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=8000), nullable=False),
        sa.Column("information_on", sa.Date(), nullable=True),
        sa.Column("resumed_on", sa.Date(), nullable=True),
        sa.Column("refusal_ground", sa.Integer(), nullable=True),
        sa.Column("decision_text", sa.String(length=20000), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("ordered", sa.JSON(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("position_id", sa.String(length=32), nullable=True),
        sa.Column("position_text", sa.String(length=20000), nullable=False),
        sa.Column("answer_to_position", sa.String(length=8000), nullable=False),
        sa.Column("court_note", sa.String(length=2000), nullable=False),
        sa.Column("prepared_by", sa.String(length=32), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["authority_body.id"], name="fk_appeal_body_id_authority_body", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name="fk_appeal_business_id_business", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["control_event.id"], name="fk_appeal_event_id_control_event", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["hearing_body_id"],
            ["authority_body.id"],
            name="fk_appeal_hearing_body_id_authority_body",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["object_id"], ["control_object.id"], name="fk_appeal_object_id_control_object", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["prescription_id"], ["prescription.id"], name="fk_appeal_prescription_id_prescription", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["category_request.id"], name="fk_appeal_request_id_category_request", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["preventive_visit.id"], name="fk_appeal_visit_id_preventive_visit", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["warning_id"], ["control_warning.id"], name="fk_appeal_warning_id_control_warning", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_appeal"),
        sa.UniqueConstraint("platform_number", name="uq_appeal_platform_number"),
    )
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.create_index("ix_appeal_business_id", ["business_id"], unique=False)
        batch_op.create_index("ix_appeal_event_id", ["event_id"], unique=False)
        batch_op.create_index("ix_appeal_hearing_body_id", ["hearing_body_id"], unique=False)
        batch_op.create_index("ix_appeal_object_id", ["object_id"], unique=False)
        batch_op.create_index("ix_appeal_prescription_id", ["prescription_id"], unique=False)
        batch_op.create_index("ix_appeal_request_id", ["request_id"], unique=False)
        batch_op.create_index("ix_appeal_visit_id", ["visit_id"], unique=False)
        batch_op.create_index("ix_appeal_warning_id", ["warning_id"], unique=False)

    op.create_table(
        "appeal_ground",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("appeal_id", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "gross",
                "other",
                "arguable",
                name="appeal_ground_level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("article", sa.String(length=300), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("evidence", sa.String(length=4000), nullable=False),
        sa.Column("requirement", sa.String(length=120), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(length=4000), nullable=False),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeal.id"], name="fk_appeal_ground_appeal_id_appeal", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_appeal_ground"),
        sa.UniqueConstraint("appeal_id", "n", name="uq_appeal_ground_appeal_id_n"),
    )
    with op.batch_alter_table("appeal_ground", schema=None) as batch_op:
        batch_op.create_index("ix_appeal_ground_appeal_id", ["appeal_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("appeal_ground", schema=None) as batch_op:
        batch_op.drop_index("ix_appeal_ground_appeal_id")

    op.drop_table("appeal_ground")
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.drop_index("ix_appeal_warning_id")
        batch_op.drop_index("ix_appeal_visit_id")
        batch_op.drop_index("ix_appeal_request_id")
        batch_op.drop_index("ix_appeal_prescription_id")
        batch_op.drop_index("ix_appeal_object_id")
        batch_op.drop_index("ix_appeal_hearing_body_id")
        batch_op.drop_index("ix_appeal_event_id")
        batch_op.drop_index("ix_appeal_business_id")

    op.drop_table("appeal")
