"""Machine clients with their secrets, tokens and uses.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _make_clients()
    _make_secrets()
    _make_tokens()
    op.create_table(
        "client_use",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("route", sa.String(length=200), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["api_client.id"], name="fk_client_use_client_id_api_client", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_client_use"),
        sa.UniqueConstraint(
            "client_id", "day", "method", "route", "status", name="uq_client_use_client_id_day_method_route_status"
        ),
    )
    op.create_index("ix_client_use_client_id", "client_use", ["client_id"])
    op.create_index("ix_client_use_day", "client_use", ["day"])


def _make_clients() -> None:
    op.create_table(
        "api_client",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=True),
        sa.Column("authority", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(business_id IS NULL) = (authority <> '')", name=op.f("ck_api_client_of_one_organisation")),
        sa.CheckConstraint("approved_at IS NULL OR refused_at IS NULL", name=op.f("ck_api_client_decided_once")),
        sa.ForeignKeyConstraint(
            ["business_id"], ["business.id"], name="fk_api_client_business_id_business", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_api_client"),
    )
    op.create_index("ix_api_client_business_id", "api_client", ["business_id"])


def _make_secrets() -> None:
    op.create_table(
        "client_secret",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["api_client.id"], name="fk_client_secret_client_id_api_client", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_client_secret"),
        sa.UniqueConstraint("secret_hash", name="uq_client_secret_secret_hash"),
    )
    op.create_index("ix_client_secret_client_id", "client_secret", ["client_id"])


def _make_tokens() -> None:
    op.create_table(
        "client_token",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("secret_id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["api_client.id"], name="fk_client_token_client_id_api_client", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["secret_id"], ["client_secret.id"], name="fk_client_token_secret_id_client_secret", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_client_token"),
        sa.UniqueConstraint("token_hash", name="uq_client_token_token_hash"),
    )
    op.create_index("ix_client_token_client_id", "client_token", ["client_id"])
    op.create_index("ix_client_token_secret_id", "client_token", ["secret_id"])
    op.create_index("ix_client_token_expires_at", "client_token", ["expires_at"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("client_use")
    op.drop_table("client_token")
    op.drop_table("client_secret")
    op.drop_table("api_client")
