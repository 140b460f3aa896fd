"""Tables of control bodies, objects, events and what belongs to them; owners may handle them.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MEMBERSHIP = sa.table(
    "membership", sa.column("id", sa.String), sa.column("kind", sa.String), sa.column("scopes", sa.JSON)
)
SCOPE = "control"


def upgrade() -> None:
    """Make the tables; owners get the right to handle control events."""
    op.create_table(
        "authority_body",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("authority", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("parent_id", sa.String(length=32), nullable=True),
        sa.Column(
            "level",
            sa.Enum(
                "central",
                "territorial",
                "regional",
                "municipal",
                name="authority_body_level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("head", sa.String(length=200), nullable=False),
        sa.Column("collegial", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["authority_body.id"],
            name=op.f("fk_authority_body_parent_id_authority_body"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_body")),
        sa.UniqueConstraint("authority", "region", name=op.f("uq_authority_body_authority_region")),
    )
    op.create_table(
        "erknm_import",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("position", sa.JSON(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erknm_import")),
    )
    with op.batch_alter_table("erknm_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erknm_import_file_sha256"), ["file_sha256"], unique=False)

    op.create_table(
        "case_note",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("procedure", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=True),
        sa.Column(
            "side",
            sa.Enum(
                "business",
                "authority",
                "prosecutor",
                "ombudsman",
                name="case_note_side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_case_note_business_id_business"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_note_business_id"), ["business_id"], unique=False)
        batch_op.create_index("ix_case_note_case", ["procedure", "case_id"], unique=False)

    op.create_table(
        "consultation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("control_type", sa.String(length=40), nullable=False),
        sa.Column("authority", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("requirement", sa.String(length=120), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "phone",
                "video",
                "reception",
                "written",
                name="consultation_channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("question", sa.String(length=4000), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=8000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_consultation_business_id_business"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("number", name=op.f("uq_consultation_number")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_business_id"), ["business_id"], unique=False)

    op.create_table(
        "control_object",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "authority",
                "business",
                "import",
                name="control_object_source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("business_id", sa.String(length=32), nullable=True),
        sa.Column("place_id", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=True),
        sa.Column("inn", sa.String(length=12), nullable=False),
        sa.Column("business_name", sa.String(length=300), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("registered_address", sa.String(length=500), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("control_type", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("registry_number", sa.String(length=40), nullable=True),
        sa.Column("category", sa.String(length=20), nullable=True),
        sa.Column("assigned_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=200), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("last_planned_on", sa.Date(), nullable=True),
        sa.Column("last_visit_on", sa.Date(), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["authority_body.id"],
            name=op.f("fk_control_object_body_id_authority_body"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_control_object_business_id_business"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_object")),
    )
    with op.batch_alter_table("control_object", schema=None) as batch_op:
        batch_op.create_index("ix_control_object_body", ["body_id", "control_type"], unique=False)
        batch_op.create_index(batch_op.f("ix_control_object_business_id"), ["business_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_control_object_inn"), ["inn"], unique=False)

    op.create_table(
        "control_warning",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("platform_number", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "authority",
                "business",
                "import",
                name="control_warning_source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("business_id", sa.String(length=32), nullable=True),
        sa.Column("inn", sa.String(length=12), nullable=False),
        sa.Column("business_name", sa.String(length=300), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=True),
        sa.Column("authority_name", sa.String(length=300), nullable=False),
        sa.Column("control_type", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("registry_number", sa.String(length=40), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("requirement", sa.String(length=120), nullable=True),
        sa.Column("requirement_text", sa.String(length=2000), nullable=False),
        sa.Column("act", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=4000), nullable=False),
        sa.Column("proposal", sa.String(length=4000), nullable=False),
        sa.Column("self_assessment_url", sa.String(length=500), nullable=False),
        sa.Column("information_on", sa.Date(), nullable=True),
        sa.Column("measures", sa.String(length=4000), nullable=False),
        sa.Column("objection", sa.String(length=4000), nullable=False),
        sa.Column("objected_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=4000), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("prepared_by", sa.String(length=32), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["authority_body.id"],
            name=op.f("fk_control_warning_body_id_authority_body"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_control_warning_business_id_business"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_warning")),
        sa.UniqueConstraint("platform_number", name=op.f("uq_control_warning_platform_number")),
    )
    with op.batch_alter_table("control_warning", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_control_warning_business_id"), ["business_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_control_warning_inn"), ["inn"], unique=False)

    op.create_table(
        "declaration",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("business_id", sa.String(length=32), nullable=False),
        sa.Column("place_id", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=True),
        sa.Column("control_type", sa.String(length=40), nullable=False),
        sa.Column("statement", sa.JSON(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("registry_number", sa.String(length=40), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("annulled_on", sa.Date(), nullable=True),
        sa.Column("annulled_reason", sa.String(length=4000), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["authority_body.id"], name=op.f("fk_declaration_body_id_authority_body"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_declaration_business_id_business"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
        sa.UniqueConstraint("number", name=op.f("uq_declaration_number")),
    )
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declaration_business_id"), ["business_id"], unique=False)

    op.create_table(
        "event_plan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=False),
        sa.Column("control_type", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("solution", sa.JSON(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("remarks", sa.String(length=8000), nullable=False),
        sa.Column("remarks_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("prepared_by", sa.String(length=32), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["authority_body.id"], name=op.f("fk_event_plan_body_id_authority_body"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_plan")),
        sa.UniqueConstraint("body_id", "control_type", "year", name=op.f("uq_event_plan_body_id_control_type_year")),
    )
    with op.batch_alter_table("event_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_plan_body_id"), ["body_id"], unique=False)

    op.create_table(
        "inspector_absence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_inspector_absence_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspector_absence")),
    )
    with op.batch_alter_table("inspector_absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspector_absence_person_id"), ["person_id"], unique=False)

    op.create_table(
        "integrity_measure",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=False),
        sa.Column("place_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_integrity_measure_business_id_business"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integrity_measure")),
    )
    with op.batch_alter_table("integrity_measure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_integrity_measure_business_id"), ["business_id"], unique=False)

    op.create_table(
        "category_request",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("business_id", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.String(length=32), nullable=True),
        sa.Column("wanted", sa.String(length=20), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("decided_category", sa.String(length=20), nullable=True),
        sa.Column("decision_reason", sa.String(length=4000), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["authority_body.id"],
            name=op.f("fk_category_request_body_id_authority_body"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_category_request_business_id_business"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["object_id"],
            ["control_object.id"],
            name=op.f("fk_category_request_object_id_control_object"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_request")),
        sa.UniqueConstraint("number", name=op.f("uq_category_request_number")),
    )
    with op.batch_alter_table("category_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_category_request_business_id"), ["business_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_category_request_object_id"), ["object_id"], unique=False)

    op.create_table(
        "event_plan_entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("window_first", sa.Date(), nullable=False),
        sa.Column("window_last", sa.Date(), nullable=False),
        sa.Column("skill", sa.String(length=60), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("inspector_id", sa.String(length=32), nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("unassigned_reason", sa.String(length=1000), nullable=False),
        sa.Column("event_id", sa.String(length=32), nullable=True),
        sa.Column("exclusion_ground", sa.String(length=60), nullable=True),
        sa.Column("exclusion_reason", sa.String(length=2000), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["object_id"],
            ["control_object.id"],
            name=op.f("fk_event_plan_entry_object_id_control_object"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["event_plan.id"], name=op.f("fk_event_plan_entry_plan_id_event_plan"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_plan_entry")),
    )
    with op.batch_alter_table("event_plan_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_plan_entry_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_plan_entry_object_id"), ["object_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_plan_entry_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "preventive_visit",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("platform_number", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "authority",
                "business",
                "import",
                name="preventive_visit_source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=True),
        sa.Column("inn", sa.String(length=12), nullable=False),
        sa.Column("business_name", sa.String(length=300), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("place_id", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.String(length=32), nullable=True),
        sa.Column("body_id", sa.String(length=32), nullable=True),
        sa.Column("authority_name", sa.String(length=300), nullable=False),
        sa.Column("control_type", sa.String(length=40), nullable=False),
        sa.Column("registry_number", sa.String(length=40), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("purpose", sa.String(length=4000), nullable=False),
        sa.Column("eligible_as", sa.String(length=40), nullable=True),
        sa.Column("refusal", sa.String(length=40), nullable=True),
        sa.Column("refusal_reason", sa.String(length=4000), nullable=False),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("start_notice_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("agreed_date", sa.Date(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("impossible_on", sa.Date(), nullable=True),
        sa.Column("impossible_reason", sa.String(length=2000), nullable=False),
        sa.Column("advice", sa.String(length=8000), nullable=False),
        sa.Column("sampling_consent", sa.Boolean(), nullable=True),
        sa.Column("cause_until", sa.Date(), nullable=True),
        sa.Column("expertise_from", sa.Date(), nullable=True),
        sa.Column("resumed_on", sa.Date(), nullable=True),
        sa.Column("act_number", sa.String(length=60), nullable=False),
        sa.Column("act_date", sa.Date(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("inspector_id", sa.String(length=32), nullable=True),
        sa.Column("prepared_by", sa.String(length=32), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["authority_body.id"],
            name=op.f("fk_preventive_visit_body_id_authority_body"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_preventive_visit_business_id_business"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["object_id"],
            ["control_object.id"],
            name=op.f("fk_preventive_visit_object_id_control_object"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preventive_visit")),
        sa.UniqueConstraint("platform_number", name=op.f("uq_preventive_visit_platform_number")),
    )
    with op.batch_alter_table("preventive_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_preventive_visit_business_id"), ["business_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_preventive_visit_inspector_id"), ["inspector_id"], unique=False)

    op.create_table(
        "control_event",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "authority",
                "business",
                "import",
                name="control_event_source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("business_id", sa.String(length=32), nullable=True),
        sa.Column("inn", sa.String(length=12), nullable=False),
        sa.Column("business_name", sa.String(length=300), nullable=False),
        sa.Column("size", sa.String(length=10), nullable=True),
        sa.Column("person_type", sa.String(length=20), nullable=True),
        sa.Column("place_id", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("object_id", sa.String(length=32), nullable=True),
        sa.Column("body_id", sa.String(length=32), nullable=True),
        sa.Column("authority", sa.String(length=40), nullable=False),
        sa.Column("authority_name", sa.String(length=300), nullable=False),
        sa.Column("control_type", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("planned", sa.Boolean(), nullable=True),
        sa.Column("plan_entry_id", sa.String(length=32), nullable=True),
        sa.Column("in_plan", sa.Boolean(), nullable=True),
        sa.Column("category", sa.String(length=20), nullable=True),
        sa.Column("previous_same_event", sa.Date(), nullable=True),
        sa.Column("registry_number", sa.String(length=40), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("decision_number", sa.String(length=60), nullable=True),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("subject", sa.String(length=2000), nullable=False),
        sa.Column("actions", sa.JSON(), nullable=True),
        sa.Column("people_named", sa.JSON(), nullable=True),
        sa.Column("people_present", sa.JSON(), nullable=True),
        sa.Column("documents_named", sa.JSON(), nullable=True),
        sa.Column("checklists", sa.JSON(), nullable=True),
        sa.Column("remote", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("harm_information_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approval", sa.String(length=20), nullable=True),
        sa.Column("approval_sent_on", sa.Date(), nullable=True),
        sa.Column("approval_decided_on", sa.Date(), nullable=True),
        sa.Column("approval_ground", sa.String(length=60), nullable=True),
        sa.Column("approval_reason", sa.String(length=4000), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_manner", sa.String(length=60), nullable=True),
        sa.Column("planned_start", sa.Date(), nullable=True),
        sa.Column("planned_end", sa.Date(), nullable=True),
        sa.Column("start_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("working_days", sa.Integer(), nullable=True),
        sa.Column("hours_planned", sa.String(length=60), nullable=True),
        sa.Column("hours_spent", sa.String(length=60), nullable=True),
        sa.Column("impossible_on", sa.Date(), nullable=True),
        sa.Column("impossible_reason", sa.String(length=2000), nullable=False),
        sa.Column("act_number", sa.String(length=60), nullable=True),
        sa.Column("act_date", sa.Date(), nullable=True),
        sa.Column("act_shown", sa.Boolean(), nullable=True),
        sa.Column("act_manner", sa.String(length=20), nullable=True),
        sa.Column("act_delivered_on", sa.Date(), nullable=True),
        sa.Column("recommendations", sa.String(length=4000), nullable=False),
        sa.Column("decision_known_on", sa.Date(), nullable=True),
        sa.Column("papers_received_on", sa.Date(), nullable=True),
        sa.Column("papers_asked_on", sa.Date(), nullable=True),
        sa.Column("expertise_from", sa.Date(), nullable=True),
        sa.Column("resumed_on", sa.Date(), nullable=True),
        sa.Column("invalidated_on", sa.Date(), nullable=True),
        sa.Column("invalidated_by", sa.String(length=200), nullable=False),
        sa.Column("reasoned_submission", sa.String(length=8000), nullable=False),
        sa.Column("complainant", sa.String(length=500), nullable=False),
        sa.Column("complainant_consents", sa.Boolean(), nullable=False),
        sa.Column("indicators", sa.JSON(), nullable=True),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("inspector_id", sa.String(length=32), nullable=True),
        sa.Column("prepared_by", sa.String(length=32), nullable=True),
        sa.Column("signed_by", sa.String(length=32), nullable=True),
        sa.Column("created_by", sa.String(length=32), nullable=True),
        sa.Column("merged_into", sa.String(length=32), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["authority_body.id"],
            name=op.f("fk_control_event_body_id_authority_body"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_control_event_business_id_business"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["control_event.id"],
            name=op.f("fk_control_event_merged_into_control_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["object_id"],
            ["control_object.id"],
            name=op.f("fk_control_event_object_id_control_object"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["plan_entry_id"],
            ["event_plan_entry.id"],
            name=op.f("fk_control_event_plan_entry_id_event_plan_entry"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_event")),
        sa.UniqueConstraint("number", name=op.f("uq_control_event_number")),
    )
    with op.batch_alter_table("control_event", schema=None) as batch_op:
        batch_op.create_index("ix_control_event_body", ["body_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_control_event_business_id"), ["business_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_control_event_inn"), ["inn"], unique=False)
        batch_op.create_index(batch_op.f("ix_control_event_inspector_id"), ["inspector_id"], unique=False)
        batch_op.create_index("ix_control_event_number", ["registry_number"], unique=False)

    op.create_table(
        "document_request",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=32), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("term_days", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("extension_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extension_until", sa.Date(), nullable=True),
        sa.Column("extension_reason", sa.String(length=2000), nullable=False),
        sa.Column("already_held", sa.String(length=2000), nullable=False),
        sa.Column("answer", sa.String(length=4000), nullable=False),
        sa.Column("decision_reason", sa.String(length=2000), nullable=False),
        sa.Column("supplied_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_document_request_business_id_business"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["control_event.id"],
            name=op.f("fk_document_request_event_id_control_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_request")),
    )
    with op.batch_alter_table("document_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_request_business_id"), ["business_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_request_event_id"), ["event_id"], unique=False)

    op.create_table(
        "event_answers",
        sa.Column("event_id", sa.String(length=32), nullable=False),
        sa.Column("check", sa.JSON(), nullable=False),
        sa.Column("preparation", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["control_event.id"], name=op.f("fk_event_answers_event_id_control_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_answers")),
    )
    op.create_table(
        "event_costs",
        sa.Column("event_id", sa.String(length=32), nullable=False),
        sa.Column("scenario", sa.JSON(), nullable=False),
        sa.Column("actual_hours", sa.String(length=60), nullable=True),
        sa.Column("actual_rubles", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["control_event.id"], name=op.f("fk_event_costs_event_id_control_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_costs")),
    )
    op.create_table(
        "event_file",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=32), nullable=True),
        sa.Column("business_id", sa.String(length=32), nullable=True),
        sa.Column(
            "side",
            sa.Enum(
                "business",
                "authority",
                "prosecutor",
                "ombudsman",
                name="event_file_side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("procedure", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
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
                name="event_file_type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("receipt", sa.String(length=40), nullable=True),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_by", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_event_file_business_id_business"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["control_event.id"], name=op.f("fk_event_file_event_id_control_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_file")),
        sa.UniqueConstraint("receipt", name=op.f("uq_event_file_receipt")),
    )
    with op.batch_alter_table("event_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_file_business_id"), ["business_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_file_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_file_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_file_sha256"), ["sha256"], unique=False)

    op.create_table(
        "event_item",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("requirement", sa.String(length=120), nullable=True),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("act", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["control_event.id"], name=op.f("fk_event_item_event_id_control_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_item")),
    )
    with op.batch_alter_table("event_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_item_event_id"), ["event_id"], unique=False)

    op.create_table(
        "event_message",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=32), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "business",
                "authority",
                "prosecutor",
                "ombudsman",
                name="event_message_side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("author", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["control_event.id"], name=op.f("fk_event_message_event_id_control_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_message")),
    )
    with op.batch_alter_table("event_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_message_event_id"), ["event_id"], unique=False)

    op.create_table(
        "event_rating",
        sa.Column("event_id", sa.String(length=32), nullable=False),
        sa.Column("clarity", sa.Integer(), nullable=True),
        sa.Column("terms", sa.Integer(), nullable=True),
        sa.Column("courtesy", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("clarity BETWEEN 1 AND 5", name=op.f("ck_event_rating_clarity_1_to_5")),
        sa.CheckConstraint("courtesy BETWEEN 1 AND 5", name=op.f("ck_event_rating_courtesy_1_to_5")),
        sa.CheckConstraint("terms BETWEEN 1 AND 5", name=op.f("ck_event_rating_terms_1_to_5")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["control_event.id"], name=op.f("fk_event_rating_event_id_control_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_rating")),
    )
    op.create_table(
        "merge_difference",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=32), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("own", sa.String(length=2000), nullable=False),
        sa.Column("official", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["control_event.id"],
            name=op.f("fk_merge_difference_event_id_control_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_difference")),
    )
    with op.batch_alter_table("merge_difference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merge_difference_event_id"), ["event_id"], unique=False)

    op.create_table(
        "postponement",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.String(length=32), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=True),
        sa.Column("route", sa.String(length=4), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("cause_from", sa.Date(), nullable=True),
        sa.Column("cause_until", sa.Date(), nullable=True),
        sa.Column("wanted_from", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(length=1000), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("new_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(length=4000), nullable=False),
        sa.Column("refusal", sa.String(length=40), nullable=True),
        sa.Column("judged_without", sa.Boolean(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("cause_asked_on", sa.Date(), nullable=True),
        sa.Column("cause_ended_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_postponement_business_id_business"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["control_event.id"], name=op.f("fk_postponement_event_id_control_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postponement")),
        sa.UniqueConstraint("number", name=op.f("uq_postponement_number")),
    )
    with op.batch_alter_table("postponement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_postponement_business_id"), ["business_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_postponement_event_id"), ["event_id"], unique=False)

    op.create_table(
        "prescription",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=32), nullable=True),
        sa.Column("visit_id", sa.String(length=32), nullable=True),
        sa.Column("business_id", sa.String(length=32), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("original_due_on", sa.Date(), nullable=True),
        sa.Column("report", sa.String(length=4000), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("outcome_reason", sa.String(length=4000), nullable=False),
        sa.Column("replaces_id", sa.String(length=32), nullable=True),
        sa.Column("items_left", sa.JSON(), nullable=False),
        sa.Column("check_kind", sa.String(length=40), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("suspended_on", sa.Date(), nullable=True),
        sa.Column("resumed_on", sa.Date(), nullable=True),
        sa.Column("stayed_on", sa.Date(), nullable=True),
        sa.Column("stay_lifted_on", sa.Date(), nullable=True),
        sa.Column("prepared_by", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name=op.f("fk_prescription_business_id_business"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["control_event.id"], name=op.f("fk_prescription_event_id_control_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["prescription.id"],
            name=op.f("fk_prescription_replaces_id_prescription"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["preventive_visit.id"],
            name=op.f("fk_prescription_visit_id_preventive_visit"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescription")),
    )
    with op.batch_alter_table("prescription", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prescription_business_id"), ["business_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_prescription_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_prescription_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "room_consent",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=32), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("wording", sa.String(length=60), nullable=False),
        sa.Column("given_by", sa.String(length=32), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["control_event.id"], name=op.f("fk_room_consent_event_id_control_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_consent")),
    )
    with op.batch_alter_table("room_consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_consent_event_id"), ["event_id"], unique=False)

    op.create_table(
        "video_slot",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=32), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "business",
                "authority",
                "prosecutor",
                "ombudsman",
                name="video_slot_side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["control_event.id"], name=op.f("fk_video_slot_event_id_control_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_video_slot")),
    )
    with op.batch_alter_table("video_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_video_slot_event_id"), ["event_id"], unique=False)

    op.create_table(
        "violation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("requirement", sa.String(length=120), nullable=True),
        sa.Column("act", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.Column("fixed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["control_event.id"], name=op.f("fk_violation_event_id_control_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_violation")),
    )
    with op.batch_alter_table("violation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_violation_event_id"), ["event_id"], unique=False)

    op.create_table(
        "motion",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("prescription_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("wanted_until", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("outcome_reason", sa.String(length=4000), nullable=False),
        sa.Column("outcome_until", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["prescription_id"],
            ["prescription.id"],
            name=op.f("fk_motion_prescription_id_prescription"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion")),
    )
    with op.batch_alter_table("motion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_motion_prescription_id"), ["prescription_id"], unique=False)

    op.create_table(
        "prescription_item",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("prescription_id", sa.String(length=32), nullable=False),
        sa.Column("violation_id", sa.String(length=32), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("requirement", sa.String(length=120), nullable=True),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("unit", sa.String(length=700), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("measures", sa.String(length=4000), nullable=False),
        sa.Column("proof", sa.String(length=2000), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["prescription_id"],
            ["prescription.id"],
            name=op.f("fk_prescription_item_prescription_id_prescription"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["violation_id"],
            ["violation.id"],
            name=op.f("fk_prescription_item_violation_id_violation"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescription_item")),
    )
    with op.batch_alter_table("prescription_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prescription_item_prescription_id"), ["prescription_id"], unique=False)

    op.create_table(
        "remedy_agreement",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("prescription_id", sa.String(length=32), nullable=False),
        sa.Column("programme", sa.String(length=8000), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["prescription_id"],
            ["prescription.id"],
            name=op.f("fk_remedy_agreement_prescription_id_prescription"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedy_agreement")),
    )
    with op.batch_alter_table("remedy_agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remedy_agreement_prescription_id"), ["prescription_id"], unique=False)
    _scopes(remove=False)


def downgrade() -> None:
    """Take the tables and the right away."""
    _scopes(remove=True)
    with op.batch_alter_table("remedy_agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remedy_agreement_prescription_id"))

    op.drop_table("remedy_agreement")
    with op.batch_alter_table("prescription_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prescription_item_prescription_id"))

    op.drop_table("prescription_item")
    with op.batch_alter_table("motion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_motion_prescription_id"))

    op.drop_table("motion")
    with op.batch_alter_table("violation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_violation_event_id"))

    op.drop_table("violation")
    with op.batch_alter_table("video_slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_video_slot_event_id"))

    op.drop_table("video_slot")
    with op.batch_alter_table("room_consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_consent_event_id"))

    op.drop_table("room_consent")
    with op.batch_alter_table("prescription", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prescription_visit_id"))
        batch_op.drop_index(batch_op.f("ix_prescription_event_id"))
        batch_op.drop_index(batch_op.f("ix_prescription_business_id"))

    op.drop_table("prescription")
    with op.batch_alter_table("postponement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_postponement_event_id"))
        batch_op.drop_index(batch_op.f("ix_postponement_business_id"))

    op.drop_table("postponement")
    with op.batch_alter_table("merge_difference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merge_difference_event_id"))

    op.drop_table("merge_difference")
    op.drop_table("event_rating")
    with op.batch_alter_table("event_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_message_event_id"))

    op.drop_table("event_message")
    with op.batch_alter_table("event_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_item_event_id"))

    op.drop_table("event_item")
    with op.batch_alter_table("event_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_file_sha256"))
        batch_op.drop_index(batch_op.f("ix_event_file_event_id"))
        batch_op.drop_index(batch_op.f("ix_event_file_case_id"))
        batch_op.drop_index(batch_op.f("ix_event_file_business_id"))

    op.drop_table("event_file")
    op.drop_table("event_costs")
    op.drop_table("event_answers")
    with op.batch_alter_table("document_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_request_event_id"))
        batch_op.drop_index(batch_op.f("ix_document_request_business_id"))

    op.drop_table("document_request")
    with op.batch_alter_table("control_event", schema=None) as batch_op:
        batch_op.drop_index("ix_control_event_number")
        batch_op.drop_index(batch_op.f("ix_control_event_inspector_id"))
        batch_op.drop_index(batch_op.f("ix_control_event_inn"))
        batch_op.drop_index(batch_op.f("ix_control_event_business_id"))
        batch_op.drop_index("ix_control_event_body")

    op.drop_table("control_event")
    with op.batch_alter_table("preventive_visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_preventive_visit_inspector_id"))
        batch_op.drop_index(batch_op.f("ix_preventive_visit_business_id"))

    op.drop_table("preventive_visit")
    with op.batch_alter_table("event_plan_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_plan_entry_plan_id"))
        batch_op.drop_index(batch_op.f("ix_event_plan_entry_object_id"))
        batch_op.drop_index(batch_op.f("ix_event_plan_entry_event_id"))

    op.drop_table("event_plan_entry")
    with op.batch_alter_table("category_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_category_request_object_id"))
        batch_op.drop_index(batch_op.f("ix_category_request_business_id"))

    op.drop_table("category_request")
    with op.batch_alter_table("integrity_measure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_integrity_measure_business_id"))

    op.drop_table("integrity_measure")
    with op.batch_alter_table("inspector_absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inspector_absence_person_id"))

    op.drop_table("inspector_absence")
    with op.batch_alter_table("event_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_plan_body_id"))

    op.drop_table("event_plan")
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_declaration_business_id"))

    op.drop_table("declaration")
    with op.batch_alter_table("control_warning", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_control_warning_inn"))
        batch_op.drop_index(batch_op.f("ix_control_warning_business_id"))

    op.drop_table("control_warning")
    with op.batch_alter_table("control_object", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_control_object_inn"))
        batch_op.drop_index(batch_op.f("ix_control_object_business_id"))
        batch_op.drop_index("ix_control_object_body")

    op.drop_table("control_object")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_business_id"))

    op.drop_table("consultation")
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.drop_index("ix_case_note_case")
        batch_op.drop_index(batch_op.f("ix_case_note_business_id"))

    op.drop_table("case_note")
    with op.batch_alter_table("erknm_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erknm_import_file_sha256"))

    op.drop_table("erknm_import")
    op.drop_table("authority_body")


def _scopes(*, remove: bool) -> None:
    """Give owners the scope, or take it from everybody."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(MEMBERSHIP)).all():
        kept = [scope for scope in row.scopes if scope != SCOPE]
        scopes = kept if remove or row.kind != "owner" else sorted([*kept, SCOPE])
        if scopes != row.scopes:
            connection.execute(sa.update(MEMBERSHIP).where(MEMBERSHIP.c.id == row.id).values(scopes=scopes))
