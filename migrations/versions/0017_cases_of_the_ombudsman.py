"""Cases of the ombudsman, what consents show, who looked, systemic cards, yearly reports.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "ombudsman_report",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "federal",
                "regional",
                "public",
                name="ombudsman_report_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ombudsman_report"),
        sa.UniqueConstraint("year", "kind", "region", name="uq_ombudsman_report_year"),
    )
    op.create_table(
        "ombudsman_office",
        sa.Column("grant_id", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "federal",
                "regional",
                "public",
                name="ombudsman_office_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["role_grant.id"], name="fk_ombudsman_office_grant_id_role_grant", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("grant_id", name="pk_ombudsman_office"),
    )
    op.create_table(
        "systemic_card",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ombudsman_id", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "federal",
                "regional",
                "public",
                name="systemic_card_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("requirement", sa.String(length=120), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("statement", sa.String(length=4000), nullable=False),
        sa.Column("authority", sa.String(length=40), nullable=False),
        sa.Column("feedback_id", sa.String(length=32), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("counted", sa.String(length=60), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name="fk_systemic_card_feedback_id_feedback", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_systemic_card"),
        sa.UniqueConstraint("number", name="uq_systemic_card_number"),
    )
    op.create_index("ix_systemic_card_feedback_id", "systemic_card", ["feedback_id"])
    op.create_index("ix_systemic_card_ombudsman_id", "systemic_card", ["ombudsman_id"])
    op.create_index("ix_systemic_card_requirement", "systemic_card", ["requirement"])

    op.create_table(
        "ombudsman_case",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("platform_number", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "federal",
                "regional",
                "public",
                name="ombudsman_case_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("event_id", sa.String(length=32), nullable=True),
        sa.Column("appeal_id", sa.String(length=32), nullable=True),
        sa.Column("control_type", sa.String(length=40), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=True),
        sa.Column("authority_name", sa.String(length=300), nullable=False),
        sa.Column("request", sa.String(length=8000), nullable=False),
        sa.Column("prepared_by", sa.String(length=32), nullable=True),
        sa.Column("ombudsman_id", sa.String(length=32), nullable=True),
        sa.Column("requirement", sa.String(length=120), nullable=True),
        sa.Column("ground", sa.String(length=80), nullable=False),
        sa.Column("forwarded_to", sa.String(length=300), nullable=False),
        sa.Column("question", sa.String(length=4000), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=8000), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("position", sa.String(length=20000), nullable=False),
        sa.Column("position_on", sa.Date(), nullable=True),
        sa.Column("answer_to_position", sa.String(length=8000), nullable=False),
        sa.Column("effect", sa.String(length=4000), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeal.id"], name="fk_ombudsman_case_appeal_id_appeal", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["authority_body.id"], name="fk_ombudsman_case_body_id_authority_body", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name="fk_ombudsman_case_business_id_business", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["control_event.id"], name="fk_ombudsman_case_event_id_control_event", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ombudsman_case"),
        sa.UniqueConstraint("platform_number", name="uq_ombudsman_case_platform_number"),
    )
    op.create_index("ix_ombudsman_case_appeal_id", "ombudsman_case", ["appeal_id"])
    op.create_index("ix_ombudsman_case_business_id", "ombudsman_case", ["business_id"])
    op.create_index("ix_ombudsman_case_desk", "ombudsman_case", ["kind", "region", "state"])
    op.create_index("ix_ombudsman_case_event_id", "ombudsman_case", ["event_id"])
    op.create_index("ix_ombudsman_case_ombudsman_id", "ombudsman_case", ["ombudsman_id"])
    op.create_index("ix_ombudsman_case_requirement", "ombudsman_case", ["requirement"])

    op.create_table(
        "ombudsman_consent",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("purpose", sa.String(length=1000), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("presence", sa.Boolean(), nullable=False),
        sa.Column("may_ask", sa.Boolean(), nullable=False),
        sa.Column("wording", sa.String(length=60), nullable=False),
        sa.Column("given_by", sa.String(length=32), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "end",
            sa.Enum(
                "taken_back",
                "expired",
                "case_closed",
                name="ombudsman_consent_end",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["ombudsman_case.id"], name="fk_ombudsman_consent_case_id_ombudsman_case", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ombudsman_consent"),
    )
    op.create_index("ix_ombudsman_consent_case_id", "ombudsman_consent", ["case_id"])

    op.create_table(
        "ombudsman_view",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["ombudsman_case.id"], name="fk_ombudsman_view_case_id_ombudsman_case", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ombudsman_view"),
    )
    op.create_index("ix_ombudsman_view_case_id", "ombudsman_view", ["case_id"])

    op.create_table(
        "systemic_member",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("card_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["systemic_card.id"], name="fk_systemic_member_card_id_systemic_card", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["ombudsman_case.id"], name="fk_systemic_member_case_id_ombudsman_case", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_systemic_member"),
        sa.UniqueConstraint("card_id", "case_id", name="uq_systemic_member_card_id_case_id"),
    )
    op.create_index("ix_systemic_member_card_id", "systemic_member", ["card_id"])
    op.create_index("ix_systemic_member_case_id", "systemic_member", ["case_id"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("systemic_member")
    op.drop_table("ombudsman_view")
    op.drop_table("ombudsman_consent")
    op.drop_table("ombudsman_case")
    op.drop_table("systemic_card")
    op.drop_table("ombudsman_office")
    op.drop_table("ombudsman_report")
